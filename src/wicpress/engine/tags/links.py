"""Writes the link annotations of a page: one for each link and line, each with a description."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import attrs
import pydyf

from wicpress.engine.tags.page_walker import GeneratedLink, PageTags
from wicpress.engine.tags.tree import LinkAnnotation, Node

Rectangle = tuple[float, float, float, float]
LinkDescriber = Callable[[str, str], str]
"""From the name of a destination, or an address, and a BCP 47 tag to its description; may be empty."""

PRINT = 4
"""The annotation flag that PDF/A requires: printed, neither hidden nor invisible (ISO 19005-2, 6.3.2)."""


@attrs.frozen
class PageLinks:
    """The links of a page before it is painted, and what their annotations need.

    ``links`` are (kind, target, rectangle in px, box); ``matrix`` converts px to the page's pt; ``page`` is the
    page's dictionary and ``names`` WeasyPrint's list of named destinations, to which new ones are added;
    ``call_names`` are the names of the note calls on all pages before. ``turn`` is the transformation of a page that
    is turned, from the places of its boxes; ``links`` and anchors are where they are painted.
    """

    links: list[tuple[str, str, Rectangle, Any]]
    matrix: Any
    pdf: Any
    page: Any
    names: list[Any]
    call_names: set[str]
    turn: Any = None

    def painted(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of a box is painted, in px."""
        x, y = self.turn.transform_point(x, y) if self.turn else (x, y)
        return x, y


@attrs.define(eq=False)
class _Area:
    kind: str
    target: str
    lang: str
    title: str
    rectangle: Rectangle


def add_destinations(anchors: Iterable[tuple[str, float, float]], page_links: PageLinks) -> None:
    """Add the named destinations of a page; ``anchors`` are (name, x, y) in px from its left and top."""
    for name, x, y in anchors:
        left, top = page_links.matrix.transform_point(x, y)
        page_links.names.append([name, pydyf.Array([page_links.page.reference, "/XYZ", left, top, 0])])


def annotate(page_tags: PageTags, page_links: PageLinks, describe: LinkDescriber) -> None:
    """Write the annotations of a page and add them to their Link elements."""
    call_anchors = []
    for name, box in page_tags.calls:
        if name not in page_links.call_names:
            page_links.call_names.add(name)
            x, y, _, _ = box.hit_area()
            call_anchors.append((name, *page_links.painted(x, y)))
    add_destinations(call_anchors, page_links)
    areas: dict[LinkAnnotation, _Area] = {}
    for kind, target, rectangle, box in page_links.links:
        owner = page_tags.areas.get(id(box))
        if owner is not None and kind in {"internal", "external"}:
            _widen(areas, owner, kind, target, rectangle)
    for generated in page_tags.generated_links:
        areas[generated.anchor] = _generated_area(generated, page_links)
    for anchor, area in areas.items():
        anchor.annotation = _annotation(area, page_links, describe)


def _widen(
    areas: dict[LinkAnnotation, _Area],
    owner: tuple[LinkAnnotation, Node],
    kind: str,
    target: str,
    rectangle: Rectangle,
) -> None:
    anchor, node = owner
    area = areas.get(anchor)
    if area is None:
        title = (node.element.get("title") or "") if node.element is not None else ""
        areas[anchor] = _Area(kind, target, node.lang, title, rectangle)
        return
    (a, b, c, d), (e, f, g, h) = area.rectangle, rectangle
    area.rectangle = min(a, e), min(b, f), max(c, g), max(d, h)


def _generated_area(generated: GeneratedLink, page_links: PageLinks) -> _Area:
    x, y, width, height = generated.box.hit_area()
    corners = page_links.painted(x, y), page_links.painted(x + width, y + height)
    (x0, x1), (y0, y1) = (sorted(pair) for pair in zip(*corners, strict=True))
    return _Area("internal", generated.target, generated.lang, "", (x0, y0, x1, y1))


def _annotation(area: _Area, page_links: PageLinks, describe: LinkDescriber) -> Any:
    x0, y0, x1, y1 = area.rectangle
    points = [page_links.matrix.transform_point(x0, y0), page_links.matrix.transform_point(x1, y1)]
    (left, right), (bottom, top) = (sorted(pair) for pair in zip(*points, strict=True))
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
    page_links.pdf.add_object(annotation)
    page_links.page.setdefault("Annots", pydyf.Array()).append(annotation.reference)
    return annotation
