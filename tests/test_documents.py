"""The documents of the repository name files that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "bench/README.md", "styles/README.md")
BASES = (ROOT, ROOT / "src" / "wicpress", ROOT / "tests")
"""The folders from which documents name files, beside their own."""

EXAMPLES = {
    "book.toml",
    "01-opening.zh-Hans.md",
    "01-opening.en.md",
    "01-river.md",
    "manifest.json",
    "wide.css",
    "dist/",
}
"""Files and folders of a book or of a release, which the documents use as examples."""
PLANNED = {"src/wicpress/importing/", "src/wicpress/exporting/"}
"""Folders that CONTRIBUTING.md names and that do not exist yet."""

ADDRESS = re.compile(r"https?://\S+")
FILE = r"(?:[\w.-]+/)*[\w.-]+\.(?:py|css|toml|j2|yml|txt|sh|md|json)\b"
FOLDER = r"(?:[\w.-]+/)+(?![\w*])"
PATH = re.compile(rf"(?<![\w/.*-])(?:{FILE}|{FOLDER})")


def missing_paths(document: Path, text: str) -> Iterator[str]:
    """Yield the paths in ``text`` that do not exist; a bare file name stands in the folder of the path before it.

    A path with a part in capitals, such as ``CODE``, is a placeholder.
    """
    for line in ADDRESS.sub("", text).splitlines():
        folder = document.parent
        for path in PATH.findall(line):
            existing = [base / path for base in (folder, document.parent, *BASES) if (base / path).exists()]
            placeholder = any(part.isupper() for part in Path(path).with_suffix("").parts)
            if existing:
                folder = existing[0] if path.endswith("/") else existing[0].parent
            elif not placeholder and path not in EXAMPLES | PLANNED:
                yield path


@pytest.mark.parametrize("name", DOCUMENTS)
def test_named_files_exist(name: str) -> None:
    """Each file and folder that a document names is in the repository."""
    document = ROOT / name
    assert list(missing_paths(document, document.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("`pdf/incremental.py`, sections.py", []),
        ("`pdf/incremental.py`, numbering.py", ["numbering.py"]),
        ("pairing/ and `tests/rules/CODE/in/`", []),
        ("`src/wicpress/writers/` and `engine/lines/press.py`", ["src/wicpress/writers/", "engine/lines/press.py"]),
        ("https://example.org/lost.py, and/or PDF/A", []),
    ],
)
def test_missing_files_are_found(text: str, missing: list[str]) -> None:
    """A path that does not exist is found in a table, in a drawing and in a sentence."""
    assert list(missing_paths(ROOT / "README.md", text)) == missing
