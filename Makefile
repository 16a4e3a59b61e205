# wicpress: every target does all the set-up that it needs, and what is set up is not set up again.
#
#   make            builds every book under content/ into dist/
#   make test       runs every test                       (make test ARGS="-k pairing" runs some)
#   make check      ruff, mypy and every test
#   make lock       pins the packages again, with the newest that pyproject.toml allows (needs uv and npm)
#   make clean      takes away what was built; make distclean the environment too
#
# PYTHON=/path/to/python3 names the Python to use (3.11 or later); without it the newest proven one is found.

.DEFAULT_GOAL := books
.PHONY: books test check lint types set-up set-up-tests lock clean distclean
.NOTPARALLEL:

BIN := .venv/bin
ARGS ?=
export PYTHON

# Homebrew keeps Java out of the way of macOS, and its libraries where Python does not look
BREW := $(firstword $(wildcard /opt/homebrew /usr/local/Homebrew/..))
ifeq ($(shell uname -s)$(if $(BREW),+brew),Darwin+brew)
export PATH := $(BREW)/opt/openjdk/bin:$(PATH)
RUN := DYLD_FALLBACK_LIBRARY_PATH="$(BREW)/lib:/usr/lib"
endif

books: set-up
	$(RUN) $(BIN)/wicpress build

test: set-up-tests
	$(RUN) $(BIN)/python -m pytest $(ARGS)

check: lint types test

lint: set-up-tests
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .

types: set-up-tests
	$(BIN)/python -m mypy

set-up:
	@sh scripts/setup.sh press

set-up-tests:
	@sh scripts/setup.sh tests

# --universal: one file for every platform and every Python from 3.11 on; the files name no download address.
# Wheels of all the packages exist for Linux (x86_64, aarch64; glibc 2.28) and macOS 15 (Apple silicon); elsewhere pip
# builds some from their sources, whose sums are there too: pikepdf then needs a compiler and the headers of qpdf.
LOCK = uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade --no-emit-index-url \
	--custom-compile-command "make lock" --quiet pyproject.toml --group pyproject.toml:build
lock:
	$(LOCK) --output-file requirements/press.txt
	$(LOCK) --extra judges --extra sign --group pyproject.toml:tests --constraints requirements/press.txt \
		--output-file requirements/tests.txt
	cd requirements/ace && npm update --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

clean:
	rm -rf build dist/* dist/.wicpress .mypy_cache .pytest_cache .ruff_cache .hypothesis

distclean: clean
	rm -rf .venv
