# `make demo` runs the main job, `make test` passes the tests; both set up what they need first.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
COMPILE := uv pip compile --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench lock sample catalogues clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(STAMP) ## create .venv from the pinned packages and install the toolkit into it

$(STAMP): requirements-dev.lock pyproject.toml hatch_build.py toolkit/locale/fr/LC_MESSAGES/consult.po
	@scripts/python-present $(PYTHON)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

demo: $(STAMP) ## run the main job on the sample draft; results in outputs/
	$(BIN)/python scripts/demo.py

test: $(STAMP) ## everything CI runs: lint, types, layers, tests, wheel
	scripts/debian-packages
	scripts/check $(BIN)
	$(BIN)/python -m pytest -n auto

check: $(STAMP) ## lint, types and layers only
	scripts/check $(BIN)

bench: $(STAMP) ## speeds as ratios against peers within one run
	$(BIN)/python -m tests.bench

sample: $(STAMP) ## rebuild the sample drafts in corpus/ from their source
	$(BIN)/python corpus/build.py

catalogues: $(STAMP) ## extract messages and update the French catalogue
	$(BIN)/python scripts/catalogues.py

lock: ## refresh the lock files (hashes, no addresses): requirements.lock for users, requirements-dev.lock for us
	$(COMPILE) pyproject.toml --group dev --extra postgres -o requirements-dev.lock
	$(COMPILE) pyproject.toml --constraint requirements-dev.lock -o requirements.lock

clean: ## remove what was built
	rm -rf $(VENV) dist build outputs/*
