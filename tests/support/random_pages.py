"""Pages of a source edition in some of the random books: in the words of either language, or of a block."""

from __future__ import annotations

from random import Random

from wicpress.languages import HAN

PLACES = ("运河长", "第一家书店", "The canal is", "渡口的石阶", "in the year", "一共有", "steps")
"""Words before which a page may begin."""


def with_pages(text: str, seed: str, first: int) -> str:
    """Return the text of a chapter, in two of five books with pages of a source edition, from number ``first`` on."""
    if Random(f"{seed}, pages").randrange(5) > 1:
        return text
    random = Random(f"{seed}, pages, {first}")
    paragraphs, number, begun = text.split("\n\n"), first, list[str]()
    in_han = bool(random.randrange(2))
    for paragraph in paragraphs:
        places = [at for words in PLACES if (at := paragraph.find(words)) > 0]
        is_prose = paragraph[:1].isalnum() and "\n" not in paragraph.strip() and "{" not in paragraph
        if not is_prose or bool(HAN.search(paragraph)) != in_han or random.randrange(3):
            begun.append(paragraph)
            continue
        if places and random.randrange(2):
            at = random.choice(places)
            begun.append(f"{paragraph[:at]}[]{{page={number}}}{paragraph[at:]}")
        else:
            begun.append(f"{{page={number}}}\n{paragraph}")
        number += 1
    return "\n\n".join(begun)
