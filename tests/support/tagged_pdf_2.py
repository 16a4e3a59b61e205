"""The small bilingual PDF of ``tagged_pdf`` as PDF 2.0, conforming to PDF/UA-2 and PDF/A-4."""

from __future__ import annotations

import io
import re
from functools import cache

from pikepdf import Array, Dictionary, Name, String

from support.tagged_pdf import XMP, Sample, opened, sample

OLD, NEW = "http://iso.org/pdf/ssn", "http://iso.org/pdf2/ssn"
PACKET = re.sub(r"<pdfaExtension:schemas>.*</pdfaExtension:schemas>\n", "", XMP, flags=re.DOTALL)
PACKET = PACKET.replace(
    "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>",
    "<pdfaid:part>4</pdfaid:part><pdfaid:rev>2020</pdfaid:rev>"
    "<pdfuaid:part>2</pdfuaid:part><pdfuaid:rev>2024</pdfuaid:rev>",
)


def to_bytes(book: Sample) -> bytes:
    """Return a PDF of PDF 2.0 as bytes."""
    buffer = io.BytesIO()
    book.pdf.save(
        buffer, deterministic_id=True, compress_streams=False, fix_metadata_version=False, force_version="2.0"
    )
    return buffer.getvalue()


@cache
def _sample_bytes() -> bytes:
    book = sample()
    pdf, kinds = book.pdf, book.by_role
    spaces = {name: pdf.make_indirect(Dictionary(Type=Name.Namespace, NS=String(name))) for name in (OLD, NEW)}
    pdf.Root.StructTreeRoot.Namespaces = Array(spaces.values())
    for kind, elements in kinds.items():
        for element in elements:
            element.NS = spaces[OLD if kind in {"TOC", "TOCI", "Reference"} else NEW]
    (note,), (_, call) = kinds["Note"], kinds["Reference"]
    note.S, note.A = Name.FENote, Dictionary(O=Name.FENote, NoteType=Name.Footnote)
    note.Ref, call.Ref = Array([call]), Array([note])
    kinds["TOCI"][0].Ref = Array([kinds["H1"][0]])
    kinds["L"][0].A = Dictionary(O=Name.List, ListNumbering=Name.Unordered)
    for link, target in zip(kinds["Link"], (kinds["H1"][0], note, call), strict=True):
        annotation = next(each for each in link.K if isinstance(each, Dictionary)).Obj
        del annotation["/Dest"]
        page, top = target.get("/Pg", pdf.pages[0].obj), 400
        annotation.A = Dictionary(
            S=Name.GoTo, D=[page, Name.XYZ, 0, top, 0], SD=Array([target, Name.XYZ, 0, top, 0])
        )  # fmt: skip
    bookmark = pdf.Root.Outlines.First
    bookmark.A = Dictionary(S=Name.GoTo, D=bookmark.Dest, SD=Array([kinds["H1"][0], Name.Fit]))
    del bookmark["/Dest"]
    pdf.Root.Names = Dictionary(Dests=pdf.make_indirect(Dictionary(
        Names=[String("h2"), Dictionary(D=[pdf.pages[1].obj, Name.Fit], SD=[kinds["H2"][0], Name.Fit])]
    )))  # fmt: skip
    pdf.Root.Metadata = pdf.make_stream(PACKET.encode(), Type=Name.Metadata, Subtype=Name.XML)
    del pdf.trailer["/Info"]
    return to_bytes(book)


def sample_2() -> Sample:
    """Return a new copy of the PDF."""
    return opened(_sample_bytes())
