"""What is printed of citations and references, as inlines of the book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from wicpress import languages as lang
from wicpress.citations.entry import Entry
from wicpress.citations.rich_text import Run, runs
from wicpress.config.settings import Config
from wicpress.file_formats.addresses import is_readable_address
from wicpress.model import Emphasis, ForeignText, Inline, Link, SourceLink, StyledText, Text
from wicpress.parsing.inlines import SCHEMES
from wicpress.parsing.language_detection import mark_foreign_words

_LANGUAGES = {"zh": "zh-Hans"}


def inlines_of(text: str, place_of: Callable[[str], str]) -> tuple[Inline, ...]:
    """Return rich text as inlines; ``place_of`` returns the id of the reference to a key, or an empty text."""
    return tuple(_inlines(runs(text), place_of))


def _inlines(text: Iterator[Run], place_of: Callable[[str], str]) -> Iterator[Inline]:
    for style, group in groupby(text, key=lambda run: run.style):
        words = tuple(_word(run, place_of) for run in group)
        if style == "italic":
            yield Emphasis(words)
        elif style:
            yield StyledText(style, words)
        else:
            yield from words


def _word(run: Run, place_of: Callable[[str], str]) -> Inline:
    href = run.href
    if href.startswith("#"):
        place = place_of(href[1:])
        return SourceLink(f"#{place}", (Text(run.text),)) if place else Text(run.text)
    if href.split(":", 1)[0].lower() in SCHEMES and is_readable_address(href):
        return Link(href, (Text(run.text),))
    return Text(run.text)


def in_language(inlines: tuple[Inline, ...], entry: Entry, config: Config) -> tuple[Inline, ...]:
    """Return a reference marked as words in the language of its source."""
    tag = language_tag(entry, config.languages)
    return (ForeignText(tag, mark_foreign_words(inlines, tag, config.languages)),)


def language_tag(entry: Entry, languages: tuple[str, ...]) -> str:
    """Return the language of an entry as one of the book's, where it is one of these."""
    own = next((each for each in languages if lang.primary(each) == entry.language), "")
    usual = _LANGUAGES.get(entry.language, entry.language)
    return own or (lang.canonical(usual) if lang.is_known(usual) else languages[0])
