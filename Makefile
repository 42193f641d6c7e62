# Evenground. `make` alone lists what there is.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
STATIC := src/evenground/design/static/evenground
FRONTEND := $(shell find frontend -type f -not -path '*/node_modules/*' 2>/dev/null)
PYFILES := src tests benchmarks scripts hatch_build.py

.PHONY: help demo test check fix bench gallery clean lock

help:  ## List the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: .venv/installed $(STATIC)/built  ## Start Evenground with a made-up programme on http://127.0.0.1:8000
	@$(BIN)/evenground demo

test: check  ## Everything: format, lint, types, layers, tests on SQLite and PostgreSQL, browser journeys
	@scripts/browser
	@echo "== Tests on SQLite"
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not journey and not spark" tests
	@echo "== Tests on PostgreSQL"
	@$(BIN)/python scripts/on_postgres.py -- $(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not journey and not spark" tests/programme tests/site
	@echo "== The same analysis on Spark"
	@$(BIN)/python -m pytest -q -m spark tests/analysis
	@echo "== Browser journeys"
	@$(BIN)/python -m pytest -q -m journey tests

check: .venv/installed-dev $(STATIC)/built  ## Format, lint, types, layers, missing migrations (no tests)
	@echo "== Format and lint"
	@$(BIN)/ruff format --check -q $(PYFILES)
	@$(BIN)/ruff check -q $(PYFILES)
	@echo "== Layers"
	@$(BIN)/lint-imports --no-cache > .venv/layers.txt || (cat .venv/layers.txt; exit 1)
	@echo "== Types"
	@$(BIN)/mypy --no-error-summary $$($(BIN)/python scripts/typed.py)
	@cd frontend && $$(../scripts/node --path)/npx --no-install tsc --noEmit
	@echo "== Migrations"
	@EVENGROUND_HOME=.venv/check-home $(BIN)/python -m django makemigrations --check --dry-run --settings evenground.site.settings

fix: .venv/installed-dev  ## Put format and lint right where a machine can
	@$(BIN)/ruff check --fix -q $(PYFILES) || true
	@$(BIN)/ruff format -q $(PYFILES)

bench: .venv/installed-dev $(STATIC)/built  ## Time and memory beside the plainest honest alternative
	@for file in benchmarks/bench_*.py; do echo "== $$file"; PYTHONPATH=. $(BIN)/python $$file; done

gallery: .venv/installed $(STATIC)/built  ## Show every piece of the design system
	@echo "Open http://127.0.0.1:8000/gallery/ once the server has started."
	@$(BIN)/evenground demo

lock:  ## Choose versions anew (needs the network)
	@$(BIN)/uv pip compile pyproject.toml --extra postgres --generate-hashes --universal --no-header -q -U -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --extra postgres --group dev --generate-hashes --universal --no-header -q -U -c requirements.lock -o requirements-dev.lock

clean:  ## Remove what was built and installed (never the data in var/)
	@rm -rf .venv frontend/node_modules $(STATIC) build dist

.venv/bin/uv:
	@scripts/python-ok $(PYTHON)
	@echo "Making .venv …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.lock || \
	  { echo "The packages could not be reached. Check that this machine is on the network, then run the same command again." >&2; rm -rf .venv; exit 1; }

.venv/installed: .venv/bin/uv requirements.lock pyproject.toml
	@echo "Installing what Evenground needs (about 1 GB; a minute or so, once) …"
	@scripts/install requirements.lock
	@touch $@

.venv/installed-dev: .venv/bin/uv requirements-dev.lock pyproject.toml
	@echo "Installing what Evenground and its tests need (about 1.8 GB; a few minutes, once) …"
	@scripts/install requirements-dev.lock
	@touch $@ .venv/installed

$(STATIC)/built: $(FRONTEND) | .venv/bin/uv
	@echo "Building styles and scripts …"
	@scripts/frontend
	@touch $@
