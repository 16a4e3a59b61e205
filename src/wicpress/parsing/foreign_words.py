"""Words of another script inside a side, marked with their own language where nobody can doubt it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from wicpress import languages as lang
from wicpress.model import CodeSpan, Emphasis, ForeignText, Inline, Link, Strong, Text, plain_text
from wicpress.parsing.language_detection import detect_language


def mark_foreign_words(inlines: tuple[Inline, ...], tag: str, languages: tuple[str, ...]) -> tuple[Inline, ...]:
    """``inlines`` of a side in ``tag``, of a book in ``languages``, with what is in another language marked.

    Marked are Han characters in a side that is not written with them, and a whole side that was taken for the one
    language of its book since it could be no other: English in a book without it, Chinese or Japanese in a book of
    neither. What the author has marked stays.
    """
    words = plain_text(tuple(each for each in inlines if not isinstance(each, CodeSpan)))
    if not lang.is_chinese_or_japanese(tag) and not lang.has_cjk(words):
        return inlines
    if lang.is_chinese_or_japanese(tag):
        english = not any(lang.primary(each) == "en" for each in languages) and lang.is_english(words)
        return (ForeignText("en", inlines),) if english else inlines
    if not any(map(lang.is_chinese_or_japanese, languages)):
        eastern = lang.guess_cjk_language(words, languages)
        told = detect_language(words, (tag, eastern))
        if told.lang == eastern and told.confident:
            return (ForeignText(eastern, inlines),)
    return tuple(_marked(inlines, tag, languages))


def _marked(inlines: Iterable[Inline], tag: str, languages: tuple[str, ...]) -> Iterator[Inline]:
    for inline in inlines:
        match inline:
            case Text(text):
                for tongue, words in lang.split_by_language(text, tag, languages):
                    yield Text(words) if tongue == tag else ForeignText(tongue, (Text(words),))
            case Emphasis(children) | Strong(children) | Link(_, children):
                yield attrs.evolve(inline, children=tuple(_marked(children, tag, languages)))
            case _:
                yield inline
