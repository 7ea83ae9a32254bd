"""What an architecture is, and the ones that exist.

An architecture turns a drawn body and a transfer option into a :class:`Delivery` in two steps:
``design`` fixes the hardware from expectations over a design block of draws (nobody knows the
asteroid's truth when the craft is built), ``fly`` lets every draw happen to that hardware.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from asteroid_econ.errors import InputError
from asteroid_econ.missions.pgm_return import PgmReturn
from asteroid_econ.missions.technology import Technology
from asteroid_econ.missions.water_nrho import WaterNrho
from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import Body, Delivery, TransferOptions


class Architecture(Protocol):
    """One way to mine an asteroid and bring the product to a market."""

    @property
    def name(self) -> str:
        """Name on the command line."""

    @property
    def title(self) -> str:
        """One line for people."""

    @property
    def return_to(self) -> str:
        """Where its products arrive: a place of return of dated itineraries."""

    @property
    def products(self) -> tuple[str, ...]:
        """What it delivers."""

    def fly(
        self,
        body: Body,
        options: TransferOptions,
        option: int,
        *,
        technology: Technology,
        parameters: ParameterSet,
        design_block: tuple[Body, Technology],
    ) -> Delivery:
        """Return what every draw delivers."""


ARCHITECTURES: Mapping[str, Architecture] = MappingProxyType(
    {architecture.name: architecture for architecture in (PgmReturn(), WaterNrho())}
)


def architecture(name: str) -> Architecture:
    """Return the architecture of a name; an unknown name is an error that lists the known ones."""
    try:
        return ARCHITECTURES[name]
    except KeyError:
        raise InputError("architecture", name, f"one of {', '.join(ARCHITECTURES)}") from None
