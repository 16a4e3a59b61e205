"""Figures: linked, of several pictures, the same in both languages; what is lost of one is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import attrs
import pytest

from support import sample_pictures
from wicpress.config import load
from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book, Chapter, Figure
from wicpress.proofing.source.compare_source import check_source

ReadBook = Callable[..., WithDiagnostics[Book]]
PICTURE = sample_pictures.encode(sample_pictures.motif(), "PNG")
TOML = '[book]\nlanguages = ["zh-Hans", "en"]\ntitle = { zh-Hans = "图", en = "P" }\nidentifier = "urn:x"\n'
EDITION = '\n[[edition]]\nname = "bi"\nlayout = "interleaved"\n'
FIGURES = (
    '[![图](a.png "说明")](https://e.org/zh)\n\n[![Picture](a.png "Caption")](https://e.org/en)',
    "[![图](a.png)](#fig)\n\n[![Picture](a.png)](01.md#fig)",
    '[![图](a.png)](https://e.org "链接的题")\n\n[![Picture](a.png)](https://e.org "Title of the link")',
    '![图甲](a.png "甲") ![图乙](b.png "乙")\n\n![A](a.png "First")\n![B](b.png "Second")',
    "![图甲](a.png) [![图乙](b.png)](https://e.org)\n\n![A](a.png) [![B](b.png)](https://e.org)",
    "![一](a.png) ![二](a.png)\n\n![one](a.png) ![two](a.png)",
    '![图](a.png "说明")\n\n![图](a.png "Caption")',
    '![](a.png "说明")\n\n![](a.png "Caption")',
    "[![](a.png)](https://e.org)",
    '![图甲](a.png "图1：甲") ![图乙](b.png "图2：乙")\n\n![A](a.png "Figure 1: A") ![B](b.png "Figure 2: B")',
)


def book(reads: ReadBook, text: str) -> Book:
    """Return a book whose only block beside a figure with an id is ``text``."""
    files: Mapping[str, str | bytes] = {
        "01.md": f"# 章\n\n# Chapter\n\n{{#fig}}\n![首](a.png)\n\n![First](a.png)\n\n文字。\n\nText.\n\n{text}\n",
        "a.png": PICTURE,
        "b.png": PICTURE,
        "book.toml": TOML + EDITION,
    }
    result = reads(files)
    assert result.diagnostics == ()
    return result.value


@pytest.mark.parametrize("text", FIGURES)
def test_figures_are_in_the_book(reads: ReadBook, tmp_path: Path, text: str) -> None:
    """Nothing is reported of what the book has."""
    value = book(reads, text)
    config = load(tmp_path).value
    assert config is not None
    assert [str(each) for each in check_source(value, config)] == []


@pytest.mark.parametrize(
    ("text", "change"),
    [
        (FIGURES[0], {"links": ()}),
        (FIGURES[4], {"links": ()}),
        (FIGURES[3], {"alt": ()}),
        (FIGURES[3], {"src": "other.png"}),
    ],
)
def test_what_is_lost_of_a_figure_is_found(
    reads: ReadBook, tmp_path: Path, text: str, change: dict[str, object]
) -> None:
    """A link, a description, a picture that is not in the book."""
    value = book(reads, text)
    config = load(tmp_path).value
    assert config is not None
    chapter = value.chapters[0]
    figure = chapter.blocks[-1]
    assert isinstance(figure, Figure)
    pictures = (*figure.pictures[:-1], attrs.evolve(figure.pictures[-1], **change))
    damaged: Chapter = attrs.evolve(chapter, blocks=(*chapter.blocks[:-1], attrs.evolve(figure, pictures=pictures)))
    assert check_source(attrs.evolve(value, chapters=(damaged,)), config) != ()
