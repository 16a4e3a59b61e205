"""Counts what a drawing draws, each use of a part counted: a few lines may ask for more than any machine can draw."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs
import tinycss2
from lxml import etree

from wicpress.file_formats.css_addresses import nests_too_deeply
from wicpress.pictures.drawing_names import XLINK_NAMESPACE
from wicpress.pictures.repeated_marks import DASHES, TILES, RepeatedMarks

MAX_NESTING: Final = 100
"""How deep elements may stand in each other, with the parts that they use."""
_HREF: Final = f"{{{XLINK_NAMESPACE}}}href"
_URL: Final = re.compile(r"url\(\s*[\"']?#([^)\"']+?)[\"']?\s*\)")
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_MARKERS: Final = frozenset({"marker", "marker-start", "marker-mid", "marker-end"})
_INHERITED: Final = frozenset({"fill", "stroke"})
_UNDRAWN: Final = frozenset({
    "defs", "symbol", "clipPath", "mask", "marker", "pattern", "filter", "linearGradient", "radialGradient", "style",
    "title", "desc",
})  # fmt: skip
"""Elements that are drawn only where something refers to them."""
_FREE: Final = frozenset({"svg", "stop", "title", "desc", "style", "g", "defs"})
_VERTICES: Final = 50
"""So many vertices of a path, or letters of a text, count as one element more."""

Uses = tuple[str, str]
"""The property or attribute by which an element refers to another, and the id of that."""

Rules = tuple[tuple[frozenset[str], Uses], ...]
"""The names in the selectors of rules, and what the rules refer to."""


class RefersToItselfError(ValueError):
    """A part of a drawing contains itself."""


@attrs.frozen
class _Amount:
    """What an element draws: elements, vertices at which markers may stand, and how large a shape is."""

    elements: int = 0
    vertices: int = 0
    extent: float = 0.0

    def __add__(self, other: _Amount) -> _Amount:
        extent = max(self.extent, other.extent)
        return _Amount(self.elements + other.elements, self.vertices + other.vertices, extent)


def count_drawn(root: etree._Element, inside: Mapping[str, int]) -> int:
    """Return how many elements a cleaned drawing draws; ``inside`` has those of the drawings in its addresses.

    Raise ``ValueError`` where a part contains itself or nests too deeply.
    """
    by_id = {str(each.get("id")): each for each in root.iter(etree.Element) if each.get("id")}
    rules = tuple(_rules("".join(str(each.text or "") for each in root.iter("{*}style"))))
    marks = RepeatedMarks.of(root, by_id)
    parts = _ordered_parts(root, by_id, rules)
    depths: dict[etree._Element, int] = {}
    scales: dict[etree._Element, float] = {}
    for element, each in parts.items():
        depths[element] = 1 + max((depths[part] for part in each.all()), default=0)
        scales[element] = marks.scale_of(element) * min((scales[part] for part in each.all()), default=1.0)
    if depths[root] > MAX_NESTING:
        raise ValueError(f"nests deeper than {MAX_NESTING} elements")
    amounts: dict[etree._Element, _Amount] = {}
    for element, each in parts.items():
        amounts[element] = _amount(element, each, amounts, inside, (marks, scales[root]))
    return amounts[root].elements


def _ordered_parts(
    root: etree._Element, by_id: Mapping[str, etree._Element], rules: Rules
) -> dict[etree._Element, _Parts]:
    """Return what each element consists of, each behind its parts. Raise ``ValueError`` where one contains itself."""
    ordered: dict[etree._Element, _Parts] = {}
    opened = {root: _parts(root, by_id, rules)}
    stack = [(root, iter(opened[root].all()))]
    while stack:
        element, waiting = stack[-1]
        following = next((each for each in waiting if each not in ordered), None)
        if following is None:
            stack.pop()
            ordered[element] = opened.pop(element)
        elif following in opened:
            raise RefersToItselfError("has a part that contains itself")
        else:
            opened[following] = _parts(following, by_id, rules)
            stack.append((following, iter(opened[following].all())))
    return ordered


@attrs.frozen
class _Parts:
    """What an element consists of: its children, and what it refers to, with the property by which it does."""

    children: tuple[etree._Element, ...]
    uses: tuple[tuple[str, etree._Element], ...]

    def all(self) -> tuple[etree._Element, ...]:
        """Return all elements, each where it stands."""
        return (*self.children, *(target for _, target in self.uses))


def _parts(element: etree._Element, by_id: Mapping[str, etree._Element], rules: Rules) -> _Parts:
    children = tuple(each for each in element if isinstance(each.tag, str))
    return _Parts(children, tuple((name, by_id[key]) for name, key in _uses(element, rules) if key in by_id))


def _amount(
    element: etree._Element,
    parts: _Parts,
    amounts: Mapping[etree._Element, _Amount],
    inside: Mapping[str, int],
    marks_and_scale: tuple[RepeatedMarks, float],
) -> _Amount:
    """Return what an element draws; patterns are drawn in many tiles, which may be made smaller by a scale."""
    marks, scale = marks_and_scale
    total = attrs.evolve(_own(element, inside), extent=marks.extent_of(element))
    for child in parts.children:
        if _name(child) not in _UNDRAWN:
            total += amounts[child]
    total = sum((amounts[target] for name, target in parts.uses if name == "href"), total)
    more = _Amount()
    for name, target in parts.uses:
        used = amounts[target]
        if name == "href":
            continue
        # what a group is filled with, or its markers, are drawn for each shape in it
        times = total.vertices if name in _MARKERS else total.elements if name in _INHERITED else 1
        if _name(target) == "pattern":
            extent = total.extent if name == "fill" else math.inf  # a line may be as broad as it is long
            times = max(1, times) * (1 + marks.tiles_of(target, scale, extent) // TILES)
        more += _Amount(used.elements * max(1, times), used.vertices if times == 1 else 0)
    return total + more + _Amount(marks.dashes_of(element) // DASHES)


def _own(element: etree._Element, inside: Mapping[str, int]) -> _Amount:
    name = _name(element)
    if name in _FREE:
        return _Amount()
    if name in {"image", "feImage"}:
        return _Amount(max(1, inside.get(str(element.get(_HREF)), 1)))
    path = str(element.get("d") or element.get("points") or "")
    vertices = len(_NUMBER.findall(path)) // 2 + 2
    letters = len(str(element.text or "")) if name in {"text", "tspan", "textPath"} else 0
    return _Amount(1 + (vertices + letters) // _VERTICES, vertices)


def _uses(element: etree._Element, rules: Rules) -> Iterator[Uses]:
    """Yield what an element refers to: by an address, an attribute, its style, or rules that may concern it."""
    href = str(element.get(_HREF) or "")
    if href.startswith("#"):
        yield "href", href[1:]
    for key, value in element.attrib.items():
        text = str(value)
        if "url(" in text:
            yield from _declared(text) if key == "style" else ((str(key), each) for each in _URL.findall(text))
    if rules:
        names = {_name(element), *str(element.get("class") or "").split(), f"#{element.get('id')}", ""}
        yield from (use for selected, use in rules if selected & names)


def _declared(style: str) -> Iterator[Uses]:
    for each in () if nests_too_deeply(style) else tinycss2.parse_blocks_contents(style):
        if each.type == "declaration":
            yield from ((each.lower_name, key) for key in _URL.findall(tinycss2.serialize(each.value)))


def _rules(sheet: str) -> Iterator[tuple[frozenset[str], Uses]]:
    """Yield the names in the selectors of each rule that refers to something; "" stands for any element."""
    sheet = "" if nests_too_deeply(sheet) else sheet
    waiting = list(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)) if sheet else []
    uses: dict[frozenset[str], list[Uses]] = defaultdict(list)
    while waiting:
        rule = waiting.pop()
        if rule.type == "at-rule" and rule.content is not None:
            waiting += tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        elif rule.type == "qualified-rule":
            uses[_selected(rule.prelude)] += _declared(tinycss2.serialize(rule.content))
    yield from ((names, use) for names, each in uses.items() for use in dict.fromkeys(each))


def _selected(prelude: Iterable[Any]) -> frozenset[str]:
    """Return the names of elements and classes in selectors, ids behind #, and "" where any element may be meant."""
    names = set()
    for token in prelude:
        if token.type == "hash":
            names.add(f"#{token.value}")
        elif token.type == "ident":
            names.add(token.value)
        elif token.type not in {"whitespace"} and not (
            token.type == "literal" and token.value in {".", ",", ">", "+"}
        ):
            names.add("")
    return frozenset(names or {""})


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)
