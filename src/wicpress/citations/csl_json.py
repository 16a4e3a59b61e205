"""Reads lists of sources in CSL-JSON, as Zotero and other programs write them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from wicpress.citations.entry import Date, Entry, Name
from wicpress.citations.reading import FIELDS, Sources, clean
from wicpress.diagnostics import Span

NAMES: Final = frozenset(
    {
        "author", "chair", "collection-editor", "compiler", "composer", "container-author", "contributor",
        "curator", "director", "editor", "editor-translator", "editorial-director", "executive-producer",
        "guest", "host", "illustrator", "interviewer", "narrator", "organizer", "original-author",
        "performer", "producer", "recipient", "reviewed-author", "script-writer", "series-creator",
        "translator",
    }
)  # fmt: skip
"""The fields with names (CSL 1.0.2, appendix IV)."""
DATES: Final = frozenset({"accessed", "available-date", "event-date", "issued", "original-date", "submitted"})
"""The fields with dates."""
_SPACE = re.compile(r"[ \t\r\n]*")
_NEXT = re.compile(r"[ \t\r\n]*,?[ \t\r\n]*")
_EXTRA = re.compile(r"([A-Za-z][\w-]*):[ \t]*(\S.*)")
"""A line of Zotero's field "extra" that holds a field."""
_DATE = re.compile(r"(-?\d{1,4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_PARTICLES = {"particle": "non-dropping-particle", "dropping": "dropping-particle"}


def read_csl_json(text: str, path: str) -> Sources:
    """Return the entries of a file, each with its lines; what cannot be read is a diagnostic."""
    sources = Sources(path)
    try:
        for item, first, last in _items(text):
            if isinstance(item, dict) and isinstance(item.get("id"), str | int) and not isinstance(item["id"], bool):
                sources.add(_entry(item, Span(path, first, last)))
            else:
                sources.report("this is no entry of CSL-JSON", Span(path, first, first), 'give it an "id"')
    except json.JSONDecodeError as error:
        hint = "write a list of entries: [{…}, {…}], as programs export CSL-JSON"
        sources.report(f"the file is no JSON: {error.msg}", Span(path, error.lineno, error.lineno), hint)
    except (RecursionError, ValueError):
        sources.report("the file is nested too deep, or has a number that is too long", Span(path, 1, 1), "mend it")
    return sources


def _items(text: str) -> Iterator[tuple[Any, int, int]]:
    """Yield each item of the list that ``text`` is, with its first and last line."""
    decode = json.JSONDecoder().raw_decode
    at, line = _skip(text, 0), 1
    if text[at : at + 1] != "[":
        decode(text, at)
        raise json.JSONDecodeError("it has no list", text, at)
    counted, at = 0, _skip(text, at + 1)
    while text[at : at + 1] != "]":
        item, end = decode(text, at)
        first = line + text.count("\n", counted, at)
        line, counted = first + text.count("\n", at, end), end
        yield item, first, line
        behind = _NEXT.match(text, end)
        at = behind.end() if behind else end
        if "," not in text[end:at] and text[at : at + 1] != "]":
            raise json.JSONDecodeError("a comma is missing", text, end)
    if (rest := _skip(text, at + 1)) < len(text):
        raise json.JSONDecodeError("there is something behind the list", text, rest)


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _entry(item: Mapping[str, Any], span: Span) -> Entry:
    """Return an item as an entry, with the fields that its note holds."""
    item, extra = _with_extra_fields(item)
    text: dict[str, str] = {}
    names, dates = {}, {}
    for field, value in item.items():
        if field in NAMES:
            names[field] = tuple(_name(each) for each in value if isinstance(each, dict)) if _is_list(value) else ()
        elif field in DATES:
            dates[field] = _date(value)
        elif field not in ("id", "type") and isinstance(value, str | int | float) and not isinstance(value, bool):
            text[field] = clean(str(value))
    text.update(extra)
    kind = text.pop("type", "") or clean(str(item.get("type", "")))
    return Entry(
        clean(str(item["id"])),
        kind or "document",
        span,
        {field: value for field, value in text.items() if value},
        {field: value for field, value in names.items() if value},
        {field: value for field, value in dates.items() if value != Date()},
    )


def _with_extra_fields(item: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return an item with the dates of its note, and the fields of the note that are text."""
    item, extra = dict(item), {}
    note = item.get("note")
    for line in note.splitlines() if isinstance(note, str) else ():
        match = _EXTRA.fullmatch(line.strip())
        field = match[1] if match else ""
        if match and field in DATES and _date(match[2]).year:
            item[field] = match[2]
        elif match and field in {*FIELDS, "type"}:
            extra[field] = clean(match[2])
    return item, extra


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _name(value: Mapping[str, Any]) -> Name:
    fields = {
        each: value.get(_PARTICLES.get(each, each)) for each in ("family", "given", "suffix", "literal", *_PARTICLES)
    }
    return Name(**{each: clean(str(text)) for each, text in fields.items() if isinstance(text, str | int)})


def _date(value: object) -> Date:
    """Return a date of CSL-JSON, or one that is written ``2013-11-12`` or ``1957/1990``."""
    if isinstance(value, str | int):
        return written_date(clean(str(value)))
    if not isinstance(value, dict):
        return Date()
    parts: Any = value.get("date-parts")
    dates = [_of_parts(each) for each in parts if _is_list(each) and each] if _is_list(parts) else []
    if dates and dates[0].year:
        return Date(dates[0].year, dates[0].month, dates[0].day, dates[1] if len(dates) > 1 else None)
    return written_date(clean(str(value.get("raw", value.get("literal", "")))))


def _of_parts(parts: list[object]) -> Date:
    year, *rest = (str(each) for each in parts[:3])
    month, day = ([int(each) if re.fullmatch(r"\d{1,2}", each) else 0 for each in rest] + [0, 0])[:2]
    return Date(clean(year), month if month <= 12 else 0, day if day <= 31 else 0)


def written_date(text: str) -> Date:
    """Return a date as the standard for dates writes it (ISO 8601-2, EDTF), else its words."""
    first, slash, last = text.partition("/")
    start, end = _DATE.fullmatch(first.strip()), _DATE.fullmatch(last.strip())
    if not start or (slash and last.strip() not in ("", "..") and not end):
        return Date(literal=text)
    begin = _of_parts(list(start.groups(default="")))
    return Date(begin.year, begin.month, begin.day, _of_parts(list(end.groups(default=""))) if end else None)
