"""Finds notation that wicpress does not read, in what is left as text and at the heads of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import TypeAlias
from urllib.parse import unquote

from wicpress.diagnostics import Diagnostic, Span
from wicpress.notation import END, Mark
from wicpress.parsing.attributes.checks import hint_for_braces
from wicpress.parsing.diagnostics import STRAY_BRACES, STRAY_MARKUP
from wicpress.parsing.markup.block_marks import MARKS
from wicpress.parsing.markup.foreign_forms import FOREIGN_FORMS
from wicpress.parsing.markup.forms import MASK, Form, short
from wicpress.parsing.markup.inline_forms import INLINE_FORMS, NO_FORMULA
from wicpress.parsing.markup.line_forms import LINE_FORMS
from wicpress.parsing.markup.places import Lines, Places
from wicpress.source_blocks import MarkdownNode

Reference: TypeAlias = tuple[int, int, str, str]
"""The first line, from 0, and the end of a definition of a link, its label and its address."""
_HIDDEN = {"code", "formula"}
"""The mark behind which nothing is searched, up to its end."""


FORMS = (*FOREIGN_FORMS, *INLINE_FORMS, *LINE_FORMS)
"""Every notation that is not read and that authors write: the first that fits is reported."""
_ALL_SIGNS = frozenset().union(*(form.signs for form in FORMS))
"""The signs of all forms."""
_TERM = re.compile(r"\\[A-Za-z]|(?<!\\)[\^_={}+]")
_IN_ESCAPED_BRACKETS = re.compile(r"\\\((?:(?!\\[()]).)*\\\)|\\\[(?:(?!\\[\[\]]).)*\\\]")
"""What may be a formula between escaped brackets, as in LaTeX: it is one if a term is in it."""
_BRACES = re.compile(
    r"\{(?:[#.][^\W\d][^\s{}|=]*|(?:id|class|lang|width|long|file|start)=[^\s{}|]*)(?: [^{}|]*)?\}|"
    r"(?:^|(?<=[\s\])]))\{[#.]\d*\}|"
    r"(?:^|(?<=[\s\])]))\{[#.][^\W\d][\w-]*(?: [^{}\n]*)?$",
    re.M,
)
"""Braces that an author meant as attributes, closed or not."""


def stray_markup(
    path: str, lines: Lines, blocks: Sequence[tuple[MarkdownNode, MarkdownNode, Places]]
) -> Iterator[Diagnostic]:
    """Report notation that is printed as it stands; ``blocks`` are those of a file with their words and places."""
    for node, words, places in blocks:
        marks = words.token.meta.get(MARKS, ())
        for mark in _notation_in_descriptions(marks):
            hint = "a picture's description is plain text: write its words alone, and the call of a note behind it"
            yield _report(path, lines, places, words.token.content, mark.start, mark.end, hint, "is left out")
        for start, end, hint in _notation_in_titles(words.token.content, marks):
            yield _report(path, lines, places, words.token.content, start, end, hint)
        for start, end, hint in _marked_twice(words.token.content, marks):
            what = "stands in words that are marked already"
            yield _report(path, lines, places, words.token.content, start, end, hint, what)
        text = masked(words.token.content, marks)
        if node.type == "heading":  # its text may begin with the sign itself
            text = _SIGNS.sub(lambda signs: MASK * len(signs[0]), text)
        for start, end, hint in sorted(_matches(text, words.token.content)):
            yield _report(path, lines, places, words.token.content, start, end, hint)


_SIGNS = re.compile(r"^[#＃]+")
_HALF_OPEN = re.compile(rf"{MASK}\*+|(?<!\*)\*+{MASK}")


def _matches(text: str, content: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a form is in masked ``text``, with its help; the braces of attributes with an empty one."""
    taken = bytearray(len(text))
    for start, end, hint in _candidates(text, content):
        if 1 not in taken[start:end]:
            taken[start:end] = b"\1" * (end - start)
            yield start, end, hint if isinstance(hint, str) else _help(*hint, content)


def _candidates(text: str, content: str) -> Iterator[tuple[int, int, str | tuple[Form, re.Match[str]]]]:
    """Yield where each form is in masked ``text``, the first that counts first, with its help or what makes it."""
    yield from ((*braces.span(), "") for braces in _BRACES.finditer(text))
    for formula in _IN_ESCAPED_BRACKETS.finditer(content):
        has_term = _TERM.search(content, formula.start() + 2, formula.end() - 2)
        if has_term and text.startswith(MASK * 2, formula.start()) and text.endswith(MASK * 2, 0, formula.end()):
            yield (*formula.span(), NO_FORMULA)
    characters = _ALL_SIGNS.intersection(text)
    for form in FORMS if characters else ():  # most words have no sign of any form
        if not form.signs.isdisjoint(characters):
            matches = (each for each in form.pattern.finditer(text) if not (form.unless and form.unless(each)))
            yield from ((*each.span(), (form, each)) for each in matches)
    for run in _HALF_OPEN.finditer(text):
        start, end = run.span()
        if re.fullmatch(r"\*+", content[start:end]) and content[start - 1 : start] != "\\":
            yield start, end, "write as many asterisks behind the words as before them"


def _help(form: Form, match: re.Match[str], content: str) -> str:
    """Return the help of a form with the words of the match in it, as they are in ``content``."""
    if callable(form.hint):
        return form.hint(match, content)
    start, end = match.span()
    parts = [content[start:end]]
    for nth in range(1, 3):
        parts.append(content[slice(*match.span(nth))] if match.re.groups >= nth and match[nth] is not None else "…")
    if "address" in match.re.groupindex:
        head = content[slice(*match.span("head"))].translate(_HALF_WIDTH)
        address = content[slice(*match.span("address"))]
        parts[0] = f"{head}(<{address}>)" if re.search(r"\s", address) else f"{head}({address})"
    elif parts[1] == "…" and parts[2] != "…":
        parts[1] = parts[2]
    return re.sub(r"\{(\d)\}", lambda number: short(parts[int(number[1])]), form.hint)


_HALF_WIDTH = str.maketrans("［］【】", "[][]")


def masked(content: str, marks: Sequence[Mark]) -> str:
    """Return words with a mask in the place of marks, code, addresses, descriptions and escaped signs."""
    chars = list(content)
    hidden, since = 0, 0
    for mark in marks:
        start = mark.start
        if mark.effect in _HIDDEN or (mark.effect == "link" and content[mark.start] == "<"):
            hidden, since = hidden + 1, mark.start if not hidden else since
        elif hidden and mark.effect.startswith(END) and mark.effect.removeprefix(END) in (*_HIDDEN, "link"):
            hidden -= 1
            start = since
        end = mark.end + (mark.effect == "escape")
        chars[start:end] = [MASK] * (end - start)
    return "".join(chars)


def _notation_in_descriptions(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Yield the calls of notes and the readings in the descriptions of pictures, which cannot be there."""
    depth = 0
    for mark in marks:
        depth += (mark.effect == "image") - (mark.effect == f"{END}image")
        if depth and mark.effect in ("note", "reading"):
            yield mark


def _marked_twice(content: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int, str]]:
    """Yield where signs with a space beside them mark words that the same signs mark around them, with the help.

    ``==one ==, == two==`` is read so: a sign behind a space opens, and one before a space closes.
    """
    opened: list[Mark] = []
    for mark in marks:
        if mark.effect in _MARKED:
            opened.append(mark)
        elif mark.effect.removeprefix(END) in _MARKED and opened:
            first, signs = opened.pop(), content[mark.start : mark.end]
            is_inside = any(content[each.start : each.end] == signs for each in opened)
            beside = content[max(first.start - 1, 0) : first.start] + content[mark.end : mark.end + 1]
            if is_inside and (beside[:1].isspace() or beside[-1:].isspace()):
                yield first.start, mark.end, f"write no space inside the signs: `{signs}words{signs}`"


_MARKED = frozenset({"emphasis", "strong", "deleted", "marked"})


def _notation_in_titles(content: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int, str]]:
    """Yield where notation stands in titles and long descriptions, which are plain text, with its help."""
    for mark in marks:
        if mark.effect in (f"{END}link", f"{END}image"):
            yield from _notation_in_title(content, mark.start, mark.end)
        elif mark.effect == "attributes" and (long := _LONG.search(content, mark.start, mark.end)):
            yield from (
                (start, end, _PLAIN_DESCRIPTION) for start, end in _in_plain_text(long["words"], long.start(1))
            )


def _notation_in_title(content: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield where notation stands in the title at the end of an address, which is plain text, with its help."""
    title = _TITLE.search(content, start, end) if content[end - 1 : end] in _TITLE_ENDS else None
    if title is None:
        return
    offset = title.start("title")
    taken = list(_in_plain_text(title["title"], offset))
    yield from ((at, to, _PLAIN_TITLE) for at, to in taken)
    for at, to, hint in _matches(_CHARACTER.sub(_masked_character, title["title"]), title["title"]):
        if hint and all(offset + to <= start or offset + at >= end for start, end in taken):
            yield offset + at, offset + to, hint


def _in_plain_text(words: str, offset: int) -> Iterator[tuple[int, int]]:
    """Yield where notation stands in plain text, whose first character is at ``offset``."""
    for notation in _IN_TITLE.finditer(_CHARACTER.sub(_masked_character, words)):
        yield offset + notation.start(), offset + notation.end()


def _masked_character(match: re.Match[str]) -> str:
    """Return a mask in the place of an escaped sign or of a character by its name, ``&nbsp;``; else the words."""
    words = match[0]
    return MASK * len(words) if words.startswith("\\") or unescape(words) != words else words


_CHARACTER = re.compile(r"\\.|&(?:#[xX]?[0-9A-Fa-f]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
_TITLE = re.compile(r"""\s["'(](?P<title>.*)["')]\s*\)?$""", re.DOTALL)
_TITLE_ENDS = frozenset("\"')")
_IN_TITLE = re.compile(
    r"\[\^[^\[\]\n]+\]|\[[^\[\]\n]+\](?:\([^()\n]+\)|\{[^{}\n]+\})|`[^`\n]+`|\{[^{}|\n]+\|[^{}|\n]+\}|"
    r"(\*\*?)(?=[^\s*])[^*\n]*[^\s*]\1|~~(?=[^\s~])[^~\n]*[^\s~]~~|==(?=[^\s=])[^=\n]*[^\s=]==|"
    r"(?<=[^\W_])\^[^\s^]{1,60}\^|(?<=[A-Za-z)\]])~[^\s~]{1,60}~|</?(?i:br|kbd|su[bp]|u)[ \t]*/?>"
)
_LONG = re.compile(r'\blong="(?P<words>(?:[^"\\]|\\.)*)"', re.DOTALL)
_PLAIN_DESCRIPTION = "a long description is plain text, as a screen reader reads it: write its words alone"
_PLAIN_TITLE = (
    "a title is plain text: put the call of a note behind the link or picture, and write a caption with notation as "
    "a paragraph of its own, below a line `{.caption}`"
)


def notation_in_definitions(path: str, lines: Lines, references: Sequence[Reference]) -> Iterator[Diagnostic]:
    """Report notation in the titles of lines ``[label]: address "title"``."""
    for first, end, _, _ in references:
        content = "\n".join(lines.lines[first:end])
        places = Places((0,), (lines.starts[first],))
        for start, to, hint in _notation_in_title(content, 0, len(content.rstrip())):
            yield _report(path, lines, places, content, start, to, hint)


def unused_addresses(
    path: str, references: Sequence[Reference], blocks: Sequence[tuple[MarkdownNode, MarkdownNode, Places]]
) -> Iterator[Diagnostic]:
    """Report each line ``[label]: address`` that no link uses: it is often a note, and is not printed."""
    used = {token.meta.get("label") for _, words, _ in blocks for token in words.token.children or ()}
    defined: set[str] = set()
    for line, end, label, address in references:
        if label not in used or label in defined:
            name = label.lower().strip()
            message = f"`[{name}]: {short(unquote(address))}` is the address of no link, and is not printed"
            hint = f"write a note as `[^{name.lstrip('^＾ ') or 'name'}]: …`; take the line away if it is none"
            if address in ("#", "") or name in ("//", "comment"):
                hint = "write a comment as `<!-- … -->`"
            yield STRAY_MARKUP(message, Span(path, line + 1, end), hint=hint)
        defined.add(label)


def _report(
    path: str,
    lines: Lines,
    places: Places,
    content: str,
    start: int,
    end: int,
    hint: str,
    what: str = "is printed as it stands",
) -> Diagnostic:
    end = min(end, content.find("\n", start) if "\n" in content[start:end] else end)
    line, column = lines.position(places.offset(start))
    shown = short(content[start:end])
    kind = STRAY_MARKUP if hint else STRAY_BRACES
    hint = hint or hint_for_braces(shown)
    columns = (column, column + places.offset(end - 1) + 1 - places.offset(start))
    return kind(f"`{shown}` {what}", Span(path, line, line), hint=hint, columns=columns)
