"""Figures of a retrieval: the manifolds on the section, the family, the transfer."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.orbits.threebody.integrate import cr3bp_states
from asteroid_econ.orbits.threebody.points import libration_points
from asteroid_econ.orbits.threebody.retarget import three_body_path_nd
from asteroid_econ.orbits.threebody.retrieval import trajectory_of
from asteroid_econ.orbits.threebody.table import ManifoldTable, shipped_table
from asteroid_econ.studies.retrieval import RetrievalTarget, catalog_elements
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
            write_atomically(path, partial(figure.savefig, format="png", dpi=_DPI))
            pyplot.close(figure)
        paths.append(path)
    return paths


def _draw(figure: Any, catalog: Catalog, target: RetrievalTarget) -> None:
    moved = target.moved
    assert moved is not None
    table = shipped_table()
    row = catalog.row_of(target.designation)
    elements = catalog_elements(catalog.select([row]))[0]
    panels = figure.subplots(2, 2).ravel()
    point = moved.patched.family[1]
    shape = [float(catalog.column(name)[row]) for name in ("a_au", "ecc", "inc_deg")]
    _section(panels[0], table, point, shape, 1, "eccentricity")
    _section(panels[1], table, point, shape, 2, "inclination, deg")
    _family(panels[2], table, moved.patched.family, moved.patched.place)
    manifold = trajectory_of(moved.patched, table)
    transfer, onward = three_body_path_nd(moved.patched, elements, manifold)
    _transfer(panels[3], transfer, onward, table.mu_ratio)
    figure.suptitle(
        f"{target.designation} to {moved.patched.family}: "
        f"{moved.patched.dv_m_s:.0f} m/s patched, {moved.three_body.dv_m_s:.0f} m/s in three "
        f"bodies, {moved.dv_m_s:.0f} m/s reported ({moved.model}, to {moved.family})"
    )


def _section(
    axes: Any, table: ManifoldTable, point: str, shape: list[float], column: int, label: str
) -> None:
    """Draw the manifolds of one libration point on the section, and the asteroid."""
    for k, family in enumerate(table.families):
        if family[1] != point or family.endswith("S"):
            continue
        rows = table.elements_nd[k].reshape(-1, 6)
        y = np.degrees(rows[:, 2]) if column == 2 else rows[:, column]
        axes.plot(rows[:, 0], y, ".", ms=1, color=_COLOURS[family[0]])
        axes.plot([], [], "o", ms=5, color=_COLOURS[family[0]], label=family[:2])
    axes.plot(shape[0], shape[column], "k*", ms=11, label="asteroid")
    axes.set_xlabel("semi-major axis, au")
    axes.set_ylabel(label)
    axes.set_title(f"stable manifolds of L{point} on the section")
    axes.legend()


def _family(axes: Any, table: ManifoldTable, family: str, place: float) -> None:
    """Draw members of a family beside Earth, and the one that is reached."""
    k, n = table.index(family), table.state_nd.shape[1]
    chosen = round(place * (n - 1))
    shown = np.unique([*np.linspace(0, n - 1, _SHOWN_ORBITS).astype(int), chosen])
    is_planar = family[0] == "P"
    right, up = (0, 1) if is_planar else (1, 2)
    for member in shown:
        times = np.linspace(0.0, table.period_nd[k, member], 300)
        path = cr3bp_states(table.state_nd[k, member], times, mu_ratio=table.mu_ratio)
        style = {"color": "tab:red", "lw": 2.0} if member == chosen else {"color": "0.6", "lw": 0.8}
        axes.plot(path[:, right], path[:, up], zorder=3 if member == chosen else 1, **style)
    at = libration_points(table.mu_ratio)[int(family[1]) - 1]
    earth = np.array([1.0 - table.mu_ratio, 0.0, 0.0])
    axes.plot(earth[right], earth[up], "o", color="tab:blue", label="Earth")
    axes.plot(at[right], at[up], "kx", label=f"L{family[1]}")
    axes.set_xlabel("x, au (Sun to Earth)" if is_planar else "y, au (along Earth's motion)")
    axes.set_ylabel("y, au" if is_planar else "z, au (north)")
    if not is_planar:  # from the Sun, Earth moves to the left where north is up
        axes.invert_xaxis()
    view = "" if is_planar else ", seen from the Sun"
    axes.set_title(f"family {family}{view}; red: the orbit that is reached")
    if family[0] != "V":  # a vertical orbit is too slender
        axes.set_aspect("equal", adjustable="datalim")
    axes.legend()


def _transfer(axes: Any, transfer: np.ndarray, onward: np.ndarray, mu: float) -> None:
    """Draw the way from the asteroid to the orbit in the rotating frame."""
    axes.plot(transfer[:, 0], transfer[:, 1], color="tab:purple", lw=1.2, label="transfer")
    axes.plot(onward[:, 0], onward[:, 1], color="tab:red", lw=1.2, label="manifold and orbit")
    axes.plot(*transfer[0, :2], "k*", ms=11, label="departure")
    axes.plot(*onward[0, :2], "ks", ms=5, label="insertion")
    axes.plot(1.0 - mu, 0.0, "o", color="tab:blue", label="Earth")
    axes.plot(-mu, 0.0, "o", color="gold", label="Sun")
    axes.set_xlabel("x, au (rotating with Earth)")
    axes.set_ylabel("y, au")
    axes.set_title("the transfer in the three-body problem")
    axes.set_aspect("equal", adjustable="datalim")
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8)
