"""A file per language: blocks pair in order between equal headings, or the section is reported."""

from __future__ import annotations

from collections.abc import Callable

from wicpress.diagnostics import Severity, WithDiagnostics
from wicpress.model import SHARED, Book, CodeBlock, Table, iter_nodes, translation_in, translations_of

Reads = Callable[..., WithDiagnostics[Book]]


def shape(found: WithDiagnostics[Book]) -> list[str]:
    """Each piece below the title as its texts in both languages."""
    texts = []
    for chapter in found.value.chapters:
        for piece in iter_nodes(chapter):
            if translations_of(piece) and piece is not chapter.title:
                both = (translation_in(translations_of(piece), tag) for tag in ("zh-Hans", "en"))
                texts.append("|".join(each.text if each else "" for each in both))
    return texts


def columns(reads: Reads, zh: str, en: str) -> WithDiagnostics[Book]:
    """A chapter of two files, each with its title."""
    return reads({"01.zh-Hans.md": f"# 甲\n\n{zh}", "01.en.md": f"# A\n\n{en}"})


def test_sections_pair_in_order(reads: Reads) -> None:
    """Equal counts of equal kinds pair one by one."""
    found = columns(reads, "天\n\n地\n\n## 节\n\n- 人\n- 口\n", "sky\n\nearth\n\n## Section\n\n- man\n- mouth\n")
    assert shape(found) == ["天|sky", "地|earth", "节|Section", "人|man", "口|mouth"]
    assert found.diagnostics == ()
    assert found.value.chapters[0].source_files == ("01.zh-Hans.md", "01.en.md")


def test_files_tag_overrides_the_script(reads: Reads) -> None:
    """In a file of one language a line in the other script is of that language."""
    found = columns(reads, "WeasyPrint\n", "WeasyPrint and 汉字\n")
    assert shape(found) == ["WeasyPrint|WeasyPrint and 汉字"]


def test_unequal_section_is_never_guessed(reads: Reads) -> None:
    """One paragraph more: the section stays unpaired, the others pair, and the report names both files and counts."""
    found = columns(reads, "天\n\n地\n\n## 节\n\n人\n", "sky\n\n## Section\n\nman\n")
    assert shape(found) == ["天|", "地|", "|sky", "节|Section", "人|man"]
    (fault,) = found.diagnostics
    assert (fault.code, fault.severity) == ("unequal_section", Severity.ERROR)
    assert "“甲” has 2 blocks in 01.zh-Hans.md (lines 3 to 5), but 1 block in 01.en.md" in fault.message
    assert "from block 2 on" in fault.message


def test_unequal_kinds(reads: Reads) -> None:
    """As many blocks, but of other kinds, do not pair either."""
    found = columns(reads, "天\n\n- 地\n", "- sky\n\nearth\n")
    assert [each.code for each in found.diagnostics] == ["unequal_section"]
    assert "a paragraph in line 3, a list of 1 items in line 3" in found.diagnostics[0].message


def test_solo_keeps_its_place(reads: Reads) -> None:
    """A block marked solo stands where it stood and does not disturb the rest."""
    found = columns(reads, "天\n\n地\n", "{.solo}\nbefore\n\nsky\n\n{.solo}\nonly here\n\nearth\n")
    assert shape(found) == ["|before", "天|sky", "|only here", "地|earth"]
    assert found.diagnostics == ()


def test_solo_section(reads: Reads) -> None:
    """A heading marked solo takes its section with it."""
    found = columns(reads, "## 一\n\n天\n\n## 二\n\n地\n", "## 1\n\nsky\n\n{.solo}\n## New\n\nx\n\n## 2\n\nearth\n")
    assert shape(found) == ["一|1", "天|sky", "|New", "|x", "二|2", "地|earth"]
    assert found.diagnostics == ()


def test_headings_that_do_not_pair(reads: Reads) -> None:
    """Behind the first odd heading nothing pairs; before it everything does."""
    found = columns(reads, "天\n\n## 一\n\n地\n\n## 二\n\n人\n", "sky\n\n## One\n\nearth\n\n### Deep\n\nman\n")
    assert shape(found) == ["天|sky", "一|One", "地|earth", "二|", "人|", "|Deep", "|man"]
    (fault,) = found.diagnostics
    assert fault.code == "unpaired_headings"
    assert "01.zh-Hans.md has “二” of level 2 in line 9" in fault.message
    assert fault.span is not None
    assert (fault.span.path, fault.span.line) == ("01.en.md", 9)


def test_headings_with_other_numbers_do_not_pair(reads: Reads) -> None:
    """Section 2 does not translate section 3."""
    found = columns(reads, "## 1. 一\n\n## 2. 二\n", "## 1. One\n\n## 3. Three\n")
    assert [each.code for each in found.diagnostics] == ["unpaired_headings"]


def test_a_language_alone_is_untranslated(reads: Reads) -> None:
    """A chapter with one language file is data, not a fault."""
    found = reads({"01.en.md": "# A\n\nsky\n"})
    assert shape(found) == ["|sky"]
    assert found.diagnostics == ()


def test_listings_that_agree_are_one(reads: Reads) -> None:
    """The same code in both files is shared, other code has two sides."""
    found = columns(reads, "```py\nx\n```\n\n```\n甲\n```\n", "```py\nx\n```\n\n```\nA\n```\n")
    codes = [block for block in found.value.chapters[0].blocks if isinstance(block, CodeBlock)]
    assert [[each.lang for each in code.sides] for code in codes] == [[SHARED], ["zh-Hans", "en"]]


def test_tables_of_unequal_shape(reads: Reads) -> None:
    """Tables pair cell by cell, and only if they can."""
    zh = "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n"
    found = columns(reads, zh, "| A |\n|---|\n| 1 |\n")
    assert [each.code for each in found.diagnostics] == ["unequal_columns"]
    assert sum(isinstance(block, Table) for block in found.value.chapters[0].blocks) == 2
    found = columns(reads, zh, "| A | B |\n|---|---|\n| 1 | 3 |\n")
    (table,) = (block for block in found.value.chapters[0].blocks if isinstance(block, Table))
    assert [[each.lang for each in cell.sides] for cell in table.rows[0].cells] == [[SHARED], ["zh-Hans", "en"]]


def test_notes_pair_by_label(reads: Reads) -> None:
    """A note called in both languages is one note with both sides."""
    found = columns(reads, "天[^a]。\n\n[^a]: 注\n", "sky[^a].\n\n[^a]: Note\n")
    (note,) = found.value.chapters[0].notes
    assert (note.label, note.number) == ("a", 1)
    assert shape(found)[-1] == "注|Note"


def test_three_files(reads: Reads) -> None:
    """Three languages pair at once."""
    files = {"01.zh-Hans.md": "# 甲\n\n天\n", "01.en.md": "# A\n\nsky\n", "01.ja.md": "# あ\n\nそら\n"}
    found = reads(files, languages=("zh-Hans", "en", "ja"))
    assert [each.lang for each in translations_of(found.value.chapters[0].blocks[0])] == ["zh-Hans", "en", "ja"]


def test_two_chapters_in_one_pair_of_files(reads: Reads) -> None:
    """Several chapters in one file pair chapter by chapter."""
    found = columns(reads, "天\n\n# 乙\n\n地\n", "sky\n\n# B\n\nearth\n")
    assert [chapter.id for chapter in found.value.chapters] == ["c01", "c01_2"]
    assert shape(found) == ["天|sky", "地|earth"]
