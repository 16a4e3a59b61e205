"""Inlines to HTML: the same for PDF and EPUB except for links, notes and page references."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import attrs
from markupsafe import Markup, escape

from wicpress import class_names
from wicpress import languages as lang
from wicpress import model as m
from wicpress.edition.numbering import Labels


class LinkWriter(Protocol):
    """What differs between PDF and EPUB: addresses of links, and how notes and page references are written."""

    def href(self, target: str) -> str:
        """Return the address of the node whose id is ``target``."""

    def source(self, src: str) -> str:
        """Return the address of a picture of the book."""

    def note(self, note: str, tag: str) -> Markup:
        """Return the call of a note in text of language ``tag``."""

    def page(self, target: str, tag: str) -> Markup:
        """Return the number of the page on which ``target`` stands."""


@attrs.frozen
class InlineWriter:
    """Writes the inlines of one edition in one format.

    ``transform`` changes inlines before they are written, by language: punctuation to full width, for one.
    """

    target: LinkWriter
    labels: Labels
    transform: Callable[[tuple[m.Inline, ...], str], tuple[m.Inline, ...]]

    def html(self, inlines: tuple[m.Inline, ...], tag: str, called: frozenset[str] = frozenset()) -> Markup:
        """Return ``inlines`` of a side in language ``tag`` as HTML, without the calls of the notes in ``called``."""
        return self._all(self.transform(inlines, tag), tag, called)

    def plain(self, inlines: tuple[m.Inline, ...], tag: str) -> str:
        """Return the text of ``inlines`` in language ``tag`` as the page shows it, without markup and calls."""
        return m.plain_text(self.transform(inlines, tag))

    def _all(self, inlines: tuple[m.Inline, ...], tag: str, called: frozenset[str]) -> Markup:
        if len(inlines) == 1:  # the usual case
            return self._one(inlines[0], tag, called)
        return Markup("").join([self._one(each, tag, called) for each in inlines])

    def _one(self, inline: m.Inline, tag: str, called: frozenset[str]) -> Markup:  # noqa: PLR0911 - one case a kind
        match inline:
            case m.Text(text):
                return escape(text)
            case m.Emphasis(children):
                return Markup("<em>{}</em>").format(self._all(children, tag, called))
            case m.Strong(children):
                return Markup("<strong>{}</strong>").format(self._all(children, tag, called))
            case m.CodeSpan(text):
                return Markup("<code>{}</code>").format(text)
            case m.Link():
                return self._link(inline, tag, called)
            case m.CrossRef():
                return self._reference(inline, tag)
            case m.Image(src, alt):
                return Markup('<img class="{}" src="{}" alt="{}"/>').format(
                    class_names.INLINE, self.target.source(src), alt
                )
            case m.FootnoteRef(note):
                return Markup("") if note in called else self.target.note(note, tag)
            case m.Ruby(base, reading):
                return Markup("<ruby>{}<rt>{}</rt></ruby>").format(base, reading)
            case m.ForeignText(other, children):
                if other == tag:
                    return self._all(children, tag, called)
                return foreign(other, self._all(children, other, called))
            case m.LineBreak():
                return Markup("<br/>")

    def _link(self, link: m.Link, tag: str, called: frozenset[str]) -> Markup:
        href = self.target.href(link.href[1:]) if link.href.startswith("#") else link.href
        title = Markup(' title="{}"').format(link.title) if link.title else ""
        return Markup('<a href="{}"{}>{}</a>').format(href, title, self._all(link.children, tag, called))

    def _reference(self, reference: m.CrossRef, tag: str) -> Markup:
        if reference.form == "page":
            return self.target.page(reference.target, tag)
        key = (reference.target, tag)
        title = self.labels.titles.get(key, "")
        text = title if reference.form == "title" else self.labels.numbers.get(key, "") or title
        return Markup('<a href="{}">{}</a>').format(self.target.href(reference.target), text or reference.target)


def script_class(tag: str) -> str:
    """Return the class of text in language ``tag``: ``han`` or ``latin``."""
    return class_names.HAN if lang.is_chinese_or_japanese(tag) else class_names.LATIN


def foreign(tag: str, markup: Markup) -> Markup:
    """Return a span with ``markup`` in language ``tag``, for text in another language."""
    return Markup('<span lang="{0}" xml:lang="{0}" class="{1}">{2}</span>').format(tag, script_class(tag), markup)


def mark_foreign(text: str, tag: str, languages: tuple[str, ...]) -> Markup:
    """Return text in ``tag``, of a book in ``languages``, with runs in another script marked."""
    runs = lang.split_by_language(text, tag, languages)
    return Markup("").join(escape(run) if each == tag else foreign(each, escape(run)) for each, run in runs)
