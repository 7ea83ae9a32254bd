"""Figure of mining itineraries: the cheapest one on its orbits, and the Pareto front of all."""

from typing import TYPE_CHECKING

import numpy as np

from asteroid_econ.constants import AU_KM, JULIAN_YEAR_D
from asteroid_econ.orbits.planets import heliocentric_state
from asteroid_econ.orbits.roundtrip_mining import MiningSearch
from asteroid_econ.records import Floats
from asteroid_econ.reports.transfers import iso_date
from asteroid_econ.studies.itineraries import TargetItineraries
from asteroid_econ.studies.roundtrips import EPHEMERIS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLOURS = {"outbound": "tab:blue", "stay": "tab:green", "return": "tab:orange"}
_WIDTHS = {"outbound": 3.5, "stay": 8.0, "return": 1.5}  # all are seen where they coincide
_ORDER = {"stay": 2, "outbound": 3, "return": 4}
_ROOM_RAD = 0.7  # between two labels, seen from the Sun
_CAPTION = (
    "Left: seen from the ecliptic's north pole, arrows in the direction of flight. Right: Δv is "
    "departure burn + v∞ of arrival and of departure at the asteroid + arrival burn at Earth "
    "(patched conics); a step of the front is the\nleast Δv of any itinerary that is not longer. "
    "Legs are Lambert arcs between the centres of Earth and asteroid. "
)


def itinerary_figure(target: TargetItineraries, search: MiningSearch) -> "Figure":
    """Return the orbits and legs of the cheapest itinerary beside the front of Δv and duration.

    Parameters
    ----------
    target : TargetItineraries
        With at least one itinerary.
    search : MiningSearch
        The one that found them.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(13.0, 7.0))
    figure.subplots_adjust(left=0.06, right=0.985, top=0.89, bottom=0.215, wspace=0.16)
    orbits, front = figure.subplots(1, 2)
    _draw_orbits(orbits, target)
    _draw_front(front, target)
    name = " ".join(dict.fromkeys(part for part in (target.name, target.designation) if part))
    figure.suptitle(f"{name}: mining itineraries, {search.departure} to {search.return_to}")
    ephemeris = EPHEMERIS.split(", states at")[0]
    figure.text(0.02, 0.02, f"{_CAPTION}Ephemeris: {ephemeris}.", fontsize=8, va="bottom")
    return figure


def _draw_orbits(axes: "Axes", target: TargetItineraries) -> None:
    option, states = target.options[-1], {phase.phase: phase for phase in target.states}
    launch = option.launch_mjd_tdb
    earth, _ = heliocentric_state("earth", launch + np.linspace(0.0, JULIAN_YEAR_D, 361))
    axes.plot(*_plane(earth), color="0.7", lw=1.0, label="Earth's orbit")
    axes.plot(*_plane(target.orbit_km), color="0.4", lw=1.0, ls="--", label="asteroid's orbit")
    axes.plot(0.0, 0.0, marker="o", color="gold", ms=9, mec="0.4", ls="none", label="Sun")
    turns = {"outbound": option.n_rev_out, "return": option.n_rev_ret}
    for name, phase in states.items():
        days = phase.mjd_tdb[-1] - phase.mjd_tdb[0]
        n_rev = turns.get(name, 0)
        revolutions = f", {n_rev} rev." if n_rev else ""
        axes.plot(
            *_plane(phase.r_km),
            color=_COLOURS[name],
            lw=_WIDTHS[name],
            alpha=0.4 if name == "stay" else 1.0,
            zorder=_ORDER[name],
            label=f"{name}, {days:.0f} d{revolutions}",
        )
        if name != "stay":
            _arrow(axes, phase.r_km, _COLOURS[name])
    _mark_events(axes, target)
    axes.set_aspect("equal", adjustable="datalim")
    axes.margins(0.05)
    axes.set_xlabel("x, ecliptic of J2000 (au)")
    axes.set_ylabel("y (au)")
    axes.set_title(
        f"Cheapest: {option.dv_km_s:.2f} km/s in {option.duration_d / JULIAN_YEAR_D:.1f} years",
        fontsize=11,
    )
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.095), ncols=3, fontsize=8)


def _mark_events(axes: "Axes", target: TargetItineraries) -> None:
    """Write the four dates within the orbits, where there is room."""
    outbound, stay, back = target.states
    events = (
        ("launch", outbound, 0, "tab:blue"),
        ("arrival", stay, 0, "tab:green"),
        ("departure", stay, -1, "tab:green"),
        ("return", back, -1, "tab:orange"),
    )
    places = np.array([phase.r_km[end, :2] / AU_KM for _, phase, end, _ in events])
    for (name, phase, end, colour), place, label in zip(
        events, places, _label_places(places), strict=True
    ):
        axes.plot(*place, marker="o", color=colour, ms=7, mec="white", ls="none", zorder=6)
        axes.annotate(
            f"{name}\n{iso_date(phase.mjd_tdb[end])}",
            place,
            xytext=label,
            ha="center",
            va="center",
            fontsize=8,
            zorder=7,
            bbox={"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.8},
            arrowprops={"arrowstyle": "-", "color": "0.4", "lw": 0.8},
        )


def _label_places(places: Floats) -> Floats:
    """Return a place for each label: towards the Sun, and apart where events are close."""
    angle = np.arctan2(places[:, 1], places[:, 0])
    order = np.argsort(angle, kind="stable")
    apart = angle.copy()
    for _ in range(50):  # push neighbours apart on the circle until all have room
        for one, other in zip(order, np.roll(order, -1), strict=True):
            gap = (apart[other] - apart[one]) % (2.0 * np.pi)
            short = max(0.0, _ROOM_RAD - gap) if gap < np.pi else 0.0
            apart[one] -= 0.5 * short
            apart[other] += 0.5 * short
    radius = 0.62 * float(np.min(np.hypot(places[:, 0], places[:, 1])))
    return radius * np.stack([np.cos(apart), np.sin(apart)], axis=1)


def _arrow(axes: "Axes", r_km: Floats, colour: str) -> None:
    """Draw the direction of flight in the middle of a leg."""
    x, y = _plane(r_km)
    k = len(x) // 2
    axes.annotate(
        "",
        (x[k + 1], y[k + 1]),
        xytext=(x[k], y[k]),
        arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 2.0, "mutation_scale": 20},
        zorder=5,
    )


def _draw_front(axes: "Axes", target: TargetItineraries) -> None:
    years, dv = target.duration_d / JULIAN_YEAR_D, target.least_dv_km_s
    least = np.fmin.accumulate(dv)
    axes.plot(years, dv, ".", color="0.75", ms=4, label="least Δv of each duration")
    axes.step(years, least, where="post", color="0.3", lw=1.5, label="Pareto front")
    shown_years = [o.duration_d / JULIAN_YEAR_D for o in target.options]
    shown_dv = [o.dv_km_s for o in target.options]
    axes.plot(shown_years, shown_dv, "o", color="tab:red", ms=6, label="itineraries listed")
    axes.annotate(
        f"launch {iso_date(target.options[-1].launch_mjd_tdb)}",
        (shown_years[-1], shown_dv[-1]),
        xytext=(8, -16),
        textcoords="offset points",
        ha="right" if shown_years[-1] > 0.85 * float(years[-1]) else "center",
        fontsize=8,
    )
    low, high = float(np.nanmin(dv)), float(np.nanmax(dv))
    margin = 0.12 * (high - low) + 0.05
    axes.set_ylim(low - margin, high + 0.5 * margin)
    axes.set_xlim(0.0, float(years[np.isfinite(dv)].max()) * 1.03)
    axes.set_xlabel("duration from launch to return (years)")
    axes.set_ylabel("total Δv (km/s)")
    axes.set_title("Δv against duration", fontsize=11)
    axes.grid(color="0.92")
    axes.legend(loc="upper right", fontsize=8)


def _plane(r_km: Floats) -> tuple[Floats, Floats]:
    return r_km[:, 0] / AU_KM, r_km[:, 1] / AU_KM
