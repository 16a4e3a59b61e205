"""Whether the readings above Chinese words are readings of their characters, and none is missing.

The words are not divided again: each syllable has to be one that a character table has for its character, with its
tone or a neutral one, or where a book asks for spoken tones with one that these may have.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from wicpress.config import Config
from wicpress.diagnostics import Diagnostic, DiagnosticKind
from wicpress.model import (
    SHARED,
    Book,
    Citation,
    ForeignText,
    Inline,
    InlineContainer,
    InterlinearNote,
    Ruby,
    Text,
    Translation,
    iter_nodes,
    translations_of,
)
from wicpress.proofing.source.read_source import Source

_RUBY_ATTRIBUTE = re.compile(r"\{[^{}\n]*\bruby=")
_FIRST_HAN: Final = "\u2e80"
_TONES: Final = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_INITIALS: Final = {
    "b": "ㄅ", "p": "ㄆ", "m": "ㄇ", "f": "ㄈ", "d": "ㄉ", "t": "ㄊ", "n": "ㄋ", "l": "ㄌ",
    "g": "ㄍ", "k": "ㄎ", "h": "ㄏ", "j": "ㄐ", "q": "ㄑ", "x": "ㄒ", "zh": "ㄓ", "ch": "ㄔ",
    "sh": "ㄕ", "r": "ㄖ", "z": "ㄗ", "c": "ㄘ", "s": "ㄙ",
}  # fmt: skip
_FINALS: Final = {
    "a": "ㄚ", "o": "ㄛ", "e": "ㄜ", "ê": "ㄝ", "ai": "ㄞ", "ei": "ㄟ", "ao": "ㄠ",
    "ou": "ㄡ", "an": "ㄢ", "en": "ㄣ", "ang": "ㄤ", "eng": "ㄥ", "er": "ㄦ", "i": "ㄧ",
    "ia": "ㄧㄚ", "io": "ㄧㄛ", "ie": "ㄧㄝ", "iai": "ㄧㄞ", "iao": "ㄧㄠ", "iu": "ㄧㄡ", "iou": "ㄧㄡ",
    "ian": "ㄧㄢ", "in": "ㄧㄣ", "iang": "ㄧㄤ", "ing": "ㄧㄥ", "u": "ㄨ", "ua": "ㄨㄚ", "uo": "ㄨㄛ",
    "uai": "ㄨㄞ", "ui": "ㄨㄟ", "uei": "ㄨㄟ", "uan": "ㄨㄢ", "un": "ㄨㄣ", "uen": "ㄨㄣ", "uang": "ㄨㄤ",
    "ong": "ㄨㄥ", "ueng": "ㄨㄥ", "ü": "ㄩ", "üe": "ㄩㄝ", "üan": "ㄩㄢ", "ün": "ㄩㄣ", "iong": "ㄩㄥ",
}  # fmt: skip
_ZERO_INITIALS: Final = (
    ("you", "iou"), ("yong", "iong"), ("yu", "ü"), ("yi", "i"), ("y", "i"), ("wu", "u"), ("w", "u"),
)  # fmt: skip
_MARKS: Final = {"1": "", "2": "ˊ", "3": "ˇ", "4": "ˋ", "5": ""}


def wrong_readings(
    book: Book, config: Config, sources: Iterable[Source], kind: DiagnosticKind, hint: str
) -> Iterator[Diagnostic]:
    """Yield a diagnostic of ``kind`` for each side whose readings are missing, or not those of its characters."""
    asked = {config.ruby} if not any(_RUBY_ATTRIBUTE.search(each.text) for each in sources) else set()
    is_spoken = config.ruby_tones == "spoken"
    own = _own_readings(config)
    for chapter in book.chapters:
        for node in iter_nodes(chapter):
            for side in translations_of(node):
                if asked and _is_words(side, node.type_name) and (side.ruby or "none") not in asked:
                    yield kind(f"has no readings in {config.ruby}", side.span, hint=hint, block=node.id)
                for wrong in _wrong(side, is_spoken, own):
                    yield kind(wrong, side.span, hint=hint, lang=side.lang, block=node.id)


def _is_words(side: Translation, type_name: str) -> bool:
    """Return whether a side is Chinese words of a manuscript: those of a glossary come from ``terms.toml``."""
    return _is_chinese(side.lang) and type_name not in ("code", "listing") and side.span.path.endswith(".md")


def _is_chinese(tag: str) -> bool:
    return tag.casefold().split("-")[0] == "zh"


def _own_readings(config: Config) -> dict[str, str]:
    """Return the letters and tones of the readings that the book gives to words, without spaces."""
    try:
        table = tomllib.loads((config.root / "readings.toml").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {word: _plain(text) for word, text in table.items() if isinstance(text, str)}


def _wrong(side: Translation, is_spoken: bool, own: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong with the readings of a side."""
    pieces = list(_pieces(side.inlines, side.lang if side.lang != SHARED else ""))
    made = [(base, reading) for base, reading, by_machine in pieces if by_machine]
    if not side.ruby:
        yield from (f"“{base}” has a reading that nothing asks for" for base, _ in made)
        return
    for text in (base for base, reading, _ in pieces if not reading):
        bare = [char for char in text if char >= _FIRST_HAN and _syllables(char)]
        if bare:
            yield f"“{''.join(bare[:8])}” has no reading"
    for base, reading in made:
        is_given = own.get(base) == _plain(reading)
        if not is_given and not _may_be(base, reading, side.ruby, is_spoken):
            yield f"“{reading}” is no reading of “{base}”"
    yield from _not_as_given(made, side.ruby, is_spoken, own)


def _not_as_given(made: list[tuple[str, str]], system: str, is_spoken: bool, own: dict[str, str]) -> Iterator[str]:
    """Yield the words above which another reading stands than the book gives them."""
    if system == "pinyin" and not is_spoken:
        for base, reading in made:
            if len(base) > 1 and base in own and own[base] != _plain(reading):
                yield f"“{reading}” is not the reading that readings.toml gives to “{base}”"


def _pieces(inlines: Iterable[Inline], lang: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each text that is to have readings, and each base with its reading; whether a machine set it."""
    for inline in inlines:
        if isinstance(inline, Text) and _is_chinese(lang):
            yield inline.text, "", False
        elif isinstance(inline, Ruby):
            yield inline.base, inline.reading, inline.by_machine
        elif isinstance(inline, ForeignText):
            yield from _pieces(inline.children, inline.lang)
        elif isinstance(inline, InlineContainer) and not isinstance(inline, Citation | InterlinearNote):
            yield from _pieces(inline.children, lang)


def _plain(text: str) -> str:
    """Return the letters of pinyin with their marks, without capitals, spaces and apostrophes."""
    return re.sub(r"[\s'’-]", "", unicodedata.normalize("NFC", text.casefold()))


def _may_be(base: str, reading: str, system: str, is_spoken: bool) -> bool:
    """Return whether a reading is one of its characters, a syllable for each."""
    written = _plain(reading) if system == "pinyin" else reading
    ends = {0}
    for char in base:
        forms = {form for syllable in _syllables(char) for form in _forms(char, syllable, system, is_spoken)}
        ends = {end + len(form) for end in ends for form in forms if written.startswith(form, end)}
    return len(written) in ends


def _forms(char: str, syllable: tuple[str, str], system: str, is_spoken: bool) -> Iterator[str]:
    """Yield how a syllable may be written: with its tone, a neutral one, or one that it is said with."""
    letters, tone = syllable
    tones = {tone, "5"}
    if is_spoken:
        tones |= {"2"} if tone == "3" or char in "一不" else set()
        tones |= {"4"} if char == "一" else set()
    for each in tones:
        yield _zhuyin(letters, each) if system == "zhuyin" else _pinyin(letters, each)
    if char == "儿":
        yield "ㄦ" if system == "zhuyin" else "r"


@cache
def _syllables(char: str) -> frozenset[tuple[str, str]]:
    """Return the letters and tones of the readings of a character."""
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - a large table, where readings are set

    return frozenset(map(_letters_and_tone, filter(None, PINYIN_DICT.get(ord(char), "").split(","))))


def _letters_and_tone(text: str) -> tuple[str, str]:
    marks = unicodedata.normalize("NFD", text)
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), "5")
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES)), tone


def _pinyin(letters: str, tone: str) -> str:
    """Return a syllable with the mark of its tone, on the vowel that has it."""
    matches = (re.search(each, letters) for each in ("[aeê]", "o(?=u)", "[iouü](?=[^iouü]*$)", "[mn]"))
    at = next((match.end() for match in matches if match), len(letters))
    mark = next((mark for mark, each in _TONES.items() if each == tone), "")
    return unicodedata.normalize("NFC", letters[:at] + mark + letters[at:])


def _zhuyin(letters: str, tone: str) -> str:
    """Return a syllable in Zhuyin, the dot of the neutral tone in front."""
    rest = letters
    initial = next((each for each in ("zh", "ch", "sh", *_INITIALS) if letters.startswith(each)), "")
    if initial:
        rest = letters.removeprefix(initial)
        rest = "ü" + rest[1:] if initial in "jqx" and rest.startswith("u") else rest
    else:
        for start, final in _ZERO_INITIALS:
            if rest.startswith(start):
                rest = final + rest.removeprefix(start)
                break
    is_bare = rest == "i" and initial in ("zh", "ch", "sh", "r", "z", "c", "s")
    sound = _INITIALS.get(initial, "") + ("" if is_bare else _FINALS.get(rest, rest))
    return ("˙" if tone == "5" else "") + sound + _MARKS[tone]
