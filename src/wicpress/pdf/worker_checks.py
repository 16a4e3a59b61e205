"""Drawings and style sheets tried by themselves, in a worker, so that a check says what a build would."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence

from wicpress.diagnostics import WicpressError
from wicpress.engine.patching.fast_import import fast_engine_import
from wicpress.fragments import EngineMessage
from wicpress.pdf.engine_warnings import messages_of_sheet
from wicpress.pdf.paint_profiles import no_transparency
from wicpress.pictures.target import SVG


def transparent_drawings(drawings: Sequence[tuple[str, bytes]]) -> tuple[str, ...]:
    """Return the names of those of ``drawings`` in which anything is transparent as WeasyPrint paints it."""
    return tuple(name for name, data in drawings if _is_transparent(data))


def _is_transparent(data: bytes) -> bool:
    with fast_engine_import():
        from weasyprint import HTML  # noqa: PLC0415 - slow, and only a worker needs it

    html = f'<img src="data:{SVG};base64,{base64.b64encode(data).decode()}">'
    try:
        HTML(string=html).write_pdf(finisher=lambda _, pdf: no_transparency(pdf))
    except WicpressError:
        return True
    return False


def style_warnings(sheets: Mapping[str, str]) -> tuple[EngineMessage, ...]:
    """Return what WeasyPrint reports of style sheets, which are texts by name: what it does not know."""
    return tuple(message for name, text in sheets.items() for message in messages_of_sheet(name, text))
