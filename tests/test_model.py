"""The model's own questions: plain text, sides, and walking in reading order."""

from __future__ import annotations

from wicpress import model as m
from wicpress.spans import Span

SPAN = Span("a.md", 1, 1)


def words(text: str, lang: str = "en") -> tuple[m.Side, ...]:
    """One side with plain words."""
    return (m.Side(lang, (m.Text(text),), SPAN),)


def test_plain_text() -> None:
    """Markup goes, code and ruby's base stay, calls and references say nothing."""
    inlines: tuple[m.Inline, ...] = (
        m.Text("a"),
        m.Emphasis((m.Text("b"), m.Strong((m.CodeSpan("c"),)))),
        m.Link("https://e.org", (m.Text("d"),)),
        m.Foreign("fr", (m.Text("e"),)),
        m.Ruby("汉", "hàn"),
        m.Image("p.png", "f"),
        m.HardBreak(),
        m.NoteRef("n"),
        m.CrossRef("x", "page"),
    )
    assert m.plain(inlines) == "abcde汉f\n"
    assert m.Side("en", inlines, SPAN, "1. ").text == "abcde汉f\n"


def test_sides() -> None:
    """A language's own side comes before the shared one; else there is none."""
    shared, english = words("x", m.SHARED)[0], words("y")[0]
    assert m.side((shared, english), "en") is english
    assert m.side((shared, english), "zh-Hans") is shared
    assert m.side((english,), "zh-Hans") is None
    assert m.side((), "en") is None


def test_walking() -> None:
    """Pieces come in reading order with all that is inside; a row's sides are those of its cells."""
    row = m.Row("r", (m.Cell(words("a")), m.Cell(words("b"))), SPAN)
    item = m.Item("i", words("c"), (m.Quote("q", (m.Paragraph("p", words("d")),)),), 1)
    table = m.Table("t", words("cap"), (row,), (), ("",))
    terms = m.DefinitionList("dl", (m.Definition("d", words("e"), (m.Break("br", SPAN),)),))
    note = m.Note("n", "x", (m.Paragraph("np", words("f")),), 1)
    part, title = m.Heading("part", 1, words("P")), m.Heading("title", 1, words("T"))
    chapter = m.Chapter("c", title, (m.ListBlock("l", False, 1, (item,)), table, terms), (note,), part)
    assert " ".join(piece.id for piece in m.pieces(chapter)) == "part title l i q p t r dl d br n np"
    assert " ".join(m.kind(piece) for piece in m.pieces(chapter)) == (
        "heading heading list item quote paragraph table row definitions definition break note paragraph"
    )
    assert [side.text for side in m.sides_of(row)] == ["a", "b"]
    assert [m.sides_of(piece) for piece in (note, terms)] == [(), ()]
    assert m.children(table) == (row,)


def test_every_piece_has_a_kind() -> None:
    """Each class of block that the model names is one that ``inspect`` can name."""
    every = {*m.Block.__args__, m.Item, m.Definition, m.Row, m.Note}
    assert set(m._KINDS) == every
    assert len(set(m._KINDS.values())) == len(every)
