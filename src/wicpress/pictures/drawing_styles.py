"""The CSS of drawings: what leads outside of the drawing is left out, ids are renamed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import tinycss2

from wicpress.file_formats.css_addresses import addresses_in, nests_too_deeply
from wicpress.file_formats.css_selectors import is_long
from wicpress.pictures.drawing_names import FUNCTIONS, PRESENTATION

MAX_NUMBER: Final = 1e9
"""The largest number that a drawing may have: outputs cannot write any number."""
_KEPT_RULES: Final = frozenset({"media", "keyframes", "-webkit-keyframes", "supports"})
_UNQUOTED = re.compile(r"url\(\s*#([^()\"'\\]*[^()\"'\\\s])\s*\)")
_ANIMATION = re.compile(r"(-webkit-)?animation(-[a-z-]+)?")

Report = Callable[[str], None]
"""Is told what is left out, in words."""
_SERIF = re.compile(r"(?<!sans-)(?<!sans )serif|times|georgia|garamond|palatino|song|ming|宋|明|fangsong|仿宋|kai|楷")
_MONO = re.compile(r"mono|courier|consol|typewriter|code")

Rename = Callable[[str], str]
"""Returns the id that an element of the drawing has now, for its id in the file."""
Fonts = Callable[[str], str]
"""Returns the value of ``font-family`` that an output has for the value in the file."""


def role_of_font(family: str) -> str:
    """Return what a ``font-family`` asks for: ``mono``, ``serif`` or ``sans``."""
    family = family.casefold()
    if _MONO.search(family):
        return "mono"
    return "serif" if _SERIF.search(family) else "sans"


def clean_value(text: str, rename: Rename) -> str | None:
    """Return the value of an attribute with its ids renamed; None where it leads outside or nests too deeply."""
    if "(" not in text and "\\" not in text:
        return text
    if nests_too_deeply(text):
        return None
    # an address with a space in it has to be quoted in CSS, and often is not
    return _value(tinycss2.parse_component_value_list(_UNQUOTED.sub(r'url("#\1")', text)), rename)


def clean_declarations(text: str, rename: Rename, report: Report, fonts: Fonts) -> str:
    """Return declarations without those that lead outside of the drawing, or that are no property of drawings."""
    if nests_too_deeply(text):
        report("a style that nests too deeply")
        return ""
    quoted = _UNQUOTED.sub(r'url("#\1")', text)
    content = tinycss2.parse_blocks_contents(quoted, skip_comments=True, skip_whitespace=True)
    return "; ".join(_declarations(content, rename, report, fonts))


def clean_sheet(text: str, rename: Rename, report: Report, fonts: Fonts) -> str:
    """Return a style sheet without what leads outside of the drawing."""
    if nests_too_deeply(text):
        report("a style sheet that nests too deeply")
        return ""
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return "\n".join(_rules(rules, rename, report, fonts))


def _rules(rules: Iterable[Any], rename: Rename, report: Report, fonts: Fonts) -> Iterator[str]:
    for rule in rules:
        if rule.type in {"qualified-rule", "at-rule"} and _leads_out(rule.prelude):
            report("a style sheet from outside" if _is_import(rule) else "something from outside")
        elif rule.type == "qualified-rule" and is_long(rule.prelude):
            report("a selector that is too long")
        elif rule.type == "qualified-rule":
            content = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            kept = "; ".join(_declarations(content, rename, report, fonts))
            yield f"{_selectors(rule.prelude, rename)} {{ {kept} }}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in _KEPT_RULES and rule.content is not None:
            inside = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            prelude = tinycss2.serialize(rule.prelude).strip()
            yield f"@{rule.at_keyword} {prelude} {{ {' '.join(_rules(inside, rename, report, fonts))} }}"
        elif rule.type == "at-rule" and rule.lower_at_keyword == "import":
            report("a style sheet from outside")
        elif rule.type == "at-rule" and rule.lower_at_keyword == "font-face":
            report("a font of its own")


def _leads_out(prelude: Iterable[Any]) -> bool:
    """Return whether a prelude has an address, or what no selector or condition has."""
    tokens = tuple(prelude)
    return any(each.type in {"at-keyword", "error", "url"} for each in tokens) or any(addresses_in(tokens))


def _is_import(rule: Any) -> bool:
    return rule.type == "at-rule" and str(rule.lower_at_keyword) == "import"


def _selectors(tokens: Iterable[Any], rename: Rename) -> str:
    """Return selectors with their ids renamed."""
    return "".join(
        f"#{rename(each.value) or 'none'}" if each.type == "hash" else each.serialize() for each in tokens
    ).strip()


def _declarations(content: Iterable[Any], rename: Rename, report: Report, fonts: Fonts) -> Iterator[str]:
    for each in content:
        if each.type != "declaration":
            continue
        name = each.lower_name
        value = _value(each.value, rename)
        if value is None:
            report("something from outside")
        elif name in PRESENTATION or _ANIMATION.fullmatch(name):
            value = fonts(value) if name == "font-family" else value.strip()
            yield f"{name}: {value}{' !important' if each.important else ''}"


def _value(tokens: Iterable[Any], rename: Rename) -> str | None:
    """Return a value with its ids renamed; None where it has what is not allowed. Raise ``ValueError``."""
    parts: list[str] = []
    for each in tokens:
        part: str | None = each.serialize()
        if each.type == "url":
            part = _local(each.value, rename)
        elif each.type == "function" and each.lower_name == "url":
            part = _local("".join(str(inner.value) for inner in each.arguments if inner.type == "string"), rename)
        elif each.type == "function":
            inner = _value(each.arguments, rename) if each.lower_name in FUNCTIONS else None
            part = None if inner is None else f"{each.lower_name}({inner})"
        elif each.type in {"error", "at-keyword", "{} block", "[] block"} or _is_address(each):
            part = None
        elif each.type == "() block":
            inner = _value(each.content, rename)
            part = None if inner is None else f"({inner})"
        elif each.type in {"number", "dimension", "percentage"} and not abs(each.value) <= MAX_NUMBER:
            raise ValueError(f"has a number that no page can show, {each.serialize()[:20]}")
        if part is None:
            return None
        parts.append(part)
    return "".join(parts)


def _is_address(token: Any) -> bool:
    return token.type == "string" and bool(re.search("//|:", token.value))


def _local(address: str, rename: Rename) -> str | None:
    """Return a reference to an element of the drawing, ``none`` where there is none, None for any other address."""
    address = address.strip()
    if not address.startswith("#"):
        return None
    name = rename(address[1:])
    return f"url(#{name})" if name else "none"
