"""What is printed of citations and references, as inlines of the book."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise

from wicpress import languages as lang
from wicpress.citations.entry import Entry
from wicpress.citations.rich_text import Run, runs
from wicpress.config.settings import Config
from wicpress.file_formats.addresses import is_readable_address
from wicpress.model import Emphasis, ForeignText, Inline, Link, SourceLink, StyledText, Text, walk_inlines
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


def in_language(inlines: tuple[Inline, ...], entries: Sequence[Entry], config: Config) -> tuple[Inline, ...]:
    """Return the reference to a source, or a note with several, marked as words in the language of the first.

    Others are marked in theirs, each from its link on; without links they are as the first.
    """
    starts = [
        nth for nth, each in enumerate(inlines) if any(isinstance(one, SourceLink) for one in walk_inlines([each]))
    ]
    if len(starts) != len(entries):
        entries, starts = entries[:1], [0]
    first, *_ = tags = [language_tag(each, config.languages) for each in entries]
    marked: list[Inline] = []
    for (start, end), tag in zip(pairwise([0, *starts[1:], len(inlines)]), tags, strict=True):
        words = mark_foreign_words(inlines[start:end], tag, config.languages)
        marked += words if tag == first else [ForeignText(tag, words)]
    return (ForeignText(first, tuple(marked)),)


def language_tag(entry: Entry, languages: tuple[str, ...]) -> str:
    """Return the language of an entry as one of the book's, where it is one of these."""
    own = next((each for each in languages if lang.primary(each) == entry.language), "")
    usual = _LANGUAGES.get(entry.language, entry.language)
    return own or (lang.canonical(usual) if lang.is_known(usual) else languages[0])
