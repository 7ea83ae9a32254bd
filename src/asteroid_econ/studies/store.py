"""Write results so that nothing half-written is ever seen."""

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO
from uuid import uuid4

from asteroid_econ._version import __version__
from asteroid_econ.errors import OutputError
from asteroid_econ.studies.config import Study
from asteroid_econ.studies.run import Result


def prepare_folder(path: str | Path) -> Path:
    """Return an output folder that exists and can be written, or raise before work begins."""
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OutputError(path, error.strerror or str(error)) from None
    return folder


def write_atomically(path: str | Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write a file under a temporary name, flush it to the disk and rename it.

    Parameters
    ----------
    path : str or Path
        Final name; an older file there stays whole until the new one is.
    write : callable
        Writes the content to a binary file.
    """
    path = Path(path)
    temporary = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        with temporary.open("xb") as file:  # with the rights that the user's umask gives
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise OutputError(path, error.strerror or str(error)) from None
    finally:
        temporary.unlink(missing_ok=True)


def write_json(path: str | Path, content: object) -> None:
    """Write canonical JSON, atomically."""
    text = json.dumps(content, indent=2, sort_keys=True, allow_nan=False) + "\n"
    write_atomically(path, lambda file: file.write(text.encode()))


def write_study(path: str | Path, study: Study) -> None:
    """Write a study as TOML, atomically."""
    write_atomically(path, lambda file: file.write(study.to_toml().encode()))


def write_result(folder: Path, result: Result) -> None:
    """Write a result: ``candidates.parquet``, ``targets.parquet``, ``study.toml``, and last the
    manifest, without which the folder is no result.
    """
    (folder / "manifest.json").unlink(missing_ok=True)
    write_atomically(folder / "candidates.parquet", result.candidates.write_parquet)
    write_atomically(folder / "targets.parquet", result.targets.write_parquet)
    write_study(folder / "study.toml", result.study)
    write_json(
        folder / "manifest.json",
        {
            "schema_version": result.study.schema_version,
            "code_version": __version__,
            "study_sha256": result.study.identity,
            "catalog": result.catalog.name,
            "catalog_content_sha256": result.catalog.content_sha256,
            "seed": result.study.seed,
            "draws": result.study.draws,
            "ranked_by": result.measure,
            "p_do_nothing": result.p_do_nothing,
            "n_targets": len(result.targets),
        },
    )
