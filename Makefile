# Everything runs in $(VENV); the system Python is only asked to make it.
#   make rank                          rank the embedded catalogue
#   make rank ARGS="--top 5 --seed 1"  the same with options
#   make test PYTHON=python3.12        another interpreter (in a fresh VENV)

PYTHON ?= python3
VENV ?= .venv
ARGS ?=
CONSTRAINTS ?=
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
INSTALL = $(if $(UV),$(UV) pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --disable-pip-version-check)
PINS = $(if $(CONSTRAINTS),--constraint $(CONSTRAINTS))

.DEFAULT_GOAL := help
.PHONY: help rank test test-heavy bench bench-long docs validation clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

rank: $(VENV)/.installed ## install into .venv and rank the embedded catalogue
	@$(BIN)/asteroid-econ rank $(ARGS)

test: $(VENV)/.installed-test ## install the test extra; lint, types, import contracts, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -m "not heavy" $(ARGS)

test-heavy: $(VENV)/.installed-test ## the long checks that make test leaves out
	$(BIN)/python -m pytest -m heavy $(ARGS)

bench: $(VENV)/.installed-bench ## benchmarks, under 20 minutes
	$(BIN)/python -m pytest benchmarks -o python_files='bench_*.py' -m "not heavy" $(ARGS)

bench-long: $(VENV)/.installed-bench ## the long benchmarks; their tables are committed
	$(BIN)/python -m pytest benchmarks -o python_files='bench_*.py' -m heavy $(ARGS)

docs: $(VENV)/.installed-docs validation ## build the documentation into docs/_build/html
	$(BIN)/python -m sphinx -q -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

validation: $(VENV)/.installed ## write docs/validation.md from the published cases
	$(BIN)/python builders/validation_page.py

clean: ## remove .venv, caches and everything built
	rm -rf $(VENV) .numba_cache .pytest_cache .mypy_cache .ruff_cache .hypothesis \
	  .import_linter_cache .benchmarks build dist docs/_build docs/_generated
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.installed: pyproject.toml $(CONSTRAINTS) | $(BIN)/python
	$(INSTALL) $(PINS) --editable .
	@touch $@

$(VENV)/.installed-%: pyproject.toml $(CONSTRAINTS) | $(BIN)/python
	$(INSTALL) $(PINS) --editable '.[$(if $(filter bench,$*),test$(comma)peers,$*)]'
	@touch $@ $(VENV)/.installed

comma := ,

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "asteroid-econ needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)."; \
	  echo "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
ifneq ($(UV),)
	$(UV) venv --quiet --allow-existing --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV)
else
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make a virtual environment: its venv module is incomplete."; \
	  echo "Install the system package python3-venv (Debian, Ubuntu) or uv, and try again."; exit 2; }
	$(PYTHON) -m venv $(VENV)
endif
