"""Notations of other programs, which are not read: LaTeX, AsciiDoc, reStructuredText, wikis, forums, Word."""

from __future__ import annotations

from wicpress.parsing.attributes.checks import PAGE_BREAK_HINT
from wicpress.parsing.markup.forms import MASK, form

_LATEX = "commands of LaTeX are not read: write what is to be printed"
_LATEX_WORDS = (
    "alpha|beta|gamma|delta|epsilon|lambda|mu|pi|sigma|theta|omega|times|cdot|div|leq?|geq?|neq?|approx|infty|sum|int|"
    "sqrt|frac|rightarrow|leftarrow|Rightarrow|to|in|ldots|dots|cdots|quad|qquad|LaTeX|TeX|item|par|noindent|newline|"
    "linebreak|bigskip|medskip|smallskip|hline|centering|maketitle|tableofcontents|today"
)
_COMMENT = "take the comment away; a remark to yourself belongs into another file"
_NOTICE = "write a notice as a quotation whose first line is `> [!NOTE]`"
_SETTINGS = "settings of other programs are not read: take the lines away; what the book needs stands in book.toml"
_HEADING = "write a heading as `# {1}`, with a sign for each level"
_RUBY = "write a reading as `{汉字|hàn zì}`"
_HAN = "\u3400-\u9fff"

FOREIGN_FORMS = (
    form(
        "\\[{<%:=*-",
        r"^(?:\\|[-=*\[{<%:]+[ \t]*\.?)(?i:page[-_ ]?break|new[-_ ]?page|clear[-_ ]?page)[ \t]*[\]}>%=*-]*$",
        PAGE_BREAK_HINT,
    ),
    # pandoc, Quarto, kramdown, MultiMarkdown, Obsidian
    form(
        "{",
        r"\{(?:\+\+|--|~~|==|>>)[^{}\n]*(?:\+\+|--|~~|==|<<)\}",
        "changes and comments are not read: write what is to be printed",
    ),
    form(
        "{",
        r"\{:[ \t]*(?:toc|[.#][A-Za-z]|[a-z]+=)[^{}\n]*\}",
        "write attributes as `{#id .class}`, on the line before the block",
    ),
    form("[", r"(?<!\\)\*\[[^\[\]\n]+\]:[^\n]*", "abbreviations are not read: write the words out, or in a note"),
    form("[", r"^@\[(?:toc|TOC)\][^\n]*", "take it away: the contents are made from the headings"),
    form("T", rf"^{MASK}{{2}}(?:NO|FORCE)?TOC{MASK}{{2}}$", "take it away: the contents are made from the headings"),
    form("#", r"^#\.[ \t]+([^\n]*)", "write the number of the item: `1. {1}`"),
    form("@", r"\(@[\w-]*\)", "numbered examples are not read: write their numbers, `1. …`"),
    form(
        "r", r"(?<![A-Za-z0-9_])ref\((?:fig|tab|eq|sec|thm|lem|def|exm):[\w-]+\)", "write a reference as `[](#name)`"
    ),
    form(
        "@",
        r"(?<![A-Za-z0-9_.@/\[［【-])@[a-z]+(?:19|20)\d\d[a-z]?(?![A-Za-z0-9_])",
        "no source of references.bib has this key; cite one as `[@key]`",
    ),
    form("[", r"(?<![A-Za-z0-9_\])])\[[>?%][^\W\d][^\[\]\n]*\](?!\()", "write it as text, or as a note: `[^name]`"),
    form("^", r"(?<=\S) \^[a-z][a-z0-9-]*$", "write the id of a block on the line before it: `{#name}`"),
    form("|", r"(?<!\|)\|\|(?![|\s])([^|\n]*[^|\s])\|\|(?!\|)", "hidden words are not read: take the bars away"),
    form(
        ":：",
        r"^[:：~][ \t]+(\S[^\n]*)|(?<=\n)：(?!：：)(\S[^\n]*)",
        "write the term on the line before, and its meaning as `: {1}`",
    ),
    form(
        "+",
        r"^\+(?:[-=:]+\+)+$(?:\n[|+].*)*",
        "close the frame of each cell with `+`, `-` and `|`, or write `|---|---|` under a head with bars",
    ),
    form(
        "|",
        r"^\|[^|\n]*[^|\s](?:\n\|[^|\n]*[^|\s])+$",
        "write a space behind the bar before each line of verse",
    ),
    form("+;", r"^(?:\+{3}|;{3})$(?:\n.*)*", _SETTINGS),
    form("%", r"^%[ \t]+\S[^\n]*(?:\n%[ \t]+\S[^\n]*)+", "take it away: title and author stand in book.toml"),
    form(
        "?",
        r"^\?{3}\+?[ \t]+(?:note|tip|info|warning|danger|question|example|quote|success|bug|abstract)\b[^\n]*",
        _NOTICE,
    ),
    form("/", r"^/{3}[ \t]*(?:[a-z]\w*[^\n]*)?$", _NOTICE),
    form("=", r'^={3}\+?!?[ \t]+["“][^\n]*', "tabs are not read: write a heading for each"),
    form("‘’'·”｀", r"^(?:‘{3}|’{3}|'{3}|·{3}|”{3}|｀{3})\w*$", "write three backquotes before and behind code: ```"),
    form("!", r"^![ \t]+\S[^\n]*", "hidden words are not read: take the sign away"),
    # LaTeX
    form("{", r"(?<![A-Za-z0-9_][A-Za-z0-9_])(?<=[A-Za-z0-9)])[_^]\{[^{}\n]+\}", _LATEX),
    form("\\", r"\\begin\{(\w+\*?)\}(?:.|\n){0,2000}?\\end\{\1\}", _LATEX),
    form("\\", rf"(?<![A-Za-z0-9_\\])\\(?:{_LATEX_WORDS})(?![A-Za-z{{\[\\])", _LATEX),
    form(
        "~",
        r"(?<![A-Za-z0-9_])(?:Fig|Figure|Table|Sect?|Section|Chapter|Eq|p|pp)\.?~(?=\d)",
        "write `&nbsp;` for a space at which no line ends",
    ),
    # AsciiDoc, Textile, Org, reStructuredText
    form("=", r"^={1,6}[ \t]+((?!\d)[^\s=][^\n=]*?)[ \t]*=*$", _HEADING),
    form(".", r"^h[1-6]\.[ \t]+([^\n]*)", _HEADING),
    form(".", r"^\.(?=[\u3400-\u9fff])([^\n]*)", "write a caption as a paragraph below a line `{.caption}`"),
    form(".", r"^b[qc]\.[ \t]+([^\n]*)", "write a quotation as `> {1}`"),
    form(
        "[",
        r"(?<![A-Za-z0-9_])(?:image|include|video|audio|toc|ifdef|ifndef|endif|xref|link|footnote|kbd|btn|menu|stem)::?"
        r"[^\s\[\]]{0,500}\[[^\[\]\n]*\]",
        "write `[words](address)`, `![description](file)` or a note, `[^name]`",
    ),
    form(
        "[",
        r"^\[(?:NOTE|TIP|WARNING|IMPORTANT|CAUTION|(?:source|quote|verse|example|sidebar|abstract)[^\[\]\n]*)\]$",
        _NOTICE,
    ),
    form("<", r"<<[\w-]+(?:,[^<>\n]*)?>>", "write a reference as `[](#name)`"),
    form('"', r'"[^"\n]+":(?:https?://|mailto:)\S+', "write a link as `[words](address)`"),
    form("#", r"^#\+(?:[A-Za-z_]+:|[A-Z_]+)[^\n]*", _SETTINGS),
    form(
        ".",
        r"^\.\.[ \t]+(?:[\w:-]+::|_[^:\n]+:|\|[^|\n]+\||\[[^\[\]\n]+\])[^\n]*",
        "directives are not read: write a notice as `> [!NOTE]`, a picture as `![description](file)`",
    ),
    form("_", rf"(?<={MASK})__?(?![A-Za-z0-9_])", "write a link as `[words](address)`"),
    form(
        ":",
        rf"(?<![A-Za-z0-9_:+.-]):[a-z][A-Za-z0-9_:+.-]*:(?={MASK})",
        "roles are not read: write the words, or a link, alone",
    ),
    # wikis, forums
    form("'", r"(?<!')('{2,3})(?=[^\s'])([^'\n]*[^\s'])\1(?!')", "write `*{2}*` or `**{2}**`"),
    form(
        "{|",
        r"^\{\|[^\n]*(?:\n.*){0,200}?\n\|\}$",
        "write a table with `|` between its cells, and `|---|---|` under the head",
    ),
    form("[", r"\[(?:https?://|mailto:)[^\s\[\]]+ [^\[\]\n]+\](?!\()", "write a link as `[words](address)`"),
    form(
        "[",
        r"\[(b|i|u|s|url|img|quote|code|color|size|list|center)(?:=[^\[\]\n]*)?\](?:.|\n){0,1000}?\[/\1\]",
        "write `*…*`, `**…**`, `[words](address)` or `> …`",
    ),
    form("/", r"(?<![A-Za-z0-9_:/.])//(?=[^\s/])([^/\n]*[^\s/])//(?![A-Za-z0-9_/])", "write `*{1}*`"),
    form("/", r"^//[ \t]+\S[^\n]*|^//(?=[\u3400-\u9fff])[^\n]*", _COMMENT),
    form(
        "{",
        r"^\{(?:code|quote|noformat|panel|info|note)(?::[^{}\n]*)?\}$",
        "fence code with ```, write a quotation as `> …`",
    ),
    # ruby
    form("{", rf"\{{[{_HAN}]+(?:\|[^{{}}|\n]+){{2,}}\}}", _RUBY),
    form("[", rf"\[[{_HAN}]+\](?:\{{[^{{}}.#=\n]+\}}|\^\([^()\n]+\))", _RUBY),
    form("|｜", rf"[|｜][{_HAN}]+《[^《》\n]+》", _RUBY),
    # Word, HTML with other signs
    form(
        "错E",
        r"错误！(?:未找到引用源|未定义书签)。?|Error! (?:Reference source not found|Bookmark not defined)\.?",
        "the program that wrote this lost a reference: write `[](#name)`",
    ),
    form(
        "＜", r"＜/?(?:br|p|b|i|u|sup|sub|div|span|img|a|strong|em)\b[^＜＞\n]*＞", "HTML is not read: take it away"
    ),
    form("<", r"<[ \t]+/?(?:br|sup|sub|div|span|img)[ \t]*/?>", "HTML is not read: take it away"),
    form("(", r"\([cC]\)(?=[ \t]*(?:19|20)\d\d)|\((?:tm|TM)\)", "write the sign itself: © or ™"),
)
"""Every notation of another program that is not read and that authors write or paste."""
