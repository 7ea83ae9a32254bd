"""Every bad study is one clear error that names the key, the value and what is allowed."""

import tomllib
from pathlib import Path

import pytest

from asteroid_econ.errors import AsteroidEconError, DataError, InputError, ParameterError
from asteroid_econ.studies.config import Study, make_study, read_study

FORWARD = {"product": "gold", "year": 2035, "kg": 1.0, "price_usd_kg": "fair"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"draws": -5}, ["draws", "-5"]),
        ({"draws": 0}, ["draws", "0"]),
        ({"draws": "many"}, ["draws", "many"]),
        ({"architectures": ("teleport",)}, ["teleport", "pgm-return", "water-nrho"]),
        ({"architectures": ()}, ["architectures"]),
        ({"architectures": ("pgm-return", "pgm-return")}, ["architectures", "once"]),
        ({"rank_by": "beauty"}, ["rank_by", "beauty"]),
        ({"drawz": 3}, ["drawz", "draws"]),
        ({"parameters": {"missions.plant.mas_kg": 3}}, ["missions.plant.mas_kg", "mass_kg"]),
        ({"parameters": {"nonsense": 3}}, ["nonsense"]),
        ({"parameters": {"missions.plant.mass_kg": -3.0}}, ["missions.plant.mass_kg", "-3"]),
        ({"parameters": {"missions.plant.minable_frac": 1.5}}, ["minable_frac", "1.5", "0 to 1"]),
        ({"parameters": {"missions.plant.rate_kg_yr_kg": "normal(1, 1)"}}, ["normal(1, 1)"]),
        ({"parameters": {"missions.plant.rate_kg_yr_kg": "banana(1)"}}, ["banana"]),
        ({"parameters": {"missions.plant.mass_kg": "uniform(1, 2)"}}, ["not drawn", "a number"]),
        ({"parameters": {"missions.plant.commissioning_d": -5000.0}}, ["commissioning_d", "-5000"]),
        ({"parameters": {"missions.capsule.fixed_kg": -46.0}}, ["capsule.fixed_kg", "-46"]),
        ({"parameters": {"missions.design.capacity_margin_ratio": 0.0}}, ["capacity_margin_ratio"]),
        ({"parameters": {"missions.destination.perigee_altitude_km": -9000.0}}, ["-9000"]),
        ({"parameters": {"finance.horizon_yr": 1e9}}, ["horizon_yr", "200"]),
        ({"parameters": {"missions.plant.mass_kg": float("nan")}}, ["missions.plant.mass_kg"]),
        ({"parameters": {"missions.plant.mass_kg": True}}, ["missions.plant.mass_kg"]),
        ({"market": {"demand": "straight"}}, ["market.demand", "straight", "elastic, linear"]),
        ({"market": {"linear_floor_ratio": 1.5}}, ["market.linear_floor_ratio", "1.5", "0.99"]),
        ({"market": {"platinum": {"demand_elasticitty": 1.0}}}, ["demand_elasticitty"]),
        ({"selling": {"conduct": "kind"}}, ["selling.conduct", "kind", "monopoly"]),
        ({"selling": {"share_frac": 1.1}}, ["selling.share_frac", "1.1", "0.99"]),
        ({"selling": {"customers": "nobody"}}, ["selling.customers", "nobody", "kornuta_2019"]),
        ({"finance": {"risk_in": "both"}}, ["finance.risk_in", "both", "flows, rate"]),
        ({"finance": {"measure": "royal"}}, ["finance.measure", "royal", "integrated"]),
        ({"finance": {"price_premium_yr": 0.2}}, ["finance.price_premium_yr", "0.045"]),
        (
            {"selling": {"fleet": "together"}, "parameters": {"selling.fleet": "alone"}},
            ["selling.fleet", "given twice"],
        ),
        ({"contracts": {"forwards": []}}, ["contracts.forwards", "forward"]),
        ({"targets": "Bennu"}, ["targets", "a list of names", "['Bennu']"]),
        ({"architectures": "pgm-return"}, ["architectures", "a list of names"]),
        ({"parameters": {"market.scenario_ratio": "2026 1"}}, ["scenario_ratio", "a table"]),
        ({"parameters": {"missions.plant.mass_kg": None}}, ["plant.mass_kg", "a number"]),
        ({"contracts": []}, ["contracts", "[[contracts.offtake]]"]),
    ],
)
def test_bad_field(fields, words):
    with pytest.raises(AsteroidEconError) as caught:
        make_study(**fields)
    for word in words:
        assert word in str(caught.value)
    assert isinstance(caught.value, (InputError, ParameterError))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"draws = ", "TOML"),
        (b"\xff\xfe", "UTF-8"),
        (b"draws = -1\n", "draws"),
        (b"[parameters]\n'missions.x' = 1\n", "missions.x"),
    ],
)
def test_bad_file_is_named(tmp_path, content, word):
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    with pytest.raises(DataError, match=word) as caught:
        read_study(path)
    assert "bad.toml" in str(caught.value)
    assert str(caught.value).count("allowed:") == 1


def test_what_is_allowed_is_said_once(tmp_path):
    path = tmp_path / "bad.toml"
    for content in ("[selling]\nshare_frac = 1.1\n", "draws = -1\n", "[market]\ndemandd = 1\n"):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(DataError) as caught:
            read_study(path)
        assert str(caught.value).count(caught.value.allowed) == 1


def test_a_byte_order_mark_is_no_fault(tmp_path):
    path = tmp_path / "study.toml"
    path.write_bytes(b"\xef\xbb\xbfdraws = 7\n")
    assert read_study(path).draws == 7


def test_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match=r"absent\.toml"):
        read_study(tmp_path / "absent.toml")


def test_identity_depends_on_every_field_that_decides_a_result():
    identities = {
        make_study(**fields).identity
        for fields in (
            {},
            {"seed": 1},
            {"draws": 3},
            {"catalog": "main-belt"},
            {"targets": ("Bennu",)},
            {"parameters": {"missions.bus.mass_kg": 700.0}},
            {"sampling": "sobol"},
            {"selling": {"conduct": "monopoly"}},
            {"contracts": {"forward": [FORWARD]}},
        )
    }
    assert len(identities) == 9


def test_a_table_of_parameters_is_another_way_to_write_dotted_keys():
    nested = make_study(
        market={"demand": "linear", "scenario_ratio": {"2026": 1.0, "2050": 2.0}},
        selling={"fleet": "together"},
    )
    dotted = make_study(
        parameters={
            "market.demand": "linear",
            "market.scenario_ratio": {"2026": 1.0, "2050": 2.0},
            "selling.fleet": "together",
        }
    )
    assert nested == dotted
    assert nested.identity == dotted.identity
    assert nested.is_fleet
    assert nested.measure == "physical"


def test_a_study_is_frozen():
    with pytest.raises(ValueError, match="frozen"):
        Study().seed = 3


def test_the_study_of_the_page_on_markets_is_good_and_sets_every_switch():
    page = (Path(__file__).parents[2] / "docs" / "markets.md").read_text(encoding="utf-8")
    study = make_study(**tomllib.loads(page.split("```toml\n")[1].split("```")[0]))
    assert study.is_fleet
    assert study.measure == "integrated"
    assert sorted(study.contracts) == ["forward", "offtake", "stream"]
    assert study.parameters["market.rival.entry_yr"] == "tri(2032, 2040, 2056)"
