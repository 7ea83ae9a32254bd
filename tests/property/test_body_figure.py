import pytest

from asteroid_econ.composition.body import draw_body
from asteroid_econ.composition.evidence import class_evidence
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.errors import InputError
from asteroid_econ.reports.body_figure import check_figure_file, write_body_figure
from composition_targets import sampler, target


@pytest.mark.parametrize(("kind", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_the_same_draws_give_the_same_file(tmp_path, kind, start):
    tables = load_tables()
    one = target(20.0, taxonomy="S", name="Eros")
    evidence, body = class_evidence(one, tables), draw_body(one, tables, sampler(500))
    for name in ("a", "b"):
        write_body_figure(tmp_path / f"{name}.{kind}", evidence, body)
    first = (tmp_path / f"a.{kind}").read_bytes()
    assert first == (tmp_path / f"b.{kind}").read_bytes()
    assert first.startswith(start)
    write_body_figure(tmp_path / f"named.{kind}", evidence, body, name="Bennu")
    assert (tmp_path / f"named.{kind}").read_bytes() != first


@pytest.mark.parametrize("name", ["body.jpg", "body", "nowhere/body.svg"])
def test_other_files_are_refused(tmp_path, name):
    with pytest.raises(InputError, match="plot"):
        check_figure_file(tmp_path / name)
