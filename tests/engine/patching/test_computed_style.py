"""A style has the same value for every property as WeasyPrint's own, whichever is computed first."""

from __future__ import annotations

import random
from typing import Any

import pytest
from weasyprint import CSS, HTML, css

from wicpress.engine.patching.computed_style import ComputedStyle

RULES = """
:root { --x: 3em; --y: ; color: #123; font: 10pt/16pt serif }
body { direction: ltr; text-indent: calc(1em + 5%); --z: var(--x) }
.rtl { direction: rtl; margin-inline-start: 3px; padding-inline: 1em 2em; inset-block-end: 4px }
.logical { border-inline-start: 2px solid; inline-size: 20em; max-block-size: 10%; border-end-end-radius: 3px }
.physical { margin-left: 1em; margin-inline-start: 2em; width: calc(10% + 2px); border-left: thick dotted }
.float { float: left; position: absolute; display: inline }
.under { text-decoration: underline red 2px } .under * { text-decoration: line-through }
.page { page: wide } .page > * { page: auto }
.var { margin: var(--z); text-indent: var(--nowhere); width: var(--y); color: var(--x); font-size: var(--x) }
.keep { margin: inherit; border: inherit; width: inherit; color: initial; page: inherit; display: inherit }
.calc { font-size: calc(2em - 1px); line-height: calc(1.5 * 2); letter-spacing: calc(1em / 10) }
.grid { display: grid; column-gap: calc(1em + 1%); grid-template-columns: 1fr 2fr }
.quote::before { content: open-quote attr(class); margin-left: 1em; text-decoration: overline }
"""
CLASSES = ["rtl", "logical", "physical", "float", "under", "page", "var", "keep", "calc", "grid", "quote"]


def _document(seed: int) -> HTML:
    """Return nested boxes of random classes."""
    chance = random.Random(seed)
    parts, depth = [], 0
    for _ in range(60):
        if depth and chance.random() < 0.4:
            parts.append("</div>")
            depth -= 1
        else:
            chosen = " ".join(chance.sample(CLASSES, chance.randint(0, 3)))
            parts.append(f'<div class="{chosen}" lang="{chance.choice(("zh", "en"))}">')
            depth += 1
    return HTML(string=f"<body>{''.join(parts)}")


def _styles(document: HTML) -> dict[tuple[int, Any], Any]:
    """Return the styles of all elements, by their index in the document."""
    place = {element: nth for nth, element in enumerate(document.etree_element.iter())}
    computed = css.get_all_computed_styles(document, user_stylesheets=[CSS(string=RULES)])
    return {(place[each], kind): style for (each, kind), style in computed._computed_styles.items()}


@pytest.mark.parametrize("seed", range(4))
def test_styles_equal_those_of_weasyprint(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """All properties of all boxes, also custom ones, are equal in any order."""
    keys = [*css.INITIAL_VALUES, "__x", "__y", "__z"]
    random.Random(seed).shuffle(keys)
    expected = _styles(_document(seed))
    monkeypatch.setattr(css, "ComputedStyle", ComputedStyle)
    styles = _styles(_document(seed))
    assert styles.keys() == expected.keys()
    for place, style in styles.items():
        assert isinstance(style, ComputedStyle)
        for key in keys:
            assert _plain(style[key]) == _plain(expected[place][key]), (place, key)
        assert style.specified == expected[place].specified


def _plain(value: Any) -> Any:
    """Return a value that can be compared: tokens of CSS are equal only to themselves."""
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.serialize() if hasattr(value, "serialize") else value
