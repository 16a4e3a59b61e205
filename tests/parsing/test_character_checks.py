"""Control, invisible and decomposed characters, and the edits that correct them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.build.autofix import fixed_texts
from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book
from wicpress.parsing.character_checks import check_characters, check_settings, replace_controls
from wicpress.parsing.source_files import Source


def reported(text: str, *languages: str) -> list[tuple[str, int, int]]:
    """Return code, line and column of each doubtful character."""
    every = list(check_characters(Source("a.md", "a", "", text), languages or ("zh-Hans", "en")))
    return [(each.code, each.span.line if each.span else 0, each.column) for each in every]


@pytest.mark.parametrize(
    ("text", "code", "fixed"),
    [
        ("a\x00b", "control_character", "ab"),
        ("a\x1bb", "control_character", "ab"),
        ("a\x85b", "control_character", "ab"),
        ("网\u200b络", "invisible_character", "网络"),
        ("网\u200d络", "invisible_character", "网络"),
        ("a\ufeffb", "invisible_character", "ab"),
        ("co\u00adop", "invisible_character", "coop"),
        ("a\u2028b", "invisible_character", "a b"),
        ("a\u202eb", "invisible_character", "ab"),
        ("cafe\u0301", "not_nfc", "café"),
        ("\u2126", "not_nfc", "Ω"),
        ("か\u3099", "not_nfc", "が"),
        ("\uf900", "not_nfc", "豈"),
        ("\U0002f800", "not_nfc", "丽"),
        ("\u2f64", "kangxi_radical", "用"),
        ("\u2f3e", "kangxi_radical", "户"),
        ("\u2eda", "kangxi_radical", "页"),
    ],
)
def test_doubtful_characters(text: str, code: str, fixed: str) -> None:
    """Each is reported at its place, and its edit corrects the text."""
    source = Source("a.md", "a", "", f"first\n{text}\n")
    (diagnostic,) = check_characters(source, ("zh-Hans", "en"))
    assert (diagnostic.code, diagnostic.span.line if diagnostic.span else 0) == (code, 2)
    assert fixed_texts({"a.md": source.text}, [diagnostic]) == {"a.md": f"first\n{fixed}\n"}


def test_lost_characters_and_parts_of_characters_are_left_to_the_author() -> None:
    """A character that cannot be corrected safely has no edit."""
    for text, code in (("a\ufffdb", "replacement_character"), ("\u2e80", "kangxi_radical")):
        (diagnostic,) = check_characters(Source("a.md", "a", "", text), ("zh-Hans",))
        assert (diagnostic.code, diagnostic.edits) == (code, ())


@pytest.mark.parametrize(
    "text", ["中文，words\tand\ttabs\n", "🏳\ufe0f\u200d🌈", "a\u2060b\u00a0c", "e\u0323\u0302"[:0], "ệ"]
)
def test_characters_that_are_not_reported(text: str) -> None:
    """Tabs, emoji joiners, word joiners and no-break spaces are left to the author."""
    assert reported(text) == []


def test_joiners_written_as_entities(reads: Callable[[str], WithDiagnostics[Book]]) -> None:
    """A joiner is of no use behind Latin; between letters that join it stays."""
    result = reads("# A\n\nwo&zwnj;od \u0645\u06cc&zwnj;\u062e\n")
    assert [(each.code, each.column) for each in result.diagnostics if each.code == "invisible_character"] == [
        ("invisible_character", 3)
    ]


def test_direction_marks_in_right_to_left_books() -> None:
    """Direction marks are not reported in a book with Arabic or Hebrew."""
    assert reported("a\u200eb", "ar", "en") == []
    assert reported("a\u200eb") == [("invisible_character", 1, 2)]


def test_replaced_controls() -> None:
    """Control characters become U+FFFD in the text."""
    assert replace_controls("a\x00b\tc\n") == "a\ufffdb\tc\n"


def test_radicals_in_traditional_chinese() -> None:
    """A radical is the character of Unicode's compatibility mapping where the book has no simplified Chinese."""
    (diagnostic,) = check_characters(Source("a.md", "a", "", "\u2f3e"), ("zh-Hant", "en"))
    assert fixed_texts({"a.md": "\u2f3e"}, [diagnostic]) == {"a.md": "戶"}


def test_characters_in_settings() -> None:
    """A doubtful character of ``book.toml`` is reported, also one that is written by its number."""
    text = 'a = "书\u200b名"\nb = "x\\u200By"\nc = "x\\\\u200By \\U0000200c"\n'
    every = list(check_settings("book.toml", text, ("zh-Hans",)))
    assert [each.code for each in every] == ["invisible_character"] * 2
    assert [each.span.line for each in every if each.span] == [1, 2]
    assert fixed_texts({"book.toml": text}, every)["book.toml"].startswith('a = "书名"\nb = "xy"\n')


def test_entities(reads: Callable[[str], WithDiagnostics[Book]]) -> None:
    """An entity that writes an invisible character is reported and removed; a no-break space stays."""
    text = "# 河\n\n网&#8203;络&#x2F64;&nbsp;甲\\&#8203;乙`&#8203;`。\n"
    result = reads(text)
    assert [(each.code, each.column, each.end_column) for each in result.diagnostics] == [
        ("invisible_character", 2, 9),
        ("kangxi_radical", 10, 18),
    ]
    assert fixed_texts({"01.md": text}, result.diagnostics)["01.md"].endswith(
        "网络用&nbsp;甲\\&#8203;乙`&#8203;`。\n"
    )
