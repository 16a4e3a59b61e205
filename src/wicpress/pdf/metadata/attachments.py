"""Files attached to the PDF: the manuscript that it is made from, and the licence."""

from __future__ import annotations

from hashlib import md5
from typing import Any

import pydyf

from wicpress.pdf.metadata.facts import Attachment, DocumentInfo


def attachments(pdf: Any, facts: DocumentInfo) -> None:
    """Attach the files of ``facts`` to the document (ISO 19005-3, 6.8 and annex E).

    Where there are none, those of formulas are listed in their place, for PDF/A-4f has at least one in its list. The
    linker does it where sections are laid out apart.
    """
    if not facts.attachments:
        if facts.tagged and facts.tagged.files:
            listed = sorted(facts.tagged.files.items())
            _list_files(pdf, pydyf.Array(part for name, each in listed for part in (pydyf.String(name), each)))
        return
    files = sorted(facts.attachments, key=lambda each: pydyf.String(each.name).data)
    names, references = pydyf.Array(), pydyf.Array()
    for each in files:
        reference = _file(pdf, each, facts.pdf_date)
        names.extend((pydyf.String(each.name), reference))
        references.append(reference)
    _list_files(pdf, names)
    pdf.catalog["AF"] = references


def _list_files(pdf: Any, names: Any) -> None:
    """Write the tree of the names of files, each followed by its file."""
    tree = pydyf.Dictionary({"Names": names})
    pdf.add_object(tree)
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = tree.reference


def _file(pdf: Any, each: Attachment, date: str) -> Any:
    parameters = pydyf.Dictionary({
        "Size": len(each.data),
        "CheckSum": f"<{md5(each.data, usedforsecurity=False).hexdigest()}>",
    })  # fmt: skip
    if date:
        parameters["ModDate"] = pydyf.String(date)
    kind = "/" + each.mime.replace("/", "#2f")
    extra = pydyf.Dictionary({"Type": "/EmbeddedFile", "Subtype": kind, "Params": parameters})
    stream = pydyf.Stream([each.data], extra, compress=True)
    pdf.add_object(stream)
    plain = each.name.encode("ascii", "replace").decode().replace("?", "_")
    specification = pydyf.Dictionary({
        "Type": "/Filespec",
        "F": pydyf.String(plain),
        "UF": pydyf.String(each.name),
        "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
        "Desc": pydyf.String(each.description),
        "AFRelationship": f"/{each.relation}",
    })  # fmt: skip
    pdf.add_object(specification)
    return specification.reference
