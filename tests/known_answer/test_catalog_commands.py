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
