"""Writes the faces of an assembled book as WeasyPrint would for a single document: once, subset to its text."""

from __future__ import annotations

import pydyf
import weasyprint
from weasyprint.pdf import fonts as engine

from wicpress.engine.native import face_of
from wicpress.engine.parts.reference_extractor import ReferenceExtractor
from wicpress.fragments import FontUse, Fragment


class _SubsetFont(engine.Font):  # type: ignore[misc]
    """A face as the engine describes it, made from its use instead of from Pango."""

    def __init__(self, face: FontUse, data: bytes) -> None:
        self.__dict__.update(face.facts)
        self.hash, self.name = face.hash, str(face.facts["name"]).encode()
        self.widths, self.to_unicode = dict(face.widths), dict(face.texts)
        self.missing = {code: glyph for glyph, code in face.missing.items()}
        self.file_content, self.hb_face = data, face_of(data, self.index)
        self.used_in_forms = False


def font_objects(face: FontUse, file: bytes, version: str) -> Fragment:
    """Return the objects of one face for a PDF of ``version``; the id of its font dictionary is the face's hash.

    ``file`` is the whole font file.
    """
    pdf = pydyf.PDF()
    options = {**weasyprint.DEFAULT_OPTIONS, "pdf_version": version}
    table = engine.build_fonts_dictionary(pdf, {face.hash: _SubsetFont(face, file)}, True, True, options)
    cutter = ReferenceExtractor(pdf.objects[3:], {})
    streams = cutter.streams()
    number = int(bytes(table[face.hash]).split()[0])
    return Fragment(
        name=face.hash,
        objects=len(cutter.objects),
        text=cutter.text,
        cuts=cutter.placeholders,
        streams=streams,
        ids=((face.hash, cutter.place[number]),),
    )
