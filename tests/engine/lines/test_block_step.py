"""Boxes whose height is rounded up to full lines."""

from __future__ import annotations

import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st

from wicpress.engine.lines.block_step import fill_to_step
from wicpress.engine.patching.line_layer import chinese_line_layout

PAGE = """<style>@page {{ size: 300px 400px; margin: 0 }} html {{ font: 10px/16px serif }} body, p {{ margin: 0 }}
.step {{ --block-step: 16px }} .step > * {{ --block-step: none }}</style>
<div class=step><div style="height: {height}px; --block-step: none"></div></div><p>after</p>"""


def after(height: float) -> float:
    """Return the top of the paragraph after a stepped box of ``height`` px, in px."""
    with chinese_line_layout():
        page = weasyprint.HTML(string=PAGE.format(height=height)).render().pages[0]
    body = page._page_box.children[0].children[0]
    return float(body.children[-1].position_y)


@pytest.mark.parametrize(("height", "place"), [(16, 16), (17, 32), (100, 112), (31.9, 32)])
def test_text_after_a_stepped_box_is_on_the_grid(height: float, place: float) -> None:
    """Whatever its content's height, the text after a stepped box is an integer number of steps down."""
    assert after(height) == pytest.approx(place)


@given(st.floats(0.1, 5000), st.sampled_from([16.0, 21.333333, 12.0]))
def test_fills_up_to_the_next_step(height: float, step: float) -> None:
    """The fill is never negative, less than a step, and ends on the grid to within 0.051 px."""
    fill = fill_to_step(height, step)
    assert 0 <= fill < step
    remainder = (height + fill) % step
    assert min(remainder, step - remainder) < 0.051
