"""The undocumented modules of WeasyPrint that `engine` uses: untyped, and all in one place."""

from __future__ import annotations

from typing import Any

from weasyprint import css as _css
from weasyprint import layout as _layout
from weasyprint.css import properties as _properties
from weasyprint.draw import text as _draw_text
from weasyprint.formatting_structure import boxes as _boxes
from weasyprint.layout import block as _block
from weasyprint.layout import inline as _inline
from weasyprint.layout import page as _page
from weasyprint.layout import percent as _percent
from weasyprint.layout import preferred as _preferred
from weasyprint.text import ffi as _ffi
from weasyprint.text import line_break as _line_break

block: Any = _block
boxes: Any = _boxes
css: Any = _css
draw_text: Any = _draw_text
inline: Any = _inline
layout: Any = _layout
line_break: Any = _line_break
page: Any = _page
percent: Any = _percent
preferred: Any = _preferred
properties: Any = _properties
ffi_module: Any = _ffi
ffi: Any = _ffi.ffi
pango: Any = _ffi.pango
FROM_UNITS: float = _ffi.FROM_UNITS
"""px in a Pango unit."""
