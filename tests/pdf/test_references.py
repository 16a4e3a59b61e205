"""References in finished files: their numbers and pages are links to what they name, and verify reads them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import attrs
import pikepdf
import pytest

from support.small_books import BILINGUAL, PARALLEL, SmallBook, build_once, settings, with_first_block, write
from wicpress import model as m
from wicpress.proofing.pdf.structure import ObjectRef, read_structure
from wicpress.proofing.text.extract_text import extract_pdf
from wicpress.proofing.verify_files import VerifyRequest, verify_files

TEXT = (
    "渡口的石阶一共有三十六级，涨水的时候只看得见上面的十二级。\n\nThe stairs at the ferry have thirty-six steps.\n\n"
    * 30
)
FIRST = f"""\
# 渡口

# The ferry

见[](#tab-a)，在第[](#tab-a){{.page}}页，又见[](#tab-a #tab-b){{.page .words}}，*[](#sec-end){{.title}}*。

See [](#tab-a) on page [](#tab-a){{.page}}, [](#tab-a #tab-b){{.page .words}}, *[](#sec-end){{.title}}*.

{TEXT}
"""
SECOND = f"""\
# 石阶，见[](#tab-a)

# The stairs, as in [](#tab-a)

| 甲 | 乙 |
|---|---|
| 一 | 二 |

: 水位 {{#tab-a}}

{TEXT}
| 甲 | 乙 |
|---|---|
| 一 | 二 |

: 船期 {{#tab-b}}

{{.solo #sec-end}}
## 结语

{{.solo}}
只有中文。
"""
FILES = {"book.toml": settings(BILINGUAL, {**PARALLEL, "page": "A5"}), "01.md": FIRST, "02.md": SECOND}
BOOK = SmallBook("book-with-references", FILES)


@pytest.mark.parametrize("name", ["bilingual", "parallel"])
def test_verify_reads_it(name: str) -> None:
    assert BOOK.mismatches(name) == ()


def test_pages_are_links() -> None:
    """The number of a page leads to what stands there, alone and among several."""
    with BOOK.opened("bilingual") as document:
        places = document.named_places()
    with pikepdf.open(io.BytesIO(BOOK.built("bilingual").data)) as pdf:
        structure = read_structure(pdf)
        assert structure
        kids = [kid for each in structure.elements() if each.role == "Link" for kid in each.children]
        targets = [str(kid.obj.get("/Dest")) for kid in kids if isinstance(kid, ObjectRef)]
    assert targets.count("tab-a") == 8 and targets.count("tab-b") == 2 and {"tab-a", "tab-b"} <= set(places)


def test_titles_keep_the_words_of_references() -> None:
    """They stand in the contents, in bookmarks and running heads, where they are no links to what they name."""
    with pikepdf.open(io.BytesIO(BOOK.built("bilingual").data)) as pdf, pdf.open_outline() as outline:
        assert any("石阶，见表1" in each.title and "as in Table 1" in each.title for each in outline.root)
    with BOOK.opened("bilingual") as document:
        extracted = extract_pdf(document)
    words = "".join(each.text for each in (*extracted.segments, *extracted.artifacts))
    assert words.count("as in Table 1") >= 3


def changed(change: Callable[[m.CrossRef], m.Inline]) -> m.Book:
    """Return the book with each reference of its first block changed."""
    return with_first_block(BOOK.content, lambda each: change(each) if isinstance(each, m.CrossRef) else each)


CHANGES: dict[str, Callable[[m.CrossRef], m.Inline]] = {
    "the number of another table": lambda each: attrs.evolve(each, target="tab-b") if each.form == "number" else each,
    "the page of another table": lambda each: (
        attrs.evolve(each, target="tab-b") if each.form == "page" and each.is_single else each
    ),
    "one page of two": lambda each: attrs.evolve(each, more=()),
    "no reference": lambda each: m.Text("表1-1"),
    "no word": lambda each: attrs.evolve(each, in_words=False),
}


@pytest.mark.parametrize("what", CHANGES)
def test_verify_finds_other_references(what: str) -> None:
    assert BOOK.mismatches("bilingual", changed(CHANGES[what]))


def test_no_line_of_an_e_book_divides_a_word_and_its_number() -> None:
    """A verified e-book has both in one element without line breaks."""
    folder = build_once("references-built", lambda root: write(root, FILES))
    files = sorted((folder / "dist").glob("small-*"))
    results = list(verify_files(files, VerifyRequest(book=folder / "book", run_validators=False)))
    assert [(each.path, each.failures) for each in results if not each.sound] == []
    with zipfile.ZipFile(folder / "dist/small-bilingual.epub") as book:
        page = book.read("EPUB/c01.xhtml").decode()
    assert re.search(r'"><span class="no-break">表\d[\d-]*</span></a>', page)
    assert re.search(r'"><span class="no-break">Table \d[\d.]*</span></a>', page)
