import numpy as np
import pytest

from asteroid_econ.composition.analogues import analogue_rows
from asteroid_econ.errors import ParameterError
from asteroid_econ.parameters.load import load


@pytest.mark.parametrize("concentration", [1.0, 15.0, 1e6])
def test_every_row_of_every_scenario_is_a_probability(concentration):
    rows = analogue_rows(load("analogues", {"analogues.row_concentration": concentration}))
    assert rows.mean.sum(axis=1) == pytest.approx(1.0)
    assert rows.scenario.sum(axis=2) == pytest.approx(1.0)
    assert (rows.scenario >= 0.0).all()
    assert ((rows.mean > 0.0) | (rows.scenario == 0.0)).all()


def test_certain_rows_do_not_scatter():
    rows = analogue_rows(load("analogues", {"analogues.row_concentration": 1e8}))
    assert np.abs(rows.scenario - rows.mean).max() < 1e-3


@pytest.mark.parametrize("row", [{"CI": 0.5}, {"CI": 0.5, "XX": 0.5}, {"CI": 1.5, "H": -0.5}])
def test_refuses_rows_that_are_no_probabilities(row):
    with pytest.raises(ParameterError, match=r"analogues\.row\.C"):
        analogue_rows(load("analogues", {"analogues.row.C": row}))
