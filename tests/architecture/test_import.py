"""Importing does nothing: no file, no socket, no handler, no waiting."""

import subprocess
import sys

from house import environment

WATCH = """
import importlib, logging, pkgutil, sys, sysconfig
stdlib, ours = sysconfig.get_path("stdlib"), []
def first_frame_outside_the_library():
    frame = sys._getframe(2)
    while frame:
        file = frame.f_code.co_filename
        library = file.startswith(stdlib) and "site-packages" not in file
        if not library and not file.startswith("<frozen") and file != "<string>":
            return file.replace("\\\\", "/")
        frame = frame.f_back
    return ""
def hook(event, args):
    if event.startswith("socket."):
        ours.append((event, args))
    elif event in {"open", "subprocess.Popen", "os.mkdir"}:
        is_module = str(args[0]).endswith((".py", ".pyc", ".so", ".pyd"))
        if not is_module and "asteroid_econ/" in first_frame_outside_the_library():
            ours.append((event, args))
sys.addaudithook(hook)
import asteroid_econ
for module in pkgutil.walk_packages(asteroid_econ.__path__, "asteroid_econ."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
assert not ours, ours
assert not logging.getLogger("asteroid_econ").handlers
assert not logging.getLogger("asteroid_econ").level
"""
TIME = "import time; t = time.perf_counter(); import asteroid_econ; print(time.perf_counter() - t)"


def _python(code: str, *flags: str) -> str:
    done = subprocess.run(
        [sys.executable, *flags, "-c", code],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_importing_every_module_opens_no_file_and_no_socket_and_sets_no_logging():
    assert _python(WATCH) == ""


def test_importing_the_package_takes_less_than_0_3_s():
    assert min(float(_python(TIME)) for _ in range(5)) < 0.3


def test_importing_the_package_loads_nothing_heavy():
    code = (
        "import sys; old = set(sys.modules); import asteroid_econ; print(*set(sys.modules) - old)"
    )
    assert set(_python(code).split()) == {"asteroid_econ", "asteroid_econ._version"}
