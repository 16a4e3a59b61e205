"""Pairs filled into moulds are what their templates would have made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support import ebook
from support.ebook import EN, ZH
from wicpress import model as m
from wicpress.config import Config, Edition
from wicpress.edition import numbering
from wicpress.edition.view import BookView, view
from wicpress.epub.links import EpubLinkWriter, places
from wicpress.html.blocks import BlockWriter
from wicpress.html.inlines import InlineWriter
from wicpress.html.template_cache import CachedBlockWriter
from wicpress.html.templates import environment

Writes = Callable[[m.Book, Edition, str], tuple[str, str]]


@pytest.fixture
def both(tmp_path: Path) -> Writes:
    """A function that sets a book's blocks through templates and through moulds."""
    config = ebook.make_config(tmp_path)

    def write(kind: type[BlockWriter], book: m.Book, shown: BookView, format: str, mine: Config) -> str:
        target = EpubLinkWriter(places(book, shown), numbering.labels(book, mine), _Same(), _Ones(), {})
        inlines = InlineWriter(target, numbering.labels(book, mine), lambda words, _: words)
        writer = kind(environment(mine, shown.edition), inlines, shown, mine, format)
        return "\n".join(str(writer.blocks(chapter.blocks)) for chapter in shown.chapters)

    def compare(book: m.Book, edition: Edition, format: str) -> tuple[str, str]:
        shown = view(book, edition)
        return (
            write(BlockWriter, book, shown, format, config),
            write(CachedBlockWriter, book, shown, format, config),
        )

    return compare


class _Same(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key


class _Ones(dict[str, int]):
    def __missing__(self, key: str) -> int:
        return 1


@pytest.mark.parametrize("format", ["epub", "pdf"])
@pytest.mark.parametrize("edition", ebook.EDITIONS, ids=lambda each: each.name)
def test_every_feature(both: Writes, edition: Edition, format: str) -> None:
    """The sample book comes out the same in every layout and format."""
    plain, cast = both(ebook.make_book(), edition, format)
    assert plain == cast


FRENCH = "fr"
WORDS = st.just("a few words") | st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
SIDES = st.tuples(WORDS, WORDS, st.sampled_from(["", "1.", "●", "&<\"'"])).map(
    lambda drawn: tuple(
        ebook.side(tag, text, marker=drawn[2]) for tag, text in ((ZH, drawn[0]), (EN, drawn[1])) if text
    )
)


@st.composite
def blocks(draw: st.DrawFn) -> tuple[m.Block, ...]:
    """Paragraphs, headings and lists with sides that may be missing, of wild words."""
    found: list[m.Block] = []
    for nth in range(draw(st.integers(1, 6))):
        sides: Any = draw(SIDES.filter(bool))
        if draw(st.booleans()):
            sides = tuple(attrs.evolve(each, inlines=(m.ForeignText(FRENCH, each.inlines),)) for each in sides)
        kind = draw(st.sampled_from(["paragraph", "heading", "list"]))
        if kind == "paragraph":
            found.append(m.Paragraph(f"b{nth}", sides))
        elif kind == "heading":
            found.append(m.Heading(f"b{nth}", draw(st.integers(2, 4)), sides, draw(st.integers(0, 30))))
        else:
            value, inner = draw(st.integers(0, 12)), m.Paragraph(f"b{nth}-p", sides)
            item = m.ListItem(f"b{nth}-i", sides, (inner,) if draw(st.booleans()) else (), value)
            found.append(m.ListBlock(f"b{nth}", draw(st.booleans()), 1, (item, attrs.evolve(item, id=f"b{nth}-j"))))
    return tuple(found)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(blocks(), st.sampled_from(ebook.EDITIONS), st.sampled_from(["epub", "pdf"]), st.sampled_from(["show", "omit"]))
def test_wild_words(both: Writes, inside: tuple[m.Block, ...], edition: Edition, format: str, missing: str) -> None:
    """Whatever the words, markers and gaps: the same markup."""
    title = m.Heading("t", 1, ebook.both("题", "Title"), 1)
    book = m.Book((ZH, EN), (m.Chapter("c", title, inside),))
    plain, cast = both(book, attrs.evolve(edition, missing=missing), format)
    assert plain == cast


def test_words_all_in_another_language_are_set_as_that_language(both: Writes) -> None:
    """What a Chinese book has in English throughout is English to the setter: paragraphs, items, verse."""
    said = m.ForeignText(EN, (m.Text("all in English"), m.LineBreak(), m.Emphasis((m.Text("of course"),))))
    sides = (m.Translation(ZH, (said,), ebook.SPAN),)
    mixed = (m.Translation(ZH, (m.Text("有"), said), ebook.SPAN),)
    item = m.ListItem("i", sides)
    inside = (
        m.Paragraph("p", sides),
        m.ListBlock("l", False, 1, (item,)),
        m.Verse("v", sides),
        m.Paragraph("q", mixed),
    )
    book = m.Book((ZH,), (m.Chapter("c", m.Heading("t", 1, (ebook.side(ZH, "题"),), 1), inside),))
    plain, cast = both(book, attrs.evolve(ebook.EDITIONS[0], languages=(ZH,), layout="single"), "pdf")
    english = '<p lang="en" xml:lang="en" class="latin lead">'
    assert plain == cast
    assert f"{english}all in English<br/><em>of course</em></p>" in plain
    assert f'{english}<span class="marker bullet" aria-hidden="true">●</span>all in English' in plain
    assert (
        f'{english}<span class="line">all in English</span><br/><span class="line"><em>of course</em></span>' in plain
    )
    assert 'class="han lead mostly-latin">有<span lang="en" xml:lang="en" class="latin">all' in plain


def test_a_book_with_templates_of_its_own_is_not_cast(tmp_path: Path) -> None:
    """A paragraph template of the book may ask for anything, so it runs for each paragraph."""
    (tmp_path / "templates/blocks").mkdir(parents=True)
    (tmp_path / "templates/blocks/paragraph.html.j2").write_text("<p>{{ node.id }}{{ node.members|length }}</p>")
    config = ebook.make_config(tmp_path)
    shown = view(ebook.make_book(), config.editions[0])
    target = EpubLinkWriter(
        places(ebook.make_book(), shown), numbering.labels(ebook.make_book(), config), _Same(), _Ones(), {}
    )
    inlines = InlineWriter(target, numbering.labels(ebook.make_book(), config), lambda words, _: words)
    writer = CachedBlockWriter(environment(config, config.editions[0]), inlines, shown, config, "epub")
    assert writer.block(shown.chapters[0].blocks[1]) == "<p>c1-p12</p>"
