"""Words that a book divides in its own way: with soft hyphens, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from lxml import etree

from wicpress import class_names
from wicpress import languages as lang
from wicpress.html.page_markup import XHTML, parse_page, write_page

SOFT_HYPHEN: Final = "\u00ad"
_WORD: Final = re.compile(r"[^\W\d_]+(?:\u00ad[^\W\d_]+)*")
HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_SKIPPED: Final = frozenset(
    f"{{{XHTML}}}{name}" for name in ("head", *HEADINGS, "th", "td", "figcaption", "code", "kbd", "pre", "rt")
)
_SKIPPED_CLASSES: Final = frozenset({"caption", "label", "verse"})
"""Elements whose words no line divides, as style sheets have it."""


def divide_words(data: bytes, file: str, divisions: Sequence[tuple[str, tuple[int, ...]]]) -> bytes:
    """Return the page ``data`` of ``file`` with words divided as ``divisions`` say. Raise ``BrokenPageError``.

    A soft hyphen goes before what a reading system would do by itself (CSS Text 3, 5.4); a word without a place to
    divide it is in an element that is not hyphenated. Words of headings, tables and code are not divided anyway.
    """
    root = parse_page(file, data)
    by_word = dict(divisions)
    for element, kind in list(_texts(root)):
        _divide(element, kind, by_word)
    return write_page(root)


def _texts(root: Any) -> Iterator[tuple[Any, str]]:
    """Yield (element, ``text`` or ``tail``) of all text that is hyphenated: in words of an alphabet."""
    stack: list[tuple[Any, str]] = [(root, "")]
    while stack:
        element, inherited = stack.pop()
        tag = element.get("lang") or inherited
        hyphenated = bool(tag) and not lang.is_chinese_or_japanese(tag)
        if element.text and hyphenated:
            yield element, "text"
        for child in element:
            if child.tail and hyphenated:
                yield child, "tail"
            classes = (child.get("class") or "").split()
            if child.tag not in _SKIPPED and _SKIPPED_CLASSES.isdisjoint(classes) and isinstance(child.tag, str):
                stack.append((child, tag))


def _divide(element: Any, kind: str, divisions: Mapping[str, tuple[int, ...]]) -> None:
    """Divide the words of one text of the page."""
    text = getattr(element, kind)
    parts, undivided, end = [""], [], 0
    for match in _WORD.finditer(text):
        places = divisions.get(match[0].lower())
        if places is None:
            continue
        parts[-1] += text[end : match.start()]
        end = match.end()
        if places:
            bounds = zip((0, *places), (*places, len(match[0])), strict=True)
            parts[-1] += SOFT_HYPHEN.join(match[0][start:stop] for start, stop in bounds)
        else:
            span = etree.Element(f"{{{XHTML}}}span", {"class": class_names.UNDIVIDED})
            span.text = match[0]
            undivided.append(span)
            parts.append("")
    parts[-1] += text[end:]
    setattr(element, kind, parts[0])
    for span, tail in zip(undivided, parts[1:], strict=True):
        span.tail = tail
    if kind == "text":
        element[:0] = undivided
    else:
        parent, place = element.getparent(), element.getparent().index(element) + 1
        parent[place:place] = undivided
