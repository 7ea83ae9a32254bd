"""Named random streams, distributions, correlation and sequences."""
