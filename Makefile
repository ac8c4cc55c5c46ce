# Every target is a door to a script or a program; `make` alone lists them.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

BIN := .venv/bin
RUN_READY := .venv/.run-ready
DEV_READY := .venv/.dev-ready

.PHONY: help setup setup-run demo test unit check format clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: $(DEV_READY) ## Build .venv with everything a developer needs
	@:

setup-run: $(RUN_READY) ## Build .venv with only what the program needs
	@:

demo: setup-run ## Watch a desk at work; arguments in ARGS, as in make demo ARGS="--for 30s"
	@$(BIN)/escalon demo $(ARGS)

test: setup check ## Everything: the checks, then all tests
	@$(BIN)/pytest -n auto

unit: setup ## Only the unit tests
	@$(BIN)/pytest tests/unit

check: setup ## Format, lint, types, import arrows, compatibility of the schemas
	@scripts/check

format: setup ## Bring the code into its form
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

clean: ## Remove .venv, caches and builds; a desk in .escalon stays
	@scripts/clean

# A service that tests will need one day gets its own script beside scripts/setup, and its own stamp here.
$(RUN_READY): pyproject.toml scripts/setup
	@scripts/setup run

$(DEV_READY): pyproject.toml scripts/setup
	@scripts/setup dev
