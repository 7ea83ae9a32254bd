from asteroid_econ.composition.body import draw_body
from asteroid_econ.composition.evidence import class_evidence
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.reports.body_figure import write_body_figure
from composition_targets import sampler, target


def test_the_same_draws_give_the_same_file(tmp_path):
    tables = load_tables()
    one = target(20.0, taxonomy="S", name="Eros")
    evidence, body = class_evidence(one, tables), draw_body(one, tables, sampler(500))
    for name in ("a.svg", "b.svg"):
        write_body_figure(tmp_path / name, evidence, body)
    first = (tmp_path / "a.svg").read_bytes()
    assert first == (tmp_path / "b.svg").read_bytes()
    assert b"<svg" in first
