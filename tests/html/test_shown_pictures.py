"""Which figures stand beside each other, as pages are written and as they are verified."""

from __future__ import annotations

import pytest

from wicpress import model as m
from wicpress.edition.view import ShownNode
from wicpress.html.shown_pictures import rows_of_figures
from wicpress.proofing.text.edition_rules import StandingNode, figures_in_rows


def blocks(pattern: str) -> list[m.Block]:
    """Return a paragraph for ``p``, a figure for ``f``, one beside another for ``b``, one on its page for ``x``."""
    return [
        m.Paragraph(f"n{nth}", ())
        if letter == "p"
        else m.Figure(f"n{nth}", (), (), beside=letter == "b", full_page=letter == "x")
        for nth, letter in enumerate(pattern)
    ]


@pytest.mark.parametrize(
    ("pattern", "rows"),
    [
        ("pfbp", [2]),
        ("fbfb", [2, 2]),
        ("fbbb", [3]),
        ("fbbbb", [3, 2]),
        ("ffpb", []),
        ("xb", []),
        ("", []),
    ],
)
def test_figures_stand_beside_the_one_before(pattern: str, rows: list[int]) -> None:
    """Three at most stand in a row; a block between, or a page of their own, parts them."""
    pieces = blocks(pattern)
    shown = [*rows_of_figures(ShownNode("block", each.id, each) for each in pieces)]
    assert [node.id for row in shown for node in row] == [each.id for each in pieces]
    assert [len(row) for row in shown if len(row) > 1] == rows
    standing = figures_in_rows(StandingNode("block", each.id, each) for each in pieces)
    assert [len(row) for row in standing] == rows
