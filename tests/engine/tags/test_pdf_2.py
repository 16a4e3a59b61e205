"""The structure of PDF 2.0: namespaces, elements that destinations lead to, and references between elements."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from support.structure_tree import tagged

BODY = """
<nav role="doc-toc"><ol><li><span class="title"><span lang="en"><a href="#part">Part</a></span></span></li>
<li><span class="title"><span lang="en"><a href="#elsewhere">Elsewhere</a></span></span></li></ol></nav>
<h1 id="first">First</h1>
<section id="part"><h2 id="head">Part</h2>
<p id="text">Text<span class="note" role="doc-footnote" id="note">A note, <em>small</em>.</span> and
<a href="#figure">a figure</a>, <a href="#note">the note</a>.</p>
<figure id="figure"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC" alt="A dot"><figcaption>A dot.
</figcaption></figure>
<p>More.</p>
<hr id="rule">
<div id="wrapper"><blockquote><p>Said.</p></blockquote></div>
<dl><dt>Term</dt><dd>What it is.</dd></dl>
</section>
<p id="last" aria-hidden="true">Decoration</p>
"""


@pytest.fixture(scope="module")
def pdf() -> Iterator[pikepdf.Pdf]:
    """Return the PDF of ``BODY``."""
    with pikepdf.open(io.BytesIO(tagged(BODY, pdf_version="2.0"))) as opened:
        yield opened


def elements(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    """Return the structure elements of a type, in the order of the file."""
    return [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == f"/{kind}"]


def test_each_type_is_in_its_namespace(pdf: pikepdf.Pdf) -> None:
    """What PDF 2.0 has no more is in the namespace of PDF 1.7, everything else in that of PDF 2.0."""
    old, names = (
        {"TOC", "TOCI", "Reference", "BlockQuote"},
        [str(each.NS) for each in pdf.Root.StructTreeRoot.Namespaces],
    )
    kinds: dict[str, set[str]] = {name: set() for name in names}
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/StructElem":
            kinds[str(each.NS.NS)].add(str(each.S)[1:])
    assert kinds["http://iso.org/pdf/ssn"] == old
    new = {
        "Document",
        "FENote",
        "Em",
        "H1",
        "H2",
        "P",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Link",
        "Sect",
        "Figure",
        "Caption",
    }
    assert kinds["http://iso.org/pdf2/ssn"] == new
    roles = {key: str(value) for key, value in pdf.Root.StructTreeRoot.RoleMap.items()}
    assert roles == {"/Em": "/Span", "/FENote": "/Note"}  # for readers of PDF 1.7


def test_entries_notes_and_calls_refer_to_each_other(pdf: pikepdf.Pdf) -> None:
    """An entry of the contents refers to its heading; a note and all that leads to it refer to each other."""
    here, elsewhere = elements(pdf, "TOCI")
    assert [each.S for each in here.Ref] == ["/H2"] and "/Ref" not in elsewhere
    (note,), (call,) = elements(pdf, "FENote"), [each for each in elements(pdf, "Reference") if each.P.S == "/P"]
    assert [each.S for each in note.Ref] == ["/Reference", "/Link"]
    assert note.Ref[0].objgen == call.objgen
    assert all(each.Ref[0].objgen == note.objgen for each in note.Ref)
    assert {str(each["/O"]): str(each.get("/NoteType")) for each in [note.A]} == {"/FENote": "/Footnote"}


def test_a_caption_ends_its_section(pdf: pikepdf.Pdf) -> None:
    """A figure and its caption are a section, since what is in a Div counts as what is around it."""
    (caption,) = elements(pdf, "Caption")
    assert caption.P.S == "/Sect" and [each.S for each in caption.P.K] == ["/Figure", "/Caption"]


def test_lists_of_terms_are_descriptions(pdf: pikepdf.Pdf) -> None:
    """A list with labels has a numbering other than None."""
    assert [str(each.A.ListNumbering) for each in elements(pdf, "L")] == ["/Description"]


def test_destinations_lead_to_elements(pdf: pikepdf.Pdf) -> None:
    """A name leads to its own element, the heading of a section, the first element inside, or the next one."""
    leads_to = {}
    for name, target in pikepdf.NameTree(pdf.Root.Names.Dests).items():
        element, *view = target.SD
        assert view == list(target.D)[1:] and target.D[0].Type == "/Page"
        leads_to[str(name)] = str(element.S)[1:]
    assert leads_to == {
        "first": "H1", "part": "H2", "head": "H2", "text": "P", "note": "FENote", "note.call": "Reference",
        "figure": "Sect", "rule": "BlockQuote", "wrapper": "BlockQuote", "last": "LBody",
    }  # fmt: skip


def test_bookmarks_lead_to_their_headings(pdf: pikepdf.Pdf) -> None:
    """A bookmark has an action, whose structure destination is its heading."""
    first = pdf.Root.Outlines.First
    for entry, kind in ((first, "/H1"), (first.First, "/H2")):
        assert "/Dest" not in entry and entry.A.S == "/GoTo"
        assert entry.A.SD[0].objgen == entry.SE.objgen and str(entry.SE.S) == kind
