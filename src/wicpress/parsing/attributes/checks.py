"""Reports attributes that mean nothing where they stand, and widths of pictures that no page has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from markdown_it.token import Token

from wicpress.config.similar_names import SimilarNames
from wicpress.diagnostics import DiagnosticKind
from wicpress.model import MATTER
from wicpress.parsing.attributes.braces import repeated_keys
from wicpress.parsing.diagnostics import UNKNOWN_ATTRIBUTE

Report: TypeAlias = Callable[[DiagnosticKind, str, str, str], None]
"""Takes a kind of diagnostic, its message, the characters that it speaks of, and its help."""

_WIDTH = re.compile(r"(?P<number>\d{0,9}\.?\d{1,9})(?P<unit>%|[cm]m|in|p[tcx]|r?em|ex|ch|Q)")
"""A CSS length or percentage."""
_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75, "Q": 18 / 25.4}
_EM = 10.0
"""The size of text in points, for lengths that are given in characters."""
_LEAST, _MOST = 2.0, 5670.0
"""The widths of pictures in points: those of a dot, and of the widest page (2 m)."""
_FROM_NOTATION = ("src", "alt", "title", "href")
"""Attributes of pictures and links that their notation gives, and that cannot be written in braces."""

PAGE_BREAK_HINT = "write `{.page-break}` on the line before a heading, paragraph, list, quotation, figure or table"
"""What to write for a page break of another program, or one that stands where there is none."""
_TOGETHER = "write the line `::: keep` before the blocks that no page may part, and `:::` behind them"
_ONE_LINE = "put square brackets around the words: `[words]{.no-break}`"
_REFERENCE = "write it behind a reference without words: `[](#name){{.{0}}}`"
_TITLE = "write it behind a title of level 1: `# Title {{.{0}}}`"
_CHAPTER = "write it behind the title of a chapter, which is no part: `# Title {{.{0}}}`"
_WITHOUT_NUMBER = "write `# Title {.unnumbered}` for a chapter without number"
_ABOVE = "write `{{.{0}}}` on the line before {1}"
_LINE_NUMBERS = (
    "write `{.line-numbers}` on the line before code or verse, and `{.line-numbers start=5}` to begin at 5"
)
_LOOK = "take it away: how a book looks is in the style sheets that `styles` names in book.toml"
_PICTURE = "a picture keeps its proportions: write its `width=` alone, right behind the picture"
_PLACES = {
    **dict.fromkeys(
        (".page-break", ".pagebreak", ".newpage", ".new-page", ".page_break", ".clearpage"), PAGE_BREAK_HINT
    ),
    **dict.fromkeys((".keep", ".keep-together", ".nobreak", ".samepage", ".unbreakable", ".avoid-break"), _TOGETHER),
    **dict.fromkeys((".no-break", ".nowrap", ".nobr"), _ONE_LINE),
    **{f".{name}": _REFERENCE.format(name) for name in ("number", "page", "title", "words")},
    ".part": _TITLE.format("part"),
    **{f".{name}": _CHAPTER.format(name) for name in ("appendix", *MATTER)},
    **dict.fromkeys(
        (".introduction", ".prologue", ".conclusion", ".epilogue", ".afterword", ".frontmatter", ".backmatter"),
        _WITHOUT_NUMBER,
    ),
    **dict.fromkeys(
        (".bibliography", ".references"), "the references stand where the lines `::: bibliography` and `:::` stand"
    ),
    ".unnumbered": "write it behind a title: `## Title {.unnumbered}`",
    ".nonumber": "write `{.unnumbered}` behind a title without number",
    ".landscape": _ABOVE.format("landscape", "a table or figure outside of lists, quotations and notes"),
    ".full-page": _ABOVE.format("full-page", "a figure outside of lists, quotations and notes"),
    ".beside": "write it behind the second of two figures outside of lists, quotations and notes",
    ".caption": _ABOVE.format("caption", "a paragraph that is beside a table, figure or code"),
    ".table-note": _ABOVE.format("table-note", "a paragraph below a table"),
    ".signature": _ABOVE.format("signature", "the paragraph that signs a text"),
    ".no-number": _ABOVE.format("no-number", "a paragraph that begins with a number"),
    ".verse": "write it on the line before verse, or behind the number of one: `[5]{.verse}`",
    **{
        f".{name}": f"write `{{.{name}}}` on the line before a note, or right behind one in a line"
        for name in ("translator", "editor", "side", "head")
    },
    ".interlinear": "write it right behind words, `^[words]{.interlinear}`, or on the line before a note",
    ".index": "write it behind words in square brackets: `[words]{.index}`",
    ".term": "write it behind words in square brackets: `[words]{.term}`",
    "term": "write it behind words in square brackets: `[words]{term=name}`",
    ".source-index": _ABOVE.format("source-index", "a list"),
    ".line-numbers": _LINE_NUMBERS,
    **dict.fromkeys((".numberLines", ".number-lines", ".lineno", ".linenos", "startFrom", "linenos"), _LINE_NUMBERS),
    "start": "write it on the line before code or verse, with `.line-numbers`",
    "file": "write it behind the language of code, or on the line before code",
    "long": 'write it right behind the picture: `![…](…){long="…"}`',
    "page": "write it before the first word of a page of the source edition: `[]{page=123}`",
    "width": "write it right behind a picture",
    **dict.fromkeys(("height", "scale", "size", "max-width"), _PICTURE),
    **dict.fromkeys(
        (".center", ".centered", ".right", ".left", ".small", ".large", "align", "style", "color"), _LOOK
    ),
    ".underline": "write `<u>words</u>`",
    ".mark": "write `==words==`",
    ".smallcaps": "small capitals are not set: take the braces away",
}
"""Where an attribute belongs that stands elsewhere, or what stands for one of another program."""


def report_unknown(token: Token, classes: Sequence[str], keys: Sequence[str], report: Report) -> None:
    """Report each class and key of ``token`` that means nothing there, and each class that is given twice."""
    for name, count in Counter(str(token.attrs.get("class", "")).split()).items():
        if name not in classes:
            hint = _PLACES.get(f".{name}") or _nearest(name, classes, ".")
            for _ in range(count):  # each at its own place
                report(UNKNOWN_ATTRIBUTE, f"`.{name}` means nothing here", f".{name}", hint)
        elif count > 1:
            report(UNKNOWN_ATTRIBUTE, f"`.{name}` is given {count} times", f".{name}", "write it once")
    for key, value in token.attrs.items():
        if key != "class" and key not in keys:
            snippet = f"#{value}" if key == "id" else f"{key}="
            writable = [each for each in keys if each not in _FROM_NOTATION]
            hint = _PLACES.get(key) or _nearest(key, writable, "")
            report(UNKNOWN_ATTRIBUTE, f"`{key}` means nothing here", snippet, hint)


def report_overridden(given: Mapping[str, object], above: Mapping[str, object], report: Report) -> None:
    """Report each id, language and width that has no effect, as the line ``above`` the block gives another."""
    for key in ("id", "lang", "width"):
        own, value = (str(each.get(key, "")) for each in (given, above))
        if own and value and own != value:
            mark = "#" if key == "id" else f"{key}="
            message = f"`{mark}{own}` has no effect, as `{mark}{value}` stands above"
            report(UNKNOWN_ATTRIBUTE, message, f"{mark}{own}", "write one of the two")


def hint_for_braces(braces: str) -> str:
    """Return what helps against braces that are printed: where the first of their attributes belongs."""
    if twice := repeated_keys(braces):
        return f"write `{'#' if twice[0] == 'id' else twice[0] + '='}` once"
    names = (f".{match[1]}" if match[1] else match[2] for match in _NAME.finditer(braces))
    usual = "put it on the line before the block, or right behind `]`; a name has letters, digits, `-` and `_`"
    return next((_PLACES[name] for name in names if name in _PLACES), usual)


_NAME = re.compile(r"\.([\w-]+)|([\w-]+)=")


def _nearest(name: str, names: Sequence[str], dot: str) -> str:
    if close := SimilarNames(names).nearest(name, 0.5):
        return f"did you mean `{dot}{close}`?"
    return f"known here: {', '.join(dot + each for each in names)}" if names else "take it away"


def checked_width(width: str, report: Report) -> str:
    """Return the width of a picture; an empty string after reporting one that is none, or that no page has."""
    if not width:
        return ""
    length = _WIDTH.fullmatch(width)
    if not length:
        report(UNKNOWN_ATTRIBUTE, f"`{width}` is no width", width, "write `100%`, `60mm` or `14em`")
        return ""
    number, unit = float(length["number"]), length["unit"]
    if unit == "%" and not 1 <= number <= 100:
        hint = "write a share of the column from `1%` to `100%`, which is all of it; or a length such as `60mm`"
        report(UNKNOWN_ATTRIBUTE, f"no picture is {width} wide", width, hint)
        return ""
    if unit != "%" and not _LEAST <= number * _POINTS.get(unit, _EM) <= _MOST:
        hint = "write `100%`, all of the column, or a length such as `60mm` or `14em`"
        report(UNKNOWN_ATTRIBUTE, f"no picture is {width} wide", width, hint)
        return ""
    return width
