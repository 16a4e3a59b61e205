"""The functions of the model: plain text, translations, and traversal in reading order."""

from __future__ import annotations

import pytest

from wicpress import model as m
from wicpress.diagnostics import Span

SPAN = Span("a.md", 1, 1)


def words(text: str, lang: str = "en") -> tuple[m.Translation, ...]:
    """Return one translation with plain words."""
    return (m.Translation(lang, (m.Text(text),), SPAN),)


def test_plain_text() -> None:
    """Markup is dropped, code and ruby's base stay, calls and references give nothing."""
    inlines: tuple[m.Inline, ...] = (
        m.Text("a"),
        m.Emphasis((m.Text("b"), m.Strong((m.CodeSpan("c"),)))),
        m.Link("https://e.org", (m.Text("d"),)),
        m.ForeignText("fr", (m.Text("e"),)),
        m.Ruby("汉", "hàn"),
        m.Image("p.png", "f"),
        m.LineBreak(),
        m.FootnoteRef("n"),
        m.CrossRef("x", "page"),
    )
    assert m.plain_text(inlines) == "abcde汉f\n"
    assert m.Translation("en", inlines, SPAN, "1. ").text == "abcde汉f\n"


@pytest.mark.parametrize(
    ("style", "text", "label"),
    [
        ("subscript", "2", "₂"),
        ("superscript", "−15", "⁻¹⁵"),
        ("superscript", "-1", "⁻¹"),
        ("superscript", "(n+1)", "⁽ⁿ⁺¹⁾"),
        ("superscript", "1a", "1a"),
        ("subscript", "i", "i"),
        ("deleted", "2", "2"),
    ],
)
def test_label_text(style: str, text: str, label: str) -> None:
    """Where there is no markup, a run is lowered and raised by its characters, if each has such a form."""
    inlines = (m.Text("x"), m.Strong((m.StyledText(style, (m.Text(text),)),)), m.FootnoteRef("n"), m.Text("y"))
    assert m.label_text(inlines) == f"x{label}y"
    assert m.plain_text(inlines) == f"x{text}y"


def test_label_of_styles_in_each_other() -> None:
    """What is lowered in what is raised has no character of its own."""
    inner = m.StyledText("subscript", (m.Text("2"),))
    assert m.label_text((m.StyledText("superscript", (m.Text("1"), inner)),)) == "¹2"


def test_translation_in() -> None:
    """A language's own translation comes before the shared one."""
    shared, english = words("x", m.SHARED)[0], words("y")[0]
    assert m.translation_in((shared, english), "en") is english
    assert m.translation_in((shared, english), "zh-Hans") is shared
    assert m.translation_in((english,), "zh-Hans") is None
    assert m.translation_in((), "en") is None


def test_traversal() -> None:
    """Nodes come in reading order with those inside them; a row's translations are those of its cells."""
    row = m.Row("r", (m.Cell(words("a")), m.Cell(words("b"))), SPAN)
    item = m.ListItem("i", words("c"), (m.BlockQuote("q", (m.Paragraph("p", words("d")),)),), 1)
    table = m.Table("t", words("cap"), (row,), (), ("",))
    terms = m.DefinitionList("dl", (m.Definition("d", words("e"), (m.ThematicBreak("br", SPAN),)),))
    note = m.Footnote("n", "x", (m.Paragraph("np", words("f")),), 1)
    part, title = m.Heading("part", 1, words("P")), m.Heading("title", 1, words("T"))
    chapter = m.Chapter("c", title, (m.ListBlock("l", False, 1, (item,)), table, terms), (note,), part)
    assert " ".join(node.id for node in m.iter_nodes(chapter)) == "part title l i q p t r dl d br n np"
    assert " ".join(m.node_type(node) for node in m.iter_nodes(chapter)) == (
        "heading heading list item quote paragraph table row definitions definition break note paragraph"
    )
    assert [side.text for side in m.translations_of(row)] == ["a", "b"]
    assert [m.translations_of(node) for node in (note, terms)] == [(), ()]
    assert m.child_nodes(table) == (row,)


def test_every_node_has_a_type() -> None:
    """``inspect`` has a name of its own for each class of node."""
    every = [each for each in vars(m).values() if isinstance(each, type) and issubclass(each, m.Node)]
    named = [each for each in every if each not in (m.Node, m.Block)]
    assert len(named) == 23
    assert len({each.type_name for each in named}) == len(named)
