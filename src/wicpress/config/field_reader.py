"""Reads and checks the values of one table of ``book.toml``; each diagnostic has the line of its key."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from itertools import accumulate
from pathlib import PurePosixPath
from typing import Any

import attrs

from wicpress import languages as lang
from wicpress import numerals
from wicpress.config.check_digits import is_isbn, is_orcid, isbn_problem
from wicpress.config.diagnostics import BAD_VALUE, UNKNOWN_KEY, UNKNOWN_LANGUAGE
from wicpress.config.settings import (
    CHAPTER_CLASSES,
    FILE,
    OPENINGS,
    FontSetting,
    LocalizedText,
    OpeningSettings,
    Person,
)
from wicpress.config.similar_names import SimilarNames
from wicpress.config.toml_positions import TomlPositions
from wicpress.diagnostics import Diagnostic, DiagnosticKind, Span

_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "q": 0.25}
_NAMED_PAGE = re.compile(r"(a[3-6]|b[45]|jis-b[45]|letter|legal|ledger)( (portrait|landscape))?")
_LENGTH = r"(\d{1,5}(?:\.\d{1,4})?)(mm|cm|in|pt|q|pc)"
MIN_, MAX_PAGE_MM = 40.0, 2000.0
"""Sides of a page, in mm: a smaller one holds no line, a larger one cannot be printed."""

LONGEST_WORDS = 500
"""So many letters fit on a title page in two languages; a Han character is two."""
LARGEST = 2**63
"""Integers of TOML have 64 bits (TOML 1.0, Integer); Python reads longer ones, and writes none of 4,301 digits."""
LONGEST_NAME, LONGEST_PART, LONGEST_PATH = 100, 255, 1000
"""Bytes of a name that becomes a part of a file's name, of a folder or file in a path, and of a path."""

DEFAULT = "default"
"""The key of the fonts for all languages, in a table of fonts by language."""

DEEPEST = 6
"""So many levels of headings there are."""

_OF_PERSON = frozenset({"role", "affiliation", "orcid"})
"""What a person has beside a name."""

ReadValue = Callable[[Any, str], Any]


@attrs.frozen
class FieldReader:
    """Reads the values of one table; ``languages`` are the book's, as far as they are known.

    Every method takes a value of the file and its key, and returns the value that was meant; or it reports what is
    wrong and returns a harmless one.
    """

    positions: TomlPositions
    diagnostics: list[Diagnostic]
    languages: tuple[str, ...] = ()
    header: str = ""
    nth: int = 0

    def span(self, key: str) -> Span:
        """Return where a key of this table stands."""
        return self.positions.span(key, self.header, self.nth)

    def report(self, kind: DiagnosticKind, message: str, key: str, hint: str = "", part: str = "") -> None:
        """Report a diagnostic at the value of a key, or at a ``part`` of it, such as a text in a list."""
        span = self.span(key)
        columns = self.positions.value_columns(self.positions.written(key, self.header, self.nth), span)
        if part and columns[0] and (place := self.positions.part_place(part, span.line, columns[0])):
            span, columns = Span(FILE, place[0], place[0]), (place[1], place[1] + len(part))
        self.diagnostics.append(kind(message, span, hint=hint, columns=columns))

    def corrected(self, table: Mapping[str, Any], known_keys: Collection[str]) -> dict[str, Any]:
        """Report each key outside ``known_keys``, with the nearest of them and the edit that writes it.

        Return the table in which a value stands under the key that its own was probably meant to be, so that this
        one is not reported as missing.
        """
        corrected = dict(table)
        for key in table:
            if key in known_keys:
                continue
            close = SimilarNames(sorted(known_keys)).nearest(key, 0.5)
            span = self.span(key)
            where = f" in [{self.header}]" if self.header else ""
            hint = f"did you mean `{close}`?" if close else f"known keys: {', '.join(sorted(known_keys))}"
            likely = SimilarNames(sorted(each for each in known_keys if each not in corrected)).nearest(key, 0.75)
            edits = self.positions.rename_edit(key, likely, span) if likely else ()
            columns = self.positions.key_columns(key, span)
            message = f"unknown key `{short(key)}`{where}"
            self.diagnostics.append(UNKNOWN_KEY(message, span, hint=hint, edits=edits, columns=columns))
            if likely:
                corrected[likely] = corrected.pop(key)
                self.positions.misspelt[self.header, self.nth, likely] = key
        return corrected

    def values(self, table: Mapping[str, Any], readers: Mapping[str, ReadValue]) -> dict[str, Any]:
        """Return the values of a table by the names of their attributes (``embed-fonts`` is ``embed_fonts``)."""
        return {key.replace("-", "_"): read(table[key], key) for key, read in readers.items() if key in table}

    # -- texts

    def text(self, value: Any, key: str) -> str:
        """Return text, or a whole number as text."""
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST:
            return str(value)
        self.report(BAD_VALUE, f"`{key}` has to be text", key, f'write {key} = "…"')
        return ""

    def texts(self, value: Any, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        self.report(BAD_VALUE, f"`{key}` has to be a list of texts", key, f'write {key} = ["…"]')
        return ()

    def divided_words(self, value: Any, key: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Return words, in lower case, each with the letters before which it may be divided."""
        words: dict[str, tuple[int, ...]] = {}
        for written in self.texts(value, key):
            parts = unicodedata.normalize("NFC", written).lower().split("-")
            word, places = "".join(parts), tuple(accumulate(map(len, parts[:-1])))
            if not all(map(str.isalpha, parts)) or lang.has_cjk(word):
                hint = "write letters, with a hyphen at each place where the word may be divided: data-base"
                self.report(BAD_VALUE, f"`{short(written)}` is no word with its divisions", key, hint, written)
            elif words.setdefault(word, places) != places:
                message = f"`{short(word)}` is divided in two ways"
                self.report(BAD_VALUE, message, key, "write it once, with all its hyphens", written)
        return tuple(words.items())

    def name(self, value: Any, key: str) -> str:
        """Return a name that can be part of a file's name."""
        text = self.text(value, key)
        if not re.fullmatch(r"\w[\w.-]*", text) and isinstance(value, str):
            self.report(BAD_VALUE, f"`{short(text)}` cannot name a file", key, "use letters, digits, - and _")
        elif len(text.encode()) > LONGEST_NAME:
            message = f"`{short(text)}` is too long for the name of a file"
            self.report(BAD_VALUE, message, key, f"use at most {LONGEST_NAME} letters, or a third of it in Chinese")
        return text

    def paths(self, value: Any, key: str) -> tuple[str, ...]:
        """Return paths inside the book's folder."""
        paths = self.texts(value, key)
        for path in paths:
            outside = path.startswith(("/", "\\", "~")) or ".." in PurePosixPath(path.replace("\\", "/")).parts
            if outside or re.match(r"[A-Za-z]:", path) or "\0" in path:
                hint = "name a file inside the book's folder"
                self.report(BAD_VALUE, f"`{short(path)}` leads out of the book", key, hint, path)
            elif is_too_long(path):
                hint = f"a folder or a file has a name of at most {LONGEST_PART} bytes, a path has {LONGEST_PATH}"
                self.report(BAD_VALUE, f"`{short(path)}` is too long for a path", key, hint, path)
        return paths

    def folder(self, value: Any, key: str) -> str:
        """Return one path inside the book's folder."""
        return next(iter(self.paths([value], key)), "")

    def isbn(self, value: Any, key: str) -> str:
        """Return an ISBN of 13 or 10 digits whose check digit is right (ISO 2108)."""
        text = self.text(value, key)
        if text and not is_isbn(text):
            message = f"`{short(text)}` is no ISBN{isbn_problem(text)}"
            self.report(BAD_VALUE, message, key, "compare it with the agency's letter")
        return text

    # -- words and people

    def words(self, value: Any, key: str) -> LocalizedText:
        """Return text by language; plain text is in the leading language."""
        if isinstance(value, str):
            return LocalizedText(((self.languages[0], value.strip()),)) if self.languages else LocalizedText()
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
            example = f'write {key} = {{ zh-Hans = "…", en = "…" }}'
            self.report(BAD_VALUE, f"`{key}` has to be text, or text by language", key, example)
            return LocalizedText()
        pairs = tuple((self.tag(tag, key), text.strip()) for tag, text in value.items())
        if len(dict(pairs)) < len(pairs):
            self.report(BAD_VALUE, f"`{key}` has two texts for one language", key, "keep one of them")
        return LocalizedText(pairs)

    def short_words(self, value: Any, key: str) -> LocalizedText:
        """Return text by language that fits on a page of large type."""
        words = self.words(value, key)
        for _, text in words.by_lang:
            if len(text) + len(lang.HAN.findall(text)) > LONGEST_WORDS:
                hint = f"take fewer words: {LONGEST_WORDS} letters at most, a Han character being two"
                self.report(BAD_VALUE, f"`{key}` is too long for its page: `{short(text)}`", key, hint, text[:20])
        return words

    def words_or_number(self, value: Any, key: str) -> LocalizedText:
        """Return text by language; plain text, or a number that is not negative, is the same in all languages."""
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            if not isinstance(value, str) and not 0 <= value < LARGEST:
                self.report(BAD_VALUE, f"`{key}` is no number of anything", key, "write a number from 0 on, or text")
                return LocalizedText()
            text = f"{value:g}" if isinstance(value, float) else self.text(value, key)
            return LocalizedText(tuple((tag, text) for tag in self.languages))
        return self.words(value, key)

    def people(self, value: Any, key: str) -> tuple[Person, ...]:
        """Return people: each is text, or text by language with a ``role``, an ``affiliation`` and an ``orcid``."""
        return tuple(self.person(entry, key) for entry in (value if isinstance(value, list) else [value]))

    def person(self, entry: Any, key: str) -> Person:
        """Return one person."""
        if not isinstance(entry, dict) or not _OF_PERSON.intersection(entry):
            return Person(self.words(entry, key))
        role = self.text(entry.get("role", "aut"), key)
        if not re.fullmatch("[a-z]{3}", role):
            hint = "use a MARC relator code: aut, trl, edt, ill, pht, …"
            self.report(BAD_VALUE, f"`{short(role)}` is no role", key, hint, role)
        name = self.words({tag: text for tag, text in entry.items() if tag not in _OF_PERSON}, key)
        affiliation = self.words(entry["affiliation"], key) if "affiliation" in entry else LocalizedText()
        return Person(name, role, affiliation, self.orcid(entry.get("orcid", ""), key))

    def orcid(self, value: Any, key: str) -> str:
        """Return an ORCID with hyphens whose check digit is right; its address at orcid.org is read, too."""
        text = self.text(value, key)
        plain = re.sub(r"^(https?://)?(www\.)?orcid\.org/", "", text).upper()
        if text and not is_orcid(plain):
            message = f"`{short(text)}` is no ORCID: 16 digits in fours, the last a check digit"
            self.report(BAD_VALUE, message, key, "copy it from the person's page at orcid.org", text)
        return plain

    def fonts(self, value: Any, key: str) -> tuple[FontSetting, ...]:
        """Return the fonts of a role: a name, a list of names, or either by language and ``default``."""
        if isinstance(value, dict):
            tags = {each: "" if each == DEFAULT else self.any_tag(each, key) for each in value}
            return tuple(setting for each in value for setting in self._fonts(value[each], key, tags[each]))
        return self._fonts(value, key, "")

    def _fonts(self, value: Any, key: str, tag: str) -> tuple[FontSetting, ...]:
        if isinstance(value, str) and value.strip():
            return (FontSetting(key, (value.strip(),), tag),)
        names = [each.strip() for each in value if isinstance(each, str)] if isinstance(value, list) else []
        if names and all(names) and len(names) == len(value):
            return (FontSetting(key, tuple(dict.fromkeys(names)), tag, with_bundled=not tag),)
        hint = f'write {key} = "fonts/A.ttf", {key} = ["fonts/A.ttf", "fonts/B.ttf"] or {key} = {{ zh-Hant = "…" }}'
        self.report(BAD_VALUE, f"`{key}` has to be the name of a font, or a list of names", key, hint)
        return ()

    # -- choices

    def one_of(self, choices: tuple[str, ...]) -> ReadValue:
        """Return a reader of one of ``choices``."""

        def read(value: Any, key: str) -> str:
            if value in choices:
                return str(value)
            close = SimilarNames(choices).nearest(value, 0.5) if isinstance(value, str) else ""
            every = " or ".join(f'"{each}"' for each in choices)
            hint = f'did you mean "{close}"?' if close else f"write {every}"
            part = value if isinstance(value, str) else ""
            self.report(BAD_VALUE, f"`{key}` cannot be {toml_value(value)}", key, hint, part)
            return choices[0]

        return read

    def one_by_language(self, choices: tuple[str, ...]) -> ReadValue:
        """Return a reader of one of ``choices``, for all languages or for each."""
        read_one = self.one_of(choices)

        def read(value: Any, key: str) -> Any:
            if isinstance(value, dict):
                return {self.tag(tag, key): read_one(each, key) for tag, each in value.items()}
            return read_one(value, key)

        return read

    def several_of(self, choices: tuple[str, ...]) -> ReadValue:
        """Return a reader of a list of ``choices``, each once; an empty list is reported."""

        def read(value: Any, key: str) -> tuple[str, ...]:
            choose = self.one_of(choices)
            chosen = tuple(dict.fromkeys(choose(each, key) for each in self.texts(value, key)))
            if value == []:
                self.report(BAD_VALUE, f"`{key}` is empty", key, f"name some of: {', '.join(choices)}")
            return chosen or choices

        return read

    def openings(self, value: Any, key: str) -> OpeningSettings:
        """Return where chapters open: one way for all, or a way for each class of chapter."""
        if not isinstance(value, dict):
            way = self.one_of(OPENINGS)(value, key)
            apart = "page" if way == "run-on" else way
            return OpeningSettings(apart, way, way, way, front=apart, back=way)
        for name in (each for each in value if each not in CHAPTER_CLASSES):
            close = SimilarNames(CHAPTER_CLASSES).nearest(name, 0.5)
            hint = f"did you mean `{close}`?" if close else f"write some of: {', '.join(CHAPTER_CLASSES)}"
            self.report(BAD_VALUE, f"`{short(name)}` is no class of chapter", key, hint, name)
        ways = {name: self.one_of(OPENINGS)(value[name], key) for name in CHAPTER_CLASSES if name in value}
        if ways.get("part") == "run-on":
            hint = 'write part = "page"'
            self.report(BAD_VALUE, "the title of a part has a page of its own: it cannot run on", key, hint, "run-on")
        return OpeningSettings(**ways)

    def levels(self, value: Any, key: str) -> dict[str, tuple[str, ...]]:
        """Return by language the first number of each level of headings, from chapters on."""
        if not isinstance(value, dict) or not all(_is_list_of_texts(each) for each in value.values()):
            hint = f'write {key} = {{ zh-Hans = ["第一章", "第一节", "一、"], en = ["Chapter 1", "1.1", "1.1.1"] }}'
            self.report(BAD_VALUE, f"`{key}` has to be a list of numbers by language", key, hint)
            return {}
        for tag in (tag for tag, numbers in value.items() if len(numbers) > DEEPEST):
            self.report(BAD_VALUE, f"there are {DEEPEST} levels of headings", key, "keep the first six", tag)
        return {
            self.tag(tag, key): tuple(self.pattern(each, key) for each in numbers) for tag, numbers in value.items()
        }

    def patterns(self, value: Any, key: str) -> dict[str, str]:
        """Return by language how a number is written."""
        return {tag: self.pattern(text, key) for tag, text in self.words(value, key).by_lang}

    def pattern(self, text: str, key: str) -> str:
        """Return a text that is written as the first number of a sequence, or empty."""
        if text and not numerals.is_pattern(text):
            hint = "write it as the first number: 第一章, （一）, Chapter 1, 1.1, Part I, A, ①"
            self.report(BAD_VALUE, f"`{short(text)}` has no number that counts, or two", key, hint, text)
        return text

    def flag(self, value: Any, key: str) -> bool:
        """Return true or false."""
        if isinstance(value, bool):
            return value
        self.report(BAD_VALUE, f"`{key}` has to be true or false", key, f"write {key} = true")
        return False

    def depth(self, value: Any, key: str) -> int:
        """Return how many levels of headings the contents show: 1 to 6."""
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= DEEPEST:
            return value
        hint = f"write {key} = 1 for chapters alone, {key} = 2 for their sections too, up to 6"
        self.report(BAD_VALUE, f"`{key}` cannot be {toml_value(value)}", key, hint)
        return 1

    def em(self, value: Any, key: str) -> float:
        """Return a width from 0 to 1 em."""
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        self.report(BAD_VALUE, f"`{key}` has to be a width from 0 to 1 em", key, f"write {key} = 0.25")
        return 0.25

    def date(self, value: Any, key: str) -> dt.date | None:
        """Return a day, given as TOML or as text."""
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except (TypeError, ValueError):
            self.report(BAD_VALUE, f"`{key}` has to be a date", key, f"write {key} = 2016-11-18")
            return None

    def page(self, value: Any, key: str) -> str:
        """Return a CSS page size: two lengths, or a name such as ``A5``."""
        text = " ".join(self.text(value, key).lower().split())
        lengths = re.fullmatch(rf"{_LENGTH} {_LENGTH}", text)
        if lengths:
            sides = (float(lengths[1]) * _MM[lengths[2]], float(lengths[3]) * _MM[lengths[4]])
            if not all(MIN_ <= side <= MAX_PAGE_MM for side in sides):
                hint = f"a side has from {MIN_:.0f} to {MAX_PAGE_MM:.0f} mm"
                self.report(BAD_VALUE, f"no page can have the size `{text}`", key, hint)
        elif not _NAMED_PAGE.fullmatch(text):
            self.report(
                BAD_VALUE, f"`{short(text)}` is no page size", key, 'write page = "170mm 240mm" or page = "A5"'
            )
        return self.text(value, key) if isinstance(value, str) else ""

    # -- languages

    def tag(self, tag: str, key: str) -> str:
        """Return a language of the book as its ``languages`` spell it; any known one while these are being read."""
        if not lang.is_known(tag):
            hint = "use a BCP 47 tag such as zh-Hans, zh-Hant, en, ja"
            self.report(UNKNOWN_LANGUAGE, f"`{short(tag)}` is no language tag", key, hint, tag)
            return tag
        language = lang.match(tag, self.languages) if self.languages else lang.canonical(tag)
        if language is None:
            hint = f"they are: {', '.join(self.languages)}"
            self.report(UNKNOWN_LANGUAGE, f"`{short(tag)}` is not among the book's languages", key, hint, tag)
        return language or lang.canonical(tag)

    def any_tag(self, tag: str, key: str) -> str:
        """Return a language tag as the registry spells it, of the book's languages or of a word that is quoted."""
        if lang.is_known(tag):
            return lang.canonical(tag)
        hint = f"use a BCP 47 tag such as zh-Hans, zh-Hant, en, ja, or `{DEFAULT}`"
        self.report(UNKNOWN_LANGUAGE, f"`{short(tag)}` is no language tag", key, hint, tag)
        return tag

    def tags(self, value: Any, key: str) -> tuple[str, ...]:
        """Return a list of languages, each once."""
        if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
            hint = 'write languages = ["zh-Hans", "en"]'
            self.report(BAD_VALUE, "`languages` has to be a list of language tags", key, hint)
            return ()
        return tuple(dict.fromkeys(self.tag(each, key) for each in value))


def short(text: str) -> str:
    """Return text for a message, at most 60 characters."""
    return text if len(text) <= 60 else f"{text[:59]}…"


def is_too_long(path: str) -> bool:
    """Return whether no file of a usual file system can have a path."""
    parts = (len(part.encode("utf-8", "surrogatepass")) for part in path.replace("\\", "/").split("/"))
    return len(path.encode("utf-8", "surrogatepass")) > LONGEST_PATH or any(part > LONGEST_PART for part in parts)


def toml_value(value: Any) -> str:
    """Return a value as `book.toml` writes it, as far as it is short: `true`, 'auto', `3`; else its type."""
    match value:
        case bool():
            return "`true`" if value else "`false`"
        case str():
            return f"'{short(value)}'"
        case list():
            return "a list"
        case dict():
            return "a table"
        case int() if abs(value) >= LARGEST:
            return "a number of more than 64 bits"
    return f"`{value}`"


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)
