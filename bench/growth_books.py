"""Books of any size for `growth.py`: each repeats one notation, whole or left open, as far as the size."""

from __future__ import annotations

from collections.abc import Callable, Mapping

TOML = """\
[book]
languages = ["zh-Hans", "en"]
title = { zh-Hans = "试书", en = "Trial Book" }
identifier = "urn:uuid:11111111-2222-4333-8444-555555555555"
date = 2025-01-01
"""
EDITION = '[[edition]]\nname = "{}"\nlayout = "interleaved"\n'
HEAD = "# 第一章\n\n# Chapter One\n\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'

Files = Mapping[str, str]
"""The texts of a book's files, by name."""


def _repeat(unit: str, size: int) -> str:
    """Return ``unit`` as often as ``size`` bytes hold it."""
    return unit * max(1, size // len(unit.encode()))


def _number(unit: str, size: int) -> str:
    """Return ``unit`` as often as ``size`` bytes hold it, with the numbers from 0 in the place of ``@``."""
    return "".join(unit.replace("@", str(nth)) for nth in range(max(1, size // (len(unit.encode()) + 3))))


def _book(text: str, toml: str = "") -> Files:
    return {"book.toml": toml or TOML + EDITION.format("b"), "01-a.md": HEAD + text + "\n"}


def _repeated(unit: str, before: str = "", behind: str = "") -> Callable[[int], Files]:
    return lambda size: _book(f"{before}{_repeat(unit, size)}{behind}")


def _numbered(unit: str, before: str = "", behind: str = "") -> Callable[[int], Files]:
    return lambda size: _book(f"{before}{_number(unit, size)}{behind}")


def _nested(opening: str, closing: str) -> Callable[[int], Files]:
    return lambda size: _book(_repeat(opening, size // 2) + "a" + _repeat(closing, size // 2))


def _calls_and_notes(size: int) -> Files:
    return _book(_number("字[^@]。", size // 2) + "\n\n" + _number("[^@]: 注。\n\n", size // 2))


def _citations(size: int) -> Files:
    numbers = range(max(1, size // 120))
    entry = "@book{{k{0}, author = {{甲乙}}, title = {{书{0}}}, publisher = {{社}}, year = 2000}}\n"
    text = "".join(f"字[@k{nth}]。" for nth in numbers) + "\n\n::: bibliography\n:::\n"
    return {**_book(text), "references.bib": "".join(entry.format(nth) for nth in numbers)}


def _terms(size: int) -> Files:
    numbers = range(max(1, size // 100))
    entry = '[k{0}]\nabbreviation = "A{0}"\nzh-Hans = "字{0}"\n'
    text = "".join(f"[A{nth}]{{.term}}字A{nth}。" for nth in numbers) + "\n\n::: glossary\n:::\n"
    return {**_book(text), "terms.toml": 'expand = "book"\n' + "".join(entry.format(nth) for nth in numbers)}


def _table(size: int) -> Files:
    return _book("| a | b |\n|---|---|\n" + _repeat("| 1 | 2 |\n", size))


def _notes_in_table(size: int) -> Files:
    rows = _number("| 字[^@] | b |\n", size // 2)
    return _book("| a | b |\n|---|---|\n" + rows + "\n" + _number("[^@]: 注。\n\n", size // 2))


def _columns(size: int) -> Files:
    line = "|" + _repeat(" a |", size // 3)
    return _book(f"{line}\n|{_repeat('---|', size // 3)}\n{line}\n")


def _editions(size: int) -> Files:
    return _book("字。", TOML + _number(EDITION.format("e@"), size))


def _keys(size: int) -> Files:
    return _book("字。", TOML + _number("key@ = 1\n", size) + EDITION.format("b"))


def _long_value(size: int) -> Files:
    return _book("字。", TOML + f'rights = "{"权" * (size // 3)}"\n' + EDITION.format("b"))


def _long_list(size: int) -> Files:
    values = _number('"@",', size)
    return _book("字。", TOML + f"subjects = [{values}]\n" + EDITION.format("b"))


def _broken_value(opening: str, unit: str, closing: str) -> Callable[[int], Files]:
    """Return what makes a ``book.toml`` with a line that is no TOML: its parts tell what slip it may be."""
    return lambda size: _book(
        "字。", TOML + f"rights = {opening}{_repeat(unit, size)}{closing}\n" + EDITION.format("b")
    )


def _chapters(size: int) -> Files:
    names = [f"c{nth}.md" for nth in range(size // 50)]
    texts = {name: f"# 章{nth}\n\n# Chapter {nth}\n" for nth, name in enumerate(names)}
    return {"book.toml": TOML + EDITION.format("b"), **texts}


def _listed_chapters(size: int) -> Files:
    files = _chapters(size)
    names = ",".join(f'"{name}"' for name in files if name.endswith(".md"))
    return {**files, "book.toml": TOML + f"chapters = [{names}]\n" + EDITION.format("b")}


def _missing_chapters(size: int) -> Files:
    names = _number('"c@.md",', size)
    return _book("字。", TOML + f"chapters = [{names}]\n" + EDITION.format("b"))


def _pictures(size: int) -> Files:
    return {**_book(_repeat("![图](p.svg)\n\n", size)), "p.svg": PICTURE}


def _grid(columns: int) -> Callable[[int], Files]:
    """Return what makes a grid table of so many columns; 0 for one row of as many as there is room for."""

    def make(size: int) -> Files:
        count = columns or size // 12
        rule, row = "+---" * count + "+\n", "| a " * count + "|\n"
        return _book(rule + _repeat(row + rule, size) if columns else rule + row + rule)

    return make


def _joined_rows(size: int) -> Files:
    return _book("| a | b |\n|---|---|\n| 1 | 2 |\n" + _repeat("| ^^ | ^^ |\n", size))


def _joined_columns(size: int) -> Files:
    count = size // 6
    return _book(f"|{' a |' * count}\n|{'-|' * count}\n| b {'|' * count}\n")


def _simple_table(row: str) -> Callable[[int], Files]:
    return lambda size: _book("----- -----\na     b\n----- -----\n" + _repeat(row, size) + "-----------\n")


def _code(language: str, unit: str, behind: str = "") -> Callable[[int], Files]:
    return lambda size: _book(f"```{language}\n{_repeat(unit, size)}{behind}\n```\n")


def _hyphenation(size: int) -> Files:
    words = "".join(
        f"word{chr(97 + nth % 26)}{chr(97 + nth // 26 % 26)}{chr(97 + nth // 676)}" + "-x "
        for nth in range(size // 20)
    )
    values = ",".join(f'"{each}"' for each in words.split())
    toml = TOML + EDITION.format("b") + f"\n[typography]\nhyphenation = [{values}]\n"
    return _book(_repeat("wordabc words ", size // 2), toml)


def _imprint(size: int) -> Files:
    return _book("字。", TOML + EDITION.format("b") + "\n[imprint]\n" + _number('key@ = "字"\n', size))


def _linked_pictures(size: int) -> Files:
    return {**_book(_repeat("[![图](p.svg)](https://example.org/) ", size)), "p.svg": PICTURE}


def _row_of_pictures(size: int) -> Files:
    return {**_book(_repeat("![图](p.svg) ", size)), "p.svg": PICTURE}


def _notes_of_a_table(size: int) -> Files:
    return _book("| a | b |\n|---|---|\n| 1 | 2 |\n\n" + _repeat("注：字。\n\nNote: a.\n\n", size))


def _spaces_in_a_value(size: int) -> Files:
    value = 'isbn = "1{}"\ndate'.format(_repeat(" ", size))
    return _book("字。", TOML.replace("date", value) + EDITION.format("b"))


OPENINGS = ("[", "![", "[^", "[@a, ", "$ ", "** ", "== ", "==字", "|", "a@", "{字|")
FILLINGS = {"a character": "字", "a letter": "a", "a space": " "}

CASES: Mapping[str, Callable[[int], Files]] = {
    "text": _repeated("这是一段话。\n\nThis is a paragraph.\n\n"),
    "long Chinese line": _repeated("这是一段话，"),
    "long English line": _repeated("This is a line. "),
    "long word": _repeated("a"),
    "lines of a paragraph": _repeated("a line\n"),
    "short paragraphs": _repeated("a\n\n"),
    "spaces": _repeated(" ", "a", "b"),
    "blank lines": _repeated("\n"),
    "headings": _numbered("## 节@\n\n## Section @\n\n"),
    "headings of the same words": _repeated("## 节\n\n## Section\n\n"),
    "headings in one language": _repeated("## 节\n\n"),
    "number signs": _repeated("#"),
    "ids": _numbered("## 节 {#n@}\n\n## Section {#n@}\n\n"),
    "one id": _repeated("## 节 {#n}\n\n"),
    "brackets opened": _repeated("["),
    "brackets closed": _repeated("]"),
    "brackets nested": _nested("[", "]"),
    "brackets in pairs": _repeated("[a]"),
    "links nested": _nested("[", "](a)"),
    "links begun": _repeated("[a]("),
    "links begun with <": _repeated("[a](<b"),
    "links begun with a title": _repeated('[a](b "'),
    "links behind brackets": _repeated("]("),
    "pictures begun": _repeated("!["),
    "pictures nested": _nested("![", "](a.png)"),
    "pictures": _pictures,
    "missing pictures": _numbered("![图](p@.png)\n\n"),
    "references to a heading": _repeated("[章](#c01-a) ", "## 节 {#n}\n\n"),
    "references to nothing": _numbered("[章](#n@) "),
    "addresses": _numbered("<https://example.org/@> "),
    "angle brackets": _repeated("<"),
    "bare addresses": _repeated("https://example.org/ "),
    "one asterisk": _repeated("*a "),
    "one and two asterisks": _repeated("*a **b "),
    "asterisks": _repeated("*"),
    "asterisks closed": _repeated("a*"),
    "asterisks on both sides": _repeated("a*b"),
    "asterisks of three lengths": _repeated("*a**b***c"),
    "asterisks and underscores": _repeated("*_a "),
    "asterisks and underscores closed": _nested("*a_b", "c*d_"),
    "strong emphasis nested": _nested("**a ", " b**"),
    "emphasis": _repeated("*字* "),
    "underscores": _repeated("_a "),
    "tildes": _repeated("~~a "),
    "backticks": _repeated("`"),
    "backticks parted": _repeated("` "),
    "backticks of growing runs": lambda size: _book(" ".join("`" * nth for nth in range(1, int((2 * size) ** 0.5)))),
    "code": _repeated("`a` "),
    "fences": _repeated("```\n"),
    "entities": _repeated("&amp;"),
    "ampersands": _repeated("&"),
    "escapes": _repeated("\\*"),
    "backslashes": _repeated("\\"),
    "note calls opened": _repeated("[^a"),
    "note calls": _repeated("[^1]"),
    "note calls numbered": _numbered("[^@]"),
    "notes": _calls_and_notes,
    "references to several places": _repeated("#a ", "{#a}\n字。\n\n[](", "#a){.page}"),
    "ranges of references": _repeated("#a–#b, ", "{#a}\n# 一\n\n{#b}\n# 二\n\n[](", "#a–#b)"),
    "lists of references": _repeated("[](#a #a) ", "{#a}\n字。\n\n"),
    "references opened": _repeated("[](#a #a "),
    "places opened": _repeated("#a--", "[]("),
    "citations": _citations,
    "citations opened": _repeated("[@a; "),
    "citations of nothing": _repeated("[@a]"),
    "notes without calls": _numbered("[^@]: 注。\n\n"),
    "one note": _repeated("[^1]: 注。\n\n"),
    "notes in lines": _numbered("[^@]: 注。\n"),
    "notes in notes": lambda size: _book("字[^0]\n\n" + _number("[^@]: 注[^1@]。\n\n", size)),
    "definitions": _repeated("term\n: words\n\n"),
    "definitions of one term": _repeated(": words\n", "term\n"),
    "terms": _repeated("term\n\n", "", ": words\n"),
    "link definitions": _numbered("[n@]: https://example.org/\n"),
    "link definitions of one name": _repeated("[n]: a\n"),
    "link definitions begun": _repeated("[n]:\n"),
    "links with definitions": _numbered("[n@] ", "", "\n\n[n1]: https://example.org/\n"),
    "table": _table,
    "columns of a table": _columns,
    "table begun": _repeated("| a |\n"),
    "bars": _repeated("|"),
    "tables": _repeated("| a |\n|---|\n| 1 |\n\n"),
    "notes in a table": _notes_in_table,
    "quotations": _repeated("> a\n\n"),
    "comments opened": _repeated("字 <!-- "),
    "notices opened": lambda size: _book(_repeat("::: note\n", size)),
    "lines behind bars": lambda size: _book(_repeat("| a\n", size) + "| b |\n"),
    "quotations nested": lambda size: _book(">" * size + "a"),
    "quotations nested in lines": lambda size: _book((">" * 30 + " a\n") * (size // 33)),
    "items": _repeated("- a\n"),
    "numbered items": _numbered("@. a\n"),
    "lists nested": lambda size: _book("- " * (size // 2) + "a"),
    "lists in steps": lambda size: _book("".join("  " * nth + "- a\n" for nth in range(int(size**0.5)))),
    "breaks": _repeated("***\n\n"),
    "hard breaks": _repeated("a\\\n"),
    "html": _repeated("<b>a"),
    "html comments": _repeated("<!-- "),
    "html blocks": _repeated("<div>\n\n"),
    "braces": _repeated("{"),
    "braces of attributes": _repeated("{.a}"),
    "attributes begun": _repeated("[a]{.b "),
    "attributes in one pair of braces": lambda size: _book("[a]{" + _repeat(".b ", size) + "}"),
    "attribute lines": _repeated("{.a}\n"),
    "attribute lines numbered": _numbered("{#a@}\n"),
    "languages": _repeated("[a]{lang=fr} "),
    "rubies": _repeated("{汉|hàn}"),
    "rubies begun": _repeated("{汉"),
    "ruby with a bar": _repeated("{汉|"),
    "readings": lambda size: _book(_repeat("长江的行长。", size), TOML + 'ruby = "pinyin"\n' + EDITION.format("b")),
    "readings of one run": lambda size: _book(
        _repeat("很长的", size), TOML + 'ruby = "pinyin"\nruby-tones = "spoken"\n' + EDITION.format("b")
    ),
    "interlinear notes": _repeated("汉^[字]{.interlinear}"),
    "interlinear notes begun": _repeated("^[字"),
    "an interlinear note": lambda size: _book("汉^[" + _repeat("字，", size) + "]{.interlinear}"),
    "formulas": _repeated("$a$ "),
    "formulas begun": _repeated("\\\\("),
    "formulas in lines": _repeated("$$\na\n$$\n\n"),
    "formulas in lines begun": _repeated("$$ a\n"),
    "formulas nested": lambda size: _book("$" + "{" * (size // 2) + "}" * (size // 2) + "$"),
    "commands of formulas": _repeated("\\frac12", "$", "$"),
    "dollars": _repeated("$"),
    "dollars escaped": _repeated("\\$", "$a"),
    "roles": _repeated("好:s"),
    "macros": _repeated("image:", "[a]"),
    "asterisks behind code": _repeated("*", "`a`好"),
    "dashes and bars": _repeated("—|"),
    "quotation marks in addresses": _repeated('b "', "[a]: <", ">"),
    "colons": _repeated(":"),
    "divisions": _repeated("::: a\n"),
    "divisions in pairs": _repeated("::: notice\na\n:::\n\n"),
    "quotation marks": _repeated("“"),
    "straight quotation marks": _repeated('"a '),
    "names in both scripts": _repeated("张三（Zhang San）"),
    "full-width brackets": _repeated("［"),
    "pluses": _repeated("+a "),
    "equals signs": _repeated("==a "),
    "carets": _repeated("^a "),
    "digits": _repeated("1"),
    "numbers": _repeated("1 "),
    "control characters": _repeated("\x01"),
    "combining marks": _repeated("\u0301"),
    "Hangul": _repeated("한"),
    "other languages": _repeated("Это абзац.\n\n"),
    "editions": _editions,
    "keys of book.toml": _keys,
    "long value of book.toml": _long_value,
    "long list of book.toml": _long_list,
    "quotes of a broken value": _broken_value("", '"" ', "x"),
    "texts of a broken list": _broken_value("", '"a", ', "x"),
    "missing commas of a list": _broken_value("[", '"a" ', "]"),
    "backslashes of a broken value": _broken_value('"', "\\", "x"),
    "letters of a broken value": _broken_value('"', "a", '" x'),
    "chapters": _chapters,
    "listed chapters": _listed_chapters,
    "missing chapters": _missing_chapters,
    "full-width notes": lambda size: _book(
        _number("字[^@]。", size // 2) + "\n\n" + _number("[^@]：注。\n\n", size // 2)
    ),
    "full-width notes without calls": _numbered("[^@]：注。\n\n"),
    "full-width notes in lines": _numbered("[^@]：注。\n"),
    "inline notes": _repeated("字^[注] "),
    "inline notes opened": _repeated("^["),
    "inline notes nested": _nested("^[a ", "]"),
    "inline notes and brackets": _repeated("^[[a]"),
    "inline notes with notes": _repeated("^[a [^1] b] "),
    "grid table": _grid(4),
    "grid table of many columns": _grid(0),
    "grid tables": _repeated("+---+---+\n| a | b |\n+---+---+\n\n"),
    "grid tables begun": _repeated("+---+---+\n| a | b |\n\n"),
    "grid table open": _repeated("+---+---+\n| a | b |\n", "", "| a | b |\n"),
    "grid table of crooked rows": _repeated("| a | b |\n| a  | b |\n+---+---+\n", "+---+---+\n"),
    "grid table of one row": _repeated("| a | b |\n", "+---+---+\n", "+---+---+\n"),
    "grid table of paragraphs": _repeated("| a | b |\n|   |   |\n", "+---+---+\n", "+---+---+\n"),
    "rules of grids": _repeated("+---+---+\n"),
    "rules of grids in quotations": lambda size: _book(
        "".join(f"{'> ' * (nth % 12)}+---+\n" for nth in range(size // 18))
    ),
    "grid table in Chinese": _repeated("| 河 | b |\n+----+---+\n", "+----+---+\n"),
    "simple table": _repeated("a     b\n", "----- -----\n", "----- -----\n"),
    "simple table with head": _repeated("a     b\n", "a     b\n----- -----\n"),
    "simple tables": _repeated("a     b\n----- -----\n1     2\n\n"),
    "simple tables begun": _repeated("----- -----\na     b\n\n"),
    "simple tables of crossing words": _repeated("abcdefghi\n", "a     b\n----- -----\n"),
    "rules of simple tables": _repeated("----- -----\n"),
    "table of several lines": _simple_table("a     b\n\n"),
    "table of one row of lines": _simple_table("a     b\n"),
    "tables of several lines begun": _repeated("-----------\na     b\n----- -----\na     b\n\n"),
    "edges of tables": _repeated("-----------\n"),
    "edges of tables in items": _repeated("- -----------\n  a\n\n"),
    "rules in items": _repeated("- a     b\n  ----- -----\n  c d e f g\n"),
    "cells joined above": _joined_rows,
    "cells joined aside": _joined_columns,
    "marks of joined cells": _repeated("| ^^ | b |\n", "| a | b |\n|---|---|\n"),
    "double bars": _repeated("| a ||\n", "| a | b |\n|---|---|\n"),
    "table without a head": _repeated("| 1 | 2 |\n", "|---|---|\n"),
    "rows of several lines": _repeated("| 1 | 2 | \\\n", "| a | b |\n|---|---|\n"),
    "heads of tables": _repeated("| a | b |\n| a | b |\n|---|---|\n"),
    "rules of tables": _repeated("|---|---|\n"),
    "points in a table": _numbered("| 字 | @.5 |\n", "| a | b |\n|---|---|\n"),
    "notes of a table": _notes_of_a_table,
    "notes right below a table": _repeated("注：字。\n", "| a | b |\n|---|---|\n| 1 | 2 |\n"),
    "lines of verse": _repeated("| 字\n"),
    "verses": _repeated("| 字\n\n| a\n\n"),
    "empty lines of verse": _repeated("|\n"),
    "words for the index": _repeated("[字]{.index} ", "::: index\n:::\n\n"),
    "pages of a source": _numbered("[]{page=@}字 "),
    "pages in brackets": _numbered("[p. @] [第@页"),
    "index of a source": _repeated("，12", "{.source-index}\n- 字"),
    "pages of a source begun": _repeated("[]{page="),
    "pages of paragraphs": _numbered("{page=@}\n字\n\n"),
    "words for the index begun": _repeated('[字]{.index entry="'),
    "entries of an index": _numbered('[字]{.index entry="@ > 字" see-also="@"}\n\n', "::: index\n:::\n\n"),
    "ranges of an index": _repeated("[字]{.index .start}[字]{.index .end}\n\n", "::: index\n:::\n\n"),
    "indexes": _repeated("::: index\n:::\n\n"),
    "indexes begun": _repeated("::: index\n\n"),
    "entries of terms.toml": _terms,
    "words that use a term": _repeated("[字]{.term} ", "::: glossary\n:::\n\n"),
    "words that use a term begun": _repeated("[字]{term="),
    "glossaries": _repeated("::: glossary\n:::\n\n"),
    "glossaries begun": _repeated("::: glossary\n\n"),
    "notices": _repeated("::: note\n字\n\na\n:::\n\n"),
    "notices nested": lambda size: _book(_repeat("::: note\n", size * 2 // 3) + "字\n" + _repeat(":::\n", size // 3)),
    "notices closed": _repeated(":::\n"),
    "notices in quotations": _repeated("> [!NOTE]\n> 字\n>\n> a\n\n"),
    "lowered words": _repeated("H~2~O "),
    "lowered words begun": _repeated("H~2"),
    "raised words": _repeated("m^2^ "),
    "raised words begun": _repeated("m^2"),
    "struck-out words": _repeated("~~a~~ "),
    "marked words": _repeated("==a== "),
    "struck-out and marked words nested": _nested("~~a ==b ", " b== a~~"),
    "underlined words": _repeated("<u>a</u> "),
    "underlined words opened": _repeated("<u>a "),
    "underlined words nested": _nested("<u>a ", "</u>"),
    "elements crossed": _repeated("<u>a <sub>b </u> "),
    "elements closed": _repeated("a</kbd>"),
    "line breaks": _repeated("a<br>"),
    "comments": _repeated("字<!-- a -->"),
    "comments in lines": _repeated("<!-- a -->\n\n"),
    "comments of lines": _repeated("<!-- a\n\nb -->\n\n"),
    "comments begun in lines": _repeated("<!-- a\n\n"),
    "tasks": _repeated("- [ ] 字\n\n- [x] a\n\n"),
    "lines that count": _numbered("@、字\n"),
    "paragraphs that count": _numbered("（@）字\n\n(@) a\n\n"),
    "Chinese numbers": _repeated("一、字\n"),
    "circled numbers": _repeated("①字\n②字\n"),
    "letters": _repeated("a. a\nb. b\n"),
    "Roman numerals": _repeated("i. a\nii. b\n"),
    "definitions in two languages": _repeated("词\nterm\n: 字。\n: words\n\n"),
    "meanings of a term": _repeated(": 字。\n: words\n", "词\nterm\n"),
    "sources of quotations": _repeated("> 字。\n>\n> a\n>\n> ——字\n>\n> — a\n\n"),
    "run-in headings": _numbered("#### 节@\n\n#### Section @\n\n字。\n\na\n\n"),
    "captions": _repeated("表：字\n\nTable: a\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"),
    "captions alone": _repeated("表：字\n\n"),
    "options of code": lambda size: _book("```python " + _repeat("a=1 ", size) + "\na\n```\n"),
    "options of code begun": lambda size: _book("```python " + _repeat('a="', size) + "\na\n```\n"),
    "listings": _repeated("```python\na = 1\n```\n\n"),
    "numbered lines of code": _repeated("a = 1\n", "{.line-numbers}\n```python\n", "```\n"),
    "code in Python": _code("python", "a = 1\n"),
    "code in Python, one line": _code("python", "a = [1, 2] + "),
    "code in Python, in quotation marks": _code("python", "a = '''\n"),
    "code in HTML": _code("html", "<a b=c>\n"),
    "code in TeX": _code("tex", "\\a{b}\n"),
    "words of a hyphenation list": _hyphenation,
    "fields of the imprint": _imprint,
    "pictures in a row": _row_of_pictures,
    "pictures in links": _linked_pictures,
    "references to pages": _repeated("[](#n){.page} ", "## 节 {#n}\n\n## Section\n\n"),
    "references to titles": _repeated("[](#n){.title} ", "## 节 {#n}\n\n## Section\n\n"),
    "references in headings": _repeated("## 节[](#n)\n\n", "## 节 {#n}\n\n"),
    "divisions nested": lambda size: _book(
        "".join(f"{':' * (3 + nth)} note\n" for nth in range(int((2 * size) ** 0.5)))
    ),
    "spaces in a broken value": _spaces_in_a_value,
    **{
        f"{name} again and again behind {opening.strip()}": _repeated(filling, opening)
        for opening in OPENINGS
        for name, filling in FILLINGS.items()
    },
}
"""What makes the files of a book of about so many bytes, by the name of the case."""
