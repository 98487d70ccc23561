# Two commands need nothing but Python 3.11 or newer: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
OUT ?= out
EXAMPLE := examples/annual-report-abstract.txt
RUN_READY := $(VENV)/.ready-run
DEV_READY := $(VENV)/.ready-dev

.DEFAULT_GOAL := help
.PHONY: help demo test check golden docs bench wheel clean

help: ## what can be made here
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: $(RUN_READY) ## convert the example: fact table, verdict, where the outputs are
	$(BIN)/pilu facts $(EXAMPLE)
	$(BIN)/pilu convert $(EXAMPLE) -o $(OUT)

test: $(DEV_READY) ## all tests
	$(BIN)/python -m pytest -q -n auto --dist loadfile

check: $(DEV_READY) ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

golden: $(DEV_READY) ## accept what the stages give for the example today; then read the diff
	$(BIN)/python -m pytest -q tests/golden --accept-golden

docs: $(DEV_READY) ## write docs/codes.md from the list of codes
	$(BIN)/pilu explain --markdown > docs/codes.md

bench: $(DEV_READY) ## time of each stage
	$(BIN)/python benchmarks/stages.py

wheel: $(DEV_READY) ## the wheel, in dist/
	$(BIN)/python -m build --wheel

clean: ## remove what make made
	rm -rf $(VENV) $(OUT) dist build

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'Pilu needs Python 3.11 or newer; say which with: make PYTHON=python3.12 …' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN_READY): pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(DEV_READY): pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(RUN_READY)
