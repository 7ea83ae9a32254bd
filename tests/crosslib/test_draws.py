"""The compiled draws against the same model in plain numpy and scipy."""

import numpy as np
import pytest

import composition_numpy
from asteroid_econ.composition import body, drawing, draws
from asteroid_econ.composition.tables import load_tables
from composition_targets import sampler, target

TABLES = load_tables()
KERNELS = (
    draws.classes_into,
    draws.sizes_into,
    draws.groups_into,
    draws.periods_into,
    draws.densities_into,
    draws.traces_into,
    draws.bulk_into,
    draws.precious_into,
    drawing.bodies_into,
)
AROUND = (drawing.constants, drawing.empty_columns)
KNOWN = [
    {},
    {"h": 24.0, "taxonomy": "S"},
    {"h": 29.0, "orbit": (0.8, 0.7, 0.2)},
    {"taxonomy": "M", "diameter": 0.45, "albedo": 0.12, "rotation": 5.0},
    {"h": 5.9, "taxonomy": "M", "diameter": 226.0, "rotation": 4.2},
]


@pytest.mark.parametrize("known", KNOWN)
def test_kernels_agree_with_numpy(known):
    one = target(**known)
    ours = body.draw_body(one, TABLES, sampler(20_000))
    (theirs,) = composition_numpy.draw([one], TABLES, sampler(20_000))
    assert len(KERNELS) == 9
    assert len(AROUND) == 2
    for name, expected in theirs.items():
        np.testing.assert_allclose(
            getattr(ours, name), expected, rtol=1e-11, atol=1e-18, err_msg=name
        )


def test_every_group_is_drawn_somewhere():
    seen = np.unique(
        np.concatenate(
            [
                body.draw_body(target(taxonomy=t), TABLES, sampler(50_000)).group_index
                for t in ("", "C", "X", "S", "A")
            ]
        )
    )
    assert seen.size == len(body.GROUPS)
