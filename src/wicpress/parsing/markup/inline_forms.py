"""Notations inside lines that are not read: links, notes, formulas, emphasis of other dialects."""

from __future__ import annotations

import re

from wicpress.languages import HAN
from wicpress.parsing.markup.forms import MASK, form, short


def _has_no_formula(match: re.Match[str]) -> bool:
    """Return whether what stands between two dollars is no formula: an amount of money, a variable of a shell."""
    inside = match[1]
    return not re.search(r"[\\^_={}]", inside) and not re.fullmatch(
        r"[A-Za-z]|[\w\s]*[+*/<>-][\w\s+*/<>()-]*", inside
    )


_PARAMETER = (
    r"(?:kw|kwargs?|args?|kwds?|opts|options|params?|parameters|attrs|fields|data|config|context)\b|[a-z]+_\w*"
)

_DIGITS = "0123456789"
_NAME = 80
"""How many characters beside hyphens may belong to one name of a program."""


def _is_lone_and_latin(match: re.Match[str]) -> bool:
    """Return whether a run of asterisks is a sign of power or of a parameter (``2**3``, ``**kwargs``)."""
    before, after = (
        match.string[max(match.start() - 1, 0) : match.start()] or " ",
        match.string[match.end() :][:1] or " ",
    )
    if before in _DIGITS and after.isspace():  # how sure a figure is
        return True
    if before.isspace() and after.isspace():
        return len(match[0]) < 3 or len(match.string.strip()) > len(match[0])
    power = before.isalnum() and not HAN.match(before) and (after.isalnum() or after in (MASK, "\\"))
    if power and not HAN.match(after):
        return True
    in_call = (
        re.search(r"(?:\(|\w, ?)$", match.string[max(match.start() - 3, 0) : match.start()]) and r"|[a-z_]\w*\s*[,)]"
    )
    return bool(re.match(rf"\{{|{_PARAMETER}|[a-z_]\w*\s*[):=]{in_call or ''}", match.string[match.end() :]))


def _is_parameter(match: re.Match[str]) -> bool:
    """Return whether a lone asterisk precedes the name of a parameter (``*args``) or a pointer (``char *name``)."""
    before, rest = match.string[max(match.start() - 20, 0) : match.start()], match.string[match.end() :]
    return bool(
        re.match(_PARAMETER, rest) or re.search(r"\b(?:char|int|void|const|mut|float|double|struct \w+) $", before)
    )


def _is_private(match: re.Match[str]) -> bool:
    """Return whether two underscores begin the name of something in a program (``__name``)."""
    return not re.match(r"[\u3400-\u9fff]|[^\W\d_]+ [a-z]+ [a-z]+", match.string[match.end() :])


def _marks_outside(match: re.Match[str], content: str) -> str:
    """Return the help for asterisks that cannot open or close beside a mark: with the marks outside."""
    inside = content[slice(*match.span(2))]
    core = inside.strip("".join(char for char in set(inside) if not char.isalnum()))
    if not core or core == inside:
        return f"write a space outside: ` {match[1]}{inside}{match[1]} `"
    at = inside.index(core)
    outside = f"{inside[:at]}{match[1]}{core}{match[1]}{inside[at + len(core) :]}"
    return f"beside a letter, write the marks outside: `{short(outside)}`"


def _is_in_a_name(match: re.Match[str]) -> bool:
    """Return whether hyphens stand in an address, a path or a name, or before what a command is given."""
    before = re.search(r"[!-~]*$", match.string[max(match.start() - _NAME, 0) : match.start()])
    behind = re.match(r"[!-~]*", match.string[match.end() : match.end() + _NAME])
    assert before and behind  # the patterns fit anywhere
    return before[0].startswith(("-", "xn")) or bool(
        re.search(r"[/\\_=<>@`|]|\w[.:]\w", f"{before[0]}{match[0]}{behind[0]}", re.ASCII)
    )


def _reading(match: re.Match[str], content: str) -> str:
    """Return the help for a reading in full-width marks, or without words."""
    base, reading = (content[slice(*match.span(name))].strip() or "…" for name in ("base", "reading"))
    return f"write a reading behind its characters, in half-width marks: `{{{base}|{reading}}}`"


_HAN = "\u3400-\u9fff"
_BEFORE_DASH = f"{_HAN}，。！？；：、…”’」』）》】"
_ADDRESS = r"(?:https?://|www\.|mailto:|\#|[^\s()（）]*\.(?:md|html?|png|jpe?g|svg|gif|webp|pdf)\b)"
_WORDS = r"!?\[(?=[^\[\]\n]*[^\W\d])[^\[\]\n]*\]"
"""Words of a link, with a letter. What stands among others is looked for ahead: time then grows as length does."""
_SPACE_IN_ADDRESS = "write the address without spaces, or in angle brackets: `{0}`"
_DASH = "write the dash itself: —— in Chinese, — between English words, – between numbers"
CITATION = (
    "write a citation as `[@key]`, with a page as `[@key, 12]`, several as `[@a; @b]`; the sources stand in "
    "references.bib or references.json beside book.toml"
)
NO_FORMULA = "write a formula as `$x^2$` in a line, and between `$$` on lines of its own; `\\$` is a dollar"

INLINE_FORMS = (
    # links, pictures, notes
    form(
        "=",
        r"!\[[^\[\]\n]*\]\([^\s()\n]+[ \t]+=\d{0,5}%?x?\d{0,5}%?\)",
        "write the width of a picture behind it: `![description](file){width=50%}`",
    ),
    form(
        "(",
        r"(?P<head>!?\[[^\[\]\n]*\])\((?P<address>[^\s()（）]+)[ \t]+"
        r"(?:[“”‘’「『＂][^()\n]*|\"[^\"()\n]*|'[^'()\n]*)\)",
        'write a title between two straight quotation marks: `[words](address "title")`',
    ),
    form(
        "[]",
        rf"!?\[(?=[^\[\]\n]*{MASK})[^\[\]\n]*\]\(([^()\n]*)\)|\]\({_ADDRESS}[^()\n]*\)",
        "a link holds no note and no other link: write `[words](address)[^note]`",
    ),
    form(
        "[［【",
        r"(?P<head>!?\[[^\[\]\n]*\])\((?P<address>(?=[^()\n]*(?:[/#]|\.[A-Za-z]{2,5}\b))[^()\n]*\s[^()\n]*)\)",
        _SPACE_IN_ADDRESS,
    ),
    form(
        "[［【",
        rf"(?P<head>!?[\[［【][^\[\]［］【】\n]+[\]］】])[(（](?P<address>{_ADDRESS}[^()（）\n]*|{_ADDRESS})[)）]",
        "write half-width brackets, one directly behind the other: `{0}`",
    ),
    form(
        "[［【",
        rf"(?P<head>{_WORDS})[ \t]+\((?P<address>{_ADDRESS}[^()\n]*)\)",
        "write half-width brackets, one directly behind the other: `{0}`",
    ),
    form(
        "[［【", r"\^\[([^\[\]\n]+)\]", "write `[^name]` here, and the note as a paragraph of its own: `[^name]: {1}`"
    ),
    form(
        "[［【",
        r"[\[［【][ \t\u3000]*[\^＾]([^\[\]［］【】\n]*)[\]］】]",
        "write the call of a note as `[^{1}]`",
    ),
    form("^", r"\^\[\]", "write the words of the note between the brackets: `^[words]`"),
    form("^", r"\^\[(?=[^\s\]])[^\n]*", "close the note in its paragraph: `^[words]`; `\\^` is a caret"),
    form("[［【", r"[\[［【][ \t]*-?@\w[^\[\]［］【】\n]*[\]］】]", CITATION),
    form("[［【", r"^\[\[?(?i:toc|目录)\]?\]$", "take it away: the contents are made from the headings"),
    form(
        "[［【", r"!?\[\[([^\[\]\n]+)\]\]", "write a link as `[words](address)`, a picture as `![description](file)`"
    ),
    form(
        "[［【",
        rf"(?<![A-Za-z0-9_\])]){_WORDS}\[(?:[^\W\d_][^\[\]\n]{{0,40}}|\d{{1,3}})\]",
        "write the address behind the words, `[words](address)`, or the line `[name]: address` for it",
    ),
    form(
        "[",
        rf"(?<![A-Za-z0-9_\])]){_WORDS}\[\]",
        "write the address behind the words: `[words](address)`",
    ),
    form(
        "[",
        r"(?<![A-Za-z0-9_!])!\[(?![^\[\]\n]*\]\([^()\n]*\))[^\[\]\n]*\](?:\([^()\n]*$|[\w./-]+\.(?:png|jpe?g|svg|gif|webp)\b)?",
        "write a picture as `![description](file)`",
    ),
    form("(", rf"\[[^\[\]\n]+\]\((?:{_ADDRESS})?[^\s()\n]*$", "close the address: `[words](address)`"),
    form(
        "!！",
        r"[!！](?:[（(][^()（）\n]*[)）]|[［【][^\[\]［］【】\n]*[］】])[(（][^()（）\n]*\.(?:png|jpe?g|svg|gif|webp)[)）]",
        "write a picture as `![description](file)`",
    ),
    form(
        "[［",
        r"[\[［][\^＾][^\s\[\]［］]{1,30}$|[\[［][\^＾][^\s\[\]［］，。；、,.;]{1,30}(?=[\s，。；、,.;])",
        "write the call of a note as `[^name]`",
    ),
    form(
        "<",
        r"<!--[^\n]*",
        "close the comment with `-->`, or begin it on a line of its own",
    ),
    form("<", r"<(?:https?://|mailto:)[^\s<>]*", "close the address with `>`, or leave both signs out"),
    form(
        "[［【",
        r"^[［【][ \u3000xX√✓]?[］】](?=[^\n])",
        "a task is an item of a list: write `- [ ] words`, or `- [x] words`",
    ),
    form("@", r"(?<![A-Za-z0-9_.@])@(?:fig|tbl|tab|sec|eq|lst)[:-][\w-]+", "write a reference as `[](#name)`"),
    form(
        "[［【",
        r"^\[\](?=\s)|^\[[ xX/<>~-]\](?![(\[:])",
        "a task is an item of a list: write `- [ ] words`, or `- [x] words`",
    ),
    # formulas and programs
    form("$", r"\$\$[^$\n]+\$\$|^\$\$\n[^$]*\n\$\$$|^\$\$$", NO_FORMULA),
    form(
        "$",
        r"(?<![A-Za-z0-9$\\])\$(?=[ \t][^$\n]*[\\^_=])[^$\n]*\$(?![A-Za-z0-9$])",
        "write no space inside the dollars: `$x$`; `\\$` is a dollar",
    ),
    form("$", r"(?<![A-Za-z0-9$\\])\$(?=\S)([^$\n]+)(?<=\S)\$(?![A-Za-z0-9$])", NO_FORMULA, _has_no_formula),
    form("{", r"\{[{%][^{}\n]*[%}]\}", "templates stand in the folder templates/: write what is to be printed"),
    form("\\", r"^\\[a-zA-Z]{3,}(?:\{[^{}\n]*\})?$", "commands of LaTeX are not read: take it away"),
    form(
        "\\",
        r"\\[a-zA-Z]{2,}(?:\[[^\[\]\n]*\])?\{[^{}\n]*\}",
        "commands of LaTeX are not read: write what is to be printed",
    ),
    form("%", r"%%[^%\n]+%%", "take the comment away; a remark to yourself belongs into another file"),
    form(
        ":",
        r"(?<![A-Za-z0-9:/]):[a-z][a-z0-9_+-]+:(?![A-Za-z0-9:/`\0])",
        "write the character itself in the place of its name",
    ),
    form(
        "&",
        r"&(?:nbsp|amp|lt|gt|quot|copy|mdash|ndash|hellip|emsp|ensp)(?![A-Za-z0-9;=])",
        "write `{0};`, or the character itself",
    ),
    form(
        "&",
        r"(?<![A-Za-z0-9])&[A-Za-z][A-Za-z0-9]{1,31};|&#(?:\d+|[xX][0-9A-Fa-f]+)(?![0-9A-Fa-f;])|&#[^\s;&\0]{0,8};",
        "no character is written so: write the character itself; `\\&` is an ampersand",
    ),
    form(
        "{｛",
        rf"[{{｛](?P<base>[{_HAN}\U00020000-\U0003ffff]{{1,20}}|(?=[|｜][^\s}}]))[|｜](?P<reading>[^{{}}｛｝|｜\n]*)[}}｝]",
        _reading,
    ),
    # emphasis
    form("＊", r"＊＊([^＊\n]+)＊＊", "write half-width asterisks: `**{1}**`"),
    form(
        "*",
        r"(?<![0-9A-Za-z)])(?<![0-9A-Za-z)] )\*\*(?=[ \t][^*\n]*[\u3400-\u9fff])([^*\n]*[ \t])\*\*",
        "write no space inside the asterisks: `**{1}**`",
    ),
    form("*", r"(\*\*)(?=[^\s*])([^*\n]*[^\s*])\*\*", _marks_outside),
    form("*", r"(?<![\w*\\])(\*)(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])", _marks_outside),
    form("*", r"(?<![\w*\\])(\*)(?=[^\s*])([^*\n]*[^\s*\w])\*(?!\*)", _marks_outside),
    form("*", r"\*{2,}", "write `**…**` around words, with no space inside", _is_lone_and_latin),
    form(
        "*＊",
        rf"(?:(?<=[{_HAN}]{{2}})|(?<=[，。！？；：、…”’」』）》】])|(?<=[A-Za-z]{{3}}))[*＊](?![\w*＊\0(\[])|"
        rf"(?<=[{_HAN}，。！？；：、”’」』）》】] )\*(?=[，。！？；：、]|$)",
        "write the call of a note as `[^name]`; `\\*` is an asterisk",
    ),
    form(
        "*",
        r"(?<![\w*\\])\*(?=[^\W\d_]{2})([^*\n]{1,80}?)[ \t]+\*(?![\w*])|"
        rf"(?<=[A-Za-z,.;:][ \t])\*[ \t]+([^\W\d_][^*\n]{{0,80}}?[^\W\d_])\*(?![\w*])|"
        rf"(?<=[{_HAN}])\*[ \t]+([^*\n]{{0,80}}?[{_HAN}])\*(?!\*)",
        "write no space inside the asterisks: `*…*`; `\\*` is an asterisk",
        _is_parameter,
    ),
    form(
        "_",
        r"(?<![\w_\\])(__?)(?=[^\W\d_]{2}|\w )([^_\n]{1,80}?)[ \t]+\1(?![\w_])",
        "write no space inside the marks: `*{2}*`; `\\_` is an underscore",
    ),
    form(
        "_",
        r"(?<![_\w])__?([^\s_][^_\n]*)__?(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])__?([^\s_A-Za-z][^_\n]*)__?",
        "inside a word, write asterisks: `*{1}*`",
    ),
    form(
        "*",
        r"(?<=[^\w*\\\0/.\n])\*(?=[^\W\d_]{2,} [^\W\d_])(?![^*\n]*\*)",
        "close the emphasis: `*…*`; `\\*` is an asterisk",
        _is_parameter,
    ),
    form(
        "_",
        r"(?<![\w\0])__(?=[^\W\d_][^\s_]* ?[^_\n]*$)(?![^_\n]*__)",
        "close the emphasis: `**…**`; `\\_` is an underscore",
        _is_private,
    ),
    form(
        "~",
        r"(?<=[A-Za-z)\]])~([^\s~\0]{1,20})~~([^\s~\0]{1,20})~(?!~)",
        "write the words between two signs, `~{1}{2}~`; `\\~` is a tilde",
    ),
    form(
        "^",
        rf"(?<=[A-Za-z0-9)\]{_HAN}])\^([^\s^\0]{{1,20}})\^\^([^\s^\0]{{1,20}})\^(?!\^)",
        "write the words between two signs, `^{1}{2}^`; `\\^` is a caret",
    ),
    form("~", r"~~([^~\n]+)~~", "write no space inside the tildes: `~~{1}~~`"),
    form("~", r"(?<![~A-Za-z0-9_])~~(?=[^\W_])[^~\n]*", "close the words: `~~…~~`; `\\~` is a tilde"),
    form(
        "=",
        r"(?<![A-Za-z0-9_=!<>])={3,}(?=[^\s=>])([^=\n]*[^\s=])={3,}(?!=)",
        "write two signs on either side: `=={1}==`",
    ),
    form(
        "=", r"(?<![A-Za-z0-9_=!<>])==(?=[^\s=>])([^=\n]*[^\s=])==(?!=)", "write no space inside the signs: `=={1}==`"
    ),
    form(
        "=", rf"(?<![A-Za-z0-9_=!<>)])==(?=[ \t][^=\n]*[{_HAN}])([^=\n]*[ \t])==", "write no space inside: `=={1}==`"
    ),
    form(
        "=",
        rf"(?<![A-Za-z0-9_=!<>)])==[ \t]?(?=[^\s=>])(?=[^=\n]*[{_HAN}])([^=\n]*)==(?!=)",
        "write no space inside: `=={1}==`",
    ),
    form(
        "=",
        r"(?<![\w=!<>)])==(?=[^\s=>])([^=\n]{1,80}?)[ \t]+==(?![=\w])|"
        r"(?<![\w=!<>)])==[ \t]+([^=\n]{0,80}?[^\s=])==(?![=\w])",
        "write no space inside: `=={1}==`",
    ),
    form(
        "=", r"(?<![=!<>+*/A-Za-z0-9_-])==(?=[^\W\d_])[^=\n]*$", "close the words: `==…==`; `\\=` is an equals sign"
    ),
    form("～", r"～～(?=[^～\s])([^～\n]+)～～", "write half-width tildes: `~~{1}~~`"),
    form("＝", r"＝＝(?=[^＝\s])([^＝\n]+)＝＝", "write half-width signs: `=={1}==`"),
    form("＊", r"(?<!＊)＊(?=[\u3400-\u9fff“「《])([^＊\n]+)＊(?!＊)", "write half-width asterisks: `*{1}*`"),
    form("+", r"(?<![\w+])\+\+([^+\s][^+\n]*)(?<![CG])\+\+", "write `*{1}*` or `**{1}**`"),
    form(
        "~",
        rf"(?<![A-Za-z0-9~\0])~([^\s~\0]{{1,8}}|[{_HAN}]{{1,20}})~(?!~)|(?<=\d)~([^\s~\d\0]{{1,8}})~(?![\d~])",
        "write `~~{1}~~` if it is struck out, `<sub>{1}</sub>` if it is lowered; `\\~` is a tilde",
    ),
    form(
        "~",
        r"(?<=[A-Za-z0-9)\]])~((?=[^\s~，。；、]{0,30}[ \t])[^\s~][^~，。；、\n]{0,40}[^\s~])~(?![\w~])",
        "write `<sub>{1}</sub>` for words with spaces; `\\~` is a tilde",
    ),
    form(
        "~",
        r"(?<=[A-Za-z)\]])~(?:[ \t]+([+−-]?\w{1,8})|([+−-]?\w{1,8})[ \t]+)~(?!~)",
        "write no space inside the tildes: `~{1}~`; `\\~` is a tilde",
    ),
    form(
        "^",
        rf"(?<=[A-Za-z0-9)\]{_HAN}])\^(?:[ \t]+([+−-]?\w{{1,8}})|([+−-]?\w{{1,8}})[ \t]+)\^(?!\^)",
        "write no space inside the carets: `^{1}^`; `\\^` is a caret",
    ),
    form(
        "^",
        rf"(?<=[A-Za-z0-9)\]{_HAN}])\^((?=[^\s^，。；、]{{0,30}}[ \t])"
        r"[^\s^][^\^，。；、\n]{0,40}[^\s^])\^(?![\w^])",
        "write `<sup>{1}</sup>` for words with spaces; `\\^` is a caret",
    ),
    form(
        "^",
        r"(?<!\S)\^((?![_.oOvVwW-]\^)[^\W_][^\s^]{0,20})\^(?![\w^])",
        "write it directly behind a word, or `<sup>{1}</sup>`; `\\^` is a caret",
    ),
    form(
        "^",
        rf"(?:(?<![^\W\d_]m)(?<=m)|(?<=[ckdmμ0-9{_HAN}][m米])|(?<=[×*] 10)|(?<=[×*]10))\^([-+−]?\d{{1,2}})(?![\w^])",
        "write a second caret behind raised words: `^{1}^`; `\\^` is a caret",
    ),
    # dashes
    form(
        "-",
        rf"(?<=[{_BEFORE_DASH}A-Za-z0-9\0])-{{2,3}}(?=[{_HAN}“‘「『《（])|"
        rf"(?<=[{_BEFORE_DASH}])-{{2,3}}(?=[A-Z\0{_HAN}“‘「『《（]|$)|^-{{2,3}}[ \t]*(?=[{_HAN}“《])",
        _DASH,
        _is_in_a_name,
    ),
    form(
        "-",
        r"(?<=[^\s-]) -{2,3} (?=[^\s-])|(?<=[A-Za-z]{2})-{2,3}(?= ?[A-Za-z“‘]{2})|(?<=\d)--(?=\d)|"
        r"^-{2,3}[ \t]+(?=[A-Z“‘\"])|(?<=[A-Za-z]{2}[,.;!?])-{2,3}(?=[A-Za-z“‘]{2})",
        _DASH,
        _is_in_a_name,
    ),
    form("｀", r"｀([^｀\n]+)｀", "write half-width backquotes around code: `` `{1}` ``"),
    form("`", r"`+", "close the code with as many backquotes as open it, or write quotation marks “…”"),
)
"""Every notation inside lines that is not read and that authors write."""
