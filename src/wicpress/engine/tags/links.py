"""Makes the link annotations of a page: one for each link and line, each with a description."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import attrs
import pydyf

from wicpress.engine.tags.page_walker import GeneratedLink, PageTags
from wicpress.engine.tags.tree import LinkAnnotation, Node

Rectangle = tuple[float, float, float, float]
LinkDescriber = Callable[[str, str], str]
"""From the name of a destination, or an address, and a BCP 47 tag to the words that describe it; may be empty."""

PRINT = 4
"""The annotation flag that PDF/A asks for: printed, neither hidden nor kept off the screen (ISO 19005-2, 6.3.2)."""


@attrs.frozen
class PageLinks:
    """What the engine passes on of a page before it is painted.

    ``links`` are (kind, target, rectangle in px, box); ``matrix`` goes from px to the page's pt; ``page`` is the
    page's dictionary and ``names`` the engine's list of named destinations, to which new ones are added; ``calls``
    holds the names of the calls of notes on all pages before.
    """

    links: list[tuple[str, str, Rectangle, Any]]
    matrix: Any
    pdf: Any
    page: Any
    names: list[Any]
    calls: set[str]


@attrs.define(eq=False)
class _Area:
    kind: str
    target: str
    lang: str
    title: str
    rectangle: Rectangle


def add_destinations(anchors: Iterable[tuple[str, float, float]], given: PageLinks) -> None:
    """Name the places on a page to which links may lead; px from the page's left and top."""
    for name, x, y in anchors:
        left, top = given.matrix.transform_point(x, y)
        given.names.append([name, pydyf.Array([given.page.reference, "/XYZ", left, top, 0])])


def annotate(plan: PageTags, given: PageLinks, describe: LinkDescriber) -> None:
    """Make the annotations of a page and give them to the Link elements they belong to."""
    calls = []
    for name, box in plan.calls:
        if name not in given.calls:
            given.calls.add(name)
            x, y, _, _ = box.hit_area()
            calls.append((name, x, y))
    add_destinations(calls, given)
    areas: dict[LinkAnnotation, _Area] = {}
    for kind, target, rectangle, box in given.links:
        owner = plan.areas.get(id(box))
        if owner is not None and kind in {"internal", "external"}:
            _widen(areas, owner, kind, target, rectangle)
    for jump in plan.jumps:
        areas[jump.anchor] = _jump_area(jump)
    for anchor, area in areas.items():
        anchor.annotation = _annotation(area, given, describe)


def _widen(
    areas: dict[LinkAnnotation, _Area],
    owner: tuple[LinkAnnotation, Node],
    kind: str,
    target: str,
    rectangle: Rectangle,
) -> None:
    anchor, node = owner
    known = areas.get(anchor)
    if known is None:
        title = (node.element.get("title") or "") if node.element is not None else ""
        areas[anchor] = _Area(kind, target, node.lang, title, rectangle)
        return
    (a, b, c, d), (e, f, g, h) = known.rectangle, rectangle
    known.rectangle = min(a, e), min(b, f), max(c, g), max(d, h)


def _jump_area(jump: GeneratedLink) -> _Area:
    x, y, width, height = jump.box.hit_area()
    return _Area("internal", jump.target, jump.lang, "", (x, y, x + width, y + height))


def _annotation(area: _Area, given: PageLinks, describe: LinkDescriber) -> Any:
    x0, y0, x1, y1 = area.rectangle
    corners = [given.matrix.transform_point(x0, y0), given.matrix.transform_point(x1, y1)]
    (left, right), (bottom, top) = (sorted(pair) for pair in zip(*corners, strict=True))
    description = area.title or describe(area.target, area.lang) or area.target
    annotation = pydyf.Dictionary({
        "Type": "/Annot",
        "Subtype": "/Link",
        "Rect": pydyf.Array([left, bottom, right, top]),
        "F": PRINT,
        "Border": "[0 0 0]",
        "Contents": pydyf.String(description),
    })  # fmt: skip
    if area.kind == "internal":
        annotation["Dest"] = pydyf.String(area.target)
    else:
        uri = pydyf.String(area.target)
        annotation["A"] = pydyf.Dictionary({"Type": "/Action", "S": "/URI", "URI": uri})
    given.pdf.add_object(annotation)
    given.page.setdefault("Annots", pydyf.Array()).append(annotation.reference)
    return annotation
