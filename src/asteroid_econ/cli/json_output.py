"""The one function that prints JSON."""

import json
import math
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

SCHEMA_VERSION = 1


def print_json(content: Mapping[str, Any]) -> None:
    """Print one JSON object, ``schema_version`` first.

    Several objects stand under ``targets``. Non-finite numbers become null; arrays become lists;
    dataclasses become objects. ASCII only, so that bytes do not depend on the terminal. Callers
    leave out whatever differs from run to run: times, clocks, paths, thread counts.
    """
    document = {"schema_version": SCHEMA_VERSION, **plain(content)}
    sys.stdout.write(json.dumps(document, indent=2, allow_nan=False) + "\n")


def plain(value: Any) -> Any:
    """Return a value as JSON knows it: objects, lists, text, finite numbers, booleans, null."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if hasattr(value, "tolist"):  # numpy scalars and arrays, without importing numpy
        return plain(value.tolist())
    raise TypeError(f"{type(value).__name__} does not belong in JSON output")
