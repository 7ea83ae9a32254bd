"""Orbital mechanics: elements, Kepler, Lambert, patched conics, transfers."""
