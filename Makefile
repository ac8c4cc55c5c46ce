# Every target is a door to a script or a program; `make` alone lists them.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

BIN := .venv/bin
RUN_READY := .venv/.run-ready
DEV_READY := .venv/.dev-ready
SERVICES_READY := .venv/.services-ready

.PHONY: help setup setup-run demo services services-stop test unit check format clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

setup: $(DEV_READY) ## Build .venv with everything a developer needs
	@:

setup-run: $(RUN_READY) ## Build .venv with only what the program needs
	@:

demo: setup-run ## Watch a desk at work; arguments in ARGS, as in make demo ARGS="--for 30s"
	@$(BIN)/escalon demo $(ARGS)

services: setup-run $(SERVICES_READY) ## Start Kafka and PostgreSQL in .services and print their settings: eval "$(make services)"
	@scripts/services start

services-stop: setup-run ## Stop them; what they hold stays
	@scripts/services stop

test: setup $(SERVICES_READY) check ## Everything: the checks, then all tests
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

$(RUN_READY): pyproject.toml scripts/setup
	@scripts/setup run

$(DEV_READY): pyproject.toml scripts/setup
	@scripts/setup dev

$(SERVICES_READY): infra/broker/pom.xml scripts/setup | $(RUN_READY)
	@scripts/setup services
