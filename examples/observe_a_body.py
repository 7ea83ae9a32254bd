"""What a measurement means: an unknown body, its albedo, its radar albedo, ten assays of it."""

import sys
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from asteroid_econ.catalogs.load import load
from asteroid_econ.composition.body import draw_body
from asteroid_econ.composition.evidence import class_evidence
from asteroid_econ.composition.observe import effective_draws, observe, sample_frac
from asteroid_econ.composition.tables import load_tables
from asteroid_econ.reports.body_figure import write_body_figure
from asteroid_econ.sampling.sequences import Sampler
from asteroid_econ.sampling.streams import stream

folder = Path(sys.argv[1] if len(sys.argv) > 1 else mkdtemp())
tables = load_tables()
target = next(t for t in load("embedded").targets() if not t.taxonomy and t.albedo != t.albedo)
before = draw_body(target, tables, Sampler(0, 20_000))
dark = observe(before, albedo=0.12)
metal = observe(dark, radar_albedo=0.4)
platinum = metal.elements.index("platinum")
z = stream(0, "assay").normals(10)  # hand samples of one body that may be there
truth = metal.grade_frac[platinum, np.flatnonzero(metal.metal_frac > 0.5)[0]]
assays = sample_frac(truth, z, tables.parameters("meteorites"))
assayed = observe(metal, grade_frac={"platinum": float(assays.mean())}, n_samples=z.size)

for what, body in (
    ("unknown", before),
    ("albedo .12", dark),
    ("radar albedo .4", metal),
    ("ten assays", assayed),
):
    low, middle, high = np.quantile(body.diameter_km * 1e3, [0.1, 0.5, 0.9])
    print(
        f"{what:>16}: {middle:.0f} m ({low:.0f} to {high:.0f}), "
        f"mean water {body.water_frac.mean():.3f}, mean metal {body.metal_frac.mean():.3f}, "
        f"median platinum {np.median(body.grade_frac[platinum]) * 1e6:.1f} ppm, "
        f"{effective_draws(body)} different draws"
    )
write_body_figure(folder / "body.svg", class_evidence(target, tables), before)
print(f"figure: {(folder / 'body.svg').name}")
