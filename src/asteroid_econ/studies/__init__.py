"""Study files, runs, stores, provenance."""
