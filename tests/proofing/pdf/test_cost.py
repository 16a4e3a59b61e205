"""A PDF that would take minutes or gigabytes to read is refused before anything of it is drawn."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pikepdf
import pytest

from wicpress import limits
from wicpress.diagnostics import WicpressError
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.pdf.model import Unreadable
from wicpress.proofing.verify_files import VerifyRequest, verify_files

_SHARED = ("flate_max_memory", "run_length_max_memory", "png_max_memory", "tiff_max_memory", "dct_max_memory")
"""Bounds of qpdf that opening a PDF sets for all of the process: other tests open larger files."""


@pytest.fixture(autouse=True)
def _limits() -> Iterator[None]:
    before, of_qpdf = limits.set_values(), pikepdf.settings.get_qpdf_limits()
    limits.set_limits({"operators": 1000, "stream": 10_000})
    yield
    limits.set_limits(before)
    pikepdf.settings.set_qpdf_limits(**{key: value for key, value in of_qpdf.items() if key in _SHARED})


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Return the bytes of a PDF as its streams are packed."""
    buffer = io.BytesIO()
    pdf.save(buffer, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return buffer.getvalue()


def forms(depth: int, times: int, own: bool = True) -> bytes:
    """Return a page that draws a form so many times, which draws the next as often; the last one draws itself."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    contents = [b"/F Do " * times] * depth + [b"/F Do 0 0 1 1 re f"]
    drawn = [pdf.make_stream(each, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
             for each in contents]  # fmt: skip
    page.obj.Contents = pdf.make_stream(b"/F Do ")
    resources = [pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=each)) for each in (*drawn, drawn[-1])]
    page.obj.Resources = resources[0]
    for form, each in zip(drawn, resources[1:], strict=True):
        if own:
            form.Resources = each  # one of its own, inside the form
    return saved(pdf)


def page(content: bytes, filters: Sequence[str] = (), copies: int = 1) -> bytes:
    """Return a PDF whose pages share a content stream."""
    pdf = pikepdf.new()
    stream = pdf.make_stream(content)
    if filters:
        stream.Filter = pikepdf.Array([pikepdf.Name(each) for each in filters])
    for _ in range(copies):
        pdf.add_blank_page(page_size=(200, 200)).obj.Contents = stream
    return saved(pdf)


def twice_packed(data: bytes) -> bytes:
    return page(zlib.compress(zlib.compress(data)), ["/FlateDecode", "/FlateDecode"])


REFUSED = {
    "forms in forms": forms(12, 10),
    "forms in forms, with resources of their parents": forms(12, 10, own=False),
    "operators of one page": page(b"0 0 m " * 1001),
    "operands without an operator": page(b"0 " * 9000),
    "characters of one text": page(b"BT (" + b"x" * 1001 + b") Tj ET"),
    "packed twice": twice_packed(b" " * 20_000),
    "packed bytes that repeat": page(bytes([129, 32]) * 200, ["/RunLengthDecode"]),
    "a filter that no limit applies to": page(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", ["/LZWDecode"]),
}
READ = {
    "a few operators": page(b"0 0 m " * 900),
    "forms beside each other": forms(1, 10),
    "a form that draws itself": forms(0, 1),
    "packed twice": twice_packed(b" " * 9_000),
    "damaged": page(b"no zlib", ["/FlateDecode"]),
    "no content": page(b""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_costs_too_much_is_refused(name: str) -> None:
    document = open_pdf(REFUSED[name])
    assert isinstance(document, Unreadable) and document.hint


@pytest.mark.parametrize("name", READ)
def test_what_costs_little_is_read(name: str) -> None:
    document = open_pdf(READ[name])
    assert isinstance(document, Document)
    with document:
        assert len(list(document.pages())) == 1


def test_pages_that_share_what_they_draw_are_counted_together() -> None:
    limits.set_limits({"operators": 3000})
    content = b"0 0 m 1 1 l S " * 900
    assert isinstance(open_pdf(page(content)), Document)
    assert isinstance(open_pdf(page(content, copies=100)), Unreadable)


def test_verify_names_file_limit_and_way_out(tmp_path: Path) -> None:
    path = tmp_path / "forms.pdf"
    path.write_bytes(REFUSED["forms in forms"])
    with pytest.raises(WicpressError) as raised:
        list(verify_files([path], VerifyRequest(run_validators=False)))
    (diagnostic,) = raised.value.diagnostics
    assert str(path) in diagnostic.message and "1,000 operators" in diagnostic.message
    assert "--limits operators=" in diagnostic.help
