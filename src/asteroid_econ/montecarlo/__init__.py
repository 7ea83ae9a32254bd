"""Streaming estimates and sensitivities; knows no asteroid."""
