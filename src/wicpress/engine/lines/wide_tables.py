"""Keeps tables within the lines of their page.

WeasyPrint makes a table wider than its container where the longest words of its columns take more. Such a table is
laid out again with columns of fixed widths, in which words are divided.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wicpress.engine.internals import block

_ROUNDING = 0.01


def block_level_layout(layout: Callable[..., Any]) -> Callable[..., Any]:
    """Return WeasyPrint's `block_level_layout` as `layout` has it, with tables no wider than their container."""

    def lay_out(context: Any, box: Any, bottom_space: Any, skip_stack: Any, parent: Any, *rest: Any) -> Any:
        result = layout(context, box, bottom_space, skip_stack, parent, *rest)
        if result[0] is None or not box.is_table_wrapper or result[0].margin_width() <= parent.width + _ROUNDING:
            return result
        table = box.get_wrapped_table()
        if table.style["table_layout"] == "fixed" or table.style["width"] == "auto":
            return result
        table.style = table.style.copy()
        table.style["table_layout"] = "fixed"
        _, absolute_boxes, fixed_boxes, *_ = rest
        block.remove_placeholders(context, [result[0]], absolute_boxes, fixed_boxes)
        return layout(context, box, bottom_space, skip_stack, parent, *rest)

    return lay_out
