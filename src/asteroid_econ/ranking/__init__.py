"""Scores, Pareto sets and rank stability; knows no money."""
