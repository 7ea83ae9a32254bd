"""Solve the parameters of the composition that are not read anywhere but follow from others.

Prints, to be carried over by hand with four digits:

- ``size.porosity.rubble_mean``: macroporosities at which the median densities of the complexes
  are those of measured bodies of 300 to 1000 m;
- ``meteorites.iron.refractory_correlation`` and ``…palladium_correlation``: correlations before
  the sum of the platinum group is given its law, such that they are .9 and -.2 after.

Run: ``python builders/composition_solved.py``
"""

import numpy as np

from asteroid_econ.composition.analogues import GROUPS
from asteroid_econ.composition.body import draw_body
from asteroid_econ.composition.grades import PRECIOUS
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.composition.taxonomy import COMPLEXES
from asteroid_econ.parameters.load import load
from asteroid_econ.records import Target
from asteroid_econ.sampling.sequences import Sampler

N_DRAWS = 1_000_000
N_STEPS = 4
DENSITY_G_CM3 = {"C": 1.3, "S": 2.2, "V": 2.5, "E": 2.3, "K": 2.4, "P": 1.1, "D": 1.1}
ENSTATITE_G_CM3 = 2.5
REFRACTORY, PALLADIUM = 0.9, -0.2


def unknown_body(tables, **known):
    nan = float("nan")
    empty = dict.fromkeys(
        ("a_au", "ecc", "inc_rad", "node_rad", "argperi_rad", "mean_anomaly_rad",
         "epoch_mjd_tdb", "albedo", "diameter_km", "rotation_h", "condition_code"), nan
    )  # fmt: skip
    facts = {"designation": "any", "name": "", "h_mag": 19.5, "taxonomy": "", **empty, **known}
    return draw_body(Target(**facts), tables, Sampler(0, N_DRAWS))


def solve_porosities():
    means = dict(load("size").value("porosity.rubble_mean"))
    for _ in range(N_STEPS):
        tables = load_tables({"size.porosity.rubble_mean": means})
        body = unknown_body(tables)
        for name, aim in DENSITY_G_CM3.items():
            is_it = (body.diameter_km > 0.3) & (body.class_index == COMPLEXES.index(name))
            median = np.median(body.density_kg_m3[is_it]) / 1e3
            means[name] = 1.0 - (1.0 - means[name]) * aim / median
        body = unknown_body(tables, taxonomy="M")
        is_it = (body.diameter_km > 0.3) & (body.class_index == COMPLEXES.index("M"))
        is_it &= np.isin(body.group_index, [GROUPS.index("EH"), GROUPS.index("EL")])
        median = np.median(body.density_kg_m3[is_it]) / 1e3
        means["EC"] = 1.0 - (1.0 - means["EC"]) * ENSTATITE_G_CM3 / median
    return means


def solve_correlations():
    solved = {
        "meteorites.iron.refractory_correlation": REFRACTORY,
        "meteorites.iron.palladium_correlation": PALLADIUM,
    }
    iridium, osmium, palladium = (PRECIOUS.index(e) for e in ("iridium", "osmium", "palladium"))
    for _ in range(2 * N_STEPS):
        body = unknown_body(load_tables(solved), taxonomy="M", albedo=0.15)
        is_iron = body.group_index == GROUPS.index("IRON")
        ln = np.log(body.grade_frac[3:10, is_iron] / body.metal_frac[is_iron])
        found = np.corrcoef(ln)
        solved["meteorites.iron.refractory_correlation"] += REFRACTORY - found[iridium, osmium]
        solved["meteorites.iron.palladium_correlation"] += PALLADIUM - found[iridium, palladium]
    return solved


if __name__ == "__main__":
    for table in (solve_porosities(), solve_correlations()):
        for key, value in table.items():
            print(f"{key} = {value:.4f}")
