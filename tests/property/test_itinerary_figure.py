"""The figure says what it shows: axes with units, dates, the mode of the ephemeris."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from asteroid_econ.catalogs.embedded import load_embedded
from asteroid_econ.reports.itinerary_figure import itinerary_figure
from asteroid_econ.reports.itinerary_tables import assessment_table, option_table
from asteroid_econ.reports.transfers import iso_date
from asteroid_econ.studies.itineraries import find_itineraries
from mining_case import SEARCH


@pytest.fixture(scope="module")
def target():
    return find_itineraries(load_embedded(), ["2000 SG344"], SEARCH, n_options=4)[0]


def test_axes_dates_and_caption(target):
    figure = itinerary_figure(target, SEARCH)
    orbits, front = figure.axes
    assert orbits.get_xlabel().endswith("(au)")
    assert orbits.get_aspect() == 1.0
    assert front.get_xlabel().endswith("(years)")
    assert front.get_ylabel().endswith("(km/s)")
    option = target.options[-1]
    texts = " ".join(text.get_text() for text in orbits.texts)
    dates = option.launch_mjd_tdb + np.cumsum(
        [0.0, option.dur_out_d, option.dur_at_d, option.dur_ret_d]
    )
    for date in dates:
        assert iso_date(float(date)) in texts
    (caption,) = figure.texts[-1:]
    assert "Ephemeris: perturbed" in caption.get_text()
    assert "patched conics" in caption.get_text()


def test_nothing_is_outside_or_on_top_of_another(target):
    figure = itinerary_figure(target, SEARCH)
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    orbits = figure.axes[0]
    frame = orbits.get_window_extent()
    labels = [Text.get_window_extent(text, renderer) for text in orbits.texts if text.get_text()]
    assert len(labels) == 4
    for k, label in enumerate(labels):
        assert frame.x0 < label.x0 < label.x1 < frame.x1
        assert frame.y0 < label.y0 < label.y1 < frame.y1
        assert not any(label.overlaps(other) for other in labels[:k])
    for legend in (axes.get_legend().get_window_extent() for axes in figure.axes):
        assert 0.0 <= legend.x0 < legend.x1 <= figure.bbox.x1
        assert legend.y0 >= 0.0


def test_the_front_goes_through_the_options(target):
    front = itinerary_figure(target, SEARCH).axes[1]
    lines = {line.get_label(): line.get_xydata() for line in front.get_lines()}
    steps = lines["Pareto front"]
    for years, dv in lines["itineraries listed"]:
        at = np.searchsorted(steps[:, 0], years + 1e-9) - 1
        assert steps[at, 1] == pytest.approx(dv)
    known = steps[np.isfinite(steps[:, 1]), 1]
    assert (np.diff(known) <= 0.0).all()


def test_tables_have_a_row_for_each_itinerary(target):
    assert option_table(target, SEARCH).row_count == len(target.options) == 4
    assert assessment_table(target).row_count == 4
