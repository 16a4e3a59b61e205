"""What is lost, added, doubled, moved or changed in a finished text is found, and the rest is accounted for."""

from __future__ import annotations

import pytest

from wicpress import model as m
from wicpress.diagnostics import Span
from wicpress.proofing.text.expected_text import MANUSCRIPT, ExpectedRun
from wicpress.proofing.text.extract_text import ExtractedText, TextSegment
from wicpress.proofing.text.lost_text import diff_text

SPAN = Span("01.md", 1, 1)


def copy(*texts: str, kind: str = MANUSCRIPT, lang: str = "en") -> list[ExpectedRun]:
    """A passage of a block of its own for each text."""
    return [ExpectedRun(text, lang, f"b{nth}", kind, SPAN) for nth, text in enumerate(texts)]


def reading(*texts: str, note: bool = False, lang: str = "en", leads: str = "") -> ExtractedText:
    """A file that says ``texts`` in that order."""
    return ExtractedText(
        tuple(TextSegment(text, lang, f"page {nth}", f"{nth}", note, leads) for nth, text in enumerate(texts, 1))
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
def test_faults_of_the_text(finished: list[str], kinds: list[str]) -> None:
    """Every kind of slip in the text is found once, as what it is; other breaks of lines are none."""
    found = diff_text(copy(LONG, OTHER), [], reading(*finished))
    assert [each.kind for each in found.mismatches] == kinds
    assert all(each.message for each in found.mismatches)


def test_a_fault_says_where_it_is() -> None:
    """A fault names the file and line of the manuscript, the page of the finished file, and the words around it."""
    (fault,) = diff_text(copy(LONG, OTHER), [], reading(LONG, OTHER.replace("twelve", "ten"))).mismatches
    assert fault.line.startswith("01.md:1: page 2: `") and "⟨" in fault.message
    assert (fault.block, fault.lang, fault.place) == ("b1", "en", "page 2")


def test_notes_follow_themselves() -> None:
    """A note may stand at the foot or at the end, but its own words keep their order."""
    note = copy("1", LONG, OTHER)
    text = reading("One. ", "Two. ").segments
    for at in (0, 1, 2):
        said = (*text[:at], *reading("1", LONG, OTHER, note=True).segments, *text[at:])
        assert not diff_text(copy("One.", "Two."), note, ExtractedText(said)).mismatches
    found = diff_text(
        copy("One.", "Two."), note, ExtractedText((*text, *reading("1", OTHER, LONG, note=True).segments))
    )
    assert [each.kind for each in found.mismatches] == ["moved"]


def test_generated_characters_are_counted() -> None:
    """What wicpress makes is counted by kind and language, apart from what the manuscript has."""
    text = [*copy("Figure 1", kind="numbering"), *copy(LONG), *copy("12", kind="references")]
    found = diff_text(text, [], reading("Figure 1 ", LONG, "12"))
    assert found.characters == {"numbering": {"en": 7}, MANUSCRIPT: {"en": 39}, "references": {"en": 2}}
    (fault,) = diff_text(text, [], reading("Figure 2 ", LONG, "12")).mismatches
    assert fault.kind == "changed" and "numbering" in fault.message


def test_words_of_the_books_own_templates() -> None:
    """A template of the book's own may say more, or leave furniture out, but no word of the manuscript."""
    text = [*copy("ISBN 978", kind="imprint"), *copy(LONG)]
    own = "<p>Printed in Wuzhen</p>"
    assert diff_text(text, [], reading("Printed in Wuzhen ", LONG)).mismatches
    found = diff_text(text, [], reading("Printed in Wuzhen ", LONG), own.replace("<p>", " ").replace("</p>", " "))
    assert not found.mismatches and found.characters["template"] == {m.SHARED: 15}
    assert diff_text(text, [], reading("Printed in Wuzhen "), "Printed in Wuzhen").mismatches


def test_language_of_the_words() -> None:
    """Words that the file says in another language are found; figures alone have none."""
    (fault,) = diff_text(copy(LONG), [], reading(LONG, lang="zh-Hans")).mismatches
    assert fault.kind == "language"
    assert not diff_text(copy("1998"), [], reading("1998", lang="zh-Hans")).mismatches


def test_links_and_places() -> None:
    """A link that leads elsewhere is found, and a piece that does not begin on the page that its name leads to."""
    linked = [ExpectedRun(LONG, "en", "b0", span=SPAN, link_target="b1"), *copy("", OTHER)[1:]]
    said = (*reading(LONG, leads="b1").segments, TextSegment(OTHER, "en", "page 2", "2"))
    assert not diff_text(linked, [], ExtractedText(said, pages={"b1": "2"})).mismatches
    (fault,) = diff_text(linked, [], ExtractedText(said, pages={"b1": "3"})).mismatches
    assert fault.kind == "reference" and "page 3" in fault.message
    for leads in ("b0", ""):
        wrong = (*reading(LONG, leads=leads).segments, *said[1:])
        (fault,) = diff_text(linked, [], ExtractedText(wrong)).mismatches
        assert fault.kind == "reference" and "not to `b1`" in fault.message
