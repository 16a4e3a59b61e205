"""Cached values are data, damage to them is noticed, and they never change an output."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support import feature_book
from wicpress import parsing
from wicpress.build.check import load
from wicpress.cache.build_cache import NO_CACHE, BuildCache, Codec
from wicpress.cache.disk_store import DiskStore
from wicpress.config import Config, Edition
from wicpress.diagnostics import Span
from wicpress.edition.punctuation import punctuation_fixer
from wicpress.model import Emphasis, Text
from wicpress.parsing.blocks import BlockParser
from wicpress.pdf.print_html import PrintDocument, render_html

WORDS = Codec(Span, Text, Emphasis)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.builds(Text, st.text()),
    lambda inside: (
        st.lists(inside).map(tuple)
        | st.dictionaries(st.text() | st.integers(), inside)
        | st.builds(Emphasis, st.lists(inside).map(tuple))
    ),
)


@given(VALUES)
def test_values_come_back(value: object) -> None:
    """Every value comes back as it was."""
    assert WORDS.decode(WORDS.encode(value)) == value


def test_defaults_are_left_out() -> None:
    """Fields at the end that have their defaults take no space."""

    @attrs.frozen
    class Thing:
        name: str
        size: int = 0
        note: str = ""

    codec = Codec(Thing)
    assert json.loads(codec.encode(Thing("a"))) == {"0": ["a"]}
    assert codec.decode(codec.encode(Thing("a", 0, "b"))) == Thing("a", 0, "b")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b'{"9":[]}',
        b'{"1":[1,2,3,4]}',
        b'{"1":[]}',
        b'{"1":5}',
        b'{"map":[1]}',
        b'{"1":["a"],"2":[]}',
        b"{}",
        b"{",
        b"[]",
        b"[1]",
        b'{"os.system":["ls"]}',
        b"\xff",
    ],
)
def test_only_known_classes_are_made(data: bytes, tmp_path: Path) -> None:
    """What is no value of ours is thrown away and counted, even with a sum that is right."""
    store = DiskStore(tmp_path)
    cache = BuildCache(store, "tool")
    store.put("key", hashlib.sha256(data).digest() + data)
    assert cache.get("key", WORDS) is None
    assert cache.corrupt_count == 1
    assert store.get("key") is None


def test_damage_is_found(tmp_path: Path) -> None:
    """A changed byte or a lost tail is noticed by its digest."""
    store = DiskStore(tmp_path)
    for nth, hurt in enumerate((lambda data: data[:-1], lambda data: data[:-2] + b"x]", lambda data: data[:9]), 1):
        cache = BuildCache(store, "tool")
        assert cache.get_or_compute("key", WORDS, lambda: Text("甲")) == Text("甲")
        store.put("key", hurt(store.get("key") or b""))
        assert cache.get_or_compute("key", WORDS, lambda nth=nth: Text(f"乙{nth}")) == Text(f"乙{nth}")  # type: ignore[misc]
        assert cache.corrupt_count == 1
        store.delete("key")


def test_keys_tell_their_parts_apart() -> None:
    """No two lists of parts have the same key."""
    cache = BuildCache(None, "tool")
    parts = [("a", "b"), ("ab",), ("a", "", "b"), (["a", "b"],), ("", "ab")]
    assert len({cache.key("kind", *each) for each in parts}) == len(parts)
    assert cache.key("kind", "a") == cache.key("kind", ["a"])  # a text is a list of one
    assert cache.key("kind", "a") != BuildCache(None, "another").key("kind", "a")


# ------------------------------------------------------------------------------------- the book


def edition_of(root: Path) -> tuple[Config, Edition]:
    """The settings of the feature book and its bilingual edition."""
    config = load(root).value
    assert config is not None
    edition = config.edition("bilingual")
    assert edition is not None
    return config, edition


def set_(root: Path, cache: BuildCache) -> PrintDocument:
    """The book read and set, with what ``cache`` knows."""
    config, edition = edition_of(root)
    book = parsing.read(config, cache).value
    return render_html(book, config, edition, "", {}, punctuation_fixer(config), cache=cache)


def test_memory_changes_nothing(tmp_path: Path) -> None:
    """Read and set with a cache, empty or full, the book is what it is without; an edit is seen, and undone."""
    root = feature_book.write(tmp_path / "book")
    cache = BuildCache(DiskStore(tmp_path / "store"), "tool")
    plain = set_(root, NO_CACHE)
    assert set_(root, cache) == plain
    assert set_(root, cache) == plain
    feature_book.write(tmp_path / "book", "补写一句。")
    edited = set_(root, NO_CACHE)
    assert edited.html != plain.html
    assert set_(root, cache) == edited
    feature_book.write(tmp_path / "book")
    assert set_(root, cache) == plain
    assert cache.corrupt_count == 0


def test_what_has_not_changed_is_not_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a book that was read, only the file that was edited is parsed."""
    root = feature_book.write(tmp_path / "book")
    config, _ = edition_of(root)
    cache = BuildCache(DiskStore(tmp_path / "store"), "tool")
    before = parsing.read(config, cache)
    parsed: list[str] = []
    parse = BlockParser.read

    def counted(parser: BlockParser) -> object:
        parsed.append(parser.source.path)
        return parse(parser)

    monkeypatch.setattr(BlockParser, "read", counted)
    assert parsing.read(config, cache) == before
    assert parsed == []
    feature_book.write(tmp_path / "book", "补写一句。")
    parsing.read(config, cache)
    assert len(parsed) == 1


def test_a_cache_that_fails_only_costs_time(tmp_path: Path) -> None:
    """Emptied, damaged or on a full disk, it gives the book that is read without one."""
    root = feature_book.write(tmp_path / "book")
    plain = set_(root, NO_CACHE)
    cache = BuildCache(DiskStore(tmp_path / "cache"), "press")
    assert set_(root, cache) == plain
    entries = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    for path in entries:
        path.write_bytes(path.read_bytes()[:-1])
    assert set_(root, cache) == plain
    assert cache.corrupt_count == len(entries)
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert set_(root, BuildCache(DiskStore(tmp_path / "file"), "press")) == plain


def test_file_with_a_fault_is_read_again(tmp_path: Path) -> None:
    """Every build reports diagnostics, so a file that has one is not cached."""
    root = feature_book.write(tmp_path / "book")
    path = next(iter(sorted(root.glob("*.md"))))
    path.write_text(path.read_text(encoding="utf-8") + "\n<div>raw</div>\n", encoding="utf-8")
    config, _ = edition_of(root)
    cache = BuildCache(DiskStore(tmp_path / "store"), "tool")
    first = parsing.read(config, cache).diagnostics
    assert first
    assert parsing.read(config, cache).diagnostics == first


def test_templates_of_a_book_are_not_trusted_to_look_at_one_chapter(tmp_path: Path) -> None:
    """A book's own template may ask for anything, so that its chapters are always set again."""
    root = feature_book.write(tmp_path / "book")
    cache = BuildCache(DiskStore(tmp_path / "store"), "tool")
    set_(root, cache)
    own = root / "templates" / "blocks" / "paragraph.html.j2"
    own.parent.mkdir(parents=True)
    own.write_text("<p>{{ config.title.first_of('en') }}</p>", encoding="utf-8")
    assert set_(root, cache) == set_(root, NO_CACHE)
