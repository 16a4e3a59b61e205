"""Detects by its script in which of the book's languages a block is written.

The rule for authors: Han characters and words in other scripts count one each, Chinese punctuation and
function words (的, the) count again, and so do the script of the first letter and that of the stop at the end. Code
and web addresses do not count. Latin words without an English function word are names in a Chinese text (A股), unless
all Han characters stand in round brackets, as a gloss. A text without letters has no language and is shared by all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, pairwise

import attrs

from wicpress import languages as lang
from wicpress.languages import CAPITALIZED_STOPWORDS, ENGLISH_STOPWORDS, HAN, KANA, LATIN, primary, script
from wicpress.model import SHARED, CodeSpan, ForeignText, Formula, Inline, InlineContainer, Text, plain_text

ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\u2e80-\uffef]+|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+", re.ASCII)
MARKS = re.compile("[\u3001-\u3003\u3008-\u3011\u3014-\u301b\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3d\uff5b-\uff65]")
CHINESE_FUNCTION_WORDS = re.compile("[的了是在和与與及为為有不这這也就将將把被对對从從等]")
HAN_END = re.compile("[。！？：；，][”’」』）》]*\\s*$")
LATIN_END = re.compile(r"[A-Za-zÀ-ɏ][.!?:;,]+[”’\"')]*\s*$")
GLOSSES = re.compile(r"\([^()]*\)")
QUOTATIONS = re.compile(r"\([^()]*\)|“[^“”]*”|‘[^‘’]*’|\"[^\"]*\"")
_HAN_OR_KANA = f"{HAN.pattern[:-1]}{KANA.pattern[1:]}"
_OTHER_LETTER = re.compile(rf"[^\W\d_\0-\u036f{_HAN_OR_KANA[1:-1]}]")
"""A letter that is not Han, kana or in the first blocks of Latin letters."""
TRAILING_HAN = re.compile(rf"([^{_HAN_OR_KANA[1:-1]}]*\s){_HAN_OR_KANA}{{1,4}}")
"""A few Han characters at the end: a name behind English words, or a word of Chinese behind a name."""
LEADING_HAN = re.compile(rf"\W*{_HAN_OR_KANA}")
TOUCHING = re.compile(rf"[A-Za-z\d]{_HAN_OR_KANA}|{_HAN_OR_KANA}[A-Za-z\d]|{MARKS.pattern}")
"""Han and Latin without a space between them, or Chinese punctuation: no English is written so."""
BETWEEN_NAMES = re.compile(r"[A-Za-z\d+#.]\s*[和与與及或的]\s*[A-Za-z\d]")
"""A Chinese function word between two names."""
TERM = re.compile(r"[^\W\d_][\w.+'’-]*", re.ASCII)
"""A Latin word with the digits and marks in it, such as ``Log4j`` and ``Node.js``."""
IN_CHINESE_MARKS = re.compile(r"\s*[《〈「『【].*[》〉」』】]\s*", re.DOTALL)
"""Words in Chinese marks, such as a title: in either language."""
ENCODINGS = {"Hans": "gb2312", "Hant": "big5", "Jpan": "shift_jis", "Kore": "euc_kr"}
JIS_FIRST_LEVEL = 0x98
"""The last lead byte, in Shift JIS, of the 2965 characters of daily use."""
FAMILIES = {
    "Hans": ("Hani",),
    "Hant": ("Hani",),
    "Jpan": ("Jpan", "Hani"),
    "Kore": ("Hang", "Hani"),
    "Hang": ("Hang",),
}
SCRIPT_NAMES = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "HANGUL": "Hang",
    "THAI": "Thai",
    "LAO": "Laoo",
    "KHMER": "Khmr",
    "MYANMAR": "Mymr",
    "TIBETAN": "Tibt",
    "MONGOLIAN": "Mong",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "GUJARATI": "Gujr",
    "GURMUKHI": "Guru",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "ETHIOPIC": "Ethi",
    "SINHALA": "Sinh",
}
NAMES = {"Hani": "Han", "Latn": "Latin", "Cyrl": "Cyrillic", "Grek": "Greek", "Arab": "Arabic", "Hang": "Hangul"}

SENTENCE_ENDS = tuple("。！？.!?”』」’")
_BOUNDARY = re.compile(r"[。！？…][”’」』）》】]*\s*|[.!?][”’\"')\]]*(?:\s+|(?=[\u3400-\u9fff“「《]))")
_OPENING, _CLOSING = "（(［[【〔“‘「『《〈", "）)］]】〕”’」』》〉"
_CHINESE_END = re.compile(r"[。！？…][”’」』）》】]*\s*$")
_CHINESE_STOP, _ENGLISH_STOP = re.compile("[。！？…]"), re.compile("[.!?]")
_ENGLISH_SENTENCE = re.compile(r"[A-Z].*\b[a-z]{2,}\b.*[.!?][”’\"')\]]*\s*", re.DOTALL)


@attrs.frozen
class Detection:
    """The language that the script indicates (empty: none of the book's), whether it is certain, and the script."""

    lang: str
    confident: bool = True
    script: str = ""


@cache
def _families(tag: str) -> tuple[str, ...]:
    return FAMILIES.get(script(tag), (script(tag),))


@cache
def _script_of(letter: str) -> str:
    if HAN.match(letter):
        return "Hani"
    if KANA.match(letter):
        return "Jpan"
    return SCRIPT_NAMES.get(unicodedata.name(letter, "").split(" ", 1)[0], "Zyyy")


def script_name(code: str) -> str:
    """Return a script's name for messages: ``Cyrillic`` of ``Cyrl``."""
    return NAMES.get(code, code)


def detect_language(text: str, languages: Sequence[str]) -> Detection:
    """Return the language of ``text`` among ``languages``; ``SHARED`` where it has no letters."""
    if "://" in text or "www." in text or "@" in text:
        text = ADDRESS.sub(" ", text)
    scores = _scores(text)
    if not scores:
        return Detection(SHARED)
    families = {family for tag in languages for family in _families(tag)}
    ranked = sorted(scores, key=lambda family: (-scores[family], family not in families))
    best = ranked[0]
    close = len(ranked) > 1 and scores[best] - scores[ranked[1]] <= 0.1 * (scores[best] + scores[ranked[1]])
    names = _names_in_text(text, scores) if len(scores) == 2 and families.issuperset(scores) else None
    if names:
        best, close = names.script, not names.confident
    elif close and ranked[1] in families and _script_of(_first_letter(text)) == ranked[1]:
        best = ranked[1]
    close = close or (best == "Latn" and bool(IN_CHINESE_MARKS.fullmatch(text)))
    candidates = [tag for tag in languages if best in _families(tag)]
    if not candidates:
        return Detection("", True, best)
    lang, confident = _choose(text, best, candidates)
    return Detection(lang, confident and not close, best)


def _names_in_text(text: str, scores: dict[str, float]) -> Detection | None:
    """Return the script of a text in Han and Latin letters if those of the other script are but names, else None."""
    cjk = next((family for family in ("Jpan", "Hani") if family in scores), "")
    if not cjk or "Latn" not in scores:
        return None
    without_glosses = GLOSSES.sub(" ", text)
    if not lang.has_cjk(without_glosses) and not MARKS.search(text) and LATIN.search(without_glosses):
        return Detection("", True, "Latn")
    outside = QUOTATIONS.sub(" ", text)
    terms = TERM.findall(outside)
    words, letters = len(terms), len(re.findall(_HAN_OR_KANA, outside))
    letter = words == 1 and len(terms[0]) == 1  # a name, though `a` is an English word, too
    english = ENGLISH_STOPWORDS.search(outside) or CAPITALIZED_STOPWORDS.search(outside) or LATIN_END.search(text)
    if (english and not letter) or not lang.has_cjk(outside):
        return None
    if words < 2 or LEADING_HAN.match(outside) or TOUCHING.search(outside) or BETWEEN_NAMES.search(outside):
        return Detection("", True, cjk)
    if words >= 2 * letters:
        return Detection("", False, max(scores, key=scores.__getitem__))
    return Detection("", not TRAILING_HAN.fullmatch(outside.strip()), cjk)


def _first_letter(text: str) -> str:
    return next((letter for letter in text if letter.isalpha()), " ")


def _scores(text: str) -> dict[str, float]:
    """Return how much of ``text`` is in each script, in words or Han characters, and what punctuation adds to it."""
    han, kana, latin = len(HAN.findall(text)), len(KANA.findall(text)), len(LATIN.findall(text))
    marks = len(MARKS.findall(text))
    scores = {"Hani": float(han), "Latn": float(latin)} | _other_scripts(text)
    if kana:
        quoted = kana < 0.35 * han and latin + han > 12
        scores["Jpan"] = kana + (0.0 if quoted else scores.pop("Hani"))
    cjk = "Jpan" if "Jpan" in scores and "Hani" not in scores else "Hani"
    if latin and (han or kana):
        scores[cjk] += marks + len(CHINESE_FUNCTION_WORDS.findall(text)) + 2 * bool(HAN_END.search(text))
        scores["Latn"] += 2 * len(ENGLISH_STOPWORDS.findall(text)) + 2 * bool(LATIN_END.search(text))
        first = _script_of(_first_letter(text))
        if first in scores:
            scores[first] += 1
    elif not latin or marks > latin:
        scores[cjk] += marks
    return {family: score for family, score in scores.items() if score > 0}


def _other_scripts(text: str) -> dict[str, float]:
    """Return the scores of other scripts than Han, kana and Latin; a letter, being part of a word, counts a third.

    A Greek letter that stands alone is a symbol (μ, Δ) and no word of Greek.
    """
    scores: dict[str, float] = {}
    if not _OTHER_LETTER.search(text):
        return scores
    before = ""
    for letter in text:
        family = _script_of(letter) if letter > "\u036f" and letter.isalpha() else ""
        if family not in ("", "Hani", "Jpan", "Latn") and (family != "Grek" or before == "Grek"):
            scores[family] = scores.get(family, 0.0) + 0.34
        before = family
    return scores


def _choose(text: str, family: str, candidates: Sequence[str]) -> tuple[str, bool]:
    """Return the most likely of several languages of one script, and whether it is certain.

    Simplified Chinese, traditional Chinese and Japanese differ in the characters that their national standards hold
    for daily use (GB 2312, Big5, the first level of JIS X 0208). A text in Han characters alone is Korean only where
    the book has no other language with them, and Japanese only where it is short.
    """
    letters = "".join(HAN.findall(text))
    unlikely = {"ko", "ja"} if len(letters) > 20 else {"ko"}
    likely = [tag for tag in candidates if family != "Hani" or primary(tag) not in unlikely] or list(candidates)
    if len(likely) == 1:
        return likely[0], True
    if family != "Hani":
        return likely[0], False
    scores = {tag: _count_encodable(letters, script(tag)) for tag in likely}
    best = max(scores.values())
    winners = [tag for tag in likely if scores[tag] == best]
    return winners[0], len(winners) == 1


def _count_encodable(letters: str, script: str) -> int:
    """Return how many of ``letters`` the national standard of a script holds for daily use."""
    encoding = ENCODINGS.get(script, "utf-8")
    data = letters.encode(encoding, "ignore")
    if script == "Jpan":
        return sum(1 for lead in data[::2] if lead <= JIS_FIRST_LEVEL)
    return len(data.decode(encoding))


def is_full_width(letter: str) -> bool:
    """Return True for Han, kana and full-width marks: beside them a line break in the source is no space."""
    if "\u3000" <= letter <= "\u303f" or "\uff01" <= letter <= "\uff60":
        return True
    return bool(HAN.match(letter) or KANA.match(letter))


# ------------------------------------------------------------- paragraphs in two languages


@attrs.frozen
class LanguageChange:
    """Where a paragraph changes its language: the languages before and behind, and the lines of these, from 0."""

    before: str
    behind: str
    first_line: int
    last_line: int


def language_change(text: str, languages: Sequence[str]) -> LanguageChange | None:
    """Return the first change of language between two sentences of a paragraph, or None."""
    return next(chain(_between_lines(text, languages), _between_sentences(text, languages)), None)


def _between_lines(text: str, languages: Sequence[str]) -> Iterator[LanguageChange]:
    """Yield each change behind a sentence that ends with a line."""
    for nth, (one, other) in enumerate(pairwise(text.split("\n"))):
        if not one.rstrip().endswith(SENTENCE_ENDS):
            continue
        before, behind = detect_language(one, languages), detect_language(other, languages)
        sure = before.confident and behind.confident and SHARED not in (before.lang, behind.lang)
        if sure and before.lang != behind.lang:
            yield LanguageChange(before.lang, behind.lang, nth, nth + 1)


def _between_sentences(text: str, languages: Sequence[str]) -> Iterator[LanguageChange]:
    """Yield each change between a whole sentence in Chinese or Japanese and one in Latin letters."""
    if not (_CHINESE_STOP.search(text) and _ENGLISH_STOP.search(text)):
        return
    sentences = [(start, _sentence_language(sentence, languages)) for start, sentence in _sentences(text)]
    for (_, one), (start, other) in pairwise(sentences):
        if one and other and lang.is_chinese_or_japanese(one) != lang.is_chinese_or_japanese(other):
            line = text.count("\n", 0, start)
            yield LanguageChange(one, other, line, line)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each sentence begins, and the sentence; brackets and quotation marks are not cut."""
    start = depth = at = 0
    for boundary in _BOUNDARY.finditer(text):
        depth += sum((each in _OPENING) - (each in _CLOSING) for each in text[at : boundary.end()])
        depth, at = max(depth, 0), boundary.end()
        if depth == 0:
            yield start, text[start:at]
            start = at
    if text[start:].strip():
        yield start, text[start:]


def _sentence_language(sentence: str, languages: Sequence[str]) -> str:
    """Return the language of a whole sentence; an empty string for a part of one, a quoted or a doubtful one."""
    in_chinese = bool(_CHINESE_END.search(sentence))
    if sentence.lstrip()[:1] in _OPENING or not (in_chinese or _is_english_sentence(sentence)):
        return ""
    detection = detect_language(sentence, languages)
    if not detection.confident or detection.lang in ("", SHARED):
        return ""
    return detection.lang if in_chinese == lang.is_chinese_or_japanese(detection.lang) else ""


def _is_english_sentence(sentence: str) -> bool:
    """Return whether a sentence has two or more words in Latin letters, none in others, and an end."""
    has_words = not lang.has_cjk(sentence) and len(LATIN.findall(sentence)) > 1
    return has_words and bool(_ENGLISH_SENTENCE.fullmatch(sentence))


# ---------------------------------------------------------------------- words of another language


def mark_foreign_words(
    inlines: tuple[Inline, ...], tag: str, languages: tuple[str, ...], *, in_cell: bool = False
) -> tuple[Inline, ...]:
    """Mark words of other languages in ``inlines`` of a translation in ``tag``, of a book in ``languages``.

    Marked are Han characters in a language that is not written with them, and a whole translation that has a
    language of the book only for want of its own: English in a book without English, or in a cell of a table in
    Chinese (``in_cell``), Chinese or Japanese in a book of neither. Words that all languages share are in the
    language of their own letters. What the author has marked stays.
    """
    if tag == SHARED:
        return _in_own_language(inlines, languages)
    words = plain_text(tuple(each for each in inlines if not isinstance(each, CodeSpan | Formula)))
    if not lang.is_chinese_or_japanese(tag) and not lang.has_cjk(words):
        return inlines
    if lang.is_chinese_or_japanese(tag):
        own = next((each for each in languages if primary(each) == "en"), "")
        english = (in_cell or not own) and lang.is_english(words)
        return (ForeignText(own or "en", inlines),) if english else inlines
    if not any(map(lang.is_chinese_or_japanese, languages)):
        cjk_language = lang.guess_cjk_language(words, languages)
        detection = detect_language(words, (tag, cjk_language))
        if detection.lang == cjk_language and detection.confident:
            return (ForeignText(cjk_language, inlines),)
    return tuple(_marked(inlines, tag, languages))


def _in_own_language(inlines: tuple[Inline, ...], languages: tuple[str, ...]) -> tuple[Inline, ...]:
    """Return shared inlines marked with the language of their letters; unmarked where they have none."""
    words = plain_text(tuple(each for each in inlines if not isinstance(each, CodeSpan | ForeignText | Formula)))
    own = detect_language(words, languages).lang
    if own in ("", SHARED):
        return inlines
    return (ForeignText(own, mark_foreign_words(inlines, own, languages)),)


def _marked(inlines: Iterable[Inline], tag: str, languages: tuple[str, ...]) -> Iterator[Inline]:
    for inline in inlines:
        match inline:
            case Text(text):
                for language, words in lang.split_by_language(text, tag, languages):
                    yield Text(words) if language == tag else ForeignText(language, (Text(words),))
            case InlineContainer(children=children) if not isinstance(inline, ForeignText):
                yield attrs.evolve(inline, children=tuple(_marked(children, tag, languages)))
            case _:
                yield inline
