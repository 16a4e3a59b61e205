"""The imprint page in one language: who made the book, CIP data, the fields of ``[imprint]``, in the usual order."""

from __future__ import annotations

from collections.abc import Iterable

from wicpress import languages as lang
from wicpress.config import Config, Edition
from wicpress.config.book_formats import format_in, leaves_to_sheet
from wicpress.config.settings import AUTO
from wicpress.edition.imprint.counts import characters_on_page, sheets_mark, thousands_mark
from wicpress.edition.page_geometry import trim
from wicpress.edition.people import people_lines
from wicpress.edition.strings import translate

PRINTED_FIELDS = frozenset(
    {"production", "printer", "binder", "format", "sheets", "words", "printing", "copies", "printing-line", "faces"}
)
"""What is said of the printed book alone, and left out of e-books; ``words`` only where they are counted."""
_CHINESE_ORDER = (
    ("title", "subtitle", "series"), ("people",), ("imprint",), ("cip",), ("editor", "proofreader", "production"),
    ("publisher", "address", "distributor", "printer", "binder"),
    ("faces", "format", "sheets", "words", "edition", "printing", "copies", "isbn", "price"),
    ("rights", "printing-line"),
)  # fmt: skip
"""As GB/T 12450 has it: CIP data, responsibility, publishing, the form of the book, printing; a paragraph each."""
_ENGLISH_ORDER = (
    ("title", "subtitle", "series"), ("people",), ("imprint",), ("publisher", "address", "distributor"), ("rights",),
    ("edition", "printing"), ("cip",), ("isbn", "price"), ("editor", "proofreader", "production"),
    ("faces", "format", "sheets", "words", "copies", "printer", "binder"), ("printing-line",),
)  # fmt: skip
"""As English publishers have it: who has the rights, which edition, CIP data, who made it; the printing line last."""
_BARE = frozenset({"cip", "printing-line"})
"""Fields that stand as they are; others have their name before them."""
_PHRASES = frozenset({"address", "edition", "printing"})
"""Fields that English publishers write out: they stand as they are but for mere numbers."""


def imprint(config: Config, edition: Edition, tag: str, faces: tuple[str, ...] = ()) -> list[list[str]]:
    """Return the imprint in one language: paragraphs of lines, without those that the book leaves empty.

    ``faces`` are the typefaces of a printed edition; an e-book names none.
    """
    tags, han = edition.languages, lang.is_chinese_or_japanese(tag)
    isbn = (edition.isbn or config.isbn) if faces else edition.isbn
    publisher = config.publisher.first_of(tag)
    if publisher and han and config.imprint_fields:
        publisher = _labelled("publisher", publisher, tag)
    lines = {key: _field(config, edition, key, tag) for key, _ in config.imprint_fields}
    if "format" not in lines or (faces and not lines["format"]):
        lines["format"] = [_trim(edition, tag)]
    lines |= {
        "title": [config.title.first_of(tag)],
        "subtitle": [config.subtitle.get_for(tag, tags)],
        "series": [series_line(config, tag)],
        "people": people_lines(config, tag),
        "publisher": [publisher],
        "rights": config.rights.get_for(tag, tags).splitlines(),
        "isbn": [f"{translate('isbn', tag)} {isbn}" if isbn else ""],
        "faces": [_set_in(faces, tag)] if faces else [],
    }
    left_out = frozenset() if faces else PRINTED_FIELDS
    paragraphs: list[list[str]] = []
    for group in _CHINESE_ORDER if han else _ENGLISH_ORDER:
        if group == ("imprint",):
            paragraphs += [block.splitlines() for block in config.imprint.get_for(tag, tags).split("\n\n")]
        keys = (key for key in group if key not in left_out or _is_written(config, key))
        paragraphs.append([line for key in keys for line in lines.get(key, ())])
    return [shown for paragraph in paragraphs if (shown := [line for line in paragraph if line])]


def series_line(config: Config, tag: str) -> str:
    """Return the series with the volume of the book in it: ``丛刊　1``."""
    name = config.series.first_of(tag)
    gap = "　" if lang.is_chinese_or_japanese(tag) else " "
    return f"{name}{gap}{config.volume}".strip() if name else ""


def series_lines(config: Config) -> tuple[tuple[str, str], ...]:
    """Return the series with its volume, as the title page names it, in each of its languages."""
    return tuple((tag, series_line(config, tag)) for tag, text in config.series.by_lang if text)


def _is_written(config: Config, key: str) -> bool:
    """Return whether an e-book says how many characters the book has: where the book does, instead of counting."""
    words = dict(config.imprint_fields).get("words")
    return key == "words" and words is not None and all(text != AUTO for _, text in words.by_lang)


def _field(config: Config, edition: Edition, key: str, tag: str) -> list[str]:
    """Return the lines of a field of ``[imprint]``: ``责任编辑：某人``."""
    words = format_in(config, edition) if key == "format" else dict(config.imprint_fields)[key]
    text = words.get(tag)
    if text == AUTO:
        text = _counted(config, edition, key, tag)
    if not text or key in _BARE:
        return text.splitlines()
    is_phrase = key in _PHRASES and not lang.is_chinese_or_japanese(tag) and not text.isdecimal()
    return text.splitlines() if is_phrase else [_labelled(key, text, tag)]


def _labelled(key: str, text: str, tag: str) -> str:
    colon = "：" if lang.is_chinese_or_japanese(tag) else ": "
    return f"{translate(f'imprint-{key}', tag)}{colon}{text}"


def _counted(config: Config, edition: Edition, key: str, tag: str) -> str:
    """Return what stands for a number that is counted in the pages; empty where it cannot be."""
    if key == "sheets":
        leaves = leaves_to_sheet(config, edition)
        return sheets_mark(leaves) if leaves else ""
    on_page = characters_on_page(edition.page, edition.languages)
    mark = thousands_mark(on_page, grouped=not lang.is_chinese_or_japanese(tag))
    return translate("imprint-characters", tag).format(mark)


def _set_in(faces: Iterable[str], tag: str) -> str:
    """Return the line that names the typefaces, no name broken at a line's end."""
    names = [face.replace(" ", "\u00a0") for face in faces]
    if lang.is_chinese_or_japanese(tag):
        text = "、".join(names)
    else:
        text = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return translate("imprint-faces", tag).format(text)


def _trim(edition: Edition, tag: str) -> str:
    """Return the size of the page of an edition in whole mm."""
    width, height = (round(each * 25.4 / 72) for each in trim(edition.page))
    return translate("trim", tag).format(width, height)
