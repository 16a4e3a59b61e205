"""Every notation that authors bring from elsewhere: read, or named once with the right form, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.diagnostics import Diagnostic, WithDiagnostics
from wicpress.model import Book, ListBlock, Paragraph, translations_of, walk

ReadBook = Callable[..., WithDiagnostics[Book]]

INLINE = [
    ("Some **words that go on.", "**", "`**…**`"),
    ("Some *words that go on.", "*", "`*…*`"),
    ("Some __words that go on.", "__", "`**…**`"),
    ("The **word* here.", "**", "as many asterisks"),
    ("删去，~~的字。", "~~的字。", "`~~…~~`"),
    ("字~~未闭合。", "~~未闭合。", "`~~…~~`"),
    ("字==未闭合。", "==未闭合。", "`==…==`"),
    ("甲====乙====丙。", "====乙====", "`==乙==`"),
    ("A ~~word gone.", "~~word gone.", "`~~…~~`"),
    ("标出，==的字。", "==的字。", "`==…==`"),
    ("～～删去～～的字。", "～～删去～～", "`~~删去~~`"),
    ("＝＝标出＝＝的字。", "＝＝标出＝＝", "`==标出==`"),
    ("一个＊重要＊的词。", "＊重要＊", "`*重要*`"),
    ('See [words](http://a.b "title).', '[words](http://a.b "title)', "straight quotation marks"),
    ("见[文](http://a.b “题”)。", "[文](http://a.b “题”)", "straight quotation marks"),
    ("见[文](http://a.b", "[文](http://a.b", "close the address"),
    ("见<https://a.b。", "<https://a.b。", "`>`"),
    ("见![图]a.png。", "![图]a.png", "`![description](file)`"),
    ("正文[^note 。", "[^note", "`[^name]`"),
    ("See [the words][].", "[the words][]", "`[words](address)`"),
    ("如@fig-one。", "@fig-one", "`[](#name)`"),
    ("See @knuth1984.", "@knuth1984", "`[@key]`"),
    ("见［@knuth1984］与[@knuth1984 p. 12]。", "［@knuth1984］|[@knuth1984 p. 12]", "`[@key, 12]`"),
    (r"见\@ref(fig:one)。", r"ref(fig:one)", "`[](#name)`"),
    ("改{++增++}{--删--}{~~旧~>新~~}{>>评<<}。", "{++增++}|{--删--}|{~~旧~>新~~}|{>>评<<}", "changes and comments"),
    ("词{: .big}。", "{: .big}", "`{#id .class}`"),
    ("见(@good)。", "(@good)", "`1. …`"),
    ("一段话。 ^block-id", " ^block-id", "`{#name}`"),
    ("是||谜底||。", "||谜底||", "take the bars away"),
    ("是x^{2}与a_{1}。", "^{2}|_{1}", "LaTeX"),
    (r"长\ldots 短\LaTeX。", r"\ldots|\LaTeX", "LaTeX"),
    ("见Fig.~1。", "Fig.~", "`&nbsp;`"),
    ("见image:a.png[图]与footnote:[注]。", "image:a.png[图]|footnote:[注]", "`[^name]`"),
    ("见<<id,文>>。", "<<id,文>>", "`[](#name)`"),
    ('见"文":https://a.b/。', '"文":https://a.b/。', "`[words](address)`"),
    ("见`文 <http://a.b>`_。", "_", "`[words](address)`"),
    ("见:ref:`文`。", ":ref:", "roles"),
    ("有''斜体''与'''粗体'''。", "''斜体''|'''粗体'''", "`**"),
    ("见[http://a.b 文]。", "[http://a.b 文]", "`[words](address)`"),
    ("有[b]粗[/b]字。", "[b]粗[/b]", "`**…**`"),
    ("有//斜体//字。", "//斜体//", "`*斜体*`"),
    ("读{汉字|hàn|zì}。", "{汉字|hàn|zì}", "`{汉字|hàn zì}`"),
    ("读[汉字]{hàn zì}。", "[汉字]{hàn zì}", "`{汉字|hàn zì}`"),
    ("见错误！未找到引用源。", "错误！未找到引用源。", "lost a reference"),
    ("分＜br＞行。", "＜br＞", "HTML"),
    ("(c) 2016 Press.", "(c)", "©"),
    ("词--词，又--“词”，又 -- 词。", "--|--| -- ", "the dash itself"),
    ("The river--said he -- ran, pp. 10--20.", "--| -- |--", "the dash itself"),
    ("有~甲~与水~乙~。", "~甲~|~乙~", "struck out"),
    ("河水很长*。", "*", "`[^name]`"),
    ("A long word*, here.", "*", "`[^name]`"),
    ("甲 *，丙 *", "*|*", "`[^name]`"),
    ("见[文][1]与[words][note].", "[文][1]|[words][note]", "`[name]: address`"),
    ("甲&unknown;乙，见 &foo; 与&#x20bb7，&#xyz;。", "&unknown;|&foo;|&#x20bb7|&#xyz;", "`\\&` is an ampersand"),
    (
        "读{汉字｜hàn zì}、｛汉字|hàn zì｝、｛汉字｜hàn zì｝。",
        "{汉字｜hàn zì}|｛汉字|hàn zì｝|｛汉字｜hàn zì｝",
        "`{汉字|hàn zì}`",
    ),
    ("读{汉字|}。", "{汉字|}", "`{汉字|…}`"),
    ("读{|读}。", "{|读}", "`{…|读}`"),
    ("水是H~2 O~。", "~2 O~", "`<sub>2 O</sub>`"),
    ("长x^a b^。", "^a b^", "`<sup>a b</sup>`"),
    ("长 ^a^ 宽", "^a^", "`<sup>a</sup>`"),
    ("5 m^2，6km^2，9.1×10^-3，约7平方米^2。", "^2|^2|^-3|^2", "a second caret"),
    ("有^[一条注。", "^[一条注。", "close the note"),
    ("有^[]。", "^[]", "`^[words]`"),
    ("字==甲 ==。", "==甲 ==", "`==甲==`"),
    ("字== 甲==。", "== 甲==", "`==甲==`"),
    ("{{< figure src=a >}}", "{{< figure src=a >}}", "templates"),
]
BLOCKS = [
    ("①注：见前。", "①注：见前。", "`[^name]: 见前。`"),
    ("注②: 见前。", "注②: 见前。", "`[^name]: 见前。`"),
    ("*甲", "*甲", "`- 甲`"),
    ("＊甲", "＊甲", "`- 甲`"),
    ("*One thing", "*One thing", "`- One thing`"),
    ("－甲", "－甲", "`- 甲`"),
    ("•甲", "•甲", "`- 甲`"),
    ("● One", "● One", "`- One`"),
    ("\uf0b7 One", "\uf0b7 One", "`- One`"),
    ("➢ 甲", "➢ 甲", "`- 甲`"),
    ("◆甲\n◆乙", "◆甲", "`- 甲`"),
    ("– one\n– two", "– one", "`- one`"),
    ("o one\no two", "o one", "`- one`"),
    ("1 . one", "1 . one", "`1. one`"),
    ("1。甲\n2。乙", "1。甲", "`1. …`"),
    ("1，甲\n2，乙", "1，甲", "`1. …`"),
    ("1.1 甲\n1.2 乙", "1.1 甲", "an empty line"),
    ("[1] 甲\n[2] 乙", "[1] 甲", "an empty line"),
    ("第一，甲\n第二，乙", "第一，甲", "an empty line"),
    ("Ⅰ甲\nⅡ乙", "Ⅰ甲", "`1. …`"),
    ("#. one", "#. one", "`1. one`"),
    (": a meaning alone", ": a meaning alone", "the term on the line before"),
    ("词\n：释义", "：释义", "`: 释义`"),
    ("*[HTML]: 超文本", "*[HTML]: 超文本", "abbreviations"),
    ("@[toc]", "@[toc]", "contents"),
    ("__TOC__", "__TOC__", "contents"),
    ("甲 | 乙\n1 | 2", "甲 | 乙", "`|---|---|`"),
    ("+---+---+\n| a | b |", "+---+---+", "`|---|---|`"),
    ("标题\n——", "——", "`# …`"),
    ("标题\n＝＝＝", "＝＝＝", "`# …`"),
    ("====", "====", "`***`"),
    ("--鲁迅", "--", "the dash itself"),
    ("-- Lu Xun", "--", "the dash itself"),
    ("*Note: words", "*Note: words", "`[^name]: Note: words`"),
    ("*　*　*", "*　*　*", "`***`"),
    ("＊＊＊", "＊＊＊", "`***`"),
    ("== 标题 ==", "== 标题 ==", "`# 标题`"),
    ("h2. Title", "h2. Title", "`# Title`"),
    ("[NOTE]\n甲", "[NOTE]", "`> [!NOTE]`"),
    ("??? note", "??? note", "`> [!NOTE]`"),
    (".. note:: 甲", ".. note:: 甲", "`> [!NOTE]`"),
    ("::: danger\n甲\n:::", "::: danger", "`::: note`"),
    ("#+TITLE: 甲", "#+TITLE: 甲", "settings of other programs"),
    ("‘‘‘python\nx", "‘‘‘python", "three backquotes"),
    (r"\begin{equation}" "\nx\n" r"\end{equation}", r"\begin{equation}", "LaTeX"),
    ("// 一条评注", "// 一条评注", "comment"),
    ("【】甲", "【】", "- [ ] words"),
    ("[!FOO]\n甲", "[!FOO]", "`> [!NOTE]`"),
    ("[!NOTE]- 甲", "[!NOTE]- 甲", "`> [!NOTE]`"),
    ("：：：note\n甲\n：：：", "：：：note", "`::: note`"),
    ("|甲\n|乙", "|甲", "a space behind the bar"),
    ("① 甲\n③ 丙", "① 甲", "count on"),
    ("（1）甲\n（3）丙", "（1）甲", "count on"),
    ("(一) 甲\n(三) 丙", "(一) 甲", "count on"),
    ("一、甲\n三、丙", "一、甲", "count on"),
]
PLACES = {
    "paragraph": "{}",
    "item": "- {}",
    "cell": "| a | b |\n|---|---|\n| {} | c |",
    "heading": "## {}",
    "quotation": "> {}",
    "note": "A[^n].\n\n[^n]: {}",
    "caption": "表：{}\n\n| a |\n|---|\n| b |",
}
ORDINARY = [
    "char *name and int *p, *args, **kwargs, f(a, **b), {**a}, 2**8, __init and __main, ++i, a==b, a == b, C++.",
    "“好的~~”，～～～，李*明，5*3，*注，（*）与※。",
    "'' and \"\", 'tis, rock 'n' roll, https://a.b//c, and/or, // and ///, 24/7, a | b.",
    "用 std::vector::size、10:30:45、a:b:c、C:\\\\Users、%d、100%、:)、^_^、<3、a < b > c。",
    "{:>8} {:.2f} {0} {name} {a, b}，f(x)[0]、[sic]、[注]、[甲]（乙）、[2016]。",
    "@user, user@2016.org, (a) one, (b) two, @2016, p. ~5, note (c) and (d).",
    "——题记",
    "git checkout -- a.txt, use --all，用--help选项，i--, xn--fiqs8s, block__a--b, https://a.b/c--d.",
    "约5~10天，啊~，很好^_^，(^o^)，C*-algebra，5*3，0.35*，[2][3]，a[i][0]，f[x][y].",
    "a == b == c, 2 * 3 * 4, a * b * c, x ** y ** z, 5~ 6~7, ~/a ~/b, a ^ b ^ c.",
    "*甲 **乙** 丙*，***甲** 乙*。",
    "— Said the river.",
    "□甲",
    "■ 本报记者",
    "注：甲。",
    "※ 注意。",
    "2016 年，河长。\n2017 年，河又长。",
    "1,794 km long,\n2,000 km wide.",
    "% 是百分号。",
    "git --version, --all, a-b, 1-2, ---, -- ，——，甲—乙。",
    "Title: a book.",
    "=5 is a result.",
    r"AT&T;, R&D;, Q&A; \&foo; a&b; & ; &c, &amp; and &#8212;, &&x;",
    ".NET is a name.",
    "Home | About",
    "A. Smith wrote it.",
    "第一，甲。",
    "[1] 作者. 书名[M]. 出版社, 2016.",
    "！甲。",
    "…… ——",
    "甲\n——乙",
    "甲。\n——乙\n——丙",
    "HEAD^ and x ^ y, a^bc, 2 ^ 3, 2^32, O(n^2), ^o^ and ^_^, A~5 to B~6, 甲A~5，乙B~6。",
    "甲……\n……乙",
    "+86 138 0000",
]


def _stray(result: WithDiagnostics[Book]) -> list[Diagnostic]:
    return [each for each in result.diagnostics if each.code in ("stray_markup", "stray_braces")]


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_notation_in_lines_is_named_wherever_it_stands(reads: ReadBook, place: str) -> None:
    """Each form is named once, at its place, with the right form in its help."""
    for text, named, help_ in INLINE:
        bars = text.replace("|", "\\|") if place.startswith("|") else text
        source = f"# A\n\n{place.format(bars)}\n"
        lines = source.split("\n")
        stray = _stray(reads(source))
        shown = [lines[each.span.line - 1][each.column - 1 : each.end_column - 1] for each in stray if each.span]
        assert "|".join(shown).replace("\\|", "|") == named
        assert all(help_ in each.help for each in stray), text


@pytest.mark.parametrize(("text", "named", "help_"), BLOCKS, ids=[text for text, _, _ in BLOCKS])
@pytest.mark.parametrize("lead", ["", "> ", "- "])
def test_notation_at_line_starts_is_named(reads: ReadBook, lead: str, text: str, named: str, help_: str) -> None:
    """A paragraph in the notation of another program is named in one diagnostic, in a quotation and an item too."""
    quoted = text.replace("\n", "\n> " if lead == "> " else "\n" + " " * len(lead))
    (stray,) = _stray(reads(f"# A\n\n{lead}{quoted}\n"))
    assert f"`{named}`" in stray.message
    assert help_ in stray.help


@pytest.mark.parametrize("text", ["[TOC]", "[toc]", "[[TOC]]", "[[_TOC_]]", "__TOC__", "[目录]", "@[toc]", "${toc}"])
def test_marks_of_contents_are_left_out(reads: ReadBook, text: str) -> None:
    """What other programs print the contents in the place of is told and not printed, above the first title, too."""
    for source, line in ((f"{text}\n\n# A\n\n甲\n", 1), (f"# A\n\n甲\n\n{text}\n", 5)):
        result = reads(source)
        assert [(each.code, each.span and each.span.line) for each in result.diagnostics] == [("stray_markup", line)]
        (block,) = result.value.chapters[0].blocks
        assert isinstance(block, Paragraph) and block.sides[0].text == "甲"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("- 甲\n\n  [TOC]\n\n- A", ["甲", "A"]),
        ("> 甲\n>\n> [TOC]\n>\n> A", ["甲", "A"]),
        ("甲\n[TOC]\n\nA", ["甲", "A"]),
        ("[toc]\n甲\n\nA", ["甲", "A"]),
        ("甲\n\nA\n${toc}\n乙\n\nB", ["甲", "A", "乙", "B"]),
        ("甲[^n]\n\nA[^n]\n\n[^n]: 注\n\n    [TOC]\n\n    Note", ["甲", "A"]),
    ],
)
def test_marks_of_contents_inside_blocks_are_left_out(reads: ReadBook, text: str, printed: list[str]) -> None:
    """Also in a list, a quotation or a note, and right above or below words, of which they divide the lines."""
    result = reads(f"# 题\n\n# A\n\n{text}\n")
    (stray,) = result.diagnostics
    assert stray.code == "stray_markup" and "is left out" in stray.message
    (chapter,) = result.value.chapters
    sides = [side for block in chapter.blocks for node in walk([block]) for side in translations_of(node)]
    assert [side.text for side in sides] == printed
    assert "TOC" not in repr(chapter.notes)


@pytest.mark.parametrize(
    "text",
    [
        "甲\n{.page-break}\n- 乙\n\nA\n\n- B",
        "引诗：\n{.verse}\n床前\n明月\n\nA poem:\n{.verse}\nBefore\nmy bed",
        "甲\n\nA\n{#a .no-number}\n1、乙\n\n{.no-number}\n1. B",
        "甲\n{.caption}\n表题\n\n{.caption}\nTitle\n\n| a |\n|---|\n| 1 |",
    ],
)
def test_attributes_right_below_words_begin_a_block(reads: ReadBook, text: str) -> None:
    """They part what stands below them from the words above."""
    result = reads(f"# 题\n\n# A\n\n{text}\n")
    assert result.diagnostics == ()
    first, second = [each for each in result.value.chapters[0].blocks if each.type_name != "page-break"][:2]
    assert isinstance(first, Paragraph) and first.id != second.id
    assert all("{" not in side.text for side in first.sides)


def test_attributes_behind_words_are_named(reads: ReadBook) -> None:
    """Where no block stands right below them, their author means the words above."""
    (stray,) = reads("# 题\n\n甲\n{.solo}\n\n乙\n").diagnostics
    assert stray.code == "stray_braces" and "on the line before" in stray.help


def test_links_called_contents(reads: ReadBook) -> None:
    """``[TOC]`` may be a link, and stand in a line."""
    result = reads("# A\n\n[TOC]\n\n[toc]: https://example.com\n")
    assert result.diagnostics == () and "Link" in repr(result.value.chapters[0].blocks)
    assert _stray(reads("# A\n\n甲[TOC]乙\n")) == []


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_left_alone(reads: ReadBook, text: str) -> None:
    """Signs of programs, money, dashes, addresses and typed ornaments are no stray notation."""
    assert _stray(reads(f"# A\n\n{text}\n")) == []


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("```\ncode\n\n# B\n\n甲", 3, "nothing closes"),
        ("> ~~~\n> code\n\n甲", 3, "nothing closes"),
        ("甲\n\n---\ntitle: 甲\ndate: 2016\n---\n\n乙", 5, "settings"),
        ("甲[1]乙。\n\n[1] 这是注。", 5, "[1]"),
        ("还有：\n（3）甲\n（4）乙", 4, "（3）"),
        ("还有：\n2、**甲**\n3、乙", 4, "2、"),
        ("Two:\n2) one\n3) two", 4, "2)"),
        ("Title: 甲\nAuthor: 乙", 3, "settings"),
        ("甲乙丙丁戊己  乙\n---- ----\n1  2", 4, "a pause"),
        ("◆ 甲\n\n◆ 乙\n\n◆ 丙", 3, "◆"),
        ("甲【1】乙。\n\n【1】这是注。", 5, "【1】"),
        ("> 甲。\n> ——《乙》", 4, "——《乙》"),
        ("甲！”\n——乙", 4, "——乙"),
        ("> One.\n> — Two", 4, "— Two"),
        ("| 甲\n  乙\n| 丙", 4, "乙"),
        ("> | 甲\n>   乙", 4, "乙"),
        ("> [!NOTE]\n\n> 甲", 3, "[!NOTE]"),
        ("> [!NOTE] 甲\n> 乙\n>\n> [!NOTE] 丙", 6, "[!NOTE] 丙"),
        ("## 甲 {-}\n\n乙", 3, "{-}"),
        ("## 甲 {- #x}\n\n乙", 3, "{- #x}"),
        ('见[甲]。\n\n[甲]: http://a.b "**题**"', 5, "**题**"),
        ("见[甲]。\n\n[甲]: http://a.b '题~~二~~'", 5, "~~二~~"),
    ],
)
def test_blocks_that_are_not_what_was_meant(reads: ReadBook, text: str, line: int, said: str) -> None:
    """An open listing, front matter in mid-file, typed notes, and notation in plain titles are named."""
    (stray,) = _stray(reads(f"# A\n\n{text}\n"))
    assert stray.span
    assert (stray.span.line, said in stray.message) == (line, True)


@pytest.mark.parametrize(
    "text",
    [
        "```\ncode\n```",
        "有两条：\\\n（1）甲\\\n（2）乙",
        "有两条：\n（1）甲\n（3）乙",
        "有两条：\n\n（1）甲\n（2）乙",
        "I. Kant wrote.\n\nV. Woolf wrote.",
        "---\n\n甲\n\n- - -",
        "★★★\n\n★★★★",
        "- ~~~\n  code\n  ~~~~",
        "> ```\n> code\n> ```",
        "> 甲。\n>\n> ——《乙》",
        "{.verse}\n甲。\n——乙",
        "| 甲\n\n  乙",
        "| 甲\n乙",
        "> [!NOTE]\n> 甲",
        "---\n\n甲\n\n---",
        "甲见[1]。\n\n## 参考文献\n\n[1] 作者. 书名. 2016.",
        "甲见[1]。\n\n[1] 作者. 书名[M]. 2016.",
    ],
)
def test_blocks_that_are_what_was_meant(reads: ReadBook, text: str) -> None:
    """A listing that is closed, a pause, and a list of references are left alone."""
    assert _stray(reads(f"# A\n\n{text}\n")) == []


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("（1）甲\n\n（2）乙", [["（1）"], ["（2）"]]),
        ("①甲\n\n②乙\n\n③丙", [["①"], ["②"], ["③"]]),
        ("（1）**甲**：词\n\n（2）乙", [["（1）"], ["（2）"]]),
        ("（1）甲\n\n(1) one\n\n（2）乙\n\n(2) two", [["（1）", "(1) "], ["（2）", "(2) "]]),
        ("（一）甲句。\n\n1. One.\n\n（二）乙句。\n\n2. Two.", [["（一）", "1."], ["（二）", "2."]]),
        ("a) one\n\nb) two", [["a) "], ["b) "]]),
        ("甲、一\n乙、二", [["甲、"], ["乙、"]]),
        ("(a) one\n(b) two", [["(a) "], ["(b) "]]),
        ("❶甲\n❷乙", [["❶"], ["❷"]]),
    ],
)
def test_paragraphs_that_count_on_are_a_list(reads: ReadBook, text: str, markers: list[list[str]]) -> None:
    """Paragraphs of their own whose marks follow each other are items, in both languages."""
    result = reads(f"# A\n\n{text}\n")
    (block,) = result.value.chapters[0].blocks
    assert isinstance(block, ListBlock)
    assert [[side.marker for side in item.sides] for item in block.items] == markers
    assert _stray(result) == []


@pytest.mark.parametrize(
    "text",
    [
        "（1）甲\n\n词\n\n（2）乙",
        "A. Smith wrote.\n\nC. Jones wrote.",
        "B. Smith.\n\nC. Jones.",
        "（1）甲\n\n（3）乙",
    ],
)
def test_paragraphs_that_do_not_count_on_stay(reads: ReadBook, text: str) -> None:
    """Sub-headings with text between them, initials, and marks that do not follow each other stay words."""
    assert all(isinstance(block, Paragraph) for block in reads(f"# A\n\n{text}\n").value.chapters[0].blocks)
