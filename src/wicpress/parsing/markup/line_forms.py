"""Notations at the heads of lines that are not read: items, headings, tables, notices of other dialects."""

from __future__ import annotations

import re

from wicpress.parsing.markup.forms import form, short


def _is_option_or_alone(match: re.Match[str]) -> bool:
    """Return whether a line begins with the option of a command (``-v``), or no line beside it with the same sign."""
    if re.match(r"[-+*][A-Za-z]?(?:\s|$)", match[0]):
        return True
    text, start = match.string, match.start()
    before = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : start]
    return not any(
        re.match(rf"\{match[1]}(?![\s\d*+-])", each) for each in (before, text[match.end() + 1 : match.end() + 3])
    )


def _space_behind_signs(match: re.Match[str], content: str) -> str:
    words = content[slice(*match.span(2))]
    return f"write a space behind the sign: `{'#' * len(match[1])} {short(words)}`"


def _are_uncounted(match: re.Match[str]) -> bool:
    """Return whether two lines begin with numbers of which the second is not the next."""
    one, other = (match[name].split(".") for name in ("one", "other"))
    return one[:-1] != other[:-1] or int(one[-1]) + 1 != int(other[-1])


_DIGITS = "0123456789"
_SEPARATE = "put an empty line between them, or write each as an item: `- …`"
_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_COUNT = "let the numbers count on, or put an empty line between the lines"
_UNDER_HEAD = "write a line `|---|---|` under the head of a table, and bars around its rows"

LINE_FORMS = (
    form(
        "#＃",
        r"^([#＃]{1,6})(?:(?<=＃)[ \t]*|\u3000*)(?![\s#＃\d!])([^#＃\n]+)[#＃]*$",
        _space_behind_signs,
        lambda match: match[1] == "#" and match[0].endswith("#"),
    ),
    # items
    form("-*+", r"^\u3000+[-*+][ \t]+([^\n]*)", "take the indent away, or write spaces: `- {1}`"),
    form("-+－＋﹡", r"^[-+－＋﹡](?=[\u3400-\u9fff])([^\n]*)", "write a space behind the mark of an item: `- {1}`"),
    form(
        "*＊",
        r"^[*＊](?=[\u3400-\u9fff])([^*＊\n]*)$|"
        r"^\*(?!k?w?args?\b)(?=[^\W\d_]{2,}:? [^\W\d_])([^*\n]*)$|^＊[ \t](\S[^\n]*)",
        "write an item as `- {1}`, a note as `[^name]: {1}`; `\\*` is an asterisk",
    ),
    form(
        "-*+",
        r"^([-*+])(?![\s\d*+-])([^\n]*)",
        "write a space behind the mark of an item: `- {2}`",
        _is_option_or_alone,
    ),
    form(
        "•●▪‣·∙⁃➢➤\uf0b7\uf0a7\uf06c\uf0d8\uf06e\uf0fc",
        r"^([•●▪‣·∙⁃➢➤\uf0b7\uf0a7\uf06c\uf0d8\uf06e\uf0fc])[ \t\u3000]*(\S[^\n]*)(?:\n\1[^\n]*)*",
        "write each item as `- {2}`",
    ),
    form(
        "◆◇■□○◎★☆▲△►▶→➢➤✓✔☐☑√–—o*＊",
        r"^([◆◇■□○◎★☆▲△►▶→➢➤✓✔☐☑√*＊]|[–—o](?=[ \t]))[ \t\u3000]*(?![*\s])(\S[^\n]*)(?:\n\1[ \t\u3000]*\S[^\n]*)+",
        "write each item as `- {2}`",
    ),
    form(
        _DIGITS,
        r"^(\d{1,3})[.．](?=[\u3400-\u9fff]|[A-Z][a-z])([^\n]*)",
        "write a space behind the number: `{1}. {2}`",
    ),
    form(
        _DIGITS,
        r"^(\d{1,3})[ \t]+[.．)）、][ \t]*(\S[^\n]*)",
        "write the point directly behind the number: `{1}. {2}`",
    ),
    form(
        _DIGITS,
        r"^(?P<one>[1-9]\d{0,2})([。,，:：;；]|[-–—]|[ \t]+)[ \t]*(?=[\u3400-\u9fffA-Z])[^\n]*\n"
        r"(?P<other>\d{1,3})\2[^\n]*",
        "write each item as `1. …`",
        _are_uncounted,
    ),
    form(
        _DIGITS,
        r"^(?P<one>\d{1,2}(?:\.\d{1,2})+)[.．、]?[ \t]*(?=[^\W\d_])[^\n]*\n"
        r"(?P<other>\d{1,2}(?:\.\d{1,2})+)[.．、]?[ \t]*[^\n]*",
        _SEPARATE,
        _are_uncounted,
    ),
    form(
        "[［【〔",
        r"^[\[［【〔](?P<one>\d{1,3})[\]］】〕][^\n]*\n[\[［【〔](?P<other>\d{1,3})[\]］】〕][^\n]*",
        _SEPARATE,
        _are_uncounted,
    ),
    form(
        "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳注",
        r"^(?:[①-⑳][ \t\u3000]*注释?|注释?[ \t\u3000]*[①-⑳])[ \t\u3000]*[：:][ \t\u3000]*([^\n]+)",
        "write a note as `[^name]: {1}`, and `[^name]` where it is called",
    ),
    form(
        "第其", r"^(第|其)[一二三四五六七八九十][，、,：:][^\n]*\n\1[一二三四五六七八九十][，、,：:][^\n]*", _SEPARATE
    ),
    form(
        "①②③④⑤⑥⑦⑧⑨⑩(（",
        rf"^[①-⑳][^\n]*\n[①-⑳][^\n]*|"
        rf"\A[(（](?:\d{{1,3}}|{_HAN_NUMBER})[)）][^\n]*\n[(（](?:\d{{1,3}}|{_HAN_NUMBER})[)）][^\n]*",
        _COUNT,
    ),
    form("一二三四五六七八九十", rf"\A{_HAN_NUMBER}、[^\n]*\n{_HAN_NUMBER}、[^\n]*", _COUNT),
    form(
        "一二三四五六七八九十",
        rf"^({_HAN_NUMBER})[.．]([^\n]*)\n{_HAN_NUMBER}[.．][^\n]*",
        "write a Chinese comma behind the number: `{1}、{2}`",
    ),
    form("Ⅰⅰ", r"^(?:Ⅰ.*\nⅡ|ⅰ.*\nⅱ).*", "write each item as `1. …`, or as a paragraph of its own"),
    # quotations, headings, notices
    form("＞", r"^＞[ \t]*([^\n]*)", "write a half-width sign: `> {1}`"),
    form(
        '—－＝━─═～﹣^"*+',
        r"(?<=\n)(?:[—－＝━─═～﹣]{2,}|\^{3,}|\"{3,}|\+{3,})$",
        "write a heading as `# …`, without a line under it",
    ),
    form("=＝", r"\A[=＝]{3,}[ \t]*\Z", "write a heading as `# …`, without a line under it; a pause as a line `***`"),
    form("*＊", r"^[*＊](?:[ \t\u3000]*[*＊]){2,}$", "write a pause as a line `***`"),
    form(
        ":：!",
        r"^:{3,}[^\n]*(?:\n(?:.*\n)*?:{3,}[^\n]*)?|^：{3,}[^\n]*(?:\n(?:.*\n)*?：{3,}[^\n]*)?|^!!!\+? ?\w[^\n]*",
        "write a notice between the lines `::: note` and `:::`; there are tip, important, warning and caution, too",
    ),
    form(
        "[",
        r"^\[![A-Za-z][\w-]{0,30}\][^\n]*",
        "begin a quotation with `> [!NOTE]`, or `> [!NOTE] Title`; it may be tip, important, warning or caution, too",
    ),
    form("{", r"[ \t]\{-[^{}\n]*\}$", "write `{.unnumbered}` behind a title without number"),
    # tables
    form(
        "—–－ー",
        r"^(?=[^\n—–－ー]*[—–－ー][^\n|]*\|)[ \t:：|—–－ー-]+$",
        "write hyphens in the line under a table's head: `|---|---|`",
    ),
    form(
        "—–－ー",
        r"(?<=\n)[—–－ー]{1,3}(?:\|[—–－ー]+)+$",
        "write hyphens in the line under a table's head: `|---|---|`",
    ),
    form("｜", r"^｜[^\n]*｜$\n｜[^\n]*", "write half-width bars between cells, and `|---|---|` under the head"),
    form(
        "|",
        r"^\|(?![ \t:—–－ー|-]*$)[^\n]*\|[ \t]*\n\|(?![ \t:—–－ー|-]*$)[^\n]*\|",
        "write a line `|---|---|` under the head of a table",
    ),
    form(
        "|｜",
        r"^[^|｜\n]*[^|｜\s][ \t]*[|｜](?![|｜])[^\n]*\n[^|｜\n]*[^|｜\s:—–－-][ \t]*[|｜](?![|｜])[^\n]*",
        _UNDER_HEAD,
        lambda match: len({len(re.findall(r"[|｜]", line)) for line in match[0].split("\n")}) > 1,
    ),
)
"""Every notation at the head of a line that is not read and that authors write."""
