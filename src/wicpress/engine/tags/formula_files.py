"""Attaches formulas to their elements in PDF 2.0, as MathML annotated with its TeX (ISO 32000-2, 14.13)."""

from __future__ import annotations

import hashlib
from typing import Any, Final

import pydyf

MEDIA_TYPE: Final = "/application#2fmathml+xml"
_DESCRIPTION: Final = "a formula as MathML, with its TeX"


class FormulaFiles:
    """The files of a PDF with the MathML of its formulas: ``by_name`` has their specifications, each once."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.by_name: dict[str, bytes] = {}

    def reference(self, mathml: str) -> bytes:
        """Return the reference of the specification of a file; write it where it is not in the PDF yet."""
        data = mathml.encode()
        name = f"formula-{hashlib.sha256(data).hexdigest()[:12]}.mml"
        if name not in self.by_name:
            self.by_name[name] = self._write(name, data)
        return self.by_name[name]

    def _write(self, name: str, data: bytes) -> bytes:
        extra = {"Type": "/EmbeddedFile", "Subtype": MEDIA_TYPE, "Params": pydyf.Dictionary({"Size": len(data)})}
        stream = pydyf.Stream([data], pydyf.Dictionary(extra), compress=True)
        self.pdf.add_object(stream)
        specification = pydyf.Dictionary({
            "Type": "/Filespec",
            "F": pydyf.String(name),
            "UF": pydyf.String(name),
            "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
            "Desc": pydyf.String(_DESCRIPTION),
            "AFRelationship": "/Supplement",
        })  # fmt: skip
        self.pdf.add_object(specification)
        reference: bytes = specification.reference
        return reference
