"""``book.toml`` to one frozen value, or to the diagnostics that say why not."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import attrs

from wicpress import languages as lang
from wicpress.diagnostics import Diagnostic, Fault, Reported, fault
from wicpress.model import Span

FILE = "book.toml"
LAYOUTS = ("interleaved", "parallel", "single")
FORMATS = ("pdf", "epub")
MISSING = ("show", "omit", "refuse")
NUMBERING = ("source", "auto")
PUNCTUATION = ("source", "fullwidth")
SPOTS = ("dian", "song", "zhu", "mo")
STRICTNESS = ("strict", "gb", "basic")
BREAKING = ("optimal", "greedy")
ENGLISH = ("ragged", "justified")
EMPHASIS = ("sans", "dots")
PDF_VARIANTS = ("accessible",)
FONT_ROLES = ("serif-han", "sans-han", "serif", "sans", "mono")

NO_BOOK = fault(
    "no_book",
    "There is no book.toml",
    "A book is a folder with a `book.toml` beside its Markdown files. Without it wicpress does not know the "
    "languages, the title or the editions.",
    example="wicpress new my-book",
)
BROKEN_TOML = fault(
    "broken_toml",
    "book.toml is not TOML",
    "The file could not be read as TOML 1.0; the message names the line and the column where reading stopped.",
    example='title = { zh-Hans = "书名", en = "Title" }',
)
UNKNOWN_KEY = fault(
    "unknown_key",
    "book.toml has a key that means nothing",
    "A key that is misspelt would be ignored in silence, and the book would ship without what it asks for. "
    "So every key has to be known, and the nearest known one is named.",
    example='pubisher = "…"   →   publisher = "…"',
    fixable=True,
)
BAD_VALUE = fault(
    "bad_value",
    "book.toml has a value that its key cannot take",
    "Every key takes one kind of value; `wicpress explain bad_value` is shown where another was found. "
    "The message says what is taken.",
    example='formats = ["pdf", "epub"]',
)
UNKNOWN_LANGUAGE = fault(
    "unknown_language",
    "A language tag is not in the registry, or not among the book's languages",
    "Languages are named by BCP 47 tags (RFC 5646): `zh-Hans` for Chinese in simplified characters, `en` for "
    "English. The language chooses the face, the line breaking, the hyphenation and the voice that reads aloud, "
    "so it may not be guessed.",
    example='languages = ["zh-Hans", "en"]',
)
MISSING_KEY = fault(
    "missing_key",
    "book.toml lacks something a book must have",
    "A book needs its languages, a title in each of them, a fixed identifier and at least one edition.",
    example='identifier = "urn:uuid:…"',
)
DUPLICATE_EDITION = fault(
    "duplicate_edition",
    "Two editions have the same name",
    "Output files are named after the edition; two of one name would overwrite each other.",
)


# ------------------------------------------------------------------------------------- values


@attrs.frozen
class Words:
    """The same words in several languages: pairs of tag and text, in the order of the file."""

    by_lang: tuple[tuple[str, str], ...] = ()

    def get(self, tag: str) -> str:
        """The words in ``tag``, or an empty string."""
        return dict(self.by_lang).get(tag, "")

    def best(self, *tags: str) -> str:
        """The words in the first of ``tags`` that has some, else in any language, else an empty string."""
        known = dict(self.by_lang)
        return next((known[tag] for tag in (*tags, *known) if known.get(tag)), "")

    def __bool__(self) -> bool:
        return any(text for _, text in self.by_lang)


@attrs.frozen
class Person:
    """Someone who made the book: ``role`` is a MARC relator code (``aut``, ``trl``, ``edt``, ``ill`` …)."""

    name: Words
    role: str = "aut"


@attrs.frozen
class Typography:
    """How lines are set; the defaults are the house's (see the handbook)."""

    autospace: float = 0.25
    strictness: str = "strict"
    line_end_trim: bool = True
    hanging: bool = False
    breaking: str = "optimal"
    english: str = "ragged"
    emphasis: str = "sans"


@attrs.frozen
class Edition:
    """One form in which the book is shipped.

    ``page_list`` names the printed edition whose pages the e-book names (``none``: no pages).
    """

    name: str
    languages: tuple[str, ...]
    layout: str
    page: str = "170mm 240mm"
    formats: tuple[str, ...] = FORMATS
    pdf: str = "accessible"
    missing: str = "show"
    isbn: str = ""
    templates: str = ""
    styles: tuple[str, ...] = ()
    embed_fonts: bool = True
    page_list: str = ""
    line: int = 0


@attrs.frozen
class Config:
    """A whole ``book.toml``. ``root`` is the book's folder; every path in it is relative to that folder."""

    root: Path
    slug: str
    languages: tuple[str, ...]
    title: Words
    identifier: str
    editions: tuple[Edition, ...]
    subtitle: Words = Words()
    authors: tuple[Person, ...] = ()
    publisher: Words = Words()
    date: dt.date | None = None
    year: str = ""
    isbn: str = ""
    rights: Words = Words()
    description: Words = Words()
    imprint: Words = Words()
    series: Words = Words()
    volume: str = ""
    subjects: tuple[str, ...] = ()
    spot: str = "mo"
    numbering: str = "source"
    contents: int = 1
    punctuation: str = "source"
    chapters: tuple[str, ...] = ()
    short_titles: tuple[tuple[str, Words], ...] = ()
    fonts: tuple[tuple[str, str], ...] = ()
    typography: Typography = Typography()

    def short_title(self, chapter: str) -> Words:
        """The running head that the book gives to the chapter of that id or file stem, or nothing."""
        return dict(self.short_titles).get(chapter, Words())

    def edition(self, name: str) -> Edition | None:
        """The edition of that name."""
        return next((each for each in self.editions if each.name == name), None)


# ------------------------------------------------------------------------------------ reading


def load(root: Path) -> Reported[Config | None]:
    """Read ``root/book.toml``. The value is None where an error was found; all errors are reported at once."""
    path = root / FILE
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        found = NO_BOOK(
            f"{root} is no book: it has no {FILE}",
            Span(FILE, 1, 1),
            help="name a folder that has one, or start a book with `wicpress new DIR`",
        )
        return Reported(None, (found,))
    except OSError as error:
        return Reported(None, (NO_BOOK(f"{FILE} cannot be read: {error.strerror}", Span(FILE, 1, 1)),))
    return parse(data, root)


def parse(data: bytes, root: Path) -> Reported[Config | None]:
    """Read the bytes of a ``book.toml`` that stands in ``root``. Touches no file."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"byte {error.start + 1} (0x{data[error.start]:02x}) of {FILE} is not UTF-8"
        return Reported(None, (BROKEN_TOML(message, Span(FILE, line, line), help="save the file as UTF-8"),))
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+)", str(error))
        line = int(where[1]) if where else data.count(b"\n") + 1
        return Reported(None, (BROKEN_TOML(str(error), Span(FILE, line, line), help="mend the syntax"),))
    return _Reader(text, root).config(table)


class _Reader:
    """Collects the faults of one file while its tables become values."""

    def __init__(self, text: str, root: Path) -> None:
        self.lines = text.split("\n")
        self.root = root
        self.found: list[Diagnostic] = []
        self.languages: tuple[str, ...] = ()

    # -- places

    def span(self, key: str, header: str = "", nth: int = 0) -> Span:
        """Where ``key`` is set below the ``nth`` table headed ``header``; the header's line if it is not."""
        start, end = self.section(header, nth)
        pattern = re.compile(rf"\s*(\"{re.escape(key)}\"|'{re.escape(key)}'|{re.escape(key)})\s*[.=]")
        for number in range(start, end):
            if pattern.match(self.lines[number]):
                return Span(FILE, number + 1, number + 1)
        line = max(start, 1)
        return Span(FILE, line, line)

    def section(self, header: str, nth: int) -> tuple[int, int]:
        """First and last line (from 0, exclusive) of a table's body; ``header`` as written between brackets."""
        heads = [i for i, text in enumerate(self.lines) if re.match(r"\s*\[", text)]
        if not header:
            return 0, heads[0] if heads else len(self.lines)
        pattern = re.compile(rf"\s*\[\[?\s*{re.escape(header)}\s*\]")
        mine = [i for i in heads if pattern.match(self.lines[i])]
        if nth >= len(mine):
            return 0, len(self.lines)
        end = next((i for i in heads if i > mine[nth]), len(self.lines))
        return mine[nth] + 1, end

    def say(self, kind: Fault, message: str, span: Span, help: str = "") -> None:
        self.found.append(kind(message, span, help=help))

    # -- the whole

    def config(self, table: dict[str, Any]) -> Reported[Config | None]:
        known = {"book", "edition", "short-titles", "fonts", "typography"}
        self.unknown(table, known, "")
        book = self.table(table, "book")
        self.languages = self.tags(book.get("languages"), "book", 0)
        editions = self.editions(table.get("edition", []))
        values = self.book(book)
        values["short_titles"] = tuple(
            (key, self.words(value, key, "short-titles")) for key, value in self.table(table, "short-titles").items()
        )
        values["fonts"] = self.fonts(self.table(table, "fonts"))
        values["typography"] = self.typography(self.table(table, "typography"))
        if self.found:
            return Reported(None, tuple(self.found))
        return Reported(Config(root=self.root, languages=self.languages, editions=editions, **values))

    def table(self, table: Mapping[str, Any], name: str) -> dict[str, Any]:
        value = table.get(name, {})
        if isinstance(value, dict):
            return value
        self.say(BAD_VALUE, f"`{name}` has to be a table", self.span(name), f"write [{name}] and its keys below it")
        return {}

    def unknown(self, table: Mapping[str, Any], known: set[str], header: str, nth: int = 0) -> None:
        for key in table:
            if key in known:
                continue
            span = self.span(key, header, nth)
            if not header:
                line = next(
                    (i for i, text in enumerate(self.lines, 1) if re.match(rf"\s*\[\[?\s*{re.escape(key)}\b", text)),
                    span.line,
                )
                span = Span(FILE, line, line)
            near = difflib.get_close_matches(key, sorted(known), 1, 0.5)
            where = f" in [{header}]" if header else ""
            help = f"did you mean `{near[0]}`?" if near else f"known keys: {', '.join(sorted(known))}"
            self.say(UNKNOWN_KEY, f"unknown key `{key}`{where}", span, help)

    # -- [book]

    def book(self, book: dict[str, Any]) -> dict[str, Any]:
        readers: dict[str, Callable[[Any, str], Any]] = {
            "slug": self.slug,
            "title": self.words,
            "subtitle": self.words,
            "authors": self.people,
            "publisher": self.words,
            "date": self.date,
            "year": self.text,
            "identifier": self.text,
            "isbn": self.text,
            "rights": self.words,
            "description": self.words,
            "imprint": self.words,
            "series": self.words,
            "volume": self.text,
            "subjects": self.texts,
            "spot": self.one_of(SPOTS),
            "numbering": self.one_of(NUMBERING),
            "punctuation": self.one_of(PUNCTUATION),
            "contents": self.depth,
            "chapters": self.paths,
        }
        self.unknown(book, {*readers, "languages"}, "book")
        for key in ("title", "identifier"):
            if key not in book:
                self.say(MISSING_KEY, f"[book] has no `{key}`", self.span("", "book"), f"add {key} = …")
        values = {key: read(book[key], key) for key, read in readers.items() if key in book}
        if isinstance(values.get("title"), Words):
            lacking = [tag for tag in self.languages if not values["title"].get(tag)]
            for tag in lacking:
                self.say(
                    MISSING_KEY, f"the title has no words in {tag}", self.span("title", "book"), f"add {tag} = …"
                )
        values.setdefault("slug", re.sub(r"[^\w.-]+", "-", self.root.resolve().name).strip("-.") or "book")
        if values.get("date") and "year" not in values:
            values["year"] = str(values["date"].year)
        return values

    def slug(self, value: Any, key: str) -> str:
        text = self.text(value, key)
        if text and not re.fullmatch(r"[\w][\w.-]*", text):
            self.say(BAD_VALUE, f"`{text}` cannot name files", self.span(key, "book"), "use letters, digits, - and _")
        return text

    def depth(self, value: Any, key: str) -> int:
        if value in (1, 2) and not isinstance(value, bool):
            return int(value)
        help = f"write {key} = 1 for chapters alone, {key} = 2 for their sections too"
        self.say(BAD_VALUE, f"`{key}` cannot be {value!r}", self.span(key, "book"), help)
        return 1

    def text(self, value: Any, key: str, header: str = "book", nth: int = 0) -> str:
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            return str(value)
        self.say(BAD_VALUE, f"`{key}` has to be text", self.span(key, header, nth), f'write {key} = "…"')
        return ""

    def texts(self, value: Any, key: str, header: str = "book", nth: int = 0) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        self.say(BAD_VALUE, f"`{key}` has to be a list of texts", self.span(key, header, nth), f'write {key} = ["…"]')
        return ()

    def paths(self, value: Any, key: str, header: str = "book", nth: int = 0) -> tuple[str, ...]:
        paths = self.texts(value, key, header, nth)
        for path in paths:
            if path.startswith(("/", "\\")) or ".." in PurePosixPath(path).parts or re.match(r"[A-Za-z]:", path):
                help = "name a file inside the book's folder"
                self.say(BAD_VALUE, f"`{path}` leads out of the book", self.span(key, header, nth), help)
        return paths

    def words(self, value: Any, key: str, header: str = "book") -> Words:
        span = self.span(key, header)
        if isinstance(value, str):
            return Words(((self.languages[0], value),)) if self.languages else Words()
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
            example = f'write {key} = {{ zh-Hans = "…", en = "…" }}'
            self.say(BAD_VALUE, f"`{key}` has to be text, or text by language", span, example)
            return Words()
        return Words(tuple((self.tag(tag, span), text.strip()) for tag, text in value.items()))

    def people(self, value: Any, key: str) -> tuple[Person, ...]:
        entries = value if isinstance(value, list) else [value]
        return tuple(self.person(entry, key) for entry in entries)

    def person(self, entry: Any, key: str) -> Person:
        if isinstance(entry, dict) and "role" in entry:
            rest = {tag: text for tag, text in entry.items() if tag != "role"}
            return Person(self.words(rest, key), self.text(entry["role"], key))
        return Person(self.words(entry, key))

    def date(self, value: Any, key: str) -> dt.date | None:
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except (TypeError, ValueError):
            self.say(BAD_VALUE, f"`{key}` has to be a date", self.span(key, "book"), f"write {key} = 2016-11-18")
            return None

    def one_of(self, choices: tuple[str, ...], header: str = "book", nth: int = 0) -> Callable[[Any, str], str]:
        def read(value: Any, key: str) -> str:
            if value in choices:
                return str(value)
            near = difflib.get_close_matches(str(value), choices, 1, 0.5)
            help = f'did you mean "{near[0]}"?' if near else f"one of: {', '.join(choices)}"
            self.say(BAD_VALUE, f"`{key}` cannot be {value!r}", self.span(key, header, nth), help)
            return choices[0]

        return read

    # -- languages

    def tag(self, tag: str, span: Span) -> str:
        if not lang.is_known(tag):
            help = "use a BCP 47 tag such as zh-Hans, zh-Hant, en, ja"
            self.say(UNKNOWN_LANGUAGE, f"`{tag}` is no language tag", span, help)
            return tag
        found = lang.match(tag, self.languages) if self.languages else lang.canonical(tag)
        if found is None:
            mine = ", ".join(self.languages)
            self.say(UNKNOWN_LANGUAGE, f"`{tag}` is not among the book's languages", span, f"they are: {mine}")
        return found or lang.canonical(tag)

    def tags(self, value: Any, header: str, nth: int) -> tuple[str, ...]:
        span = self.span("languages", header, nth)
        if value is None:
            self.say(MISSING_KEY, f"[{header}] has no `languages`", span, 'add languages = ["zh-Hans", "en"]')
            return ()
        if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
            help = 'write languages = ["zh-Hans", "en"]'
            self.say(BAD_VALUE, "`languages` has to be a list of language tags", span, help)
            return ()
        return tuple(dict.fromkeys(self.tag(each, span) for each in value))

    # -- [[edition]], [fonts], [typography]

    def editions(self, value: Any) -> tuple[Edition, ...]:
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.say(
                BAD_VALUE, "editions are written as [[edition]] tables", self.span("edition"), "write [[edition]]"
            )
            return ()
        if not value:
            help = "add [[edition]] with name, languages and layout, last in the file"
            self.say(MISSING_KEY, "the book has no edition", Span(FILE, len(self.lines), len(self.lines)), help)
        editions = tuple(self.edition(table, nth) for nth, table in enumerate(value))
        names = [each.name for each in editions]
        for nth, name in enumerate(names):
            if name in names[:nth]:
                span = self.span("name", "edition", nth)
                self.say(DUPLICATE_EDITION, f"two editions are named `{name}`", span, "give one another name")
        return editions

    def edition(self, table: dict[str, Any], nth: int) -> Edition:
        def choose(choices: tuple[str, ...]) -> Callable[[Any, str], str]:
            return self.one_of(choices, "edition", nth)

        def at(read: Callable[..., Any]) -> Callable[[Any, str], Any]:
            return lambda value, key: read(value, key, "edition", nth)

        readers: dict[str, Callable[[Any, str], Any]] = {
            "name": at(self.name),
            "languages": lambda value, _: self.tags(value, "edition", nth),
            "layout": choose(LAYOUTS),
            "page": at(self.page),
            "formats": at(self.formats),
            "pdf": choose(PDF_VARIANTS),
            "missing": choose(MISSING),
            "isbn": at(self.text),
            "templates": at(self.folder),
            "styles": at(self.paths),
            "embed-fonts": at(self.flag),
            "page-list": at(self.text),
        }
        self.unknown(table, set(readers), "edition", nth)
        for key in ("name", "layout"):
            if key not in table:
                span = self.span(key, "edition", nth)
                self.say(MISSING_KEY, f"edition {nth + 1} has no `{key}`", span, f'add {key} = "…"')
        values = {key.replace("-", "_"): read(table[key], key) for key, read in readers.items() if key in table}
        values.setdefault("name", f"edition-{nth + 1}")
        values.setdefault("layout", "interleaved")
        values.setdefault("languages", self.languages)
        edition = Edition(line=self.span("name", "edition", nth).line, **values)
        self.fits(edition, nth)
        return edition

    def fits(self, edition: Edition, nth: int) -> None:
        """An edition's layout has to go with the number of its languages."""
        single, count = edition.layout == "single", len(edition.languages)
        span = self.span("languages", "edition", nth)
        if single and count > 1:
            help = "name one language, or choose another layout"
            self.say(BAD_VALUE, f"the single edition `{edition.name}` names {count} languages", span, help)
        if not single and count == 1:
            help = 'name two languages, or write layout = "single"'
            self.say(BAD_VALUE, f"the {edition.layout} edition `{edition.name}` names one language", span, help)

    def name(self, value: Any, key: str, header: str, nth: int) -> str:
        text = self.text(value, key, header, nth)
        if text and not re.fullmatch(r"[\w][\w.-]*", text):
            help = "use letters, digits, - and _"
            self.say(BAD_VALUE, f"`{text}` cannot name a file", self.span(key, header, nth), help)
        return text

    def page(self, value: Any, key: str, header: str, nth: int) -> str:
        text = self.text(value, key, header, nth)
        length = r"\d+(\.\d+)?(mm|cm|in|pt|q|pc)"
        named = r"(a[3-6]|b[45]|jis-b[45]|letter|legal|ledger)( (portrait|landscape))?"
        if text and not re.fullmatch(rf"({length} {length}|{named})", text.lower()):
            span = self.span(key, header, nth)
            self.say(BAD_VALUE, f"`{text}` is no page size", span, 'write page = "170mm 240mm" or page = "A5"')
        return text

    def formats(self, value: Any, key: str, header: str, nth: int) -> tuple[str, ...]:
        chosen = self.texts(value, key, header, nth)
        read = self.one_of(FORMATS, header, nth)
        return tuple(dict.fromkeys(read(each, key) for each in chosen)) or FORMATS

    def folder(self, value: Any, key: str, header: str, nth: int) -> str:
        return next(iter(self.paths([value], key, header, nth)), "")

    def flag(self, value: Any, key: str, header: str, nth: int = 0) -> bool:
        if isinstance(value, bool):
            return value
        self.say(BAD_VALUE, f"`{key}` has to be true or false", self.span(key, header, nth))
        return False

    def fonts(self, table: dict[str, Any]) -> tuple[tuple[str, str], ...]:
        self.unknown(table, set(FONT_ROLES), "fonts")
        return tuple((key, self.text(value, key, "fonts")) for key, value in table.items() if key in FONT_ROLES)

    def typography(self, table: dict[str, Any]) -> Typography:
        def choose(choices: tuple[str, ...]) -> Callable[[Any, str], str]:
            return self.one_of(choices, "typography")

        def flag(value: Any, key: str) -> bool:
            return self.flag(value, key, "typography")

        readers: dict[str, Callable[[Any, str], Any]] = {
            "autospace": self.autospace,
            "strictness": choose(STRICTNESS),
            "line-end-trim": flag,
            "hanging": flag,
            "breaking": choose(BREAKING),
            "english": choose(ENGLISH),
            "emphasis": choose(EMPHASIS),
        }
        self.unknown(table, set(readers), "typography")
        return Typography(
            **{key.replace("-", "_"): read(table[key], key) for key, read in readers.items() if key in table}
        )

    def autospace(self, value: Any, key: str) -> float:
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        span = self.span(key, "typography")
        self.say(BAD_VALUE, f"`{key}` has to be a width from 0 to 1 em", span, f"write {key} = 0.25")
        return 0.25
