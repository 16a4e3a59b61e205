"""Installs the line layer in WeasyPrint for as long as a book is laid out and painted, and removes it again."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from wicpress.engine.internals import block
from wicpress.engine.lines import (
    baseline_grid,
    block_step,
    draw_text,
    emphasis_dots,
    intrinsic_widths,
    joined_rows,
    line_hooks,
    unbroken_pairs,
    wide_tables,
)
from wicpress.engine.notes import note_area, note_pages, note_parts
from wicpress.engine.patching import computed_style, repaginate, self_test, version_guard
from wicpress.line_breaking.options import LineOptions


class AlreadyPatched(RuntimeError):  # noqa: N818 - it names a state of WeasyPrint
    """WeasyPrint is patched already: only one patch at a time, so that it can be restored."""


_installed: list[LineOptions] = []
_passed: set[str] = set()
"""The versions of WeasyPrint that passed the self-test in this process."""


def patches(options: LineOptions) -> dict[str, Callable[..., Any]]:
    """Return the replacements by the dotted name of the function that each replaces."""
    narrowest, widest = intrinsic_widths.min_content(options), intrinsic_widths.max_content(options)
    new: dict[str, Callable[..., Any]] = {
        "weasyprint.layout.inline.split_inline_box": line_hooks.splitter(options),
        "weasyprint.layout.inline.text_align": line_hooks.text_align,
        "weasyprint.layout.inline.inline_min_content_width": narrowest,
        "weasyprint.layout.preferred.inline_min_content_width": narrowest,
        "weasyprint.layout.preferred.inline_max_content_width": widest,
        "weasyprint.draw.text.draw_first_line": draw_text.draw_first_line,
        "weasyprint.draw.draw_text": emphasis_dots.draw_text,
        "weasyprint.css.ComputedStyle": computed_style.ComputedStyle,
        "weasyprint.css.StyleFor": computed_style.StyleFor,
        "weasyprint.layout.make_all_pages": repaginate.make_all_pages,
        "weasyprint.layout.page.make_page": note_pages.make_page,
        "weasyprint.document.LayoutContext": note_area.LayoutContext,
    }
    block_layout = block.block_level_layout
    if options.grid:
        new["weasyprint.layout.inline.strut"] = baseline_grid.strut
        new["weasyprint.layout.inline.line_box_verticality"] = baseline_grid.line_box_verticality
        block_layout = block_step.block_level_layout
    block_layout = joined_rows.block_level_layout(wide_tables.block_level_layout(block_layout))
    block_layout = unbroken_pairs.block_level_layout(block_layout, options)
    new["weasyprint.layout.block.block_level_layout"] = note_parts.block_level_layout(block_layout)
    return new


def _swap(new: Mapping[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """Install the functions ``new`` by dotted name; return the former ones."""
    before = {}
    for name, function in new.items():
        module_name, _, attribute = name.rpartition(".")
        module = importlib.import_module(module_name)
        before[name] = getattr(module, attribute)
        setattr(module, attribute, function)
    return before


@contextmanager
def chinese_line_layout(options: LineOptions | None = None) -> Iterator[None]:
    """Apply the line rules of each script to everything that WeasyPrint lays out and paints inside this context.

    Use it around both layout and painting:

        with chinese_line_layout(LineOptions()):
            HTML(string=page).write_pdf("page.pdf", font_config=fonts)

    On exit WeasyPrint is exactly as it was. Raise ``EngineMismatch`` if WeasyPrint has another version or paints a
    line otherwise than expected (tested once in a process); ``AlreadyPatched`` inside another such context.
    """
    if _installed:
        raise AlreadyPatched("a line layer is installed already; leave it before entering another")
    check_engine()
    with _patched(options or LineOptions()):
        yield


def check_engine() -> None:
    """Raise ``EngineMismatch`` unless WeasyPrint has the supported version and passes the self-test."""
    version_guard.check_version()
    if version_guard.SUPPORTED_VERSION not in _passed:
        with _patched(LineOptions()):
            self_test.check_line()
        _passed.add(version_guard.SUPPORTED_VERSION)


def forget_self_test() -> None:
    """Let the next use of WeasyPrint in this process test it again."""
    _passed.clear()


@contextmanager
def _patched(options: LineOptions) -> Iterator[None]:
    before = _swap(patches(options))
    _installed.append(options)
    try:
        yield
    finally:
        _installed.clear()
        _swap(before)
