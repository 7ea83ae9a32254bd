"""Nothing half-written is ever seen."""

import json

import polars as pl
import pytest

from asteroid_econ import api
from asteroid_econ.errors import OutputError
from asteroid_econ.studies.store import prepare_folder, write_atomically, write_json, write_result


def test_a_failing_write_leaves_the_old_file(tmp_path):
    path = tmp_path / "file"
    path.write_text("old")

    def fail(file):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left"):
        write_atomically(path, fail)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_an_interrupt_leaves_no_temporary_file(tmp_path):
    def interrupt(file):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "file", interrupt)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path):
    (tmp_path / "x").write_text("")
    with pytest.raises(OutputError, match="x"):
        prepare_folder(tmp_path / "x")


def test_json_is_canonical(tmp_path):
    write_json(tmp_path / "a.json", {"b": 1, "a": [1.5, None]})
    assert json.loads((tmp_path / "a.json").read_text()) == {"a": [1.5, None], "b": 1}
    with pytest.raises(ValueError, match="JSON"):
        write_json(tmp_path / "b.json", {"a": float("nan")})
    assert not (tmp_path / "b.json").exists()


def test_a_stored_result_is_the_result(tmp_path):
    result = api.rank(targets=["Bennu", "Eros"], draws=32)
    write_result(prepare_folder(tmp_path / "out"), result)
    stored = pl.read_parquet(tmp_path / "out" / "targets.parquet")
    assert stored.equals(result.targets)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["study_sha256"] == result.study.identity
    assert api.read_study(tmp_path / "out" / "study.toml") == result.study


def test_the_manifest_is_written_last_and_dropped_first(tmp_path, monkeypatch):
    """A folder whose tables are being replaced is no result until its manifest is back."""
    result = api.rank(targets=["Bennu"], draws=16)
    folder = prepare_folder(tmp_path / "out")
    write_result(folder, result)

    def fail(*_):
        raise OutputError(folder, "killed here")

    monkeypatch.setattr("asteroid_econ.studies.store.write_study", fail)
    with pytest.raises(OutputError):
        write_result(folder, result)
    assert not (folder / "manifest.json").exists()
