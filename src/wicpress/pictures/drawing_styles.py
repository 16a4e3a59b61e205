"""The CSS of drawings: what leads outside of the drawing is left out, ids are renamed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import tinycss2

from wicpress.pictures.drawing_names import PRESENTATION

_EXTERNAL_FUNCTIONS: Final = frozenset({"src", "image", "image-set", "-webkit-image-set", "cross-fade", "expression"})
"""Functions that may name a file; ``url()`` may name an element of the drawing."""
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
    """Return the value of an attribute with its ids renamed; None where it leads outside of the drawing."""
    if "(" not in text and "\\" not in text:
        return text
    # an address with a space in it has to be quoted in CSS, and often is not
    return _value(tinycss2.parse_component_value_list(_UNQUOTED.sub(r'url("#\1")', text)), rename)


def clean_declarations(text: str, rename: Rename, report: Report, fonts: Fonts) -> str:
    """Return declarations without those that lead outside of the drawing, or that are no property of drawings."""
    quoted = _UNQUOTED.sub(r'url("#\1")', text)
    content = tinycss2.parse_blocks_contents(quoted, skip_comments=True, skip_whitespace=True)
    return "; ".join(_declarations(content, rename, report, fonts))


def clean_sheet(text: str, rename: Rename, report: Report, fonts: Fonts) -> str:
    """Return a style sheet without what leads outside of the drawing."""
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return "\n".join(_rules(rules, rename, report, fonts))


def _rules(rules: Iterable[Any], rename: Rename, report: Report, fonts: Fonts) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
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
    parts: list[str] = []
    for each in tokens:
        part: str | None = each.serialize()
        if each.type == "url":
            part = _local(each.value, rename)
        elif each.type == "function" and each.lower_name == "url":
            part = _local("".join(str(inner.value) for inner in each.arguments if inner.type == "string"), rename)
        elif each.type == "function":
            inner = None if each.lower_name in _EXTERNAL_FUNCTIONS else _value(each.arguments, rename)
            part = None if inner is None else f"{each.name}({inner})"
        elif each.type == "error":
            part = None
        if part is None:
            return None
        parts.append(part)
    return "".join(parts)


def _local(address: str, rename: Rename) -> str | None:
    """Return a reference to an element of the drawing, ``none`` where there is none, None for any other address."""
    address = address.strip()
    if not address.startswith("#"):
        return None
    name = rename(address[1:])
    return f"url(#{name})" if name else "none"
