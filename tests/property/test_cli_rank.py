"""Bad input to commands: one clear line, exit code 2, no traceback, nothing left behind."""

import json
from pathlib import Path

import pytest

from asteroid_econ.catalogs.embedded import load_embedded
from asteroid_econ.cli.main import main

FAST = ("--draws", "16", "--target", "Bennu")


def run(capsys, *args):
    with pytest.raises(SystemExit) as stop:
        main(args)
    captured = capsys.readouterr()
    return stop.value.code, captured.out, captured.err


@pytest.fixture
def catalog(tmp_path):
    """Write a user's catalogue of five rows, one cell of which may be spoiled."""
    frame = load_embedded().frame.head(5)

    def write(column=None, value=None, *, drop=None, encoding="utf-8"):
        header = [name for name in frame.columns if name != drop]
        rows = [
            [str("" if cell is None else cell) for cell in row]
            for row in frame.select(header).iter_rows()
        ]
        if column:
            rows[2][header.index(column)] = value
        text = "\n".join(",".join(row) for row in [header, *rows]) + "\n"
        path = tmp_path / "mine.csv"
        path.write_bytes(text.encode(encoding))
        return str(path)

    return write


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("ecc", "1.2", ("row 3", "ecc", "1.2")),
        ("a_au", "NaN", ("row 3", "a_au")),
        ("a_au", "about one", ("row 3", "a_au", "about one")),
        ("h_mag", "99.9", ("row 3", "h_mag", "99.9")),
        ("albedo", "1.2", ("row 3", "albedo", "1.2")),
        ("inc_deg", "-3", ("row 3", "inc_deg", "-3")),
    ],
)
def test_bad_cell(capsys, catalog, column, value, words):
    code, out, err = run(capsys, "rank", "--catalog", catalog(column, value), "--draws", "16")
    assert code == 2
    assert out == ""
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1
    for word in ("mine.csv", *words):
        assert word in err


def test_missing_column(capsys, catalog):
    code, out, err = run(capsys, "rank", "--catalog", catalog(drop="ecc"), "--draws", "16")
    assert (code, out) == (2, "")
    assert "mine.csv" in err
    assert "ecc" in err


def test_not_utf8(capsys, catalog):
    path = catalog("name", "Éros", encoding="latin-1")
    code, out, err = run(capsys, "rank", "--catalog", path, "--draws", "16")
    assert (code, out) == (2, "")
    assert "UTF-8" in err


def test_bad_rows_can_be_skipped(capsys, catalog):
    path = catalog("ecc", "1.2")
    code, out, _ = run(
        capsys, "rank", "--catalog", path, "--draws", "16", "--skip-bad-rows", "--json"
    )
    assert code == 0
    assert json.loads(out)["n_targets"] == 4


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (("--catalog", "absent.csv"), "absent.csv"),
        (("--architecture", "teleport"), "teleport"),
        (("--draws", "-5"), "--draws"),
        (("--draws", "many"), "--draws"),
        (("--seed", "1.5"), "--seed"),
        (("--target", "Benu"), "Bennu"),
        (("--set", "missions.plant.mass_kg"), "KEY=VALUE"),
        (("--set", "missions.plant.mas_kg=3"), "missions.plant.mass_kg"),
        (("--set", "missions.plant.mass_kg=-3"), "-3"),
        (("--rank-by", "beauty"), "beauty"),
        (("--threads", "0"), "--threads"),
        (("--top", "0"), "--top"),
        (("--study", "absent.toml"), "absent.toml"),
        (("--set", "missions.launcher.leo_kg=1000"), "missions.launcher.leo_kg"),
        (("--set", "missions.plant.n_deliveries=2.5"), "whole number"),
        (("--set", "missions.transfer.launch_mjd_tdb=50000"), "launch_mjd_tdb"),
    ],
)
def test_bad_option(capsys, args, word):
    code, out, err = run(capsys, "rank", *FAST, *args)
    assert code == 2
    assert out == ""
    assert word in err
    assert "Traceback" not in err


def test_unwritable_output_is_found_before_the_work(capsys, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    code, out, err = run(capsys, "rank", *FAST, "--out", str(blocked / "results"))
    assert (code, out) == (2, "")
    assert "results" in err
    assert blocked.read_text() == "in the way"


@pytest.mark.parametrize(
    "args",
    [
        ("--target", "Nope"),
        ("--catalog", "absent.csv"),
        ("--set", "missions.transfer.launch_mjd_tdb=50000"),
    ],
)
def test_bad_input_leaves_nothing_behind(capsys, tmp_path, args):
    place = ("--out", str(tmp_path / "x" / "y"), "--save-study", str(tmp_path / "s.toml"))
    assert run(capsys, "rank", "--draws", "8", *args, *place)[0] == 2
    assert list(tmp_path.iterdir()) == []


def test_names_from_outside_are_no_markup(capsys, catalog):
    code, out, _ = run(
        capsys, "rank", "--catalog", catalog("name", "[bold red]x[/nope]"), "--draws", "8"
    )
    assert code == 0
    assert "[bold red]x[/nope]" in out


@pytest.mark.parametrize(
    "args",
    [
        ("Bennu", "Ryugu", "--target", "Itokawa"),
        ("pgm-return", "water-nrho", "--target", "Bennu", "--architecture", "pgm-return"),
        ("pgm-return", "Bennu"),
    ],
)
def test_compare_refuses_what_it_would_ignore(capsys, args):
    code, out, err = run(capsys, "compare", *args, "--draws", "8")
    assert (code, out) == (2, "")
    assert "allowed" in err


def test_output_folder_holds_whole_files_only(capsys, tmp_path):
    folder = tmp_path / "results"
    code, *_ = run(capsys, "rank", *FAST, "--out", str(folder))
    assert code == 0
    names = {path.name for path in Path(folder).iterdir()}
    assert names == {"candidates.parquet", "targets.parquet", "study.toml", "manifest.json"}


def test_saved_study_gives_the_same_result(capsys, tmp_path):
    path = str(tmp_path / "study.toml")
    options = (*FAST, "--seed", "0", "--set", "missions.plant.mass_kg=3000")
    code, first, _ = run(capsys, "rank", *options, "--save-study", path, "--json")
    assert code == 0
    code, second, _ = run(capsys, "rank", "--study", path, "--json")
    assert code == 0
    assert first == second


@pytest.mark.parametrize(
    "elements",
    ["a=1.2,e=1.2,i=5,h=22", "a=1.2,e=0.1,i=5", "a=-1,e=0.1,i=5,h=22", "b=3", "a=x,e=0,i=0,h=20"],
)
def test_bad_elements(capsys, elements):
    code, out, err = run(capsys, "show", "--elements", elements)
    assert (code, out) == (2, "")
    assert "elements" in err


def test_show_wants_one_target(capsys):
    assert run(capsys, "show")[0] == 2
    assert run(capsys, "show", "Bennu", "--elements", "a=1.2,e=0.1,i=5,h=22")[0] == 2


def test_compare_architectures_wants_a_target(capsys):
    code, _, err = run(capsys, "compare", "pgm-return", "water-nrho")
    assert code == 2
    assert "--target = ''" in err


def test_show_starts_with_what_is_believed_and_keeps_the_rest_for_those_who_ask(capsys, tmp_path):
    fast = ("show", "Bennu", "--draws", "32", "--architecture", "pgm-return")
    figure = tmp_path / "bennu.png"
    code, short, _ = run(capsys, *fast, "--plot", str(figure))
    assert code == 0
    assert figure.read_bytes().startswith(b"\x89PNG")
    for word in ("prior", "× taxonomy", "× albedo", "posterior", "label 'B'", "diameter"):
        assert word in short[: short.index(": orbit")]
    assert "composition" in short
    assert "Carry" not in short
    _, long, _ = run(capsys, *fast, "--assumptions")
    assert "Carry" in long
    _, text, _ = run(capsys, *fast, "--json")
    (shown,) = json.loads(text)["targets"]
    assert len(shown["assumptions"]) > 100
    assert "platinum, product" in shown["sections"]["composition"]


def test_a_figure_of_another_kind_is_refused(capsys, tmp_path):
    code, out, err = run(capsys, "show", "Bennu", "--plot", str(tmp_path / "bennu.jpg"))
    assert (code, out) == (2, "")
    assert ".svg or .png" in err


def test_inventory_in_words_and_as_json(capsys):
    few = ("inventory", "--target", "Bennu", "--target", "Eros", "--draws", "64")
    code, out, _ = run(capsys, *few)
    assert code == 0
    for word in ("2 asteroids", "Share by class", "water, kg", "native metal, kg"):
        assert word in out
    _, text, _ = run(capsys, *few, "--json")
    found = json.loads(text)
    assert found["n_targets"] == 2
    assert found["water_kg"]["p05"] <= found["water_kg"]["p95"]
    assert run(capsys, *few, "--json", "--threads", "1")[1] == text
