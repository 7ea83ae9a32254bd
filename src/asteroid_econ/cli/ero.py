"""``asteroid-econ ero``: asteroids that can be brought to a libration point of Sun and Earth."""

from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.markup import escape
from rich.table import Table

from asteroid_econ.catalogs.load import load
from asteroid_econ.cli import console
from asteroid_econ.cli.json_output import print_json
from asteroid_econ.cli.nhats import iso_date
from asteroid_econ.cli.options import (
    CatalogName,
    Json,
    Overrides,
    SkipBadRows,
    Threads,
    parsed_overrides,
)
from asteroid_econ.errors import InputError
from asteroid_econ.reports.retrieval_figures import write_figures
from asteroid_econ.studies.retrieval import (
    THRESHOLD_M_S,
    RetrievalTarget,
    checked_settings,
    moved_targets,
    screened_targets,
    target_object,
)
from asteroid_econ.studies.store import prepare_folder

_PLACE_NAMES = {"EML2": "the Earth-Moon L2", "DRO": "a lunar distant retrograde orbit"}

_FAR_KM = 1e6  # about the size of the libration orbits


def ero(
    targets: Annotated[
        list[str] | None,
        typer.Argument(
            help="Designations, names or numbers to optimise; none screens the catalogue.",
            metavar="[TARGET]…",
        ),
    ] = None,
    catalog: CatalogName = None,
    skip_bad_rows: SkipBadRows = None,
    threshold: Annotated[
        float,
        typer.Option(
            "--threshold-m-s",
            help="Leave out what the screening finds dearer, m/s; named targets stay.",
        ),
    ] = THRESHOLD_M_S,
    optimise: Annotated[
        int,
        typer.Option(min=0, help="Optimise the best so many of the screening, half a minute each."),
    ] = 0,
    seed: Annotated[int, typer.Option(help="Seed of the search, any integer.")] = 0,
    plot: Annotated[
        Path | None,
        typer.Option(
            help="Draw section, families and transfer of every optimised target into this folder."
        ),
    ] = None,
    overrides: Overrides = None,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """Find easily retrievable objects: asteroids that a few hundred m/s bring to L1 or L2.

    Without a target: screens the catalogue without dates, by two tangential burns onto the stable
    manifolds of planar, halo and vertical orbits about L1 and L2 of Sun and Earth; the cost is
    right to some ten m/s for most, neither a bound from below nor from above. With a target:
    searches departure, transfer, orbit and manifold from 2016 to 2100 in the published patched
    model, then corrects both burns in the three-body problem and in the field of Sun, Earth and
    Moon; that last Δv is the one reported. Dates, limits and the craft are parameters:
    `asteroid-econ parameters retrievable`.

    Examples: `asteroid-econ ero`; `asteroid-econ ero "2006 RH120" --plot figures`;
    `asteroid-econ ero --catalog nea.parquet --threshold-m-s 300 --json`;
    `asteroid-econ ero "2000 SG344" --set retrievable.search.first_departure_mjd_tdb=61406`.
    """
    if not (np.isfinite(threshold) and threshold > 0.0):
        raise InputError("--threshold-m-s", threshold, "finite and > 0")
    if targets and optimise:
        raise InputError("--optimise", optimise, "left out where targets are named")
    settings = checked_settings(parsed_overrides(overrides))
    if settings and not (targets or optimise):
        raise InputError("--set", ", ".join(settings), "with a target, or with --optimise")
    if plot is not None:
        if not (targets or optimise):
            raise InputError("--plot", str(plot), "with a target, or with --optimise")
        prepare_folder(plot)
    source = load(catalog or "embedded", strict=not skip_bad_rows)
    found: list[RetrievalTarget] = []
    if not targets:
        found = screened_targets(source, threshold_m_s=threshold, threads=threads)
    names = targets or [t.designation for t in found[:optimise]]
    if names:
        with console.progress("retrievals") as advance:
            moved = moved_targets(
                source, names, seed=seed, parameters=settings, threads=threads, progress=advance
            )
        found = [*moved, *found[len(moved) :]]
        if plot is not None:
            write_figures(plot, source, moved)
    if json:
        print_json(
            {
                "catalog": Path(source.name).name,
                "catalog_content_sha256": source.content_sha256,
                "n_screened": len(source),
                "threshold_m_s": threshold,
                "seed": seed,
                "parameters": settings,
                "targets": [target_object(target) for target in found],
            }
        )
        return
    if any(t.moved for t in found):
        console.show(_moved_table([t for t in found if t.moved]))
    if names:
        for target in found[: len(names)]:
            if target.moved and target.moved.drift_km > _FAR_KM:
                console.show(
                    f"{escape(target.designation)}: until its departure planets move it "
                    f"{target.moved.drift_km / 1e6:,.0f} million km from its two-body orbit; "
                    "the dates are an example"
                )
        for target in (t for t in found[: len(names)] if t.moved is None):
            console.show(escape(f"{target.designation}: no transfer found"))
    if not targets:
        console.show(_screened_table(found, len(source), threshold))


def _screened_table(found: list[RetrievalTarget], n: int, threshold: float) -> Table:
    table = Table(
        title=f"{len(found)} of {n:,} asteroids pass the screening at {threshold:g} m/s",
        caption="phase-free: `asteroid-econ ero TARGET` finds dates and burns. To: planar (P), "
        "halo (H; N north, S south) or vertical (V) orbit about L1 or L2",
        min_width=60,
    )
    for heading in ("designation", "name", "to"):
        table.add_column(heading)
    table.add_column("screening m/s", justify="right")
    for target in found:
        table.add_row(
            escape(target.designation),
            escape(target.name),
            target.screening_family,
            f"{target.screening_dv_m_s:.0f}",
        )
    return table


def _moved_table(found: list[RetrievalTarget]) -> Table:
    onward = next((t.moved.earth_moon_dv_m_s for t in found if t.moved), {})
    legs = ", ".join(f"{dv:.0f} m/s to {_PLACE_NAMES[place]}" for place, dv in onward.items())
    table = Table(
        title="Whole asteroids brought to a libration orbit",
        caption="P planar, H halo, V vertical; L1 or L2; mass: what the craft of "
        f"`parameters retrievable.moving` moves; from there on about {legs}",
    )
    for heading in ("designation", "to", "depart", "insert", "captured"):
        table.add_column(heading)
    for heading in ("Δv m/s", "screening", "patched", "three-body", "days", "mass t"):
        table.add_column(heading, justify="right")
    for target in found:
        moved = target.moved
        if moved is None:
            continue
        table.add_row(
            escape(target.designation),
            moved.family,
            iso_date(moved.departure_mjd_tdb),
            iso_date(moved.insertion_mjd_tdb),
            iso_date(moved.capture_mjd_tdb),
            f"{moved.dv_m_s:.0f}",
            f"{target.screening_dv_m_s:.0f}",
            f"{moved.patched.dv_m_s:.0f}",
            f"{moved.three_body.dv_m_s:.0f}",
            f"{moved.total_d:.0f}",
            f"{moved.movable_mass_kg / 1e3:,.0f}",
        )
    return table
