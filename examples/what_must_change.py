"""Which assumption moves the answer most for one target: one study per change."""

from asteroid_econ import api

TARGET = "Ryugu"
CHANGES = {
    "as shipped": {},
    "ten times the plant's rate": {"missions.plant.rate_kg_yr_kg": 1000.0},
    "steam at 3.5 km/s": {"missions.tanker.exhaust_velocity_km_s": 3.5},
    "no failures at work": {"missions.reliability.operations_frac": 1.0},
}

print(f"{TARGET}, water to the near-rectilinear halo orbit")
for change, parameters in CHANGES.items():
    result = api.rank(
        targets=[TARGET], architectures=["water-nrho"], draws=1000, parameters=parameters
    )
    row = result.targets.row(0, named=True)
    print(f"{change:28} prices × {row['break_even_price_multiple']:8.1f} to break even")
