"""What people read: one line a warning, as wide as they say, progress into a file too."""

import sys
import warnings

import pytest

from asteroid_econ.cli import console
from asteroid_econ.cli.main import main


@pytest.fixture
def rank(capsys, tmp_path):
    def run(*args):
        with pytest.raises(SystemExit) as stop:
            main(["rank", "--draws", "16", "--target", "Bennu", *args])
        return stop.value.code, *capsys.readouterr()

    return run


def test_a_warning_is_one_line_said_once(rank, tmp_path, caplog):
    path = tmp_path / "study.toml"
    forward = "product = 'gold'\nyear = 2035\nkg = 1\nprice_usd_kg = 'fair'\n"
    path.write_text(f"[[contracts.forward]]\n{forward}", encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        assert rank("--study", str(path), "--architecture", "water-nrho")[0] == 0
    (record,) = caplog.records
    assert record.getMessage().startswith("contracts on gold count for nothing")


def test_a_pipe_is_as_wide_as_its_reader_says(rank, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    _, narrow, _ = rank()
    monkeypatch.setenv("COLUMNS", "0")
    _, wide, _ = rank()
    assert max(map(len, narrow.splitlines())) <= 80 < max(map(len, wide.splitlines()))
    assert "P(best), P(first)" in narrow
    assert "Left out" not in wide


def test_progress_into_a_file_is_a_line_now_and_then(capsys, monkeypatch):
    assert not sys.stderr.isatty()
    now = iter([0.0, 10.0, 31.0, 31.0, 40.0])
    monkeypatch.setattr(console, "monotonic", lambda: next(now))
    with console.progress("ranking") as report:
        for _ in range(3):
            report(5, 36_059)
    assert capsys.readouterr().err == "ranking: 10 of 36,059\n"
