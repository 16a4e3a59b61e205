"""Cached values are decoded as they were, damage to them is detected, and they never change an output."""

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

CODEC = Codec(Span, Text, Emphasis)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.builds(Text, st.text()),
    lambda inside: (
        st.lists(inside).map(tuple)
        | st.dictionaries(st.text() | st.integers(), inside)
        | st.builds(Emphasis, st.lists(inside).map(tuple))
    ),
)


@given(VALUES)
def test_values_are_decoded(value: object) -> None:
    """Every decoded value equals the encoded one."""
    assert CODEC.decode(CODEC.encode(value)) == value


def test_defaults_are_left_out() -> None:
    """Trailing fields with their default values are not written."""

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
def test_only_known_classes_are_decoded(data: bytes, tmp_path: Path) -> None:
    """An entry that is no encoded value is deleted and counted, even with a correct digest."""
    store = DiskStore(tmp_path)
    cache = BuildCache(store, "tool")
    store.put("key", hashlib.sha256(data).digest() + data)
    assert cache.get("key", CODEC) is None
    assert cache.corrupt_count == 1
    assert store.get("key") is None


def test_damage_is_detected(tmp_path: Path) -> None:
    """A changed byte or a truncated entry is detected by its digest."""
    store = DiskStore(tmp_path)
    for nth, damage in enumerate((lambda data: data[:-1], lambda data: data[:-2] + b"x]", lambda data: data[:9]), 1):
        cache = BuildCache(store, "tool")
        assert cache.get_or_compute("key", CODEC, lambda: Text("甲")) == Text("甲")
        store.put("key", damage(store.get("key") or b""))
        assert cache.get_or_compute("key", CODEC, lambda nth=nth: Text(f"乙{nth}")) == Text(f"乙{nth}")  # type: ignore[misc]
        assert cache.corrupt_count == 1
        store.delete("key")


def test_keys_differ_by_their_parts() -> None:
    """Different lists of parts have different keys."""
    cache = BuildCache(None, "tool")
    parts = [("a", "b"), ("ab",), ("a", "", "b"), (["a", "b"],), ("", "ab")]
    assert len({cache.key("kind", *each) for each in parts}) == len(parts)
    assert cache.key("kind", "a") == cache.key("kind", ["a"])  # a text is a list of one
    assert cache.key("kind", "a") != BuildCache(None, "another").key("kind", "a")


# ------------------------------------------------------------------------------------- the book


def edition_of(root: Path) -> tuple[Config, Edition]:
    """Return the settings of the feature book and its bilingual edition."""
    config = load(root).value
    assert config is not None
    edition = config.edition("bilingual")
    assert edition is not None
    return config, edition


def render_book(root: Path, cache: BuildCache) -> PrintDocument:
    """Return the bilingual edition of the book, parsed and rendered with ``cache``."""
    config, edition = edition_of(root)
    book = parsing.read(config, cache).value
    return render_html(book, config, edition, "", {}, punctuation_fixer(config), cache=cache)


def test_cache_changes_nothing(tmp_path: Path) -> None:
    """With a cache, empty or full, the book is the same as without one; also after an edit and its undoing."""
    root = feature_book.write(tmp_path / "book")
    cache = BuildCache(DiskStore(tmp_path / "store"), "tool")
    plain = render_book(root, NO_CACHE)
    assert render_book(root, cache) == plain
    assert render_book(root, cache) == plain
    feature_book.write(tmp_path / "book", "补写一句。")
    edited = render_book(root, NO_CACHE)
    assert edited.html != plain.html
    assert render_book(root, cache) == edited
    feature_book.write(tmp_path / "book")
    assert render_book(root, cache) == plain
    assert cache.corrupt_count == 0


def test_unchanged_files_are_not_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a parsed book, only the edited file is parsed again."""
    root = feature_book.write(tmp_path / "book")
    config, _ = edition_of(root)
    cache = BuildCache(DiskStore(tmp_path / "store"), "tool")
    before = parsing.read(config, cache)
    parsed: list[str] = []
    parse = BlockParser.read

    def count(parser: BlockParser) -> object:
        parsed.append(parser.source.path)
        return parse(parser)

    monkeypatch.setattr(BlockParser, "read", count)
    assert parsing.read(config, cache) == before
    assert parsed == []
    feature_book.write(tmp_path / "book", "补写一句。")
    parsing.read(config, cache)
    assert len(parsed) == 1


def test_a_cache_that_fails_only_costs_time(tmp_path: Path) -> None:
    """With an empty or damaged cache, or on a full disk, the book is the same as without a cache."""
    root = feature_book.write(tmp_path / "book")
    plain = render_book(root, NO_CACHE)
    cache = BuildCache(DiskStore(tmp_path / "cache"), "tool")
    assert render_book(root, cache) == plain
    entries = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    for path in entries:
        path.write_bytes(path.read_bytes()[:-1])
    assert render_book(root, cache) == plain
    assert cache.corrupt_count == len(entries)
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert render_book(root, BuildCache(DiskStore(tmp_path / "file"), "tool")) == plain


def test_file_with_a_diagnostic_is_parsed_again(tmp_path: Path) -> None:
    """Every build reports diagnostics, so a file with one is not cached."""
    root = feature_book.write(tmp_path / "book")
    path = next(iter(sorted(root.glob("*.md"))))
    path.write_text(path.read_text(encoding="utf-8") + "\n<div>raw</div>\n", encoding="utf-8")
    config, _ = edition_of(root)
    cache = BuildCache(DiskStore(tmp_path / "store"), "tool")
    first = parsing.read(config, cache).diagnostics
    assert first
    assert parsing.read(config, cache).diagnostics == first


def test_chapters_with_a_custom_template_are_rendered_again(tmp_path: Path) -> None:
    """A book's own template may use anything, so that its chapters are always rendered again."""
    root = feature_book.write(tmp_path / "book")
    cache = BuildCache(DiskStore(tmp_path / "store"), "tool")
    render_book(root, cache)
    template = root / "templates" / "blocks" / "paragraph.html.j2"
    template.parent.mkdir(parents=True)
    template.write_text("<p>{{ config.title.first_of('en') }}</p>", encoding="utf-8")
    assert render_book(root, cache) == render_book(root, NO_CACHE)
