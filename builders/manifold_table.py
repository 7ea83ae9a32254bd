"""Write parameters/manifolds.npz: the stable manifolds that the retrieval of asteroids uses.

Takes about a minute. Same code, same file: `python builders/manifold_table.py`.
"""

from pathlib import Path

import numpy as np

from asteroid_econ.orbits.threebody.table import FILE, manifold_table, stored_arrays
from asteroid_econ.parameters.load import load

TARGET = Path(__file__).parents[1] / "src/asteroid_econ/parameters" / f"{FILE}.npz"
N_MEMBERS, N_POINTS = 42, 120
LARGEST_BYTES = 2_000_000


def main() -> None:
    table = manifold_table(
        mu_ratio=float(load("threebody").value("sun_earth.mass_ratio")),
        n_members=N_MEMBERS,
        n_points=N_POINTS,
    )
    np.savez_compressed(TARGET, **stored_arrays(table))
    assert TARGET.stat().st_size <= LARGEST_BYTES, TARGET.stat().st_size


if __name__ == "__main__":
    main()
