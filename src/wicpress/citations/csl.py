"""Sets citations and bibliographies in the styles of APA and Chicago, by the CSL processor that Typst carries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs
from lxml import html

from wicpress.citations.cited import CitedSource
from wicpress.citations.entry import Entry
from wicpress.citations.hayagriva import hayagriva
from wicpress.citations.rich_text import address, linked

STYLES: Final = ("apa", "chicago-author-date", "chicago-notes")
"""The styles, by the names that ``book.toml`` and Typst have for them."""
_TAGS = {"em": "i", "i": "i", "sub": "sub", "sup": "sup"}
_DOCUMENT = b"""#let data = json(bytes(sys.inputs.data))
#for group in data.groups {
  par(group.map(each => cite(
    label(each.key), form: each.form, supplement: if each.locator == "" { none } else { each.locator },
  )).join())
}
#bibliography(bytes(data.entries), style: data.style, full: true)
"""


@attrs.frozen
class SetSources:
    """What a style makes of sources: ``references`` by key, and the words of each of the ``citations``.

    A link in a citation leads to ``#`` and the key.
    """

    references: Mapping[str, str]
    citations: tuple[str, ...]


def set_sources(entries: Sequence[Entry], citations: Sequence[Sequence[CitedSource]], style: str) -> SetSources:
    """Return references and citations in a style, as rich text; a citation in a note is the words of the note."""
    if not entries:
        return SetSources({}, ())
    keys = {entry.key: f"r{nth}" for nth, entry in enumerate(entries)}
    page = _page(entries, [[CitedSource(entry.key)] for entry in entries], style, keys)
    items = {item.get("id"): item for item in page.xpath("//section[@role='doc-bibliography']//li")}
    places = {}
    for entry, citation in zip(entries, _citations(page), strict=True):
        targets = (href[1:] for href in citation.xpath(".//a/@href") if href[1:] in items)
        places[next(targets, "")] = entry.key
    references = {places[name]: _rich(item, {}) for name, item in items.items() if name in places}
    if not citations:
        return SetSources(references, ())
    page = _page(entries, citations, style, keys)
    order = {item.get("id"): places.get(name, "") for name, item in items.items()}
    own = {item.get("id"): key for item, key in zip(_items(page), order.values(), strict=True)}
    return SetSources(references, tuple(_rich(each, own) for each in _citations(page)))


def _page(
    entries: Sequence[Entry], groups: Iterable[Iterable[CitedSource]], style: str, keys: Mapping[str, str]
) -> html.HtmlElement:
    """Return the page that Typst makes of the sources and the groups of citations."""
    import typst  # noqa: PLC0415 - it is loaded where a book asks for one of its styles

    data = {
        "style": style,
        "entries": json.dumps({keys[entry.key]: hayagriva(entry) for entry in entries}, ensure_ascii=False),
        "groups": [[{**attrs.asdict(cite), "key": keys[cite.key]} for cite in group] for group in groups],
    }
    page = typst.compile(_DOCUMENT, format="html", ignore_system_fonts=True, sys_inputs={"data": json.dumps(data)})
    return html.document_fromstring(page)


def _items(page: html.HtmlElement) -> list[Any]:
    return list(page.xpath("//section[@role='doc-bibliography']//li"))


def _notes(page: html.HtmlElement) -> list[Any]:
    return list(page.xpath("//section[@role='doc-endnotes']//li"))


def _citations(page: html.HtmlElement) -> list[Any]:
    """Return the elements of the citations, in order: paragraphs, or the notes of a style that has notes."""
    return _notes(page) or list(page.xpath("//body/p"))


def _rich(element: Any, keys: Mapping[str, str]) -> str:
    """Return the words of an element; a link inside the page leads to the key of its source, where it has one."""
    parts = [element.text or ""]
    for child in element:
        if child.get("role") != "doc-backlink" and child.get("class") != "prefix":
            parts.append(_child(child, keys))
        parts.append(child.tail or "")
    return "".join(parts)


def _child(child: Any, keys: Mapping[str, str]) -> str:
    href = child.get("href", "")
    if child.tag == "a" and href[1:] in keys:
        return linked(_rich(child, {}), f"#{keys[href[1:]]}")
    if child.tag == "a" and not href.startswith("#"):
        return address(child.text_content(), href)
    words = _rich(child, keys)
    return f"<{_TAGS[child.tag]}>{words}</{_TAGS[child.tag]}>" if child.tag in _TAGS else words
