"""Figures of one asteroid: probabilities of its classes, its size, its grades."""

from pathlib import Path
from typing import Any

import numpy as np

from asteroid_econ.composition.evidence import ClassEvidence, class_rows
from asteroid_econ.composition.grades import PLATINUM_GROUP
from asteroid_econ.errors import InputError
from asteroid_econ.records import Body

_FORMATS = {".svg": "Date", ".png": "Software"}  # and what is left out of each, to keep its bytes
_DPI = 120
_MOST_BINS = 60
_CENTRAL = (0.005, 0.995)  # of the draws, shown in the histograms
_LEAST_FRAC = 1e-6  # below, a grade is drawn as none


def check_figure_file(path: Path) -> None:
    """Refuse a file that is neither SVG nor PNG, or whose folder is not there."""
    if path.suffix.lower() not in _FORMATS:
        raise InputError("plot", str(path), "a file that ends in .svg or .png")
    if not path.parent.is_dir() or path.is_dir():
        raise InputError("plot", str(path), "a file in a folder that exists")


def write_body_figure(path: Path, evidence: ClassEvidence, body: Body, *, name: str = "") -> None:
    """Write one figure as an SVG or PNG file, the same bytes for the same draws.

    Parameters
    ----------
    path : Path
        File to write; its suffix says which.
    evidence : ClassEvidence
        Prior and posterior of the classes.
    body : Body
        D draws.
    name : str
        Name beside the designation in the title.
    """
    check_figure_file(path)
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot

    style: Any = {"svg.hashsalt": "asteroid-econ", "font.size": 9}
    with matplotlib.rc_context(style):
        figure, panels = pyplot.subplots(2, 2, figsize=(9, 7), layout="constrained")
        classes, size, density, grades = panels.ravel()
        _classes(classes, evidence)
        _histogram(size, body.diameter_km * 1e3, "diameter, m")
        _histogram(density, body.density_kg_m3, "bulk density, kg/m³")
        _grades(grades, body)
        figure.suptitle(f"{f'{body.designation} {name}'.strip()}: {body.mass_kg.size} draws")
        kind = path.suffix.lower()
        figure.savefig(path, format=kind[1:], metadata={_FORMATS[kind]: None}, dpi=_DPI)
        pyplot.close(figure)


def _classes(axes: Any, evidence: ClassEvidence) -> None:
    rows = class_rows(evidence)
    at = np.arange(len(rows))
    axes.bar(at - 0.2, [r.prior for r in rows], 0.4, color="lightgrey", label="prior")
    axes.bar(at + 0.2, [r.posterior for r in rows], 0.4, color="tab:blue", label="posterior")
    axes.set_xticks(at, [r.name for r in rows])
    axes.set_ylabel("probability")
    axes.legend()


def _histogram(axes: Any, values: np.ndarray, label: str) -> None:
    low, high = np.quantile(values, _CENTRAL)
    edges = np.geomspace(low, max(high, low * 1.01), _n_bins(values) + 1)
    axes.hist(values, edges, color="tab:blue")
    axes.set_xscale("log")
    for axis in (axes.xaxis.set_major_formatter, axes.xaxis.set_minor_formatter):
        axis("{x:,.5g}")
    axes.tick_params(axis="x", which="both", labelrotation=45)
    axes.set_xlabel(label)
    axes.set_ylabel("draws")


def _n_bins(values: np.ndarray) -> int:
    """Return the number of bins by Rice's rule: more bars than draws can fill are only noise."""
    return min(max(int(2.0 * values.size ** (1.0 / 3.0)), 5), _MOST_BINS)


def _grades(axes: Any, body: Body) -> None:
    rows = [body.elements.index(e) for e in PLATINUM_GROUP]
    drawn = {
        "water": body.water_frac,
        "native metal": body.metal_frac,
        "platinum group × 1000": 1e3 * body.grade_frac[rows].sum(axis=0),
    }
    edges = np.geomspace(_LEAST_FRAC, 1.0, 2 * _n_bins(body.water_frac) + 1)
    for label, frac in drawn.items():
        none = np.mean(frac < _LEAST_FRAC)
        text = f"{label} (none in {none:.0%})" if none > 0.0 else label
        axes.hist(frac[frac >= _LEAST_FRAC], edges, histtype="step", label=text)
    axes.set_xscale("log")
    axes.set_xlabel(f"fraction of the mass (none: below {_LEAST_FRAC:g})")
    axes.set_ylabel("draws")
    axes.margins(y=0.2)
    axes.legend(loc="upper left", fontsize="small")
