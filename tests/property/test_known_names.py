"""A name leads to its asteroid in a catalogue of numbers."""

from dataclasses import replace

import polars as pl
import pytest

from asteroid_econ.catalogs.known_names import row_of_known
from asteroid_econ.catalogs.load import load
from asteroid_econ.errors import TargetError

WHOLE = load("embedded")
ROWS = [WHOLE.row_of(key) for key in ("433", "Apophis", "2000 SG344")]
NUMBERED = replace(
    WHOLE.select(ROWS),
    frame=WHOLE.frame[ROWS].with_columns(
        name=pl.lit(None, dtype=pl.String),
        spkid=pl.lit(None, dtype=WHOLE.frame["spkid"].dtype),
    ),
)


@pytest.mark.parametrize("key", ["Apophis", "apophis", "99942", "99942 Apophis", "2004 MN4"])
def test_a_name_the_catalogue_does_not_have(key):
    assert str(NUMBERED.frame["number"][row_of_known(NUMBERED, key)]) == "99942"


def test_what_is_not_there_is_refused_with_names_that_are():
    with pytest.raises(TargetError) as misspelled:
        row_of_known(NUMBERED, "Apofis")
    assert misspelled.value.nearest == ("Apophis",)
    with pytest.raises(TargetError) as absent:
        row_of_known(NUMBERED, "Bennu")
    assert "Bennu" not in absent.value.nearest
