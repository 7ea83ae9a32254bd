"""The frame of the command line: fast help, lazy commands, one error boundary, one JSON form."""

import errno
import json
import math
import subprocess
import sys
import time

import numpy as np
import pytest

from asteroid_econ.cli.boundary import error_boundary
from asteroid_econ.cli.json_output import plain, print_json
from asteroid_econ.cli.main import COMMANDS, GROUPS, load
from asteroid_econ.cli.options import parsed_overrides
from asteroid_econ.errors import InputError
from house import environment

HEAVY = {"numpy", "numba", "polars", "scipy", "astropy", "pydantic", "matplotlib", "httpx"}


def run(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "asteroid_econ", *arguments],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        **options,
    )


@pytest.mark.parametrize("flag", ["-h", "--version"])
def test_help_and_version_take_less_than_half_a_second(flag):
    times = []
    for _ in range(5):
        start = time.perf_counter()
        assert run(flag).returncode == 0
        times.append(time.perf_counter() - start)
    assert min(times) < 0.5


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom asteroid_econ.cli.main import main\n"
        "try:\n    main(['-h'])\nexcept SystemExit:\n"
        f"    sys.exit(str({HEAVY} & set(sys.modules)) if {HEAVY} & set(sys.modules) else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    for command in COMMANDS:
        assert command.split()[0] in done.stdout


@pytest.mark.parametrize("name", [*COMMANDS, *GROUPS])
def test_every_registered_name_loads_and_shows_its_help(name):
    command = load(name)
    options = {option for p in command.params for option in p.opts}
    assert {"--verbose", "--quiet", "--debug"} <= options
    if name in COMMANDS:
        assert "--json" in options
        assert command.help


def test_every_group_has_commands():
    assert set(GROUPS) == {name.split()[0] for name in COMMANDS if " " in name}


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (InputError("draws", -1, "an integer >= 1"), 2, "error: draws = -1 is not allowed"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (MemoryError(), 2, "error: out of memory"),
        (OSError(errno.ENOSPC, "No space left on device"), 2, "error: no space left"),
        (PermissionError(errno.EACCES, "Permission denied", "/x"), 2, "Permission denied: /x"),
        (ModuleNotFoundError("No module named 'boinor'", name="boinor"), 2, "'boinor' is not"),
        (ZeroDivisionError("division by zero"), 70, "a fault of asteroid-econ"),
    ],
)
def test_an_error_becomes_one_line_and_an_exit_code(error, code, message, capsys):
    with pytest.raises(SystemExit) as stopped, error_boundary():
        raise error
    assert stopped.value.code == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert message in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("no-such-command",),
        ("rank", "--no-such-option"),
        ("rank", "--threads", "0"),
        ("parameters", "no.such.key"),
        ("parameters", "--set", "no-equals-sign"),
        ("parameters", "--set", "no.such.key=1"),
    ],
    ids=" ".join,
)
def test_bad_input_ends_with_2_on_stderr_without_a_traceback(arguments):
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "error" in done.stderr.lower()
    assert "Traceback" not in done.stderr


def test_debug_shows_the_traceback():
    for flags in (("--debug",), ("-vv",), ("-v", "-v")):
        assert "Traceback" in run("parameters", "no.such.key", *flags).stderr


def test_a_closed_pipe_is_no_error():
    command = f"'{sys.executable}' -m asteroid_econ parameters | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], env=environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_no_colour_where_nobody_looks():
    assert "\x1b[" not in run("parameters").stdout


def test_json_has_one_form(capsys):
    content = {"targets": [{"npv_usd": math.nan, "n": np.int64(3), "x": np.array([1.0, np.inf])}]}
    print_json(content)
    out = capsys.readouterr().out
    assert json.loads(out) == {
        "schema_version": 1,
        "targets": [{"npv_usd": None, "n": 3, "x": [1.0, None]}],
    }
    assert out.isascii()
    with pytest.raises(TypeError, match="does not belong"):
        plain(object())


def test_overrides_are_numbers_or_texts_once_each():
    parsed = parsed_overrides(["a.b=1e3", "c.d = pert(1, 2, 4)"])
    assert parsed == {"a.b": 1000.0, "c.d": "pert(1, 2, 4)"}
    for bad in (["a"], ["=1"], ["a="], ["a=1", "a=2"]):
        with pytest.raises(InputError):
            parsed_overrides(bad)
