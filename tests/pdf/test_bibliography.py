"""Bibliographies in finished files: links lead from each citation to its entry and back, and verify reads them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import attrs
import pikepdf
import pytest
from lxml import etree

from support.small_books import BILINGUAL, ENGLISH, PARALLEL, SmallBook, build_once, settings, with_first_block, write
from wicpress import model as m
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.pdf.structure import Element, ObjectRef, read_structure
from wicpress.proofing.text.extract_text import extract_pdf
from wicpress.proofing.verify_files import VerifyRequest, verify_files

SOURCES = """\
@book{chen, author = {陈登原}, title = {国史旧闻}, publisher = {中华书局}, year = 2000}
@article{li, author = {Li, Ming and Wang, Fang}, title = {Rivers}, journal = {Water}, year = 2012,
  doi = {10.1000/182}}
@book{mao, author = {茅盾}, title = {子夜}, publisher = {开明书店}, year = 1933}
"""
FIRST = """\
# 渡口

# The ferry

见[@chen, 29页]，又见[@li; @chen]。有注。[^a]

See [@chen, p. 29], and [@li; @chen]. There is a note.[^a]

{.solo}
只有中文引[@mao]。

| 甲 | 乙 |
|---|---|
| 表里引[@mao] | [@li] |

[^a]: 注里引[@li, 5]。

    In a note [@li, 5].

"""
SECOND = """\
# 石阶

# The stairs

@mao说过，[@chen, 31页]。又[@chen, 40页]。

As @mao says, [@chen, p. 31]. Again [@chen, p. 40].

"""
LIST = "# 参考文献\n\n# References\n\n::: bibliography\n:::\n"
EDITIONS = {"bilingual": BILINGUAL, "parallel": PARALLEL, "en": {**ENGLISH, "missing": "omit"}}


def files(style: str) -> dict[str, str | bytes]:
    """Return the files of the book in a style."""
    toml = settings(*EDITIONS.values()).replace("[[edition]]", f'[citations]\nstyle = "{style}"\n\n[[edition]]', 1)
    return {"book.toml": toml, "references.bib": SOURCES, "01.md": FIRST, "02.md": SECOND, "03.md": LIST}


BOOK = SmallBook("book-with-a-bibliography", files("gb7714"))


@attrs.frozen
class Linked:
    """A link of a PDF: where it leads, and the structure types around it."""

    target: str
    roles: tuple[str, ...]


def links_of(edition: str) -> list[Linked]:
    """Return the links of the text of an edition."""
    with pikepdf.open(io.BytesIO(BOOK.built(edition).data)) as pdf:
        structure = read_structure(pdf)
        assert structure
        links = [each for each in structure.elements() if each.role == "Link"]
        targets = [
            next(kid.obj for kid in each.children if isinstance(kid, ObjectRef)).get("/Dest") for each in links
        ]
        return [
            Linked(str(target), tuple(each.role for each in link.path()))
            for link, target in zip(links, targets, strict=True)
            if target is not None
        ]


@pytest.mark.parametrize("name", EDITIONS)
def test_verify_reads_it(name: str) -> None:
    assert BOOK.mismatches(name) == ()


@pytest.mark.parametrize(("name", "signs"), [("bilingual", "↑2↑3↑4↑2↑3↑2↑3"), ("en", "↑2↑3↑4↑2↑3↑2")])
def test_links_lead_both_ways(name: str, signs: str) -> None:
    """Each entry leads back to every place where the edition cites its source; of a pair in two languages to one."""
    links = links_of(name)
    entries = [each for each in links if each.target.startswith("ref-")]
    assert {each.target for each in entries} == {"ref-chen", "ref-li", "ref-mao"}
    assert all("Reference" in each.roles for each in entries)
    returns = [each.target for each in links if "-cited-" in each.target]
    with BOOK.opened(name) as document:
        assert set(returns) <= set(document.named_places()) and len(set(returns)) == len(signs) // 2 + 2
        words = "".join(each.text for each in extract_pdf(document).segments)
    assert "".join(re.findall(r"↑\d?", words)) == signs


def test_entries_are_tagged() -> None:
    """Each is a BibEntry in an item of a numbered list, its number the label of the item (ISO 32000-1, 14.8.4)."""
    with pikepdf.open(io.BytesIO(BOOK.built("bilingual").data)) as pdf:
        structure = read_structure(pdf)
        assert structure
        entries = [each for each in structure.elements() if each.role == "BibEntry"]
        items = [next(each for each in reversed(entry.path()) if each.role == "LI") for entry in entries]
        parts = [[kid.role for kid in item.children if isinstance(kid, Element)] for item in items]
        numbering = [str(item.path()[-2].attributes["ListNumbering"]) for item in items]
    assert (parts, numbering) == ([["Lbl", "LBody"]] * 3, ["/Decimal"] * 3)


def changed(change: Callable[[m.SourceEntry], m.Inline | None]) -> m.Book:
    """Return the book with the entry of its first source changed, or without it."""
    *others, last = BOOK.content.chapters
    (sources,) = last.blocks
    assert isinstance(sources, m.Bibliography)
    first, *rest = sources.children
    (side,) = first.sides
    (entry,) = side.inlines
    assert isinstance(entry, m.SourceEntry)
    new = change(entry)
    kept = [attrs.evolve(first, sides=(attrs.evolve(side, inlines=(new,)),))] if new else []
    blocks = (attrs.evolve(sources, children=(*kept, *rest)),)
    return attrs.evolve(BOOK.content, chapters=(*others, attrs.evolve(last, blocks=blocks)))


CHANGES: dict[str, Callable[[m.SourceEntry], m.Inline | None]] = {
    "there is one entry more": lambda entry: None,
    "another number": lambda entry: attrs.evolve(entry, label="[2]"),
    "links back are missing": lambda entry: m.Emphasis((m.Text("[1] "), *entry.children)),
    "links lead back to the citations of another source": lambda entry: attrs.evolve(entry, id="ref-mao"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_verify_finds_other_entries(what: str) -> None:
    assert BOOK.mismatches("bilingual", changed(CHANGES[what]))


def test_verify_finds_links_to_another_entry() -> None:
    """A citation that leads elsewhere than to its entry is reported."""
    content = with_first_block(
        BOOK.content, lambda each: attrs.evolve(each, href="#ref-mao") if isinstance(each, m.SourceLink) else each
    )
    assert {each.kind for each in BOOK.mismatches("bilingual", content)} == {"reference"}


# ------------------------------------------------------------------------------------------------ finished files


def built(style: str) -> Path:
    """Return the folder with the files of all editions in a style."""
    return build_once(f"bibliography-{style}", lambda root: write(root, files(style)))


def verified(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return what ``verify`` finds in the files of all editions."""
    paths = sorted((folder / "dist").glob("small-*"))
    results = verify_files(paths, VerifyRequest(book=folder / "book", run_validators=False))
    return {each.path.name: each.failures for each in results}


@pytest.mark.parametrize("style", ["gb7714-author-date", "gb7714-notes", "chicago-notes", "apa"])
def test_every_style_is_sound(style: str) -> None:
    found = verified(built(style))
    assert {name: failures for name, failures in found.items() if failures} == {} and len(found) == 6


def test_a_source_that_is_cited_again_in_notes() -> None:
    """In the second chapter, where it is cited twice, the second note names the first: 同②：40."""
    document = open_pdf((built("gb7714-notes") / "dist/small-bilingual.pdf").read_bytes())
    assert isinstance(document, Document)
    words = "".join(each.text for each in extract_pdf(document).segments)
    assert re.findall(r"同.{1,5}", words) == ["同2：40."]


def test_links_of_an_e_book() -> None:
    """Roles of DPUB-ARIA 1.1 stand on both links, and each place is there."""
    with zipfile.ZipFile(built("gb7714-notes") / "dist/small-bilingual.epub") as book:
        pages = {
            Path(name).name: etree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xhtml")
        }
    ids = {f"{name}#{each.get('id')}": each for name, root in pages.items() for each in root.iter() if each.get("id")}
    links = [(name, each) for name, root in pages.items() for each in root.iter("{*}a")]
    for role, target in (("doc-biblioref", "ref-"), ("doc-backlink", "-cited-")):
        found = [
            (name, each.get("href"))
            for name, each in links
            if each.get("role") == role and target in each.get("href")
        ]
        assert len(found) >= 6
        assert all((href if not href.startswith("#") else name + href) in ids for name, href in found)
