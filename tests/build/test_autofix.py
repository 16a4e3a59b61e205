"""Edits to the manuscript are applied where they point and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wicpress.build.autofix import accepted_edits, apply_fixes, fix_diff, fixed_texts
from wicpress.diagnostics import Diagnostic, Edit, WicpressError


def edit(line: int, start: int, end: int, text: str, path: str = "a.md") -> Edit:
    """Replace the columns from ``start`` up to ``end`` of one line."""
    return Edit(path, line, start, line, end, text)


def diagnostics(*edits: Edit) -> list[Diagnostic]:
    """Return a diagnostic for each of ``edits``."""
    return [Diagnostic("x", f"x{number:02}", edits=(each,)) for number, each in enumerate(edits)]


@pytest.mark.parametrize(
    ("text", "edits", "after"),
    [
        ("abc\ndef\n", [edit(2, 2, 3, "E")], "abc\ndEf\n"),
        ("abc\r\ndef\r\n", [edit(2, 1, 2, "D")], "abc\r\nDef\r\n"),
        ("\ufeffabc", [edit(1, 1, 2, "A")], "\ufeffAbc"),
        ("a\u2028b\nc", [edit(2, 1, 2, "C")], "a\u2028b\nC"),
        ("网\U00020000络", [edit(1, 2, 3, "")], "网络"),
        ("abc", [edit(1, 1, 1, ">"), edit(1, 4, 4, "<")], ">abc<"),
        ("abcdef", [edit(1, 1, 4, "X"), edit(1, 2, 5, "Y")], "Xdef"),
        ("abc\ndef\nghi", [Edit("a.md", 1, 3, 3, 2, "-")], "ab-hi"),
        ("abc", [edit(9, 1, 5, "!")], "abc!"),
        ("one\r\ntwo\rthree\n", [edit(1, 1, 2, "O"), edit(2, 1, 1, ">"), edit(3, 5, 6, "")], "One\r\n>two\rthre\n"),
    ],
)
def test_edits_apply_where_they_point(text: str, edits: list[Edit], after: str) -> None:
    """Columns are characters of a line; line ends and a byte order mark stay; of two that overlap one applies."""
    assert fixed_texts({"a.md": text}, diagnostics(*edits)) == {"a.md": after}


@given(st.text(alphabet="ab\n\r一\ufeff", max_size=30), st.integers(1, 8), st.integers(1, 8))
def test_an_insertion_inserts(text: str, line: int, column: int) -> None:
    """An edit that replaces nothing loses nothing, wherever it points."""
    edits = diagnostics(edit(line, column, column, "X"))
    assert len(accepted_edits({"a.md": text}, edits)["a.md"]) == 1
    assert fixed_texts({"a.md": text}, edits)["a.md"].replace("X", "", 1) == text


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 4), st.sampled_from("xy")), max_size=12))
def test_edits_that_overlap_are_left_out(drawn: list[tuple[int, int, str]]) -> None:
    """An edit is accepted where it replaces no character of an earlier one, nor is the same insertion."""
    edits = [edit(1, start, start + length, text) for start, length, text in drawn]
    expected: list[Edit] = []
    for new in edits:
        if not any((new.column < old.end_column and old.column < new.end_column) or new == old for old in expected):
            expected.append(new)
    accepted = accepted_edits({"a.md": "abcdefghijklmnopqr"}, diagnostics(*edits)).get("a.md", [])
    assert sorted(accepted) == sorted((each.column - 1, each.end_column - 1, each.text) for each in expected)


def test_same_insertion_twice_is_applied_once() -> None:
    """Two diagnostics may propose the same edit."""
    edits = diagnostics(edit(1, 1, 1, ">"), edit(1, 1, 1, ">"))
    assert fixed_texts({"a.md": "abc"}, edits) == {"a.md": ">abc"}


def test_files_keep_their_modes(tmp_path: Path) -> None:
    """``apply_fixes`` edits the files, keeps their modes and counts its edits; ``fix_diff`` edits none."""
    path = tmp_path / "a.md"
    path.write_bytes("一\u200b二\r\n".encode())
    path.chmod(0o640)
    edits = diagnostics(edit(1, 2, 3, ""))
    shown = fix_diff(tmp_path, edits)
    assert "--- a/a.md" in shown and "-一\u200b二" in shown and "+一二" in shown
    assert path.read_bytes() == "一\u200b二\r\n".encode()
    assert apply_fixes(tmp_path, edits) == 1
    assert path.read_bytes() == "一二\r\n".encode() and path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


def test_file_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused write is a diagnostic, and the file is as it was."""
    (tmp_path / "a.md").write_text("abc", encoding="utf-8")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(WicpressError):
        apply_fixes(tmp_path, diagnostics(edit(1, 1, 2, "A")))
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "abc"
