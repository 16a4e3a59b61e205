"""A page that is painted in another order than its structure reads is reported; notes are compared apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support.tagged_pdf import Sample, sample
from wicpress.proofing.lines.measure import measure
from wicpress.proofing.lines.report import LineProblem, Report


def disorder(edit: Callable[[list[bytes]], list[bytes]], page: int) -> list[LineProblem]:
    """Return what is reported of the sample when the lines of the content of a page are edited."""
    with_error = sample()
    lines = edit(with_error.content(page).split(b"\n"))
    with_error.pdf.pages[page].obj.Contents = with_error.pdf.make_stream(b"\n".join(lines))
    return reported(with_error)


def reported(pdf: Sample) -> list[LineProblem]:
    """Return the pages that are reported, of any language."""
    report = measure(pdf.to_bytes())
    assert isinstance(report, Report)
    return [each for language in report.typography.values() for each in language.problems.get("painting_order", ())]


def last_first(lines: list[bytes]) -> list[bytes]:
    """Move the last tagged line, a picture on the second page, before all others."""
    return [lines[-2], *lines[:-2], lines[-1]]


def to_the_end(nth: int) -> Callable[[list[bytes]], list[bytes]]:
    """Return the edit that paints a line after all others, as a positioned box is painted."""
    return lambda lines: [*lines[:nth], *lines[nth + 1 :], lines[nth]]


def test_sample_is_in_order() -> None:
    """Nothing is reported of a page that is painted as it reads, with a folio behind its text."""
    assert reported(sample()) == []


@pytest.mark.parametrize(
    ("edit", "page", "text"),
    [
        (to_the_end(1), 0, "一本书先有一页"),  # a heading after the text below it
        (to_the_end(0), 1, "表"),
        (to_the_end(6), 1, "先看整页"),  # the marker of an item
        (last_first, 1, "a picture"),
    ],
)
def test_disorder_is_reported(edit: Callable[[list[bytes]], list[bytes]], page: int, text: str) -> None:
    """A heading, a marker and a picture in another place are reported once, with what is painted too early."""
    (problem,) = disorder(edit, page)
    assert (problem.page, problem.text) == (page + 1, text)


def test_notes_and_text_are_streams_of_their_own() -> None:
    """A note may be painted before all text, or between; within itself it is in order."""
    assert disorder(lambda lines: [*lines[5:7], *lines[:5], *lines[7:]], 0) == []
    (problem,) = disorder(lambda lines: [*lines[:5], lines[6], lines[5], *lines[7:]], 0)
    assert problem.text == "回去"


def test_artifacts_may_be_painted_anywhere() -> None:
    """A folio is in no order with the text."""
    assert disorder(lambda lines: [lines[-1], *lines[:-1]], 0) == []
