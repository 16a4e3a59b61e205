"""The long descriptions of pictures: behind the text alternative in a PDF, in an element of its own in an e-book."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress import model as m
from wicpress.proofing.text.edition_rules import shown_pictures
from wicpress.proofing.text.generated_words import word


def standing_descriptions(picture: m.Picture, languages: tuple[str, ...]) -> dict[str, str]:
    """Return the descriptions of a picture that stand in an edition by language: one in another where it has none."""
    words = dict(picture.descriptions)
    return {tag: words[tag] for tag in languages if tag in words} or dict(picture.descriptions[:1])


Words = tuple[m.Picture, str, str, bool, str]
"""The words of a picture: it, their language, the words, whether wicpress writes them, the address of its link."""


def words_of_pictures(figure: m.Figure, languages: tuple[str, ...], output_format: str) -> Iterator[Words]:
    """Yield the words of the pictures of a figure in order: alternatives, in an e-book descriptions below them."""
    in_ebook = output_format == "epub"
    for picture, tag, words in shown_pictures(figure, languages):
        links = dict(picture.links)
        link = next((links[each].href for each in (*languages, *links) if each in links), "")
        yield picture, tag, words if in_ebook else printed_alternative(picture, words, languages), False, link
    for picture, *_ in shown_pictures(figure, languages) if in_ebook else ():
        descriptions = standing_descriptions(picture, languages)
        yield from ((picture, tag, word("description", tag), True, "") for tag in descriptions)
        yield from ((picture, tag, words, False, "") for tag, words in descriptions.items())


def printed_alternative(picture: m.Picture, alternative: str, languages: tuple[str, ...]) -> str:
    """Return the text alternative of a printed picture: behind it stand its descriptions."""
    return " ".join(filter(None, (alternative, *standing_descriptions(picture, languages).values())))
