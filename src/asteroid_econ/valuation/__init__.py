"""Where orbits, composition, missions and markets meet."""
