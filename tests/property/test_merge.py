"""What is true of every merge."""

from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ.catalogs.embedded import load_embedded
from asteroid_econ.catalogs.merge import merge_catalogs

EMBEDDED = load_embedded()


@given(st.sets(st.integers(0, 424), min_size=3, max_size=60), st.integers(1, 424))
@settings(max_examples=20)
def test_parts_of_one_catalogue_give_it_back(rows: set[int], first: int) -> None:
    some = EMBEDDED.select(sorted(rows))
    whole, _ = merge_catalogs({"JPL": EMBEDDED, "part": some})
    # codes without a source get the label; every other source is the file's own
    assert whole.frame.drop("condition_source").equals(EMBEDDED.frame.drop("condition_source"))
    assert set(whole.frame["condition_source"].drop_nulls().to_list()) == {"JPL"}
    named, _ = merge_catalogs({"JPL": EMBEDDED, "part": some}, relabel=True)
    assert set(named.frame["elements_source"].to_list()) == {"JPL"}
    swapped, reports = merge_catalogs({"part": some, "JPL": EMBEDDED})
    assert len(swapped) == len(EMBEDDED)
    assert (reports[0].n_used, reports[1].n_used) == (len(some), len(EMBEDDED) - len(some))


def test_one_catalogue_alone_stays_as_it_is() -> None:
    whole, (report,) = merge_catalogs({"JPL": EMBEDDED})
    assert whole.frame.drop("condition_source").equals(EMBEDDED.frame.drop("condition_source"))
    assert (report.n_rows, report.n_matched, report.n_used) == (425, 0, 425)
