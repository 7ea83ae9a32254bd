"""Kilograms, watts, days: rockets, launchers, architectures."""
