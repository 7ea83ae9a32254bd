"""Sphinx configuration. Build: make docs."""

from asteroid_econ._version import __version__

project = "asteroid-econ"
author = "The asteroid-econ developers"
copyright = "The asteroid-econ developers, MIT licence"
release = version = __version__
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.napoleon"]
templates_path = ["_templates"]
exclude_patterns = ["_build"]
autosummary_generate = True
autosummary_imported_members = False
autodoc_typehints = "none"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
nb_execution_mode = "off"  # examples are run by the tests
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
suppress_warnings = ["ref.python", "autosummary.import_cycle"]
html_theme = "pydata_sphinx_theme"
html_title = "asteroid-econ"
html_show_sourcelink = False
