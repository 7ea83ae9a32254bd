"""Asteroid tables: schema, readers, embedded data, provenance."""
