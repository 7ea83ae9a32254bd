"""Shared setup: folders give the marker, hypothesis profile, full catalogues."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile(
    "house", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")

KINDS = {"known_answer", "property", "roundtrip", "crosslib", "limit", "golden", "architecture"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test with the kind of evidence that its folder stands for."""
    for item in items:
        if not item.path.is_relative_to(ROOT / "tests"):
            continue
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        if folder in KINDS:
            item.add_marker(getattr(pytest.mark, folder))


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the cache of whoever runs the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASTEROID_ECON_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of full catalogues, from ASTEROID_ECON_DATA; tests skip where it is unset."""
    value = os.environ.get("ASTEROID_ECON_DATA")
    if not value or not Path(value).is_dir():
        pytest.skip("ASTEROID_ECON_DATA is not set to a directory: full catalogues are not here")
    return Path(value).resolve()
