"""Draws do not depend on what else is drawn, nor on how the draws are cut."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asteroid_econ._parallel import map_blocks
from asteroid_econ.errors import CorrelationError, InputError
from asteroid_econ.sampling.distributions import Dirichlet, parse
from asteroid_econ.sampling.sequences import METHODS, Sampler, variables_of

VARIABLES = ("a", "b", "c", "s[0]", "s[1]", "s[2]")
methods = st.sampled_from(METHODS)


def _sampler(method, n=1000, seed=0, **fields):
    return Sampler(seed, n, method, variables=VARIABLES, **fields)


@given(methods, st.integers(1, 900), st.integers(0, 900), st.integers(-3, 3))
@settings(max_examples=60)
def test_any_block_is_a_part_of_the_whole(method, n, first, seed):
    whole = Sampler(seed, 1000, method, variables=VARIABLES)
    n = min(n, 1000 - first)
    block = whole.block(first, n)
    for name, target in (("a", None), ("c", "433 Eros")):
        expected = whole.uniforms(name, target)[first : first + n]
        assert (block.uniforms(name, target) == expected).all()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("threads", [1, 2, 7])
@pytest.mark.parametrize("size", [100, 256, 77])
def test_threads_and_blocks_change_nothing(method, threads, size):
    whole = _sampler(method)
    law = parse("pert(1, 2, 9)")
    n_blocks = -(-1000 // size)
    parts = map_blocks(
        lambda i: whole.block(i * size, min(size, 1000 - i * size)).draw(law, "b", "Bennu"),
        n_blocks,
        threads=threads,
    )
    assert np.concatenate(parts).tobytes() == whole.draw(law, "b", "Bennu").tobytes()


@pytest.mark.parametrize("method", METHODS)
def test_one_draw_alone_equals_that_draw_in_the_full_run(method):
    whole = _sampler(method)
    for k in (0, 1, 255, 256, 999):
        alone = whole.block(k, 1)
        assert alone.uniforms("b", "Bennu")[0] == whole.uniforms("b", "Bennu")[k]
        dirichlet = Dirichlet((1.0, 2.0, 3.0))
        assert (alone.draw(dirichlet, "s")[:, 0] == whole.draw(dirichlet, "s")[:, k]).all()


@pytest.mark.parametrize("method", METHODS)
def test_another_variable_target_or_order_changes_no_draw(method):
    before = _sampler(method).uniforms("b", "Bennu")
    more = Sampler(0, 1000, method, variables=(*VARIABLES, "d", "e"))
    for name in ("e", "d", "a"):
        more.uniforms(name, "Ryugu")
    assert (more.uniforms("b", "Bennu") == before).all()


@pytest.mark.parametrize("method", ["random", "antithetic", "sobol"])
def test_more_draws_keep_the_earlier_ones(method):
    assert (_sampler(method, 2048).uniforms("a")[:1000] == _sampler(method).uniforms("a")).all()


@pytest.mark.parametrize("method", METHODS)
def test_variables_and_targets_differ(method):
    sampler = _sampler(method)
    draws = [sampler.uniforms(v, t) for v in "abc" for t in (None, "", "Bennu", "Ryugu")]
    r = np.corrcoef(draws)[np.triu_indices(len(draws), 1)]
    assert np.abs(r).max() < 0.15
    assert ((np.array(draws) > 0.0) & (np.array(draws) < 1.0)).all()


def test_common_random_numbers_need_no_target():
    assert (Sampler(0, 9).uniforms("price") == Sampler(0, 9).uniforms("price", None)).all()


@given(st.integers(1, 3000), st.integers(-5, 5))
@settings(max_examples=40)
def test_each_stratum_of_a_latin_hypercube_holds_one_draw(n, seed):
    u = np.sort(Sampler(seed, n, "latin").uniforms("v"))
    assert (np.abs(u * n - (np.arange(n) + 0.5)) <= 0.5 * (1 + 1e-12)).all()


@given(st.integers(0, 12), st.integers(0, 100), st.integers(0, 511))
@settings(max_examples=60)
def test_each_stratum_of_an_aligned_sobol_block_holds_one_draw(m, index, dimension):
    names = tuple(f"v{i}" for i in range(512))
    sampler = Sampler(3, 2**m, "sobol", first=index * 2**m, variables=names)
    for target in (None, "Bennu"):
        u = np.sort(sampler.uniforms(f"v{dimension}", target))
        assert (np.floor(u * 2**m) == np.arange(2**m)).all()


@pytest.mark.parametrize("target", [None, "Bennu", "Ryugu"])
def test_pairs_of_dimensions_are_nets(target):
    """The first two dimensions: any elementary rectangle of area 1/256 holds one of 256 points."""
    sampler = Sampler(1, 256, "sobol", first=512, variables=VARIABLES)
    a, b = sampler.uniforms("a", target), sampler.uniforms("b", target)
    for i in range(9):
        cells = np.floor(a * 2**i) * 2 ** (8 - i) + np.floor(b * 2 ** (8 - i))
        assert np.unique(cells).size == 256


def test_antithetic_pairs_are_mirrored():
    u = _sampler("antithetic").uniforms("a")
    assert (u[1::2] == 1.0 - u[::2]).all()
    assert u.mean() == pytest.approx(0.5, abs=1e-15)
    assert (u[::2] == _sampler("random").uniforms("a")[:500]).all()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"method": "halton"}, "^method = 'halton'.*one of random, antithetic, latin, sobol"),
        ({"n_draws": 0}, "^n_draws = 0.*>= 1"),
        ({"n_draws": 1.5}, "^n_draws = 1.5"),
        ({"n_draws": True}, "^n_draws = True"),
        ({"first": -1}, "^first = -1"),
        ({"seed": 1.0}, "^seed = 1.0"),
        ({"n_total": 5}, "^n_total = 5.*>= 10"),
        ({"method": "sobol"}, "^variables = None.*names of all variables"),
        ({"method": "sobol", "variables": ("a", "a")}, "^variables = .*without repeats"),
        ({"method": "sobol", "variables": tuple(map(str, range(513)))}, "at most 512 names"),
        ({"method": "sobol", "variables": ("a",), "first": 2**52}, "draws below"),
        ({"method": "latin", "n_total": 2**40}, "^n_total = "),
    ],
)
def test_bad_fields_are_refused(fields, says):
    with pytest.raises(InputError, match=says):
        Sampler(**{"seed": 0, "n_draws": 10, **fields})


def test_a_variable_outside_the_study_has_no_sobol_dimension():
    with pytest.raises(InputError, match=r"^name = 'z'.*listed in variables"):
        _sampler("sobol").uniforms("z")


def test_a_block_outside_the_study_is_refused():
    with pytest.raises(InputError, match=r"^first = 990.*draws 0 to 999"):
        _sampler("random").block(990, 20)


def test_correlated_variables_keep_their_distributions_and_the_first_its_draws():
    laws = {"a": parse("lognormal(5, 2)"), "b": parse("pert(0, 1, 9)")}
    sampler = _sampler("random")
    drawn = sampler.draw_together(laws, [[1.0, 0.8], [0.8, 1.0]], "Bennu")
    assert list(drawn) == ["a", "b"]
    assert (drawn["a"] == sampler.draw(laws["a"], "a", "Bennu")).all()
    assert not np.allclose(drawn["b"], sampler.draw(laws["b"], "b", "Bennu"))
    apart = sampler.draw_together(laws, np.eye(2), "Bennu")
    assert (apart["b"] == sampler.draw(laws["b"], "b", "Bennu")).all()
    with pytest.raises(CorrelationError, match="correlation"):
        sampler.draw_together(
            {**laws, "c": laws["a"]}, [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]
        )
    with pytest.raises(InputError, match=r"^s = .*one variable"):
        sampler.draw_together({"s": Dirichlet((1.0, 2.0))}, [[1.0]])


def test_the_variables_of_a_study_are_found_by_running_it():
    def study(sampler):
        price = sampler.draw(parse("lognormal(5, 2)"), "price")
        shares = sampler.block(10, 5).draw(Dirichlet((1.0, 2.0)), "share", "Bennu")
        laws = {"cost": parse("tri(1, 2, 3)"), "price": parse("normal(0, 1)")}
        return price, shares, sampler.draw_together(laws, np.eye(2))

    names = variables_of(study)
    assert names == ("price", "share[0]", "share[1]", "cost")
    study(Sampler(0, 100, "sobol", variables=names))
