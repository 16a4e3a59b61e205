"""Words in two lines within a line, as they are painted and read."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from weasyprint import HTML

from support.copied_text import READERS
from wicpress.engine.patching.line_layer import chinese_line_layout
from wicpress.line_breaking.options import LineOptions
from wicpress.proofing.pdf.document import open_pdf
from wicpress.proofing.pdf.model import Page

CSS = ".interlinear-words { font-size: .5em; line-height: 0; hyphens: none }"


def note(words: str) -> str:
    """Return an interlinear note."""
    return f"（<span class=interlinear-words>{words}</span>）"


@pytest.fixture
def laid_out(page: Callable[..., HTML], tmp_path: Path) -> Callable[[str], tuple[Page, Path]]:
    """Return a function that lays out a paragraph, and returns its page and file."""

    def lay_out(body: str) -> tuple[Page, Path]:
        path = tmp_path / "notes.pdf"
        with chinese_line_layout():
            page(f"<p lang=zh>{body}", CSS).write_pdf(path)
        document: Any = open_pdf(path.read_bytes())
        with document:
            return next(iter(document.pages())), path

    return lay_out


def rows(page: Page) -> list[tuple[float, str]]:
    """Return the text of each baseline in the order in which it is painted, with the type size."""
    found: list[tuple[float, float, str]] = []
    for glyph in page.glyphs:
        if glyph.char.strip():
            if found and found[-1][0] == glyph.y:
                found[-1] = (glyph.y, glyph.size, found[-1][2] + glyph.char)
            else:
                found.append((glyph.y, glyph.size, glyph.char))
    return [(round(size, 2), text) for _, size, text in found]


def test_two_halves_in_the_line(laid_out: Callable[[str], tuple[Page, Path]]) -> None:
    """The upper half is painted before the lower, both in half the size; the line has its height."""
    page, _ = laid_out(f"临安{note('今杭州')}建都，<br>二行")
    assert rows(page) == [(10, "临安（"), (5, "今杭"), (5, "州"), (10, "）建都，"), (10, "二行")]
    of = {glyph.char: glyph for glyph in page.glyphs}
    assert of["今"].x == pytest.approx(of["州"].x, abs=0.01)
    assert of["州"].y - of["今"].y == pytest.approx(5.4, abs=0.02)
    assert of["二"].y - of["临"].y == pytest.approx(16, abs=0.02)
    assert of["建"].x - of["（"].x == pytest.approx(30, abs=0.02)


def test_no_mark_hangs_over_the_bracket(page: Callable[..., HTML]) -> None:
    """Where marks may hang beyond lines, those at the end of a half do not: a bracket stands there."""
    with chinese_line_layout(LineOptions(hanging=True)):
        data = page(f"<p lang=zh style='text-align: justify'>石阶{note('石阶，渡口')}", CSS).write_pdf()
    document: Any = open_pdf(data)
    with document:
        of = {glyph.char: glyph for glyph in next(iter(document.pages())).glyphs}
    assert of["，"].x + 0.5 * of["，"].size == pytest.approx(of["）"].x, abs=0.02)


def test_one_character_stands_in_the_middle(laid_out: Callable[[str], tuple[Page, Path]]) -> None:
    page, _ = laid_out(f"说{note('悦')}乎")
    of = {glyph.char: glyph for glyph in page.glyphs}
    assert of["说"].y - of["悦"].y == pytest.approx(1.9, abs=0.02)


def test_long_words_have_a_pair_of_halves_on_each_line(laid_out: Callable[[str], tuple[Page, Path]]) -> None:
    """Each pair is read from its upper half to its lower, and a full line ends on the edge."""
    words = "一二三四五六七八九十" * 30
    page, _ = laid_out(f"甲乙丙{note(words)}丁戊己")
    small = [glyph for glyph in page.glyphs if glyph.size < 6]
    halves = [[*half] for _, half in groupby(small, key=lambda glyph: glyph.y)]
    assert "".join(glyph.char for glyph in small) == words
    assert [len(half) for half in halves] == [60, 60, 68, 68, 22, 22]
    assert [half[-1].end for half in halves[:4]] == [pytest.approx(340, abs=0.1)] * 4


@pytest.mark.parametrize("reader", READERS)
def test_readers_copy_the_words_in_order(laid_out: Callable[[str], tuple[Page, Path]], reader: str) -> None:
    """The upper half stands before the lower one in what is copied."""
    words = "旧县名，秦置，治所在今灵隐山麓，隋以后移到今城区"
    _, path = laid_out(f"钱塘{note(words)}、仁和{note('今杭州')}二县")
    copied = "".join(READERS[reader](path, 1).split())
    assert copied == f"钱塘（{words}）、仁和（今杭州）二县"
