"""Every fault of a manuscript on a book of its own: ``<code>/in``, and ``<code>/golden.json``, what is said of it.

A new rule is one file and one folder here; ``pytest --accept`` writes the golden file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wicpress import config, reports, rules
from wicpress.build.autofix import fixed_texts
from wicpress.config import diagnostics as config_faults
from wicpress.config import load
from wicpress.diagnostics import Diagnostic, DiagnosticKind, sorted_unique
from wicpress.pairing import diagnostics as pairing_faults
from wicpress.parsing import diagnostics as reader_faults
from wicpress.parsing import read
from wicpress.rules import check, heading_jump, image_without_alt, missing_caption

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("*/in"))
ELSEWHERE = {
    "too_large": "its book would be large: tests/readers",
    "changed_meanwhile": "its book changes while it is read: tests/parsing/test_shelved.py",
}
"""Faults without a folder, and why."""


def declared() -> dict[str, DiagnosticKind]:
    """The faults that reading, pairing and the rules declare."""
    modules = (config_faults, pairing_faults, reader_faults, heading_jump, image_without_alt, missing_caption)
    return {
        value.code: value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, DiagnosticKind)
    }


def found_in(root: Path) -> tuple[Diagnostic, ...]:
    """Everything that is said of a book before it is set."""
    settings = load(root)
    if settings.value is None:
        return sorted_unique(settings.diagnostics)
    book = read(settings.value)
    return sorted_unique((*settings.diagnostics, *book.diagnostics, *check(book.value, settings.value)))


def told(root: Path) -> dict[str, Any]:
    """The golden value of a book: what ``check --format json`` says, with columns, and what ``--fix`` writes."""
    found = found_in(root)
    texts = {
        path.relative_to(root).as_posix(): path.read_bytes().decode("utf-8", "replace")
        for path in root.rglob("*")
        if path.is_file() and path.suffix in (".md", ".toml")
    }
    entries = json.loads(reports.render("json", found, texts))
    for entry, each in zip(entries, found, strict=True):
        entry["message"] = entry["message"].replace(str(root), "in")
        entry["columns"] = [each.column, each.end_column]
    return {"diagnostics": entries, "fixed": fixed_texts(texts, found)}


@pytest.mark.parametrize("code", CASES)
def test_golden(code: str, accept: bool) -> None:
    """What is said of each book, to the letter."""
    golden = HERE / code / "golden.json"
    said = told(HERE / code / "in")
    if accept:
        golden.write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert said == json.loads(golden.read_text(encoding="utf-8"))
    assert code in {entry["code"] for entry in said["diagnostics"]}
    assert bool(said["fixed"]) <= declared()[code].fixable


def test_every_fault_has_a_book() -> None:
    """A fault without a book to show it on is not proven."""
    assert set(declared()) - set(CASES) == set(ELSEWHERE)
    assert set(CASES) <= set(declared())


@pytest.mark.parametrize("code", sorted(declared()))
def test_every_fault_explains_itself(code: str) -> None:
    """The page of each fault says what and why in sentences."""
    known = declared()[code]
    assert not known.title.endswith(".")
    assert known.rationale.endswith(".")
    assert len(known.rationale) > 60
    assert code == code.lower()


def test_rules_are_found_by_their_files() -> None:
    """A file in the folder of rules is a rule, in the order of the names."""
    assert rules.names() == ("heading_jump", "image_without_alt", "missing_caption")


def test_settings_are_public() -> None:
    """The names that other rooms use are those that the package offers."""
    assert all(hasattr(config, name) for name in config.__all__)
