"""Finds notation that wicpress does not read, in what is left as text and at the heads of lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias
from urllib.parse import unquote

import attrs

from wicpress.diagnostics import Diagnostic, Span
from wicpress.languages import HAN
from wicpress.notation import END, Mark
from wicpress.parsing.diagnostics import STRAY_BRACES, STRAY_MARKUP
from wicpress.parsing.markup.block_marks import MARKS
from wicpress.parsing.markup.places import Lines, Places
from wicpress.source_blocks import MarkdownNode

MASK = "\0"
"""Stands for each character that is no text: a mark, code, an address. A manuscript has it as U+FFFD."""
Reference: TypeAlias = tuple[int, int, str, str]
"""The first line, from 0, and the end of a definition of a link, its label and its address."""
_HIDDEN = {"code", "image"}
"""The marks between which nothing is searched."""


@attrs.frozen
class Form:
    """A notation that is not read: how it looks in text, and the help, which may name the groups of the match.

    ``unless`` looks the same and is ordinary text.
    """

    pattern: re.Pattern[str]
    hint: str | Callable[[re.Match[str], str], str]
    unless: Callable[[re.Match[str]], bool] | None = None


def _form(
    pattern: str,
    hint: str | Callable[[re.Match[str], str], str],
    unless: Callable[[re.Match[str]], bool] | None = None,
) -> Form:
    return Form(re.compile(pattern, re.MULTILINE), hint, unless)


def _has_no_formula(match: re.Match[str]) -> bool:
    """Return whether what stands between two dollars is no formula: an amount of money, a variable of a shell."""
    inside = match[1]
    return not re.search(r"[\\^_={}]", inside) and not re.fullmatch(
        r"[A-Za-z]|[\w\s]*[+*/<>-][\w\s+*/<>()-]*", inside
    )


def _is_lone_and_latin(match: re.Match[str]) -> bool:
    """Return whether a run of asterisks is a sign of power or of a parameter (``2**3``, ``**kwargs``)."""
    before, after = match.string[: match.start()][-1:] or " ", match.string[match.end() :][:1] or " "
    if before.isspace() and after.isspace():
        return True
    power = before.isalnum() and not HAN.match(before) and (after.isalnum() or after in (MASK, "\\"))
    if power and not HAN.match(after):
        return True
    rest, lone = match.string[match.end() :], not re.search(r"[^\s(,]\*\*", match.string)
    return bool(re.match(r"\{|[a-z_]\w*\s*[),:=]", rest) or (lone and re.match(r"[a-z_]\w*", rest)))


def _is_option(match: re.Match[str]) -> bool:
    """Return whether lines begin with the options of a command (``-v``), or one dash precedes a name."""
    return bool(re.match(r"[-+*][A-Za-z]?(?:\s|$)|--", match[0]))


def _marks_outside(match: re.Match[str], content: str) -> str:
    """Return the help for asterisks that cannot open or close beside a mark: with the marks outside."""
    inside = content[slice(*match.span(2))]
    core = inside.strip("".join(char for char in set(inside) if not char.isalnum()))
    if not core or core == inside:
        return f"write a space outside: ` {match[1]}{inside}{match[1]} `"
    at = inside.index(core)
    outside = f"{inside[:at]}{match[1]}{core}{match[1]}{inside[at + len(core) :]}"
    return f"beside a letter, write the marks outside: `{_short(outside)}`"


def _space_behind_signs(match: re.Match[str], content: str) -> str:
    words = content[slice(*match.span(2))]
    return f"write a space behind the sign: `{'#' * len(match[1])} {_short(words)}`"


_ADDRESS = r"(?:https?://|www\.|mailto:|\#|[^\s()（）]*\.(?:md|html?|png|jpe?g|svg|gif|webp|pdf)\b)"
_SPACE_IN_ADDRESS = "write the address without spaces, or in angle brackets: `{0}`"
_NO_FORMULA = "formulas are not read: write it in plain characters (x², a ÷ b), or show it as a picture"

FORMS = (
    # links, pictures, notes
    _form(
        rf"!?\[[^\[\]\n]*{MASK}[^\[\]\n]*\]\(([^()\n]*)\)|\]\({_ADDRESS}[^()\n]*\)",
        "a link holds no note and no other link: write `[words](address)[^note]`",
    ),
    _form(r"(?P<head>!?\[[^\[\]\n]*\])\((?P<address>(?=[^()\n]*(?:[/#]|\.[A-Za-z]{2,5}\b))[^()\n]*\s[^()\n]*)\)",
          _SPACE_IN_ADDRESS),
    _form(
        rf"(?P<head>!?[\[［【][^\[\]［］【】\n]+[\]］】])[(（](?P<address>{_ADDRESS}[^()（）\n]*|{_ADDRESS})[)）]",
        "write half-width brackets, one directly behind the other: `{0}`",
    ),
    _form(
        rf"(?P<head>!?\[[^\[\]\n]*[^\W\d][^\[\]\n]*\])[ \t]+\((?P<address>{_ADDRESS}[^()\n]*)\)",
        "write half-width brackets, one directly behind the other: `{0}`",
    ),
    _form(r"\^\[([^\[\]\n]+)\]", "write `[^name]` here, and the note as a paragraph of its own: `[^name]: {1}`"),
    _form(
        r"[\[［【][ \t\u3000]*[\^＾][ \t\u3000]*([^\[\]［］【】\n]*?)[ \t\u3000]*[\]］】]",
        "write the call of a note as `[^{1}]`",
    ),
    _form(r"\[-?@[\w][^\[\]\n]*\]", "citations are not read: write a note, `[^name]`"),
    _form(r"^\[\[?(?:toc|TOC|目录)\]?\]$", "take it away: the contents are made from the headings"),
    _form(r"!?\[\[([^\[\]\n]+)\]\]", "write a link as `[words](address)`, a picture as `![description](file)`"),
    _form(r"(?<![A-Za-z0-9_\])])!?\[[^\[\]\n]*[^\W\d][^\[\]\n]*\]\[[A-Za-z][\w.-]*\]",
          "write the address behind the words: `[words](address)`"),
    _form(r"(?<![A-Za-z0-9_.@])@(?:fig|tbl|tab|sec|eq|lst):[\w-]+", "write a reference as `[](#name)`"),
    _form(r"^\[\](?=\s)|^\[[ xX]\](?![(\[:])", "check boxes are not read: write □ or ■"),
    # formulas and programs
    _form(r"\$\$[^$\n]+\$\$|^\$\$\n[^$]*\n\$\$$|^\$\$$", _NO_FORMULA),
    _form(r"(?<![A-Za-z0-9$\\])\$(?=\S)([^$\n]+)(?<=\S)\$(?![A-Za-z0-9$])", _NO_FORMULA, _has_no_formula),
    _form(r"\{[{%][^{}\n]*[%}]\}", "templates stand in the folder templates/: write what is to be printed"),
    _form(r"^\\[a-zA-Z]{3,}(?:\{[^{}\n]*\})?$", "commands of LaTeX are not read: take it away"),
    _form(r"\\[a-zA-Z]{2,}(?:\[[^\[\]\n]*\])?\{[^{}\n]*\}",
          "commands of LaTeX are not read: write what is to be printed"),
    _form(r"%%[^%\n]+%%", "take the comment away; a remark to yourself belongs into another file"),
    _form(r"(?<![A-Za-z0-9:/]):[a-z][a-z0-9_+-]+:(?![A-Za-z0-9:/`\0])",
          "write the character itself in the place of its name"),
    _form(r"&(?:nbsp|amp|lt|gt|quot|copy|mdash|ndash|hellip|emsp|ensp)(?![A-Za-z0-9;=])",
          "write `{0};`, or the character itself"),
    # emphasis
    _form(r"＊＊([^＊\n]+)＊＊", "write half-width asterisks: `**{1}**`"),
    _form(r"(?<![0-9A-Za-z)])(?<![0-9A-Za-z)] )\*\*[ \t]+([^*\n]*[\u3400-\u9fff][^*\n]*?)[ \t]+\*\*",
          "write no space inside the asterisks: `**{1}**`"),
    _form(r"(\*\*)(?=[^\s*])([^*\n]*[^\s*])\*\*", _marks_outside),
    _form(r"(?<![\w*\\])(\*)(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])", _marks_outside),
    _form(r"(?<![\w*\\])(\*)(?=[^\s*])([^*\n]*[^\s*\w])\*(?!\*)", _marks_outside),
    _form(r"\*{2,}", "write `**…**` around words, with no space inside", _is_lone_and_latin),
    _form(r"(?<![_\w])__?([^\s_][^_\n]*)__?(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])__?([^\s_A-Za-z][^_\n]*)__?",
          "inside a word, write asterisks: `*{1}*`"),
    _form(r"~~([^~\n]+)~~", "struck-out words are not read: leave them out, or say what they were"),
    _form(r"==([^=\s>][^=\n]*)==", "write `*{1}*` or `**{1}**`"),
    _form(r"(?<![\w+])\+\+([^+\s][^+\n]*)\+\+", "write `*{1}*` or `**{1}**`"),
    _form(r"(?<=[\w)])\^([^\s^{}]{1,12})\^", "raised characters are not read: write them as they are (², ³, ⁿ, ª)"),
    _form(r"\^(\d{1,3})\^", "write the call of a note as `[^{1}]`"),
    _form(r"(?<=[A-Za-z)])~([^\s~]{1,8})~", "lowered characters are not read: write them as they are (₂, ₙ)"),
    _form(r"｀([^｀\n]+)｀", "write half-width backquotes around code: `` `{1}` ``"),
    _form(r"`+", "close the code with as many backquotes as open it, or write quotation marks “…”"),
    # blocks
    _form(r"^([#＃]{1,6})(?:(?<=＃)[ \t]*|\u3000*)(?![\s#＃\d!])([^#＃\n]+)[#＃]*$", _space_behind_signs,
          lambda match: match[1] == "#" and match[0].endswith("#")),
    _form(r"^\u3000+[-*+][ \t]+([^\n]*)", "take the indent away, or write spaces: `- {1}`"),
    _form(r"^(?:-|\+)(?=[\u3400-\u9fff])([^\n]*)", "write a space behind the mark of an item: `- {1}`"),
    _form(r"^([-*+])(?![\s\d*+-])[^\n]*\n\1(?![\s\d*+-])[^\n]*", "write a space behind the mark of each item: `- …`",
          _is_option),
    _form(r"^([•●▪◆■‣])[ \t\u3000]*(\S[^\n]*)\n\1[^\n]*", "write each item as `- {2}`"),
    _form(r"^(\d{1,3})[.．](?=[\u3400-\u9fff]|[A-Z][a-z])([^\n]*)", "write a space behind the number: `{1}. {2}`"),
    _form(r"^(?:I[.)、].*\nII|i[.)、].*\nii)[.)、][^\n]*", "write each item as `1. …`, or as a paragraph of its own"),
    _form(r"^＞[ \t]*([^\n]*)", "write a half-width sign: `> {1}`"),
    _form(r"^:{3,}[^\n]*|^!!! ?\w[^\n]*", "write a notice as a quotation whose first line is `> [!NOTE]`"),
    _form(r"^\|?[ \t:：|—–－ー-]*[—–－ー][ \t:：|—–－ー-]*\|[ \t:：|—–－ー-]*$",
          "write hyphens in the line under a table's head: `|---|---|`"),
    _form(r"^｜[^\n]*｜$\n｜[^\n]*", "write half-width bars between cells, and `|---|---|` under the head"),
    _form(r"^\|(?![ \t:—–－ー|-]*$)[^\n]*\|[ \t]*\n\|(?![ \t:—–－ー|-]*$)[^\n]*\|",
          "write a line `|---|---|` under the head of a table"),
)  # fmt: skip
"""Every notation that is not read and that authors write: the first that fits is reported."""

_TERM = r"(?:\\[A-Za-z]|(?<!\\)[\^_={}+])"
_ESCAPED_FORMULA = re.compile(
    rf"\\\((?:(?!\\\)).)*?{_TERM}(?:(?!\\\)).)*\\\)|\\\[(?:(?!\\\]).)*?{_TERM}(?:(?!\\\]).)*\\\]"
)
"""A formula between escaped brackets, as in LaTeX."""
_BRACES = re.compile(
    r"\{(?:[#.][^\W\d][^\s{}|=]*|(?:id|class|lang|width)=[^\s{}|]+)(?: [^{}|]*)?\}|^\{[#.][\w-]+(?: [^{}\n]*)?$", re.M
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
        for start, end in _notation_in_titles(words.token.content, marks):
            yield _report(path, lines, places, words.token.content, start, end, _PLAIN_TITLE)
        text = masked(words.token.content, marks)
        if node.type == "heading":  # its text may begin with the sign itself
            text = _SIGNS.sub(lambda signs: MASK * len(signs[0]), text)
        if not _SUSPECT.search(text) and not _ESCAPED_FORMULA.search(words.token.content):
            continue
        taken: list[tuple[int, int]] = []
        for start, end, hint in sorted(_matches(text, words.token.content)):
            if all(end <= other[0] or start >= other[1] for other in taken):
                taken.append((start, end))
                yield _report(path, lines, places, words.token.content, start, end, hint)


_SIGNS = re.compile(r"^[#＃]+")
_SUSPECT = re.compile(r"[\[\]［【*＊~=+^｀`$\\{:&@%]|^[-#＃•●▪◆■‣＞!|｜\dIi\u3000]|_", re.MULTILINE)


def _matches(text: str, content: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a form is in masked ``text``, with its help; the braces of attributes with an empty one."""
    taken: list[tuple[int, int]] = []
    for braces in _BRACES.finditer(text):
        taken.append(braces.span())
        yield (*braces.span(), "")
    for formula in _ESCAPED_FORMULA.finditer(content):
        if text.startswith(MASK * 2, formula.start()) and text.endswith(MASK * 2, 0, formula.end()):
            taken.append(formula.span())
            yield (*formula.span(), _NO_FORMULA)
    for form in FORMS:
        for match in form.pattern.finditer(text):
            start, end = match.span()
            if any(start < other[1] and other[0] < end for other in taken) or (form.unless and form.unless(match)):
                continue
            taken.append((start, end))
            yield start, end, _help(form, match, content)


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
    return re.sub(r"\{(\d)\}", lambda number: _short(parts[int(number[1])]), form.hint)


_HALF_WIDTH = str.maketrans("［］【】", "[][]")


def _short(text: str) -> str:
    line = text.split("\n", 1)[0].strip()
    return line if len(line) <= 40 else line[:39] + "…"


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


def _notation_in_titles(content: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int]]:
    """Yield where notation stands in the titles of links and pictures, which are plain text."""
    for mark in marks:
        if mark.effect in (f"{END}link", f"{END}image"):
            title = re.search(r"""\s["'(]""", content[mark.start : mark.end])
            start = mark.start + title.end() if title else mark.end
            yield from (each.span() for each in _IN_TITLE.finditer(content, start, mark.end))


_IN_TITLE = re.compile(r"(?<!\\)(?:\[\^[^\[\]\n]+\]|\[[^\[\]\n]+\]\([^()\n]+\)|\*\*(?=\S)[^*\n]+\*\*|`[^`\n]+`)")
_PLAIN_TITLE = (
    "a title is plain text: put the call of a note behind the link or picture, and write a caption with notation as "
    "a paragraph of its own, below a line `{.caption}`"
)


def unused_addresses(
    path: str, references: Sequence[Reference], blocks: Sequence[tuple[MarkdownNode, MarkdownNode, Places]]
) -> Iterator[Diagnostic]:
    """Report each line ``[label]: address`` that no link uses: it is often a note, and is not printed."""
    used = {token.meta.get("label") for _, words, _ in blocks for token in words.token.children or ()}
    defined: set[str] = set()
    for line, end, label, address in references:
        if label not in used or label in defined:
            name = label.lower().strip()
            message = f"`[{name}]: {_short(unquote(address))}` is the address of no link, and is not printed"
            hint = f"write a note as `[^{name.lstrip('^＾ ')}]: …`; take the line away if it is none"
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
    shown = _short(content[start:end])
    kind = STRAY_MARKUP if hint else STRAY_BRACES
    hint = hint or "put it on the line before the block, or right behind `]`; a name has letters, digits, `-` and `_`"
    columns = (column, column + places.offset(end - 1) + 1 - places.offset(start))
    return kind(f"`{shown}` {what}", Span(path, line, line), hint=hint, columns=columns)
