# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# Each test that starts a server would compile it anew, which no user's does.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test check format test-editors bench fuzz chaos quality costs packages clean

$(STAMP): pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: set PYTHON=/path/to/python3"; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed, $(PYTHON) is older"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $(STAMP)

## Run the main job as an editor would; WORKSPACE=… FILE=… tries it on your own code.
demo: $(STAMP)
	@$(BIN)/python tests/demo.py $(if $(WORKSPACE),--workspace "$(WORKSPACE)") $(if $(FILE),--file "$(FILE)")

## Unit, case, arch and end-to-end tests with branch coverage.
test: $(STAMP)
	@rm -f .coverage .coverage.*
	$(BIN)/python -m pytest --cov --cov-report=term -n 2 --dist loadgroup

## Format, lint, types, import contracts.
check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

## Real editors, driven headless, and each end-to-end test as each of the recorded ones.
test-editors: $(STAMP)
	$(BIN)/python -m pytest tests/e2e --clients all -n 2
	$(BIN)/python -m pytest tests/editors

## Ratios side by side; QUICK=1 takes a fifth of the files.
bench: $(STAMP)
	$(BIN)/python tests/load/bench.py $(if $(QUICK),--quick)

## Thousands of random sessions against the oracle of tests/fuzz; SEED=… SESSIONS=… make others.
fuzz: $(STAMP)
	$(BIN)/python tests/fuzz/long.py $(if $(SEED),--seed $(SEED)) $(if $(SESSIONS),--sessions $(SESSIONS))

## Recall and false alarms on the labelled set, by class; MISSES=1 lists what was judged wrongly.
quality: $(STAMP)
	$(BIN)/python tests/load/quality.py $(if $(MISSES),--misses)

## Measure what each rule costs: it decides whether its findings are among the first.
costs: $(STAMP)
	$(BIN)/python tests/load/costs.py

## Kills, limits and hostile input against the real engine.
chaos: $(STAMP)
	$(BIN)/python -m pytest tests/chaos

## False alarms on 100 packages of PyPI; SEED=… chooses others.
packages: $(STAMP)
	$(BIN)/python tests/load/packages.py $(if $(SEED),--seed $(SEED))

clean:
	rm -rf $(VENV) .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache build dist
