"""Tables and a figure of transfers, made from results; nothing is computed here."""

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.markup import escape
from rich.table import Table

from asteroid_econ.constants import UNIX_EPOCH_D
from asteroid_econ.orbits.departure import ParkingOrbit
from asteroid_econ.orbits.refine import Optimum
from asteroid_econ.orbits.windows import Windows
from asteroid_econ.studies.porkchop import TargetPorkchop
from asteroid_econ.studies.sweep import CatalogSweep

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MJD_0_ORDINAL = date(1858, 11, 17).toordinal()
_OBJECTIVES = {
    "total": "burn + v∞ arrival",
    "vinf_sum": "v∞ + v∞",
    "vinf_departure": "v∞ departure",
    "vinf_arrival": "v∞ arrival",
}


_OPTIMUM = ("launch", "flight d", "C3 km²/s²", "burn km/s", "v∞ arrival km/s", "total km/s")


def iso_date(mjd_tdb: float) -> str:
    """Return the calendar date (TDB) of an MJD."""
    return date.fromordinal(_MJD_0_ORDINAL + int(mjd_tdb)).isoformat()


def parking_text(parking: ParkingOrbit) -> str:
    """Return a parking orbit in words."""
    tilt = "" if parking.inc_rad is None else f", inclined {np.degrees(parking.inc_rad):g}°"
    return f"{parking.body.capitalize()}, circular at {parking.altitude_km:g} km{tilt}"


def window_table(result: TargetPorkchop, top: int = 20) -> Table:
    """Return the windows of a porkchop, cheapest first."""
    found, best = result.windows, result.optima
    total = result.grid.total_dv_km_s
    caption = (
        f"From {parking_text(result.grid.parking)}; two-body motion of the target from "
        f"{iso_date(result.target.epoch_mjd_tdb)}. Total: departure burn + v∞ at arrival, "
        "at the continuous optimum; windows: where it is at most "
        f"{found.threshold_km_s:.3f} km/s, between the cells of the grid on straight lines. "
        "Late: what the worst of the next 30 days costs more, ≥ where the grid ends within them, "
        "– where its launch step is longer."
    )
    if found.dv_km_s.size == 0:
        caption = (
            f"No window: no cell of the grid is at most {found.threshold_km_s:.3f} km/s; "
            f"the least is {np.nanmin(total):.3f} km/s."
        )
    elif found.dv_km_s.size > top:
        caption += f" The cheapest {top} of {found.dv_km_s.size} windows."
    table = Table(title=escape(f"Transfers to {_name(result)}"), caption=caption)
    for header in _OPTIMUM:
        table.add_column(header, justify="right")
    for header in ("window", "late km/s"):
        table.add_column(header)
    for k in range(min(top, found.dv_km_s.size)):
        table.add_row(
            *(_optimum_cells(best, (0, k))),
            f"{iso_date(found.first_launch_mjd_tdb[k])} … {iso_date(found.last_launch_mjd_tdb[k])}",
            _late_cell(found, k),
        )
    return table


def _late_cell(found: Windows, k: int) -> str:
    worst = found.worst_late_dv_km_s[k]
    if np.isnan(worst):
        return "–"
    return ("≥ " if np.isnan(found.late_dv_km_s[k]).any() else "") + f"{worst:.3f}"


def _name(result: TargetPorkchop) -> str:
    return f"{result.target.designation} {result.target.name}".rstrip()


def minimum_table(result: TargetPorkchop, top: int = 10) -> Table:
    """Return the local minima that lie in no window, cheapest first."""
    outside = np.flatnonzero(result.minimum_window < 0)
    notes = [f"The cheapest {top} of {outside.size}."] if outside.size > top else []
    if np.any(result.minima.objective_km_s[outside] <= result.windows.threshold_km_s):
        notes.append(
            f"Those below {result.windows.threshold_km_s:.3f} km/s lie between the cells: "
            "smaller steps show their windows."
        )
    table = Table(
        title="Further minima, outside the windows", caption=" ".join(notes) if notes else None
    )
    for header in _OPTIMUM:
        table.add_column(header, justify="right")
    for k in outside[:top]:
        table.add_row(*_optimum_cells(result.minima, k))
    return table


def _optimum_cells(best: Optimum, k: int | tuple[int, int]) -> tuple[str, ...]:
    # the burn with its plane change is what the total is more than v∞
    return (
        iso_date(best.launch_mjd_tdb[k]),
        f"{best.tof_d[k]:.1f}",
        f"{best.c3_km2_s2[k]:.3f}",
        f"{best.objective_km_s[k] - best.vinf_arrival_km_s[k]:.3f}",
        f"{best.vinf_arrival_km_s[k]:.3f}",
        f"{best.objective_km_s[k]:.3f}",
    )


def sweep_table(result: CatalogSweep) -> Table:
    """Return the best targets of a sweep."""
    table = Table(
        title=f"Best transfers to {result.n_targets:,} targets: {result.n_cells:,} searched, "
        f"{result.n_skipped:,} targets out of reach",
        caption=f"From {parking_text(result.parking)}. Least: {_OBJECTIVES[result.objective]}, "
        "at the continuous optimum near the best cells.",
    )
    for header in ("#", "asteroid", "launch", "flight d", "C3 km²/s²", "v∞ arrival km/s"):
        table.add_column(header, justify="left" if header == "asteroid" else "right")
    table.add_column("burn km/s", justify="right")
    table.add_column(f"{_OBJECTIVES[result.objective]} km/s", justify="right")
    for row in result.table.iter_rows(named=True):
        table.add_row(*_sweep_cells(row))
    return table


def _sweep_cells(row: dict[str, Any]) -> tuple[str, ...]:
    return (
        str(row["rank"]),
        escape(f"{row['designation']} {row['name']}".strip()),
        iso_date(row["launch_mjd_tdb"]),
        f"{row['tof_d']:.1f}",
        f"{row['c3_km2_s2']:.3f}",
        f"{row['vinf_arrival_km_s']:.3f}",
        f"{row['departure_dv_km_s']:.3f}",
        f"{row['objective_km_s']:.3f}",
    )


def porkchop_figure(result: TargetPorkchop) -> "Figure":
    """Return contours of the total Δv over launch date and time of flight."""
    from matplotlib.colors import BoundaryNorm
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
    from matplotlib.figure import Figure

    grid = result.grid
    launch = grid.launch_mjd_tdb - UNIX_EPOCH_D
    total = np.ma.masked_invalid(grid.total_dv_km_s)
    least = float(total.min())
    figure = Figure(figsize=(9.0, 6.0), layout="constrained")
    axes = figure.subplots()
    levels = least + np.array([0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0])
    if min(total.shape) > 1:
        # one colour a step: on a linear scale the windows, which matter, would look alike
        norm = BoundaryNorm(levels, 256, extend="max")
        filled = axes.contourf(
            launch, grid.tof_d, total.T, levels, extend="max", cmap="viridis", norm=norm
        )
        label = "departure burn + v∞ at arrival (km/s)"
        figure.colorbar(filled, label=label, ticks=levels, format="%.2f", spacing="uniform")
    best = result.optima
    axes.plot(
        best.launch_mjd_tdb[0] - UNIX_EPOCH_D,
        best.tof_d[0],
        marker="o",
        color="red",
        markeredgecolor="white",
        markersize=7,
        clip_on=False,
        linestyle="none",
        label="best of each window",
    )
    locator = AutoDateLocator()  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    axes.set_xlim(launch[0], launch[-1] + 1e-9)
    axes.set_ylim(grid.tof_d[0], grid.tof_d[-1] + 1e-9)
    axes.set_xlabel("launch (TDB)")
    axes.set_ylabel("time of flight (d)")
    axes.set_title(f"{_name(result)}, from {parking_text(grid.parking)}", parse_math=False)
    axes.legend(loc="upper right")
    return figure
