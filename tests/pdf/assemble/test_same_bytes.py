"""The same book makes the same bytes, whatever lay on the shelf before and however many hands laid it."""

from __future__ import annotations

import contextlib
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
from support.printed import bound
from wicpress.build.worker_pool import WorkerPool
from wicpress.cache.disk_store import DiskStore
from wicpress.fragments import CorruptFragment, unpack
from wicpress.pdf import layout_worker
from wicpress.pdf.incremental import LayoutContext
from wicpress.pdf.layout_jobs import LayoutJob, run_layout

NO_REFERENCES = ("c02-columns", "c06-listing", "c07-empty", "c08-han", "c09-latin")
"""The chapters of the book with everything that name no page."""


@pytest.fixture
def build(set_type: Typeset, tmp_path: Path) -> object:
    """Builds the book with a sentence added, or none, at a bench; gives its bytes and the parts laid for it."""

    def run(bench: LayoutContext, sentence: str = "", book: ModuleType = feature_book) -> tuple[bytes, list[str]]:
        laid: list[str] = []

        def counted(work: object, jobs: object) -> object:
            jobs = list(jobs)  # type: ignore[call-overload]
            if work is run_layout:
                laid.extend(job.id for job in jobs)
            return bench.run(work, jobs)  # type: ignore[arg-type]

        root = book.write(tmp_path / book.__name__, sentence)
        page, config, edition = set_type(root, "bilingual")
        return bound(page, config, edition, attrs.evolve(bench, run=counted)).data, laid  # type: ignore[arg-type]

    return run


def test_history_leaves_no_trace(build, bench: LayoutContext, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Cold and kept, edited and undone, one process and two: the bytes are those of the text alone."""
    cold, _ = build(bench)
    kept, laid = build(bench)
    assert kept == cold
    assert laid == []
    edited, laid = build(bench, "补写一句。")
    assert edited != cold
    assert set(laid) == {"c03"}
    assert build(LayoutContext(DiskStore(tmp_path / "other"), "the press"), "补写一句。")[0] == edited
    undone, laid = build(bench)
    assert (undone, laid) == (cold, [])
    with WorkerPool(2, tmp_path) as pool:
        assert build(LayoutContext(DiskStore(tmp_path / "third"), "the press", pool.run))[0] == cold


def test_everything_makes_the_same_bytes(build, bench: LayoutContext, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """With everything a book may hold, too: cold, with four processes, edited beside kept parts, and undone."""

    def other(name: str, *more: object) -> LayoutContext:
        return LayoutContext(DiskStore(tmp_path / name), "the press", *more)  # type: ignore[arg-type]

    cold, laid = build(bench, book=every_feature)
    times = Counter(laid)
    assert max(times.values()) <= 2, "only a number with a figure more than was guessed may have a part laid again"
    assert {times[name] for name in NO_REFERENCES} == {1}
    with WorkerPool(4, tmp_path) as pool:
        assert build(other("four", pool.run), book=every_feature)[0] == cold
        edited, laid = build(bench, "补写一句。", every_feature)
        assert (edited != cold, laid) == (True, ["c08-han"])
        assert build(other("edited", pool.run), "补写一句。", every_feature)[0] == edited
    assert build(bench, book=every_feature) == (cold, [])


def test_growing_chapter_moves_what_follows(build, bench: LayoutContext, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A chapter that grows is laid again with those whose numbers get a figure more; others are moved."""
    build(bench)
    grown, laid = build(bench, feature_book.ZH * 60)
    assert "c03" in laid
    assert "c01" not in laid
    assert build(LayoutContext(DiskStore(tmp_path / "other"), "the press"), feature_book.ZH * 60)[0] == grown


def test_damage_is_found_and_laid_again(build, set_type: Typeset, bench: LayoutContext, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Entries cut short or changed are dropped, laid again, and said; the book is the same."""
    cold, _ = build(bench)
    entries = sorted(path for path in bench.store.folder.rglob("*") if path.is_file())
    for nth, path in enumerate(entries):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2] if nth % 2 else data[:-9] + b"?" + data[-8:])
    page, config, edition = set_type(tmp_path / "feature_book", "bilingual")
    pdf = bound(page, config, edition, bench)
    assert pdf.data == cold
    assert [each.code for each in pdf.warnings] == ["cache_damaged"]
    assert bound(page, config, edition, bench).warnings == ()


def test_lost_face_is_had_again(
    set_type: Typeset, bench: LayoutContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A face that only the shelf has, damaged there, is kept anew by laying what is set from it; that is said."""

    def knows_none(keeper: layout_worker._FontSaver, job: LayoutJob) -> None:
        keeper.job = attrs.evolve(job, faces={})

    bench = attrs.evolve(bench, sum_of=lambda path: f"{path.name}: not the sum of any face")
    monkeypatch.setattr(layout_worker._FontSaver, "__init__", knows_none)  # as if all faces were the system's
    page, config, edition = set_type(feature_book.write(tmp_path / "book"), "bilingual")
    cold = bound(page, config, edition, bench)
    faces = list(bench.store.folder.rglob("*.face"))
    assert faces
    for path in filter(Path.is_file, bench.store.folder.rglob("*")):
        if path in faces:
            path.write_bytes(path.read_bytes()[:-100])
        else:
            with contextlib.suppress(CorruptFragment):  # what is remembered is no fragment
                if not unpack(path.read_bytes(), path.name).sheets:
                    path.unlink()  # the faces as they were cut
    mended = bound(page, config, edition, bench)
    assert (mended.data, [each.code for each in mended.warnings]) == (cold.data, ["cache_damaged"])
    assert bound(page, config, edition, bench) == cold


def test_full_disk_only_costs_time(build, bench: LayoutContext, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """Where nothing can be kept the book is bound all the same."""
    cold, _ = build(bench)
    store = DiskStore(bench.store.folder / "full")
    monkeypatch.setattr(DiskStore, "put", lambda *_: False)
    assert build(attrs.evolve(bench, store=store))[0] == cold


ALIKE = (
    "# One\n\nA no\u00a0break and a well\u2010known thing, a hyphen-minus, \u00b5 and \u03bc.\n",
    "# Two\n\nA hyphen-minus and a plain space, \u03bc.\n\nThen no\u00a0break, non\u2011breaking, well\u2010known.\n",
    "# Three\n\n\u00b5\u00a0x\u2011y\n",
)
"""Chapters that meet the characters of one glyph in different orders."""


def test_parts_agree_what_a_glyph_says(set_type: Typeset, bench: LayoutContext, tmp_path: Path) -> None:
    """Characters that a face draws with one glyph cost no second round, and are read as they were written."""
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
    data = bound(page, config, edition, attrs.evolve(bench, run=counted)).data  # type: ignore[arg-type]
    assert sorted(laid) == sorted(unit.id for unit in page.units)
    document = pypdfium2.PdfDocument(data)
    read = "".join(page.get_textpage().get_text_range() for page in document)
    for text in ALIKE:
        for line in text.removeprefix("# ").split("\n\n"):
            assert plain(line) in plain(read)


def plain(text: str) -> str:
    """A text without its line ends, every kind of space a space."""
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
