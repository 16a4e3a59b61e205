"""The same book makes the same bytes, whatever the cache holds and however many workers there are."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from types import ModuleType

import attrs
import pypdfium2
import pytest

import every_feature
from support import feature_book
from support.feature_book import Typeset
from support.pdf_builds import build_incrementally
from wicpress.build.worker_pool import WorkerPool
from wicpress.cache.disk_store import DiskStore
from wicpress.pdf.incremental import LayoutContext
from wicpress.pdf.layout_jobs import FRAGMENTS, run_layout

CHAPTERS, GROWING = 3, 5
NO_REFERENCES = ("c02-columns", "c06-listing", "c07-empty", "c08-han", "c09-latin")
"""The chapters of ``every_feature`` without page references."""


@pytest.fixture
def build(set_type: Typeset, tmp_path: Path) -> object:
    """Return a function that builds a book, a sentence added or not; it gives its bytes and the sections laid out."""

    def run(
        context: LayoutContext, sentence: str = "", book: ModuleType = feature_book, **size: int
    ) -> tuple[bytes, list[str]]:
        laid: list[str] = []

        def counted(work: object, jobs: object) -> object:
            jobs = list(jobs)  # type: ignore[call-overload]
            if work is run_layout:
                laid.extend(job.id for job in jobs)
            return context.run(work, jobs)  # type: ignore[arg-type]

        size = size or ({"chapters": CHAPTERS} if book is feature_book else {})
        root = book.write(tmp_path / book.__name__, sentence, **size)
        page, config, edition = set_type(root, "bilingual")
        return build_incrementally(page, config, edition, attrs.evolve(context, run=counted)).data, laid  # type: ignore[arg-type]

    return run


def test_history_leaves_no_trace(build, context: LayoutContext, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Cold and cached, edited and undone, one process and two: the bytes depend on the text alone."""
    cold, _ = build(context)
    kept, laid = build(context)
    assert kept == cold
    assert laid == []
    edited, laid = build(context, "补写一句。")
    assert edited != cold
    assert set(laid) == {"c03"}
    assert build(LayoutContext(DiskStore(tmp_path / "other"), "the press"), "补写一句。")[0] == edited
    undone, laid = build(context)
    assert (undone, laid) == (cold, [])
    with WorkerPool(2, tmp_path) as pool:
        assert build(LayoutContext(DiskStore(tmp_path / "third"), "the press", pool.run))[0] == cold


@pytest.mark.prove
def test_everything_makes_the_same_bytes(build, context: LayoutContext, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The same with every feature: cold, with four processes, edited beside cached sections, and undone."""

    def other(name: str, *more: object) -> LayoutContext:
        return LayoutContext(DiskStore(tmp_path / name), "the press", *more)  # type: ignore[arg-type]

    cold, laid = build(context, book=every_feature)
    times = Counter(laid)
    assert max(times.values()) <= 2, "only a number with a figure more than was guessed may have a part laid again"
    assert {times[name] for name in NO_REFERENCES} == {1}
    with WorkerPool(4, tmp_path) as pool:
        assert build(other("four", pool.run), book=every_feature)[0] == cold
        edited, laid = build(context, "补写一句。", every_feature)
        assert (edited != cold, laid) == (True, ["c08-han"])
        assert build(other("edited", pool.run), "补写一句。", every_feature)[0] == edited
    assert build(context, book=every_feature) == (cold, [])


def test_growing_chapter_moves_what_follows(build, context: LayoutContext, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A chapter that grows is laid out again with those whose page numbers get one more digit; others are moved."""
    build(context, chapters=GROWING)
    grown, laid = build(context, feature_book.ZH * 60, chapters=GROWING)
    assert "c03" in laid
    assert "c01" not in laid
    assert (
        build(LayoutContext(DiskStore(tmp_path / "other"), "the press"), feature_book.ZH * 60, chapters=GROWING)[0]
        == grown
    )


def test_damage_is_found_and_laid_again(build, set_type: Typeset, context: LayoutContext, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Entries cut short or changed are dropped, made again, and reported; the book is the same."""
    cold, _ = build(context)
    entries = sorted(path for path in context.store.folder.rglob("*") if path.is_file())
    for nth, path in enumerate(entries):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2] if nth % 2 else data[:-9] + b"?" + data[-8:])
    page, config, edition = set_type(tmp_path / feature_book.__name__, "bilingual")
    pdf = build_incrementally(page, config, edition, context)
    assert pdf.data == cold
    assert [each.code for each in pdf.warnings] == ["cache_damaged"]
    assert build_incrementally(page, config, edition, context).warnings == ()


def test_damaged_font_file_is_kept_anew(set_type: Typeset, context: LayoutContext, tmp_path: Path) -> None:
    """A font file that only the cache has, damaged or lost there, is kept anew by laying out what is set from it."""
    context = attrs.evolve(context, digest_of=lambda path: f"{path.name}: as if all fonts were the system's")
    page, config, edition = set_type(feature_book.write(tmp_path / "book", chapters=CHAPTERS), "bilingual")
    cold = build_incrementally(page, config, edition, context)
    for lost, codes in ((False, ["cache_damaged"]), (True, [])):
        fonts = sorted(context.store.folder.rglob("*.face"))
        assert fonts
        for path in filter(Path.is_file, context.store.folder.rglob("*")):
            if path in fonts:
                path.unlink() if lost else path.write_bytes(path.read_bytes()[:-100])
            elif is_font(path):
                path.unlink()
        again = build_incrementally(page, config, edition, context)
        assert (again.data, [each.code for each in again.warnings]) == (cold.data, codes)
        assert build_incrementally(page, config, edition, context) == cold


def is_font(path: Path) -> bool:
    """Return True of the objects of a font in the cache."""
    try:
        fragment = FRAGMENTS.decode(path.read_bytes()[32:])
    except (ValueError, TypeError, KeyError):
        return False
    return not fragment.pages


def test_full_disk_only_costs_time(build, context: LayoutContext, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """A full disk changes nothing in the book."""
    cold, _ = build(context)
    store = DiskStore(context.store.folder / "full")
    monkeypatch.setattr(DiskStore, "put", lambda *_: False)
    assert build(attrs.evolve(context, store=store))[0] == cold


ALIKE = (
    "# One\n\nA no\u00a0break and a well\u2010known thing, a hyphen-minus, \u00b5 and \u03bc.\n",
    "# Two\n\nA hyphen-minus and a plain space, \u03bc.\n\nThen no\u00a0break, non\u2011breaking, well\u2010known.\n",
    "# Three\n\n\u00b5\u00a0x\u2011y\n",
)
"""Chapters with the characters of one glyph in different orders."""


def test_parts_agree_what_a_glyph_says(set_type: Typeset, context: LayoutContext, tmp_path: Path) -> None:
    """Characters that a font draws with one glyph need no second layout, and are read as they were written."""
    root = tmp_path / "alike"
    root.mkdir()
    (root / "book.toml").write_text(ALIKE_TOML, encoding="utf-8")
    for nth, text in enumerate(ALIKE, 1):
        (root / f"{nth:02}.md").write_text(text, encoding="utf-8")
    laid: list[str] = []

    def counted(work: object, jobs: object) -> object:
        jobs = list(jobs)  # type: ignore[call-overload]
        laid.extend(job.id for job in jobs if work is run_layout)
        return map(work, jobs)  # type: ignore[call-overload]

    page, config, edition = set_type(root, "en")
    data = build_incrementally(page, config, edition, attrs.evolve(context, run=counted)).data  # type: ignore[arg-type]
    assert sorted(laid) == sorted(unit.id for unit in page.units)
    document = pypdfium2.PdfDocument(data)
    read = "".join(page.get_textpage().get_text_range() for page in document)
    for text in ALIKE:
        for line in text.removeprefix("# ").split("\n\n"):
            assert plain(line) in plain(read)


def plain(text: str) -> str:
    """Return a text with every run of white space as one space."""
    return re.sub(r"\s+", " ", text).strip()


ALIKE_TOML = """\
[book]
slug = "alike"
languages = ["en"]
title = { en = "Alike" }
identifier = "urn:uuid:5f0c7a52-6f6e-4f0e-9d0e-000000000001"
date = 2020-01-01

[[edition]]
name = "en"
layout = "single"
"""
