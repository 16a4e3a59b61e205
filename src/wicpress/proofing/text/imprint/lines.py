"""The lines of the imprint in one language, in print and in e-books."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress import languages as lang
from wicpress.config import Config, Edition, LocalizedText
from wicpress.config.book_formats import format_in
from wicpress.proofing.text.imprint.facts import counted_characters, counted_sheets, imprint_faces, trim_line
from wicpress.proofing.text.imprint.people import people_lines

_KEYS = (
    "publisher", "address", "editor", "proofreader", "production", "printer", "binder", "distributor", "format",
    "sheets", "words", "edition", "printing", "copies", "price",
)  # fmt: skip
_NAMES = {
    "zh-Hans": "出版发行|地址|责任编辑|责任校对|责任印制|印刷|装订|经销|开本|印张|字数|版次|印次|印数|定价",
    "zh-Hant": "出版發行|地址|責任編輯|責任校對|責任印製|印刷|裝訂|經銷|開本|印張|字數|版次|印次|印數|定價",
    "ja": "発行|住所|編集|校正|製作|印刷|製本|発売|判型|印刷枚数|字数|版|刷|部数|定価",
    "en": "Publisher|Address|Editor|Proofreader|Production|Printed by|Bound by|Distributed by|Format|Sheets|Length"
    "|Edition|Printing|Print run|Price",
}
_ORDER_IN_CHINESE = (
    "title series people imprint cip editor proofreader production publisher address distributor printer binder "
    "faces format sheets words edition printing copies isbn price rights printing-line"
)
_ORDER_ELSEWHERE = (
    "title series people imprint publisher address distributor rights edition printing cip isbn price editor "
    "proofreader production faces format sheets words copies printer binder printing-line"
)
_ON_PAPER = "production printer binder format sheets printing copies printing-line faces"
"""What e-books leave out."""


def imprint_lines(config: Config, edition: Edition, tag: str, pages: int) -> Iterator[str]:
    """Yield the lines of the imprint; ``pages`` are those of a printed edition, 0 for an e-book."""
    han, tags = lang.is_chinese_or_japanese(tag), edition.languages
    lines = {key: _field(config, edition, key, tag, pages) for key, _ in config.imprint_fields}
    publisher, isbn = config.publisher.first_of(tag), edition.isbn or (config.isbn if pages else "")
    lines |= {
        "title": [config.title.first_of(tag), config.subtitle.get_for(tag, tags)],
        "series": [series_line(config, tag)],
        "people": [*people_lines(config, tag)],
        "imprint": config.imprint.get_for(tag, tags).splitlines(),
        "rights": config.rights.get_for(tag, tags).splitlines(),
        "publisher": [_named("publisher", publisher, tag) if publisher and han and lines else publisher],
        "faces": [imprint_faces(config, tag)],
        "format": lines.get("format") or [trim_line(edition, tag)],
        "isbn": [f"ISBN {isbn}" if isbn else ""],
    }
    for key in (_ORDER_IN_CHINESE if han else _ORDER_ELSEWHERE).split():
        if pages or key not in _ON_PAPER.split():
            yield from lines.get(key, [])


def series_line(config: Config, tag: str) -> str:
    """Return the series with the number of the book in it."""
    series = config.series.first_of(tag)
    return f"{series} {config.volume}" if series else ""


def _field(config: Config, edition: Edition, key: str, tag: str, pages: int) -> list[str]:
    """Return the lines of a field of ``[imprint]``."""
    words = format_in(config, edition) if key == "format" else dict(config.imprint_fields).get(key, LocalizedText())
    text = words.get(tag)
    if text == "auto" and pages:
        sheets, characters = counted_sheets(config, edition, pages), counted_characters(edition, tag, pages)
        text = sheets if key == "sheets" else characters
    elif text == "auto":
        text = ""
    phrase = key in {"address", "edition", "printing"} and not lang.is_chinese_or_japanese(tag)
    if not text or key in {"cip", "printing-line"} or (phrase and not text.isdecimal()):
        return text.splitlines()
    return [_named(key, text, tag)]


def _named(key: str, text: str, tag: str) -> str:
    kin = lang.primary(tag), lang.script(tag)
    alike = (each for each in _NAMES if (lang.primary(each), lang.script(each)) == kin)
    names = _NAMES[lang.match(tag, tuple(_NAMES)) or next(alike, "en")].split("|")
    return f"{names[_KEYS.index(key)]}{'：' if lang.is_chinese_or_japanese(tag) else ': '}{text}"
