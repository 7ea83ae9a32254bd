"""Every shipped data file opens from the wheel, from a wheel built from the sdist, and in place."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from house import PACKAGE, ROOT, environment

OPEN_ALL = """
import sys
from pathlib import Path
import asteroid_econ
from asteroid_econ.catalogs.load import NAMED
from asteroid_econ.parameters.load import load, names
from asteroid_econ.published.tables import table, table_names
home = Path(asteroid_econ.__file__).parent
assert home == Path(sys.argv[1]), (home, sys.argv[1])
assert names() and all(load(name) is not None for name in names())
assert table_names() and all(table(name).columns for name in table_names())
assert NAMED and all(len(load_catalog()) for load_catalog in NAMED.values())
"""


def _build(tmp: Path, *what: str) -> Path:
    """Build offline, with the hatchling of the test extra."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(tmp), *what]
    done = subprocess.run(
        [*command, str(ROOT)], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return next(tmp.glob("*.whl"))


@pytest.fixture(scope="module", params=["wheel", "wheel from sdist"])
def wheel(request, tmp_path_factory) -> zipfile.ZipFile:
    """A wheel built straight from the tree, and one built from the sdist (build's default)."""
    what = ("--wheel",) if request.param == "wheel" else ()
    with zipfile.ZipFile(_build(tmp_path_factory.mktemp("dist"), *what)) as archive:
        yield archive


def _data_files() -> set[str]:
    """What the package ships beside Python, as it stands in an archive."""
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "src", "catalogs"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
    files = tracked or [
        p.relative_to(ROOT).as_posix()
        for folder in (PACKAGE, ROOT / "catalogs")
        for p in folder.rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    ]
    return {
        f.removeprefix("src/").replace("catalogs/", "asteroid_econ/catalogs/data/", 1)
        if f.startswith("catalogs/")
        else f.removeprefix("src/")
        for f in files
        if not f.endswith(".py")
    }


def test_wheel_holds_every_data_file_and_nothing_strange(wheel):
    inside = {n for n in wheel.namelist() if ".dist-info/" not in n and not n.endswith(".py")}
    assert inside == _data_files()
    assert "asteroid_econ/py.typed" in inside
    assert "asteroid_econ/catalogs/data/targets.csv" in inside


def test_wheel_is_pure_python_and_carries_the_licence(wheel):
    names = wheel.namelist()
    metadata = next(n for n in names if n.endswith(".dist-info/WHEEL"))
    assert "Tag: py3-none-any" in wheel.read(metadata).decode()
    assert any(n.endswith("licenses/LICENSE") for n in names)


def test_data_opens_from_the_wheel(wheel, tmp_path):
    wheel.extractall(tmp_path)
    _open_all(tmp_path / "asteroid_econ", {**os.environ, "PYTHONPATH": str(tmp_path)}, tmp_path)


def test_data_opens_in_place_as_an_editable_install_sees_it(tmp_path):
    _open_all(PACKAGE, environment(), tmp_path)


def _open_all(home: Path, variables: dict[str, str], folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OPEN_ALL, str(home)],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
