"""The public face is short, sorted and complete."""

from types import ModuleType

from asteroid_econ import api


def test_all_is_sorted_and_equal_to_what_is_visible():
    visible = {
        name
        for name, thing in vars(api).items()
        if not name.startswith("_")
        and not isinstance(thing, ModuleType)
        and str(getattr(thing, "__module__", "")).startswith("asteroid_econ")
    }
    assert api.__all__ == sorted(api.__all__)
    assert set(api.__all__) == visible
    assert len(api.__all__) <= 25


def test_every_name_has_a_docstring():
    for name in api.__all__:
        assert getattr(api, name).__doc__, name
