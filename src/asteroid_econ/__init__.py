"""Asteroid target selection and mission economics, from orbit to net present value.

Start at :mod:`asteroid_econ.api`. Importing this package opens no file and loads nothing heavy.
"""

from asteroid_econ._version import __version__

__all__ = ["__version__"]
