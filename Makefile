# Each of these does the set-up that is missing, and starts at once when nothing is.
# POSIX sh and make 3.81 (macOS) are enough.

PYTHON ?= python3
PYTEST_FLAGS ?=
UPGRADE ?=
UV := uv==0.13.9

# A stamp says where .venv was made. A .venv that was moved or has lost its Python is made again.
ifneq ($(shell test -x .venv/bin/python && cat .venv/made-in 2>/dev/null),$(CURDIR))
AGAIN := again
endif

# macOS finds Homebrew's libraries only where this variable says, and every sh forgets it.
ifeq ($(shell uname),Darwin)
FOUND := DYLD_FALLBACK_LIBRARY_PATH="$(shell brew --prefix)/lib"
endif

.DEFAULT_GOAL := help
.PHONY: help letters test test-fast test-all test-clock lint format bench lock clean again

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1#\2/p' Makefile | awk -F'#' '{ printf "%-16s%s\n", $$1, $$2 }'

letters: .venv/ready-to-print ## print the shipped campaign into out/remain-in-mexico/
	@.venv/bin/letters build remain-in-mexico

# -rs prints why a test was skipped: a green run that skipped half of the tests would deceive.
PYTEST := $(FOUND) .venv/bin/python -m pytest --numprocesses=2 -rs

test: .venv/ready-to-test ## run all tests but the longest (PYTEST_FLAGS="-k address" runs some, --cov measures coverage)
	@$(PYTEST) -m "not long" $(PYTEST_FLAGS)

test-fast: .venv/ready-to-test ## run the tests that take under a minute together, while you write
	@$(PYTEST) -m "not slow and not long" $(PYTEST_FLAGS)

test-all: .venv/ready-to-test ## run every test, also those that take minutes: what CI runs
	@$(PYTEST) $(PYTEST_FLAGS)

# Before and after a change of Congress, and after the next one: each of these days broke something.
DAYS ?= 2026-12-15 2027-01-03 2027-02-01 2029-01-04
WHICH ?= -m clock
test-clock: .venv/ready-to-test ## run the tests that ask today's date on other days (DAYS=2027-01-05 WHICH= runs all on that day)
	@for day in $(DAYS); do \
		echo "letters: it is $$day"; \
		PYTHONPATH='$(CURDIR)/tests/clock' LETTERS_TEST_DAY=$$day $(PYTEST) $(WHICH) $(PYTEST_FLAGS) || exit; \
	done

lint: .venv/ready-to-test ## check style, types, floors and names
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo
	@.venv/bin/python tools/house.py
	@.venv/bin/python tools/command_reference.py --check

format: .venv/ready-to-test ## set the code in the one style
	@.venv/bin/ruff check --fix-only --quiet
	@.venv/bin/ruff format

bench: .venv/ready-to-print ## measure the speed, and write bench/results.md
	@$(FOUND) .venv/bin/python -m bench

lock: ## pin what pyproject.toml asks for (UPGRADE=--upgrade takes the newest)
	@$(PYTHON) -m venv .cache/lock
	@.cache/lock/bin/python -m pip install --quiet --disable-pip-version-check $(UV)
	@.cache/lock/bin/python -m uv pip compile $(LOCK_FLAGS) --group pyproject.toml:build --output-file requirements.lock pyproject.toml
	@.cache/lock/bin/python -m uv pip compile $(LOCK_FLAGS) --group pyproject.toml:build --all-extras --constraints requirements.lock \
		--output-file requirements-dev.lock pyproject.toml

# No index is named: everyone installs from the one that their pip knows. No source is built: a
# package without a wheel is refused.
LOCK_FLAGS := --quiet --no-config $(UPGRADE) --universal --python-version 3.11 --generate-hashes --no-build --custom-compile-command 'make lock'

clean: ## remove what was installed and measured; finished letters stay
	rm -rf .venv .cache .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/ready-to-print: requirements.lock pyproject.toml tools/set-up $(AGAIN)
	@PYTHON='$(PYTHON)' tools/set-up print

.venv/ready-to-test: requirements-dev.lock .venv/ready-to-print
	@PYTHON='$(PYTHON)' tools/set-up test
