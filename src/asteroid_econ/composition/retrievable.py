"""Easily retrievable objects: those that a small impulse brings to a libration point of Earth."""

from asteroid_econ.parameters.load import ParameterSet
from asteroid_econ.records import Target


def retrieval_point(target: Target, parameters: ParameterSet) -> str:
    """Return the libration point that an easily retrievable object reaches most cheaply, or ''.

    Parameters
    ----------
    target : Target
        Known by its provisional designation, as designation or name.
    parameters : ParameterSet
        ``load("retrievable")``.

    References
    ----------
    García Yárnoz, Sanchez and McInnes (2013): the twelve objects known in April 2013.
    """
    bodies = parameters.value("bodies")
    return str(bodies.get(target.designation.strip(), bodies.get(target.name.strip(), "")))
