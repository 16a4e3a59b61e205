"""Finds the drawings that a PDF without transparency cannot hold: each is painted by itself, in a worker."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from wicpress.diagnostics import WicpressError
from wicpress.pdf.paint_profiles import no_transparency
from wicpress.pictures.target import SVG


def transparent_drawings(drawings: Sequence[tuple[str, bytes]]) -> tuple[str, ...]:
    """Return the names of those of ``drawings`` in which anything is transparent as WeasyPrint paints it."""
    return tuple(name for name, data in drawings if _is_transparent(data))


def _is_transparent(data: bytes) -> bool:
    from weasyprint import HTML  # noqa: PLC0415 - slow, and only a worker needs it

    html = f'<img src="data:{SVG};base64,{base64.b64encode(data).decode()}">'
    try:
        HTML(string=html).write_pdf(finisher=lambda _, pdf: no_transparency(pdf))
    except WicpressError:
        return True
    return False
