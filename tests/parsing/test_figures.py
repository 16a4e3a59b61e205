"""Figures: paragraphs of pictures, linked, several in a row, in two languages that say more or less of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support import sample_pictures
from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book, Figure, Link, Paragraph
from wicpress.pairing.same_pictures import merge_same_pictures

ReadBook = Callable[..., WithDiagnostics[Book]]
PICTURE = sample_pictures.encode(sample_pictures.motif(), "PNG")
ZH, EN = "zh-Hans", "en"


def figures(reads: ReadBook, text: str, **options: tuple[str, ...]) -> list[Figure]:
    """Return the blocks of a chapter, which are figures."""
    result = reads({"01.md": f"# 章\n\n# Chapter\n\n{text}\n", "a.png": PICTURE, "b.png": PICTURE}, **options)
    assert result.diagnostics == ()
    blocks = result.value.chapters[0].blocks
    assert all(isinstance(each, Figure) for each in blocks)
    return [each for each in blocks if isinstance(each, Figure)]


@pytest.mark.parametrize(
    ("one", "other", "alt"),
    [
        ('![图](a.png "说明")', '![Picture](a.png "Caption")', {ZH: "图", EN: "Picture"}),
        ('![](a.png "说明")', '![Picture](a.png "Caption")', {EN: "Picture"}),
        ('![图](a.png "说明")', '![](a.png "Caption")', {ZH: "图"}),
        ('![Picture](a.png "说明")', '![](a.png "Caption")', {EN: "Picture"}),
        ('![](a.png "说明")', '![图](a.png "Caption")', {ZH: "图"}),
        ('![Picture](a.png "说明")', '![Picture](a.png "Caption")', {EN: "Picture"}),
        ('![图](a.png "说明")', '![图](a.png "Caption")', {ZH: "图"}),
        ('![2016](a.png "说明")', '![2016](a.png "Caption")', {ZH: "2016", EN: "2016"}),
        ("![图](a.png)\n\n图：说明", "![Picture](a.png)\n\nFigure: Caption", {ZH: "图", EN: "Picture"}),
    ],
)
def test_two_captions_of_the_same_picture_are_one_figure(
    reads: ReadBook, one: str, other: str, alt: dict[str, str]
) -> None:
    """However many alternative texts there are, in either order of the languages."""
    for text in (f"{one}\n\n{other}", f"{other}\n\n{one}"):
        (figure,) = figures(reads, text)
        assert [side.lang for side in figure.sides] == [ZH, EN]
        assert [dict(each.alt) for each in figure.pictures] == [alt]


@pytest.mark.parametrize(
    "text", ["![](a.png)\n\n![](a.png)", "![图](a.png)\n\n![](a.png)", "![a](a.png)\n\n![a](a.png)"]
)
def test_the_same_picture_without_captions_is_one_figure(reads: ReadBook, text: str) -> None:
    """Twice in a row is once in each language."""
    assert len(figures(reads, text)) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("![](a.png)\n\n![](b.png)", 2),
        ("![](a.png)\n\n![](a.png)\n\n![](a.png)", 2),
        ('![](a.png "甲")\n\n![](a.png "乙")', 2),
        ("![one](a.png)\n\n![two](a.png)", 2),
        ("{.solo}\n![](a.png)\n\n![](a.png)", 2),
    ],
)
def test_figures_that_are_not_one(reads: ReadBook, text: str, count: int) -> None:
    """Other pictures, more than there are languages, two captions or two texts in one language, ``{.solo}``."""
    assert len(figures(reads, text)) == count


def test_a_book_in_one_language_may_repeat_a_picture(reads: ReadBook) -> None:
    """Only a second language is a reason to expect the same picture twice."""
    result = reads({"01.md": "# A\n\n![](a.png)\n\n![](a.png)\n", "a.png": PICTURE}, languages=("en",))
    assert len(result.value.chapters[0].blocks) == 2
    assert merge_same_pictures([], 2) == []


def test_linked_pictures(reads: ReadBook) -> None:
    """The link of each language is kept, with its title, and may lead into the book."""
    (figure,) = figures(reads, '[![图](a.png)](https://e.org/zh "题")\n\n[![Picture](a.png)](https://e.org/en)')
    (picture,) = figure.pictures
    assert picture.links == ((ZH, Link("https://e.org/zh", (), "题")), (EN, Link("https://e.org/en", ())))
    (inner,) = figures(reads, "{#fig}\n[![图](a.png)](#fig)\n\n[![Picture](a.png)](01.md#fig)")
    assert [link.href for _, link in inner.pictures[0].links] == ["#fig", "#fig"]


@pytest.mark.parametrize(
    ("address", "code"),
    [("#nowhere", "dangling_reference"), ("gone.md", "relative_link"), ("javascript:x()", "bad_link")],
)
def test_links_of_pictures_that_lead_nowhere(reads: ReadBook, address: str, code: str) -> None:
    """They are reported like any other link, and the picture stays."""
    result = reads({"01.md": f"# A\n\n[![a](a.png)]({address})\n", "a.png": PICTURE})
    assert [each.code for each in result.diagnostics] == [code]
    (figure,) = result.value.chapters[0].blocks
    assert isinstance(figure, Figure)


def test_several_pictures_in_a_paragraph(reads: ReadBook) -> None:
    """They are one figure for both languages; each keeps its text, its link and its part of the caption."""
    (figure,) = figures(
        reads,
        '![图甲](a.png "甲") [![图乙](b.png "乙")](https://e.org)\n\n'
        '![Picture A](a.png "A")\n[![Picture B](b.png "B")](https://e.org)',
    )
    assert [(each.src, dict(each.alt)) for each in figure.pictures] == [
        ("a.png", {ZH: "图甲", EN: "Picture A"}),
        ("b.png", {ZH: "图乙", EN: "Picture B"}),
    ]
    assert [bool(each.links) for each in figure.pictures] == [False, True]
    assert [side.text for side in figure.sides] == ["甲\n乙", "A\nB"]
    assert {each.row for each in figure.pictures} == {0}


def test_rows_of_pictures(reads: ReadBook) -> None:
    """Other pictures for each language are in rows of their own; the same picture twice in a row is there twice."""
    (figure,) = figures(reads, '![图](a.png "说明") ![图](a.png)\n\n![Picture](b.png "Caption")')
    assert [(each.src, each.row) for each in figure.pictures] == [("a.png", 0), ("a.png", 0), ("b.png", 1)]


def test_a_call_beside_a_picture_is_not_lost(reads: ReadBook) -> None:
    """What can be seen beside a picture makes it a picture in a line."""
    result = reads({"01.md": "# A\n\n![a](a.png)[^1]\n\n[^1]: Note.\n", "a.png": PICTURE})
    assert result.diagnostics == ()
    (paragraph,) = result.value.chapters[0].blocks
    assert isinstance(paragraph, Paragraph)


def test_attributes_of_several_pictures(reads: ReadBook) -> None:
    """Each may have a width; the id and ``.solo`` of the figure stand at the first, and are reported elsewhere."""
    result = reads({"01.md": "# A\n\n![a](a.png){#fig width=3em} ![b](a.png){#other width=4em}\n", "a.png": PICTURE})
    (figure,) = result.value.chapters[0].blocks
    assert isinstance(figure, Figure)
    assert (figure.id, [each.width for each in figure.pictures]) == ("fig", ["3em", "4em"])
    assert [each.code for each in result.diagnostics] == ["unknown_attribute"]


def test_a_picture_has_a_long_description_in_each_language(reads: ReadBook) -> None:
    """It is words on one line; the attribute means nothing above a figure, or for a picture in a line."""
    one = '![图](a.png){long="很多  字。"} ![图二](b.png)'
    other = '![Picture](a.png){long="Many words."} ![Second](b.png){long="More."}'
    (figure,) = figures(reads, f"{one}\n\n{other}")
    assert [dict(each.descriptions) for each in figure.pictures] == [
        {ZH: "很多 字。", EN: "Many words."},
        {EN: "More."},
    ]
    text = '# 章\n\n# Chapter\n\n{long="x"}\n![图](a.png)\n\n字![图](a.png){long="很多"}字\n'
    codes = [each.code for each in reads({"01.md": text, "a.png": PICTURE}).diagnostics]
    assert codes.count("unknown_attribute") == 2
