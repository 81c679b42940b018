# Everything here works on a machine with Python >= 3.11, git and make. `make` alone lists the targets.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
# A file's tests stay in one process, so what they share is made once.
# Compiled tests and modules are kept, whatever the shell says: it halves what a second run takes to start.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses auto --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help demo quick test test-all check format bench clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "negsim needs Python 3.11 or newer; set PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(READY) ## set up and run the US-Vietnam talks 200 times
	$(BIN)/negsim run us_vietnam_2025 --replications 200 --out results

quick: $(READY) ## run the tests that start no process and play few talks: two minutes on two cores
	$(PYTEST) -m "not server and not long and not slow"

test: $(READY) ## set up and run the tests, but for a few that take minutes
	$(PYTEST) -m "not slow"

test-all: $(READY) ## run every test
	$(PYTEST)

check: $(READY) ## format, lint, types and tests: what a change must pass
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(PYTEST) -m "not slow"

format: $(READY) ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY) ## measure speed and memory
	@for file in benchmarks/bench_*.py; do echo "== $$file"; $(BIN)/python $$file; done

clean: ## remove the environment and caches; results stay
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
