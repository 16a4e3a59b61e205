"""A signature inside a PDF, added behind its last byte: the book's own bytes stay as they were, and are proved by it.

pyHanko is an extra: this module is imported when a key has been given, and not before.
"""

from __future__ import annotations

import io
from typing import Any

from pyhanko.pdf_utils import generic as _generic
from pyhanko.pdf_utils.generic import NameObject as Name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from wicpress.release.signatures import Key, signer

generic: Any = _generic  # the library says no types

FIELD = "Publisher"
"""The name of the signature's form field, and what readers and screen readers call it."""


class _Writer(IncrementalPdfFileWriter):
    """Adds to a file and leaves the book's metadata as they are: pyHanko would put its name and the hour there."""

    def _update_meta(self) -> None:
        pass


def sign_pdf(data: bytes, key: Key) -> bytes:
    """``data`` with a certifying signature (ISO 32000-1, 12.8; PAdES) that allows no change after it.

    What is returned begins with ``data``: the signature is an incremental update. Its field is out of sight and has
    an element in the structure, as PDF/UA-1, 7.18 asks of a widget. Raises ``PressError`` where the key fails.
    """
    with signer(key) as hand:
        writer = _Writer(io.BytesIO(data))
        fields.append_signature_field(writer, fields.SigFieldSpec(FIELD, on_page=0, readable_field_name=FIELD))
        _show_nothing(writer)
        if "/StructTreeRoot" in writer.root:
            _tag(writer)
        terms = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )
        return bytes(signers.PdfSigner(terms, signer=hand).sign_pdf(writer).getbuffer())


def _show_nothing(writer: Any) -> None:
    """Give the field an appearance, an empty one: PDF/A-1b wants it even of a field without a size (6.5.3, 6.9)."""
    widget = writer.root["/AcroForm"]["/Fields"][0]
    corners = generic.ArrayObject([generic.NumberObject(0)] * 4)
    nothing = generic.StreamObject(
        _table(Type=Name("/XObject"), Subtype=Name("/Form"), BBox=corners), encoded_data=b""
    )
    widget[Name("/AP")] = _table(N=writer.add_object(nothing))
    writer.update_container(widget)


def _tag(writer: Any) -> None:
    """Give the field an element in the structure tree, last in the document, and the tree a way back to it."""
    tree, widget = writer.root["/StructTreeRoot"], writer.root["/AcroForm"]["/Fields"].raw_get(0)
    document, page = tree["/K"], writer.root["/Pages"]
    document = document[0] if isinstance(document, generic.ArrayObject) else document
    while "/Kids" in page:
        page = page["/Kids"][0]
    here = _reference(page, writer)
    held = _table(Type=Name("/OBJR"), Obj=widget, Pg=here)
    form = _table(Type=Name("/StructElem"), S=Name("/Form"), P=_reference(document, writer), Pg=here, K=held)
    element = writer.add_object(form)
    document["/K"].append(element)
    number: Any = generic.NumberObject(int(tree["/ParentTreeNextKey"]))
    parents = tree["/ParentTree"]
    if "/Kids" in parents:
        leaf = _table(Limits=generic.ArrayObject([number, number]), Nums=generic.ArrayObject([number, element]))
        parents["/Kids"].append(writer.add_object(leaf))
    else:
        parents["/Nums"].extend([number, element])
    tree[Name("/ParentTreeNextKey")] = generic.NumberObject(number + 1)
    widget.get_object()[Name("/StructParent")] = number
    for each in (tree, document, parents, widget.get_object()):
        writer.update_container(each)


def _table(**values: Any) -> Any:
    return generic.DictionaryObject({Name(f"/{key}"): value for key, value in values.items()})


def _reference(container: Any, writer: Any) -> Any:
    """The reference by which others name an object."""
    place = container.container_ref
    return generic.IndirectObject(place.idnum, place.generation, writer)
