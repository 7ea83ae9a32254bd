"""Sourced numbers: TOML files and the loader that freezes them."""
