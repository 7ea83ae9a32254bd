"""Calendars by hand: equal intervals without dates, return windows with them."""

from dataclasses import replace

import numpy as np
import pytest

from asteroid_econ.errors import InputError
from asteroid_econ.missions.campaign import campaign, return_windows_mjd_tdb
from asteroid_econ.parameters.load import load
from asteroid_econ.records import TransferOptions

MISSIONS = load("missions")  # 180 days of commissioning, 15 years of life, 5 deliveries


def one(x):
    return np.array([float(x)])


FREE = TransferOptions(
    definition="test",
    departure_mjd_tdb=one(62_502.0),
    outbound_d=one(300.0),
    return_d=one(200.0),
    departure_c3_km2_s2=one(5.0),
    departure_dv_km_s=one(3.4),
    arrival_dv_km_s=one(1.0),
    return_departure_dv_km_s=one(1.0),
    return_vinf_km_s=one(2.0),
    revisit_d=one(1000.0),
    sun_distance_au=one(1.2),
)


def dated(stay_d, revisit_d):
    return replace(FREE, stay_d=one(stay_d), revisit_d=one(revisit_d))


def test_without_dates_the_plant_s_life_is_cut_in_five():
    calendar = campaign(FREE, 0, MISSIONS)
    assert calendar.interval_d == pytest.approx(15 * 365.25 / 5)
    leaves = 62_502.0 + 300.0 + 180.0 + 1095.75 * np.arange(1, 6)
    assert calendar.delivery_mjd_tdb == pytest.approx(leaves + 200.0)


def test_deliveries_leave_in_the_windows():
    """Arrival 62802, work from 62982 to 68460.75; windows at 63982, 64982, …: five of them."""
    calendar = campaign(dated(1180.0, 1000.0), 0, MISSIONS)
    assert calendar.delivery_mjd_tdb == pytest.approx(63_982.0 + 200.0 + 1000.0 * np.arange(5))
    assert calendar.interval_d == pytest.approx(1000.0)


def test_an_early_window_is_let_pass_where_it_holds_back_the_loads():
    """Windows 20, 1020, … 5020 days after commissioning: the first would hold 20 days' ore."""
    windows = return_windows_mjd_tdb(dated(200.0, 1000.0), 0, MISSIONS)
    assert windows == pytest.approx(62_982.0 + 1020.0 + 1000.0 * np.arange(5))
    calendar = campaign(dated(200.0, 1000.0), 0, MISSIONS)
    assert calendar.interval_d == pytest.approx(5020.0 / 5)


def test_windows_end_with_the_plant():
    """3,000 and 5,000 days after commissioning; a third would be after the plant's life."""
    calendar = campaign(dated(3180.0, 2000.0), 0, MISSIONS)
    assert calendar.n_deliveries == 2
    assert calendar.interval_d == pytest.approx(2500.0)


def test_a_stay_within_commissioning_waits_for_later_windows():
    """Windows 1350, 2850, 4350 days after it: three loads of 1350, two of 2175 or one of 4350."""
    windows = return_windows_mjd_tdb(dated(30.0, 1500.0), 0, MISSIONS)
    assert windows == pytest.approx([62_982.0 + 2850.0, 62_982.0 + 4350.0])


def test_no_second_window_is_one_delivery_and_no_window_is_refused():
    assert campaign(dated(1180.0, np.nan), 0, MISSIONS).n_deliveries == 1
    with pytest.raises(InputError, match="stay_d"):
        campaign(dated(100.0, np.nan), 0, MISSIONS)
