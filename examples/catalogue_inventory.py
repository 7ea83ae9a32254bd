"""What the embedded catalogue holds: bodies by class, water and metal, with 90 % intervals."""

import numpy as np

from asteroid_econ.catalogs.load import load
from asteroid_econ.composition.inventory import inventory
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.composition.taxonomy import COMPLEXES
from asteroid_econ.sampling.sequences import Sampler

targets = load("embedded").targets()
found = inventory(targets, load_tables(), Sampler(0, 1_000))

print(f"{len(targets)} asteroids; per class the mean share and its 5 and 95 % points")
for name, count in zip(COMPLEXES, found.class_count, strict=True):
    low, high = np.quantile(count / len(targets), [0.05, 0.95])
    print(f"  {name}: {count.mean() / len(targets):.3f} ({low:.3f} to {high:.3f})")
for what, kg in (("mass", found.mass_kg), ("water", found.water_kg), ("metal", found.metal_kg)):
    low, middle, high = np.quantile(kg, [0.05, 0.5, 0.95])
    print(f"{what:>6}: {middle:.2e} kg ({low:.2e} to {high:.2e})")
