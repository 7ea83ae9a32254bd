"""The content hash sees the content only; rows go to targets and back."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.catalogs.embedded import load_embedded
from asteroid_econ.catalogs.load import load
from asteroid_econ.catalogs.table import parsed_probabilities
from asteroid_econ.catalogs.write import write_catalog
from asteroid_econ.errors import InputError, OutputError, TargetError


@given(st.integers(0, 2**32 - 1), st.sampled_from(["csv", "parquet"]))
@settings(max_examples=8)
def test_another_order_or_format_has_the_same_content(
    tmp_path_factory: pytest.TempPathFactory, seed: int, kind: str
) -> None:
    original = load_embedded()
    path = tmp_path_factory.mktemp("order") / f"table.{kind}"
    shuffled = original.frame.sample(fraction=1.0, shuffle=True, seed=seed)
    shuffled = shuffled.select(sorted(shuffled.columns))
    shuffled.write_csv(path) if kind == "csv" else shuffled.write_parquet(path)
    again = load(path, strict=True)
    assert again.content_sha256 == original.content_sha256
    assert again.file_sha256 != original.file_sha256
    assert again.frame.equals(original.frame)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_write_and_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"catalog.{kind}"
    write_catalog(path, load_embedded())
    assert load(path, strict=True).content_sha256 == load_embedded().content_sha256
    write_catalog(path, load_embedded().select([3]))
    assert len(load(path)) == 1
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    with pytest.raises(OutputError, match=r"\.csv or \.parquet"):
        write_catalog(tmp_path / "catalog.xlsx", load_embedded())


def test_any_change_of_a_cell_changes_the_content(tmp_path: Path) -> None:
    original = load_embedded()
    text = (Path(original.report.path)).read_text()
    for old, new in (("0.222877963", "0.222877964"), ("Eros", "Eras"), (",5.27,", ",,")):
        assert old in text
        path = tmp_path / "changed.csv"
        path.write_text(text.replace(old, new, 1))
        assert load(path).content_sha256 != original.content_sha256


def test_targets_carry_the_columns() -> None:
    catalog = load_embedded()
    targets = catalog.targets()
    assert len(targets) == len(catalog) == 425
    assert [t.a_au for t in targets] == catalog.column("a_au").tolist()
    assert np.rad2deg([t.inc_rad for t in targets]) == pytest.approx(catalog.column("inc_deg"))
    assert [t.designation for t in catalog] == catalog.column("designation").tolist()


@pytest.mark.parametrize("key", ["433", "Eros", "eros", "A898 PA", "1898 PA", "433 Eros (A898 PA)"])
def test_every_name_of_an_object_finds_it(key: str) -> None:
    assert load_embedded().target(key).name == "Eros"


def test_unknown_targets_and_columns() -> None:
    with pytest.raises(TargetError, match="nearest: Apophis") as caught:
        load_embedded().target("Apofis")
    assert caught.value.nearest[0] == "Apophis"
    with pytest.raises(InputError, match="a_km"):
        load_embedded().column("a_km")


def test_probabilities_of_classes() -> None:
    assert parsed_probabilities("C=0.75 B=0.25") == (("C", 0.75), ("B", 0.25))
    assert parsed_probabilities("") == ()
