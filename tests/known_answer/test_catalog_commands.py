"""``asteroid-econ catalog …`` by its output and exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from api_server import api_server
from asteroid_econ.catalogs.embedded import folder, load_embedded, manifest
from asteroid_econ.cli.main import main

FORMATS = Path(__file__).parents[1] / "authorities/formats"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as done:
            main(["catalog", *map(str, arguments)])
        out, err = capsys.readouterr()
        return int(done.value.code or 0), out, err

    return call


def test_info_of_the_embedded_table(run: Run) -> None:
    code, out, _ = run("info", "--json")
    document = json.loads(out)
    assert code == 0
    assert document["n_rows"] == 425
    assert document["file_sha256"] == manifest()["targets"]["sha256"]
    assert document["content_sha256"] == load_embedded().content_sha256
    assert {"name", "unit", "meaning", "n_values"} == set(document["columns"][0])
    code, out, _ = run("info", FORMATS / "mpc_nea.txt")
    assert code == 0
    assert "11 rows read as MPC orbit list" in out


def test_check_says_1_where_there_is_a_fault(run: Run, tmp_path: Path) -> None:
    assert run("check", folder() / "targets.csv")[0] == 0
    path = tmp_path / "bad.csv"
    path.write_text((folder() / "targets.csv").read_text().replace("0.222877963", "1.22", 1))
    code, out, _ = run("check", path)
    assert code == 1
    assert "row 1 (line 2), column 'ecc'" in out
    assert "424 rows without a fault of their own, 1 rows with 1 faults" in out
    code, out, _ = run("check", path, "--json")
    assert code == 1
    fault = json.loads(out)["faults"][0]
    assert (fault["row"], fault["column"], fault["value"]) == (1, "ecc", "1.22")


def test_bad_input_is_one_line_and_2(run: Run, tmp_path: Path) -> None:
    for arguments in (
        ("info", tmp_path / "nothing.csv"),
        ("check", tmp_path),
        ("show", "Nobody"),
        ("import", FORMATS / "mpc_nea.txt", "--out", tmp_path / "x.txt"),
        ("import", FORMATS / "mpc_nea.txt", "--out", tmp_path / "no" / "x.csv"),
        ("import", FORMATS / "mpc_nea.txt", "--label", "a", "--label", "b", "--out", "x.csv"),
        ("fetch", "neo", "--offline", "--cache", tmp_path),
    ):
        code, out, err = run(*arguments)
        assert code == 2, arguments
        assert out == ""
        assert err.startswith("error: ")
        assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_show(run: Run) -> None:
    code, out, _ = run("show", "99942", "--json")
    document = json.loads(out)
    assert code == 0
    assert document["catalog"]["name"] == "Apophis"
    assert document["derived"]["orbit_class"] == "ATE"
    assert abs(document["derived"]["moid_au"] - 0.000107917) < 1e-6
    code, out, _ = run("show", "Apophis", "--at", "61300")
    assert "Mahlke 2022" in out
    assert "61200 = 2026-06-09" in out  # MJD 61200 is JD 2461200.5
    assert "0.0001079" in out
    assert "0.00010788553843240261" not in out


def test_import_joins_and_writes(run: Run, tmp_path: Path) -> None:
    out_path = tmp_path / "joined.parquet"
    files = (FORMATS / "neodys.cat", FORMATS / "mpc_nea.txt")
    code, out, _ = run("import", *files, "--out", out_path, "--label", "N", "--label", "M")
    assert code == 0
    assert "matched" in out
    code, out, _ = run("info", out_path, "--json")
    assert json.loads(out)["n_rows"] == 12
    frame = pl.read_parquet(out_path)
    assert set(frame["elements_source"].to_list()) == {"N", "M"}
    again = tmp_path / "again.csv"
    assert run("import", out_path, "--out", again)[0] == 0
    mapped = tmp_path / "mapped.csv"
    mapping = "designation=designation,a_au=a_au,ecc=ecc,inc_deg=inc_deg,node_deg=node_deg,"
    mapping += "argperi_deg=argperi_deg,mean_anomaly_deg=mean_anomaly_deg,"
    mapping += "epoch_mjd_tdb=epoch_mjd_tdb,h_mag=h_mag"
    assert run("import", again, "--map", mapping, "--out", mapped, "--json")[0] == 0
    assert len(pl.read_csv(mapped)) == 12


def test_a_mapped_table_is_checked_under_its_own_names(run: Run, tmp_path: Path) -> None:
    table = pl.read_csv(folder() / "targets.csv", infer_schema=False)
    names = {"designation": "Object", "epoch_mjd_tdb": "T", "a_au": "SMA", "ecc": "Ecc"}
    names |= {"inc_deg": "Incl", "node_deg": "RAAN", "argperi_deg": "AoP"}
    names |= {"mean_anomaly_deg": "M", "h_mag": "Hv"}
    ours = table.select(list(names)).rename(names)
    radians = (ours["M"].cast(pl.Float64) * 3.141592653589793 / 180.0).cast(pl.String)
    path = tmp_path / "ours.csv"
    ours.with_columns(radians).write_csv(path)
    mapping = ",".join(f"{ours}={theirs}" for ours, theirs in names.items())
    code, out, _ = run("check", path, "--map", mapping, "--json")
    assert code == 1
    faults = [(f["row"], f["column"], f["value"]) for f in json.loads(out)["faults"]]
    assert faults == [(None, "M", "rad")]
    as_radians = mapping.replace("mean_anomaly_deg", "mean_anomaly_rad")
    assert run("check", path, "--map", as_radians)[0] == 0


def test_fetch_then_offline(run: Run, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    out_path = tmp_path / "neo.parquet"
    with api_server() as server:
        options = ("--cache", tmp_path / "cache", "--url", server.url)
        code, out, _ = run("fetch", "neo", "--out", out_path, *options)
        assert code == 0
        assert "3 asteroids" in out
        assert "1P/Halley" in caplog.text  # a comet left out is said on stderr
        code, out, _ = run("fetch", "da", *options)
        assert code == 2
    code, out, _ = run("fetch", "neo", "--offline", "--json", *options)  # the server is gone
    assert code == 0
    assert json.loads(out)["n_rows"] == 3
    code, out, _ = run("info", out_path, "--json")
    assert json.loads(out)["n_rows"] == 3


def test_fetch_from_every_source(run: Run, tmp_path: Path) -> None:
    with api_server() as server:
        options = ("--cache", tmp_path / "cache", "--url", server.url)
        asked = [
            (("99942", "--from", "nhats"), "least_dv_km_s", 6.049),
            (("--from", "nhats", "--where", "dv=6"), "n_trajectories", 3_302_718.0),
            (("1", "--from", "mdesign"), "vinf_dep", 11.3777),
            (("--from", "mdesign"), "dv_tot", 4.699),
            (("--from", "cad"), "distance_au", 0.0211660525256395),
        ]
        for arguments, column, value in asked:
            code, out, _ = run("fetch", *arguments, *options, "--json")
            document = json.loads(out)
            assert code == 0, arguments
            assert document["rows"][0][column] == value
            assert len(document["answer_sha256"]) == 64
        assert "dv=6" in server.paths[1]
        code, out, _ = run("fetch", "99942", "--from", "sbdb", *options, "--json")
        assert json.loads(out)["n_rows"] == 1
        grid = [f"--where={key}" for key in ("mjd0=61745", "span=10", "tof-min=380")]
        grid += ["--where=tof-max=400", "--where=step=10"]
        out_path = tmp_path / "porkchop.csv"
        assert run("fetch", "1", "--from", "mdesign", *grid, *options, "--out", out_path)[0] == 0
        # row of 390 d, column of MJD 61755 in the answer
        cell = pl.read_csv(out_path).filter(tof_d=390.0, departure_mjd_tdb=61755.0)
        assert cell.select("vinf_dep", "vinf_arr").rows() == [(11.6, 6.6)]
        n_asked = len(server.paths)
        for bad in (
            ("--from", "horizons"),
            ("--from", "sbdb"),
            ("neo", "--where", "dv=6"),
            ("99942", "--from", "nhats", "--where", "h=26"),
            ("--from", "cad", "--where", "dist-max"),
            ("--from", "cad", "--where", "a=1", "--where", "a=2"),
            ("1", "--from", "mdesign", "--where", "mjd0=61745"),
        ):
            assert run("fetch", *bad, *options)[0] == 2, bad
        assert len(server.paths) == n_asked  # what is wrong is said before anybody is asked
    code, out, _ = run("fetch", "99942", "--from", "nhats", "--offline", *options)
    assert code == 0
    assert "least_dv_km_s" in out
    assert run("fetch", "433", "--from", "nhats", "--offline", *options)[0] == 2


def test_diff_shows_only_what_there_is(run: Run) -> None:
    code, out, _ = run("diff", "embedded", "embedded")
    assert (code, out) == (0, "0 added\n0 removed\n0 cells changed\n")


def test_import_of_one_file_is_the_base(run: Run, tmp_path: Path) -> None:
    out_path = tmp_path / "out.csv"
    survey = Path(__file__).parents[1] / "authorities/surveys/spitzerneos.csv"
    target = folder() / "targets.csv"
    code, out, _ = run("import", target, "--physical", survey, "--out", out_path)
    assert code == 0
    assert "base: 425 rows" in out
    assert " 0 " not in out.split("base: 425 rows")[1].splitlines()[0]
    assert "JPL SBDB 2026-07-04" in out_path.read_text()


def test_check_of_what_is_no_catalogue(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text("designation,a_au\n1,2\n")
    code, out, _ = run("check", path)
    assert code == 1
    assert "missing columns 'epoch_mjd_tdb', 'ecc', 'inc_deg'" in out
    assert run("check", tmp_path / "none.csv")[0] == 2


def test_diff_says_what_moved(run: Run, tmp_path: Path) -> None:
    frame = load_embedded().frame
    a_au = frame["a_au"].to_list()
    row = frame["name"].to_list().index("Bennu")
    a_au[row] *= 1.05
    new = frame.with_columns(pl.Series("a_au", a_au)).filter(pl.col("name").ne_missing("Eros"))
    path = tmp_path / "new.csv"
    new.write_csv(path)
    code, out, _ = run("diff", "embedded", path, "--json")
    document = json.loads(out)
    assert code == 0
    assert (document["added"], document["removed"]) == ([], ["A898 PA"])
    assert document["n_changes"] == {"a_au": 1}
    assert document["changes"][0]["designation"] == "1999 RQ36"
    (move,) = document["moves"]
    assert move["dv_km_s_new"] != move["dv_km_s_old"]
    code, out, _ = run("diff", "embedded", path)
    assert "1 removed: A898 PA" in out
    assert "Bennu" in out
    assert json.loads(run("diff", path, path, "--json")[1])["moves"] == []


@pytest.mark.heavy
def test_diff_with_ranks(run: Run, tmp_path: Path) -> None:
    new = load_embedded().frame.filter(pl.col("name").ne_missing("Ryugu"))
    path = tmp_path / "new.parquet"
    new.write_parquet(path)
    code, out, _ = run("diff", "embedded", path, "--draws", 50, "--json")
    assert code == 0
    ranks = {r["designation"]: r for r in json.loads(out)["ranks"]}
    assert ranks["1999 JU3"]["new"] is None


def test_markup_in_a_name_is_only_text(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    name = "[red]<script>alert(1)</script>[/red]"
    path.write_text((folder() / "targets.csv").read_text().replace("Eros", name, 1))
    code, out, _ = run("show", "433", "--catalog", path)
    assert code == 0
    assert name in out
    assert "\x1b" not in out


def test_control_characters_of_a_file_do_not_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    header = "full_name,epoch,a,e,i,om,w,ma,H,\x1b]0;title\x07\n"
    rows = "C/\x1b[31mX,60000,1.5,.2,1,1,1,1,20,1\n(2000 AA),60000,1.5,.2,1,1,1,1,20,1\n"
    path.write_text(header + rows)
    code, out, _ = run("info", path)
    assert code == 0
    assert "C/?[31mX" in out
    assert "\x1b" not in out
    assert "\x07" not in out
    path.write_text("designation,\x1b[31mred\n1,2\n")
    code, out, err = run("info", path)
    assert code == 2
    assert "?[31mred" in err
    assert "\x1b" not in out + err


@pytest.mark.parametrize("date", ["nan", "inf", "1e308"])
def test_dates_that_are_none(run: Run, date: str) -> None:
    code, _, err = run("show", "Apophis", f"--at={date}")
    assert code == (0 if date == "1e308" else 2)
    assert "fault of asteroid-econ" not in err


@pytest.mark.parametrize("name", ["²", "9" * 5000])
def test_digits_that_are_no_number(run: Run, name: str) -> None:
    code, _, err = run("show", name)
    assert code == 2
    assert "is not in the catalogue" in err


def test_what_is_refused_before_the_work(run: Run, tmp_path: Path) -> None:
    for out in (tmp_path / "a.txt", tmp_path / "no" / "a.csv"):
        for command in (["import", tmp_path / "absent"], ["fetch", "--offline"]):
            code, _, err = run(*command, "--out", out)
            assert code == 2
            assert "cannot write" in err
    survey = tmp_path / "spitzer.csv"
    survey.write_text("name,diam,pv,aorkey\nEros,17,0.25,1\n")
    code, _, err = run("info", survey)
    assert code == 2
    assert "--physical" in err


def test_rows_that_are_left_out_are_said(
    run: Run, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "bad.csv"
    table = pl.read_csv(folder() / "targets.csv", infer_schema=False)
    ecc = table["ecc"].to_list()
    table.with_columns(pl.Series("ecc", ["1.5", *ecc[1:]])).write_csv(path)
    for arguments in (["diff", "embedded", path], ["show", "Apophis", "--catalog", path]):
        caplog.clear()
        assert run(*arguments)[0] == 0
        assert "1 bad rows left out" in caplog.text


def test_import_in_json_says_what_each_file_lost(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows = "1P/Halley,60000,1.5,.2,1,1,1,1,20\n(2000 AA),60000,1.5,.2,1,1,1,1,20\n"
    path.write_text("full_name,epoch,a,e,i,om,w,ma,H\n" + rows + "(2000 AB),60000,1,2,1,1,1,1,20\n")
    code, out, _ = run("import", path, "--out", tmp_path / "o.csv", "--skip-bad-rows", "--json")
    assert code == 0
    (source,) = json.loads(out)["sources"]
    assert source["n_rows_read"] == 3
    assert source["comets"] == ["1P/Halley"]
    assert source["faults"][0]["row"] == 3
