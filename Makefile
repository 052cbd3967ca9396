# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# Each test that starts a server would compile it anew, which no user's does.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test check format test-editors test-model vscode bench fuzz chaos quality costs packages replay clean

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

## Unit, case, arch and end-to-end tests, but for those that take long; COVERAGE=1 counts branches, which takes half as long again.
test: $(STAMP)
	@rm -f .coverage .coverage.*
	$(BIN)/python -m pytest $(if $(COVERAGE),--cov --cov-report=term) -n 2 --dist loadgroup -m "not thorough"

## Format, lint, types, import contracts.
check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

## What is made of the settings: docs/settings.md, and their part of client-vscode/package.json.
.PHONY: generated
generated: $(STAMP)
	$(BIN)/python -m omni_lsp.config

## Real editors, driven headless, each end-to-end test as each of the recorded ones, and whatever else takes long.
test-editors: $(STAMP)
	$(BIN)/python -m pytest tests/e2e --clients all -n 2
	$(BIN)/python -m pytest tests/editors
	$(BIN)/python -m pytest tests/unit -m thorough -n 2
	$(BIN)/python -m pytest tests/chaos -n 2 --dist loadgroup

## A model with real weights behind the coding agent: about three minutes, most of it one fix by `check`; needs node 20 or
## newer with npm, and 180 MB in .cache/model, fetched the first time: from then on no network.
test-model: $(STAMP)
	$(BIN)/python tests/load/real_model.py
	$(BIN)/python -m pytest tests/load/test_real_model.py

## The extension for VS Code, as dist/omni-lsp.vsix; needs node 20 or newer and npm.
vscode: dist/omni-lsp.vsix

CLIENT := client-vscode
CLIENT_STAMP := $(CLIENT)/node_modules/.installed

$(CLIENT_STAMP): $(CLIENT)/package-lock.json
	@command -v npm >/dev/null || { echo "node 20 or newer with npm is needed"; exit 2; }
	cd $(CLIENT) && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

dist/omni-lsp.vsix: $(CLIENT_STAMP) $(wildcard $(CLIENT)/*.* $(CLIENT)/src/*.ts $(CLIENT)/scripts/*.mjs $(CLIENT)/media/* $(CLIENT)/media/*/*)
	@mkdir -p dist
	cd $(CLIENT) && npm run --silent package

## Ratios side by side; QUICK=1 takes a fifth of the files.
bench: $(STAMP)
	$(BIN)/python tests/load/bench.py $(if $(QUICK),--quick)

## Thousands of random sessions against the oracle of tests/fuzz; SEED=… SESSIONS=… make others.
fuzz: $(STAMP)
	$(BIN)/python tests/fuzz/long.py $(if $(SEED),--seed $(SEED)) $(if $(SESSIONS),--sessions $(SESSIONS))

## Recall and false alarms on the labelled set, and answers of search; MISSES=1 lists what went wrong.
quality: $(STAMP)
	@status=0; \
	$(BIN)/python tests/load/quality.py $(if $(MISSES),--misses) || status=1; \
	$(BIN)/python tests/load/quality_search.py $(if $(MISSES),--misses) || status=1; \
	exit $$status

## Measure what each rule costs: it decides whether its findings are among the first.
costs: $(STAMP)
	$(BIN)/python tests/load/costs.py

## Kills, limits and hostile input against the real engine.
chaos: $(STAMP)
	$(BIN)/python -m pytest tests/chaos

## False alarms on 100 packages of PyPI; SEED=… chooses others.
packages: $(STAMP)
	$(BIN)/python tests/load/packages.py $(if $(SEED),--seed $(SEED))

## What packs rewrite from release to release of packages; DOWNLOADS=folder keeps their archives for the next time.
replay: $(STAMP)
	$(BIN)/python tests/load/replay.py --downloads $(or $(DOWNLOADS),build/downloads)

clean:
	rm -rf $(VENV) .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache build dist
