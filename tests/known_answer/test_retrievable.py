from asteroid_econ.composition.retrievable import retrieval_point
from asteroid_econ.parameters.load import load
from composition_targets import target


def test_the_twelve_of_2013():
    # García Yárnoz, Sanchez and McInnes (2013): ten to L2, two to L1
    parameters = load("retrievable")
    names = list(parameters.value("bodies"))
    points = [retrieval_point(target(name=name), parameters) for name in names]
    assert len(names) == 12
    assert points.count("L2") == 10
    assert points.count("L1") == 2
