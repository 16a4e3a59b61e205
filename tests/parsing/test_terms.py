"""Terms and abbreviations: what uses one, where it is spelt out, what a glossary has, and what is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.small_books import BILINGUAL, ENGLISH, settings, write
from wicpress import config as book_config
from wicpress import model as m
from wicpress import parsing
from wicpress.diagnostics import Diagnostic
from wicpress.proofing.source.compare_source import check_source

HEAD = "# 章\n\n# Chapter\n\n"
LISTS = "\n\n::: abbreviations\n:::\n\n::: glossary\n:::\n"
CNNIC = 'abbreviation = "CNNIC"\nzh-Hans = "中国互联网络信息中心"\nen = "China Internet Network Information Center"\n'
NPC = 'abbreviation = {zh-Hans = "全国人大", en = "NPC"}\nzh-Hans = "全国人民代表大会"\nen = "National Congress"\n'
WETLAND = 'zh-Hans = "湿地"\nen = "wetland"\nforms = ["wetlands"]\nmeaning = {zh-Hans = "水多。", en = "Wet land."}\n'
TERMS = f"[cnnic]\n{CNNIC}\n[npc]\n{NPC}\n[wetland]\n{WETLAND}"
FULL_ZH, FULL_EN = "中国互联网络信息中心（CNNIC）", "China Internet Network Information Center (CNNIC)"


def read(root: Path, text: str, terms: str = TERMS, *, quiet: bool = True) -> tuple[m.Book, list[Diagnostic]]:
    """Return the book with a chapter ``text``, and what is reported of it; ``quiet``: not of terms without use."""
    toml = settings(BILINGUAL, {**ENGLISH, "missing": "omit"})
    files = {"terms.toml": terms} if terms else {}
    write(root / "book", {"book.toml": toml, "01-a.md": HEAD + text, **files})
    config = book_config.load(root / "book").value
    assert config
    parsed = parsing.read(config)
    found = [*parsed.diagnostics, *check_source(parsed.value, config, parsed.diagnostics)]
    return parsed.value, [each for each in found if not quiet or each.code not in ("unused_term", "no_glossary")]


def printed(book: m.Book) -> list[str]:
    """Return what is printed of each use of a term, in order."""
    return [m.plain_text(each.children) for each in uses(book)]


def uses(book: m.Book) -> list[m.TermUse]:
    """Return the uses of terms in a book, in order."""
    sides = (side for chapter in book.chapters for node in m.iter_nodes(chapter) for side in node.sides)
    return [use for side in sides for use in m.term_uses(side.inlines)]


def entries(book: m.Book) -> list[list[str]]:
    """Return the entries of the glossaries of a book: the words of each, then those of the blocks below it."""
    nodes = (node for chapter in book.chapters for node in m.iter_nodes(chapter))
    found = [each for node in nodes if isinstance(node, m.Glossary) for each in node.children]
    return [[" ".join(side.text for side in node.sides) for node in (each, *each.children)] for each in found]


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("[CNNIC]{.term}", "cnnic"),
        ("[cnnic]{.term}", "cnnic"),
        ("[China Internet  Network\nInformation Center]{.term}", "cnnic"),
        ("[Wetlands]{.term}", "wetland"),
        ("[its marshes]{term=wetland}", "wetland"),
        ("[*wetland*]{.term}", "wetland"),
        ("[全国人大]{.term}", "npc"),
    ],
)
def test_what_uses_a_term(tmp_path: Path, written: str, term: str) -> None:
    book, found = read(tmp_path, f"一。\n\nThe {written} is here.{LISTS}")
    assert not found
    (use,) = uses(book)
    assert use.term == term
    assert use.target == (
        "abbreviation-npc" if term == "npc" else f"{'term' if term == 'wetland' else 'abbreviation'}-{term}"
    )


@pytest.mark.parametrize(
    ("expand", "second"),
    [("no", ["CNNIC", "CNNIC"]), ("book", ["CNNIC", "CNNIC"]), ("chapter", [FULL_ZH, FULL_EN])],
)
def test_an_abbreviation_is_spelt_out_where_a_language_uses_it_first(
    tmp_path: Path, expand: str, second: list[str]
) -> None:
    pair = "[CNNIC]{.term}说。\n\nThe [CNNIC]{.term} says.\n\n"
    book, found = read(tmp_path, f"{pair}{pair}# 二\n\n# Two\n\n{pair}", f'expand = "{expand}"\n{TERMS}')
    assert not found
    first = ["CNNIC", "CNNIC"] if expand == "no" else [FULL_ZH, FULL_EN]
    assert printed(book) == [*first, "CNNIC", "CNNIC", *second]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("渡口的人都这么说，[全国人大]{.term}。", ["全国人民代表大会（简称“全国人大”）"]),
        (
            "渡口的人都这么说，[全国人民代表大会]{.term}，[全国人大]{.term}。",
            ["全国人民代表大会（简称“全国人大”）", "全国人大"],
        ),
        ("渡口的人都这么说，**[CNNIC]{.term}**，[CNNIC]{.term}。", [FULL_ZH, "CNNIC"]),
        ("渡口的人都这么说，[**CNNIC**]{.term}。", [FULL_ZH]),
        ("渡口的人都这么说，[CNNIC的人]{term=cnnic}，[CNNIC]{.term}。", ["CNNIC的人", FULL_ZH]),
        ("渡口的人都这么说，[[CNNIC]{.term}]{lang=en}，[CNNIC]{.term}。", ["CNNIC", FULL_ZH]),
        ("渡口的人都这么说，甲[^n]，[CNNIC]{.term}。\n\n[^n]: 这条注说[CNNIC]{.term}。", ["CNNIC", FULL_ZH]),
        ("渡口的人都这么说，甲，[CNNIC]{.term}[^n]。\n\n[^n]: 这条注说[CNNIC]{.term}。", [FULL_ZH, "CNNIC"]),
        ("# [CNNIC]{.term}史\n\n渡口的人都这么说，[CNNIC]{.term}。", ["CNNIC", FULL_ZH]),
        ("| [CNNIC]{.term} | 1 |\n|---|---|\n| 甲 | 2 |\n\n渡口的人都这么说，[CNNIC]{.term}。", ["CNNIC", FULL_ZH]),
    ],
)
def test_what_is_spelt_out(tmp_path: Path, written: str, words: list[str]) -> None:
    """Headings and cells of tables have what is written; a note is read where it is called."""
    book, found = read(tmp_path, written, f'expand = "book"\n{TERMS}')
    assert not [each for each in found if each.code not in ("unpaired_notes", "unequal_section", "unpaired_headings")]
    assert sorted(printed(book)) == sorted(words)


def test_the_entries_of_a_list_of_abbreviations_and_a_glossary(tmp_path: Path) -> None:
    book, found = read(tmp_path, f"一。\n\nOne.{LISTS}", quiet=True)
    assert not found
    assert entries(book) == [
        ["CNNIC", "中国互联网络信息中心 China Internet Network Information Center"],
        ["全国人大 NPC", "全国人民代表大会 National Congress"],
        ["湿地 wetland", "水多。 Wet land."],
    ]


def test_a_glossary_alone_has_the_abbreviations_too(tmp_path: Path) -> None:
    book, found = read(tmp_path, "一。\n\nOne.\n\n::: {.glossary}\n\n:::\n")
    assert not found
    assert entries(book) == [
        [f"{FULL_ZH} {FULL_EN}"],
        ["全国人民代表大会（简称“全国人大”） National Congress (NPC)"],
        ["湿地 wetland", "水多。 Wet land."],
    ]


def test_no_link_is_in_a_heading_or_another_link(tmp_path: Path) -> None:
    text = "## [湿地]{.term}\n\n## [Wetland]{.term}\n\n"
    text += f"渡口[[湿地](https://example.org)]{{.term}}，[有[湿地]{{.term}}的地方]{{term=wetland}}。{LISTS}"
    book, _ = read(tmp_path, text)
    assert [each.target for each in uses(book)] == ["", "", "", "term-wetland", ""]


@pytest.mark.parametrize(
    ("text", "code", "message", "line", "column"),
    [
        ("[CNIC]{.term}。\n\nA.", "unknown_term", "there is no term `CNIC`", 5, 2),
        ("甲。\n\n[Words]{term=wetlnd}.", "unknown_term", "there is no term `wetlnd`", 7, 14),
        ("甲。\n\n[ ]{.term} A.", "unknown_attribute", "a term has no words", 7, 6),
        ("甲。\n\n[Wetland]{.term .index}.", "unknown_attribute", "`term` means nothing here", 0, 0),
        ("甲。\n\nA." + LISTS + LISTS, "misplaced_glossary", "`::: abbreviations` stands in the book already", 16, 0),
        ("都说CNNIC好，[CNNIC]{.term}。\n\nA.", "early_abbreviation", "`CNNIC` stands before the place where", 5, 3),
    ],
)
def test_what_is_wrong_in_a_chapter(
    tmp_path: Path, text: str, code: str, message: str, line: int, column: int
) -> None:
    _, found = read(tmp_path, text, f'expand = "book"\n{TERMS}')
    first = next(each for each in found if each.code == code)
    assert found[0].code == code
    if line:
        assert first.message.startswith(message)
        assert (first.span and first.span.line, first.column) == (line, column)


@pytest.mark.parametrize(
    ("terms", "message", "line"),
    [
        (f'[a]\n{CNNIC}colour = "red"\n', "`colour` means nothing in an entry", 5),
        (f'[a]\n{CNNIC}fr = "centre"\n', "`fr` means nothing in an entry", 5),
        ('[a]\nforms = ["b"]\n', "`a` has no words", 1),
        ("[a]\nen = 3\n", "`en` of `a` is no text", 2),
        (f"[a]\n{CNNIC}\n[b]\n{CNNIC}", "`中国互联网络信息中心` is a word of `a` already (terms.toml:1)", 6),
        (f'a = "b"\n[c]\n{CNNIC}', "`a` is no entry", 1),
        (f'expand = "always"\n[c]\n{CNNIC}', "`expand` says where abbreviations are spelt out", 1),
        (f'[c]\n{CNNIC}expand = "always"\n', "`expand` says where abbreviations are spelt out", 5),
        (f'[c]\n{CNNIC}meaning = "one"\n', "the meaning of `c` is in no language", 5),
        (f'[c]\n{CNNIC}meaning.fr = "un"\n', "`fr` is no language of the book", 5),
        ('[a]\nen = " "\n', "`en` of `a` is empty", 2),
        ("[a\nen = 1\n", "", 1),
        ("a = " + "[" * 2000, "tables or lists are nested too deep to be read", 1),
    ],
)
def test_what_is_wrong_in_the_file(tmp_path: Path, terms: str, message: str, line: int) -> None:
    _, found = read(tmp_path, "一。\n\nOne.", terms)
    first = next(each for each in found if each.span and each.span.path == "terms.toml")
    assert first.code in ("bad_terms", "broken_toml")
    assert not message or first.message == message
    assert (first.span and first.span.line) == line
    assert first.help


def test_terms_without_use_and_uses_without_glossary(tmp_path: Path) -> None:
    _, found = read(tmp_path, "[湿地]{.term}。\n\nOne.", quiet=False)
    assert [(each.code, each.span and (each.span.path, each.span.line)) for each in found] == [
        ("no_glossary", ("01-a.md", 5)),
        ("unused_term", ("terms.toml", 1)),
        ("unused_term", ("terms.toml", 6)),
    ]


def test_a_glossary_without_terms(tmp_path: Path) -> None:
    _, found = read(tmp_path, "一。\n\nOne.\n\n::: glossary\n:::\n", "")
    assert [(each.code, each.message) for each in found] == [
        ("misplaced_glossary", "terms.toml has no entry with a term")
    ]


def test_the_proof_finds_other_words_in_the_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is read a second time, with code of its own."""
    monkeypatch.setattr("wicpress.parsing.terms.first_uses._Reader.is_short_or_full", lambda *_: False)
    _, found = read(tmp_path, "都说[CNNIC]{.term}好。\n\nOne.", f'expand = "book"\n{TERMS}')
    assert [each.message for each in found] == ["“CNNIC” is not printed as the term that it is"]
