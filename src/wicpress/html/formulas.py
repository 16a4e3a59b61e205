"""Formulas to HTML: drawings in print, MathML in e-books."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from wicpress import class_names
from wicpress import model as m
from wicpress.formulas.drawing import Drawing, draw
from wicpress.formulas.mathml import NAMESPACE, annotated, mathml
from wicpress.formulas.nodes import Node, Row
from wicpress.formulas.one_line import one_line
from wicpress.formulas.parse import parse
from wicpress.formulas.pieces import pieces
from wicpress.formulas.words import words

UNBROKEN: Final = {False: 7.0, True: 20.0}
"""The width in em up to which a formula stays on one line: one in a line of words, and one in lines of its own."""


def node_of(formula: m.Formula) -> Node:
    """Return the parts of a formula; none of one that cannot be read, with which a book has an error."""
    return parse(formula.tex) if formula.text else Row()


def print_formula(formula: m.Formula, language: str) -> Markup:
    """Return a formula as it is printed: drawings on the baseline, with what the PDF says of them."""
    node = node_of(formula)
    parts = _parts(node, display=formula.display)
    last = len(parts) - 1
    drawings = Markup(" ").join(
        _svg(each, display=formula.display, continues=nth < last) for nth, each in enumerate(parts)
    )
    math = annotated(node, formula.tex, display=formula.display)
    return Markup('<span class="{}" data-tex="{}" data-text="{}" data-words="{}" data-mathml="{}">{}</span>').format(
        class_names.FORMULA, formula.tex, formula.text, words(node, language), math, drawings
    )


def _parts(node: Node, *, display: bool) -> tuple[Node, ...]:
    """Return the parts of a formula between which a line may end."""
    return pieces(node) if draw(node, display=display).width > UNBROKEN[display] else (node,)


def widths_of_parts(formula: m.Formula) -> tuple[float, ...]:
    """Return the width in em of each part of a formula that stays on one line; none of one that cannot be read."""
    if not formula.text:
        return ()
    parts = _parts(parse(formula.tex), display=formula.display)
    return tuple(draw(each, display=formula.display).width for each in parts)


def widest_part(formula: m.Formula) -> float:
    """Return the width in em of the widest part of a formula."""
    return max(widths_of_parts(formula), default=0.0)


def _svg(node: Node, *, display: bool, continues: bool) -> Markup:
    """Return one drawing; ``continues``: a space stands between its text and that of the next."""
    drawing = draw(node, display=display)
    return Markup('<svg class="{}" data-text="{}"{} viewBox="{}" style="{}">{}</svg>').format(
        class_names.DRAWING,
        one_line(node),
        Markup(' data-continues="yes"') if continues else "",
        drawing.view_box,
        style_of(drawing),
        Markup(drawing.paths),
    )


def style_of(drawing: Drawing) -> str:
    """Return the size of a drawing, and how far it stands below the baseline."""
    return f"width: {drawing.width:.3f}em; height: {drawing.height:.3f}em; vertical-align: {-drawing.depth:.3f}em"


def ebook_formula(formula: m.Formula, language: str, picture: str) -> Markup:
    """Return a formula as MathML; ``picture`` is the address of its drawing, for readers that do not know MathML."""
    node = node_of(formula)
    drawing = draw(node, display=formula.display)
    display = "block" if formula.display else "inline"
    return Markup(
        '<math xmlns="{}" class="{}" display="{}" alttext="{}" altimg="{}" style="--width: {:.1f}">{}</math>'
    ).format(
        NAMESPACE,
        class_names.FORMULA,
        display,
        words(node, language),
        picture,
        drawing.width,
        Markup(mathml(node)),
    )
