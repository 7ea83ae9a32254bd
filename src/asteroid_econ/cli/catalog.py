"""``asteroid-econ catalog …``: look at catalogues of asteroids, get them, put them together."""

import logging
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from asteroid_econ.catalogs.check import CheckReport
from asteroid_econ.catalogs.check import check as check_file
from asteroid_econ.catalogs.derived import derived
from asteroid_econ.catalogs.diff import difference
from asteroid_econ.catalogs.faults import SHOWN
from asteroid_econ.catalogs.load import load
from asteroid_econ.catalogs.mapping import parsed_mapping
from asteroid_econ.catalogs.merge import SourceReport, merge_catalogs
from asteroid_econ.catalogs.physical import add_physical
from asteroid_econ.catalogs.read import load_file
from asteroid_econ.catalogs.source_file import read_source
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.catalogs.write import check_name, write_catalog
from asteroid_econ.cli.boundary import printable
from asteroid_econ.cli.catalog_diff import show_difference
from asteroid_econ.cli.catalog_fetch import Ways, fetched, report_fetched, write_fetched
from asteroid_econ.cli.catalog_ranks import moved_ranks
from asteroid_econ.cli.catalog_show import cells_table, described, show_description
from asteroid_econ.cli.console import safe
from asteroid_econ.cli.console import show as print_out
from asteroid_econ.cli.json_output import print_json
from asteroid_econ.cli.options import Json, Threads
from asteroid_econ.errors import InputError

_log = logging.getLogger("asteroid_econ")

CatalogPath = Annotated[
    str, typer.Argument(metavar="[PATH]", help="'embedded', 'main-belt', or a file.")
]
FormatName = Annotated[
    str | None,
    typer.Option("--format", help="Format, where the content does not tell: table, mpcorb, …"),
]
ColumnMap = Annotated[
    str | None,
    typer.Option("--map", help="Columns of one unknown table: 'designation=Name,a_au=SMA,…'"),
]
_SHOWN = 30


def info(path: CatalogPath = "embedded", json: Json = False) -> None:
    """Describe a catalogue: rows, hashes, columns, what is missing.

    Examples: `asteroid-econ catalog info`; `asteroid-econ catalog info NEA.txt --json`.
    """
    catalog = load(path)
    if json:
        print_json(described(catalog))
    else:
        show_description(catalog)


def check(
    path: Annotated[Path, typer.Argument(help="The file to check.")],
    form: FormatName = None,
    columns: ColumnMap = None,
    json: Json = False,
) -> None:
    """Find every fault of a file: cells, duplicates, units, frames, swapped columns.

    Exit code 1 where there is a fault, 2 where there is no file to read. Example:
    `asteroid-econ catalog check my.csv`.
    """
    mapping = parsed_mapping(columns) if columns else None
    report = check_file(read_source(path), form=form, mapping=mapping)
    if json:
        print_json(asdict(report) | {"path": path.name, "n_faults": len(report.faults)})
    else:
        _report_check(str(path), report)
    if report.faults:
        raise typer.Exit(1)


def show(
    target: Annotated[str, typer.Argument(help="Designation, name, number or SPK-ID.")],
    catalog: Annotated[str, typer.Option(help="'embedded', 'main-belt', or a file.")] = "embedded",
    at: Annotated[
        float | None,
        typer.Option(help="MJD for ages and visibility; by default the latest epoch there."),
    ] = None,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """Show what a catalogue knows of one asteroid, with sources, and what follows from it.

    Example: `asteroid-econ catalog show Apophis`.
    """
    table = _loaded(catalog)
    row = table.select([table.row_of(target)])
    epochs = table.column("epoch_mjd_tdb")
    known = row.frame.row(0, named=True)
    date = float(epochs.max()) if at is None else at
    follows = derived(row, at_mjd_tdb=date, threads=threads).row(0, named=True)
    if json:
        print_json({"catalog": known, "derived": follows, "at_mjd_tdb": date})
        return
    print_out(cells_table(known, follows))


def import_(
    paths: Annotated[
        list[Path], typer.Argument(help="Files of any known format, best orbits first.")
    ],
    out: Annotated[Path, typer.Option(help="The catalogue to write: .csv or .parquet.")],
    physical: Annotated[
        list[Path] | None, typer.Option(help="Survey table (Spitzer, NEOWISE, Mahlke); repeatable.")
    ] = None,
    label: Annotated[
        list[str] | None,
        typer.Option(help="Name of each file in elements_source, in order; else what files say."),
    ] = None,
    form: FormatName = None,
    columns: ColumnMap = None,
    skip_bad_rows: Annotated[
        bool, typer.Option("--skip-bad-rows", help="Leave bad rows out and report them.")
    ] = False,
    json: Json = False,
) -> None:
    """Read files of any known format, join them, and write one checked catalogue.

    Example: `asteroid-econ catalog import NEA.txt --physical spitzer.csv --out nea.parquet`.
    """
    check_name(out)
    mapping = parsed_mapping(columns) if columns else None
    if len(set(paths)) != len(paths):
        raise InputError("paths", [str(path) for path in paths], "each file once")
    labels = label or _labels(paths)
    if len(labels) != len(paths) or len(set(labels)) != len(labels):
        raise InputError("--label", labels, f"{len(paths)} different names, one per file")
    catalogs = {
        name: load_file(path, strict=not skip_bad_rows, form=form, mapping=mapping)
        for name, path in zip(labels, paths, strict=True)
    }
    merged, reports = merge_catalogs(catalogs, relabel=label is not None)
    if merged.report.faults and not skip_bad_rows:
        raise merged.report.faults[0].error(merged.report.path, len(merged.report.faults) - 1)
    surveys = []
    for path in physical or []:
        merged, report = add_physical(merged, path)
        surveys.append(report)
    write_catalog(out, merged)
    _report_import(out, catalogs, merged, [*reports, *surveys], json=json)


def fetch(
    what: Annotated[
        str | None,
        typer.Argument(help="'neo', 'pha', or one asteroid by number, name or designation."),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="SOURCE", help="sbdb_query, sbdb, nhats, mdesign or cad; else SBDB."
        ),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=VALUE", help="The source's own parameter; repeatable."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where to write the table: .csv or .parquet.")
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Never touch the network: answers of the cache only.")
    ] = False,
    max_age: Annotated[
        float, typer.Option(min=0.0, help="Ask again for answers older than this many days.")
    ] = 1.0,
    cache: Annotated[
        Path | None,
        typer.Option(help="Folder of downloads; else ASTEROID_ECON_CACHE or the user's."),
    ] = None,
    url: Annotated[
        str | None, typer.Option(help="Another server with JPL's APIs.", show_default="JPL")
    ] = None,
    json: Json = False,
) -> None:
    """Get asteroids, round trips, missions or close approaches from JPL, and keep the answer.

    Examples: `asteroid-econ catalog fetch neo --out nea.parquet`, again with `--offline`;
    `catalog fetch --from nhats --where dv=6`; `catalog fetch Apophis --from cad`.
    """
    if out:
        check_name(out)
    ways = Ways(offline=offline, max_age_d=max_age, cache=cache, url=url)
    found = fetched(what, source, where or [], ways)
    said = found.catalog.report.lines()[1:] if found.catalog is not None else []
    for note in (*found.document.notes, *said):
        _log.warning("%s", printable(note))
    if out:
        write_fetched(out, found)
    report_fetched(found, out, json=json)


def diff(
    old: Annotated[str, typer.Argument(help="The older catalogue: a name or a file.")],
    new: Annotated[str, typer.Argument(help="The newer catalogue: a name or a file.")],
    top: Annotated[int, typer.Option(min=1, help="Rows shown of each list.")] = _SHOWN,
    draws: Annotated[
        int, typer.Option(min=0, help="Also rank both with so many draws, and compare; 0: no.")
    ] = 0,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """Tell what changed between two snapshots, and which targets that moves.

    Example: `asteroid-econ catalog diff nea-june.parquet nea-july.parquet --draws 500`.
    """
    found = difference(_loaded(old), _loaded(new))
    ranks = []
    if draws:
        ranks = moved_ranks(old, new, draws=draws, threads=threads)
    if json:
        lists = {"added": found.added, "removed": found.removed, "ranks": ranks}
        tables = {"changes": found.changes.to_dicts(), "moves": found.moves.to_dicts()}
        print_json(lists | {"n_changes": found.counts()} | tables)
        return
    show_difference(found, ranks, top, ranked=draws > 0)


def _loaded(path: str) -> Catalog:
    """Return a catalogue, and say on stderr what is missing of it."""
    catalog = load(path)
    if n_faults := len(catalog.report.faults):
        left_out = catalog.report.n_read - len(catalog) - len(catalog.report.comets)
        left_out -= len(catalog.report.others)
        text = f"{path}: {left_out} bad rows left out ({n_faults} faults; catalog check lists them)"
        _log.warning("%s", printable(text))
    return catalog


def _labels(paths: list[Path]) -> list[str]:
    """Return the names of the files; whole paths where two have the same."""
    stems = [path.stem for path in paths]
    return stems if len(set(stems)) == len(stems) else [str(path) for path in paths]


def _report_check(path: str, report: CheckReport) -> None:
    if not report.format:
        print_out(safe(str(report.faults[0].error(path))))
        print_out("not readable as a catalogue")
        return
    print_out(safe(f"{path}: {report.n_rows} rows read as {report.format}"))
    for line in report.notes:
        print_out(safe(line))
    for fault in report.faults[:SHOWN]:
        print_out(safe(str(fault.error(path))))
    if len(report.faults) > SHOWN:
        print_out(f"and {len(report.faults) - SHOWN} more faults; --json lists all")
    left_out = len(report.comets) + len(report.others)
    n_whole = sum(fault.row is None for fault in report.faults)
    cells = len(report.faults) - n_whole
    print_out(
        f"{report.n_good} rows without a fault of their own, {report.n_bad} rows with {cells} "
        f"faults, {left_out} rows left out, {n_whole} faults of the whole file; "
        f"{report.n_shared} asteroids compared with the embedded table"
    )


def _left_out(catalog: Catalog) -> dict[str, object]:
    """Return what one file lost on the way."""
    report = catalog.report
    left_out = {"comets": report.comets, "others": report.others, "faults": report.faults}
    return {"n_rows_read": report.n_read, "ignored_columns": report.ignored_columns} | left_out


def _report_import(
    out: Path,
    catalogs: dict[str, Catalog],
    merged: Catalog,
    reports: list[SourceReport],
    *,
    json: bool,
) -> None:
    if json:
        sources = [asdict(r) | {"n_unmatched": r.n_unmatched} for r in reports]
        for source, catalog in zip(sources, catalogs.values(), strict=False):
            source |= _left_out(catalog)
        print_json(described(merged) | {"sources": sources})
        return
    for catalog in catalogs.values():
        for line in catalog.report.lines():
            print_out(safe(line))
    for fault in merged.report.faults:
        print_out(safe(str(fault.error(merged.report.path))))
    table = Table("source", "rows", "matched", "unmatched", "used", "first unmatched", "why")
    for r in reports:
        alone = r.is_base and len(catalogs) == 1
        base = f"base: {r.n_rows} rows" + ("" if alone else f", {r.n_matched} shared")
        texts = (
            *(r.name, str(r.n_rows), base if r.is_base else str(r.n_matched)),
            *("" if alone else str(r.n_unmatched), str(r.n_used)),
            *("" if alone else ", ".join(r.unmatched[:4]), r.reason),
        )
        table.add_row(*map(safe, texts))
    print_out(table)
    print_out(safe(f"{len(merged)} asteroids written to {out}"))
    print_out(f"content_sha256  {merged.content_sha256}")
