"""Writes entries in the format of Hayagriva, the CSL processor of Typst, which is YAML (here its subset JSON)."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from typing import Any

from wicpress.citations.entry import OTHERS, Date, Entry, Name, plain
from wicpress.file_formats.addresses import is_readable_address

_TYPES = {
    "article": "manuscript",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "chapter",
    "dataset": "repository",
    "document": "misc",
    "entry-dictionary": "entry",
    "entry-encyclopedia": "entry",
    "graphic": "artwork",
    "manuscript": "manuscript",
    "motion_picture": "video",
    "paper-conference": "article",
    "patent": "patent",
    "periodical": "periodical",
    "post": "post",
    "post-weblog": "web",
    "report": "report",
    "software": "repository",
    "standard": "report",
    "thesis": "thesis",
    "webpage": "web",
}
_PARENTS = {
    "article-journal": "periodical",
    "article-magazine": "newspaper",  # with a whole date
    "article-newspaper": "newspaper",
    "chapter": "anthology",
    "entry-dictionary": "reference",
    "entry-encyclopedia": "reference",
    "paper-conference": "proceedings",
    "post-weblog": "blog",
    "webpage": "web",
}
_FIELDS = {"page": "page-range", "genre": "genre"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
_SIGN = re.compile(r"[\\{}$]")
_CAPITALS = re.compile(r"\b\w+[A-Z]\w*(?:[\s/&–-]+\w+[A-Z]\w*)*")
"""Neighbouring words whose capitals stay in titles that a style writes small, such as ``UpToDate``."""


def hayagriva(entry: Entry) -> dict[str, Any]:
    """Return the fields of an entry."""
    container = entry["container-title"]
    fields: dict[str, Any] = {
        "type": _TYPES.get(entry.type, "misc"),
        "title": _title(entry["title"]),
        "author": _names(entry.names.get("author", ())),
        "editor": _names(entry.names.get("editor", ())) if not container else [],
        "affiliated": _translators(entry),
        "date": _date(entry.dates.get("issued")),
        "url": _url(entry),
        "serial-number": _numbers(entry),
        "edition": _edition(entry["edition"]),
        "publisher": {"name": _text(entry["publisher"]), "location": _text(entry["publisher-place"])},
    }
    if _LANGUAGE.fullmatch(entry["language"]):
        fields["language"] = entry["language"]
    fields |= {name: _text(entry[field]) for field, name in _FIELDS.items()}
    in_parent = {"volume": _text(entry["volume"]), "issue": _text(entry["issue"])}
    if not container:
        return _filled(fields | in_parent)
    parent = {
        "type": _PARENTS.get(entry.type, "book"),
        "title": _title(container),
        "editor": _names(entry.names.get("editor", ())),
        "author": _names(entry.names.get("container-author", ())),
    }
    if entry.type in ("chapter", "paper-conference", "entry-dictionary", "entry-encyclopedia"):
        parent |= {"publisher": fields.pop("publisher"), "edition": fields.pop("edition")}
    return _filled(fields | {"parent": parent | in_parent})


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields without those that are empty."""
    filled = {key: _filled(each) if isinstance(each, dict) else each for key, each in fields.items()}
    return {key: each for key, each in filled.items() if each not in ("", [], {}, None)}


def _text(text: str) -> str:
    """Return text in which no sign is a command."""
    return _SIGN.sub(lambda sign: "\\$" if sign[0] == "$" else "", plain(text))


def _title(text: str) -> str:
    return _CAPITALS.sub(lambda word: f"{{{word[0]}}}", _text(text))


def _names(people: tuple[Name, ...]) -> list[dict[str, str] | str]:
    return [_name(each) for each in people if each != OTHERS and _text(each.literal or each.family or each.given)]


def _name(name: Name) -> dict[str, str] | str:
    if name.literal or not name.given:
        return _filled({"name": _text(name.literal or name.family), "prefix": _text(name.particle)})
    if not _text(name.family):
        return {"name": _text(name.given)}
    prefix, family = name.particle or name.dropping, name.family
    if prefix[:1].isupper():  # sorted and printed as part of the family name
        prefix, family = "", f"{prefix} {family}"
    parts = {"name": family, "given-name": name.given, "prefix": prefix, "suffix": name.suffix}
    return {key: _text(value) for key, value in parts.items() if value}


def _translators(entry: Entry) -> list[dict[str, Any]]:
    people = _names(entry.names.get("translator", ()))
    return [{"role": "translator", "names": people}] if people else []


def _date(date: Date | None) -> str:
    """Return a date as far as it is one; one in words of its own by the year that it names."""
    if date is None:
        return ""
    year = re.search(r"\d{4}", date.literal or date.year.zfill(4))
    if not year or len(date.year) > 4:
        return ""
    for parts in ((date.month, date.day), (date.month, 1)):
        with contextlib.suppress(ValueError):
            day = dt.date(int(year[0]), *parts).isoformat()
            return day if parts[1] == date.day else day[:-3]
    return year[0]


def _url(entry: Entry) -> dict[str, str]:
    url = entry["URL"]
    can_be_read = bool(re.match(r"(?:https?|ftp)://[^\s/]", url)) and is_readable_address(url)
    return {"value": url, "date": _date(entry.dates.get("accessed"))} if can_be_read else {}


def _numbers(entry: Entry) -> dict[str, str]:
    numbers = {"doi": entry["DOI"], "isbn": entry["ISBN"], "issn": entry["ISSN"]}
    return numbers | {"serial": _text(entry["number"] or entry["call-number"])}


def _edition(edition: str) -> int | str:
    return int(edition) if re.fullmatch(r"\d{1,4}", edition) else _text(edition)
