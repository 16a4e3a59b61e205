"""Find the elements of an e-book that its style sheets hide: not displayed, of no size, transparent, off the page."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
import cssselect2
import tinycss2
from lxml import etree

from wicpress.file_formats.css_addresses import decode_sheet, nests_too_deeply, short_numbers
from wicpress.proofing.epub.package import XHTML, Epub, Page

_ZERO = r"[+-]?0*\.?0+(?:e\d+)?(?:[a-z]+|%)?"
_AWAY = r"-(?:\d{3,}(?:\.\d*)?(?:r?em|ex|ch|%)|\d{4,}(?:\.\d*)?(?:px|pt)|\d{3,}v[wh])"
"""A length of a hundred em, or a thousand pixels, to the left or above."""
_CLEAR = r"transparent|(?:rgba?|hsla?)\([^)]*[,/] *(?:0*\.?0+%?)\)|#(?:[0-9a-f]{3}0|[0-9a-f]{6}00)"
_HIDING = {
    "display": "none",
    "visibility": "hidden|collapse",
    "content-visibility": "hidden",
    "opacity": _ZERO,
    "font-size": _ZERO,
    "font": rf"(?:.* )?{_ZERO}(?: ?/.*)? .*",
    "color": _CLEAR,
    "-webkit-text-fill-color": _CLEAR,
    "text-indent": _AWAY,
    "left": _AWAY,
    "top": _AWAY,
    "margin-left": _AWAY,
    "margin-top": _AWAY,
    "clip": r"rect\((?:[01](?:px)?[ ,]*){4}\)",
    "clip-path": r"inset\((?:50|100)%.*\)|circle\(0.*\)",
    "transform": r".*scale\( ?0(?: ?, ?0)? ?\).*",
    "height": _ZERO,
    "max-height": _ZERO,
    "width": _ZERO,
    "max-width": _ZERO,
    "overflow": "hidden|clip",
}
"""Properties with the values that hide an element; of the last five, one and ``overflow`` together."""
_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _HIDING.items()}
_SIZES = {"height", "max-height", "width", "max-width"}
_INHERITED = {"visibility", "font-size", "color", "-webkit-text-fill-color"}
"""Properties that elements inside have as well, unless they say otherwise."""
_RELATIVE = re.compile(
    r"inherit|unset|currentcolor|larger|smaller|(?:calc\()?[\d.+]*(?:em|%|ex|ch)\)?", re.IGNORECASE
)
"""Values that depend on the element around: of no size, and transparent, where that is."""
_NO_PRINT = re.compile(r"print|not all", re.IGNORECASE)


@attrs.frozen
class _Look:
    """What elements inside an element have of it: values that they inherit, and that it is gone with all inside."""

    inherited: Mapping[str, str]
    is_gone: bool

    @property
    def is_hidden(self) -> bool:
        return self.is_gone or any(_PATTERNS[key].fullmatch(value) for key, value in self.inherited.items())

    def inside(self, own: Mapping[str, str]) -> _Look:
        """Return the look of an element inside, which has the values ``own``."""
        hiding = {key for key, value in own.items() if _PATTERNS[key].fullmatch(value)}
        if "overflow" not in hiding:
            hiding -= _SIZES
        inherited = dict(self.inherited)
        for key in _INHERITED & own.keys():
            if key in hiding or not _RELATIVE.fullmatch(own[key]):
                inherited[key] = own[key]
        return _Look(inherited, self.is_gone or bool(hiding - _INHERITED - {"overflow"}))


@attrs.frozen
class _Rule:
    selector: Any
    values: dict[str, tuple[bool, str]]
    conditional: bool


def hidden_elements(epub: Epub, files: Mapping[str, bytes]) -> frozenset[etree._Element]:
    """Return the elements of an e-book that its style sheets hide; ``files`` are those of the container.

    What only some screens hide is hidden.
    """
    sheets = {item.path for item in epub.items if item.media_type == "text/css"}
    rules = {path: tuple(_rules(decode_sheet(files.get(path, b"")))) for path in sheets}
    hidden: set[etree._Element] = set()
    for page in epub.pages:
        own = [each for path in page.resources for each in rules.get(path, ())]
        for style in page.root.iter(f"{XHTML}style"):
            own += _rules("".join(map(str, style.itertext())))
        hidden.update(_hidden_in(page, own))
    return frozenset(hidden)


def _hidden_in(page: Page, rules: Iterable[_Rule]) -> Iterator[etree._Element]:
    """Yield the elements of a page that rules hide, where those with a condition apply, or where they do not."""
    always, sometimes = cssselect2.Matcher(), cssselect2.Matcher()
    for rule in rules:
        sometimes.add_selector(rule.selector, rule.values)
        if not rule.conditional:
            always.add_selector(rule.selector, rule.values)
    bare = copy.deepcopy(page.root)
    etree.strip_tags(bare, etree.Comment, etree.ProcessingInstruction)
    wrapped = cssselect2.ElementWrapper.from_xml_root(bare).iter_subtree()
    elements = list(page.root.iter(etree.Element))  # lxml makes them again where nothing holds them
    looks: dict[etree._Element, tuple[_Look, ...]] = {}
    for element, each in zip(elements, wrapped, strict=True):
        outer = looks.get(element.getparent(), (_Look({}, False), _Look({}, False)))
        pairs = zip(outer, (always, sometimes), strict=True)
        looks[element] = tuple(look.inside(_cascade(matcher, each)) for look, matcher in pairs)
        if any(look.is_hidden for look in looks[element]):
            yield element


def _cascade(matcher: Any, element: Any) -> dict[str, str]:
    """Return the values of an element: those that are important win, then its own, then the last."""
    values: dict[str, tuple[bool, str]] = {}
    style = element.etree_element.get("style", "")
    style = "" if nests_too_deeply(style) else style
    declared = [each for *_, pseudo, each in matcher.match(element) if pseudo is None]
    for each in [
        *declared,
        *([_declarations(tinycss2.parse_blocks_contents(short_numbers(style)))] if style else ()),
    ]:
        values |= {key: value for key, value in each.items() if value[0] or not values.get(key, (False, ""))[0]}
    return {key: value for key, (_, value) in values.items()}


# ------------------------------------------------------------------------------------- style sheets


def _rules(sheet: str) -> Iterator[_Rule]:
    """Yield the rules of a style sheet that set what may hide an element, in order."""
    text = "" if nests_too_deeply(sheet) else short_numbers(sheet)
    yield from _rules_of(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), "", False)


def _rules_of(nodes: Iterable[Any], around: str, conditional: bool) -> Iterator[_Rule]:
    """Yield the rules among ``nodes``, inside a rule with the selector ``around``, if that is not empty."""
    for node in nodes:
        if node.type == "qualified-rule":
            yield from _qualified(node, around, conditional)
        elif node.type == "at-rule" and node.content and not _NO_PRINT.fullmatch(_text(node.prelude)):
            inside = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            yield from _selected(around, inside, conditional=True)
            yield from _rules_of(inside, around, conditional=True)


def _qualified(node: Any, around: str, conditional: bool) -> Iterator[_Rule]:
    selector = _text(node.prelude)
    if around:
        outer = f":is({around})"
        selector = selector.replace("&", outer) if "&" in selector else f"{outer} {selector}"
    inside = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    yield from _selected(selector, inside, conditional)
    yield from _rules_of(inside, selector, conditional)


def _selected(selector: str, nodes: Iterable[Any], conditional: bool) -> Iterator[_Rule]:
    values = _declarations(nodes)
    try:
        compiled = cssselect2.compile_selector_list(selector) if values and selector else ()
    except cssselect2.SelectorError:  # a browser drops the rule as well, or knows more
        return
    except (SyntaxError, RecursionError):  # of a hundred compounds or more, which hide nothing in earnest
        return
    for each in compiled:
        yield _Rule(each, values, conditional)


def _declarations(nodes: Iterable[Any]) -> dict[str, tuple[bool, str]]:
    """Return whether each declaration that may hide an element is important, and its value."""
    values: dict[str, tuple[bool, str]] = {}
    for node in nodes:
        name = node.lower_name if node.type == "declaration" else ""
        name = name.replace("overflow-x", "overflow").replace("overflow-y", "overflow")
        if name not in _PATTERNS or (name in values and values[name][0] and not node.important):
            continue
        value = _text(node.value)
        if name == "font":
            name, value = "font-size", "0" if _PATTERNS["font"].fullmatch(value) else "1rem"
        values[name] = (node.important, value)
    return values


def _text(tokens: Any) -> str:
    return " ".join(str(tinycss2.serialize(tokens)).split())
