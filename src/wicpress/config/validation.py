"""Validates ``book.toml``: reads the file into one frozen ``Config``, or reports everything that is wrong with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from wicpress import languages as lang
from wicpress import limits
from wicpress.config.choices import read_citations, read_pictures
from wicpress.config.diagnostics import (
    BAD_VALUE,
    BROKEN_TOML,
    DUPLICATE_EDITION,
    MISSING_KEY,
    NO_BOOK,
    encoding_hint,
)
from wicpress.config.field_reader import LONGEST_NAME, FieldReader, ReadValue
from wicpress.config.settings import (
    AUTO,
    BRACKETED_PAGES,
    BREAKING,
    CODE_COLOURS,
    COUNTED_FIELDS,
    EMPHASIS,
    ENGLISH,
    FIGURES,
    FILE,
    FONT_ROLES,
    FORMATS,
    IMPRINT_FIELDS,
    LISTS,
    MISSING,
    MISSING_REFERENCES,
    NOTE_MARKS,
    NOTE_NUMBERS,
    NOTE_PLACES,
    NOTE_SEQUENCES,
    NUMBERING,
    PDF_VARIANTS,
    PICTURES,
    PUNCTUATION,
    RUBY,
    RUBY_TONES,
    RUNNING_HEADS,
    SPOT_COLOURS,
    STRICTNESS,
    WRITING,
    Config,
    Edition,
    FontSetting,
    LocalizedText,
    NoteSettings,
    NumberScheme,
    NumberSettings,
    Typography,
    default_scheme,
)
from wicpress.config.toml_positions import TomlPositions
from wicpress.config.toml_syntax import single_edition_table, syntax_diagnostic
from wicpress.config.user_settings import BAD_LIMIT
from wicpress.diagnostics import Diagnostic, Span, WithDiagnostics, sorted_unique
from wicpress.layout import layouts
from wicpress.system.folder import LeadsOutError, NoFileError, open_beneath, real_path

DEFAULT_LAYOUT = "interleaved"
ELSEWHERE = "write [limits] into your own ~/.config/wicpress/config.toml, or build with --limits"
_LISTED = " and ".join(f"`{each}`" for each in COUNTED_FIELDS)
TABLES = {
    "book",
    "edition",
    "short-titles",
    "numbers",
    "notes",
    "citations",
    "fonts",
    "typography",
    "pictures",
    "imprint",
}


def load(root: Path, *, partial: bool = False) -> WithDiagnostics[Config | None]:
    """Read and validate ``root/book.toml``; the value is None where there are errors, all of which are reported.

    ``partial``: it then holds what is right, unless the languages or the chapters are wrong.
    """
    try:
        with open_beneath(root, FILE) as file:
            data = file.read(limits.most("source") + 1)
    except LeadsOutError:
        return _no_config(f"{FILE} is a link that leads out of the book's folder", "put the file itself there")
    except (FileNotFoundError, NotADirectoryError):
        hint = "name a folder that has one, or start a book with `wicpress new DIR`"
        return WithDiagnostics(None, (NO_BOOK(f"{root}: there is no {FILE} in it", hint=hint),))
    except (IsADirectoryError, NoFileError):
        return _no_config(f"{FILE} is no file", "write one, or start a book with `wicpress new DIR`")
    except OSError as error:
        return _no_config(f"{FILE} cannot be read: {error.strerror}", "")
    if len(data) > limits.most("source"):
        return _no_config(f"{FILE} is larger than {limits.shown('source')}", limits.way_out("source"))
    return parse(data, root, partial=partial)


def _no_config(message: str, hint: str) -> WithDiagnostics[Config | None]:
    return WithDiagnostics(None, (NO_BOOK(message, Span(FILE, 1, 1), hint=hint),))


def parse(data: bytes, root: Path, *, partial: bool = False) -> WithDiagnostics[Config | None]:
    """Validate the bytes of a ``book.toml`` whose folder is ``root``; no file is read. ``partial`` as in ``load``."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"byte {error.start + 1} (0x{data[error.start]:02x}) of {FILE} is not UTF-8"
        return WithDiagnostics(None, (BROKEN_TOML(message, Span(FILE, line, line), hint=encoding_hint(FILE, data)),))
    except RecursionError:
        message = "tables or lists are nested too deep to be read"
        return WithDiagnostics(None, (BROKEN_TOML(message, Span(FILE, 1, 1), hint="take them out of each other"),))
    except ValueError as error:
        return WithDiagnostics(None, (syntax_diagnostic(text, error),))
    return _Validator(TomlPositions(tuple(text.split("\n"))), root).config(table, partial=partial)


@attrs.define
class _Validator:
    """Validates the tables of one file and collects their diagnostics."""

    positions: TomlPositions
    root: Path
    diagnostics: list[Diagnostic] = attrs.field(factory=list)
    languages: tuple[str, ...] = ()

    def fields(self, header: str, nth: int = 0) -> FieldReader:
        """Return a reader of the values of one table."""
        return FieldReader(self.positions, self.diagnostics, self.languages, header, nth)

    def config(self, table: dict[str, Any], *, partial: bool) -> WithDiagnostics[Config | None]:
        """Validate the whole file; a ``partial`` value has no editions where tables other than [book] are wrong."""
        top = self.fields("")
        if "limits" in table:
            top.report(
                BAD_LIMIT, "a book cannot say what it may cost: that is for whoever builds it", "limits", ELSEWHERE
            )
        table = top.corrected({key: value for key, value in table.items() if key != "limits"}, TABLES)
        elsewhere = len(self.diagnostics)
        book = self.fields("book").corrected(self.table(table, "book"), {*self.book_readers(), "languages"})
        self.languages = self.read_languages(book)
        values = self.book(book)
        elsewhere -= len(self.diagnostics)
        editions = self.editions(table.get("edition", []))
        values["short_titles"] = self.short_titles(self.table(table, "short-titles"))
        values["fonts"] = self.fonts(self.table(table, "fonts"))
        values["numbers"] = self.numbers(self.table(table, "numbers"), values.get("numbering", ""))
        values["notes"] = self.notes(self.table(table, "notes"))
        values["citations"] = read_citations(self.fields("citations"), self.table(table, "citations"))
        values["typography"] = self.typography(self.table(table, "typography"))
        values["pictures"] = read_pictures(self.fields("pictures"), self.table(table, "pictures"))
        values["imprint_fields"] = self.imprint(self.table(table, "imprint"))
        elsewhere += len(self.diagnostics)
        if self.diagnostics and not (partial and self.languages and not self.is_wrong(book, "chapters")):
            return WithDiagnostics(None, sorted_unique(self.diagnostics))
        values.setdefault("title", LocalizedText())
        values.setdefault("identifier", "")
        config = Config(root=self.root, languages=self.languages, editions=() if elsewhere else editions, **values)
        return WithDiagnostics(config, sorted_unique(self.diagnostics))

    def is_wrong(self, book: Mapping[str, Any], key: str) -> bool:
        """Return whether a diagnostic speaks of a key of [book]."""
        place = self.fields("book").span(key)
        return key in book and any(each.span == place for each in self.diagnostics)

    def table(self, table: Mapping[str, Any], name: str) -> dict[str, Any]:
        """Return a table of the file, empty where there is none."""
        value = table.get(name, {})
        if isinstance(value, dict):
            return value
        hint = f"write [{name}] and its keys below it"
        self.fields("").report(BAD_VALUE, f"`{name}` has to be a table", name, hint)
        return {}

    # -- [book]

    def read_languages(self, book: dict[str, Any]) -> tuple[str, ...]:
        """Return the languages of the book, the leading one first; none where one of them is wrong."""
        fields = self.fields("book")
        if "languages" in book:
            before = len(self.diagnostics)
            tags = fields.tags(book["languages"], "languages")
            # With a wrong language, every value that uses it would be reported too.
            return tags if len(self.diagnostics) == before else ()
        fields.report(MISSING_KEY, "[book] has no `languages`", "languages", 'add languages = ["zh-Hans", "en"]')
        return ()

    def book_readers(self) -> dict[str, ReadValue]:
        """Return what reads the values of [book], without its languages, by key."""
        fields = self.fields("book")
        return {
            "slug": fields.name,
            **dict.fromkeys(("title", "subtitle", "series", "half-title", "series-page"), fields.short_words),
            "authors": fields.people,
            "publisher": fields.words,
            "date": fields.date,
            "year": fields.text,
            "identifier": fields.text,
            "isbn": fields.isbn,
            "rights": fields.words,
            "description": fields.words,
            "imprint": fields.words,
            "volume": fields.text,
            "source-edition": fields.text,
            "bracketed-pages": fields.one_of(BRACKETED_PAGES),
            "draft": fields.flag,
            "subjects": fields.texts,
            "spot": fields.one_of(SPOT_COLOURS),
            "numbering": fields.one_of(NUMBERING),
            "punctuation": fields.one_of(PUNCTUATION),
            "ruby": fields.one_of(RUBY),
            "ruby-tones": fields.one_of(RUBY_TONES),
            "figures": fields.one_of(FIGURES),
            "contents": fields.depth,
            "lists": fields.several_of(LISTS),
            "openings": fields.openings,
            "running-heads": fields.one_of(RUNNING_HEADS),
            "chapters": fields.paths,
        }

    def book(self, book: dict[str, Any]) -> dict[str, Any]:
        """Return the values of [book] without its languages."""
        fields = self.fields("book")
        values = fields.values(book, self.book_readers())
        for key in ("title", "identifier"):
            if key not in book or values[key] == "":
                fields.report(MISSING_KEY, f"[book] has no `{key}`", key, f"add {key} = …")
        title = values.get("title", LocalizedText())
        for tag in (tag for tag in self.languages if "title" in book and not title.get(tag)):
            fields.report(MISSING_KEY, f"the title has no text in {tag}", "title", f"add {tag} = …")
        if values.get("series_page") and not values.get("half_title"):
            hint = "give half-title = { … }, the short title on the page before it"
            fields.report(BAD_VALUE, "the page of the series is the back of the half-title, and there is none",
                          "series-page", hint)  # fmt: skip
        if values.get("volume") and not values.get("series", "series" in book):
            hint = "name the series, or all volumes together: series = { … }"
            fields.report(BAD_VALUE, "a volume belongs to a series, and there is none", "volume", hint)
        if values.get("ruby", "none") != "none" and "zh" not in map(lang.primary, self.languages or ("zh",)):
            fields.report(BAD_VALUE, "readings stand above Chinese, and the book has none", "ruby", "take it away")
        values.setdefault("slug", _slug_of(self.root))
        if values.get("date") and "year" not in values:
            values["year"] = str(values["date"].year)
        return values

    # -- [[edition]]

    def editions(self, value: Any) -> tuple[Edition, ...]:
        """Return all editions; two of one name are reported."""
        top = self.fields("")
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            if single := single_edition_table(self.positions.lines, BAD_VALUE):
                self.diagnostics.append(single)
            else:
                top.report(BAD_VALUE, "editions are written as [[edition]] tables", "edition", "write [[edition]]")
            return ()
        if not value:
            last = len(self.positions.lines)
            hint = "add [[edition]] with name, languages and layout, last in the file"
            self.diagnostics.append(MISSING_KEY("the book has no edition", Span(FILE, last, last), hint=hint))
        if len(value) > limits.most("editions"):
            message = f"the book has {len(value):,} editions: more than {limits.shown('editions')} are not read"
            self.fields("edition", limits.most("editions")).report(
                BAD_VALUE, message, "name", limits.way_out("editions")
            )
        editions = tuple(self.edition(table, nth) for nth, table in enumerate(value[: limits.most("editions")]))
        names: set[str] = set()
        for nth, edition in enumerate(editions):
            if edition.name.casefold() in names:
                message = f"two editions are named `{edition.name}`"
                self.fields("edition", nth).report(DUPLICATE_EDITION, message, "name", "give one another name")
            names.add(edition.name.casefold())
        return editions

    def edition(self, table: dict[str, Any], nth: int) -> Edition:
        """Return the ``nth`` edition, counted from 0."""
        fields = self.fields("edition", nth)
        readers: dict[str, ReadValue] = {
            "name": fields.name,
            "languages": fields.tags,
            "layout": fields.one_of(tuple(layouts())),
            "page": fields.page,
            "formats": fields.several_of(FORMATS),
            "pdf": fields.one_of(PDF_VARIANTS),
            "missing": fields.one_of(MISSING),
            "missing-references": fields.one_of(MISSING_REFERENCES),
            "isbn": fields.isbn,
            "templates": fields.folder,
            "styles": fields.paths,
            "embed-fonts": fields.flag,
            "attach": fields.flag,
            "verse-range": fields.flag,
            "page-list": fields.text,
            "writing": fields.one_of(WRITING),
            "code-colours": fields.one_of(CODE_COLOURS),
            "pictures": fields.one_of(PICTURES),
        }
        table = fields.corrected(table, readers)
        for key in ("name", "layout"):
            if key not in table:
                fields.report(MISSING_KEY, f"edition {nth + 1} has no `{key}`", key, f'add {key} = "…"')
        defaults = {"name": f"edition-{nth + 1}", "layout": DEFAULT_LAYOUT, "languages": self.languages}
        edition = Edition(line=fields.span("name").line, **(defaults | fields.values(table, readers)))
        if table.get("layout") == edition.layout:  # else it has been reported
            self.check_layout(edition, fields)
        return edition

    def check_layout(self, edition: Edition, fields: FieldReader) -> None:
        """Report a layout that does not go with the number of the edition's languages."""
        least, most = layouts()[edition.layout].languages
        count = len(edition.languages)
        edition_of = f"the {edition.layout} edition `{edition.name}`"
        if most is not None and count > most:
            hint = f"name {_languages(most)}, or choose another layout"
            fields.report(BAD_VALUE, f"{edition_of} names {_languages(count)}", "languages", hint)
        if 0 < count < least:
            hint = f'name {_languages(least)}, or write layout = "single"'
            fields.report(BAD_VALUE, f"{edition_of} names {_languages(count)}", "languages", hint)
        if edition.writing == "vertical":
            self.check_vertical(edition, fields)

    def check_vertical(self, edition: Edition, fields: FieldReader) -> None:
        """Report vertical lines anywhere but in an e-book that is in Chinese or Japanese alone."""
        if not layouts()[edition.layout].vertical or not all(map(lang.is_chinese_or_japanese, edition.languages)):
            message = f"the edition `{edition.name}` cannot be vertical: it is not in Chinese or Japanese alone"
            fields.report(BAD_VALUE, message, "writing", 'write layout = "single" and languages = ["zh-Hans"]')
        if "pdf" in edition.formats:
            message = f"the edition `{edition.name}` cannot be vertical on paper: PDF pages are set across"
            where = "formats" if edition.formats != FORMATS else "writing"
            fields.report(BAD_VALUE, message, where, 'write formats = ["epub"] for this edition')

    # -- the other tables

    def short_titles(self, table: dict[str, Any]) -> tuple[tuple[str, LocalizedText], ...]:
        """Return running heads by chapter id or file stem."""
        fields = self.fields("short-titles")
        return tuple((key, fields.words(value, key)) for key, value in table.items())

    def numbers(self, table: dict[str, Any], numbering: str) -> NumberSettings:
        """Return how headings and captions are numbered."""
        fields = self.fields("numbers")
        if table and numbering != "auto":
            message = "[numbers] has no effect: the numbers of this book are those of the manuscript"
            fields.report(
                BAD_VALUE, message, next(iter(table)), 'write numbering = "auto" in [book], or take it away'
            )
        readers: dict[str, ReadValue] = {
            "headings": fields.levels,
            "parts": fields.patterns,
            "appendices": fields.patterns,
            "captions": fields.one_of(("book", "chapter")),
        }
        values = fields.values(fields.corrected(table, readers), readers)
        schemes = []
        for tag in self.languages:
            usual = default_scheme(tag)
            headings = values.get("headings", {}).get(tag, usual.headings)
            part, appendix = (values.get(key, {}).get(tag) for key in ("parts", "appendices"))
            part, appendix = usual.part if part is None else part, usual.appendix if appendix is None else appendix
            schemes.append((tag, NumberScheme(headings, part, appendix)))
        return NumberSettings(tuple(schemes), values.get("captions", "book"))

    def notes(self, table: dict[str, Any]) -> NoteSettings:
        """Return where notes stand, and how they are numbered."""
        fields = self.fields("notes")
        readers: dict[str, ReadValue] = {
            "place": fields.one_of(NOTE_PLACES),
            "numbers": fields.one_of(NOTE_NUMBERS),
            "marks": fields.one_by_language(NOTE_MARKS),
            "sequence": fields.one_of(NOTE_SEQUENCES),
        }
        values = fields.values(fields.corrected(table, readers), readers)
        if isinstance(values.get("marks"), dict):
            values["own_marks"] = tuple(values.pop("marks").items())
        settings = NoteSettings(**values)
        if settings.own_marks and settings.sequence == "shared":
            hint = 'write sequence = "language", or the same marks for all: marks = "circled"'
            fields.report(BAD_VALUE, "notes that count together have the same marks in all languages", "marks", hint)
        if settings.numbers == "page" and settings.place != "foot":
            hint = 'write place = "foot", or numbers = "chapter"'
            fields.report(BAD_VALUE, "notes behind the text cannot be numbered by page", "numbers", hint, "page")
        if settings.sequence == "language" and len(self.languages) == 1:
            hint = "leave sequence out"
            fields.report(BAD_VALUE, "a book in one language has one sequence of notes", "sequence", hint, "language")
        return settings

    def fonts(self, table: dict[str, Any]) -> tuple[FontSetting, ...]:
        """Return the fonts of each role: a name, a list of names, or either by language."""
        fields = self.fields("fonts")
        table = fields.corrected(table, FONT_ROLES)
        return tuple(setting for key in table if key in FONT_ROLES for setting in fields.fonts(table[key], key))

    def typography(self, table: dict[str, Any]) -> Typography:
        """Return how lines are set."""
        fields = self.fields("typography")
        readers: dict[str, ReadValue] = {
            "autospace": fields.em,
            "strictness": fields.one_of(STRICTNESS),
            "line-end-trim": fields.flag,
            "hanging": fields.flag,
            "breaking": fields.one_of(BREAKING),
            "english": fields.one_of(ENGLISH),
            "emphasis": fields.one_of(EMPHASIS),
            "hyphenation": fields.divided_words,
        }
        table = fields.corrected(table, readers)
        return Typography(**fields.values(table, readers))

    # -- [imprint]

    def imprint(self, table: dict[str, Any]) -> tuple[tuple[str, LocalizedText], ...]:
        """Return the fields of the imprint page that have a value, in the order in which they are printed."""
        fields = self.fields("imprint")
        table = fields.corrected(table, IMPRINT_FIELDS)
        values = [(key, fields.words_or_number(table[key], key)) for key in IMPRINT_FIELDS if key in table]
        for key, words in values:
            if key not in COUNTED_FIELDS and any(text.lower() == AUTO for _, text in words.by_lang):
                hint = (
                    "leave it away: the size of the page is shown"
                    if key == "format"
                    else "write it, or leave it away"
                )
                fields.report(BAD_VALUE, f"`{key}` is not counted: only {_LISTED} may be auto", key, hint)
        return tuple((key, words) for key, words in values if words)


def _languages(count: int) -> str:
    """Return ``one language``, ``two languages``, ``3 languages``."""
    return {1: "one language", 2: "two languages"}.get(count, f"{count} languages")


def _slug_of(root: Path) -> str:
    """Return the name of a book's folder as that of a file, which is no longer than a slug may be."""
    name = re.sub(r"[^\w.-]+", "-", real_path(root).name)
    return name.encode()[:LONGEST_NAME].decode("utf-8", "ignore").strip("-.") or "book"
