"""The fields of BibTeX and BibLaTeX as those of an entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from wicpress.citations.bibtex_text import names, unicode_text, verbatim
from wicpress.citations.csl_json import written_date
from wicpress.citations.entry import Date, Entry, Name
from wicpress.citations.reading import Sources
from wicpress.diagnostics import Span

TYPES: Final = {
    "archive": "manuscript",
    "article": "article-journal",
    "artwork": "graphic",
    "book": "book",
    "bookinbook": "chapter",
    "booklet": "book",
    "collection": "book",
    "conference": "paper-conference",
    "data": "dataset",
    "dataset": "dataset",
    "electronic": "webpage",
    "image": "graphic",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "letter": "personal_communication",
    "magazine": "article-magazine",
    "manual": "book",
    "map": "map",
    "mastersthesis": "thesis",
    "misc": "document",
    "movie": "motion_picture",
    "mvbook": "book",
    "newspaper": "article-newspaper",
    "online": "webpage",
    "patent": "patent",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "preprint": "article",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "software": "software",
    "standard": "standard",
    "suppbook": "chapter",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "www": "webpage",
}
"""The types of entries, with those that styles for GB/T 7714 have beside BibLaTeX's."""
_TEXT = {
    "booktitle": "container-title",
    "cstr": "CSTR",
    "dimensions": "dimensions",
    "edition": "edition",
    "eventtitle": "event-title",
    "issue": "issue",
    "journal": "container-title",
    "journaltitle": "container-title",
    "maintitle": "container-title",
    "medium": "medium",
    "origtitle": "original-title",
    "pages": "page",
    "scale": "scale",
    "series": "collection-title",
    "shorttitle": "title-short",
    "type": "genre",
    "venue": "event-place",
    "version": "version",
    "volume": "volume",
}
_VERBATIM = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "url": "URL"}
_NAMES = {
    "author": "author",
    "bookauthor": "container-author",
    "director": "director",
    "editor": "editor",
    "translator": "translator",
}
_DATES = {"date": "issued", "eventdate": "event-date", "origdate": "original-date", "urldate": "accessed"}
_LANGUAGES = {
    "american": "en",
    "british": "en",
    "chinese": "zh",
    "cyrillic": "ru",
    "english": "en",
    "french": "fr",
    "german": "de",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "ngerman": "de",
    "pinyin": "zh",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ADDRESS = re.compile(r"https?://[^\s{}]+")


def entry_of(key: str, bib_type: str, fields: Mapping[str, str], span: Span, sources: Sources) -> Entry:
    """Return the entry of a type of BibTeX with its fields; report the names that cannot be told."""
    kind = TYPES.get(bib_type.lower(), "document")
    if fields.get("entrysubtype", "").lower() in ("newspaper", "magazine"):
        kind = f"article-{fields['entrysubtype'].lower()}"
    text = {_TEXT[name]: unicode_text(value) for name, value in fields.items() if name in _TEXT}
    text |= {_VERBATIM[name]: verbatim(value) for name, value in fields.items() if name in _VERBATIM}
    text |= _title(fields) | _number(kind, fields) | _publisher(kind, fields)
    text["language"] = _language(fields)
    howpublished = _ADDRESS.search(verbatim(fields.get("howpublished", "")))
    if howpublished and not text.get("URL"):
        text["URL"] = howpublished[0]
    if kind == "document" and text.get("URL"):
        kind = "webpage"
    people = {_NAMES[name]: _names(name, value, span, sources) for name, value in fields.items() if name in _NAMES}
    dates = {_DATES[name]: written_date(verbatim(value)) for name, value in fields.items() if name in _DATES}
    if "issued" not in dates and fields.get("year"):
        dates["issued"] = _year(fields)
    return Entry(
        key.strip(),
        kind,
        span,
        {name: value for name, value in text.items() if value},
        {name: value for name, value in people.items() if value},
        {name: value for name, value in dates.items() if value != Date()},
    )


def _names(field: str, value: str, span: Span, sources: Sources) -> tuple[Name, ...]:
    people = names(value)
    if people is None:
        hint = "part names with `and`, write one as `family, given`, and what is no person in braces: {World Bank}"
        sources.report(f"the names in `{field}` cannot be told: {value[:40]}", span, hint)
        return (Name(literal=unicode_text(value)),)
    return people


def _title(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the title with its subtitle, and that of the book."""
    titles = {}
    for name, field in (("title", "title"), ("booktitle", "container-title")):
        title, subtitle = unicode_text(fields.get(name, "")), unicode_text(fields.get(name[:-5] + "subtitle", ""))
        if title:
            between = "：" if re.search("[\u3400-\u9fff]", title) else ": "
            titles[field] = f"{title}{between}{subtitle}" if subtitle else title
    return titles


def _number(kind: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Return the number of an entry, which is the issue of an article and the record of what is in an archive."""
    number, article = unicode_text(fields.get("number", "")), unicode_text(fields.get("eid", ""))
    if kind in ("article-journal", "article-magazine", "periodical"):
        return ({"issue": number} if number else {}) | {"number": article}
    if kind in ("manuscript", "personal_communication"):
        return {"archive_location": number}
    if kind in ("book", "chapter", "paper-conference", "thesis"):
        return {"collection-number": number}
    return {"number": number or unicode_text(fields.get("eprint", ""))}


def _publisher(kind: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Return publisher and place; those of a thesis are the school's, those of a record the archive's."""
    place = unicode_text(fields.get("location", "") or fields.get("address", ""))
    names = ("publisher", "school", "institution", "organization", "archiveprefix", "eprinttype", "library")
    publisher = unicode_text(next((fields[name] for name in names if fields.get(name)), ""))
    if kind in ("manuscript", "personal_communication"):
        return {"archive": publisher, "archive-place": place}
    return {"publisher": publisher, "publisher-place": place}


def _language(fields: Mapping[str, str]) -> str:
    written = (fields.get("langid") or fields.get("language") or fields.get("hyphenation") or "").strip().lower()
    return _LANGUAGES.get(written, written if re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]+)*", written) else "")


def _year(fields: Mapping[str, str]) -> Date:
    """Return the date of ``year``, ``month`` and ``day``."""
    date = written_date(verbatim(fields["year"]))
    month, day = verbatim(fields.get("month", "")).lower(), verbatim(fields.get("day", ""))
    nth = next((nth for nth, name in enumerate(_MONTHS, 1) if month.startswith(name)), 0)
    if not nth and re.fullmatch(r"0?[1-9]|1[0-2]", month):
        nth = int(month)
    if not nth or date.month or not date.year:
        return date
    return Date(date.year, nth, int(day) if re.fullmatch(r"0?[1-9]|[12]\d|3[01]", day) else 0)
