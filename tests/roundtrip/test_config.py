"""A study survives its own TOML."""

from hypothesis import given
from hypothesis import strategies as st

from asteroid_econ.studies.config import make_study, read_study
from asteroid_econ.studies.store import write_study

studies = st.builds(
    make_study,
    name=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20),
    draws=st.integers(1, 10_000_000),
    seed=st.integers(-(2**80), 2**80),
    targets=st.lists(st.sampled_from(["Bennu", "99942", "2000 SG344"]), max_size=3),
    architectures=st.sampled_from([("pgm-return",), ("water-nrho",), ("water-nrho", "pgm-return")]),
    rank_by=st.sampled_from(["auto", "ratio", "value"]),
    parameters=st.dictionaries(
        st.sampled_from(["missions.plant.rate_kg_yr_kg", "missions.plant.excavation_wh_kg"]),
        st.floats(1.0, 1e6) | st.just("uniform(100, 200)"),
        max_size=2,
    ),
    contracts=st.fixed_dictionaries(
        {},
        optional={
            "forward": st.lists(
                st.fixed_dictionaries(
                    {
                        "product": st.sampled_from(["gold", "water"]),
                        "year": st.integers(2026, 2055),
                        "kg": st.floats(0.0, 1e6),
                        "price_usd_kg": st.just("fair") | st.floats(0.0, 1e6),
                    }
                ),
                max_size=2,
            )
        },
    ),
)


@given(studies)
def test_toml_gives_an_equal_study_with_the_same_identity(tmp_path_factory, study):
    path = tmp_path_factory.mktemp("study") / "study.toml"
    write_study(path, study)
    again = read_study(path)
    assert again == study
    assert again.identity == study.identity
