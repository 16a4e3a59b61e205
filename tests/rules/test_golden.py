"""Every kind of diagnostic on a book of its own: ``<code>/in``, and in ``<code>/golden.json`` what it reports.

A new rule is one file and one folder here; ``pytest --accept`` writes the golden file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wicpress import config, reports, rules
from wicpress.build.autofix import fixed_texts
from wicpress.config import diagnostics as config_diagnostics
from wicpress.config import load
from wicpress.diagnostics import Diagnostic, DiagnosticKind, sorted_unique
from wicpress.pairing import diagnostics as pairing_diagnostics
from wicpress.parsing import diagnostics as parsing_diagnostics
from wicpress.parsing import read
from wicpress.parsing.ruby import diagnostics as ruby_diagnostics
from wicpress.rules import (
    break_below_heading,
    check,
    few_note_marks,
    heading_jump,
    image_without_alt,
    imprint_disagrees,
    index_entries,
    index_reading,
    landscape_below_title,
    misplaced_figure,
    misplaced_keep,
    misplaced_matter,
    missing_caption,
    number_replaced,
    repeated_call,
    role_without_words,
    small_picture,
    unknown_file,
    unusable_link,
    verse_numbers,
)
from wicpress.rules.numbers import bracketed_pages, source_pages

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("*/in"))
ELSEWHERE = {
    "unusable_link": "not every file system has links: tests/rules/test_unusable_link.py",
    "too_large": "its book would be large: tests/parsing/test_source_files.py",
}
"""Kinds without a folder, and why."""


def declared() -> dict[str, DiagnosticKind]:
    """Return the kinds that configuration, parsing, pairing and the rules declare."""
    modules = (
        config_diagnostics,
        pairing_diagnostics,
        parsing_diagnostics,
        ruby_diagnostics,
        bracketed_pages,
        break_below_heading,
        few_note_marks,
        heading_jump,
        image_without_alt,
        imprint_disagrees,
        index_entries,
        index_reading,
        landscape_below_title,
        misplaced_figure,
        misplaced_keep,
        misplaced_matter,
        missing_caption,
        number_replaced,
        repeated_call,
        role_without_words,
        small_picture,
        source_pages,
        unknown_file,
        unusable_link,
        verse_numbers,
    )
    return {
        value.code: value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, DiagnosticKind)
    }


def check_book(root: Path) -> tuple[Diagnostic, ...]:
    """Return all diagnostics of a book before it is laid out."""
    settings = load(root)
    if settings.value is None:
        return sorted_unique(settings.diagnostics)
    book = read(settings.value)
    return sorted_unique((*settings.diagnostics, *book.diagnostics, *check(book.value, settings.value)))


def golden_value(root: Path) -> dict[str, Any]:
    """Return what ``check --format json`` prints of a book, with columns, and what ``--fix`` writes."""
    result = check_book(root)
    texts = {
        path.relative_to(root).as_posix(): path.read_bytes().decode("utf-8", "replace")
        for path in root.rglob("*")
        if path.is_file() and path.suffix in (".md", ".toml")
    }
    entries = json.loads(reports.render("json", result, texts))
    for entry, each in zip(entries, result, strict=True):
        entry["message"] = entry["message"].replace(str(root), "in")
        entry["columns"] = [each.column, each.end_column]
    return {"diagnostics": entries, "fixed": fixed_texts(texts, result)}


@pytest.mark.parametrize("code", CASES)
def test_golden(code: str, accept: bool) -> None:
    """The diagnostics of each book are those of its golden file."""
    golden = HERE / code / "golden.json"
    value = golden_value(HERE / code / "in")
    if accept:
        golden.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert value == json.loads(golden.read_text(encoding="utf-8"))
    assert code in {entry["code"] for entry in value["diagnostics"]}
    assert bool(value["fixed"]) <= declared()[code].fixable


def test_every_kind_has_a_book() -> None:
    """Each kind of diagnostic has a folder here, or a reason to have none."""
    assert set(declared()) - set(CASES) == set(ELSEWHERE)
    assert set(CASES) <= set(declared())


@pytest.mark.parametrize("code", sorted(declared()))
def test_every_kind_explains_itself(code: str) -> None:
    """The explanation of each kind has a title and a rationale in sentences."""
    kind = declared()[code]
    assert not kind.title.endswith(".")
    assert kind.rationale.endswith(".")
    assert len(kind.rationale) > 60
    assert code == code.lower()


def test_every_file_is_a_rule() -> None:
    """Each file in the folder of rules is registered under its name."""
    files = (path.stem for path in Path(rules.__file__).parent.rglob("*.py") if path.stem != "__init__")
    assert rules.names() == tuple(sorted(files))


def test_settings_are_public() -> None:
    """Every name in ``__all__`` of the configuration exists."""
    assert all(hasattr(config, name) for name in config.__all__)
