"""Synthetic near-Earth asteroids for planning ahead of discovery."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from asteroid_econ.catalogs.faults import LoadReport
from asteroid_econ.catalogs.schema import BY_NAME, COLUMNS
from asteroid_econ.catalogs.source_file import raw_table, read_source
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.catalogs.validate import empty_column
from asteroid_econ.constants import NEO_Q_MAX_AU
from asteroid_econ.errors import DataError, InputError
from asteroid_econ.parameters.load import load
from asteroid_econ.sampling.streams import stream

Floats = NDArray[np.float64]

MAX_DRAWN = 3_000_000
_COLUMNS = ("a", "e", "inc", "H")  # of a sample of the debiased model, in au, degrees, magnitudes
_SHAPE_BANDWIDTH = 0.12  # kernel width of the orbit, in standard deviations within a magnitude band
_BAND = 150  # neighbours in H among which a parent orbit is chosen
_KNOT_MAG = 0.5
_LEAST_COUNT = 20  # sample members below a knot of the magnitude curve
_ELEMENTS = "synthetic, fitted density"


@dataclass(frozen=True, slots=True)
class Population:
    """A density of orbits and absolute magnitudes, fitted to a sample.

    ``h_knots_mag`` and ``log10_n`` are the cumulative number N(< H); between knots it is a power
    law. ``orbits`` (n, 3) are perihelion (au), semi-major axis (au) and inclination (rad) of the
    sample, by rising H.
    """

    h_knots_mag: Floats
    log10_n: Floats
    h_sample_mag: Floats
    orbits: Floats

    def n_brighter(self, h_mag: float) -> float:
        """Return the number of asteroids brighter than H; the published numbers at theirs."""
        if not self.h_knots_mag[0] <= h_mag <= self.h_knots_mag[-1]:
            low, high = self.h_knots_mag[[0, -1]]
            raise InputError("h_mag", h_mag, f"a number in [{low:g}, {high:g}]")
        return float(10.0 ** np.interp(h_mag, self.h_knots_mag, self.log10_n))


def read_sample(path: str | Path) -> pl.DataFrame:
    """Return the columns a, e, inc, H of a sample of a population model (CSV or Parquet)."""
    table = raw_table(read_source(path))
    missing = [name for name in _COLUMNS if name not in table.columns]
    if missing:
        raise DataError(path, f"missing column '{missing[0]}'", ", ".join(_COLUMNS))
    numbers = table.select(pl.col(name).cast(pl.Float64, strict=False) for name in _COLUMNS)
    a, e = pl.col("a"), pl.col("e")
    possible = (
        (a > 0)
        & (e >= 0)
        & (e < 1)
        & (a * (1 - e) < NEO_Q_MAX_AU)
        & pl.col("inc").is_between(0, 180)
        & pl.col("H").is_between(-5, 40)
    )
    bad = numbers.with_row_index("row", offset=1).filter(~possible.fill_null(False))
    if len(bad):
        raise DataError(
            path,
            "is no near-Earth asteroid",
            "a > 0, 0 <= e < 1, perihelion < 1.3 au, H",
            row=bad["row"][0],
        )
    return numbers


def fit(sample: pl.DataFrame) -> Population:
    """Return the density of a sample, scaled to the published number of asteroids.

    Parameters
    ----------
    sample : DataFrame
        Columns a (au), e, inc (deg), H, as :func:`read_sample` returns them: a fair sample of a
        debiased model that reaches H = 25. At least 500 rows.

    Returns
    -------
    Population

    Notes
    -----
    N(< H) is a power law between knots half a magnitude apart: the sample's own counts where it
    has more than 20, scaled to 802,000 at H = 25, and a straight line to 962 at H = 17.75 below.
    Orbits keep the sample's dependence on H.

    References
    ----------
    Granvik et al. (2018), Icarus 312, 181: parameters ``population``.
    """
    if len(sample) < 500:
        raise InputError("sample", len(sample), "at least 500 rows")
    sample = sample.sort("H", "a", "e", "inc")
    h = sample["H"].to_numpy()
    published = load("catalogs")
    h_published = np.array(published.value("population.h_mag"))
    n_published = np.array(published.value("population.n_brighter"))
    faint = h_published[-1]
    inside = int(np.searchsorted(h, faint, side="right"))
    if inside < 0.5 * h.size:
        raise InputError("sample", inside, f"mostly asteroids with H below {faint:g}")
    knots = np.arange(h_published[0] + _KNOT_MAG, faint, _KNOT_MAG)
    counts = np.searchsorted(h, knots, side="right")
    knots, counts = knots[counts > _LEAST_COUNT], counts[counts > _LEAST_COUNT]
    numbers = counts / inside * n_published[-1]
    rising = numbers > n_published[0]
    a, e = sample["a"].to_numpy(), sample["e"].to_numpy()
    orbits = np.stack([a * (1.0 - e), a, np.deg2rad(sample["inc"].to_numpy())], axis=-1)
    return Population(
        h_knots_mag=np.array([h_published[0], *knots[rising], faint]),
        log10_n=np.log10([n_published[0], *numbers[rising], n_published[-1]]),
        h_sample_mag=h,
        orbits=orbits,
    )


def draw(population: Population, n: int, *, seed: int, epoch_mjd_tdb: float = 61_200.0) -> Catalog:
    """Return a catalogue of synthetic asteroids, marked as such.

    Parameters
    ----------
    population : Population
        As :func:`fit` returns it.
    n : int
        How many; 1 to ``MAX_DRAWN``.
    seed : int
        Seed of the streams; row k is the same for every n.
    epoch_mjd_tdb : float
        Epoch of the elements; the mean anomaly is uniform.

    Returns
    -------
    Catalog
        ``is_synthetic`` is true everywhere; H up to 25 (or what the fit covers).

    Notes
    -----
    Of n rows, the share N(< 17.75)/N(< 25) is brighter than 17.75: there the first power law goes
    on to the one brightest, about H = 9.5, where Ganymed (9.2) and Eros (10.4) are in the sky.
    Perihelion, semi-major axis and inclination come from a sample member of like H, shifted by a
    Gaussian of 0.12 standard deviations and folded back at the limits; the other angles are
    uniform.

    References
    ----------
    Silverman (1986), Density Estimation, section 6.4: the smoothed bootstrap.
    """
    if not (isinstance(n, int) and 1 <= n <= MAX_DRAWN):
        raise InputError("n", n, f"a whole number from 1 to {MAX_DRAWN}")
    if not 0.0 <= epoch_mjd_tdb <= BY_NAME["epoch_mjd_tdb"].highest:
        raise InputError("epoch_mjd_tdb", epoch_mjd_tdb, BY_NAME["epoch_mjd_tdb"].allowed)
    uniform = {
        name: stream(seed, f"population.{name}").uniforms(n)
        for name in ("magnitude", "parent", "node", "argperi", "anomaly")
    }
    log_n = np.log10(uniform["magnitude"]) + population.log10_n[-1]
    h = _magnitudes(population, log_n)
    q, a, inc = _orbits(population, h, uniform["parent"], seed)
    columns: dict[str, Any] = {
        "designation": _names(n),
        "epoch_mjd_tdb": np.full(n, epoch_mjd_tdb),
        "a_au": np.maximum(q, a),  # a shift may carry a nearly circular orbit across the circle
        "ecc": 1.0 - np.minimum(q, a) / np.maximum(q, a),
        "inc_deg": np.rad2deg(inc),
        "node_deg": 360.0 * uniform["node"],
        "argperi_deg": 360.0 * uniform["argperi"],
        "mean_anomaly_deg": 360.0 * uniform["anomaly"],
        "h_mag": h,
        "elements_source": pl.repeat(_ELEMENTS, n, eager=True),
        "is_synthetic": pl.repeat(True, n, eager=True),
    }
    series = [
        pl.Series(c.name, columns[c.name]) if c.name in columns else empty_column(c, n)
        for c in COLUMNS
    ]
    identity = hashlib.sha256(f"{seed}|{n}|{epoch_mjd_tdb!r}".encode())
    identity.update(population.orbits.tobytes() + population.log10_n.tobytes())
    report = LoadReport(path="synthetic", format="synthetic population", n_read=n, n_kept=n)
    return Catalog("synthetic", pl.DataFrame(series), identity.hexdigest(), report)


def _magnitudes(population: Population, log_n: Floats) -> Floats:
    """Return the H brighter than which there are 10**log_n; the first power law goes on."""
    knots, known = population.h_knots_mag, population.log10_n
    steps_mag = (knots[1] - knots[0]) / (known[1] - known[0])
    brighter = knots[0] - (known[0] - np.maximum(log_n, 0.0)) * steps_mag
    return np.where(log_n < known[0], brighter, np.interp(log_n, known, knots))


def _names(n: int) -> pl.Series:
    numbers = pl.int_range(1, n + 1, eager=True).cast(pl.String).str.zfill(8)
    return "SYN " + numbers


def _orbits(population: Population, h: Floats, u: Floats, seed: int) -> tuple[Floats, ...]:
    """Draw a parent among the neighbours in H and move it a little."""
    size = population.h_sample_mag.size
    band = min(_BAND, size)
    first = np.searchsorted(population.h_sample_mag, h) - band // 2
    parent = np.clip(first, 0, size - band) + np.floor(u * band).astype(np.int64)
    orbits = population.orbits[parent]
    width = _SHAPE_BANDWIDTH * population.orbits.std(axis=0)
    limits = (NEO_Q_MAX_AU, population.orbits[:, 1].max(), np.pi)
    return tuple(
        _folded(
            orbits[:, k] + width[k] * stream(seed, f"population.shift.{k}").normals(h.size), top
        )
        for k, top in enumerate(limits)
    )


def _folded(x: Floats, top: float) -> Floats:
    """Reflect at 0 and at the upper limit, and keep clear of both by a hair."""
    x = np.abs(x)
    x = np.where(x > top, 2.0 * top - x, x)
    return np.clip(x, 1e-3 * top, (1.0 - 1e-3) * top)
