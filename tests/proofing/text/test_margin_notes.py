"""Whether the check of notes in margins sees those that stand elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import pytest

from wicpress.proofing.text.print.margin_notes import NotePart, PlacedNotes, TypeArea, check_margin_notes

AREAS = {0: TypeArea(86, 426, 72, 600, 482), 1: TypeArea(56, 396, 72, 600, 482)}
"""Those of versos and rectos on a page of 170 mm by 240 mm."""
PLACES = {"a": "side", "b": "side", "c": "head", "d": "side", "e": "side"}
PARTS = (
    NotePart("a", 7, 412, 473, 100, 122),
    NotePart("b", 7, 412, 473, 137, 170),
    NotePart("c", 7, 56, 300, 51, 51),
    NotePart("d", 8, 9, 70, 200, 240),
    NotePart("e", 8, 9, 70, 580, 602),
)
"""One on its line, one below it, one above the text; on a verso one on its line, and one that would end too low."""
LINES = {"a": (7, 100.0), "b": (7, 116.0), "c": (7, 116.0), "d": (8, 200.0), "e": (8, 590.0)}


def found_in(parts: Sequence[NotePart], *, in_columns: bool = False) -> list[str]:
    """Return what is reported of notes."""
    found = PlacedNotes(tuple(parts), AREAS, LINES)
    return [each.message for each in check_margin_notes(PLACES, found, in_columns=in_columns)]


def test_what_stands_as_it_should_is_not_reported() -> None:
    assert found_in(PARTS) == []


@pytest.mark.parametrize(
    ("nth", "change", "message"),
    [
        (0, {"first": 108, "last": 122}, "the note a stands +8.0 pt off the line that calls it"),
        (3, {"first": 180, "last": 220}, "the note d stands -20.0 pt off the line that calls it"),
        (1, {"first": 111, "last": 144}, "the note b stands over the note a"),
        (0, {"first": 190, "last": 212}, "the note b stands before the note a"),
        (3, {"page": 9, "x0": 412, "x1": 473}, "the note d does not stand on page 8, which calls it"),
        (3, {"page": 7, "x0": 412, "x1": 473}, "the note d stands before its call on page 8"),
        (0, {"x0": 9, "x1": 50}, "the note a stands in the inner margin"),
        (0, {"x1": 480}, "the note a reaches to the edge of the paper"),
        (4, {"first": 630, "last": 652}, "the note e stands outside the height of the text"),
        (2, {"first": 40, "last": 40}, "the note c stands high above the text"),
        (0, {"x0": 76, "x1": 396}, "the note a stands at the foot, though its margin has room for it"),
        (2, {"first": 590, "last": 590}, "the note c stands at the foot, though its margin has room for it"),
        (0, {"first": 40, "last": 51}, "the note a stands at the head, not where its class says"),
    ],
)
def test_a_note_that_stands_elsewhere_is_found(nth: int, change: dict[str, float], message: str) -> None:
    """Off its line, over another, out of order, on another page, in the other margin, at the foot without reason."""
    changes: dict[str, float] = change
    parts = [attrs.evolve(each, **changes) if at == nth else each for at, each in enumerate(PARTS)]
    assert message in found_in(parts)


def test_a_side_note_beside_columns_is_found() -> None:
    """In a parallel edition side notes stand at the foot."""
    assert "the note a stands at the side, not where its class says" in found_in(PARTS, in_columns=True)


def test_parts_in_different_places_are_found() -> None:
    """A note that goes on stands in one margin, on the next page."""
    head = NotePart("a", 8, 86, 300, 51, 51)
    assert "the note a stands in several places: head, side" in found_in([*PARTS[:3], head, *PARTS[3:]])


def test_a_note_goes_on_on_the_next_page() -> None:
    later = NotePart("e", 11, 412, 473, 72, 90)
    assert "the note e does not go on on page 9" in found_in([*PARTS, later])
