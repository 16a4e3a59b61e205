"""Check that each page of a draft has its watermark behind the text, and no page of another book has one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wicpress.proofing.text.extract_text import ExtractedText, Watermark
from wicpress.proofing.text.generated_words import word
from wicpress.proofing.text.letter_stream import stream
from wicpress.proofing.text.mismatches import TextMismatch


def check_watermarks(
    extracted: ExtractedText, languages: Sequence[str], *, draft: bool, required: bool
) -> Iterator[TextMismatch]:
    """Yield pages whose watermark is not that of a draft in ``languages``, or of a book that is none.

    Blank pages have no watermark; where a book has style sheets of its own it is not ``required``.
    """
    words = stream(dict.fromkeys(word("draft", tag) for tag in languages)).letters if draft else ""
    pages = dict.fromkeys(each.place for each in (*extracted.segments, *extracted.artifacts) if each.text.strip())
    for place in dict.fromkeys((*pages, *extracted.watermarks)):
        mark = extracted.watermarks.get(place, Watermark("", behind=True))
        text = stream([mark.text]).letters
        if text not in {"", words}:
            yield TextMismatch("added", f"the watermark is `{mark.text}`", mark.text, place=place)
        elif required and text != words:
            yield TextMismatch("lost", f"the page has no watermark `{words}`", words, place=place)
        elif not mark.behind:
            yield TextMismatch("added", "the watermark lies over the text", mark.text, place=place)
