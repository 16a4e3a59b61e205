"""Installs the line layer in WeasyPrint for as long as a book is being laid and painted, and removes it again."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from wicpress.engine.lines import baseline_grid, block_step, draw_text, emphasis_dots, intrinsic_widths, line_hooks
from wicpress.engine.patching import computed_style, html_input, repaginate, version_guard
from wicpress.line_breaking.options import LineOptions


class AlreadyPatched(RuntimeError):  # noqa: N818, a state, not a fault of the engine
    """A line layer is installed already: one at a time, or the engine could not be put back as it was."""


_installed: list[LineOptions] = []


def patches(options: LineOptions) -> dict[str, Callable[..., Any]]:
    """Return what replaces what, by dotted name."""
    narrowest, widest = intrinsic_widths.min_content(options), intrinsic_widths.max_content(options)
    new: dict[str, Callable[..., Any]] = {
        "tinyhtml5.inputstream.HTMLUnicodeInputStream": html_input.InputStream,
        "weasyprint.layout.inline.split_inline_box": line_hooks.splitter(options),
        "weasyprint.layout.inline.text_align": line_hooks.text_align,
        "weasyprint.layout.inline.inline_min_content_width": narrowest,
        "weasyprint.layout.preferred.inline_min_content_width": narrowest,
        "weasyprint.layout.preferred.inline_max_content_width": widest,
        "weasyprint.draw.text.draw_first_line": draw_text.draw_first_line,
        "weasyprint.draw.draw_text": emphasis_dots.draw_text,
        "weasyprint.css.ComputedStyle": computed_style.ComputedStyle,
        "weasyprint.css.StyleFor": computed_style.StyleFor,
        "weasyprint.css.find_style_attributes": computed_style.find_style_attributes,
        "weasyprint.layout.make_all_pages": repaginate.make_all_pages,
    }
    if options.grid:
        new["weasyprint.layout.inline.strut"] = baseline_grid.strut
        new["weasyprint.layout.inline.line_box_verticality"] = baseline_grid.line_box_verticality
        new["weasyprint.layout.block.block_level_layout"] = block_step.block_level_layout
    return new


def _swap(new: Mapping[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """Put `new` in place and return what stood there."""
    before = {}
    for name, function in new.items():
        module_name, _, attribute = name.rpartition(".")
        module = importlib.import_module(module_name)
        before[name] = getattr(module, attribute)
        setattr(module, attribute, function)
    return before


@contextmanager
def chinese_line_layout(options: LineOptions | None = None) -> Iterator[None]:
    """Set every line that WeasyPrint lays and paints inside this context by the rules of its script.

    Use it around both layout and painting:

        with line_layer(LineOptions()):
            HTML(string=page).write_pdf("page.pdf", font_config=fonts)

    On exit WeasyPrint is exactly as it was. Raises `EngineMismatch` if WeasyPrint is not the version and source this
    press knows, and `LayerActive` inside another `line_layer`.
    """
    if _installed:
        raise AlreadyPatched("a line layer is already installed; leave it before entering another")
    version_guard.check_engine()
    before = _swap(patches(options or LineOptions()))
    _installed.append(options or LineOptions())
    try:
        yield
    finally:
        _installed.clear()
        _swap(before)
