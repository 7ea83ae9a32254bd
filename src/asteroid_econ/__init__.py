"""Asteroid target selection and mission economics, from orbit to net present value.

Start at :mod:`asteroid_econ.api`. Importing this package opens no file and loads nothing heavy.
"""

__version__ = "0.1.0"
