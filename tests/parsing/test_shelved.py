"""Chapters that are kept are not held: they come one at a time, as they were, whatever happens to what keeps them."""

from __future__ import annotations

import gc
import pickle
import shutil
import tracemalloc
import weakref
from pathlib import Path

import attrs
import pytest

import every_feature
from support import feature_book
from wicpress import model as m
from wicpress import parsing
from wicpress.build import build_report
from wicpress.build.check import ParsedBook, check, load
from wicpress.cache.build_cache import NO_CACHE, BuildCache
from wicpress.cache.disk_store import DiskStore
from wicpress.config import Config
from wicpress.diagnostics import WicpressError
from wicpress.edition.punctuation import punctuation_fixer
from wicpress.parsing.shelved import CachedChapters
from wicpress.pdf.print_html import PrintDocument, render_html
from wicpress.slips import summaries


class Full(DiskStore):
    """A shelf on a full disk."""

    def put(self, key: str, data: bytes) -> bool:
        """Keep nothing."""
        return False


def settings(root: Path) -> Config:
    """The settings of a book."""
    config = load(root).value
    assert config is not None
    return config


def everything(config: Config, memory: BuildCache) -> tuple[m.Book, PrintDocument]:
    """Read, check and set a book, and say what is to be said of it, as a build of one edition does."""
    book = parsing.read(config, memory).value
    edition = config.editions[0]
    check(ParsedBook(config, book), (edition,), memory)
    page = render_html(book, config, edition, "", {}, punctuation_fixer(config), memory=memory)
    assert page.units
    build_report.edition_report(book, config, edition, memory)
    return book, page


@pytest.mark.parametrize("made", [feature_book, every_feature], ids=["features", "everything"])
def test_a_kept_book_is_the_book(made, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Held, kept now or kept before, in this process or another: the same chapters, facts and faults."""
    config = settings(made.write(tmp_path / "book"))
    memory = BuildCache(DiskStore(tmp_path / "shelf"), "press")
    held = parsing.read(config)
    assert isinstance(held.value.chapters, tuple)
    for _ in range(2):
        kept = parsing.read(config, memory)
        assert isinstance(kept.value.chapters, CachedChapters)
        assert kept == held
        assert pickle.loads(pickle.dumps(kept.value)) == held.value
        mine = [attrs.evolve(each, digest="") for each in summaries(kept.value)]
        assert mine == [attrs.evolve(each, digest="") for each in summaries(held.value)]
        assert kept.value.chapters[-1] == held.value.chapters[-1]
        assert tuple(kept.value.chapters[1:3]) == tuple(held.value.chapters[1:3])
    assert memory.corrupt_count == 0


def test_one_chapter_is_at_hand(tmp_path: Path) -> None:
    """Who walks through a book holds a chapter at a time."""
    book = parsing.read(
        settings(feature_book.write(tmp_path / "book")), BuildCache(DiskStore(tmp_path / "shelf"), "p")
    ).value
    seen = []
    for chapter in book.chapters:
        seen.append(weakref.ref(chapter))
        del chapter
        gc.collect()
        assert sum(each() is not None for each in seen) == 1
    assert len(seen) == feature_book.CHAPTERS


def test_what_has_not_changed_is_not_even_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read, checked and set again, no chapter of an unchanged book is brought; of an edited one, the edited."""
    root = feature_book.write(tmp_path / "book")
    memory = BuildCache(DiskStore(tmp_path / "shelf"), "press")
    everything(settings(root), memory)
    brought: list[str] = []
    real = CachedChapters._brought

    def counted(self: CachedChapters, nth: int) -> m.Chapter:
        brought.append(self.summaries[nth].id)
        return real(self, nth)

    monkeypatch.setattr(CachedChapters, "_brought", counted)
    everything(settings(root), memory)
    assert brought == []
    feature_book.write(tmp_path / "book", "补写一句。")
    everything(settings(root), memory)
    assert set(brought) == {"c03"}


def grown(folder: Path, chapters: int, memory: BuildCache) -> int:
    """Bytes that are held of a book of so many chapters when it is read, checked and set."""
    root = feature_book.write(folder / f"book-{chapters}")
    for path in root.glob("*.md"):
        path.unlink()
    body = f"{feature_book.ZH}\n\n{feature_book.EN}\n\n- {feature_book.ZH}\n\n- {feature_book.EN}\n\n" * 20
    for nth in range(chapters):
        last = f"参见[](#s{max(0, nth - 1)}){{.number}}。\n\nSee [](#s{max(0, nth - 1)}){{.number}}."
        heads = f"# 第{nth}章\n\n# Chapter {nth}\n\n## 节 {{#s{nth}}}\n\n## Section"
        (root / f"{nth:03}.md").write_text(f"{heads}\n\n{body}{last}\n", encoding="utf-8")
    config = settings(root)
    everything(config, NO_CACHE)  # what every process holds once
    gc.collect()
    tracemalloc.start()
    try:
        made = everything(config, memory)
        gc.collect()
        assert made
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


def test_what_is_held_hardly_grows_with_the_book(tmp_path: Path) -> None:
    """Thirty chapters more cost a small part of what holding them costs."""
    kept = [grown(tmp_path, each, BuildCache(DiskStore(tmp_path / f"shelf-{each}"), "press")) for each in (10, 40)]
    held = [grown(tmp_path, each, NO_CACHE) for each in (10, 40)]
    assert kept[1] - kept[0] < (held[1] - held[0]) / 10


def test_what_is_gone_is_read_again(tmp_path: Path) -> None:
    """A shelf that is emptied or damaged meanwhile costs time and nothing else."""
    root = feature_book.write(tmp_path / "book")
    memory = BuildCache(DiskStore(tmp_path / "shelf"), "press")
    held = parsing.read(settings(root)).value
    book = parsing.read(settings(root), memory).value
    shutil.rmtree(tmp_path / "shelf")
    assert book == held
    book = parsing.read(settings(root), memory).value
    for path in (tmp_path / "shelf").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1])
    assert book == held
    assert memory.corrupt_count == 1  # the first that is damaged has all read again


def test_what_cannot_be_kept_is_held(tmp_path: Path) -> None:
    """On a full disk a book is read as without a memory."""
    root = feature_book.write(tmp_path / "book")
    memory = BuildCache(Full(tmp_path / "shelf"), "press")
    book = parsing.read(settings(root), memory).value
    shutil.rmtree(root)  # nothing has to be read again
    assert [each.id for each in book.chapters] == [f"c{nth:02}" for nth in range(1, feature_book.CHAPTERS + 1)]


def test_a_manuscript_that_changes_meanwhile_stops_the_build(tmp_path: Path) -> None:
    """Where something has to be read again and is another now, no book is made of half of each."""
    root = feature_book.write(tmp_path / "book")
    book = parsing.read(settings(root), BuildCache(DiskStore(tmp_path / "shelf"), "press")).value
    shutil.rmtree(tmp_path / "shelf")
    feature_book.write(tmp_path / "book", "补写一句。")
    with pytest.raises(WicpressError) as caught:
        list(book.chapters)
    assert [each.code for each in caught.value.diagnostics] == ["changed_meanwhile"]
