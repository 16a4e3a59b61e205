"""Finished files of any size for `growth.py --verify`: many files in a container, many references to one page."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from wicpress.epub.container import Entry, Package, Resource, pack

XHTML = "application/xhtml+xml"
PAGE = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
    'xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en"><head><title>a</title></head>'
    "<body>{}</body></html>"
)
ENTRIES = (
    Entry("dc:identifier", "urn:x", id="pub-id"),
    Entry("dc:title", "a"),
    Entry("dc:language", "en"),
    Entry("dcterms:modified", "2020-01-01T00:00:00Z"),
)


def _container(size: int) -> bytes:
    """Return an e-book of many files, each of which links to the next."""
    count = max(2, size // 50)
    texts = [
        PAGE.format(f'<h1 id="a">{nth}</h1><p><a href="p{(nth + 1) % count}.xhtml#a">next</a></p>')
        for nth in range(count)
    ]
    pages = [Resource(f"p{nth}", f"p{nth}.xhtml", XHTML, text.encode(), (), True) for nth, text in enumerate(texts)]
    lines = "".join(f'<li><a href="p{nth}.xhtml">{nth}</a></li>' for nth in range(count))
    contents = PAGE.format(f'<nav epub:type="toc"><ol>{lines}</ol></nav>').encode()
    return pack([*pages, Resource("nav", "nav.xhtml", XHTML, contents, ("nav",), True)], Package(ENTRIES, "en"))


def _pdf(change: Callable[[pikepdf.Pdf, pikepdf.Object, int], None], bytes_each: int) -> Callable[[int], bytes]:
    """Return what makes a PDF of one page, which ``change`` changes, given it, its page and a number."""

    def make(size: int) -> bytes:
        pdf, data = pikepdf.new(), io.BytesIO()
        pdf.add_blank_page(page_size=(200, 200))
        change(pdf, pdf.pages[0].obj, max(2, size // bytes_each))
        pdf.save(data)
        return data.getvalue()

    return make


def _links(pdf: pikepdf.Pdf, page: pikepdf.Object, count: int) -> None:
    place = Array([page, Name.Fit])
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], Dest=place)
    page["/Annots"] = Array([pdf.make_indirect(link) for _ in range(count)])


def _bookmarks(pdf: pikepdf.Pdf, page: pikepdf.Object, count: int) -> None:
    with pdf.open_outline() as outline:
        outline.root.extend(OutlineItem(str(nth), 0) for nth in range(count))


def _destinations(pdf: pikepdf.Pdf, page: pikepdf.Object, count: int) -> None:
    names = Array()
    for nth in range(count):
        names.extend([String(f"n{nth:06}"), Array([page, Name.Fit])])
    pdf.Root["/Names"] = Dictionary(Dests=Dictionary(Names=names))


def _repeated_page(pdf: pikepdf.Pdf, page: pikepdf.Object, count: int) -> None:
    pdf.Root.Pages["/Kids"], pdf.Root.Pages["/Count"] = Array([page] * count), count


def _pages(pdf: pikepdf.Pdf, page: pikepdf.Object, count: int) -> None:
    for _ in range(count):
        pdf.add_blank_page(page_size=(200, 200))


def _elements(pdf: pikepdf.Pdf, page: pikepdf.Object, count: int) -> None:
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(S=Name.Document, P=root))
    kids = Array([pdf.make_indirect(Dictionary(S=Name.P, P=document, Pg=page, K=nth)) for nth in range(count)])
    page["/Contents"] = pdf.make_stream(b"".join(b"/P <</MCID %d>> BDC EMC\n" % nth for nth in range(count)))
    page["/StructParents"], document["/K"], root["/K"] = 0, kids, document
    root["/ParentTree"] = pdf.make_indirect(Dictionary(Nums=Array([0, kids])))
    pdf.Root["/StructTreeRoot"], pdf.Root["/MarkInfo"] = root, Dictionary(Marked=True)


FINISHED: Mapping[str, Callable[[int], bytes]] = {
    "files in a container": _container,
    "links to one page": _pdf(_links, 25),
    "bookmarks of one page": _pdf(_bookmarks, 25),
    "names of one page": _pdf(_destinations, 12),
    "one page repeated": _pdf(_repeated_page, 100),
    "pages": _pdf(_pages, 200),
    "elements of one page": _pdf(_elements, 25),
}
"""What makes a finished file that grows with a size, by the name of the case."""
