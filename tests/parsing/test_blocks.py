"""Markdown parsed to the model: every kind of block and of inline, with its place in the file."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support import sample_pictures
from wicpress.diagnostics import Span, WithDiagnostics
from wicpress.model import (
    SHARED,
    Admonition,
    Block,
    BlockQuote,
    Book,
    CodeBlock,
    CodeSpan,
    CrossRef,
    DefinitionList,
    Emphasis,
    Figure,
    FootnoteRef,
    ForeignText,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    ListItem,
    Paragraph,
    Ruby,
    Strong,
    Table,
    Text,
    ThematicBreak,
    Verse,
    iter_nodes,
    translations_of,
)
from wicpress.parsing.attributes.braces import attributes

PICTURE = sample_pictures.encode(sample_pictures.motif(), "PNG")
ReadBook = Callable[..., WithDiagnostics[Book]]


def codes(result: WithDiagnostics[Book]) -> list[str]:
    """Return the codes of the diagnostics."""
    return [each.code for each in result.diagnostics]


def blocks(reads: ReadBook, text: str) -> tuple[Block, ...]:
    """Return the blocks of a chapter that holds ``text``, which has no diagnostics."""
    result = reads(f"# A\n\n{text}\n")
    assert codes(result) == []
    return result.value.chapters[0].blocks


def words(reads: ReadBook, text: str) -> tuple[Inline, ...]:
    """Return the inlines of one paragraph."""
    (block,) = blocks(reads, text)
    assert isinstance(block, Paragraph)
    return block.sides[0].inlines


# ----------------------------------------------------------------------------------- inlines


@pytest.mark.parametrize(
    ("text", "inlines"),
    [
        ("plain words", (Text("plain words"),)),
        ("*a* **b** `c`", (Emphasis((Text("a"),)), Text(" "), Strong((Text("b"),)), Text(" "), CodeSpan("c"))),
        ("a \\*b\\* &amp; &#x4E2D;文", (Text("a *b* & "), ForeignText("zh-Hans", (Text("中文"),)))),
        ("we read and write {汉字|hàn zì}.", (Text("we read and write "), Ruby("汉字", "hàn zì"), Text("."))),
        ("a {b|c} d", (Text("a {b|c} d"),)),
        (
            "le [mot *juste*]{lang=fr} here",
            (Text("le "), ForeignText("fr", (Text("mot "), Emphasis((Text("juste"),)))), Text(" here")),
        ),
        ("one  \ntwo", (Text("one"), LineBreak(), Text("two"))),
        ("one\ntwo", (Text("one two"),)),
        ('[a](https://e.org/x "t")', (Link("https://e.org/x", (Text("a"),), "t"),)),
        ("<https://e.org>", (Link("https://e.org", (Text("https://e.org"),)),)),
        ("[](https://e.org/)", (Link("https://e.org/", (Text("https://e.org/"),)),)),
        ("[self](#c01)", (Link("#c01", (Text("self"),)),)),
        (
            "[](#c01) and [](#c01){.page} and [](#c01){.title}",
            (
                CrossRef("c01", "number"),
                Text(" and "),
                CrossRef("c01", "page"),
                Text(" and "),
                CrossRef("c01", "title"),
            ),
        ),
    ],
)
def test_inlines(reads: ReadBook, text: str, inlines: tuple[Inline, ...]) -> None:
    """Each Markdown construct in a line becomes its inline."""
    assert words(reads, text) == inlines


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("中文\n中文", "中文中文"),
        ("中文，\n中文", "中文，中文"),
        ("中文\nLatin 中文中文", "中文Latin 中文中文"),
        ("*中文*\n中文", "中文中文"),
        ("中文 Latin 中文", "中文 Latin 中文"),
        ("the word 中国\nis Chinese for China", "the word 中国 is Chinese for China"),
        ("quoting 中国\n中国 in English it is", "quoting 中国中国 in English it is"),
    ],
)
def test_line_breaks_in_the_source(reads: ReadBook, text: str, joined: str) -> None:
    """A line break in Chinese source is no space; in English it is; spaces as written stay."""
    (block,) = blocks(reads, text)
    assert isinstance(block, Paragraph)
    assert block.sides[0].text == joined


@pytest.mark.parametrize("text", ["**重要。**下一句", "前文**“引语”**后文", "见*《书》*。", "**中文**后"])
def test_emphasis_in_chinese(reads: ReadBook, text: str) -> None:
    """Asterisks beside Chinese characters and punctuation work without spaces around them."""
    assert any(isinstance(inline, Emphasis | Strong) for inline in words(reads, text))
    assert "*" not in blocks(reads, text)[0].sides[0].text  # type: ignore[union-attr]


def test_korean_line_breaks(reads: ReadBook) -> None:
    """Korean has spaces between words, and so at line breaks."""
    result = reads("# 한글\n\n한국어\n문장\n", languages=("ko",))
    assert translations_of(result.value.chapters[0].blocks[0])[0].text == "한국어 문장"


def test_pictures_in_a_line(reads: ReadBook) -> None:
    """A picture between words stays in the line; its path is taken from the file's folder."""
    result = reads({"in/01.md": '# A\n\na ![b](c%20d.png "t") e\n'}, chapters=("in/01.md",))
    (block,) = result.value.chapters[0].blocks
    assert isinstance(block, Paragraph)
    assert block.sides[0].inlines[1] == Image("in/c d.png", "b", "t")
    assert codes(result) == ["missing_image"]


def test_widths_of_pictures_in_a_line(reads: ReadBook) -> None:
    """A picture in a line may have a width; what is none is reported once."""
    result = reads({"01.md": "# A\n\na ![b](c.png){width=12pt} d ![e](c.png){width=much}\n", "c.png": PICTURE})
    (block,) = result.value.chapters[0].blocks
    assert [each.width for each in translations_of(block)[0].inlines if isinstance(each, Image)] == ["12pt", ""]
    assert codes(result) == ["unknown_attribute"]


# ------------------------------------------------------------------------------------ blocks


def test_headings(reads: ReadBook) -> None:
    """Headings have a level, a numeral and their count among equals; attributes may stand on their line."""
    result = reads("# 一、甲\n\n# I. A\n\n## 1.1 B\n\n### C {#c}\n\n### D\n\n## 1.2 E\n\n### F\n\n# G\n\n## H\n")
    chapter = result.value.chapters[0]
    assert [(side.marker, side.text) for side in chapter.title.sides] == [("一、", "甲"), ("I. ", "A")]
    headings = [block for block in chapter.blocks if isinstance(block, Heading)]
    assert [(heading.level, heading.number, heading.sides[0].text) for heading in headings] == [
        (2, 1, "B"),
        (3, 1, "C"),
        (3, 2, "D"),
        (2, 2, "E"),
        (3, 1, "F"),
    ]
    assert headings[1].id == "c"
    assert headings[0].sides[0].marker == "1.1 "
    assert [each.title.number for each in result.value.chapters] == [1, 2]
    assert codes(result) == []


def test_headings_have_six_levels(reads: ReadBook) -> None:
    """What has more than six signs is no heading of Markdown, and is reported."""
    result = reads("# A\n\n## B\n\n### C\n\n#### D\n\n##### E\n\n###### F\n\n####### G\n\n########1\n")
    assert codes(result) == ["deep_heading"]
    assert [block.level for block in result.value.chapters[0].blocks if isinstance(block, Heading)] == [2, 3, 4, 5, 6]


def test_parts(reads: ReadBook) -> None:
    """A part is opened by the chapter behind it, also across files."""
    files = {
        "01.md": "{.part}\n# 上编\n\n# Part One {.part}\n\n# 甲\n\n# A\n",
        "02.md": "# Part Two {.part}\n",
        "03.md": "# B\n",
    }
    result = reads(files)
    assert codes(result) == []
    assert [chapter.part and [side.text for side in chapter.part.sides] for chapter in result.value.chapters] == [
        ["上编", "Part One"],
        ["Part Two"],
    ]
    assert [chapter.part.number for chapter in result.value.chapters if chapter.part] == [1, 2]


@pytest.mark.parametrize(
    "text", ["words\n\n# A\n", "## B\n\n# A\n", "words\n", "# P {.part}\n\nwords\n", "# A\n\n# P {.part}\n"]
)
def test_text_without_chapter(reads: ReadBook, text: str) -> None:
    """Text before the first heading of level 1 is kept, and reported; so is a part without a chapter."""
    result = reads(text)
    assert codes(result) == ["no_chapter_heading"]


def test_items(reads: ReadBook) -> None:
    """An item's first paragraph is its own words, the rest its children; markers are the source's."""
    (block,) = blocks(reads, "3) a\n\n   b\n\n   - c\n4) `d`")
    assert isinstance(block, ListBlock)
    assert (block.ordered, block.start) == (True, 3)
    first, second = block.items
    assert (first.value, first.sides[0].marker, first.sides[0].text) == (3, "3)", "a")
    assert [type(child) for child in first.children] == [Paragraph, ListBlock]
    assert second.sides[0].lang == SHARED
    (block,) = blocks(reads, "- a\n- ```\n  code\n  ```")
    assert isinstance(block, ListBlock)
    assert block.items[0].sides[0].marker == ""
    assert block.items[1].sides == ()
    assert isinstance(block.items[1].children[0], CodeBlock)


def test_chinese_numbers_in_one_paragraph(reads: ReadBook) -> None:
    """Lines that begin 1、 2、 are items, also without blank lines between them; years in a row are not."""
    (block,) = blocks(reads, "1、甲\n接着\n2、乙\n2016、2017年")
    assert isinstance(block, ListBlock)
    assert [(item.value, item.sides[0].text, item.sides[0].span.line) for item in block.items] == [
        (1, "甲接着", 3),
        (2, "乙2016、2017年", 5),
    ]
    (block,) = blocks(reads, "2016、2017年的大会")
    assert isinstance(block, Paragraph)


def test_quotes_and_notices(reads: ReadBook) -> None:
    """A quotation that begins with [!NOTE] is a notice."""
    quote, notice, plain = blocks(reads, "> a\n\n> [!warning]\n> b\n>\n> c\n\n> \\[!NOTE] d\n> e")
    assert isinstance(quote, BlockQuote)
    assert isinstance(notice, Admonition)
    assert (notice.kind, [child.sides[0].span.line for child in notice.children]) == ("warning", [6, 8])  # type: ignore[union-attr]
    assert isinstance(plain, BlockQuote)


def test_verse(reads: ReadBook) -> None:
    """Lines of verse end where the author ended them."""
    (block,) = blocks(reads, "{.verse}\n床前明月光，\n疑是地上霜。")
    assert isinstance(block, Verse)
    assert block.sides[0].inlines == (Text("床前明月光，"), LineBreak(), Text("疑是地上霜。"))


def test_definitions(reads: ReadBook) -> None:
    """Terms pair with terms and meanings with meanings."""
    (block,) = blocks(reads, "术语\n: 释义\n\nTerm\n: Meaning\n\n双语\n: 中文\n\n    English")
    assert isinstance(block, DefinitionList)
    first, second = block.items
    assert [side.text for side in first.sides] == ["术语", "Term"]
    assert [[side.text for side in translations_of(child)] for child in first.children] == [["释义", "Meaning"]]
    assert [[side.text for side in translations_of(child)] for child in second.children] == [["中文", "English"]]


def test_listings(reads: ReadBook) -> None:
    """A listing is shared by all languages; its line breaks stay."""
    (block,) = blocks(reads, "```python title\na = 1\n\n  b\n```")
    assert isinstance(block, CodeBlock)
    assert (block.info, block.sides[0].lang, block.sides[0].text) == ("python title", SHARED, "a = 1\n\n  b")
    (block,) = blocks(reads, "    indented\n    code")
    assert isinstance(block, CodeBlock)
    assert block.sides[0].text == "indented\ncode"


def test_listings_of_a_language(reads: ReadBook) -> None:
    """Listings that {lang=…} gives to languages pair like paragraphs."""
    (block,) = blocks(reads, "{lang=zh-Hans}\n```\n# 注释\n```\n\n{lang=en}\n```\n# comment\n```")
    assert isinstance(block, CodeBlock)
    assert [side.lang for side in block.sides] == ["zh-Hans", "en"]


def test_thematic_breaks_and_text_without_letters(reads: ReadBook) -> None:
    """A thematic break has no words; a line of figures is shared by all languages."""
    rule, year = blocks(reads, "***\n\n2016")
    assert isinstance(rule, ThematicBreak)
    assert isinstance(year, Paragraph)
    assert [side.lang for side in year.sides] == [SHARED]


def test_declared_languages(reads: ReadBook) -> None:
    """{lang=…} overrides the script; a language that the book does not have is reported."""
    (block,) = blocks(reads, "{lang=zh-Hans}\nAPI\n\n{lang=en}\nthe API")
    assert [(side.lang, side.text) for side in translations_of(block)] == [("zh-Hans", "API"), ("en", "the API")]
    result = reads("# A\n\n{lang=fr}\nmot\n")
    assert codes(result) == ["unknown_language"]
    assert (result.diagnostics[0].span, result.diagnostics[0].column) == (Span("01.md", 3, 3), 2)


def test_a_book_of_one_language(reads: ReadBook) -> None:
    """In a book of one language everything is in it, whatever the script."""
    result = reads("# 甲\n\nOpenRank\n\nПривет\n", languages=("zh-Hans",))
    assert codes(result) == []
    assert [translations_of(block)[0].lang for block in result.value.chapters[0].blocks] == ["zh-Hans", "zh-Hans"]


@pytest.mark.parametrize(
    ("text", "mixed"),
    [
        ("子曰：不亦乐乎？\nThe Master said it.", True),
        ("The Master said it.\n子曰：不亦乐乎？", True),
        ("子曰：不亦乐乎？\n曾子曰：三省吾身。", False),
        ("我们使用\nWeasyPrint and EbookLib\n来构建。", False),
        ("The word\n命运共同体\nmeans community.", False),
        ("{lang=en}\nShe said it.\n他说了。", False),
    ],
)
def test_two_languages_in_one_paragraph(reads: ReadBook, text: str, mixed: bool) -> None:
    """A sentence followed on the next line by one in another language is reported."""
    assert ("mixed_paragraph" in codes(reads(f"# A\n\n{text}\n"))) is mixed


def test_spans(reads: ReadBook) -> None:
    """Every translation has its first and last line, without the empty ones behind it."""
    result = reads("# A\n\none\ntwo\n\n- x\n\n  y\n\n\n> z\n")
    spans = {
        side.text: (side.span.line, side.span.end_line)
        for node in iter_nodes(result.value.chapters[0])
        for side in translations_of(node)
    }
    assert spans == {"A": (1, 1), "one two": (3, 4), "x": (6, 6), "y": (8, 8), "z": (11, 11)}


# -------------------------------------------------------------------------------- ids, attributes


def test_ids_count_up_and_stay(reads: ReadBook) -> None:
    """Ids count in reading order; an author's id comes first, and no id is given twice."""
    result = reads("# A\n\none\n\n{#two}\ntwo\n\n{#c01-3}\nthree\n\nfour[^n]\n\n[^n]: note\n")
    chapter = result.value.chapters[0]
    assert [block.id for block in chapter.blocks] == ["c01-1", "two", "c01-3", "c01-4"]
    assert (chapter.notes[0].id, chapter.notes[0].children[0].id) == ("c01-note-1", "c01-5")
    assert chapter.title.id == "c01-title"
    edited = reads("# Other\n\nelse\n\n{#two}\ntwo\n\n{#c01-3}\nthree\n\nfour[^n]\n\n[^n]: other\n")
    assert [p.id for p in iter_nodes(edited.value.chapters[0])] == [p.id for p in iter_nodes(chapter)]


def test_chapters_ids_from_headings(reads: ReadBook) -> None:
    """A level-1 heading's id is that of its chapter."""
    result = reads("# 甲\n\n# A {#river}\n\ntext\n\n[](#river)\n")
    assert result.value.chapters[0].id == "river"
    assert result.value.chapters[0].blocks[0].id == "river-1"
    assert codes(result) == []


def test_ids_of_both_languages(reads: ReadBook) -> None:
    """Where each language gives a block an id, the first is its id and the other leads to it too."""
    result = reads("# A\n\n{#tian}\n天[见](#sky)\n\n{#sky}\nsky\n")
    block = result.value.chapters[0].blocks[0]
    assert block.id == "tian"
    assert isinstance(block, Paragraph)
    assert block.sides[0].inlines[1] == Link("#tian", (Text("见"),))
    assert codes(result) == []


def test_duplicate_and_bad_ids(reads: ReadBook) -> None:
    """An id twice, and one that XML cannot take, are errors that name the place."""
    result = reads("# A\n\n{#x}\none\n\n***\n\n{#x}\ntwo\n\n{#1}\nthree\n")
    assert codes(result) == ["duplicate_id", "bad_id"]
    assert "line 4 of 01.md" in result.diagnostics[0].message


def test_reserved_ids(reads: ReadBook) -> None:
    """A chapter whose file has a reserved name gets another id; a block with a reserved id is reported."""
    result = reads({"contents.md": "# A\n\n[b](front.md)\n", "front.md": "# B\n\n{#cover}\nb\n"})
    assert [chapter.id for chapter in result.value.chapters] == ["contents_", "front_"]
    assert codes(result) == ["bad_id"]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("{.sollo}\nwords", "did you mean `.solo`?"),
        ("{lnag=en}\nwords", "did you mean `lang`?"),
        ("[words]{.tiny}", "known here: .no-break"),
        ("[](#c01){.pages}", "did you mean `.page`?"),
        ("# B {.parts}", "did you mean `.part`?"),
    ],
)
def test_unknown_attributes(reads: ReadBook, text: str, hint: str) -> None:
    """A misspelt attribute is reported with the nearest known one."""
    result = reads(f"# A\n\n{text}\n")
    assert [(each.code, hint in each.help) for each in result.diagnostics] == [("unknown_attribute", True)]
    assert result.diagnostics[0].column > 0


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("一段。\n\n> {#x}", "stray_braces", 7),
        ("一段。\n\n{#x}", "stray_braces", 7),
        ("词\n: {#x}", "stray_braces", 6),
        ("{lang=zh-Hans}\n{lang=zh}\n一段。", "stray_braces", 5),
        ("{#x}\n>\n\n一段。", "empty_block", 6),
        ("## 节 {.part}", "unknown_attribute", 5),
        ("> # 节 {.part}", "unknown_attribute", 5),
        ("{.verse}\n- 甲", "unknown_attribute", 5),
        ("{.caption}\n> 甲", "unknown_attribute", 5),
        ("{lang=fr}\n\n一段。{lang=fr}", "unknown_language", 5),
    ],
)
def test_attributes_without_effect(reads: ReadBook, text: str, code: str, line: int) -> None:
    """Braces that no block takes, or that mean nothing to their block, are reported in their line."""
    result = reads({"a.md": f"# 题\n\n# T\n\n{text}\n"})
    assert (code, line) in {(each.code, each.span.line) for each in result.diagnostics if each.span}


@pytest.mark.parametrize("text", ["{not attributes}", "{.a} words {.b}", "{}", "{", "{汉字|hàn zì}"])
def test_braces_that_are_text(reads: ReadBook, text: str) -> None:
    """A line in braces that holds more than attributes stays in the text."""
    result = reads(f"# A\n\n{text}\n")
    assert set(codes(result)) <= {"stray_braces"}
    assert translations_of(result.value.chapters[0].blocks[0])[0].text in (text, "汉字")


@pytest.mark.parametrize(
    ("braces", "values"),
    [
        ("{width=100%}", {"width": "100%"}),
        ("{#fig.1 .solo width=60.5mm}", {"id": "fig.1", "class": "solo", "width": "60.5mm"}),
        ('{title="a=b #c" width=1.5em}', {"title": "a=b #c", "width": "1.5em"}),
        ("{lang=zh-Hans}", {"lang": "zh-Hans"}),
        ("{href=https://example.org/?a=b}", {"href": "https://example.org/?a=b"}),
        ("{#}", None),
        ("{width=}", None),
        ("{x, y}", None),
        ('{title="a" b}', None),
        ("{title='a b'}", None),
    ],
)
def test_values_need_no_quotes(braces: str, values: dict[str, str] | None) -> None:
    """Only a value with spaces in it stands in quotes; an id may have dots."""
    assert attributes(braces) == values


@pytest.mark.parametrize("block", ["甲。", "- 甲", "> 甲", "```\na\n```", "| 甲 |\n|---|\n| 乙 |"])
def test_a_width_elsewhere(reads: ReadBook, block: str) -> None:
    """Blocks that are no figure take no width, and say so."""
    (report,) = reads(f"# A\n\n{{width=50%}}\n{block}\n").diagnostics
    assert (report.code, "`width` means nothing here" in report.message) == ("unknown_attribute", True)


@pytest.mark.parametrize("text", ["![](a.png){width=50%}", "{width=50%}\n![](a.png)", '![](a.png){width="50%"}'])
def test_widths_of_figures(reads: ReadBook, text: str) -> None:
    """A width in percent, right behind the picture or on the line before it."""
    (figure,) = reads(f"# A\n\n{text}\n").value.chapters[0].blocks
    assert isinstance(figure, Figure)
    assert [each.width for each in figure.pictures] == ["50%"]


# ------------------------------------------------------------------------------ refused content


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("<div>\nx\n</div>", 3, 1),
        ('a\nb <br class="x"> c', 4, 3),
        ("<!-- comment", 3, 1),
        ("a <sub>b", 3, 3),
        ("a <i>b</i>", 3, 3),
        ("| <b> |\n|---|", 3, 3),
    ],
)
def test_raw_html(reads: ReadBook, text: str, line: int, column: int) -> None:
    """HTML is reported where it stands, and its characters are not lost."""
    result = reads(f"# A\n\n{text}\n")
    assert set(codes(result)) == {"raw_html"}
    first = result.diagnostics[0]
    assert first.span is not None
    assert (first.span.line, first.column) == (line, column)
    shown = "".join(side.text for node in iter_nodes(result.value.chapters[0]) for side in translations_of(node))
    assert "<" in shown


@pytest.mark.parametrize("scheme", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "vbscript:x"])
def test_links_that_are_left_out(reads: ReadBook, scheme: str) -> None:
    """Only web, mail and telephone addresses become links; the words of another link stay."""
    result = reads(f"# A\n\nsee [this]({scheme}) here\n")
    assert codes(result) == ["bad_link"]
    assert translations_of(result.value.chapters[0].blocks[0])[0].inlines == (Text("see this here"),)


@pytest.mark.parametrize(
    "address",
    [
        "http://[::1::1]/", "http://[::1", "http://a]b/", "http://x:ab/", "https://x:99999/", "http://%00/",
        "http://[fe80::1%25a]/", "http:///path", "https:",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["see [this](<{}>)", "see [this][a]\n\n[a]: <{}>\n"])
def test_addresses_that_cannot_be_read(reads: ReadBook, address: str, form: str) -> None:
    """WeasyPrint would only say that something is wrong, without a place."""
    result = reads(f"# A\n\n{form.format(address)}\n")
    assert codes(result) == ["bad_link"]
    (found,) = result.diagnostics
    assert found.span and found.span.line == 3 and found.help


@pytest.mark.parametrize("address", ["http://[2001:db8::1]:80/", "http://a_b-c.d:8080", "tel:+1", "mailto:[x@y"])
def test_addresses_that_can_be_read(reads: ReadBook, address: str) -> None:
    """Addresses of hosts by name and by number, with a port, and those without a host."""
    assert codes(reads(f"# A\n\nsee [this](<{address}>)\n")) == []


def test_too_deep(reads: ReadBook) -> None:
    """Nesting is limited, and what is not read is reported."""
    assert codes(reads("# A\n\n" + "> " * 60 + "x\n")) == ["too_deep"]
    deep = codes(reads("# A\n\n" + "".join(f"{'*' * (1 + n % 2)}a " for n in range(80)) + "b" + "** *" * 80))
    assert [code for code in deep if code != "stray_markup"] in (["too_deep"], [])
    assert codes(reads("# A\n\n" + "> " * 12 + "x\n")) == []


def test_empty_blocks(reads: ReadBook) -> None:
    """A heading and an item without words are reported."""
    assert codes(reads("# A\n\n##\n\n- \n- x\n")) == ["empty_block", "empty_block"]


def test_language_of_no_language(reads: ReadBook) -> None:
    """Cyrillic in a Chinese and English book is an error."""
    result = reads("# A\n\nПривет, мир\n")
    assert codes(result) == ["undeclared_language"]
    assert "Cyrillic" in result.diagnostics[0].message


def test_uncertain_language(reads: ReadBook) -> None:
    """A text that could be in either language is taken for one and reported, with the attribute to write."""
    result = reads("# A\n\n“天下為公” by Sun Yat-sen\n")
    assert codes(result) == ["uncertain_language"]
    assert "{lang=" in result.diagnostics[0].help


# -------------------------------------------------------------------------- notes and references


def test_notes(reads: ReadBook) -> None:
    """Notes count as the text calls them, one that only a note calls behind it; its languages stand in one or two."""
    text = "# A\n\none[^b] two[^a] three[^b]\n\n一[^c]\n\n[^a]: 甲\n\n    A\n\n"
    result = reads(text + "[^b]: 乙\n[^b]: B\n\n[^c]: 丙[^d]\n\n[^d]: 丁\n")
    notes = result.value.chapters[0].notes
    assert [(note.label, note.number) for note in notes] == [("c", 1), ("d", 2), ("b", 3), ("a", 4)]
    assert [[side.text for side in translations_of(note.children[0])] for note in notes[2:4]] == [
        ["乙", "B"],
        ["甲", "A"],
    ]
    block = result.value.chapters[0].blocks[0]
    assert isinstance(block, Paragraph)
    assert FootnoteRef("c01-note-3") in block.sides[1].inlines
    assert codes(result) == []


def test_notes_and_calls_that_do_not_match(reads: ReadBook) -> None:
    """A call without note, a note without call, and a note twice are reported."""
    result = reads("# A\n\none[^fifth]\n\n[^fith]: x\n\n[^y]: y\n[^y]: z\n")
    assert sorted(codes(result)) == ["dangling_note", "duplicate_note", "unused_note"]
    dangling = next(each for each in result.diagnostics if each.code == "dangling_note")
    assert "`[^fith]`" in dangling.help
    assert (dangling.span, dangling.column) == (Span("01.md", 3, 3), 4)


def test_notes_of_chapters_in_one_file(reads: ReadBook) -> None:
    """Chapters of one file share its notes; each chapter that calls one has it, numbered there."""
    result = reads("# A\n\none[^x]\n\n# B\n\ntwo[^y] three[^x]\n\n[^x]: x\n[^y]: y\n")
    assert [[(note.label, note.number) for note in chapter.notes] for chapter in result.value.chapters] == [
        [("x", 1)],
        [("y", 1), ("x", 2)],
    ]
    assert codes(result) == []


def test_links_between_files(reads: ReadBook) -> None:
    """A link to a chapter's file leads to the chapter, with #id to the block; also to a file without its language."""
    files = {
        "01.md": "# A\n\n[b](02-b.md) [c](02-b.md#there) [d](03.md) [e](03.en.md)\n",
        "02-b.md": "# B\n\n{#there}\nhere\n",
        "03.zh-Hans.md": "# 丙\n",
        "03.en.md": "# C\n",
    }
    result = reads(files)
    assert codes(result) == []
    block = result.value.chapters[0].blocks[0]
    links = [inline.href for inline in translations_of(block)[0].inlines if isinstance(inline, Link)]
    assert links == ["#c02-b", "#there", "#c03", "#c03"]
    result = reads(files | {"01.md": "# A\n\n[](02-b.md) [](02-b.md#there){.page}\n"})
    forms = [
        inline
        for inline in translations_of(result.value.chapters[0].blocks[0])[0].inlines
        if isinstance(inline, CrossRef)
    ]
    assert forms == [CrossRef("c02-b", "number"), CrossRef("there", "page")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[x](#nowhere)", "dangling_reference"),
        ("[](#nowhere)", "dangling_reference"),
        ("*[x](02.md#nowhere)*", "relative_link"),
        ("[x](data.csv)", "relative_link"),
        ("！[x](a.png)", "relative_link"),
        ("[x](../up.md)", "relative_link"),
        ("[x](01.md#nowhere)", "dangling_reference"),
        ("[](01.md#nowhere)", "dangling_reference"),
        ("[](02.md)", "relative_link"),
    ],
)
def test_links_to_nothing(reads: ReadBook, text: str, code: str) -> None:
    """A link to nothing is an error at its own line and column."""
    result = reads(f"# A\n\nwords\n{text}\n")
    assert codes(result) == [code]
    assert result.diagnostics[0].span == Span("01.md", 4, 4)
    assert result.diagnostics[0].block == "c01-1"
    assert ("![description](a.png)" in result.diagnostics[0].help) is ("a.png" in text)


def test_each_link_to_nothing_is_told(reads: ReadBook) -> None:
    """What leads nowhere several times in a block is told at each place."""
    result = reads(
        "# A\n\nwords [](#no) and [](#no)\nmore [x](#no), a note[^n] and[^n]\n\n| [^n] | [^n] |\n|---|---|\n"
    )
    places = [(each.code, each.span.line, each.column) for each in result.diagnostics if each.span]
    assert places == [
        ("dangling_reference", 3, 10),
        ("dangling_reference", 3, 22),
        ("dangling_reference", 4, 10),
        ("dangling_note", 4, 22),
        ("dangling_note", 4, 30),
        ("dangling_note", 6, 3),
        ("dangling_note", 6, 10),
    ]


def test_every_kind_has_its_id_and_place(reads: ReadBook) -> None:
    """Nodes of every type have an id of their chapter."""
    result = reads("# A\n\na\n\n- b\n\n> c\n\n| d |\n|---|\n| e |\n\n```\nf\n```\n\n***\n\nt\n: m\n")
    assert all(node.id.startswith("c01") for node in iter_nodes(result.value.chapters[0]))
    types = {type(node) for node in iter_nodes(result.value.chapters[0])}
    assert {
        Heading,
        Paragraph,
        ListBlock,
        ListItem,
        BlockQuote,
        Table,
        CodeBlock,
        ThematicBreak,
        DefinitionList,
    } <= types
    assert Figure not in types


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("甲在。\n\nHere.\n\nGitHub Actions 工作流\n\nGitHub Actions workflow\n\n乙在。\n\nThere.", []),
        ("- 甲在。\n- Zhang San 张三\n- 乙在。\n\n- Here.\n- Zhang San\n- There.", []),
        ("甲在。\n\nHere.\n\n丙在。\n\nZhang San 张三\n\nAlone.\n\n乙在。\n\nThere.", [11]),
        ("甲在。\n\nHere.\n\nZhang San\n\nZhang San 张三\n\n乙在。\n\nThere.", [11]),
        ("Zhang San 张三", [5]),
    ],
    ids=["pair", "items", "beside a block alone", "unusual order", "alone"],
)
def test_pairs_settle_the_language(reads: ReadBook, text: str, doubts: list[int]) -> None:
    """A name in both scripts that pairs in the usual order, between pairs, is in no doubt; any other is."""
    result = reads(f"# 章\n\n# Chapter\n\n{text}\n")
    doubtful = [each for each in result.diagnostics if each.code == "uncertain_language"]
    assert [each.span.line for each in doubtful if each.span] == doubts
