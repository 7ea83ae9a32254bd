"""``asteroid-econ catalog …``: look at catalogues of asteroids, get them, put them together."""

import logging
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from asteroid_econ.catalogs.check import check as check_file
from asteroid_econ.catalogs.derived import MEANINGS, derived
from asteroid_econ.catalogs.diff import difference
from asteroid_econ.catalogs.load import NAMED, load
from asteroid_econ.catalogs.mapping import parsed_mapping
from asteroid_econ.catalogs.merge import SourceReport, merge_catalogs
from asteroid_econ.catalogs.physical import add_physical
from asteroid_econ.catalogs.read import load_file
from asteroid_econ.catalogs.schema import COLUMNS
from asteroid_econ.catalogs.source_file import read_source
from asteroid_econ.catalogs.table import Catalog
from asteroid_econ.catalogs.write import write_catalog
from asteroid_econ.cli.catalog_fetch import fetched
from asteroid_econ.cli.catalog_ranks import moved_ranks
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
_SHOWN = 30


def info(path: CatalogPath = "embedded", json: Json = False) -> None:
    """Describe a catalogue: rows, hashes, columns, what is missing.

    Examples: `asteroid-econ catalog info`; `asteroid-econ catalog info NEA.txt --json`.
    """
    catalog = load(path)
    if json:
        print_json(_description(catalog))
    else:
        _show_description(catalog)


def check(
    path: Annotated[Path, typer.Argument(help="The file to check.")],
    form: FormatName = None,
    json: Json = False,
) -> None:
    """Find every fault of a file: cells, duplicates, units, frames, swapped columns.

    Exit code 1 where there is a fault. Example: `asteroid-econ catalog check my.csv`.
    """
    report = check_file(read_source(path), form=form)
    if json:
        print_json(asdict(report) | {"path": path.name, "n_faults": len(report.faults)})
    else:
        print_out(escape(f"{path}: {report.n_rows} rows read as {report.format}"))
        for line in report.notes:
            print_out(escape(line))
        for fault in report.faults:
            print_out(escape(str(fault.error(str(path)))))
        left_out = len(report.comets) + len(report.others)
        counts = f"{report.n_good} good rows, {left_out} left out, {len(report.faults)} faults"
        print_out(f"{counts}; {report.n_shared} asteroids compared with the embedded table")
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
    table = load(catalog)
    row = table.select([table.row_of(target)])
    epochs = table.column("epoch_mjd_tdb")
    known = row.frame.row(0, named=True)
    date = float(epochs.max()) if at is None else at
    follows = derived(row, at_mjd_tdb=date, threads=threads).row(0, named=True)
    if json:
        print_json({"catalog": known, "derived": follows, "at_mjd_tdb": date})
        return
    out = Table("column", "value", "unit", "meaning")
    for column in COLUMNS:
        if known[column.name] is not None:
            text = escape(str(known[column.name]))
            out.add_row(column.name, text, column.unit, column.meaning)
    out.add_section()
    for name, meaning in MEANINGS.items():
        out.add_row(name, escape(str(follows[name])), "", meaning)
    print_out(out)


def import_(
    paths: Annotated[
        list[Path], typer.Argument(help="Files of any known format, best orbits first.")
    ],
    out: Annotated[Path, typer.Option(help="The catalogue to write: .csv or .parquet.")],
    physical: Annotated[
        list[Path] | None, typer.Option(help="Survey table (Spitzer, NEOWISE, Mahlke); repeatable.")
    ] = None,
    label: Annotated[
        list[str] | None, typer.Option(help="Name of each file in elements_source, in order.")
    ] = None,
    form: FormatName = None,
    columns: Annotated[
        str | None,
        typer.Option("--map", help="Columns of one unknown table: 'designation=Name,a_au=SMA,…'"),
    ] = None,
    skip_bad_rows: Annotated[
        bool, typer.Option("--skip-bad-rows", help="Leave bad rows out and report them.")
    ] = False,
    json: Json = False,
) -> None:
    """Read files of any known format, join them, and write one checked catalogue.

    Example: `asteroid-econ catalog import NEA.txt --physical spitzer.csv --out nea.parquet`.
    """
    mapping = parsed_mapping(columns) if columns else None
    labels = label or [path.stem for path in paths]
    if len(labels) != len(paths) or len(set(labels)) != len(labels):
        raise InputError("--label", labels, f"{len(paths)} different names, one per file")
    catalogs = {
        name: load_file(path, strict=not skip_bad_rows, form=form, mapping=mapping)
        for name, path in zip(labels, paths, strict=True)
    }
    merged, reports = merge_catalogs(catalogs)
    surveys = []
    for path in physical or []:
        merged, report = add_physical(merged, path)
        surveys.append(report)
    write_catalog(out, merged)
    _report_import(out, catalogs, merged, [*reports, *surveys], json=json)


def fetch(
    what: Annotated[
        str, typer.Argument(help="'neo', 'pha', or one asteroid by number, name or designation.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="Where to write the catalogue: .csv or .parquet.")
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
    """Get asteroids from JPL's Small-Body Database, once, and keep the answer.

    Example: `asteroid-econ catalog fetch neo --out nea.parquet`; again with `--offline`.
    """
    catalog, document = fetched(what, offline=offline, max_age_d=max_age, cache=cache, base_url=url)
    for note in (*document.notes, *catalog.report.lines()[1:]):
        _log.warning("%s", note)
    if out:
        write_catalog(out, catalog)
    if json:
        answer = document.answer
        facts = {"retrieved": answer.retrieved, "answer_sha256": answer.sha256}
        print_json(_description(catalog) | facts)
    else:
        print_out(escape(f"{len(catalog)} asteroids, answer of {document.answer.retrieved}"))
        print_out(f"content_sha256  {catalog.content_sha256}")
        if out:
            print_out(escape(f"written to {out}"))


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
    found = difference(load(old), load(new))
    ranks = []
    if draws:
        ranks = moved_ranks(old, new, draws=draws, threads=threads)
    if json:
        lists = {"added": found.added, "removed": found.removed, "ranks": ranks}
        tables = {"changes": found.changes.to_dicts(), "moves": found.moves.to_dicts()}
        print_json(lists | {"n_changes": found.counts()} | tables)
        return
    for word, names in (("added", found.added), ("removed", found.removed)):
        print_out(escape(f"{len(names)} {word}: {', '.join(names[:top])}"))
    counts = found.counts()
    print_out(
        f"{len(found.changes)} cells changed: " + ", ".join(f"{k} {n}" for k, n in counts.items())
    )
    table = Table("designation", "name", "H", "Δv (Shoemaker–Helin) km/s", "place by Δv")
    for row in found.moves.head(top).iter_rows(named=True):
        pairs = [
            _arrow(row[f"{key}_old"], row[f"{key}_new"]) for key in ("h_mag", "dv_km_s", "place")
        ]
        table.add_row(escape(row["designation"]), escape(row["name"] or ""), *pairs)
    print_out(table)
    for rank in ranks[:top]:
        print_out(escape(f"{rank['designation']}: rank {rank['old']} → {rank['new']}"))


def _arrow(old: object, new: object) -> str:
    one, two = (f"{v:.3f}" if isinstance(v, float) else str(v) for v in (old, new))
    return one if one == two else f"{one} → {two}"


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
        print_json(_description(merged) | {"sources": sources})
        return
    for catalog in catalogs.values():
        for line in catalog.report.lines():
            print_out(escape(line))
    table = Table("source", "rows", "matched", "unmatched", "used", "first unmatched")
    for r in reports:
        counts = (str(n) for n in (r.n_rows, r.n_matched, r.n_unmatched, r.n_used))
        table.add_row(escape(r.name), *counts, escape(", ".join(r.unmatched[:4])))
    print_out(table)
    print_out(escape(f"{len(merged)} asteroids written to {out}"))
    print_out(f"content_sha256  {merged.content_sha256}")


def _description(catalog: Catalog) -> dict[str, object]:
    report = catalog.report
    columns = [
        {
            "name": column.name,
            "unit": column.unit,
            "meaning": column.meaning,
            "n_values": _n_values(catalog, column.name),
        }
        for column in COLUMNS
    ]
    return {
        "name": catalog.name if catalog.name in NAMED else Path(catalog.name).name,
        "format": report.format,
        "n_rows": len(catalog),
        "n_rows_read": report.n_read,
        "file_sha256": catalog.file_sha256,
        "content_sha256": catalog.content_sha256,
        "columns": columns,
        "comets": report.comets,
        "others": report.others,
        "faults": report.faults,
        "ignored_columns": report.ignored_columns,
        "notes": report.notes,
    }


def _n_values(catalog: Catalog, column: str) -> int:
    return len(catalog) - catalog.frame[column].null_count()


def _show_description(catalog: Catalog) -> None:
    for line in catalog.report.lines():
        print_out(escape(line))
    print_out(f"file_sha256     {catalog.file_sha256}\ncontent_sha256  {catalog.content_sha256}")
    table = Table("column", "unit", "values", "meaning")
    for column in COLUMNS:
        filled = str(_n_values(catalog, column.name))
        table.add_row(column.name, column.unit, filled, column.meaning)
    print_out(table)
