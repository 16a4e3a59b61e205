"""Inlines to HTML: the same for PDF and EPUB except for links, notes and page references."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol

import attrs
from markupsafe import Markup, escape

from wicpress import class_names
from wicpress import languages as lang
from wicpress import model as m
from wicpress.edition.references.labels import Labels, ReferencePiece, reference_pieces, with_words_of_references
from wicpress.edition.strings import display_width, translate
from wicpress.html.title_text import TitleText, title_text
from wicpress.html.unbroken_words import bind_marks
from wicpress.notation import UNBROKEN

_ELEMENTS = {
    "Emphasis": "em",
    "Strong": "strong",
    "deleted": "del",
    "keyboard": "kbd",
    "marked": "mark",
    "subscript": "sub",
    "superscript": "sup",
    "underlined": "u",
}
"""The element of HTML for emphasis, strong words, and each style of text."""

_CLASSES = {UNBROKEN: class_names.UNBROKEN_WORDS, class_names.WITH_MARKS: class_names.WITH_MARKS}
"""The class of a span for styles that have no element."""

BACK = "↑"
"""What leads from the entry of a source back to a citation, before its number where there are several."""
LONGEST_NUMBER = 16
"""Letters of a reference that stands on one line of an e-book."""
LONGEST_KEY = 20
"""Letters of a key that stands on one line, a Han character being two."""
_PREFIXED = re.compile(r"(?<![\w-])([A-Za-z]-[A-Za-z]{2,12})(?![\w-])")
_OPENING = frozenset("（《〈「『【〔“‘")


class LinkWriter(Protocol):
    """What differs between PDF and EPUB: addresses of links, and how notes and page references are written."""

    def href(self, target: str) -> str:
        """Return the address of the node whose id is ``target``."""

    def source(self, src: str) -> str:
        """Return the address of a picture of the book."""

    def formula(self, formula: m.Formula, language: str) -> Markup:
        """Return a formula in text of ``language``."""

    def note(self, note: str, language: str, follows: bool) -> Markup:
        """Return the call of a note in text of ``language``; ``follows``: right behind another call."""

    def page(self, target: str, language: str) -> Markup:
        """Return the number of the page on which ``target`` stands."""

    def pages(self, reference: m.CrossRef, language: str) -> Markup:
        """Return the numbers of the pages of a reference, in words where it is; empty where they are not known."""

    def source_page(self, page: m.SourcePage) -> Markup:
        """Return what says that a page of the source edition begins there."""


@attrs.frozen
class InlineWriter:
    """Writes the inlines of one edition in one format.

    ``transform`` changes inlines before they are written, by language: punctuation to full width, for one. Before it
    ``settle`` replaces references and links that lead to what the edition leaves out.
    ``cited`` returns the citations to which each entry of a bibliography leads back, by their ids.
    ``is_ebook``: elements say where no line ends, behind a single letter and its hyphen (``e-books``) or within the
    number of a reference; lines of print never do.
    """

    target: LinkWriter
    labels: Labels
    transform: Callable[[tuple[m.Inline, ...], str], tuple[m.Inline, ...]]
    settle: Callable[[tuple[m.Inline, ...], str], tuple[m.Inline, ...]] = lambda inlines, _: inlines
    cited: Callable[[], Mapping[str, tuple[str, ...]]] = dict
    is_ebook: bool = False

    def html(self, inlines: tuple[m.Inline, ...], language: str, called: frozenset[str] = frozenset()) -> Markup:
        """Return ``inlines`` of a side in ``language`` as HTML, without the calls of the notes in ``called``."""
        return self._all(bind_marks(self.transform(self.settle(inlines, language), language)), language, called)

    def plain(self, inlines: tuple[m.Inline, ...], language: str) -> str:
        """Return the text of ``inlines`` in ``language`` as the page shows it, without markup and calls."""
        return m.label_text(self.transform(self.titled(inlines, language), language))

    def title(self, inlines: tuple[m.Inline, ...], language: str) -> TitleText:
        """Return the title of ``inlines`` in ``language`` as contents show it."""
        return title_text(self.transform(self.titled(inlines, language), language))

    def titled(self, inlines: tuple[m.Inline, ...], language: str) -> tuple[m.Inline, ...]:
        """Return the ``inlines`` of a title in ``language`` with the words of its references, which are no links."""
        return with_words_of_references(self.settle(inlines, language), language, self.labels)

    def _all(self, inlines: tuple[m.Inline, ...], language: str, called: frozenset[str]) -> Markup:
        if len(inlines) == 1:  # the usual case
            return self._one(inlines[0], language, called)
        parts: list[Markup] = []
        before: m.Inline | None = None
        for each in inlines:
            inline = each
            if isinstance(before, m.VerseNumber) and isinstance(each, m.Ruby):
                number, base = parts.pop(), self._one(each, language, called)
                parts.append(Markup('<span class="{}">{}{}</span>').format(class_names.NO_BREAK, number, base))
                before = each
                continue
            if isinstance(before, m.VerseNumber) and isinstance(each, m.Text) and _may_begin_line(each.text):
                parts[-1] = Markup('<span class="{}">{}{}</span>').format(
                    class_names.NO_BREAK, parts[-1], each.text[0]
                )
                inline = m.Text(each.text[1:])
            if isinstance(each, m.FootnoteRef) and _ends_in_call(before) and each.note not in called:
                parts.append(self.target.note(each.note, language, follows=True))
            else:
                parts.append(self._one(inline, language, called))
            before = each if parts[-1] else before
        return Markup("").join(parts)

    def _one(self, inline: m.Inline, language: str, called: frozenset[str]) -> Markup:  # noqa: PLR0911, PLR0912
        match inline:
            case m.Text(text):
                return _with_whole_prefixes(text) if self.is_ebook and "-" in text else escape(text)
            case m.Emphasis() | m.Strong() | m.StyledText() | m.IndexMark() | m.TermUse():
                words = self._all(inline.children, language, called)
                return _styled(inline, words, called, self.target.href)
            case m.CodeSpan(text):
                return Markup("<code>{}</code>").format(text)
            case m.Link():
                return self._link(inline, language, called)
            case m.CrossRef():
                return self._reference(inline, language)
            case m.Image():
                return self._picture(inline, class_names.INLINE)
            case m.Formula():
                return self.target.formula(inline, language)
            case m.Ruby(base, reading):
                return Markup("<ruby>{}<rt>{}</rt></ruby>").format(base, reading)
            case m.InterlinearNote(children, is_note):
                return _interlinear(self._all(children, language, called), language, is_note)
            case m.ForeignText(other, children):
                words = self._all(children, other, called)
                return words if other == language else foreign(other, words)
            case m.Citation() | m.SourceEntry():
                return self._of_source(inline, language, called)
            case m.LineBreak():
                return Markup("<br/>")
            case _:
                return self._mark(inline, language, called)

    def _of_source(self, inline: m.Citation | m.SourceEntry, language: str, called: frozenset[str]) -> Markup:
        """Return a citation, or the entry of a source between its number and what leads back to its citations."""
        words = self._all(inline.children, language, called)
        if isinstance(inline, m.Citation):
            own = Markup('<span class="{}" id="{}">{}</span>').format(class_names.CITATION, inline.id, words)
            return own if inline.id and inline.id not in called else words
        label, back = Markup(""), [*self.cited().get(inline.id, ())]
        many = len(back) > 1
        numbered = [(each, f"{BACK}{nth}" if many else BACK) for nth, each in enumerate(back, 1)]
        if inline.label:
            label = self._back(back[0], inline.label, language) if back else escape(inline.label)
            label = Markup('<span class="{}">{}</span> ').format(class_names.SOURCE_LABEL, label)
            numbered = numbered[1:]
        links = (Markup(" ") + self._back(each, sign, language, class_names.BACK) for each, sign in numbered)
        return Markup('<span class="{}">{}{}{}</span>').format(
            class_names.SOURCE_ENTRY, label, words, Markup("").join(links)
        )

    def _back(self, citation: str, words: str, language: str, name: str = "") -> Markup:
        """Return a link back to a citation, with a class where it has a ``name``."""
        own = Markup(' class="{}"').format(name) if name else ""
        return Markup('<a{} role="doc-backlink" href="{}" title="{}">{}</a>').format(
            own, self.target.href(citation), translate("back", language), words
        )

    def _mark(self, inline: m.Inline, language: str, called: frozenset[str]) -> Markup:
        """Return a call, or where a verse or a page of the source edition begins; ``called`` stand elsewhere."""
        match inline:
            case m.FootnoteRef(note):
                return Markup("") if note in called else self.target.note(note, language, follows=False)
            case m.VerseNumber(number, name):
                own = Markup(' id="{}"').format(name) if name and name not in called else ""
                return Markup('<sup class="{}"{}>{}</sup>').format(class_names.PASSAGE, own, number)
            case m.SourcePage():
                return Markup("") if inline.id in called else self.target.source_page(inline)
        raise TypeError(type(inline).__name__)

    def lone_picture(self, inlines: tuple[m.Inline, ...], language: str) -> Markup:
        """Return the HTML of a picture that stands for itself, perhaps in a link."""
        match inlines:
            case (m.Image() as picture,):
                return self._picture(picture, class_names.PICTURE)
            case (m.ForeignText(other, children),):
                return foreign(other, self.lone_picture(children, other))
            case (m.Link(href, children),):
                return Markup('<a href="{}">{}</a>').format(self.address(href), self.lone_picture(children, language))
        return self.html(inlines, language)

    def _picture(self, picture: m.Image, class_name: str) -> Markup:
        style = Markup(' style="width: {}; height: auto"').format(picture.width) if picture.width else ""
        return Markup('<img class="{}" src="{}" alt="{}"{}/>').format(
            class_name, self.target.source(picture.src), picture.alt, style
        )

    def _link(self, link: m.Link, language: str, called: frozenset[str]) -> Markup:
        href = self.address(link.href)
        title = Markup(' title="{}"').format(link.title) if link.title else ""
        role = Markup(' role="doc-biblioref"') if isinstance(link, m.SourceLink) else ""
        return Markup('<a href="{}"{}{}>{}</a>').format(href, title, role, self._all(link.children, language, called))

    def address(self, href: str) -> str:
        """Return the address of a link: ``#id`` leads to where the node is in this format."""
        return self.target.href(href[1:]) if href.startswith("#") else href

    def _reference(self, reference: m.CrossRef, language: str) -> Markup:
        if reference.form != "page":
            return self._written(reference, language)
        if reference.is_single and not reference.in_words:
            return self.target.page(reference.target, language)
        return self.target.pages(reference, language) or self._written(reference, language)

    def _written(self, reference: m.CrossRef, language: str) -> Markup:
        """Return the numbers or titles of a reference, each with its link."""
        return Markup("").join(self._piece(each) for each in reference_pieces(reference, language, self.labels))

    def _piece(self, piece: ReferencePiece) -> Markup:
        words = foreign(piece.language, escape(piece.text)) if piece.language else escape(piece.text)
        if self.is_ebook and _has_number(piece.text):
            words = Markup('<span class="{}">{}</span>').format(class_names.NO_BREAK, words)
        return Markup('<a href="{}">{}</a>').format(self.target.href(piece.target), words) if piece.target else words


def _has_number(text: str) -> bool:
    """Return whether the text of a reference is a word and a number, which one line holds: ``表5``, ``Table 5``."""
    return display_width(text) <= LONGEST_NUMBER and any(map(str.isdigit, text))


def _with_whole_prefixes(text: str) -> Markup:
    """Return text, each word of a single letter, a hyphen and more in an element that no line divides."""
    parts = _PREFIXED.split(text)  # every second one is such a word
    span = Markup('<span class="{}">{}</span>')
    return Markup("").join(
        span.format(class_names.NO_BREAK, each) if nth % 2 else each for nth, each in enumerate(parts)
    )


def _styled(
    inline: m.Emphasis | m.Strong | m.StyledText | m.IndexMark | m.TermUse,
    words: Markup,
    called: frozenset[str],
    href: Callable[[str], str],
) -> Markup:
    """Return words in the element of their style, or with the id by which an index or a glossary leads to them.

    Those of a term lead to its entry, whose address ``href`` returns.
    """
    if isinstance(inline, m.TermUse) and inline.target:
        link = Markup('<a class="{}" href="{}" role="doc-glossref">{}</a>')
        words = link.format(class_names.TERM_USE, href(inline.target), words)
    if isinstance(inline, m.IndexMark | m.TermUse):
        own = Markup('<span class="{}" id="{}">{}</span>').format(class_names.INDEX_MARK, inline.id, words)
        return own if inline.id and inline.id not in called else words
    name = inline.style if isinstance(inline, m.StyledText) else type(inline).__name__
    if name == "keyboard" and display_width(words.striptags()) > LONGEST_KEY:
        return Markup('<kbd class="{}">{}</kbd>').format(class_names.LONG_KEY, words)
    if name in _CLASSES:
        return Markup('<span class="{}">{}</span>').format(_CLASSES[name], words)
    return Markup("<{0}>{1}</{0}>").format(_ELEMENTS[name], words)


def _interlinear(words: Markup, language: str, is_note: bool) -> Markup:
    """Return an interlinear note in ``language``: between brackets, which lines may not part from it."""
    role = Markup(' role="note"') if is_note else ""
    if not lang.is_chinese_or_japanese(language):
        return Markup('<span class="{}"{}>({})</span>').format(class_names.BRACKETED, role, words)
    note = Markup('<span class="{0}">{3}</span><span class="{1}">{2}</span><span class="{0}">{4}</span>').format(
        class_names.INTERLINEAR_BRACKET, class_names.INTERLINEAR_WORDS, words, "（", "）"
    )
    note = Markup('<span class="{}">{}</span>').format(class_names.INTERLINEAR, note)
    return Markup("<span{}>{}</span>").format(role, note) if is_note else note


def _ends_in_call(inline: m.Inline | None) -> bool:
    """Return whether an inline is the call of a note, or has one last."""
    while isinstance(inline, m.InlineContainer) and inline.children:
        inline = inline.children[-1]
    return isinstance(inline, m.FootnoteRef)


def _may_begin_line(text: str) -> bool:
    """Return whether a line may begin with a text behind a number: with a Han character, or an opening bracket."""
    return bool(lang.HAN.match(text)) or text[:1] in _OPENING


def script_class(language: str) -> str:
    """Return the class of text in ``language``: ``han`` or ``latin``."""
    return class_names.HAN if lang.is_chinese_or_japanese(language) else class_names.LATIN


def foreign(language: str, markup: Markup) -> Markup:
    """Return a span with ``markup`` in ``language``, for text in another language."""
    return Markup('<span lang="{0}" xml:lang="{0}" class="{1}">{2}</span>').format(
        language, script_class(language), markup
    )


def mark_foreign(text: str | TitleText, language: str, languages: tuple[str, ...]) -> Markup:
    """Return text in ``language``, of a book in ``languages``, with runs in another script marked."""
    title = text if isinstance(text, TitleText) else TitleText(((text, ()),))
    parts, start = [], 0
    for each, run in lang.split_by_language(str(title), language, languages):
        words = title.html(start, start + len(run))
        parts.append(words if each == language else foreign(each, words))
        start += len(run)
    return Markup("").join(parts)
