"""Sign a PDF by an incremental update: the bytes of the book stay as they are, and the signature covers them.

pyHanko is an extra, so this module is imported only if a key is given.
"""

from __future__ import annotations

import io
from typing import Any

from pyhanko.pdf_utils import generic as _generic
from pyhanko.pdf_utils.generic import NameObject as Name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from wicpress.release.signatures import Key, signer

generic: Any = _generic  # pyHanko has no type hints

FIELD = "Publisher"
"""The name of the signature's form field, also for readers and screen readers."""


class _Writer(IncrementalPdfFileWriter):
    """Appends to a file without pyHanko's change of the metadata, which adds its name and the time."""

    def _update_meta(self) -> None:
        pass


def sign_pdf(data: bytes, key: Key) -> bytes:
    """Return ``data`` with a certifying signature (ISO 32000-1, 12.8; PAdES) that allows no later change.

    The result starts with ``data``: the signature is an incremental update. Its field is invisible and has a
    structure element, as PDF/UA-1, 7.18 requires of a widget; by PDF/UA-2, 8.9.2.4.13 one without a size is an
    artifact. Raise ``WicpressError`` if signing fails.
    """
    with signer(key) as key_signer:
        writer = _Writer(io.BytesIO(data))
        fields.append_signature_field(writer, fields.SigFieldSpec(FIELD, on_page=0, readable_field_name=FIELD))
        _add_empty_appearance(writer)
        if "/StructTreeRoot" in writer.root and "/Namespaces" not in writer.root["/StructTreeRoot"]:
            _tag(writer)
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )
        return bytes(signers.PdfSigner(metadata, signer=key_signer).sign_pdf(writer).getbuffer())


def _add_empty_appearance(writer: Any) -> None:
    """Give the field an empty appearance: PDF/A-1b requires one even of a field without a size (6.5.3, 6.9)."""
    widget = writer.root["/AcroForm"]["/Fields"][0]
    corners = generic.ArrayObject([generic.NumberObject(0)] * 4)
    appearance = generic.StreamObject(
        _dictionary(Type=Name("/XObject"), Subtype=Name("/Form"), BBox=corners), encoded_data=b""
    )
    widget[Name("/AP")] = _dictionary(N=writer.add_object(appearance))
    writer.update_container(widget)


def _tag(writer: Any) -> None:
    """Add a structure element for the field, last in the document, and its entry in the parent tree."""
    tree, widget = writer.root["/StructTreeRoot"], writer.root["/AcroForm"]["/Fields"].raw_get(0)
    document, page = tree["/K"], writer.root["/Pages"]
    document = document[0] if isinstance(document, generic.ArrayObject) else document
    while "/Kids" in page:
        page = page["/Kids"][0]
    page_reference = _reference(page, writer)
    object_reference = _dictionary(Type=Name("/OBJR"), Obj=widget, Pg=page_reference)
    form = _dictionary(
        Type=Name("/StructElem"),
        S=Name("/Form"),
        P=_reference(document, writer),
        Pg=page_reference,
        K=object_reference,
    )
    element = writer.add_object(form)
    document["/K"].append(element)
    number: Any = generic.NumberObject(int(tree["/ParentTreeNextKey"]))
    parents = tree["/ParentTree"]
    if "/Kids" in parents:
        leaf = _dictionary(Limits=generic.ArrayObject([number, number]), Nums=generic.ArrayObject([number, element]))
        parents["/Kids"].append(writer.add_object(leaf))
    else:
        parents["/Nums"].extend([number, element])
    tree[Name("/ParentTreeNextKey")] = generic.NumberObject(number + 1)
    widget.get_object()[Name("/StructParent")] = number
    for each in (tree, document, parents, widget.get_object()):
        writer.update_container(each)


def _dictionary(**values: Any) -> Any:
    return generic.DictionaryObject({Name(f"/{key}"): value for key, value in values.items()})


def _reference(container: Any, writer: Any) -> Any:
    """Return the indirect reference to an object."""
    reference = container.container_ref
    return generic.IndirectObject(reference.idnum, reference.generation, writer)
