"""Lost, added, doubled, moved and changed text is reported, and all other characters are counted."""

from __future__ import annotations

import attrs
import pytest

from wicpress import model as m
from wicpress.diagnostics import Span
from wicpress.proofing.text.expected_text import MANUSCRIPT, ExpectedRun
from wicpress.proofing.text.extract_text import ExtractedText, TextSegment
from wicpress.proofing.text.lost_text import diff_text
from wicpress.proofing.text.print.text_looks import TextLook

SPAN = Span("01.md", 1, 1)


def expected(*texts: str, kind: str = MANUSCRIPT, lang: str = "en") -> list[ExpectedRun]:
    """Return an expected run in a block of its own for each text."""
    return [ExpectedRun(text, lang, f"b{index}", kind, SPAN) for index, text in enumerate(texts)]


def extracted(*texts: str, note: bool = False, lang: str = "en", link_target: str = "") -> ExtractedText:
    """Return the extracted text of a file with ``texts`` in that order."""
    return ExtractedText(
        tuple(
            TextSegment(text, lang, f"page {index}", f"{index}", note, link_target)
            for index, text in enumerate(texts, 1)
        )
    )


LONG = "The stairs at the ferry have thirty-six steps. "
OTHER = "At high water only the upper twelve are seen. "


@pytest.mark.parametrize(
    ("finished", "kinds"),
    [
        ([LONG, OTHER], []),
        ([LONG.replace(" have", "\nhave"), OTHER.replace("water", "wa\u2010\nter")], []),
        ([LONG[:20], LONG[20:] + OTHER], []),
        ([LONG.replace("ferry", "fery"), OTHER], ["lost"]),
        ([LONG.replace("ferry", "ferrry"), OTHER], ["doubled"]),
        ([LONG.replace("ferry", "ferty"), OTHER], ["changed"]),
        ([LONG, "Nobody wrote this. ", OTHER], ["added"]),
        ([LONG, OTHER, LONG], ["doubled"]),
        ([OTHER, LONG], ["moved"]),
        ([LONG], ["lost"]),
        ([], ["lost"]),
        ([LONG.replace("the ferry", "theferry"), OTHER], ["spacing"]),
        ([LONG.replace("steps", "st eps"), OTHER], ["spacing"]),
    ],
)
def test_mismatches(finished: list[str], kinds: list[str]) -> None:
    """Every kind of mismatch is reported once; other line breaks are not mismatches."""
    diff = diff_text(expected(LONG, OTHER), [], extracted(*finished))
    assert [each.kind for each in diff.mismatches] == kinds
    assert all(each.message for each in diff.mismatches)


@pytest.mark.parametrize(("kind", "kinds"), [("contents", ["changed"]), ("contents", []), ("running-heads", [])])
def test_styles_of_titles_in_contents(kind: str, kinds: list[str]) -> None:
    """What is lowered in a title is lowered in the contents; its other styles are not compared there."""
    lowered = "subscript" if kinds else "emphasis"
    words = [attrs.evolve(expected(LONG, kind=kind)[0], inline_kinds=frozenset({lowered}))]
    assert [each.kind for each in diff_text(words, [], extracted(LONG)).mismatches] == kinds


def test_mismatch_has_its_place() -> None:
    """A mismatch names the line of the manuscript, the page of the finished file, and the text around it."""
    (mismatch,) = diff_text(expected(LONG, OTHER), [], extracted(LONG, OTHER.replace("twelve", "ten"))).mismatches
    assert mismatch.line.startswith("01.md:1: page 2: `") and "⟨" in mismatch.message
    assert (mismatch.block, mismatch.lang, mismatch.place) == ("b1", "en", "page 2")


def test_notes_have_their_own_order() -> None:
    """A note may be at the foot or at the end, but its text keeps its order."""
    note = expected("1", LONG, OTHER)
    text = extracted("One. ", "Two. ").segments
    for position in (0, 1, 2):
        segments = (*text[:position], *extracted("1", LONG, OTHER, note=True).segments, *text[position:])
        assert not diff_text(expected("One.", "Two."), note, ExtractedText(segments)).mismatches
    diff = diff_text(
        expected("One.", "Two."), note, ExtractedText((*text, *extracted("1", OTHER, LONG, note=True).segments))
    )
    assert [each.kind for each in diff.mismatches] == ["moved"]


def test_generated_characters_are_counted() -> None:
    """Generated text is counted by kind and language, separately from the manuscript."""
    text = [*expected("Figure 1", kind="numbering"), *expected(LONG), *expected("12", kind="references")]
    diff = diff_text(text, [], extracted("Figure 1 ", LONG, "12"))
    assert diff.characters == {"numbering": {"en": 7}, MANUSCRIPT: {"en": 39}, "references": {"en": 2}}
    (mismatch,) = diff_text(text, [], extracted("Figure 2 ", LONG, "12")).mismatches
    assert mismatch.kind == "changed" and "numbering" in mismatch.message


def test_text_of_templates() -> None:
    """A template of the book may add text, or leave front matter out, but no text of the manuscript."""
    text = [*expected("ISBN 978", kind="imprint"), *expected(LONG)]
    template = "<p>Printed in Wuzhen</p>"
    assert diff_text(text, [], extracted("Printed in Wuzhen ", LONG)).mismatches
    diff = diff_text(
        text, [], extracted("Printed in Wuzhen ", LONG), template.replace("<p>", " ").replace("</p>", " ")
    )
    assert not diff.mismatches and diff.characters["template"] == {m.SHARED: 15}
    assert diff_text(text, [], extracted("Printed in Wuzhen "), "Printed in Wuzhen").mismatches


def test_language() -> None:
    """Text tagged with another language is reported; digits have no language."""
    (mismatch,) = diff_text(expected(LONG), [], extracted(LONG, lang="zh-Hans")).mismatches
    assert mismatch.kind == "language"
    assert not diff_text(expected("1998"), [], extracted("1998", lang="zh-Hans")).mismatches


def test_links_and_destinations() -> None:
    """A link that leads elsewhere is reported, and a block that is not on the page of its destination."""
    linked = [ExpectedRun(LONG, "en", "b0", span=SPAN, link_target="b1"), *expected("", OTHER)[1:]]
    segments = (*extracted(LONG, link_target="b1").segments, TextSegment(OTHER, "en", "page 2", "2"))
    assert not diff_text(linked, [], ExtractedText(segments, pages={"b1": "2"})).mismatches
    (mismatch,) = diff_text(linked, [], ExtractedText(segments, pages={"b1": "3"})).mismatches
    assert mismatch.kind == "reference" and "page 3" in mismatch.message
    for link_target in ("b0", ""):
        wrong = (*extracted(LONG, link_target=link_target).segments, *segments[1:])
        (mismatch,) = diff_text(linked, [], ExtractedText(wrong)).mismatches
        assert mismatch.kind == "reference" and "not to `b1`" in mismatch.message


@pytest.mark.parametrize(
    ("after", "kinds"), [("\u2028here it is.", []), ("here it is.", ["spacing"]), (" here it is.", [])]
)
def test_a_picture_that_ends_a_line_ends_a_word(after: str, kinds: list[str]) -> None:
    """The space behind a picture is not set where a line ends with the picture; within a line it is."""
    segments = (
        TextSegment("The mark ", "en", "page 1"),
        TextSegment("a line", "en", "page 1", picture=True),
        TextSegment(after, "en", "page 1"),
    )
    words = [ExpectedRun(text, "en", "b", span=SPAN) for text in ("The mark ", "a line", " here it is.")]
    diff = diff_text(words, [], ExtractedText(segments), printed=True)
    assert [each.kind for each in diff.mismatches] == kinds


@pytest.mark.parametrize(("top", "kinds"), [(40.0, []), (20.0, ["spacing"])])
def test_a_picture_behind_a_line_break_stands_below_the_one_before(top: float, kinds: list[str]) -> None:
    """A picture has no glyph that begins a line; words behind it begin one, below the height of the picture."""
    looks = [TextLook(rect=(10.0, y, 30.0, y + 20.0)) for y in (20.0, top)]
    pictures = [
        TextSegment(text, "en", "page 1", picture=True, look=look) for text, look in zip("AB", looks, strict=True)
    ]
    segments = (TextSegment("Tower", "en", "page 1"), *pictures, TextSegment("\u2028\u2028low", "en", "page 1"))
    words = [ExpectedRun(text, "en", "b", span=SPAN) for text in ("Tower", "\u2028", "A", "\u2028", "B", "\u2028low")]
    diff = diff_text(words, [], ExtractedText(segments), printed=True)
    assert [each.kind for each in diff.mismatches] == kinds


def test_a_page_of_columns_starts_with_the_first_side_that_begins_there() -> None:
    """A page that continues a block starts with the next one, whatever other language has words in what goes on."""
    second = Span("01.md", 3, 3)
    words = [
        ExpectedRun(LONG, "en", "b1", span=SPAN),
        ExpectedRun("bon à tirer. ", "fr", "b1", span=SPAN),
        ExpectedRun(OTHER, "en", "b2", span=second),
    ]
    places = ((LONG[:20], "en", "1"), (LONG[20:], "en", "2"), ("bon à tirer. ", "fr", "2"), (OTHER, "en", "2"))
    file = ExtractedText(tuple(TextSegment(text, tag, f"page {label}", label) for text, tag, label in places))
    in_columns = diff_text(words, [], file, in_columns=True, printed=True)
    assert in_columns.page_starts == {"1": ("b1", 0), "2": ("b2", 0)}
    in_one = diff_text(words, [], file, printed=True)
    assert in_one.page_starts == {"1": ("b1", 0), "2": ("b1", len(LONG[:20].replace(" ", "")))}


def test_a_formula_is_one_character_where_it_begins() -> None:
    """A page may begin before a formula, behind it or within it."""
    kinds = frozenset({"formula"})
    words = [
        ExpectedRun("The loss ", "en", "b", span=SPAN),
        ExpectedRun("L = 1 − Q", "en", "b", span=SPAN, inline_kinds=kinds),
        ExpectedRun(" is small.", "en", "b", span=SPAN),
    ]

    def start(*places: tuple[str, bool, str]) -> int:
        segments = (
            TextSegment(text, "en", f"page {label}", label, inline_kinds=kinds if is_formula else frozenset())
            for text, is_formula, label in places
        )
        return diff_text(words, [], ExtractedText(tuple(segments)), printed=True).page_starts["2"][1]

    loss, rest = ("The loss ", False, "1"), (" is small.", False, "2")
    assert start(loss, ("L = 1 − Q", True, "2"), rest) == 7
    assert start(loss, ("L = 1 − Q", True, "1"), rest) == 8
    assert start(loss, ("L = 1 − ", True, "1"), ("Q", True, "2"), rest) == 8


EMPHASIS, STRONG = frozenset({"emphasis"}), frozenset({"strong"})


@pytest.mark.parametrize(
    ("parts", "messages"),
    [
        ((("The ", ""), ("ferry", "emphasis"), (" boat.", "")), []),
        ((("The ", ""), ("fer", "emphasis"), ("ry", "emphasis"), (" boat.", "")), []),
        ((("The ", ""), ("ferry", "strong"), (" boat.", "")), ["`ferry` (b) is strong, in the book emphasis"]),
        ((("The ferry boat.", ""),), ["`ferry` (b) is plain text, in the book emphasis"]),
        ((("The ", ""), ("fer", "emphasis"), ("ry boat.", "")), ["`ry` (b) is plain text, in the book emphasis"]),
        ((("The", "emphasis"), (" ", ""), ("ferry", "emphasis"), (" boat.", "")), ["`The` (b) is emphasis"]),
    ],
)
def test_inlines_keep_their_kind_and_extent(parts: tuple[tuple[str, str], ...], messages: list[str]) -> None:
    """Words are emphasis in the file where they are in the book, and to the letter."""
    words = [("The ", frozenset[str]()), ("ferry", EMPHASIS), (" boat.", frozenset[str]())]
    runs = [ExpectedRun(text, "en", "b", MANUSCRIPT, SPAN, inline_kinds=kinds) for text, kinds in words]
    segments = [
        TextSegment(text, "en", "page 1", inline_kinds=frozenset({kind} if kind else ())) for text, kind in parts
    ]
    actual = [each.message for each in diff_text(runs, [], ExtractedText(tuple(segments))).mismatches]
    assert len(actual) == len(messages)
    assert all(map(str.startswith, actual, messages))


def test_words_are_in_a_link_only_where_the_book_has_one() -> None:
    """A link that goes on behind its words is reported."""
    runs = [
        ExpectedRun("the page", "en", "b", MANUSCRIPT, SPAN, link_target="https://example.org"),
        ExpectedRun(" of it", "en", "b", MANUSCRIPT, SPAN),
    ]
    (mismatch,) = diff_text(runs, [], extracted("the page of", link_target="https://example.org")).mismatches[1:]
    assert mismatch.message == "`of` (b) leads to `https://example.org`, in the book nowhere"


@pytest.mark.parametrize("finished", [[], ["The"], [OTHER]])
def test_lines_of_a_file_without_them_are_lost(finished: list[str]) -> None:
    """Lines that the author ended, in a file that has no text, or other text."""
    diff = diff_text(expected("The stairs\u2028have steps.\u2028"), [], extracted(*finished))
    assert "spacing" not in {each.kind for each in diff.mismatches} and diff.mismatches
