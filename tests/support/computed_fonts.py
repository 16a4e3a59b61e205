"""The families, weights and styles that style sheets give to the text of a page: the cascade, for fonts alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs
import cssselect2
import tinycss2
from lxml import etree

from wicpress import class_names

XHTML = "{http://www.w3.org/1999/xhtml}"

BROWSER = """
h1, h2, h3, th, b, strong { font-weight: 700 }
em, i, cite, dfn, var, address { font-style: italic }
code, pre, kbd, samp { font-family: monospace }
"""
"""What browsers give to elements before any style sheet of a page (HTML, 15.3)."""

PROPERTIES = {"font-family", "font-weight", "font-style"}


@attrs.frozen(order=True)
class ComputedFont:
    """The computed values of ``font-family``, ``font-weight`` and ``font-style``."""

    families: tuple[str, ...] = ("serif",)
    weight: int = 400
    style: str = "normal"


class Cascade:
    """The rules of style sheets that concern fonts, in order; where they stand in ``@media`` they count as well."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self._browser, self._author = cssselect2.Matcher(), cssselect2.Matcher()
        self._add(self._browser, BROWSER)
        for sheet in sheets:
            self._add(self._author, sheet)

    def _add(self, matcher: Any, sheet: str) -> None:
        for selector, declarations in _font_rules(tinycss2.parse_stylesheet(sheet, True, True)):
            matcher.add_selector(selector, declarations)

    def texts(self, page: bytes) -> Iterator[tuple[ComputedFont, str]]:
        """Yield each text of the body of an XHTML page with its font, and the labels that style sheets show."""
        root = cssselect2.ElementWrapper.from_xml_root(etree.fromstring(page, etree.XMLParser(remove_comments=True)))
        yield from self._texts(root, ComputedFont(), False)

    def _texts(self, element: Any, outer: ComputedFont, in_body: bool) -> Iterator[tuple[ComputedFont, str]]:
        font = self._font(element, outer)
        in_body = in_body or element.local_name == "body"
        if in_body and element.etree_element.text:
            yield font, element.etree_element.text
        if in_body and class_names.SOURCE_PAGE in element.classes:
            yield self._font(element, font, "before"), element.etree_element.get("aria-label")
        for child in element.iter_children():
            yield from self._texts(child, font, in_body)
            if in_body and child.etree_element.tail:
                yield font, child.etree_element.tail

    def _font(self, element: Any, outer: ComputedFont, part: str | None = None) -> ComputedFont:
        """Return the font of an element, or of a pseudo-element of it."""
        values: dict[str, Any] = {}
        for matcher in (self._browser, self._author):
            for *_, pseudo, declarations in matcher.match(element):
                values |= declarations if pseudo == part else {}
        inherited = {name: getattr(outer, name) for name, value in values.items() if value == "inherit"}
        return attrs.evolve(outer, **{**values, **inherited})


def _font_rules(rules: Iterable[Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports"}:
            yield from _font_rules(tinycss2.parse_rule_list(rule.content, True, True))
        elif rule.type == "qualified-rule":
            declarations = dict(_declarations(rule.content))
            for selector in cssselect2.compile_selector_list(rule.prelude) if declarations else ():
                yield selector, declarations
        elif rule.type == "error":
            raise ValueError(rule.message)


def _declarations(content: Any) -> Iterator[tuple[str, Any]]:
    """Yield the declarations of a rule that concern fonts, by the field of ``ComputedFont``."""
    for each in tinycss2.parse_blocks_contents(content, True, True):
        if each.type != "declaration" or each.lower_name not in {*PROPERTIES, "font"}:
            continue
        words = [token.value for token in each.value if token.type in {"ident", "string", "number"}]
        if each.lower_name == "font" or each.important or not words:
            raise ValueError(f"{each.lower_name} in a form that these tests do not know")
        if words == ["inherit"]:
            yield each.lower_name.removeprefix("font-").replace("family", "families"), "inherit"
        elif each.lower_name == "font-family":
            yield "families", tuple(words)
        elif each.lower_name == "font-weight":
            yield "weight", int(words[0])
        else:
            yield "style", words[0]
