"""Boxes that end on a whole line, so that the text after tables, figures and listings is on the grid.

CSS Rhythmic Sizing 1 calls it `block-step-size`; the engine does not know it. A box whose style sets the custom
property `--block-step` to a length gets blank below its content until its border box is a whole number of steps high.
Where the box goes on over a page break, its last piece does, for a page begins on the grid.
"""

from __future__ import annotations

from typing import Any

from wicpress.engine.internals import block

PX = {"px": 1.0, "pt": 96 / 72, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "pc": 16.0, "q": 96 / 101.6}
_level = block.block_level_layout


def step_of(style: Any) -> float:
    """Return the step in px that a style asks for, 0 where it asks for none. Only absolute lengths count."""
    try:
        tokens = style["__block_step"]
    except KeyError:
        return 0.0
    for token in tokens or ():
        if getattr(token, "type", "") == "dimension" and token.lower_unit in PX:
            return float(token.value * PX[token.lower_unit])
    return 0.0


def fill_to_step(height: float, step: float) -> float:
    """Return what `height` lacks to a whole number of steps; a hair (0.05 px) over a whole one counts as whole."""
    rest = height % step
    return 0.0 if rest < 0.05 or step - rest < 1e-6 else step - rest


def block_level_layout(context: Any, box: Any, *args: Any, **kwargs: Any) -> Any:
    """Lay a block out as the engine does, then extend it to a whole number of steps."""
    result = _level(context, box, *args, **kwargs)
    laid, resume_at = result[0], result[1]
    if laid is not None and resume_at is None and box.style is not None:
        step = step_of(box.style)
        if step:
            laid.height += fill_to_step(laid.border_height(), step)
    return result
