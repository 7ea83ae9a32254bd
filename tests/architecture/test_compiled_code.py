"""Compiled code is never older than the sources, whichever file was edited."""

import os
import shutil
import subprocess
import sys

import pytest

from house import PACKAGE

CALLEE = "from asteroid_econ._jit import {flag}\n\n@{flag}\ndef f(x):\n    return x + {n}\n"
CALLER = (
    "from asteroid_econ._jit import kernel\nfrom asteroid_econ.callee import f\n\n"
    "@kernel\ndef g(x):\n    return f(x)\n"
)


def _run(folder, variables) -> str:
    code = "import numba; from asteroid_econ.caller import g; print(g(1.0), numba.config.CACHE_DIR)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(folder), **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[0]


@pytest.mark.parametrize("flag", ["kernel", "inline_kernel"])
def test_an_edit_in_a_called_kernel_is_noticed(tmp_path, flag):
    package = tmp_path / "asteroid_econ"
    package.mkdir()
    shutil.copy(PACKAGE / "_jit.py", package)
    (package / "__init__.py").write_text("")
    (package / "caller.py").write_text(CALLER)
    variables = {"NUMBA_CACHE_DIR": ""}
    for n in (1, 2):
        (package / "callee.py").write_text(CALLEE.format(flag=flag, n=n))
        assert _run(tmp_path, variables) == f"{1.0 + n}"
    caches = list((package / "__pycache__").glob("kernels-*"))
    assert len(caches) == 2
    assert all(list(cache.rglob("*.nbi")) for cache in caches)
