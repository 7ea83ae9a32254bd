"""The commands porkchop and sweep: what they print, write and refuse."""

import json

import numpy as np
import polars as pl
import pytest

from asteroid_econ.catalogs.embedded import load_embedded
from asteroid_econ.cli.main import main
from asteroid_econ.errors import InputError
from asteroid_econ.orbits.departure import parking_orbit
from asteroid_econ.orbits.porkchop import porkchop
from asteroid_econ.orbits.refine import SAME_D
from asteroid_econ.studies.porkchop import elements_of, target_porkchop
from asteroid_econ.studies.sweep import sweep_catalog

WINDOW = ("--launch", "2030-01-01..2030-12-31", "--tof", "100..400", "--step", "20")


def run(capsys, *args):
    with pytest.raises(SystemExit) as stop:
        main(args)
    captured = capsys.readouterr()
    return stop.value.code or 0, captured.out, captured.err


def test_porkchop_prints_the_grid_of_the_library(capsys):
    code, out, err = run(capsys, "porkchop", "Eros", *WINDOW, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    target = load_embedded().target("Eros")
    chop = porkchop(*elements_of(target), found["launch_mjd_tdb"], found["tof_d"])
    assert len(found["launch_mjd_tdb"]) == 19
    assert len(found["tof_d"]) == 31
    np.testing.assert_array_equal(found["c3_km2_s2"], chop.c3_km2_s2)
    np.testing.assert_array_equal(found["total_dv_km_s"], chop.total_dv_km_s)
    least = found["windows"][0]
    assert least["total_dv_km_s"] <= chop.total_dv_km_s.min()
    assert found["threshold_km_s"] == chop.total_dv_km_s.min() + 1.0


def test_porkchop_lists_every_minimum_and_windows_hold_their_optima(capsys):
    window = ("--launch", "2030-01-01..2031-06-30", "--tof", "60..700", "--step", "10")
    code, out, _ = run(capsys, "porkchop", "Bennu", *window, "--json")
    assert code == 0
    found = json.loads(out)
    for best in found["windows"]:
        assert best["first_launch_mjd_tdb"] <= best["launch_mjd_tdb"] <= best["last_launch_mjd_tdb"]
        assert best["least_tof_d"] <= best["tof_d"] <= best["most_tof_d"]
    elements = elements_of(load_embedded().target("Bennu"))
    launch, tof = found["launch_mjd_tdb"], found["tof_d"]
    for least in found["minima"]:
        assert launch[0] <= least["launch_mjd_tdb"] <= launch[-1]
        assert tof[0] <= least["tof_d"] <= tof[-1]
        steps = 0.25 * np.arange(-2, 3)
        around = porkchop(*elements, least["launch_mjd_tdb"] + steps, least["tof_d"] + steps)
        inside = np.outer(
            (around.launch_mjd_tdb >= launch[0]) & (around.launch_mjd_tdb <= launch[-1]),
            (around.tof_d >= tof[0]) & (around.tof_d <= tof[-1]),
        )
        assert around.total_dv_km_s[inside].min() >= least["total_dv_km_s"] - 2e-4
    totals = [least["total_dv_km_s"] for least in found["minima"]]
    assert totals == sorted(totals)
    assert totals[0] == pytest.approx(found["windows"][0]["total_dv_km_s"], abs=1e-5)
    outside = [least for least in found["minima"] if least["window"] is None]
    assert outside
    code, text, _ = run(capsys, "porkchop", "Bennu", *window)
    assert "Further minima, outside the windows" in text


def test_porkchop_says_what_its_grid_cannot_show(capsys):
    alone = ("--launch", "2030-01-01..2030-01-01", "--tof", "300..300")
    code, text, _ = run(capsys, "porkchop", "Bennu", *alone)
    assert code == 0
    assert "≥ 0.000" in text  # no later date is known
    # a minimum of 5.784 km/s lies beside the half revolution, below the threshold of 6.056
    wide = ("--launch", "2030-01-01..2032-01-01", "--tof", "100..500")
    _, text, _ = run(capsys, "porkchop", "Bennu", *wide)
    assert "≥" not in text.split("From Earth")[0]
    assert "below 6.056 km/s lie between the cells: smaller steps" in " ".join(text.split())
    # launch steps longer than 30 days know nothing of being late
    _, text, _ = run(capsys, "porkchop", "Bennu", *wide, "--step", "50", "--tof-step", "25")
    assert "│ –  " in text
    _, text, _ = run(capsys, "porkchop", "Bennu", *wide, "--threshold", "1")
    assert "no cell of the grid is at most 1.000 km/s; the least is 5.056 km/s" in text


def test_regions_that_lead_to_one_optimum_are_one_window(capsys):
    # steps of 10 d tear a valley askew to the axes into three regions
    window = ("--launch", "2032-01-01..2033-01-01", "--tof", "60..800", "--step", "10")
    _, out, _ = run(capsys, "porkchop", "2012 EC", *window, "--threshold", "4.853", "--json")
    found = json.loads(out)
    totals = [best["total_dv_km_s"] for best in found["windows"]]
    assert totals == sorted(totals)
    places = [best["launch_mjd_tdb"] + best["tof_d"] for best in found["windows"]]
    assert np.diff(sorted(places)).min(initial=np.inf) > 1.0
    below = sum(total <= 4.853 for row in found["total_dv_km_s"] for total in row)
    assert sum(best["n_cells"] for best in found["windows"]) == below
    # a window joined of several has the best cell of all of them
    chop = np.array(found["total_dv_km_s"])
    joined = target_porkchop(
        load_embedded().target("2012 EC"), found["launch_mjd_tdb"], found["tof_d"],
        threshold_km_s=4.853,
    )  # fmt: skip
    assert joined.windows.dv_km_s[0] == chop.min()


def test_names_from_a_file_are_only_text(capsys, tmp_path):
    catalog, name = tmp_path / "odd.csv", "[/red]x $\\frac$"
    odd = load_embedded().frame.filter(pl.col("number") == 101955)
    odd.with_columns(pl.lit(name).alias("name")).write_csv(catalog)
    options = ("--catalog", str(catalog), *WINDOW)
    plot = str(tmp_path / "odd.png")
    for command in (("porkchop", "101955", "--plot", plot), ("sweep",)):
        code, text, _ = run(capsys, *command, *options)
        assert code == 0
        assert name in text


def test_porkchop_writes_a_grid_with_units_and_a_figure(capsys, tmp_path):
    import xarray

    grid, figure = tmp_path / "new" / "ceres.nc", tmp_path / "new" / "ceres.png"
    code, out, _ = run(
        capsys, "porkchop", "Ceres", "--from", "mars", "--inclination", "30", *WINDOW,
        "--out", str(grid), "--plot", str(figure),
    )  # fmt: skip
    assert code == 0
    assert "Mars, circular at 400 km, inclined 30°" in out
    assert figure.read_bytes().startswith(b"\x89PNG")
    with xarray.open_dataset(grid, engine="scipy") as data:
        assert data["total_dv_km_s"].dims == ("launch_mjd_tdb", "tof_d")
        assert data["total_dv_km_s"].attrs["units"] == "km s-1"
        assert data.attrs["departure_body"] == "mars"
        assert all("units" in data[name].attrs for name in data.variables)
        np.testing.assert_allclose(data["vinf_departure_km_s"] ** 2, data["c3_km2_s2"], rtol=1e-14)
        total = data["departure_dv_km_s"] + data["vinf_arrival_km_s"]
        np.testing.assert_array_equal(total, data["total_dv_km_s"])
    assert sorted(p.name for p in grid.parent.iterdir()) == ["ceres.nc", "ceres.png"]


def test_sweep_ranks_targets_and_keeps_bytes_whatever_the_threads(capsys, tmp_path):
    catalog, out = tmp_path / "few.csv", tmp_path / "best.parquet"
    load_embedded().frame.head(12).write_csv(catalog)
    options = ("sweep", "--catalog", str(catalog), *WINDOW, "--options", "2", "--top", "5")
    code, one, _ = run(capsys, *options, "--json", "--threads", "1", "--out", str(out))
    assert code == 0
    _, two, _ = run(capsys, *options, "--json", "--threads", "2")
    assert one == two
    found = json.loads(one)
    least = [t["options"][0]["objective_km_s"] for t in found["targets"]]
    assert len(least) == 5
    assert least == sorted(least)
    table = pl.read_parquet(out)
    assert table["objective_km_s"].to_list() == [
        o["objective_km_s"] for t in found["targets"] for o in t["options"]
    ]
    code, text, _ = run(capsys, *options)
    assert code == 0
    assert found["targets"][0]["designation"] in text


def test_a_sweep_ranks_by_the_optima_that_it_shows():
    launch, tof = 62502.0 + 10.0 * np.arange(183), 60.0 + 5.0 * np.arange(149)
    table = sweep_catalog(load_embedded(), launch, tof, top=60, n_best=2).table
    total = table.pivot(on="option", index="designation", values="objective_km_s")
    assert total["1"].is_sorted()
    assert (total["1"] <= total["2"]).all()
    assert table["rank"].to_list() == sorted(table["rank"].to_list())
    # every one is an optimum of the continuous problem, on the ends of the axes along them
    for row in table.filter(pl.col("rank") <= 10).iter_rows(named=True):
        elements = elements_of(load_embedded().target(row["designation"]))
        dates = row["launch_mjd_tdb"] + 0.25 * np.arange(-1, 2)
        flights = row["tof_d"] + 0.25 * np.arange(-1, 2)
        around = porkchop(
            *elements,
            dates[(dates >= launch[0]) & (dates <= launch[-1])],
            flights[(flights >= tof[0]) & (flights <= tof[-1])],
        )
        assert around.total_dv_km_s.min() >= row["objective_km_s"] - 2e-4
    # options are different optima
    for own in table.partition_by("designation"):
        places = own.select("launch_mjd_tdb", "tof_d").to_numpy()
        apart = np.abs(places[:, None] - places[None]).sum(axis=-1)
        assert apart[~np.eye(len(places), dtype=bool)].min(initial=np.inf) >= SAME_D
    # the best of the grid need not be the best of the optima
    few = sweep_catalog(load_embedded(), launch, tof, top=30, n_best=2).table
    assert few.equals(table.filter(pl.col("rank") <= 30))


@pytest.mark.parametrize(
    ("name", "options"),
    [("top", {"top": 0}), ("parking inc_rad", {"parking": parking_orbit(inc_rad=0.5)})],
)
def test_a_sweep_names_what_it_refuses(name, options):
    with pytest.raises(InputError) as caught:
        sweep_catalog(load_embedded(), [62502.0], [300.0], **options)
    assert caught.value.name == name


def test_a_limit_skips_targets_and_changes_nothing_below_it(capsys, tmp_path):
    catalog = tmp_path / "some.csv"
    load_embedded().frame.head(60).write_csv(catalog)
    options = ("sweep", "--catalog", str(catalog), *WINDOW, "--top", "400", "--json")
    _, every, _ = run(capsys, *options)
    _, few, _ = run(capsys, *options, "--most", "7")
    every, few = json.loads(every), json.loads(few)
    assert every["n_skipped"] == 0 < few["n_skipped"] < few["n_targets"]
    below = [t for t in every["targets"] if t["options"][0]["objective_km_s"] <= 7.0]
    assert few["targets"] == below


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("porkchop", "Eros", "--launch", "2033-01-01..2028-01-01"), "2033-01-01..2028-01-01"),
        (("sweep", "--tof", "800..60"), "--tof = '800..60'"),
        (("sweep", "--tof", "1e400..5"), "--tof = '1e400..5'"),
        (("porkchop", "Eros", "--tof-step", "0"), "--tof-step = 0"),
        (("porkchop", "Eros", "--launch", "2033-01-01"), "A..B"),
        (("porkchop", "Eros", "--launch", "soon..2028-01-01"), "ISO 8601"),
        (("porkchop", "Eros", "--launch", "20000..80000", "--step", "0.0001"), "at most"),
        (("porkchop", "Eros", "--launch", "1900..90000000"), "1900 to 2100"),
        (("porkchop", "Eros", "--tof", "-5..100"), "--tof = '-5..100'"),
        (("porkchop", "Eros", "--tof", "10..x"), "a number"),
        (("porkchop", "Eros", "--step", "nan"), "--step = nan"),
        (("porkchop", "Eros", "--from", "pluto"), "earth, mars, venus"),
        (("porkchop", "Eros", "--altitude", "-7000"), "altitude_km"),
        (("porkchop", "Eros", "--inclination", "200"), "--inclination = 200"),
        (("porkchop", "Eros", "--threshold", "-1", *WINDOW), "threshold_km_s"),
        (("porkchop", "Nowhere"), "nearest"),
        (("porkchop", "Eros", "--plot", "eros.xyz"), ".png"),
        (("porkchop", "Eros", "--out", "/proc/none/eros.nc"), "cannot write"),
        (("porkchop", "Eros", "--launch", "2300-01-01..2301-01-01"), "2300-01-01..2301-01-01"),
        (("sweep", "--objective", "cheap"), "objective"),
        (("sweep", "--most", "0"), "most_km_s"),
        (("sweep", "--options", "1000"), "n_best"),
        (("sweep", "--out", "table.csv"), ".parquet"),
        (("sweep", "--catalog", "no-such.csv"), "no-such.csv"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing_behind(
    capsys, tmp_path, monkeypatch, arguments, said
):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert out == ""
    assert said in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_porkchop_says_where_two_bodies_are_too_few(capsys, caplog):
    """JPL has Apophis pass Earth on 2029-04-13, 21:46 TDB, and no asteroid of Eros's distance."""
    dates = ("--tof", "300..400", "--step", "20")
    _, out, _ = run(
        capsys, "porkchop", "Apophis", "--launch", "2030-01-01..2030-03-01", *dates, "--json"
    )
    found = json.loads(out)
    assert (found["ephemeris"], found["epoch_mjd_tdb"]) == ("two-body", 61_200.0)
    (meeting,) = found["earth_encounters"]
    assert meeting["mjd_tdb"] == pytest.approx(62_239.907, abs=0.5)
    assert "Apophis passes Earth" in caplog.text
    caplog.clear()
    for target, launch in (("Eros", "2030"), ("Apophis", "2027")):
        few = ("porkchop", target, "--launch", f"{launch}-01-01..{launch}-03-01", *dates, "--json")
        assert json.loads(run(capsys, *few)[1])["earth_encounters"] == []
    assert caplog.text == ""
