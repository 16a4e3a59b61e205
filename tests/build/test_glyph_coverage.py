"""Every text of a book is looked up in the face that sets it, before any page is laid out."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from lxml import etree

import every_feature
from support import book_files, sample_book
from support.traditional_font import traditional_font
from wicpress import model as m
from wicpress import parsing
from wicpress.build import check, glyph_coverage
from wicpress.config import Config, Edition, parse
from wicpress.diagnostics import Diagnostic, Severity, Span
from wicpress.fonts.coverage import INVISIBLE, TextRun
from wicpress.pdf.print_html import render_html

SPAN = Span("01.md", 1, 1)


def runs(book: m.Book, config: Config, *editions: Edition) -> list[TextRun]:
    """Every text of the book with its face."""
    return list(glyph_coverage.text_runs(book, config, editions or config.editions))


def one(*inlines: m.Inline, tag: str = "zh-Hans", kind: type = m.Paragraph) -> m.Book:
    """Return a book of one block."""
    title = m.Heading("t", 1, (m.Translation("zh-Hans", (m.Text("题"),), SPAN),))
    block = kind("b", (m.Translation(tag, inlines, SPAN),))
    return m.Book(("zh-Hans", "en"), (m.Chapter("c", title, (block,)),))


@pytest.mark.parametrize(
    ("inlines", "tag", "face"),
    [
        ((m.Text("文"),), "zh-Hans", ("文", "zh-Hans", "serif", 500, "normal")),
        ((m.Text("t"),), "en", ("t", "en", "serif", 400, "normal")),
        ((m.Emphasis((m.Text("文"),)),), "zh-Hans", ("文", "zh-Hans", "sans", 500, "normal")),
        ((m.Emphasis((m.Text("t"),)),), "en", ("t", "en", "serif", 400, "italic")),
        ((m.Strong((m.Text("t"),)),), "en", ("t", "en", "serif", 600, "normal")),
        ((m.Strong((m.Text("文"),)),), "zh-Hans", ("文", "zh-Hans", "sans", 700, "normal")),
        ((m.CodeSpan("t"),), "zh-Hans", ("t", "zh-Hans", "mono", 400, "normal")),
        ((m.ForeignText("fr", (m.Text("mot"),)),), "zh-Hans", ("mot", "fr", "serif", 500, "normal")),
        ((m.Link("#c", (m.Text("文"),)),), "zh-Hans", ("文", "zh-Hans", "serif", 500, "normal")),
        ((m.Ruby("字", "zì"),), "zh-Hans", ("字zì", "zh-Hans", "serif", 500, "normal")),
    ],
)
def test_words_need_glyphs_in_their_face(
    tmp_path: Path, inlines: tuple[m.Inline, ...], tag: str, face: tuple[str, str, str, int, str]
) -> None:
    """Emphasis, code and words of another language are set from faces of their own."""
    matching = [each for each in runs(one(*inlines, tag=tag), sample_book.config(tmp_path)) if each.where == "b"]
    assert [(each.text, each.lang, each.role, each.weight, each.style) for each in matching] == [face]


def test_dotted_emphasis_stays_in_its_face(tmp_path: Path) -> None:
    """Where the book asks for emphasis dots, the words do not turn sans."""
    config = sample_book.config(tmp_path)
    dotted = attrs.evolve(config, typography=attrs.evolve(config.typography, emphasis="dots"))
    (run,) = [each for each in runs(one(m.Emphasis((m.Text("文"),))), dotted) if each.where == "b"]
    assert run.role == "serif"


def test_languages_that_no_edition_shows_are_not_checked(tmp_path: Path) -> None:
    """A book whose only edition is in one language, and leaves the rest out, needs no face for the rest."""
    config = sample_book.config(tmp_path)
    english = attrs.evolve(config.editions[0], languages=("en",), layout="single", missing="omit")
    book = sample_book.book()
    blocks = {p.id for chapter in book.chapters for p in m.iter_nodes(chapter) if isinstance(p, m.Paragraph)}
    assert "zh-Hans" not in {each.lang for each in runs(book, config, english) if each.where in blocks}
    shown = attrs.evolve(english, missing="show")
    assert len(runs(book, config, shown)) > len(runs(book, config, english))


def test_sample_book_has_every_glyph(tmp_path: Path) -> None:
    """A book that holds one of everything is covered by the bundled faces."""
    from wicpress.build import book_fonts  # noqa: PLC0415 - slow

    config = sample_book.config(tmp_path)
    assert (
        glyph_coverage.missing_glyphs(sample_book.book(), config, config.editions, book_fonts.prepare(config).faces)
        == ()
    )


def diagnostics(folder: Path, files: dict[str, str], code: str) -> list[Diagnostic]:
    """Return the diagnostics of one code of a book."""
    config = check.load(book_files.write_book(folder, files)).value
    assert config is not None
    return [each for each in check.read_and_check(config).diagnostics if each.code == code]


def test_each_character_is_named_once(tmp_path: Path) -> None:
    """A missing character is named with its code point, its name and its faces; beyond hundreds they are counted."""
    many = "".join(chr(code) for code in range(0x2A700, 0x2A700 + glyph_coverage.MOST_NAMED + 5))
    chapter = f"# 怪\n\n# Odd\n\n怪{many}。\n\nOdd.\n"
    named = diagnostics(tmp_path / "book", {"02-odd.md": chapter}, "missing_glyph")
    assert len(named) == glyph_coverage.MOST_NAMED + 1
    assert any(each.message.startswith("5 more characters") for each in named)
    first = next(each for each in named if "U+2A700 (CJK UNIFIED IDEOGRAPH-2A700)" in each.message)
    assert first.span == Span("02-odd.md", 5, 5) and (first.column, first.end_column) == (2, 3)
    assert "no glyph in Noto Serif SC or Source Serif 4" in first.message and first.block
    assert 'serif-han = ["Noto Serif SC", "fonts/NAME.ttf"]' in first.help


def test_all_places_of_a_character_are_in_one_diagnostic(tmp_path: Path) -> None:
    """However many faces, languages and files have a character, it is one diagnostic, at its first place."""
    chapter = "# 怪\n\n# Odd\n\n笑😀，*又*😀。\n\nOdd 😀.\n\n## 头😀\n\n## Head\n"
    files = {"02-odd.md": chapter, "book.toml": book_files.TOML.replace("A Trial", "A Trial 😀")}
    (only,) = diagnostics(tmp_path / "book", files, "missing_glyph")
    assert "(5 places: " in only.message and all(place in only.message for place in ("book.toml:", "02-odd.md:7"))
    assert "`serif-han`" in only.help and "`sans-han`" in only.help
    text = "# 怪\n\n# Odd\n\n怪&#x2A6D6;、&#173782;。&DD;\n\nOdd.\n"
    entities = diagnostics(tmp_path / "entity", {"02-odd.md": text}, "missing_glyph")
    places = [(each.span, each.column, each.end_column) for each in entities]
    assert places == [(Span("02-odd.md", 5, 5), 2, 11), (Span("02-odd.md", 5, 5), 22, 26)]
    assert "(2 places: " in entities[0].message


@pytest.mark.parametrize(
    ("char", "canonical"),
    [
        ("\uf900", "豈"),
        ("\U0002f800", "丽"),
        ("\u2f08", "人"),
        ("ｱ", "ア"),
        ("\U0002a6d6", ""),
        ("人", ""),
        ("e", ""),
    ],
)
def test_canonical_character(char: str, canonical: str) -> None:
    """The second code of a character has a first one; a rare character has none."""
    assert glyph_coverage.canonical_character(char) == canonical


def test_help_names_the_canonical_character(tmp_path: Path) -> None:
    """Where a missing character is the second code of another, the help says to write that one."""
    chapter = "# 怪\n\n# Odd\n\n怪\U0002f80e。\n\nOdd.\n"
    (only,) = diagnostics(tmp_path / "book", {"02-odd.md": chapter}, "missing_glyph")
    assert only.help.startswith("write “免”, U+514D (CJK UNIFIED IDEOGRAPH-514D), or add a font")


def test_a_quoted_character_is_a_warning(tmp_path: Path) -> None:
    """A word in another kind of Chinese asks for a face of its own, and stops nothing."""
    chapter = "# 字\n\n# Signs\n\n旧书写作“[發]{lang=zh-Hant}”。\n\nOld books write [發]{lang=zh-Hant}.\n"
    files = {"02-odd.md": chapter}
    (only,) = diagnostics(tmp_path / "book", files, "quoted_forms")
    assert only.severity is Severity.WARNING and (only.span, only.column) == (Span("02-odd.md", 5, 5), 7)
    assert "(2 characters)" in only.message and 'serif-han = { zh-Hant = "fonts/NAME.ttf" }' in only.help
    assert diagnostics(tmp_path / "again", files, "foreign_forms") == []


def test_foreign_forms_stop_a_book(tmp_path: Path) -> None:
    """A book in traditional characters is not set from a face of simplified forms."""
    toml = book_files.TOML.replace("zh-Hans", "zh-Hant")
    chapter = book_files.CHAPTER.replace("开头", "開頭").replace("这是第一段，有一条脚注", "這是第一段，有一條腳註")
    root = book_files.write_book(tmp_path / "book", {"book.toml": toml, "01-opening.md": chapter})
    config = check.load(root).value
    assert config is not None
    codes = {each.code for each in check.read_and_check(config).diagnostics}
    assert "foreign_forms" in codes


def test_words_of_the_imprint(tmp_path: Path) -> None:
    """A font that lacks what wicpress itself writes into the imprint, the trim size, is told by a check."""
    words = traditional_font("Noto Sans SC", "Test hei", "目录图表注意提示重要警告小心开本")
    toml = book_files.TOML + '\n[fonts]\nsans-han = "hei.ttf"\n'
    found = diagnostics(tmp_path / "book", {"book.toml": toml, "hei.ttf": words}, "missing_glyph")
    assert {"U+6BEB", "U+7C73"} <= {each.message.split()[0] for each in found}


NUMBERED = """# 开头

# Opening

见[](#part)。

See [](#part).

## 正文 {#part}

## Text

正文。

Text.
"""


@pytest.mark.parametrize(
    ("role", "missing"),
    [("sans-han", {"第": 1, "一": 1, "章": 1, "节": 9}), ("serif-han", {"第": 5, "一": 5, "章": 5, "节": 5})],
)
def test_words_of_numbers(tmp_path: Path, role: str, missing: dict[str, int]) -> None:
    """A font that lacks the words of numbers before headings, or of references to them, is told by a check."""
    toml = book_files.TOML.replace("[[edition]]", 'numbering = "auto"\n\n[[edition]]', 1)
    own = "目录图表注意提示重要警告小心字体开本毫米试书"
    files = {
        "book.toml": f'{toml}\n[fonts]\n{role} = "han.ttf"\n',
        "han.ttf": traditional_font("Noto Sans SC", "Test Han", NUMBERED + own),
        "01-opening.md": NUMBERED,
    }
    lines = {
        each.message.split()[0]: each.span and each.span.line
        for each in diagnostics(tmp_path / "book", files, "missing_glyph")
    }
    assert lines == {f"U+{ord(char):04X}": line for char, line in missing.items()}


def test_sign_behind_a_note_that_is_called_again(tmp_path: Path) -> None:
    """Print leads back to the later calls of a note in its sans face; e-books and notes called once need no sign."""
    config = sample_book.config(tmp_path)
    printed = attrs.evolve(config.editions[0], formats=("pdf",))
    note = m.Footnote("n", 1, (m.Paragraph("p", (m.Translation("en", (m.Text("A note."),), SPAN),)),))
    called = m.Translation("en", (m.Text("t"), m.FootnoteRef("n")), SPAN)
    title = m.Heading("t", 1, (m.Translation("en", (m.Text("T"),), SPAN),))

    def signs(edition: Edition, *blocks: str) -> list[TextRun]:
        chapter = m.Chapter("c", title, tuple(m.Paragraph(each, (called,)) for each in blocks), (note,))
        return [each for each in runs(m.Book(("zh-Hans", "en"), (chapter,)), config, edition) if each.text == "↑"]

    assert [(each.where, each.lang, each.role) for each in signs(printed, "a", "b", "c")] == [("b", "en", "sans")]
    assert signs(printed, "a") == []
    assert signs(attrs.evolve(printed, formats=("epub",)), "a", "b") == []


def test_whatever_is_printed_is_looked_up(tmp_path: Path) -> None:
    """Every character on the pages of a book with every feature, those of wicpress included, is among the texts."""
    config = check.load(every_feature.write(tmp_path)).value
    assert config
    book = parsing.read(config).value
    for edition in (each for each in config.editions if "pdf" in each.formats):
        texts = {char for each in runs(book, config, edition) for char in each.text}
        page = render_html(book, config, edition).counted_in(10).html
        body = etree.fromstring(page.encode(), etree.HTMLParser(encoding="utf-8")).find(".//body")
        printed = {char for text in body.itertext() for char in text if not char.isspace()}
        assert printed - texts - INVISIBLE == set(), edition.name


@pytest.mark.parametrize(("tag", "words"), [("zh-Hans", "责任编辑印张译由此起"), ("ja", "ここから発行")])
def test_words_of_the_imprint_are_looked_up(tag: str, words: str) -> None:
    """Labels of fields, of roles, and the key of missing text: with no other text in the book."""
    toml = f"""
[book]
languages = ["{tag}", "en"]
title = {{ {tag} = "1", en = "1" }}
publisher = {{ {tag} = "1", en = "1" }}
identifier = "urn:x"
authors = [{{ {tag} = "1", en = "1", role = "trl" }}]
[imprint]
editor = "1"
sheets = "auto"
[[edition]]
name = "a"
layout = "interleaved"
"""
    config = parse(toml.encode(), Path("book")).value
    assert config
    texts = "".join(each.text for each in runs(one(m.Text("1"), tag="en"), config) if each.lang == tag)
    assert set(words) <= set(texts)
