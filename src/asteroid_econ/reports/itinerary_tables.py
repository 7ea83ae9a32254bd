"""Tables of mining itineraries, made from results; nothing is computed here."""

import math

from rich.markup import escape
from rich.table import Table

from asteroid_econ.orbits.roundtrip_mining import MiningSearch
from asteroid_econ.reports.transfers import iso_date
from asteroid_econ.studies.itineraries import TargetItineraries


def option_table(target: TargetItineraries, search: MiningSearch) -> Table:
    """Return the itineraries: dates, burns and what it costs to be late."""
    table = Table(
        title=escape(f"{_name(target)}: {search.departure} to {search.return_to}"),
        caption=_OPTION_CAPTION if target.options else "none within the limits",
    )
    for heading in ("launch", "out d", "stay", "back", "years", "Δv km/s", "depart", "arrive"):
        table.add_column(heading, justify="right")
    for heading in ("leave", "Earth", "entry km/s", "late", "period", "i", "next", "then"):
        table.add_column(heading, justify="right")
    table.add_column("notes")
    for o in target.options:
        burns = (o.dv_departure_km_s, o.dv_arrival_km_s, o.dv_return_km_s, o.dv_earth_km_s)
        # a plane that was asked for is in the departure already
        plane = o.dv_penalty_km_s if search.departure_inc_rad is None else math.nan
        extras = (o.late_dv_km_s, o.launch_period_dv_km_s, plane)
        following = [iso_date(mjd) for mjd in o.next_launches_mjd_tdb]
        notes = [("conjunction", o.is_conjunction), ("inside Earth's Hill", o.inside_earth_hill)]
        table.add_row(
            iso_date(o.launch_mjd_tdb),
            *(f"{d:.0f}" for d in (o.dur_out_d, o.dur_at_d, o.dur_ret_d)),
            f"{o.duration_d / 365.25:.1f}",
            *(f"{dv:.3f}" for dv in (o.dv_km_s, *burns)),
            _number(o.v_entry_km_s, 3),
            *(_number(x, 2) for x in extras),
            *[*following, "–", "–"][:2],
            ", ".join(text for text, is_so in notes if is_so),
        )
    return table


_OPTION_CAPTION = (
    "Δv: depart + arrive + leave + Earth. late: leaving 30 days late; period: 21 days of launches; "
    "i: from 28.5°; all km/s more. next, then: the two windows after. conjunction: Sun between "
    "Earth and asteroid at arrival or departure."
)


def assessment_table(target: TargetItineraries) -> Table:
    """Return what stands beside the itineraries, one row for each in the same order."""
    table = Table(
        title=escape(f"{_name(target)}: beside the itineraries"), caption=_ASSESSMENT_CAPTION
    )
    for heading in ("launch", "low thrust out", "back", "needs mm/s²", "covered"):
        table.add_column(heading, justify="right")
    for heading in ("orbit ± km", "Δv ± m/s", "early: leave", "back d", "Δv more"):
        table.add_column(heading, justify="right")
    for heading in ("miss km", "aim m/s", "disposal m/s"):
        table.add_column(heading, justify="right")
    for o, beside in zip(target.options, target.assessments, strict=True):
        low, orbit, early = beside.low_thrust_estimate, beside.orbit_error, beside.early_return
        table.add_row(
            iso_date(o.launch_mjd_tdb),
            f"{low.dv_out_km_s:.2f}",
            f"{low.dv_ret_km_s:.2f}",
            _number(low.acceleration_needed_km_s2 * 1e6, 3),
            "yes" if low.is_feasible else "no",
            _number(orbit.position_arrival_km, 0),
            _number(orbit.dv_km_s * 1e3, 2),
            iso_date(early.leave_mjd_tdb),
            _number(early.dur_ret_d, 0),
            _number(early.extra_dv_km_s + 0.0, 3),
            _number(beside.cargo.miss_distance_km, 0),
            _number(beside.cargo.retarget_dv_km_s * 1e3, 1),
            _number(beside.cargo.disposal_dv_km_s * 1e3, 1),
        )
    return table


_ASSESSMENT_CAPTION = (
    "Low thrust: an estimate in km/s, from the speeds at the asteroid × 1.7, right within a factor "
    "of 1.44; needs: thrust over mass with margin for missed thrust.\nOrbit ±: error along the "
    "orbit at arrival from its runoff, and what it does to Δv. Early: leaving after the shortest "
    "stay, home no later than planned, km/s more.\nMiss: where a bulk cargo is aimed until it is "
    "cleared for Earth, 14 days before; aim: moving it there; disposal: getting rid of it."
)


def _name(target: TargetItineraries) -> str:
    return " ".join(dict.fromkeys(part for part in (target.name, target.designation) if part))


def _number(x: float, digits: int) -> str:
    if math.isinf(x):
        return "no bound"
    if math.isnan(x):
        return "–"
    return f"{round(x, digits) + 0.0:,.{digits}f}"  # no minus before a zero
