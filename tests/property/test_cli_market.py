"""The market command: same seed, same bytes; bad input ends with one line and code 2."""

import json
from itertools import pairwise

import pytest

from asteroid_econ.cli.main import main

FAST = ("market", "platinum-2025", "--draws", "64")


def run(capsys, *args):
    with pytest.raises(SystemExit) as stop:
        main(args)
    captured = capsys.readouterr()
    return stop.value.code, captured.out, captured.err


def test_curve_turns_and_its_figure_is_written(capsys, tmp_path):
    code, out, _ = run(capsys, *FAST, "--json", "--out", str(tmp_path / "a"))
    assert code == 0
    content = json.loads(out)
    usd = [row["long_run_usd_yr"] for row in content["curve"]]
    sold = [row["sold_kg_yr"] for row in content["curve"]]
    best = usd.index(max(usd))
    assert 0 < best < len(sold) - 1
    assert sold[best - 1] < content["turn_long_run_kg_yr"] < sold[best + 1]
    assert content["turn_first_year_kg_yr"] < content["turn_long_run_kg_yr"]
    for row in content["curve"]:
        for ratio in (row["first_year_ratio"], row["long_run_ratio"]):
            assert 0.0 <= ratio[0] <= ratio[1] <= ratio[2] <= 1.0
    figure = (tmp_path / "a" / "market-platinum-2025.svg").read_bytes()
    assert figure.startswith(b"<?xml")
    again = run(capsys, *FAST, "--json", "--out", str(tmp_path / "b"), "--threads", "2")
    assert again[1] == out
    assert (tmp_path / "b" / "market-platinum-2025.svg").read_bytes() == figure


def test_table_names_the_turn(capsys):
    code, out, _ = run(capsys, *FAST)
    assert code == 0
    assert "turns at" in out
    assert "long run" in out


def test_a_single_point_and_a_cheap_metal_are_said_as_they_are(capsys):
    _, out, _ = run(capsys, "market", "iron-2025", "--draws", "16", "--sold", "20")
    assert "0.40 USD/kg" in out
    assert "1 − " in out
    assert "1.000" not in out
    assert "more than one quantity" in " ".join(out.split())


def test_the_turn_does_not_depend_on_the_order_of_quantities(capsys):
    few = (*FAST, "--json", "--sold")
    one, other = (run(capsys, *few, a, "--sold", b)[1] for a, b in (("20", "10"), ("10", "20")))
    assert one == other
    assert json.loads(one)["turn_long_run_kg_yr"] is None


@pytest.mark.parametrize("place", ["", "-leo", "-geo", "-lunar-surface"])
def test_every_place_of_water_has_a_table_and_a_figure(capsys, tmp_path, place):
    case = f"water-2035{place}"
    code, out, _ = run(capsys, "market", case, "--draws", "64", "--json", "--out", str(tmp_path))
    assert code == 0
    content = json.loads(out)
    assert content["years"] == ["2035", "2040"]
    for year in content["years"]:
        ratios = [row[f"{year}_ratio"][1] for row in content["curve"]]
        assert ratios[0] == 1.0
        assert all(b <= a for a, b in pairwise(ratios))
    assert (tmp_path / f"market-{case}.svg").read_bytes().startswith(b"<?xml")


def test_the_spot_of_2026_stands_above_the_cost_curve(capsys):
    """All mines stay open until the price has fallen from 1,792 to their highest cost."""
    curve = ("--set", "market.supply=cost_curve", "--draws", "16", "--sold", "2", "--json")
    code, out, _ = run(capsys, "market", "platinum-spot-2026", *curve)
    assert code == 0
    assert 0.9 < json.loads(out)["curve"][0]["first_year_ratio"][0] < 1.0


def test_the_spot_of_2026_moves_the_price_and_not_its_answer(capsys):
    plain, spot = (
        json.loads(run(capsys, "market", case, "--draws", "16", "--sold", "20", "--json")[1])
        for case in ("platinum-2025", "platinum-spot-2026")
    )
    assert spot["anchor_usd_kg"] == pytest.approx(57_614, abs=1.0)
    assert spot["curve"][0]["first_year_ratio"] == plain["curve"][0]["first_year_ratio"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("market", "kryptonite-2025"), ("case", "platinum-2025")),
        (("market", "Platinum"), ("did you mean platinum-2025?",)),
        ((*FAST, "--set", "market.rival.metal=plutonium"), ("market.rival.metal", "plutonium")),
        (("market", "platinum-2030"), ("case", "platinum-2025", "water-2035")),
        (("market", "water-2030"), ("case", "water-2035")),
        (
            ("market", "water-2035", "--set", "finance.horizon_yr=5"),
            ("years", "2035", "2030"),
        ),
        ((*FAST, "--sold", "-1"), ("sold = -1.0 is", ">= 0")),
        ((*FAST, "--sold", "nan"), ("sold = nan", ">= 0")),
        ((*FAST, "--set", "market.supply=both"), ("market.supply", "cost_curve")),
        ((*FAST, "--set", "market.nothing=1"), ("market.nothing",)),
        (
            (*FAST, "--set", "market.platinum.volume_year=2024"),
            ("volume_year", "one calendar year"),
        ),
        (
            (*FAST, "--set", "market.platinum.demand_elasticity=-0.5"),
            ("market.platinum.demand_elasticity", "-0.5", "0"),
        ),
        (
            (*FAST, "--set", "market.platinum.basket_weight=0.55"),
            ("basket", "1.1"),
        ),
    ],
)
def test_bad_input(capsys, args, words):
    code, out, err = run(capsys, *args)
    assert code == 2
    assert out == ""
    assert "Traceback" not in err
    for word in words:
        assert word in err
