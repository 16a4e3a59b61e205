"""Errors planted in finished files, one at a time, are found by ``verify --book`` and reported for what they are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from support import book_files
from wicpress.proofing.verify_files import VerifyRequest, VerifyResult, verify_files

CHAPTER = """\
# 开头

# Opening

## 渡口 {#sec-ferry}

## The ferry

这是第一段，有一条脚注[^1]，参见[](#sec-end){.title}第[](#sec-end){.page}页。

This is the first paragraph, with a note[^1]; see [](#sec-end){.title} on page [](#sec-end){.page}.

第二段说别的事，和第一段不同。

A second paragraph speaks of other things than the first.

[^1]: 脚注。

    A note.

![一条线](line.svg "一条线。")

![A line](line.svg "A line.")

![一块颜色](patch.png "一块颜色。")

![A patch](patch.png "A patch of colour.")

有*一个词*强调。

One *word* is emphasis.

***

这里只有中文。
"""
ROWS = "".join(f"| {number} | {number * number} |\n" for number in range(1, 40))
TABLES = "".join(f"| {a} | {b} |\n|---|---|\n{ROWS}\n" for a, b in (("数", "方"), ("One", "Squared")))
LAST = f"# 末章 {{#sec-end}}\n\n# The end\n\n完。\n\nDone.\n\n{TABLES}"


def patch(colour: tuple[int, int, int]) -> bytes:
    """Return a picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (24, 24), colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small book with its finished files beside it."""
    top = tmp_path_factory.mktemp("planted")
    files = {"01-opening.md": CHAPTER, "02-end.md": LAST, "patch.png": patch((200, 40, 40))}
    book = book_files.write_book(top / "book", files)
    result = book_files.run("build", book, "--edition", "bilingual", "--output", top / "d", "--jobs", "1")
    assert result.code == 0, result.err
    return top


def verify(finished: Path, data: bytes, folder: Path, kind: str) -> VerifyResult:
    """Verify a file of that kind with ``data`` in it."""
    path = folder / f"trial-bilingual.{kind}"
    path.write_bytes(data)
    printed = finished / "d" / "trial-bilingual.pdf" if kind == "epub" else None
    return next(verify_files([path], VerifyRequest(book=finished / "book", printed=printed, run_validators=False)))


@pytest.mark.parametrize("kind", ["pdf", "epub"])
def test_characters_are_counted(finished: Path, tmp_path: Path, kind: str) -> None:
    """A built file has no problem, and every character is counted by kind and language."""
    result = verify(finished, (finished / "d" / f"trial-bilingual.{kind}").read_bytes(), tmp_path, kind)
    assert not result.failures and result.table["text"] == []
    account = result.table["account"]
    assert set(account["manuscript"]) == {"zh-Hans", "en", "zxx"} and account["missing_text_marks"] == 1
    assert {"numbering", "note-marks", "references", "contents", "cover", "title-page", "imprint"} <= set(
        account["generated"]
    )
    assert account["left_out"] == {}
    if kind == "pdf":
        generated = {
            kind: account["generated"][kind]["zxx"] for kind in ("repeated-heads", "running-heads", "folios")
        }
        assert generated["repeated-heads"] % len("数One方Squared") == 0 and min(generated.values()) > 0


HEAD_ROWS = (
    "".join(f"| 行{index} | {index}.00 |\n" for index in range(40)),
    "".join(f"| row {index} | {index}.00 |\n" for index in range(40)),
)
REPEATED_HEADS = f"""\
# {{注音|zhù yīn}}的题

# A head with [mots]{{lang=fr}}

## {{汉字|hàn zì}}与注[^1]

## A section, with a note[^1]

[^1]: 注。

    A note.

| 名 | 数 |
|---|--:|
{HEAD_ROWS[0]}
| name | number |
|---|--:|
{HEAD_ROWS[1]}
"""


def test_repeated_heads_and_bookmarks(tmp_path: Path) -> None:
    """The repeated head of a table is not added text, and bookmarks without note calls and ruby are complete."""
    book = book_files.write_book(tmp_path / "book", {"01-opening.md": REPEATED_HEADS})
    built = book_files.run("build", book, "--edition", "bilingual", "--format", "pdf", "--output", tmp_path / "d")
    assert built.code == 0, built.err
    (result,) = verify_files([tmp_path / "d" / "trial-bilingual.pdf"], VerifyRequest(book=book, run_validators=False))
    assert result.failures == ()
    assert result.table["account"]["generated"]["repeated-heads"]["zxx"] >= len("名name数number")


# -------------------------------------------------------------------------------------------- EPUB


def epub_with(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return an e-book with one of its files changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == name:
                assert change(content) != content, "nothing was planted"
                content = change(content)
            new.writestr(info, content)
    return out.getvalue()


def swapped(text: bytes, one: bytes, other: bytes) -> bytes:
    """Return ``text`` with two of its parts exchanged."""
    return text.replace(one, b"\x01").replace(other, one).replace(b"\x01", other)


def mark_moved(text: bytes) -> bytes:
    """Return ``text`` with the break of page 2 one block too early."""
    mark = b'<span id="page-2" epub:type="pagebreak" role="doc-pagebreak" aria-label="2"></span>'
    return text.replace(mark, b"").replace(SECOND, mark + SECOND) if mark in text else text


PAGE = "EPUB/c01-opening.xhtml"
NAV, PAGE_2 = "EPUB/nav.xhtml", b'<li><a href="c01-opening.xhtml#page-2">2</a></li>'
FIRST, SECOND = (
    "第二段说别的事，和第一段不同。".encode(),
    b"A second paragraph speaks of other things than the first.",
)
IN_EPUB: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "a character doubled": (PAGE, lambda text: text.replace("别".encode(), "别别".encode()), "stands there twice"),
    "a character lost": (PAGE, lambda text: text.replace(b"speaks", b"speak"), "is not in the file"),
    "a sentence added": (PAGE, lambda text: text.replace(b"the first.</p>", b"the first. Not ours.</p>"),
                         "is not in the manuscript"),
    "a paragraph doubled": (PAGE, lambda text: text.replace(SECOND, SECOND + SECOND), "stands there twice"),
    "two paragraphs exchanged": (PAGE, lambda text: swapped(text, FIRST, SECOND), "is not where it should be"),
    "words run together": (PAGE, lambda text: text.replace(b"A second para", b"Asecond para"), "is spaced"),
    "a wrong language": (PAGE, lambda text: text.replace(b'lang="en" xml:lang="en" class="latin follow">A s',
                                                        b'lang="fr" xml:lang="fr" class="latin follow">A s'),
                         "is tagged as `fr`"),
    "a note changed": (PAGE, lambda text: text.replace(b"A note.", b"A nota."), "has become"),
    "a reference to another chapter": (PAGE, lambda text: text.replace(b'href="sec-end.xhtml"', b'href="#sec-ferry"'),
                                       "leads to `sec-ferry`"),
    "another page in a reference": (PAGE, lambda text: text.replace("第<".encode(), "第4<".encode()), "is not in"),
    "a title changed in the contents": ("EPUB/nav.xhtml", lambda text: text.replace(b"The ferry", b"The fairy"),
                                        "has become"),
    "a text alternative changed": (PAGE, lambda text: text.replace("一块颜色".encode(), "木头".encode(), 1), "颜色"),
    "a picture replaced": ("EPUB/images/patch.png", lambda _: patch((40, 40, 200)), "the picture patch.png"),
    "a page mark moved": (PAGE, mark_moved, "page 2 starts at"),
    "another title of a document": (PAGE, lambda text: text.replace("<title>开头".encode(), "<title>开尾".encode()),
                                    "the document is called"),
    "a heading of another level": (PAGE, lambda text: text.replace(b"<h2", b"<h3").replace(b"</h2>", b"</h3>"),
                                   "in a heading of level 3, in the book at level 2"),
    "a note that leads nowhere": (PAGE, lambda text: text.replace(b' href="#c01-opening-note-1-call"', b""),
                                  "not to `c01-opening-note-1-call`"),
    "a mark of missing text lost": (PAGE, lambda text: text.replace(b"missing-mark ", b""),
                                    "has no mark of missing text"),
    "a page left out of the list": (NAV, lambda text: text.replace(PAGE_2, b""), "does not name page 2"),
    "a page listed under another number": (NAV, lambda text: text.replace(b"page-2\">2<", b"page-2\">9<"),
                                           "for page 9, which is not there"),
    "a stale title": ("EPUB/package.opf", lambda text: text.replace(b"A Trial", b"A Draft"), "not in the metadata"),
}  # fmt: skip
"""The changes of files of the e-book, each with a part of its message."""


@pytest.mark.parametrize("error", IN_EPUB)
def test_errors_in_an_e_book(finished: Path, tmp_path: Path, error: str) -> None:
    """Each error is reported, and no file with one passes."""
    name, change, message = IN_EPUB[error]
    data = epub_with((finished / "d" / "trial-bilingual.epub").read_bytes(), name, change)
    result = verify(finished, data, tmp_path, "epub")
    assert not result.sound and any(message in each for each in result.failures), result.failures


# --------------------------------------------------------------------------------------------- PDF


def steps_of(pdf: pikepdf.Pdf, change: Callable[[list[Any]], bool]) -> None:
    """Change the content stream of the first page of text that ``change`` accepts."""
    for page in pdf.pages[6:]:
        steps = list(pikepdf.parse_content_stream(page))
        if change(steps):
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(steps))
            return
    raise AssertionError("nothing was planted")


def shown(step: Any) -> bool:
    """Return whether an instruction shows several glyphs."""
    return (
        str(step.operator) == "TJ"
        and sum(isinstance(each, pikepdf.String) for each in step.operands[0]) > 0
        and (max(len(bytes(each)) for each in step.operands[0] if isinstance(each, pikepdf.String)) >= 8)
    )


def glyph(change_codes: Callable[[bytes], bytes]) -> Callable[[pikepdf.Pdf], None]:
    """Return a change of the glyph codes of the first long string on a page of text."""

    def change(steps: list[Any]) -> bool:
        for index, step in enumerate(steps):
            if shown(step):
                items = list(step.operands[0])
                position = next(
                    i for i, each in enumerate(items) if isinstance(each, pikepdf.String) and len(bytes(each)) >= 8
                )
                items[position] = pikepdf.String(change_codes(bytes(items[position])))
                steps[index] = pikepdf.ContentStreamInstruction([pikepdf.Array(items)], step.operator)
                return True
        return False

    return lambda pdf: steps_of(pdf, change)


def line_twice(pdf: pikepdf.Pdf) -> None:
    """Show a line once more."""

    def change(steps: list[Any]) -> bool:
        position = next((index for index, step in enumerate(steps) if shown(step)), -1)
        if position >= 0:
            steps.insert(position, steps[position])
        return position >= 0

    steps_of(pdf, change)


def kids_exchanged(pdf: pikepdf.Pdf) -> None:
    """Exchange two pairs of paragraphs in the structure."""
    for node in pdf.objects:
        if (
            isinstance(node, pikepdf.Dictionary)
            and node.get("/S") in {"/Sect", "/Div"}
            and len(node.get("/K", [])) > 3
        ):
            kids = list(node.K)
            divs = [
                index
                for index, kid in enumerate(kids)
                if isinstance(kid, pikepdf.Dictionary) and kid.get("/S") == "/Div"
            ]
            if len(divs) > 1:
                kids[divs[0]], kids[divs[1]] = kids[divs[1]], kids[divs[0]]
                node.K = pikepdf.Array(kids)
                return
    raise AssertionError("nothing was planted")


def stroke_moved(pdf: pikepdf.Pdf) -> None:
    """Change the line of the drawing."""

    def change(steps: list[Any]) -> bool:
        for index, step in enumerate(steps):
            if str(step.operator) == "l" and float(step.operands[0]) == 40:
                steps[index] = pikepdf.ContentStreamInstruction([30, *step.operands[1:]], step.operator)
                return True
        return False

    steps_of(pdf, change)


def picture_replaced(pdf: pikepdf.Pdf) -> None:
    """Replace a picture by another of the same size."""
    for node in pdf.objects:
        if isinstance(node, pikepdf.Stream) and node.get("/Subtype") == "/Image" and node.Width == 24:
            node.write(bytes((40, 40, 200)) * 24 * 24)
            return
    raise AssertionError("nothing was planted")


def destination(pdf: pikepdf.Pdf) -> pikepdf.NameTree:
    """Return the named destinations of a file."""
    return pikepdf.NameTree(pdf.Root.Names.Dests)


def led_astray(pdf: pikepdf.Pdf) -> None:
    """Move the destination of the last chapter two pages back."""
    names = destination(pdf)
    array = names["sec-end"]
    here = next(index for index, page in enumerate(pdf.pages) if page.obj.objgen == array[0].objgen)
    array[0] = pdf.pages[here - 2].obj


def led_elsewhere(pdf: pikepdf.Pdf) -> None:
    """Change the destination of a link."""
    for page in pdf.pages[6:]:
        for each in page.obj.get("/Annots", []):
            if str(each.get("/Dest", "")) == "sec-end":
                each.Dest = pikepdf.String("sec-ferry")
                return
    raise AssertionError("nothing was planted")


def metadata_with(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Return a change of the XMP."""

    def change(pdf: pikepdf.Pdf) -> None:
        data = pdf.Root.Metadata.read_bytes()
        assert old in data
        pdf.Root.Metadata.write(data.replace(old, new))

    return change


def page_label(pdf: pikepdf.Pdf) -> None:
    """Begin the numbers of pages at 5."""
    labels = pdf.Root.PageLabels.Nums
    labels[len(labels) - 1]["/St"] = 5


def bookmarks_exchanged(pdf: pikepdf.Pdf) -> None:
    """Exchange the places of the last two bookmarks."""
    outlines: Any = pdf.Root.Outlines
    last = outlines.Last
    before = last.Prev
    for key in ("/Title", "/Dest", "/A"):
        one, other = last.get(key), before.get(key)
        if one is not None and other is not None:
            last[key], before[key] = other, one


def bookmark(pdf: pikepdf.Pdf) -> None:
    """Change the text of a bookmark."""
    pdf.Root.Outlines.First.Title = pikepdf.String("Otherwise")


def bookmark_raised(pdf: pikepdf.Pdf) -> None:
    """Put the bookmark of a section beside that of its chapter."""
    chapter: Any = pdf.Root.Outlines.Last.Prev
    section = chapter.First
    del chapter["/First"], chapter["/Last"], chapter["/Count"]
    section.Parent, section.Prev, section.Next = pdf.Root.Outlines, chapter, chapter.Next
    chapter.Next.Prev, chapter.Next = section, section


def element_renamed(pdf: pikepdf.Pdf) -> None:
    """Make emphasis a strong word."""
    for node in pdf.objects:
        if isinstance(node, pikepdf.Dictionary) and node.get("/S") == "/Em":
            node.S = pikepdf.Name("/Strong")
            return
    raise AssertionError("nothing was planted")


def path_dropped(is_it: Callable[[list[Any], int], bool]) -> Callable[[pikepdf.Pdf], None]:
    """Return a change that does not paint the first path on a page of text that ``is_it``."""

    def change(steps: list[Any]) -> bool:
        for index, step in enumerate(steps):
            if str(step.operator) in {"f", "f*"} and is_it(steps, index):
                steps[index] = pikepdf.ContentStreamInstruction([], pikepdf.Operator("n"))
                return True
        return False

    return lambda pdf: steps_of(pdf, change)


def is_curved(steps: list[Any], index: int) -> bool:
    """Return whether a path ends with a curve, as a ring does."""
    return "c" in {str(each.operator) for each in steps[index - 2 : index]}


def is_break(steps: list[Any], index: int) -> bool:
    """Return whether a path is a rectangle as wide as the line of a thematic break."""
    before = [each for each in steps[max(0, index - 1) : index] if str(each.operator) == "re"]
    return bool(before) and abs(float(before[0].operands[2]) * 0.75 - 20) < 0.01  # px


def head_dropped(pdf: pikepdf.Pdf) -> None:
    """Take away all words that are artifacts on the last page: folio, running head, and the head of its table."""
    page = pdf.pages[-1]
    depth, kept = 0, []
    for step in pikepdf.parse_content_stream(page):
        operator = str(step.operator)
        if operator in {"BDC", "BMC"}:
            depth += bool(depth or step.operands[0] == "/Artifact")
        elif operator == "EMC" and depth:
            depth -= 1
        if not (depth and operator in {"TJ", "Tj"}):
            kept.append(step)
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


IN_PDF: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "a character doubled": (glyph(lambda codes: codes[:2] + codes), "stands there twice"),
    "a character lost": (glyph(lambda codes: codes[:2] + codes[4:]), "is not in the file"),
    "a line set twice": (line_twice, "stands there twice"),
    "two paragraphs exchanged": (kids_exchanged, "is not where it should be"),
    "a drawing changed": (stroke_moved, "the picture line.svg"),
    "a picture replaced": (picture_replaced, "the picture patch.png"),
    "a place on another page": (led_astray, "has become `3`"),
    "a link to another place": (led_elsewhere, "leads to `sec-ferry`"),
    "a stale title in the XMP": (metadata_with(b"A Trial", b"A Draft"), "the title in the XMP metadata"),
    "another date in the XMP": (metadata_with(b"2020-02-02", b"2020-02-03"), "the date of book.toml"),
    "a bookmark changed": (bookmark, "is not a heading"),
    "a bookmark of another level": (bookmark_raised, "`渡口The ferry` is of level 1, its heading of level 2"),
    "emphasis that is a strong word": (element_renamed, "is strong, in the book emphasis"),
    "a ring that is not drawn": (path_dropped(is_curved), "no ring marks the missing text"),
    "a thematic break that is not drawn": (path_dropped(is_break), "the thematic break is not drawn"),
    "a table that goes on without its head": (head_dropped, "a table has not its head `数One方Squared`"),
    "two bookmarks exchanged": (bookmarks_exchanged, "stands where"),
    "labels of pages that do not count on": (page_label, "which does not count on"),
}
"""The changes of the PDF, each with a part of its message."""


@pytest.mark.parametrize("error", IN_PDF)
def test_errors_in_a_pdf(finished: Path, tmp_path: Path, error: str) -> None:
    """Each error is reported, and no file with one passes."""
    change, message = IN_PDF[error]
    out = io.BytesIO()
    with pikepdf.open(finished / "d" / "trial-bilingual.pdf") as pdf:
        change(pdf)
        pdf.save(out)
    result = verify(finished, out.getvalue(), tmp_path, "pdf")
    assert not result.sound and any(message in each for each in result.failures), result.failures


ODD_VALUES = [
    pikepdf.Dictionary(),
    pikepdf.Array(["a", None, 1, True]),
    pikepdf.Name("/Odd"),
    pikepdf.String("odd"),
    -(10**9),
    True,
    Decimal("1.5"),
]


def with_attributes(pdf: pikepdf.Pdf, value: object) -> None:
    """Give each attribute of each element a value."""
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and "/S" in each and "/P" in each and "/A" in each:
            owners = each.A if isinstance(each.A, pikepdf.Array) else [each.A]
            for owner in owners:
                for key in set(owner.keys()) - {"/O"}:
                    owner[key] = value


@pytest.mark.parametrize("value", ODD_VALUES, ids=repr)
def test_attributes_of_any_type_are_read(finished: Path, tmp_path: Path, value: object) -> None:
    """Whatever the attributes of the elements are, the file is judged."""
    out = io.BytesIO()
    with pikepdf.open(finished / "d" / "trial-bilingual.pdf") as pdf:
        with_attributes(pdf, value)
        pdf.save(out)
    assert not verify(finished, out.getvalue(), tmp_path, "pdf").sound
