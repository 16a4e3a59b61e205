"""Characters that nobody can see, with the edits that take them away."""

from __future__ import annotations

import pytest

from wicpress.build.autofix import fixed_texts
from wicpress.parsing.character_checks import check_characters, replace_controls
from wicpress.parsing.source_files import Source


def found(text: str, *languages: str) -> list[tuple[str, int, int]]:
    """Code, line and column of each odd character."""
    every = list(check_characters(Source("a.md", "a", "", text), languages or ("zh-Hans", "en")))
    return [(each.code, each.span.line if each.span else 0, each.column) for each in every]


@pytest.mark.parametrize(
    ("text", "code", "mended"),
    [
        ("a\x00b", "control_character", "ab"),
        ("a\x1bb", "control_character", "ab"),
        ("a\x85b", "control_character", "ab"),
        ("网\u200b络", "invisible_character", "网络"),
        ("a\ufeffb", "invisible_character", "ab"),
        ("co\u00adop", "invisible_character", "coop"),
        ("a\u2028b", "invisible_character", "a b"),
        ("a\u202eb", "invisible_character", "ab"),
        ("cafe\u0301", "not_nfc", "café"),
        ("\u2126", "not_nfc", "Ω"),
        ("か\u3099", "not_nfc", "が"),
    ],
)
def test_odd_characters(text: str, code: str, mended: str) -> None:
    """Each is reported at its place, and its edit mends the text."""
    source = Source("a.md", "a", "", f"first\n{text}\n")
    (fault,) = check_characters(source, ("zh-Hans", "en"))
    assert (fault.code, fault.span.line if fault.span else 0) == (code, 2)
    assert fixed_texts({"a.md": source.text}, [fault]) == {"a.md": f"first\n{mended}\n"}


def test_lost_characters_and_compatibility_forms_are_left_to_the_author() -> None:
    """What cannot be mended safely has no edit."""
    for text, code in (("a\ufffdb", "replacement_character"), ("\uf900", "not_nfc")):
        (fault,) = check_characters(Source("a.md", "a", "", text), ("zh-Hans",))
        assert (fault.code, fault.edits) == (code, ())


@pytest.mark.parametrize(
    "text", ["中文，words\tand\ttabs\n", "🏳\ufe0f\u200d🌈", "a\u2060b\u00a0c", "e\u0323\u0302"[:0], "ệ"]
)
def test_what_is_fine(text: str) -> None:
    """Tabs, joiners of emoji, word joiners and no-break spaces are an author's business."""
    assert found(text) == []


def test_directions_in_a_book_that_needs_them() -> None:
    """Marks of direction are no fault in a book with Arabic or Hebrew."""
    assert found("a\u200eb", "ar", "en") == []
    assert found("a\u200eb") == [("invisible_character", 1, 2)]


def test_clean() -> None:
    """Control characters stay in the text as the mark of a lost character."""
    assert replace_controls("a\x00b\tc\n") == "a\ufffdb\tc\n"
