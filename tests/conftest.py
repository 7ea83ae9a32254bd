"""Shared setup: compiled code in its own cache, folders give the marker, hypothesis profile."""

import hashlib
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def _source_hash() -> str:
    """numba does not notice an edit in a callee in another file; a new hash is a new cache."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "src").rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


os.environ.setdefault("NUMBA_CACHE_DIR", str(ROOT / ".numba_cache" / _source_hash()))

from hypothesis import HealthCheck, settings  # noqa: E402

settings.register_profile(
    "house", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")

KINDS = {"known_answer", "property", "roundtrip", "crosslib", "limit", "golden", "architecture"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test with the kind of evidence that its folder stands for."""
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        if folder in KINDS:
            item.add_marker(getattr(pytest.mark, folder))


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of full catalogues, from ASTEROID_ECON_DATA; tests skip where it is unset."""
    value = os.environ.get("ASTEROID_ECON_DATA")
    if not value or not Path(value).is_dir():
        pytest.skip("ASTEROID_ECON_DATA is not set to a directory: full catalogues are not here")
    return Path(value).resolve()
