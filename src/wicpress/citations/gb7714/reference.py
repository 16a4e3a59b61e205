"""Puts together a reference from the fields of an entry (GB/T 7714—2025, numbered as in the public style sheets)."""

from __future__ import annotations

import re
from collections.abc import Callable

import attrs

from wicpress.citations import rich_text
from wicpress.citations.entry import Date, Entry
from wicpress.citations.gb7714.dates import numeric_date, year
from wicpress.citations.gb7714.names import name_list, responsible, responsible_for_container
from wicpress.citations.rich_text import address, curled, join

MARKS = {
    "article": "PP",
    "article-journal": "J",
    "article-magazine": "J",
    "periodical": "J",
    "article-newspaper": "N",
    "book": "M",
    "chapter": "M",
    "classic": "M",
    "entry-dictionary": "M",
    "entry-encyclopedia": "M",
    "collection": "A",
    "manuscript": "A",
    "personal_communication": "A",
    "dataset": "DS",
    "map": "CM",
    "paper-conference": "C",
    "patent": "P",
    "post": "EB",
    "post-weblog": "EB",
    "webpage": "EB",
    "report": "R",
    "software": "CP",
    "standard": "S",
    "thesis": "D",
}
"""The marks of types; what has no type of these is archival, electronic or other (A, EB, Z)."""
_ARTICLES = frozenset({"article-journal", "article-magazine", "article-newspaper"})
_PAGES = frozenset({"post", "post-weblog", "webpage"})
_PARTS = frozenset({"chapter", "entry-dictionary", "entry-encyclopedia"})
_BOOKS = frozenset({"book", "classic", "map", "patent", "report"})
_PUBLISHED = frozenset({*_PARTS, "book", "classic", "map", "paper-conference", "periodical", "thesis"})
_ARCHIVAL = frozenset({"collection", "manuscript", "personal_communication"})
_DATED = frozenset({*_ARCHIVAL, "article-newspaper", "patent", "report"})
_IDENTIFIERS = ("CSTR", "DOI", "URL")
_NUMBER = re.compile(r"\d{1,9}")
_DASH = re.compile(r"(?<=\w)\s*[-‐‑–]+\s*(?=\w)")
EM_SPACE = "\u2003"


@attrs.frozen
class Form:
    """How references are written: ``dates_first``, behind the author; ``locator`` takes the place of the pages."""

    dates_first: bool = False
    suffix: str = ""
    locator: str = ""


def reference(entry: Entry, form: Form = Form()) -> str:
    """Return the reference of an entry as rich text, with its full stop and without its number."""
    return _Reference(entry, form).text()


@attrs.frozen
class _Reference:
    entry: Entry
    form: Form

    def text(self) -> str:
        """Return all parts of the reference."""
        text = join(". ", (self.author(), *self.parts(), self.access()))
        return text if rich_text.ends_in_stop(text) else f"{text}."

    def parts(self) -> tuple[str, ...]:
        """Return what stands between author and address, which depends on the type."""
        entry = self.entry
        choices: tuple[tuple[object, Callable[[], tuple[str, ...]]], ...] = (
            (entry.type in _ARTICLES, lambda: (self.title(), self.translators(), self.periodical())),
            (entry.type in _PAGES, lambda: (self.title(), self.dates())),
            (
                entry.type in _PARTS or entry["container-title"],
                lambda: (self.contained(), self.edition(), self.publication()),
            ),
            (entry.type == "periodical", lambda: (self.title(), entry["volume"], self.publication())),
            (entry.type == "paper-conference", lambda: (join("//", (self.title(), self.event())),)),
            (entry.type == "standard", lambda: (join(EM_SPACE, (entry["number"], self.title())),)),
            (
                entry.type in ("article", "dataset"),
                lambda: (self.title(), self.version(), self.publication() + self.dates()),
            ),
            (entry.type in _BOOKS or entry["publisher"], self.book),
            (entry.type in _ARCHIVAL or entry["archive"], lambda: (self.title(), self.publication())),
            (any(map(entry.text.get, _IDENTIFIERS)), lambda: (self.title(), self.version(), self.dates())),
        )
        return next((parts for applies, parts in choices if applies), self.book)()

    def book(self) -> tuple[str, ...]:
        """Return the parts of the reference to a book, and to what is of no other type."""
        size = self.entry["dimensions"] if self.entry.type == "map" else ""
        return self.title(), self.translators(), self.edition(), self.publication(), size

    def event(self) -> str:
        """Return a conference with its date and the pages."""
        return join("：", (join("，", (curled(self.entry["event-title"]), self.date())), self.pages()))

    # -- who and what

    def author(self) -> str:
        """Return those who are responsible, with the date behind them where it stands there."""
        names = name_list(self.entry, responsible(self.entry))
        if not self.form.dates_first:
            return "" if self.entry.type == "standard" else names
        names = names or ("佚名" if self.entry.is_east_asian else "Anon")
        if names.endswith("et al"):
            names += "."
        return join("，", (names, date_of_citation(self.entry, self.form.suffix)))

    def title(self) -> str:
        """Return title, number and scale, then the marks of type and medium."""
        entry = self.entry
        title = [curled(entry["title"])]
        if not entry["container-title"] and entry.type not in (*_PARTS, "paper-conference"):
            title.append(join(EM_SPACE, (self.volume(), entry["volume-title"])))
        if entry.type not in ("article", "article-journal", "standard"):
            title.append(self.number())
        scale = entry["scale"] if entry.type == "map" else ""
        mark = f"[{join('/', (self.mark(), self.medium()))}]"
        return join(". ", (join("：", title), scale)) + (f"<nobr>{mark}</nobr>" if "/" in mark else mark)

    def mark(self) -> str:
        """Return the mark of the type."""
        if mark := MARKS.get(self.entry.type):
            return mark
        if self.entry["archive"]:
            return "A"
        return "EB" if any(map(self.entry.text.get, _IDENTIFIERS)) else "Z"

    def medium(self) -> str:
        """Return the mark of the medium: ``OL`` for what has an address."""
        return self.entry["medium"] or ("OL" if self.entry["URL"] or self.entry["DOI"] else "")

    def number(self) -> str:
        """Return the number of a report, a patent's application or a record in an archive."""
        entry = self.entry
        if entry.type == "patent" and entry["call-number"]:
            return entry["call-number"]
        archival = entry.type in _ARCHIVAL or entry["archive"]
        return entry["number"] or (entry["archive_location"] if archival else "")

    def volume(self) -> str:
        """Return the volume of a book in words: ``第1卷``, ``v.1``."""
        volume = self.entry["volume"]
        if self.entry.type in (*_ARTICLES, "article", "periodical"):
            return ""
        if not _NUMBER.fullmatch(volume):
            return volume
        return f"第{volume}卷" if self.entry.is_east_asian else f"v.{volume}"

    def translators(self) -> str:
        """Return the translators."""
        label = "译" if self.entry.is_east_asian else "trans."
        return name_list(self.entry, self.entry.names.get("translator", ()), label)

    def edition(self) -> str:
        """Return the edition: ``2 版``, ``4th ed.``."""
        edition = self.entry["edition"]
        if not _NUMBER.fullmatch(edition):
            return edition
        return f"{edition} 版" if self.entry.is_east_asian else f"{edition}{_ordinal(int(edition))} ed."

    def version(self) -> str:
        """Return the version of data or a program."""
        return f"V{self.entry['version']}" if self.entry["version"] else ""

    # -- where it is

    def contained(self) -> str:
        """Return a part of a book, and the book."""
        own = join(". ", (self.title(), self.translators()))
        names = name_list(self.entry, responsible_for_container(self.entry))
        volume = self.volume()
        book = join(". ", (names, join("：", (curled(self.entry["container-title"]), volume))))
        return join("//", (own, book if self.entry["container-title"] else ""))

    def periodical(self) -> str:
        """Return a periodical with year, volume, issue and pages, or a newspaper with its date and page."""
        entry = self.entry
        name = curled(entry["container-title"]).replace(".", "")
        if entry.type == "article-newspaper":
            page = self.pages()
            return join("，", (name, self.date())) + (f"（{page}）" if page else "")
        date = numeric_date(entry.dates.get("available-date", entry.dates.get("issued")))
        if entry["volume"] or entry["issue"]:
            date = "" if self.form.dates_first else year(entry.dates.get("issued"))
        issue = f"（{entry['issue']}）" if entry["issue"] else ""
        return join("：", (join("，", (name, date, entry["volume"])) + issue, self.pages() or entry["number"]))

    def publication(self) -> str:
        """Return place, publisher, date and pages, as the type asks for them."""
        entry = self.entry
        if entry.type in ("article", "dataset"):
            return curled(entry["publisher"])
        published = join("：", (entry["publisher-place"], curled(entry["publisher"])))
        if entry.type in _PUBLISHED or entry["publisher"]:
            return join("：", (join("，", (published, self.date())), self.pages()))
        if entry.type in ("patent", "report"):
            return join("：", (self.date(), self.pages()))
        if entry.type in _ARCHIVAL or entry["archive"]:
            return join("，", (join("：", (entry["archive-place"], curled(entry["archive"]))), self.date()))
        if entry.type not in _PAGES and not any(map(entry.text.get, _IDENTIFIERS)):
            return join("：", (join("，", (published, self.date())), self.pages()))
        return ""

    def pages(self) -> str:
        """Return the pages that are cited, else those of the source, with hyphens in ranges."""
        return _DASH.sub("-", self.form.locator or self.entry["page"])

    def date(self) -> str:
        """Return the date of publication: a year, or a day where the type asks for one."""
        entry, issued = self.entry, self.entry.dates.get("issued")
        if issued is None:
            accessed = year(entry.dates.get("accessed"))
            return f"[{accessed}]" if accessed and not self.form.dates_first else ""
        if entry.type == "report" and entry["publisher"]:
            return "" if self.form.dates_first else year(issued)
        if entry.type in _DATED or entry["archive"]:
            return numeric_date(issued)
        return "" if self.form.dates_first else year(issued)

    def dates(self) -> str:
        """Return the dates of an electronic source: ``（2012-05-03）[2013-11-12]``."""
        issued, accessed = (numeric_date(self.entry.dates.get(each)) for each in ("issued", "accessed"))
        return (f"（{issued}）" if issued else "") + (f"[{accessed}]" if accessed else "")

    def access(self) -> str:
        """Return the address and the permanent identifier."""
        entry = self.entry
        url = address(entry["URL"]) if entry["URL"] else ""
        if entry["CSTR"]:
            return join(". ", (url, f"CSTR:{entry['CSTR']}"))
        doi = f"DOI:{address(entry['DOI'], 'https://doi.org/' + entry['DOI'])}" if entry["DOI"] else ""
        return join(". ", (url, doi))


def date_of_citation(entry: Entry, suffix: str = "") -> str:
    """Return the year by which an entry is cited, with the letter that tells it from others of the same year."""
    issued: Date | None = entry.dates.get("issued")
    if entry.type in ("article-journal", "article-magazine") and not entry["volume"] and not entry["issue"]:
        issued = entry.dates.get("available-date", issued)
    if issued is not None:
        return year(issued) + suffix
    if accessed := year(entry.dates.get("accessed")):
        return f"[{accessed}{suffix}]"
    return join("-", ("无日期" if entry.is_east_asian else "n.d.", suffix))


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
