"""Tells formulas that are wider than their column, which are set smaller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wicpress import model as m
from wicpress.config import Edition
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.edition.page_geometry import EM, Geometry, geometry
from wicpress.edition.view import BookView, ShownText, view, walk
from wicpress.html.formulas import widest_part
from wicpress.layout import layouts

WIDE_FORMULA = declare_kind(
    "wide_formula",
    "A formula is wider than its column, and is set smaller",
    "A formula ends a line behind a relation, an operator or a comma, and never inside brackets or a fraction. A "
    "part that is wider than the column even so is set in smaller type, down to what fits.",
    example=r"$$ \begin{aligned} a &= b + c \\ &\quad + d + e \end{aligned} $$",
    severity=Severity.WARNING,
)
HELP = r"divide it over lines, `\begin{aligned} … \\ … \end{aligned}`, or give it fewer terms in brackets"
_NUMBER = 8.0
"""What the number of a formula takes with the same space on the other side, in em."""
_INDENT = 2.0
"""How far a translation or an item is indented, in em."""


def check_wide_formulas(book: m.Book, editions: Iterable[Edition]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each formula that is set smaller in a printed edition, with the first of these."""
    if not _has_formulas(book):  # most books have none, and views cost time
        return
    told: set[tuple[str, int, str]] = set()
    for edition in (each for each in editions if "pdf" in each.formats):
        shape = geometry(edition.page, edition.languages)
        shown = view(book, edition)
        for side, block, formula, number in _formulas(shown):
            room = _room(side, formula, shape, edition) - (_NUMBER if number else 0)
            width = widest_part(formula)
            place = (side.side.span.path, side.side.span.line, formula.tex)
            if width > room and place not in told:
                told.add(place)
                message = (
                    f"`{formula.text[:40]}` is {width:.0f} em wide, and its column in the edition `{edition.name}` "
                    f"{room:.0f} em"
                )
                yield WIDE_FORMULA(message, side.side.span, hint=HELP, block=block)


def _has_formulas(book: m.Book) -> bool:
    nodes = m.walk(node for chapter in book.chapters for node in (*chapter.blocks, *chapter.notes))
    sides = (side for node in nodes for side in m.translations_of(node))
    return any(isinstance(each, m.Formula) for side in sides for each in m.walk_inlines(side.inlines))


def _formulas(shown: BookView) -> Iterator[tuple[ShownText, str, m.Formula, int]]:
    """Yield the formulas that an edition shows, each with its side, its block and the number of this."""
    for chapter in shown.chapters:
        for node in walk((*chapter.blocks, *chapter.notes)):
            number = node.piece.number if isinstance(node.piece, m.Equation) else 0
            members = node.members if not isinstance(node.piece, m.Table) else ()
            for member in members:
                for each in m.walk_inlines(member.side.inlines):
                    if isinstance(each, m.Formula):
                        yield member, node.id, each, number


def _room(side: ShownText, formula: m.Formula, shape: Geometry, edition: Edition) -> float:
    """Return the width in em of the column in which a formula stands."""
    in_columns = layouts()[edition.layout].columns == "one_per_language" and len(edition.languages) > 1
    if formula.display or not in_columns:
        return shape.measure / EM - (0 if formula.display else _INDENT)
    return (shape.first if side.lang == edition.languages[0] else shape.second) / EM
