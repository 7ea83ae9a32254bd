"""The twelve easily retrievable objects as the retrieval's tests need them."""

from functools import cache

import numpy as np

from asteroid_econ.catalogs.embedded import load_embedded
from asteroid_econ.orbits.threebody.retrieval import Retrieval, cheapest_retrievals
from asteroid_econ.orbits.threebody.table import shipped_table
from asteroid_econ.parameters.load import load
from asteroid_econ.studies.retrieval import catalog_elements

TWELVE = tuple(load("retrievable").value("bodies"))


@cache
def elements(name: str) -> np.ndarray:
    catalog = load_embedded()
    return catalog_elements(catalog.select([catalog.row_of(name)]))[0]


@cache
def found(name: str, family: str, *, is_true_earth: bool = False, seed: int = 0) -> Retrieval:
    return cheapest_retrievals(
        elements(name),
        table=shipped_table(),
        families=(family,),
        is_true_earth=is_true_earth,
        seed=seed,
    )[0]
