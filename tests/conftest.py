"""What tests of several packages share: which need WeasyPrint or are proofs, a book in a line, golden files."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from support import sampling, shared
from support.engine_tests import needs_engine
from wicpress import parsing
from wicpress.config import Config, parse
from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book

Reads = Callable[..., WithDiagnostics[Book]]


def leaves_engine_out(config: pytest.Config) -> bool:
    """Return whether only tests that lay out no pages are selected."""
    return "not engine" in config.option.markexpr


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that all processes of this run share; have WeasyPrint refuse where it is not needed."""
    if not hasattr(config, "workerinput"):
        shared.open_folder()
    if leaves_engine_out(config):
        importlib.import_module("support.no_layout.sitecustomize")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder that all processes of this run share."""
    if not hasattr(config, "workerinput"):
        shared.remove_folder()


def pytest_report_header() -> str:
    """Say how the proofs are sampled."""
    if sampling.TAKES_ALL:
        return "proofs: every case"
    return f"proofs: a sample, with PROVE_SEED={sampling.SEED}; every case with PROVE=all"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have counted: each ``summary`` that one records as a property."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            lines = [
                str(text) for name, text in report.user_properties if name == "summary" and report.when == "call"
            ]
            for line in lines:
                terminalreporter.write_line(line)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave files that need WeasyPrint unread where their tests are not selected."""
    return True if leaves_engine_out(config) and needs_engine(collection_path) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that lay out pages."""
    for item in items:
        if needs_engine(item.path):
            item.add_marker("engine")


def pytest_collection_finish() -> None:
    """Leave the modules and tests that were collected out of garbage collections, which each layout begins with."""
    gc.collect()
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--accept`` writes the golden files anew; look at the difference before it is committed."""
    parser.addoption("--accept", action="store_true", help="write golden files anew from what the code does now")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Return whether golden files are to be written anew."""
    return bool(request.config.getoption("--accept"))


def settings(root: Path, *languages: str, chapters: tuple[str, ...] = ()) -> Config:
    """Return the settings of the smallest ``book.toml`` of a book in ``languages``."""
    tags = ", ".join(f'"{tag}"' for tag in languages)
    titles = ", ".join(f'{tag} = "T"' for tag in languages)
    names = ", ".join(f'"{name}"' for name in chapters)
    layout = "interleaved" if len(languages) > 1 else "single"
    toml = f"""
[book]
languages = [{tags}]
title = {{ {titles} }}
identifier = "urn:x"
chapters = [{names}]
[[edition]]
name = "e"
layout = "{layout}"
"""
    parsed = parse(toml.encode(), root)
    assert parsed.value is not None, parsed.diagnostics
    return parsed.value


@pytest.fixture
def reads(tmp_path: Path) -> Reads:
    """Return a function that writes files and parses them as a book; a single text is the file ``01.md``."""

    def read(
        files: str | Mapping[str, str | bytes],
        languages: tuple[str, ...] = ("zh-Hans", "en"),
        chapters: tuple[str, ...] = (),
    ) -> WithDiagnostics[Book]:
        for name, text in {"01.md": files}.items() if isinstance(files, str) else files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return parsing.read(settings(tmp_path, *languages, chapters=chapters))

    return read
