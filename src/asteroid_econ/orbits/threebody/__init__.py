"""Circular restricted three-body problem: periodic orbits, their manifolds, retrieval."""
