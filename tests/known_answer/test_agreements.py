"""Agreements of a study on a campaign whose every number can be added up by hand."""

import numpy as np
import pytest

from asteroid_econ.economics.agreements import agreements
from asteroid_econ.economics.contracts import fair_upfront_usd
from asteroid_econ.economics.settlement import Book
from asteroid_econ.errors import InputError

OFFTAKE = {"product": "platinum", "kind": "fixed", "kg_yr": 10, "first_yr": 2030, "last_yr": 2031,
           "price_usd_kg": 100.0}  # fmt: skip
COLLAR = {"product": "platinum", "kind": "collar", "kg_yr": 10, "first_yr": 2030, "last_yr": 2031}
STREAM = {"product": "platinum", "share_frac": 0.5, "paid_on_delivery_ratio": 0.2,
          "upfront_usd": 7.0}  # fmt: skip
FORWARD = {"product": "platinum", "year": 2031, "kg": 3.0, "price_usd_kg": 90.0}


def settled(contracts, sold, net, *, payable=1.0, refining=0.0):
    """Sales in the middle of 2030, 2031 and 2032, one draw."""
    book = Book(
        agreements(contracts).on("platinum"),
        t_yr=np.array([4.5, 5.5, 6.5]),
        year=np.array([4, 5, 6]),
        calendar_yr=2026.5 + np.arange(10),
        payable_frac=payable,
        refining_usd_kg=refining,
        n_draws=1,
    )
    one = np.ones(1)
    book.enter(np.array(sold)[:, None], np.array(net)[:, None], one, one > 0.0)
    added, upfront = book.close(3)
    np.testing.assert_array_equal(added[0], added[1])
    return added[0, :, 0].tolist(), upfront


def test_an_offtake_binds_in_its_years_and_its_kilograms():
    added, _ = settled({"offtake": [OFFTAKE]}, [12.0, 4.0, 20.0], [60.0, 130.0, 50.0])
    assert added == [10 * 40.0, 4 * -30.0, 0.0]
    owing = {**OFFTAKE, "default_ratio": 0.5}
    added, _ = settled({"offtake": [owing]}, [12.0, 4.0, 20.0], [60.0, 130.0, 50.0])
    assert added == [10 * 40.0, 4 * -30.0 - 0.5 * 6 * 130.0, 0.0]


def test_the_second_offtake_gets_what_the_first_leaves():
    second = {**OFFTAKE, "price_usd_kg": 80.0}
    added, _ = settled({"offtake": [OFFTAKE, second]}, [12.0, 0.0, 0.0], [60.0, 60.0, 60.0])
    assert added == [10 * 40.0 + 2 * 20.0, 0.0, 0.0]


def test_a_stream_takes_its_share_of_what_was_paid_but_not_of_damages():
    owing = {**OFFTAKE, "default_ratio": 1.0}
    added, upfront = settled(
        {"offtake": [owing], "stream": [STREAM]}, [12.0, 4.0, 20.0], [60.0, 60.0, 50.0]
    )
    assert upfront == 7.0
    taken = 0.5 * 0.8
    assert added == pytest.approx(
        [
            400.0 - taken * (12 * 60.0 + 400.0),
            160.0 - 6 * 60.0 - taken * (4 * 60.0 + 160.0),
            -taken * 20 * 50.0,
        ]
    )


def test_a_fair_stream_is_worth_its_price_to_its_buyer():
    fair = {**STREAM, "upfront_usd": "fair", "buyer_rate_frac": 0.07}
    added, upfront = settled({"stream": [fair]}, [12.0, 4.0, 20.0], [60.0, 130.0, 50.0])
    given = sum(-usd / 1.07**t for usd, t in zip(added, (4.5, 5.5, 6.5), strict=True))
    assert upfront == pytest.approx(given)
    direct = fair_upfront_usd(
        [12 * 60.0, 4 * 130.0, 20 * 50.0], [4.5, 5.5, 6.5], share_frac=0.5,
        paid_on_delivery_ratio=0.2, discount_rate=0.07,
    )  # fmt: skip
    assert upfront == pytest.approx(direct)


def test_a_forward_is_on_the_market_price_and_binds_without_any_delivery():
    added, _ = settled(
        {"forward": [FORWARD]}, [0.0, 0.0, 0.0], [60.0, 70.0, 50.0], payable=0.9, refining=2.0
    )
    assert added == pytest.approx([0.0, 3.0 * (90.0 - 72.0 / 0.9), 0.0])
    fair, _ = settled({"forward": [{**FORWARD, "price_usd_kg": "fair"}]}, [1.0] * 3, [60.0] * 3)
    assert fair == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("contracts", "key", "allowed"),
    [
        ({"swap": []}, "contracts.swap", "offtake"),
        ({"offtake": OFFTAKE}, "contracts.offtake", "list"),
        ({"offtake": [1]}, "contracts.offtake[0]", "table"),
        ({"offtake": [{**OFFTAKE, "kgg": 1}]}, "contracts.offtake[0].kgg", "kg_yr"),
        ({"offtake": [{**OFFTAKE, "kind": "gift"}]}, "contracts.offtake[0].kind", "collar"),
        ({"offtake": [{**OFFTAKE, "kg_yr": -1}]}, "contracts.offtake[0].kg_yr", "from 0"),
        ({"offtake": [{**OFFTAKE, "last_yr": 2029}]}, "contracts.offtake[0].last_yr", "2030"),
        ({"offtake": [{**OFFTAKE, "first_yr": 2030.5}]}, "contracts.offtake[0].first_yr", "whole"),
        ({"offtake": [{**OFFTAKE, "product": "osmium"}]}, "contracts.offtake[0].product", "gold"),
        (
            {"offtake": [{**OFFTAKE, "kind": "take-or-pay"}]},
            "contracts.offtake[0].pay_ratio",
            "needs it",
        ),
        (
            {"offtake": [{**COLLAR, "floor_usd_kg": 9.0, "ceiling_usd_kg": 1.0}]},
            "contracts.offtake[0].floor_usd_kg",
            "<= 1",
        ),
        (
            {"offtake": [{**OFFTAKE, "kind": "fixed", "price_usd_kg": 9.0, "index_ratio": 2.0}]},
            "contracts.offtake[0].index_ratio",
            "no such term in a contract 'fixed'",
        ),
        ({"stream": [{**STREAM, "share_frac": 1.1}]}, "contracts.stream[0].share_frac", "0 to 1"),
        (
            {"stream": [{**STREAM, "share_frac": 0.6}] * 2},
            "contracts.stream.share_frac",
            "1 of all",
        ),
        (
            {"stream": [{**STREAM, "upfront_usd": "dear"}]},
            "contracts.stream[0].upfront_usd",
            "fair",
        ),
        ({"forward": [{**FORWARD, "kg": True}]}, "contracts.forward[0].kg", "number"),
        ({"forward": [{"product": "gold"}]}, "contracts.forward[0].kg", "needed"),
    ],
)
def test_bad_terms_name_key_value_and_range(contracts, key, allowed):
    with pytest.raises(InputError) as caught:
        agreements(contracts)
    assert caught.value.name == key
    assert allowed in caught.value.allowed
