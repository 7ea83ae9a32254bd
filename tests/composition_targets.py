"""Targets and samplers for the tests of the composition."""

import math

from asteroid_econ.records import Target
from asteroid_econ.sampling.sequences import Sampler


def target(
    h=20.0,
    *,
    albedo=math.nan,
    diameter=math.nan,
    rotation=math.nan,
    taxonomy="",
    name="T",
    published=(),
    orbit=(math.nan, math.nan, math.nan),
):
    """A target of which only what is given is known."""
    a_au, ecc, inc_rad = orbit
    nan = math.nan
    return Target(
        designation=name, name="", a_au=a_au, ecc=ecc, inc_rad=inc_rad, node_rad=nan,
        argperi_rad=nan, mean_anomaly_rad=nan, epoch_mjd_tdb=nan, h_mag=h, albedo=albedo,
        diameter_km=diameter, rotation_h=rotation, taxonomy=taxonomy, condition_code=nan,
        class_probabilities=published,
    )  # fmt: skip


def sampler(n, seed=0):
    return Sampler(seed, n)
