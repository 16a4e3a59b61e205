"""Words of another script inside a side, marked with their own language where nobody can doubt it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from wicpress import languages as lang
from wicpress.model import CodeSpan, Emphasis, Foreign, Inline, Link, Strong, Text, plain


def spoken(inlines: tuple[Inline, ...], tag: str, languages: tuple[str, ...]) -> tuple[Inline, ...]:
    """``inlines`` of a side in ``tag``, of a book in ``languages``, with what is in another language marked.

    Marked are Han characters in a side that is not written with them, and, in a book without English, a side in
    English that was taken for Chinese or Japanese since it could be nothing else. What the author has marked stays.
    """
    if lang.is_han(tag):
        words = plain(tuple(each for each in inlines if not isinstance(each, CodeSpan)))
        english = not any(lang.primary(each) == "en" for each in languages) and lang.is_english(words)
        return (Foreign("en", inlines),) if english else inlines
    return tuple(_marked(inlines, tag, languages))


def _marked(inlines: Iterable[Inline], tag: str, languages: tuple[str, ...]) -> Iterator[Inline]:
    for inline in inlines:
        match inline:
            case Text(text):
                for tongue, words in lang.tongues(text, tag, languages):
                    yield Text(words) if tongue == tag else Foreign(tongue, (Text(words),))
            case Emphasis(children) | Strong(children) | Link(_, children):
                yield attrs.evolve(inline, children=tuple(_marked(children, tag, languages)))
            case _:
                yield inline
