"""Lines of thematic breaks in a printed edition: each is drawn at its place, in notes as in the text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import settings
from wicpress import model as m
from wicpress.diagnostics import WithDiagnostics
from wicpress.proofing.pdf.model import PaintedShape
from wicpress.proofing.text import edition_rules
from wicpress.proofing.text.drawn_marks import check_drawn_marks

TEXT = "# A\n\nA word[^n].\n\n***\n\n[^n]: One.\n\n    ***\n\n    Two.\n"


@pytest.fixture
def shown(reads: Callable[..., WithDiagnostics[m.Book]], tmp_path: Path) -> edition_rules.StandingBook:
    """Return a book with a break in its text and one in a note, as its edition shows it."""
    book = reads(TEXT, ("en",)).value
    return edition_rules.standing(book, settings(tmp_path, "en").editions[0])


def break_ids(shown: edition_rules.StandingBook) -> list[str]:
    """Return the ids of the breaks, in the order in which they are printed."""
    return [each.id for each in shown.nodes() if isinstance(each.piece, m.ThematicBreak)]


def line(top: float) -> tuple[int, PaintedShape]:
    """Return the line of a break on page 1, ``top`` pt from its upper edge."""
    shape = PaintedShape(50, top, 70, top + 0.3, picture=False, filled=True, white=False, mark=None, order=0)
    return 1, shape


def places(shown: edition_rules.StandingBook) -> dict[str, tuple[int, float]]:
    """Return the places of the chapter and of all blocks: one below the other, 20 pt apart."""
    return {shown.chapters[0].id: (1, 100.0)} | {
        each.id: (1, 100.0 + 20 * nth) for nth, each in enumerate(shown.nodes())
    }


def test_a_break_in_a_note_is_drawn(shown: edition_rules.StandingBook) -> None:
    """Each line that is missing is named with its block; both drawn is right, one more is one too many."""
    in_text, in_note = break_ids(shown)
    tops = places(shown)
    both = [line(tops[each][1]) for each in (in_text, in_note)]
    assert list(check_drawn_marks(both, tops, shown)) == []
    for nth, missing in enumerate((in_text, in_note)):
        (mismatch,) = check_drawn_marks(both[:nth] + both[nth + 1 :], tops, shown)
        assert (mismatch.kind, mismatch.block) == ("lost", missing)
    (mismatch,) = check_drawn_marks([*both, line(400.0)], tops, shown)
    assert mismatch.kind == "added"
