"""A file per language: blocks pair in order between equal headings, or the section is reported."""

from __future__ import annotations

from collections.abc import Callable

from wicpress.diagnostics import Severity, WithDiagnostics
from wicpress.model import SHARED, Book, CodeBlock, Table, iter_nodes, translation_in, translations_of

ReadBook = Callable[..., WithDiagnostics[Book]]


def shape(result: WithDiagnostics[Book]) -> list[str]:
    """Return each node below the title as its texts in both languages: ``天|sky``, ``天|``, ``|sky``."""
    texts = []
    for chapter in result.value.chapters:
        for node in iter_nodes(chapter):
            if translations_of(node) and node is not chapter.title:
                both = (translation_in(translations_of(node), tag) for tag in ("zh-Hans", "en"))
                texts.append("|".join(each.text if each else "" for each in both))
    return texts


def columns(reads: ReadBook, zh: str, en: str) -> WithDiagnostics[Book]:
    """Read a chapter of two files, each with its title."""
    return reads({"01.zh-Hans.md": f"# 甲\n\n{zh}", "01.en.md": f"# A\n\n{en}"})


def test_sections_pair_in_order(reads: ReadBook) -> None:
    """Equal counts of equal kinds pair one by one."""
    result = columns(reads, "天\n\n地\n\n## 节\n\n- 人\n- 口\n", "sky\n\nearth\n\n## Section\n\n- man\n- mouth\n")
    assert shape(result) == ["天|sky", "地|earth", "节|Section", "人|man", "口|mouth"]
    assert result.diagnostics == ()
    assert result.value.chapters[0].source_files == ("01.zh-Hans.md", "01.en.md")


def test_files_tag_overrides_the_script(reads: ReadBook) -> None:
    """In a file of one language, a line in another script is in the file's language."""
    result = columns(reads, "WeasyPrint\n", "WeasyPrint and 汉字\n")
    assert shape(result) == ["WeasyPrint|WeasyPrint and 汉字"]


def test_unequal_section_is_never_guessed(reads: ReadBook) -> None:
    """One paragraph more: the section stays unpaired, the others pair, and the report names both files and counts."""
    result = columns(reads, "天\n\n地\n\n## 节\n\n人\n", "sky\n\n## Section\n\nman\n")
    assert shape(result) == ["天|", "地|", "|sky", "节|Section", "人|man"]
    (diagnostic,) = result.diagnostics
    assert (diagnostic.code, diagnostic.severity) == ("unequal_section", Severity.ERROR)
    assert "“甲” has 2 blocks in 01.zh-Hans.md (lines 3 to 5), but 1 block in 01.en.md" in diagnostic.message
    assert "from block 2 on" in diagnostic.message


def test_unequal_kinds(reads: ReadBook) -> None:
    """As many blocks, but of other kinds, do not pair either."""
    result = columns(reads, "天\n\n- 地\n", "- sky\n\nearth\n")
    assert [each.code for each in result.diagnostics] == ["unequal_section"]
    assert "a paragraph in line 3, a list of 1 items in line 3" in result.diagnostics[0].message


def test_solo_keeps_its_place(reads: ReadBook) -> None:
    """A block marked solo keeps its place, and the others pair."""
    result = columns(reads, "天\n\n地\n", "{.solo}\nbefore\n\nsky\n\n{.solo}\nonly here\n\nearth\n")
    assert shape(result) == ["|before", "天|sky", "|only here", "地|earth"]
    assert result.diagnostics == ()


def test_solo_section(reads: ReadBook) -> None:
    """The section of a heading marked solo stays unpaired, and the others pair."""
    result = columns(reads, "## 一\n\n天\n\n## 二\n\n地\n", "## 1\n\nsky\n\n{.solo}\n## New\n\nx\n\n## 2\n\nearth\n")
    assert shape(result) == ["一|1", "天|sky", "|New", "|x", "二|2", "地|earth"]
    assert result.diagnostics == ()


def test_headings_that_do_not_pair(reads: ReadBook) -> None:
    """Everything before the first mismatched heading pairs, and nothing after it."""
    result = columns(reads, "天\n\n## 一\n\n地\n\n## 二\n\n人\n", "sky\n\n## One\n\nearth\n\n### Deep\n\nman\n")
    assert shape(result) == ["天|sky", "一|One", "地|earth", "二|", "人|", "|Deep", "|man"]
    (diagnostic,) = result.diagnostics
    assert diagnostic.code == "unpaired_headings"
    assert "01.zh-Hans.md has “二” of level 2 in line 9" in diagnostic.message
    assert diagnostic.span is not None
    assert (diagnostic.span.path, diagnostic.span.line) == ("01.en.md", 9)


def test_headings_with_other_numbers_do_not_pair(reads: ReadBook) -> None:
    """Section 2 does not translate section 3."""
    result = columns(reads, "## 1. 一\n\n## 2. 二\n", "## 1. One\n\n## 3. Three\n")
    assert [each.code for each in result.diagnostics] == ["unpaired_headings"]


def test_a_language_alone_is_untranslated(reads: ReadBook) -> None:
    """A chapter with one language file is untranslated and not reported."""
    result = reads({"01.en.md": "# A\n\nsky\n"})
    assert shape(result) == ["|sky"]
    assert result.diagnostics == ()


def test_listings_that_agree_are_one(reads: ReadBook) -> None:
    """The same code in both files is shared, different code is translated."""
    result = columns(reads, "```py\nx\n```\n\n```\n甲\n```\n", "```py\nx\n```\n\n```\nA\n```\n")
    codes = [block for block in result.value.chapters[0].blocks if isinstance(block, CodeBlock)]
    assert [[each.lang for each in code.sides] for code in codes] == [[SHARED], ["zh-Hans", "en"]]


def test_tables_of_unequal_shape(reads: ReadBook) -> None:
    """Tables pair cell by cell, and only if they can."""
    zh = "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n"
    result = columns(reads, zh, "| A |\n|---|\n| 1 |\n")
    assert [each.code for each in result.diagnostics] == ["unequal_columns"]
    assert sum(isinstance(block, Table) for block in result.value.chapters[0].blocks) == 2
    result = columns(reads, zh, "| A | B |\n|---|---|\n| 1 | 3 |\n")
    (table,) = (block for block in result.value.chapters[0].blocks if isinstance(block, Table))
    assert [[each.lang for each in cell.sides] for cell in table.rows[0].cells] == [[SHARED], ["zh-Hans", "en"]]


def test_notes_pair_by_label(reads: ReadBook) -> None:
    """A note called in both languages is one note in both languages."""
    result = columns(reads, "天[^a]。\n\n[^a]: 注\n", "sky[^a].\n\n[^a]: Note\n")
    (note,) = result.value.chapters[0].notes
    assert (note.label, note.number) == ("a", 1)
    assert shape(result)[-1] == "注|Note"


def test_three_files(reads: ReadBook) -> None:
    """Three languages pair at once."""
    files = {"01.zh-Hans.md": "# 甲\n\n天\n", "01.en.md": "# A\n\nsky\n", "01.ja.md": "# あ\n\nそら\n"}
    result = reads(files, languages=("zh-Hans", "en", "ja"))
    assert [each.lang for each in translations_of(result.value.chapters[0].blocks[0])] == ["zh-Hans", "en", "ja"]


def test_two_chapters_in_one_pair_of_files(reads: ReadBook) -> None:
    """Several chapters in one file pair chapter by chapter."""
    result = columns(reads, "天\n\n# 乙\n\n地\n", "sky\n\n# B\n\nearth\n")
    assert [chapter.id for chapter in result.value.chapters] == ["c01", "c01_2"]
    assert shape(result) == ["天|sky", "地|earth"]
