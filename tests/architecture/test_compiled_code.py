"""Compiled code is never older than the sources, and the same whichever process compiled it."""

import ast
import importlib
import inspect
import os
import pkgutil
import shutil
import subprocess
import sys
import textwrap
from functools import cache
from types import ModuleType

import pytest
from numba.core.registry import CPUDispatcher

import asteroid_econ
from asteroid_econ._jit import inline_kernel, kernel, simd_kernel
from house import PACKAGE, environment

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


def _kernels() -> dict[str, CPUDispatcher]:
    names = [m.name for m in pkgutil.walk_packages(asteroid_econ.__path__, "asteroid_econ.")]
    return {
        f"{name}.{key}": value
        for name in names
        if not name.endswith("__main__")
        for key, value in vars(importlib.import_module(name)).items()
        if isinstance(value, CPUDispatcher)
    }


@cache
def _called(kernel: CPUDispatcher) -> frozenset[CPUDispatcher]:
    """What a kernel calls, by its own name or by that of a module."""
    function = kernel.py_func
    names = function.__code__.co_names
    found = [function.__globals__.get(name) for name in names]
    modules = [m for m in found if isinstance(m, ModuleType) and m.__name__.startswith("asteroid")]
    found += [getattr(module, name, None) for module in modules for name in names]
    return frozenset(x for x in found if isinstance(x, CPUDispatcher))


@cache
def _is_relaxed(kernel: CPUDispatcher) -> bool:
    return bool(kernel.targetoptions.get("fastmath")) or any(map(_is_relaxed, _called(kernel)))


def test_kernels_with_relaxed_flags_are_only_called_inline():
    """Else a caller runs its own copy or that of another kernel, whichever was loaded first."""
    kernels = _kernels()
    assert len(kernels) > 200
    relaxed = [name for name, kernel in kernels.items() if _is_relaxed(kernel)]
    assert any(name.endswith("perturbed_march.march") for name in relaxed)
    wrong = {
        f"{name} calls {callee.py_func.__name__}"
        for name, kernel in kernels.items()
        for callee in _called(kernel)
        if _is_relaxed(callee) and not callee.targetoptions.get("forceinline")
    }
    assert not wrong


def test_relaxed_kernels_hold_no_power():
    """numba compiles x**n once for all callers, with the flags of the first."""
    wrong = [
        f"{name}: {ast.unparse(node)}"
        for name, kernel in _kernels().items()
        if kernel.targetoptions.get("fastmath")
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(kernel.py_func))))
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Pow)
    ]
    assert not wrong


@pytest.mark.parametrize("flag", [kernel, inline_kernel])
def test_strict_code_stays_strict_in_a_relaxed_caller(flag):
    """numba lets a function without a flag of its own take that of its first caller."""

    @flag
    def rounded(x):
        return (x + 1e17) - 1e17

    @simd_kernel
    def caller(x):
        return rounded(x)

    assert caller(1.0) == 0.0


@pytest.mark.heavy
@pytest.mark.parametrize(
    "command",
    ["nhats 99942 433", "itineraries 99942", "porkchop 99942", "sweep", "rank"],
)
def test_the_run_that_compiles_gives_the_same_bytes(tmp_path, command):
    def run(home) -> bytes:
        (tmp_path / home).mkdir()
        folders = {"HOME": str(tmp_path / home), "XDG_CACHE_HOME": str(tmp_path / home)}
        done = subprocess.run(
            [sys.executable, "-m", "asteroid_econ", *command.split(), "--json"],
            env={**environment(), **folders, "NUMBA_CACHE_DIR": str(tmp_path / "kernels")},
            capture_output=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    compiled = run("first")
    assert list((tmp_path / "kernels").rglob("*.nbi"))
    assert run("second") == compiled


@pytest.mark.heavy
def test_what_was_compiled_before_changes_no_byte(tmp_path):
    before = (
        "from asteroid_econ.orbits.lambert import lambert\n"
        "lambert([1.5e8, 0.0, 1e6], [1e7, 1.5e8, 0.0], 1e7, mu_km3_s2=1.327e11)\n"
    )
    code = (
        "from asteroid_econ.orbits.perturbed import perturbed_states\n"
        "from asteroid_econ.orbits.perturbed_field import planet_table\n"
        "r, v = [[1.1e8, -1.2e8, 3e6], [1.9e8, 1e7, 0.0]], [[22.0, 21.0, 0.0], [0.0, 25.0, 1.0]]\n"
        "planets = planet_table(60_000.0, 63_000.0)\n"
        "r, v, _ = perturbed_states(r, v, 60_500.0, [60_608.0], planets=planets)\n"
        "print(r.tobytes().hex(), v.tobytes().hex())\n"
    )
    found = set()
    for n, text in enumerate((code, before + code)):
        folder = {"NUMBA_CACHE_DIR": str(tmp_path / str(n))}
        done = subprocess.run(
            [sys.executable, "-c", text],
            env={**environment(), **folder},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found.add(done.stdout)
    assert len(found) == 1
