"""What the catalogue of a study holds: bodies by class, water and metal, with their uncertainty."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from asteroid_econ.composition.inventory import Inventory
from asteroid_econ.composition.inventory import inventory as composition_inventory
from asteroid_econ.composition.taxonomy import COMPLEXES
from asteroid_econ.records import Floats
from asteroid_econ.studies.config import Study
from asteroid_econ.studies.run import selected_targets, study_catalog
from asteroid_econ.valuation.setting import (
    prepare,
)

QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Range:
    """A quantity over the draws: its mean and three of its quantiles."""

    mean: float
    p05: float
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class CatalogInventory:
    """What the targets of a study hold, in place, before any mining.

    ``class_share`` by complex and ``class_count`` are of asteroids, whatever their size; the kg
    are sums over all of them. ``largest_volume_frac`` is the share of the volume that the largest
    body has, by median diameters: where it is near 1, the sums are those of this body.
    """

    study: Study
    n_targets: int
    left_out: tuple[tuple[str, str], ...]
    class_share: dict[str, Range]
    mass_kg: Range
    water_kg: Range
    metal_kg: Range
    water_frac: Range
    metal_frac: Range
    largest_volume_frac: float
    renormalised_frac: float

    def as_dict(self) -> dict[str, Any]:
        """Return the inventory as nested dictionaries."""
        names = [f for f in self.__dataclass_fields__ if f not in ("study", "left_out")]
        return {
            "study": self.study.model_dump(mode="json"),
            "study_sha256": self.study.identity,
            **{name: getattr(self, name) for name in names},
            "left_out": [{"designation": who, "reason": why} for who, why in self.left_out],
        }


def inventory(
    study: Study,
    *,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> CatalogInventory:
    """Return what the targets of a study hold together.

    Parameters
    ----------
    study : Study
        Its catalogue, targets, parameters, draws and seed; architectures do not matter.
    threads : int, optional
        Changes no bit of the result.
    progress : callable, optional
        Called with the number of targets just done and the number of all.

    Returns
    -------
    CatalogInventory
        Means with 5, 50 and 95 % points. Targets that cannot be drawn are named.
    """
    targets = selected_targets(study, study_catalog(study))
    setting = prepare(
        study.parameters, n_draws=study.draws, seed=study.seed, sampling=study.sampling
    )
    found = composition_inventory(
        targets,
        setting.composition,
        setting.sampler,
        threads=threads,
        progress=None if progress is None else lambda n: progress(n, len(targets)),
    )
    n = len(found.target_class)
    return CatalogInventory(
        study=study,
        n_targets=n,
        left_out=found.left_out,
        class_share={c: _range(found.class_count[i] / n) for i, c in enumerate(COMPLEXES)},
        mass_kg=_range(found.mass_kg),
        water_kg=_range(found.water_kg),
        metal_kg=_range(found.metal_kg),
        water_frac=_range(found.water_kg / found.mass_kg),
        metal_frac=_range(found.metal_kg / found.mass_kg),
        largest_volume_frac=_largest_volume_frac(found),
        renormalised_frac=found.renormalised_frac,
    )


def _range(draws: Floats) -> Range:
    return Range(float(np.mean(draws)), *(float(q) for q in np.quantile(draws, QUANTILES)))


def _largest_volume_frac(found: Inventory) -> float:
    volume = found.target_diameter_km**3
    return float(volume.max() / volume.sum())
