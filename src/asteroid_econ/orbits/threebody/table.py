"""The table of stable manifolds: members of every family, and what they are on the section.

A row is one trajectory: a member of a family and a point on it. Its elements on the section hold at
any date, relative to the Sun–Earth line of that date. Southern halos mirror the northern ones.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asteroid_econ.errors import InputError
from asteroid_econ.orbits.threebody.correct import PeriodicOrbit
from asteroid_econ.orbits.threebody.families import NAMES, orbit_family
from asteroid_econ.orbits.threebody.manifolds import stable_manifold
from asteroid_econ.orbits.threebody.rotation import heliocentric_elements
from asteroid_econ.parameters.arrays import arrays
from asteroid_econ.parameters.load import load
from asteroid_econ.records import Floats

FILE = "manifolds"
COMPUTED = tuple(name for name in NAMES if not name.endswith("S"))
ELEMENTS = ("a_au", "ecc", "inc_rad", "node_rad", "argperi_rad", "mean_anomaly_rad")


@dataclass(frozen=True, slots=True, eq=False)
class ManifoldTable:
    """Manifolds of the families of one mass ratio; F families, M members each, N points each.

    Attributes
    ----------
    mu_ratio, offset_nd : float
        Of every row: mass ratio, and distance from the orbit at which a trajectory ends.
    families : tuple of str, (F,)
        ``families.NAMES``: 'P1' … 'V2'; the digit is the libration point.
    state_nd : ndarray, (F, M, 6)
        Start of each member: its crossing of y = 0 away from Earth; rotating frame.
    period_nd, jacobi_nd : ndarray, (F, M)
        Of each member. Members stand from the smallest orbit on, equally far apart along the
        family, so that values between them may be interpolated in the index of the member
        (less well at the largest planar orbits about L1, which pass close to Earth).
    phase_frac : ndarray, (N,)
        Points on each orbit, as shares of its period from its start; equally spaced, periodic.
    elements_nd : ndarray, (F, M, N, 6)
        ``ELEMENTS`` on the section, node from the Sun–Earth line when the section is passed
        (:func:`~asteroid_econ.orbits.threebody.rotation.conic_state` puts them at a date). NaN
        where a trajectory does not reach the section.
    time_nd : ndarray, (F, M, N)
        From the section to the orbit, > 0; times ``rotation.radian_d()`` in days.
    """

    mu_ratio: float
    offset_nd: float
    families: tuple[str, ...]
    state_nd: Floats
    period_nd: Floats
    jacobi_nd: Floats
    phase_frac: Floats
    elements_nd: Floats
    time_nd: Floats

    def orbit(self, family: str, member: int) -> PeriodicOrbit:
        """Return a member as an orbit."""
        k = self.index(family)
        return PeriodicOrbit(
            mu_ratio=self.mu_ratio,
            state_nd=self.state_nd[k, member],
            period_nd=float(self.period_nd[k, member]),
            jacobi_nd=float(self.jacobi_nd[k, member]),
            closure_nd=float("nan"),
        )

    def index(self, family: str) -> int:
        """Return the place of a family on the first axis."""
        if family not in self.families:
            raise InputError("family", family, f"one of {', '.join(self.families)}")
        return self.families.index(family)


def manifold_table(
    *,
    mu_ratio: float,
    n_members: int,
    n_points: int,
    families: Sequence[str] = COMPUTED,
    threads: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> ManifoldTable:
    """Return a table computed now; about a minute for the size that ships.

    Parameters
    ----------
    mu_ratio : float
        Mass of the smaller body over the mass of both, in (0, 0.5].
    n_members, n_points : int
        Orbits of each family (>= 2) and points on each orbit (>= 1).
    families : sequence of str, optional
        Of ``families.NAMES``; by default all, the southern halos as mirror images.
    threads : int, optional
        Changes no bit of the result.
    progress : callable, optional
        Called with 1 after each orbit.

    Returns
    -------
    ManifoldTable
    """
    ends = load("threebody").value("families.jacobi_min")
    phase = np.arange(n_points) / n_points
    members: list[PeriodicOrbit] = []
    elements, times = [], []
    for name in families:
        orbits = orbit_family(
            name, mu_ratio=mu_ratio, n_members=n_members, jacobi_end_nd=ends[name[:2]]
        )
        for orbit in orbits:
            found = stable_manifold(orbit, phase, point=int(name[1]), threads=threads)
            elements.append(heliocentric_elements(found.section_state_nd, mu_ratio=mu_ratio))
            times.append(found.time_nd)
            if progress is not None:
                progress(1)
        members += orbits
    shape = (len(families), n_members)
    return _with_southern(
        ManifoldTable(
            mu_ratio=mu_ratio,
            offset_nd=float(load("threebody").value("manifolds.offset_nd")),
            families=tuple(families),
            state_nd=np.array([o.state_nd for o in members]).reshape((*shape, 6)),
            period_nd=np.array([o.period_nd for o in members]).reshape(shape),
            jacobi_nd=np.array([o.jacobi_nd for o in members]).reshape(shape),
            phase_frac=phase,
            elements_nd=np.array(elements).reshape((*shape, n_points, 6)),
            time_nd=np.array(times).reshape((*shape, n_points)),
        )
    )


def shipped_table() -> ManifoldTable:
    """Return the table that ships: the mass ratio of the literature of retrieval."""
    content = arrays(FILE)
    return _with_southern(
        ManifoldTable(
            mu_ratio=float(content["mu_ratio"]),
            offset_nd=float(content["offset_nd"]),
            families=tuple(str(name) for name in content["families"]),
            **{name: content[name] for name in _STORED},
        )
    )


_STORED = ("state_nd", "period_nd", "jacobi_nd", "phase_frac", "elements_nd", "time_nd")


def stored_arrays(table: ManifoldTable) -> dict[str, NDArray]:
    """Return what a file keeps of a table: the southern halos are left out."""
    keep = [k for k, name in enumerate(table.families) if not name.endswith("S")]
    names = [table.families[k] for k in keep]
    stored = {name: getattr(table, name)[keep] for name in _STORED if name != "phase_frac"}
    return {
        "mu_ratio": np.array(table.mu_ratio),
        "offset_nd": np.array(table.offset_nd),
        "families": np.array(names),
        "phase_frac": table.phase_frac,
        **stored,
    }


def _with_southern(table: ManifoldTable) -> ManifoldTable:
    """Add the mirror image in z of every northern family, in the order of ``families.NAMES``."""
    north = [name for name in table.families if name.endswith("N")]
    here = {name: k for k, name in enumerate(table.families)}
    every = sorted({*here, *(name[:-1] + "S" for name in north)}, key=NAMES.index)
    rows = [here.get(name, here.get(name[:-1] + "N", -1)) for name in every]
    is_mirror = np.array([name not in here for name in every])
    state, elements = table.state_nd[rows].copy(), table.elements_nd[rows].copy()
    state[is_mirror] *= [1.0, 1.0, -1.0, 1.0, 1.0, -1.0]
    # the nodes change places: the old descending one is the new ascending one
    elements[is_mirror, ..., 3:5] = np.mod(elements[is_mirror, ..., 3:5] + np.pi, 2.0 * np.pi)
    return ManifoldTable(
        mu_ratio=table.mu_ratio,
        offset_nd=table.offset_nd,
        families=tuple(every),
        state_nd=state,
        period_nd=table.period_nd[rows],
        jacobi_nd=table.jacobi_nd[rows],
        phase_frac=table.phase_frac,
        elements_nd=elements,
        time_nd=table.time_nd[rows],
    )
