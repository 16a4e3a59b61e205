"""Writes each font of an assembled book once, subset to its text, as WeasyPrint does for a single document."""

from __future__ import annotations

import pydyf
import weasyprint
from weasyprint.pdf import fonts as engine

from wicpress.engine.native import face_of
from wicpress.engine.parts.reference_extractor import ReferenceExtractor
from wicpress.fragments import FontUse, Fragment


class _SubsetFont(engine.Font):  # type: ignore[misc]
    """A WeasyPrint font, made from what fragments use of it instead of from Pango."""

    def __init__(self, face: FontUse, data: bytes) -> None:
        self.__dict__.update(face.facts)
        self.hash, self.name = face.hash, str(face.facts["name"]).encode()
        self.widths, self.to_unicode = dict(face.widths), dict(face.texts)
        self.missing = {code: glyph for glyph, code in face.missing.items()}
        self.file_content, self.hb_face = data, face_of(data, self.index)
        self.used_in_forms = False


def font_objects(face: FontUse, file: bytes, version: str) -> Fragment:
    """Return the objects of one face for a PDF of ``version``; the id of its font dictionary is the face's hash.

    ``file`` is the complete font file.
    """
    pdf = pydyf.PDF()
    options = {**weasyprint.DEFAULT_OPTIONS, "pdf_version": version}
    table = engine.build_fonts_dictionary(pdf, {face.hash: _SubsetFont(face, file)}, True, True, options)
    extractor = ReferenceExtractor(pdf.objects[3:], {})
    streams = extractor.streams()
    number = int(bytes(table[face.hash]).split()[0])
    return Fragment(
        name=face.hash,
        objects=len(extractor.objects),
        text=extractor.text,
        placeholders=extractor.placeholders,
        streams=streams,
        ids=((face.hash, extractor.place[number]),),
    )
