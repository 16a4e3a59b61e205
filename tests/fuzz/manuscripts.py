"""Manuscripts by a grammar of all notations, nested and broken at random, with characters of every kind."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from fuzz.tables import table

PLAIN: Final = (
    "渡口的石阶一共有三十六级", "The stairs have thirty-six steps", "运河长1,794公里", "a boat to Hangzhou",
    "《水经注》",
    "，", "。", " ",
    " – ", "“", "”", "(", "）", "1998", "30%", "A4纸",
)  # fmt: skip
WILD: Final = (
    "\u202e", "\u2066", "\u2069", "\u200f", "\u061c", "אבג", "مرحبا",  # directions
    "\ue000", "\uf8ff", "\U000f0000", "\U0010fffd",  # for private use
    "\u0301" * 40, "\u20dd", "\u3099", "e\u0323\u0307", "\u034f", "\u1160", "\u115f",  # combining, fillers
    "\x00", "\x01", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\ufffe", "\ufffd",
    "\u200b", "\u200d", "\u00ad", "\u2060", "\u180e", "\U000e0041", "\U000e007f", "\ufe0f", "\u3164", "\u3000",
    "👩‍👩‍👧‍👦", "🏳️‍🌈",
    "🇨🇳", "𠮷", "㐂", "𪚥", "〱", "ｶﾞ", "ﬃ", "ſ", "İ", "ß", "ǆ", "Ⅷ", "٣", "𝟘", "②", "\ud7a3", "𒐫", "﷽",
    "\t", "\r", "\u00a0" * 9, "　" * 5, "\\", "&#0;", "&#xD800;", "&#99999999;", "&lt;", "&nbsp;", "&nosuch;",
)  # fmt: skip
URLS: Final = (
    "https://example.org/a?b=c&d", "javascript:alert(1)", "file:///etc/passwd", "../../victim/secret.txt",
    "//host/x", "data:text/html,<script>x</script>", "#nowhere", "#c01", "mailto:a@example.org", "http://[::1",
    "line.svg", "%00", "http://127.0.0.1:9/" + "x" * 300, "loop", "link.png", "pipe", ".", "", "a b",
    "http://[::1::1]/", "http://a:x/", "http://a b/",
    "\\\\host\\share", "VIEW-SOURCE:x", "http://xn--/", "line.svg#x", "/etc/hostname",
    "images/" + "d/" * 50 + "x.png",
)  # fmt: skip
ATTRIBUTES: Final = (
    "{#a}", "{#a #b .c}", "{.page}", "{.number}", "{lang=fr}", "{lang=zh-Hans-x-}", "{lang=}", "{width=40mm}",
    "{width=-1mm}", "{width=9e999%}", "{width=100%}", "{.verse}", "{.part}", "{.caption}", "{.solo}", "{.nosuch}",
    "{", "{}", "{onclick=x}", "{style=color:red}", '{title="', "{=html}", "{.unnumbered}", "{#" + "i" * 400 + "}",
    "{#\u202e}", "{colspan=9999999}", "{start=" + "9" * 40 + "}", "{a=b c=d e=f}",
    "{.full-page}", "{.line-numbers}", "{.line-numbers start=98}", "{.line-numbers start=" + "9" * 5000 + "}",
    "{start=-1}", "{start=٣}", '{file="a.py"}', "{.table-note}", "{.preface}", "{.errata}", "{.appendix}",
    "{.part .unnumbered}", "{.dedication .appendix}", "{width=" + "9" * 5000 + "mm}", "{width=1e3em}", "{.title}",
    "{.landscape}", "{.words}", "{.page .words}",
)  # fmt: skip
LANGUAGES: Final = (
    "", "python", "html", "{=latex}", "math", "mermaid", "\u202e", "x" * 200, 'python file="a.py"',
    "{.python #lst}", "{.python .numberLines startFrom=98}", "toml {1,3-5}", 'js title="', "sh a=b c='d' #e .f",
    "python start=" + "9" * 5000, "{.c++ file=../../victim/secret.txt}", "yaml", "perl", "tex", "markdown", "diff",
)  # fmt: skip
CODE: Final = (
    "a = [1, 'b']  # d", "'" * 3, '"' * 9, "<a b='c'>", "\\begin{a}[b]{c}", "((((" * 200, "a: - b: {c",
    "$x = <<<E", "/*", "s/a/b/g; y{a}{b}", "\\" * 500, "r'" * 300, "@@ -1 +1 @@", "%{" * 200, "x" * 2500, "0x" * 400,
)  # fmt: skip
STYLES: Final = (
    ("~", "~"), ("^", "^"), ("==", "=="), ("~~", "~~"), ("<u>", "</u>"), ("<kbd>", "</kbd>"), ("<sub>", "</sub>"),
    ("<sup>", "</sup>"), ("<!-- ", " -->"), ("^[", "]"), ("<u>", "</kbd>"), ("==", "~~"), ("<!--", ""), ("^[", ""),
)  # fmt: skip
MARKS_OF_ITEMS: Final = ("{}、", "（{}）", "({}) ", "{}. ", "第{}条 ", "#{} ", "{}.{} ", "[{}] ")
COUNTS: Final = (
    ("1", "2", "3"), ("一", "二", "三"), ("a", "b", "c"), ("i", "ii", "iii"), ("①", "②", "③"), ("甲", "乙", "丙"),
    ("9" * 5000, "9" * 5000, "1"), ("Ⅰ", "Ⅱ", "Ⅲ"), ("98", "99", "100"), ("M" * 400, "x", "c"),
)  # fmt: skip
LONG: Final = (
    "字", "word ", "[", "*a", "> ", "- ", "| a ", "\u0301", "{", "\\", "`", "<", "[^a]", "&", "^[", "H~2~", "==a ",
    "<u>", "*字* ", "<!-- ", "+---", "----- ", "|", "::: note\n", "|\n", "| ^^ |\n", "![](line.svg) ",
    "[](#tab){.page} ", "a <br>", " ", "a", "1", "a-", "a ",
)  # fmt: skip
OPENINGS: Final = (
    "[", "![", "[^", "[@a, ", "[a](", "[a](b ", "$ ", "** ", "== ", "==", "~~", "_", "{", "{.a ", "{字|", "<",
    "<a ", "^[", "`", "|", "（", "“", "a@", "[](#", "&", "\\(",
)  # fmt: skip


class Manuscript:
    """Draws one file of a manuscript; ``wildness`` from 0 to 1 is how often it draws what nobody writes."""

    def __init__(self, random: Random, wildness: float) -> None:
        self.random, self.wildness = random, wildness
        self.notes: list[str] = []

    def wild(self) -> bool:
        return self.random.random() < self.wildness

    # -- inside a line

    def words(self) -> str:
        pick = self.random.choice
        return "".join(pick(WILD) if self.wild() else pick(PLAIN) for _ in range(self.random.randint(1, 5)))

    def inline(self, depth: int = 0) -> str:
        """Return a piece of a line, with others inside it."""
        if depth > 6 or self.random.random() < 0.4:
            return self.words()
        inside = "".join(self.inline(depth + 1) for _ in range(self.random.randint(1, 3)))
        kinds: tuple[Callable[[str], str], ...] = (
            lambda text: f"*{text}*",
            lambda text: f"**{text}**",
            lambda text: f"***{text}**",
            lambda text: f"_{text}_",
            lambda text: f"`{text}`",
            lambda text: f"``{text}`",
            lambda text: f"[{text}]({self.url()}){self.attributes()}",
            lambda text: f'![{text}]({self.url()} "{text}"){self.attributes()}',
            lambda text: f"[{text}]{self.attributes()}",
            lambda text: f"{{{text}|{self.words()}}}",
            lambda text: f"[]({self.url()}){self.attributes()}",
            lambda text: f"[^{self.note()}]",
            lambda text: f"^[{text}]",
            lambda text: f"~~{text}~~",
            lambda text: text.join(self.random.choice(STYLES)),
            lambda text: text.join(self.random.choice(STYLES)),
            lambda text: f"[![{text}](line.svg)]({self.url()}){self.attributes()}",
            lambda text: f"[](#tab){{.page}}{text}[](#lst){{.title}}",
            lambda text: f"[](#tab #lst){{.page .words}}{text}[](#lst--#tab){self.attributes()}[](#^{text})",
            lambda text: f"{text}<br>{text}",
            lambda text: f"${text}$",
            lambda text: (
                f"<{self.random.choice(('b', 'script', 'br/', '!--', 'a href=x', '/p', 'svg onload=x'))}>{text}"
            ),
            lambda text: f"<{self.url()}>",
            lambda text: f"[{text}][{self.words()}]",
            lambda text: text + self.random.choice(("  \n", "\\\n", "\n", "\\", "|", " {", "}")),
            lambda text: self.random.choice("[]*_`{}()!<>^~|\\:") * self.random.choice((1, 2, 3, 50, 200)) + text,
        )
        return self.random.choice(kinds)(inside)

    def url(self) -> str:
        return self.random.choice(URLS) if self.wild() else self.random.choice(("https://example.org/", "line.svg"))

    def attributes(self) -> str:
        return self.random.choice(ATTRIBUTES) if self.wild() else ""

    def note(self) -> str:
        name = self.random.choice(("a", "b", "1", "n-" + str(len(self.notes)), self.words() if self.wild() else "c"))
        self.notes.append(name)
        return name

    def line(self) -> str:
        return "".join(self.inline() for _ in range(self.random.randint(1, 4)))

    # -- blocks

    def block(self, depth: int = 0) -> list[str]:
        """Return the lines of a block, with others inside it."""
        kind = self.random.choice(KINDS if depth < 5 else (Manuscript.paragraph,))
        lines = [*kind(self, depth), ""]
        return [line for line in lines if not self.wild() or self.random.random() < 0.9]

    def paragraph(self, depth: int) -> list[str]:
        return [*([self.attributes()] if self.wild() else []), self.line()]

    def pair(self, depth: int) -> list[str]:
        return ["渡口的石阶" + self.line(), "", "The stairs " + self.line()]

    def heading(self, depth: int) -> list[str]:
        mark = "#" * self.random.choice((1, 1, 2, 2, 3, 4, 6, 7))
        return [f"{mark} {self.line()} {self.attributes()}", "", f"{mark} Title {self.line()}"]

    def underlined(self, depth: int) -> list[str]:
        return [self.line(), self.random.choice(("===", "---", "=", "- - -"))]

    def prefixed(self, prefix: str, rest: str, depth: int) -> list[str]:
        inside = [line for _ in range(self.random.randint(1, 3)) for line in self.block(depth + 1)]
        return [(prefix if not nth else rest) + line for nth, line in enumerate(inside)]

    def bullets(self, depth: int) -> list[str]:
        mark = self.random.choice(("- ", "* ", "+ ", "- [ ] ", "-\t"))
        return self.prefixed(mark, "  ", depth)

    def numbers(self, depth: int) -> list[str]:
        mark = self.random.choice(("1. ", "1、", "（一）", "(a) ", "999999999999. ", "0) ", "iv. ", "①"))
        return self.prefixed(mark, "   ", depth)

    def quotation(self, depth: int) -> list[str]:
        lines = self.prefixed("> ", "> ", depth)
        return [f"> [!{self.random.choice(('NOTE', 'TIP', 'nosuch', ''))}]", *lines] if self.wild() else lines

    def code(self, depth: int) -> list[str]:
        fence = self.random.choice(("```", "~~~", "````"))
        end = [] if self.wild() else [fence]
        lines = [self.random.choice(CODE) for _ in range(self.random.randint(0, 4))]
        above = self.random.choice(([], [], ["代码：字", ""], ["Listing: a", ""], ["{.line-numbers start=98}"]))
        return [*above, fence + self.random.choice(LANGUAGES) + self.attributes(), *lines, self.line(), *end]

    def any_table(self, depth: int) -> list[str]:
        return table(self.random, lambda: self.words().replace("\n", " "), wild=self.wild())

    def notice(self, depth: int) -> list[str]:
        colons = ":" * self.random.choice((3, 3, 4, 9))
        kinds = (
            "note",
            "tip 字",
            "warning Look first",
            ".note",
            '{.note title="字"}',
            "keep",
            "{.keep}",
            "nosuch",
            "",
        )
        inside = [line for _ in range(self.random.randint(1, 3)) for line in self.block(depth + 1)]
        return [f"{colons} {self.random.choice(kinds)}", *inside, *([] if self.wild() else [colons])]

    def line_block(self, depth: int) -> list[str]:
        lines = (self.random.choice((f"| {self.words()}", "|", "|  " + self.words())) for _ in range(4))
        return [*([self.attributes()] if self.wild() else []), *lines]

    def counted(self, depth: int) -> list[str]:
        mark, between = self.random.choice(MARKS_OF_ITEMS), self.random.choice(([], [], [""]))
        numbers = self.random.choice(COUNTS)
        return [line for each in numbers for line in (mark.replace("{}", each) + self.words(), *between)]

    def source(self, depth: int) -> list[str]:
        lines = [*self.prefixed("> ", "> ", depth), "> ——《水经注》", ">", "> — The Waters"]
        return lines if not self.wild() else lines[:-2]

    def pictures(self, depth: int) -> list[str]:
        one = f'![{self.words()}](line.svg "{self.words()}"){self.attributes()}'
        return [self.random.choice((" ", "", "\n")).join([one] * self.random.choice((2, 3, 5)))]

    def articles(self, depth: int) -> list[str]:
        number = self.random.choice(("一", "十二", "9" * 5000, "零", ""))
        return [f"#### 第{number}条 {self.words()}", "", f"#### Article {number}", "", self.line()]

    def table(self, depth: int) -> list[str]:
        width = self.random.choice((1, 2, 3, 3, 40))
        rule = ["---", ":--", "--:", ":-:", "", "-"][: 6 if self.wild() else 4]
        rows = [[self.words().replace("\n", " ") for _ in range(width + (self.wild() and 1))] for _ in range(3)]
        return [
            f"|{'|'.join(row)}|" for row in (rows[0], [self.random.choice(rule) for _ in range(width)], *rows[1:])
        ]

    def definitions(self, depth: int) -> list[str]:
        terms = [self.words(), *([self.words()] if self.wild() else [])]
        return [*terms, *self.prefixed(": ", "  ", depth), *([": " + self.words()] if self.wild() else [])]

    def note_text(self, depth: int) -> list[str]:
        return self.prefixed(f"[^{self.random.choice(self.notes or ['a'])}]: ", "    ", depth)

    def figure(self, depth: int) -> list[str]:
        return [f'![图](line.svg "{self.words()}"){self.attributes()}', "", '![Figure](line.svg "Figure")']

    def verse(self, depth: int) -> list[str]:
        return ["{.verse}", self.line(), self.line(), "", "{.verse}", "Verse", "more"]

    def raw(self, depth: int) -> list[str]:
        return [self.random.choice((
            "<div>", "<!-- comment", "<!-- a -->", "<?php x ?>", "<![CDATA[x]]>", "---\ntitle: x\n---",
            "+++", ":::", "$$",
            "[a]: x", "[^a]:", "***", "---", "\\newpage", "{.caption}", "{.solo}", "{.part}", "%%", "    code", "\t",
        ))]  # fmt: skip

    def long_line(self, depth: int) -> list[str]:
        unit = self.random.choice(LONG)
        before = self.random.choice(OPENINGS) if self.random.random() < 0.5 else ""
        return [before + unit * self.random.choice((100, 300, 2000 if self.wild() else 200))]

    def text(self) -> str:
        """Return the whole file."""
        lines = [] if self.wild() else ["# 第一章", "", "# Chapter One", ""]
        for _ in range(self.random.randint(1, 2)):
            lines += self.block()
        for name in self.notes[: self.random.randint(0, 9)]:
            lines += [f"[^{name}]: {self.words()}", ""]
        return self.random.choice(("\r\n", "\r", "\n\n")).join(lines) if self.wild() else "\n".join(lines) + "\n"


KINDS: Final = (
    Manuscript.paragraph, Manuscript.pair, Manuscript.pair, Manuscript.heading, Manuscript.underlined,
    Manuscript.bullets, Manuscript.numbers, Manuscript.quotation, Manuscript.code, Manuscript.table,
    Manuscript.definitions, Manuscript.note_text, Manuscript.figure, Manuscript.verse, Manuscript.raw,
    Manuscript.long_line, Manuscript.any_table, Manuscript.any_table, Manuscript.notice, Manuscript.line_block,
    Manuscript.counted, Manuscript.source, Manuscript.pictures, Manuscript.articles,
)  # fmt: skip
ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "cp1252", "utf-7", "shift-jis")


def manuscript(random: Random, wildness: float) -> bytes:
    """Return the bytes of a file of a manuscript."""
    text = Manuscript(random, wildness).text()
    if random.random() >= wildness / 4:
        return text.encode("utf-8", "replace")
    data = text.encode(random.choice(ENCODINGS), "replace")
    if random.random() < 0.5:  # surrogates, overlong forms, halves of characters
        place = random.randrange(len(data) + 1)
        data = (
            data[:place]
            + random.choice((b"\xed\xa0\x80", b"\xc0\x80", b"\xff\xfe", b"\x80", b"\xf4\x90\x80\x80"))
            + data[place:]
        )
    return data
