"""Says in words where a link leads: what stands there, and on which page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wicpress import languages as lang
from wicpress.weasy.tags_plan import back_name
from wicpress.writers import labels
from wicpress.writers.folios import Folio

LONGEST = 60
"""Letters of a title that are read out; a Han character counts as two."""
_TITLED = ("h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "dt", "p")
_BACK = back_name("")


class Destinations:
    """The places of a laid document by name."""

    def __init__(self, document: Any, folios: Sequence[Folio]) -> None:
        self._elements = {name: each for each in document._html.etree_element.iter() if (name := each.get("id"))}
        self._pages: dict[str, str] = {}
        for page, folio in zip(document.pages, folios, strict=True):
            for name in page.anchors:
                self._pages.setdefault(name, folio.text)

    def describe(self, target: str, tag: str) -> str:
        """Where the link to ``target`` leads, in language ``tag``; empty for an address outside the book."""
        if target.endswith(_BACK) and target.removesuffix(_BACK) in self._elements:
            return labels.word("back", tag)
        element = self._elements.get(target)
        if element is None:
            return ""
        if element.get("role") == "doc-footnote":
            return labels.word("footnote", tag).format(element.get("data-number") or "").strip()
        page = self._pages.get(target)
        found = [self._title(element, tag), labels.word("on-page", tag).format(page) if page else ""]
        return ("，" if lang.is_han(tag) else ", ").join(filter(None, found))

    def _title(self, element: Any, tag: str) -> str:
        """The words of a heading or caption in ``tag``, or all there are; of a larger piece, those of its first."""
        if element.tag not in _TITLED:
            element = next((each for each in element.iter() if each.tag in _TITLED), element)
        parts = [each for each in element.iter("span") if each.get("lang")]
        mine = [each for each in parts if lang.primary(each.get("lang")) == lang.primary(tag)]
        text = " ".join(" ".join("".join(each.itertext()).split()) for each in mine or parts or [element])
        return labels.shortened(text.strip(), LONGEST)
