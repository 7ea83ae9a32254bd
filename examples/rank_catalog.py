"""Rank the embedded catalogue from Python, and look at the best targets of each class."""

import polars as pl

from asteroid_econ import api

result = api.rank(draws=500, seed=0)

print(f"{len(result.targets)} targets, ranked by {result.measure}")
columns = ["rank", "designation", "name", "class", "dv_km_s", "revenue_cost_ratio"]
with pl.Config(tbl_rows=12):
    print(result.targets.select(columns).head(10))
    print(result.targets.group_by("class", maintain_order=True).first().select(columns))
