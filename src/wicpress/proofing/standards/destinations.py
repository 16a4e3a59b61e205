"""Checks of PDF/UA-2: destinations lead to elements of the structure, and to the right ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from wicpress.proofing.pdf.check_context import UA_2_ONLY, Check, CheckContext, Failures
from wicpress.proofing.pdf.read_errors import PDF_READ_ERRORS
from wicpress.proofing.pdf.structure import Element
from wicpress.proofing.standards.document import outline_entries

_ABOVE = 16.0
"""An element may begin so far above its destination, in pt: that is a line."""
_Place = tuple[int | None, str, Any]
"""The page that has a destination, what leads there, and the destination itself."""


def structure_destinations(context: CheckContext) -> Failures:
    """Check that each destination in the file is one in the structure: an element that begins where it leads.

    An element begins on the page of the destination beside it, and not above it: a heading at the head of the page is
    not where a paragraph further down is read from.
    """
    elements = {element.obj.objgen: element for element in context.elements}
    named = _named(context)
    for page, what, destination in _destinations(context, named):
        target = named.get(str(destination)) if isinstance(destination, pikepdf.String) else destination
        element = elements.get(_first(_entry(target, "/SD")))
        if element is None:
            yield page, f"{what} leads to a page, and to no element"
        elif problem := _problem(context, element, _entry(target, "/D")):
            yield page, f"{what} leads to {problem}"


def _named(context: CheckContext) -> dict[str, Any]:
    names = context.root.get("/Names")
    tree = names.get("/Dests") if isinstance(names, pikepdf.Dictionary) else None
    try:
        return dict(pikepdf.NameTree(tree).items()) if isinstance(tree, pikepdf.Dictionary) else {}
    except PDF_READ_ERRORS:
        return {}


def _destinations(context: CheckContext, named: dict[str, Any]) -> Iterator[_Place]:
    for name, target in named.items():
        yield None, f"the destination {name!r}", target
    for entry in outline_entries(context.root.get("/Outlines")):
        yield from ((None, f"the bookmark {str(entry.get('/Title', ''))!r}", each) for each in _targets(entry))
    for number, annotation in context.annotations():
        yield from ((number, "a link", each) for each in _targets(annotation))
    yield from ((None, "the opening of the file", each) for each in _opening(context.root.get("/OpenAction")))


def _targets(owner: Any) -> Iterator[Any]:
    """Yield the destinations of a bookmark or an annotation; those of an action are in it."""
    if "/Dest" in owner:
        yield owner["/Dest"]
    action = owner.get("/A")
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") == "/GoTo":
        yield action if "/SD" in action else action.get("/D")


def _opening(opening: Any) -> Iterator[Any]:
    if isinstance(opening, pikepdf.Dictionary):
        yield from _targets(pikepdf.Dictionary(A=opening))
    elif opening is not None:
        yield opening


def _entry(target: Any, key: str) -> Any:
    """Return one of the two destinations of a dictionary; an array is either of them."""
    return target.get(key) if isinstance(target, pikepdf.Dictionary) else target


def _first(destination: Any) -> tuple[int, int] | None:
    first: Any = destination[0] if isinstance(destination, pikepdf.Array) and len(destination) else None
    return first.objgen if isinstance(first, pikepdf.Dictionary) else None


def _problem(context: CheckContext, element: Element, destination: Any) -> str:
    """Return what is wrong with the element of a destination on a page; "" where nothing is known to be."""
    page, y = context.document.point(destination)
    begins = context.page_of(element)
    if page is None or begins is None:
        return ""
    if begins != page:
        return f"page {page}, and to a {element.kind} that begins on page {begins}"
    _, top = context.places.get(element, (page, y or 0.0))
    if y is not None and top < y - _ABOVE:
        return f"a {element.kind} that begins {y - top:.0f} pt above"
    return ""


CHECKS = (
    Check(
        "structure_destinations",
        "ISO 14289-2, 8.8; ISO 32000-2, 12.3.2.3",
        UA_2_ONLY,
        structure_destinations,
    ),
)
