"""The cache: kept once, keyed by content, whole or made again."""

import numpy as np

from asteroid_econ.studies.cache import cache_folder, cached_arrays, content_key


def test_made_once_and_kept_by_content(tmp_path):
    calls = []

    def make():
        calls.append(1)
        return {"x": np.arange(5.0), "n": np.array([1, 2])}

    first = cached_arrays({"a": 1}, make, folder=tmp_path)
    again = cached_arrays({"a": 1}, make, folder=tmp_path)
    cached_arrays({"a": 2}, make, folder=tmp_path)
    assert len(calls) == 2
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".npz", ".npz"]


def test_a_damaged_entry_is_made_again(tmp_path):
    cached_arrays({"a": 1}, lambda: {"x": np.zeros(3)}, folder=tmp_path)
    place = next(tmp_path.iterdir())
    for damage in (b"", b"PK\x03\x04 not a zip", place.read_bytes()[:-40]):
        place.write_bytes(damage)
        again = cached_arrays({"a": 1}, lambda: {"x": np.ones(3)}, folder=tmp_path)
        assert again["x"].sum() == 3.0


def test_the_key_depends_on_content_alone():
    assert content_key({"a": 1, "b": 2}) == content_key({"b": 2, "a": 1})
    assert content_key({"a": 1}) != content_key({"a": 2})


def test_the_folder_can_be_chosen(monkeypatch, tmp_path):
    monkeypatch.setenv("ASTEROID_ECON_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("ASTEROID_ECON_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "asteroid-econ"


def test_no_damage_within_a_compressed_entry_is_an_error(tmp_path):
    values = np.arange(500.0) % 7
    cached_arrays({"a": 1}, lambda: {"x": values}, folder=tmp_path)
    place = next(tmp_path.iterdir())
    whole = place.read_bytes()
    for position in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[position] ^= 0x2C
        place.write_bytes(damaged)
        again = cached_arrays({"a": 1}, lambda: {"x": values}, folder=tmp_path)
        assert all(np.array_equal(array, values) for array in again.values())


def test_a_place_that_cannot_be_written_costs_a_warning(tmp_path, caplog):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    for k in (1, 2):
        made = cached_arrays({"a": k}, lambda: {"x": np.ones(3)}, folder=blocked / "tables")
        assert made["x"].sum() == 3.0
    assert caplog.text.count("not kept") == 1
