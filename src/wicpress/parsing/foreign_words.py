"""Marks words of another script inside a translation with their own language, where that is beyond doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from wicpress import languages as lang
from wicpress.model import CodeSpan, Emphasis, ForeignText, Inline, Link, Strong, Text, plain_text
from wicpress.parsing.language_detection import detect_language


def mark_foreign_words(inlines: tuple[Inline, ...], tag: str, languages: tuple[str, ...]) -> tuple[Inline, ...]:
    """Mark words of other languages in ``inlines`` of a translation in ``tag``, of a book in ``languages``.

    Marked are Han characters in a language that is not written with them, and a whole translation that has a
    language of the book only for want of its own: English in a book without English, Chinese or Japanese in a book
    of neither. What the author has marked stays.
    """
    words = plain_text(tuple(each for each in inlines if not isinstance(each, CodeSpan)))
    if not lang.is_chinese_or_japanese(tag) and not lang.has_cjk(words):
        return inlines
    if lang.is_chinese_or_japanese(tag):
        english = not any(lang.primary(each) == "en" for each in languages) and lang.is_english(words)
        return (ForeignText("en", inlines),) if english else inlines
    if not any(map(lang.is_chinese_or_japanese, languages)):
        cjk_language = lang.guess_cjk_language(words, languages)
        detection = detect_language(words, (tag, cjk_language))
        if detection.lang == cjk_language and detection.confident:
            return (ForeignText(cjk_language, inlines),)
    return tuple(_marked(inlines, tag, languages))


def _marked(inlines: Iterable[Inline], tag: str, languages: tuple[str, ...]) -> Iterator[Inline]:
    for inline in inlines:
        match inline:
            case Text(text):
                for language, words in lang.split_by_language(text, tag, languages):
                    yield Text(words) if language == tag else ForeignText(language, (Text(words),))
            case Emphasis(children) | Strong(children) | Link(_, children):
                yield attrs.evolve(inline, children=tuple(_marked(children, tag, languages)))
            case _:
                yield inline
