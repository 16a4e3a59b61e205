"""What tests of several rooms share: a book written in a line, and golden files that can be accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from wicpress import parsing
from wicpress.config import Config, parse
from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book

Reads = Callable[..., WithDiagnostics[Book]]


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--accept`` writes the golden files anew; look at the difference before it is committed."""
    parser.addoption("--accept", action="store_true", help="write golden files anew from what the code does now")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """True where golden files are to be written anew."""
    return bool(request.config.getoption("--accept"))


def settings(root: Path, *languages: str, chapters: tuple[str, ...] = ()) -> Config:
    """The smallest ``book.toml`` of a book in ``languages``, as a value."""
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
    found = parse(toml.encode(), root)
    assert found.value is not None, found.diagnostics
    return found.value


@pytest.fixture
def reads(tmp_path: Path) -> Reads:
    """Writes files into a folder and reads them as a book; one text alone is the file ``01.md``."""

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
