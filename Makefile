# Everything runs from here. `make help` lists what there is.
# Two stamps keep set-up cheap: run.lock is all the program needs, dev.lock adds what the checks need.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-stamp
DEV := $(VENV)/.dev-stamp
CLIENTS := tests/clients/node
NODE := $(CLIENTS)/node_modules/.stamp
CHECKERS := tests/browser/node
PAGES := $(CHECKERS)/node_modules/.stamp
# A CA bundle named in the environment is for package downloads alone; the program never reads it.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
.DEFAULT_GOAL := help
.PHONY: help setup demo test check test-all bench format lock clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(RUN): requirements/run.lock pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements/build.lock -r requirements/run.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.lock $(RUN)
	$(PIP) --require-hashes -r requirements/dev.lock
	@touch $@

# Clients of others, pinned by their hashes; none of their install scripts is run.
$(NODE): $(CLIENTS)/package-lock.json $(CLIENTS)/.npmrc | $(BIN)/python
	@$(BIN)/python tools/needs.py
	cd $(CLIENTS) && npm ci --no-progress --loglevel=error
	@touch $@

# What the reports' pages are checked with, and the browser and office programs that they are opened in.
$(PAGES): $(CHECKERS)/package-lock.json $(CHECKERS)/.npmrc tools/needs.py | $(BIN)/python
	@$(BIN)/python tools/needs.py
	cd $(CHECKERS) && npm ci --no-progress --loglevel=error
	@touch $@

setup: $(DEV) $(NODE) $(PAGES)  ## make the virtual environment with everything in it

demo: $(RUN)  ## watch a locked-down channel being put right, on the embedded tenant
	@$(BIN)/sharepoint-gate demo $(ARGS)

test: $(DEV) $(NODE) $(PAGES)  ## set up, then every check and test
	@$(MAKE) --no-print-directory check

check:  ## every check and test, without set-up
	@$(BIN)/python tools/check.py

test-all: $(DEV) $(NODE) $(PAGES)  ## the same, with the long runs
	@$(BIN)/python tools/check.py --long

bench: $(DEV)  ## print figures as JSON: units, requests and seconds beside their floor
	@$(BIN)/python -m tests.bench

format: $(DEV)  ## format the code and mend what can be mended
	$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lock: $(DEV)  ## pin the newest compatible versions with their hashes
	$(PIP) uv
	for name in run build dev; do $(BIN)/python tools/lock.py $$name; done

clean:  ## remove the virtual environment, caches and the rehearsal tenant
	rm -rf $(VENV) $(CLIENTS)/node_modules $(CHECKERS)/node_modules .sharepoint-gate .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
