"""Describes links in words: what stands at the target, and on which page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from wicpress import class_names
from wicpress import languages as lang
from wicpress.edition import strings
from wicpress.engine.tags.tree import back_name

LONGEST = 60
"""Letters of a title in a description; a Han character counts as two."""
ANY, NOTE = "", "#"
"""Keys beside the languages: the text in any language; the number of a note."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TITLED = (*_HEADINGS, "figcaption", "caption", "dt", "p")
_NOTES = ("doc-footnote", "doc-endnote", "doc-noteref")
_BACK = re.compile(re.escape(back_name("")) + r"(-\d+)?$")
"""The end of the name of a destination where a note is called."""

Titles = Mapping[str, str]
"""The text at a place by primary language, or the number of the note that stands there."""


class LinkDescriber:
    """Describes links: ``titles`` gives the text at an id, ``page`` the label of its page, or None."""

    def __init__(self, titles: Callable[[str], Titles | None], page: Callable[[str], str | None]) -> None:
        self._titles, self._page = titles, page

    def describe(self, target: str, tag: str) -> str:
        """Return where a link to ``target`` leads, in language ``tag``; empty for an address outside the book."""
        titles = self._titles(target)
        if titles is None or NOTE in titles or _BACK.search(target):
            return self.note(target, tag)
        page = self._page(target)
        text = titles.get(lang.primary(tag), titles[ANY])
        parts = [text, strings.translate("on-page", tag).format(page) if page else ""]
        return ("，" if lang.is_chinese_or_japanese(tag) else ", ").join(filter(None, parts))

    def note(self, target: str, tag: str) -> str:
        """Return the same where it leads to a note or back from one, without a page; empty for any other."""
        if _BACK.search(target) and self._titles(_BACK.sub("", target)) is not None:
            return strings.translate("back", tag)
        titles = self._titles(target) or {}
        return strings.translate("footnote", tag).format(titles[NOTE]).strip() if NOTE in titles else ""


def elements(root: Any) -> dict[str, Any]:
    """Return the elements under ``root`` by their ids."""
    return {name: each for each in root.iter() if (name := each.get("id"))}


def titles(element: Any) -> Titles:
    """Return the text of a heading or caption; of a section or header that of its heading; of a note its number."""
    if element.get("role") in {"doc-footnote", "doc-endnote"}:
        return {NOTE: element.get("data-number") or ""}
    is_part = _is_heading if element.tag in {"header", "section"} else _is_titled
    element = next((each for each in element.iter() if is_part(each)), element)
    parts = list(_sides(element))
    by_language = {ANY: _words(parts or [element])}
    for primary in dict.fromkeys(lang.primary(each.get("lang")) for each in parts):
        by_language[primary] = _words(each for each in parts if lang.primary(each.get("lang")) == primary)
    return by_language


def _is_heading(element: Any) -> bool:
    return element.tag in _HEADINGS


def _is_titled(element: Any) -> bool:
    return element.tag in _TITLED or class_names.PAIR in (element.get("class") or "").split()


def _sides(element: Any) -> Iterator[Any]:
    """Yield the outermost elements with a language."""
    if element.get("lang"):
        yield element
    else:
        for child in element:
            yield from _sides(child)


def _words(parts: Iterator[Any] | list[Any]) -> str:
    text = " ".join(" ".join(_description(each).split()) for each in parts)
    return strings.truncate(text.strip(), LONGEST)


def _description(element: Any) -> str:
    """Return the text of an element, with a space after a number in bold (`<b>Figure 1</b>`).

    Calls of notes are left out, and so are ruby and the markers of lists.
    """
    parts = [element.text or ""]
    for child in element:
        silent = child.tag == "rt" or child.get("role") in _NOTES or child.get("aria-hidden") == "true"
        parts += ("" if silent else _description(child), " " if child.tag == "b" else "", child.tail or "")
    return "".join(parts)
