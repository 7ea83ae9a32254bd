"""Figures of a retrieval: the manifolds on the section, the family, the transfer."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.constants import AU_KM
from asteroid_econ.orbits.elements import state
from asteroid_econ.orbits.ephemeris import ephemeris
from asteroid_econ.constants import MU_SUN_KM3_S2
from asteroid_econ.orbits.threebody.integrate import cr3bp_states
from asteroid_econ.orbits.threebody.points import libration_points
from asteroid_econ.orbits.threebody.retarget import path_km, trajectory_of
from asteroid_econ.orbits.threebody.table import ManifoldTable, shipped_table
from asteroid_econ.studies.retrieval import RetrievalTarget
from asteroid_econ.studies.store import write_atomically

_COLOURS = {"P": "tab:blue", "H": "tab:orange", "V": "tab:green"}
_SHOWN_ORBITS = 12
_DPI = 130


def write_figures(folder: Path, catalog: Catalog, targets: Sequence[RetrievalTarget]) -> list[Path]:
    """Write one PNG file per optimised target into a folder; return their paths.

    Parameters
    ----------
    folder : Path
        Exists.
    catalog : Catalog
        Where the targets are from.
    targets : sequence of RetrievalTarget
        Those without a transfer are left out.
    """
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot

    paths = []
    for target in targets:
        if target.moved is None:
            continue
        with matplotlib.rc_context({"font.size": 9}):
            figure = pyplot.figure(figsize=(13, 9), layout="constrained")
            _draw(figure, catalog, target)
            path = folder / f"ero-{target.designation.replace(' ', '-').replace('/', '-')}.png"
            write_atomically(path, lambda file, f=figure: f.savefig(file, format="png", dpi=_DPI))
            pyplot.close(figure)
        paths.append(path)
    return paths
