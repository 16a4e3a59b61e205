"""How each mark is spelt: a mark whose characters cannot have the effect that is said of it is none."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import unquote

from wicpress.notation import CHECK_BOXES, END, STYLES, Mark

_ATTRIBUTES = r"(?:\{[^{}]*\})?"
_TITLE = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)"
_TARGET = re.compile(rf"\]\(\s*(<[^<>\n]*>|\S*?)(?:\s+({_TITLE}))?\s*\){_ATTRIBUTES}", re.DOTALL)
_REFERENCE = re.compile(rf"\](?:\[[^\[\]]*\])?{_ATTRIBUTES}", re.DOTALL)
_BACKSLASH = re.compile(r"\\([!-/:-@\[-`{-~])")

_FORMS = {
    "emphasis": r"[*_]",
    "strong": r"\*\*|__",
    "deleted": r"~~",
    "marked": r"==",
    "keyboard": r"<(?i:kbd)[ \t]*>",
    "subscript": r"~|<(?i:sub)[ \t]*>",
    "superscript": r"\^|<(?i:sup)[ \t]*>",
    "underlined": r"<(?i:u)[ \t]*>",
    "inline note": r"\^\[",
    f"{END}inline note": r"\]",
    "comment": r"<!--(?:(?!-->)[\s\S])*-->[ \t]*\n?",
    "contents": r"(?i:\[{1,2}_?(?:toc|contents|目[录錄])_?\]{1,2}|@\[toc\]|\$\{toc\}|__(?:force)?toc__)",
    "code": r"`+",
    "formula": r"\${1,2}",
    "link": r"\[|<",
    "span": r"\[",
    f"{END}span": r"\]\{[^{}]*\}",
    "image": r"!\[",
    "ruby": r"\{",
    "reading": r"\|",
    f"{END}ruby": r"\}",
    "escape": r"\\",
    "break": r"(?:\\|<(?i:br)[ \t]*/?>)?",
    "attributes": r"\{[^{}]*\}",
    "space": r" +",
    f"{END}heading": r"#+",
    "quotation": r">",
    "meaning": r"[:~]",
    f"{END}notice": r":{3,}|:+|\"?[ \t]*\}[ \t]*:*",
    "together": r":{3,}[ \t]*(?:(?i:keep)|\{[ \t]*\.(?i:keep)[ \t]*\})[ \t]*:*",
    f"{END}together": r":{3,}",
    "index": r":{3,}[ \t]*(?:(?i:index)|\{[ \t]*\.(?i:index)[ \t]*\})[ \t]*:*",
    f"{END}index": r":{3,}",
    "bibliography": r":{3,}[ \t]*(?:(?i:bibliography)|\{[ \t]*(?:\.(?i:bibliography)|#refs)[ \t]*\})[ \t]*:*",
    f"{END}bibliography": r":{3,}",
    "glossary": r":{3,}[ \t]*(?:(?i:glossary)|\{[ \t]*\.(?i:glossary)[ \t]*\})[ \t]*:*",
    f"{END}glossary": r":{3,}",
    "abbreviations": r":{3,}[ \t]*(?:(?i:abbreviations)|\{[ \t]*\.(?i:abbreviations)[ \t]*\})[ \t]*:*",
    f"{END}abbreviations": r":{3,}",
    "citation": r"@[^\s@\[\]]+|\[[^\[\]@]*@[^\[\]]+\]",
    f"{END}listing": r"`{3,}|~{3,}",
    "thematic break": r"(?:[*][ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}",
    "cell": r"\|?",
    "ruling": r"[-+=:|\\]+",
    "joined above": r"\^\^",
    "joined columns": r"\|{2,}",
    "line": r"\|",
    "columns": r"[|+=:\- \t]+",
    "address": r"\[[^\[\]]+\]:.*|\S.*",
}
_FENCE = re.compile(r":{3,}[ \t]*(?:\{[ \t]*\.)?(?:callout-)?([a-z]+)[ \t]*(?:title=\"?|\}[ \t]*:*|:*)")
_PATTERNS = {name: re.compile(form) for name, form in _FORMS.items()}
_CLOSED_AS_OPENED = {f"{END}{name}": name for name in ("emphasis", "strong", "code", "formula", *STYLES)}


def _is_heading(text: str, level: str) -> bool:
    return text == "#" * int(level) or not text.strip({"1": "=", "2": "-"}.get(level, ""))


def _is_listing(text: str, info: str) -> bool:
    return text[:3] in ("```", "~~~") and text.lstrip(text[0]).strip() == info


def _is_notice(text: str, kind: str) -> bool:
    fence = _FENCE.fullmatch(text.casefold())
    return text.casefold() == f"[!{kind}]" or (fence is not None and fence[1] == kind)


def _is_character(text: str, char: str) -> bool:
    return char in (html.unescape(text), unquote(text), "\ufffd")


def _is_target(text: str, address: str) -> bool:
    return text == ">" or target_of(text, address) is not None


_CHECKS: dict[str, Callable[[str, str], bool]] = {
    "box": lambda text, box: text == box and box in CHECK_BOXES,
    "note": lambda text, label: text == f"[^{label}]",
    "note text": lambda text, label: bool(re.fullmatch(rf"\[\^{re.escape(label)}\](?::|[ \t\u3000]*：)", text)),
    "notice": _is_notice,
    "source page": lambda text, number: bool(
        re.fullmatch(rf"\[(?:[Pp]\.?[ \t]?{re.escape(number)}|第[ \t]?{re.escape(number)}[ \t]?[页頁])\] ?", text)
    ),
    "heading": _is_heading,
    "item": lambda text, mark: text == mark if mark else text in ("-", "*", "+"),
    "listing": _is_listing,
    "character": _is_character,
    f"{END}link": _is_target,
    f"{END}image": _is_target,
}
LONGEST_OTHER_MARK = 16
"""How long a mark of a kind of block from another package may be."""


def is_spelt(mark: Mark, text: str) -> bool:
    """Return whether the characters ``text`` of a mark can have its effect."""
    effect = _CLOSED_AS_OPENED.get(mark.effect, mark.effect)
    if effect in STYLES and mark.effect != effect:
        text = text.replace("</", "<", 1)
    if effect in _PATTERNS:
        return bool(_PATTERNS[effect].fullmatch(text))
    if effect in _CHECKS:
        return _CHECKS[effect](text, mark.value)
    return len(text) <= LONGEST_OTHER_MARK and not any(char.isalnum() for char in text)


_SEVERAL = re.compile(r"\]\(\s*(#[^()\[\]{}<>]+?)\s*\)")
_BETWEEN = re.compile(r"\s*(–|—|--|[,，、;；\s])\s*(?=#)")
"""What stands between the places of a reference to several."""


def places_of(address: str) -> str:
    """Return the ids in the address of a reference without their signs: ``a–b,c``; one id as it is."""
    places = ""
    for nth, part in enumerate(_BETWEEN.split(unquote(address))):
        dash = part in ("–", "—", "--")
        places += ("–" if dash else ",") if nth % 2 else part.removeprefix("#")
    return places


def target_of(text: str, value: str) -> tuple[str, str] | None:
    """Return address and title of the end of a link or picture; None where it is no end, or leads elsewhere."""
    if _REFERENCE.fullmatch(text):
        return value, ""
    target = _TARGET.fullmatch(text)
    several = _SEVERAL.fullmatch(text)
    if several and several[1] == value:
        return value, ""
    if not target:
        return None
    address = plain(target[1].removeprefix("<").removesuffix(">"))
    title = plain(target[2][1:-1]) if target[2] else ""
    same = unquote(address) == unquote(value) or "xn--" in value
    return (value, title) if same else None


def is_reference(mark: Mark, text: str) -> bool:
    """Return whether a mark ends a link or picture whose address a line of its own defines."""
    return mark.effect in (f"{END}link", f"{END}image") and bool(_REFERENCE.fullmatch(text))


def plain(text: str) -> str:
    """Return ``text`` with its entities and escapes read."""
    return html.unescape(_BACKSLASH.sub(r"\1", text))


def cited(text: str) -> str:
    """Return what a citation names: the key, form and place of each source, and the words before it."""
    parts = []
    for part in re.split("[;；]", text.strip("[]")):
        before, _, named = part.strip().partition("@")
        name, _, place = named.replace("，", ",", 1).partition(",")
        form = "prose" if text.startswith("@") else "year" if before.endswith("-") else "normal"
        words = "".join(before.removesuffix("-").split())
        parts.append("|".join((name.strip(), form, "".join(place.split()), words)))
    return ";".join(parts)


# ----------------------------------------------------------------------------------- attributes

REFERENCE_FORMS = ("number", "title", "page")
_ATTRIBUTE = re.compile(
    r"""#(?P<id>[^\s{}"#=]+)|\.(?P<class>[^\s{}"#=.]+)|(?P<key>[\w-]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s{}"]+))"""
)


def attributes(braces: str) -> list[tuple[str, str]]:
    """Return the attributes in braces, each by its key: ``id``, ``class`` or another."""
    pairs = []
    for match in _ATTRIBUTE.finditer(braces):
        if match["key"]:
            pairs.append((match["key"], match["quoted"] or match["bare"] or ""))
        else:
            pairs.append(("id", match["id"]) if match["id"] else ("class", match["class"]))
    return pairs


def reference_form(braces: str) -> str:
    """Return the form that braces give to a reference, or an empty string."""
    return next((value for key, value in attributes(braces) if key == "class" and value in REFERENCE_FORMS), "")


def is_in_words(braces: str) -> bool:
    """Return whether braces ask for the word of what a reference leads to."""
    return ("class", "words") in attributes(braces)


def width_of(braces: str) -> str:
    """Return the width that braces give to a picture, or an empty string."""
    return dict(attributes(braces)).get("width", "")
