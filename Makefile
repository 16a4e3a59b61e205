# wicpress: every target does all the set-up that it needs, and what is set up is not set up again.
#
#   make            builds every book under content/ into dist/
#   make quick      runs the tests that need neither the layout engine nor EPUBCheck, Ace, veraPDF or a browser
#   make test       runs every test but the long proofs   (make test ARGS="-k pairing" runs some, JOBS=0 in one process)
#   make prove      runs the long proofs                   (make prove PROVE=all samples none of them)
#   make coverage   runs what `make test` runs, and says which lines of src/ were run
#   make check      runs the linters and the type checker: `make lint` and `make types`
#   make engine-report VERSION=71.0   says what another WeasyPrint changes for src/wicpress/engine
#   make pictures   draws the pictures of the README from the built handbook
#   make lock       pins the packages again, with the newest that pyproject.toml allows (needs uv and npm)
#   make clean      takes away what was built; make distclean the environment too
#
# PYTHON=/path/to/python3 names the Python to use (3.11 or later); without it the newest proven one is found.

.DEFAULT_GOAL := books
.PHONY: books quick test prove coverage check lint types engine-report pictures set-up set-up-tests lock clean distclean
.NOTPARALLEL:

BIN := .venv/bin
ARGS ?=
JOBS ?= auto
export PYTHON

# Homebrew keeps Java out of the way of macOS, and its libraries where Python does not look
BREW := $(firstword $(wildcard /opt/homebrew /usr/local/Homebrew/..))
ifeq ($(shell uname -s)$(if $(BREW),+brew),Darwin+brew)
export PATH := $(BREW)/opt/openjdk/bin:$(PATH)
RUN := DYLD_FALLBACK_LIBRARY_PATH="$(BREW)/lib:/usr/lib"
endif

books: set-up
	$(RUN) $(BIN)/wicpress build

# the tests of a file stay in one process, which builds the books that they share once
PYTEST = $(RUN) $(BIN)/python -m pytest --numprocesses=$(JOBS) --dist=loadfile $(if $(COVERAGE),--cov --cov-report=term)

quick: set-up-tests
	$(PYTEST) -m "not engine and not judge and not prove" $(ARGS)

test: set-up-tests
	$(PYTEST) -m "not prove" $(ARGS)

prove: set-up-tests
	$(PYTEST) -m prove $(ARGS)

coverage: COVERAGE = yes
coverage: test

check: lint types

lint: set-up-tests
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m vulture
	$(BIN)/python -m deptry src

types: set-up-tests
	$(BIN)/python -m mypy

engine-report: set-up-tests
	$(if $(VERSION),,$(error name a WeasyPrint: make engine-report VERSION=71.0))
	$(RUN) $(BIN)/python -m scripts.engine_report $(VERSION)

pictures: set-up-tests
	$(RUN) $(BIN)/wicpress build content/handbook
	$(BIN)/python scripts/spreads.py

set-up:
	@sh scripts/setup.sh books

set-up-tests:
	@sh scripts/setup.sh tests

# --universal: one file for every platform and every Python from 3.11 on; the files name no download address.
# Wheels of all the packages exist for Linux (x86_64, aarch64; glibc 2.28) and macOS 15 (Apple silicon); elsewhere pip
# builds some from their sources, whose sums are there too: pikepdf then needs a compiler and the headers of qpdf.
LOCK = uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade --no-emit-index-url \
	--custom-compile-command "make lock" --quiet pyproject.toml --group pyproject.toml:build
lock:
	$(LOCK) --output-file requirements/books.txt
	$(LOCK) --extra judges --extra sign --group pyproject.toml:tests --constraints requirements/books.txt \
		--output-file requirements/tests.txt
	$(LOCK) --extra judges --extra sign --constraints requirements/tests.txt --output-file requirements/judges.txt
	cd requirements/ace && npm update --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

clean:
	rm -rf build dist/* .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage*

distclean: clean
	rm -rf .venv
