"""Rounds the height of boxes up to full lines, so that the text after tables, figures and listings is on the grid.

CSS Rhythmic Sizing 1 calls it `block-step-size`; WeasyPrint does not support it. A box whose style sets the custom
property `--block-step` to a length is extended until its border box is an integer number of steps high. If the box is
split by a page break, its last part is extended, for a page begins on the grid.
"""

from __future__ import annotations

from typing import Any

from wicpress.engine.internals import block

PX = {"px": 1.0, "pt": 96 / 72, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "pc": 16.0, "q": 96 / 101.6}
_block_level_layout = block.block_level_layout


def step_of(style: Any) -> float:
    """Return the step of a style in px, 0 where it has none. Only absolute lengths count."""
    try:
        tokens = style["__block_step"]
    except KeyError:
        return 0.0
    for token in tokens or ():
        if getattr(token, "type", "") == "dimension" and token.lower_unit in PX:
            return float(token.value * PX[token.lower_unit])
    return 0.0


def fill_to_step(height: float, step: float) -> float:
    """Return what is missing in `height` to an integer number of steps; up to 0.05 px over one is ignored."""
    remainder = height % step
    return 0.0 if remainder < 0.05 or step - remainder < 1e-6 else step - remainder


def block_level_layout(context: Any, box: Any, *args: Any, **kwargs: Any) -> Any:
    """Lay out a block as WeasyPrint does, then extend it to an integer number of steps."""
    result = _block_level_layout(context, box, *args, **kwargs)
    laid_out, resume_at = result[0], result[1]
    if laid_out is not None and resume_at is None and box.style is not None:
        step = step_of(box.style)
        if step:
            laid_out.height += fill_to_step(laid_out.border_height(), step)
    return result
