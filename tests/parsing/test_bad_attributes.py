"""Attributes that a block cannot have are named once, with place and way out; none is printed in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from support import small_books
from wicpress.build.check import DiagnosticFilter, check_book

FIGURE = '![图](a.png "图一")'
ALONE = "a figure that has a page of its own stands beside no other"
NOTE = "文[^n]。\n\nText[^n].\n\n{}\n[^n]: 注。\n\n    Note.\n"


def found(folder: Path, text: str) -> list[tuple[str, str, str]]:
    """Return code, message and what is marked of each diagnostic of a chapter."""
    root = small_books.write(folder / "book", {"book.toml": small_books.settings(small_books.BILINGUAL)})
    (root / "01.md").write_text(f"# 题\n\n# T\n\n段。\n\nText.\n\n{text}\n\n尾。\n\nEnd.\n", encoding="utf-8")
    Image.new("RGB", (60, 40)).save(root / "a.png")
    lines = (root / "01.md").read_text(encoding="utf-8").splitlines()
    diagnostics = check_book(root, DiagnosticFilter())
    assert all(each.span and each.help for each in diagnostics), diagnostics
    return [
        (each.code, each.message, lines[each.span.line - 1][each.column - 1 : each.end_column - 1])
        for each in diagnostics
        if each.span
    ]


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        (f'{FIGURE}{{long=""}}', "a long description has no words", "long"),
        (f'{FIGURE}{{long=" "}}', "a long description has no words", "long"),
        (
            f"{{.full-page .beside}}\n{FIGURE}",
            ALONE,
            ".beside",
        ),
        (
            f"{{.landscape}}\n{FIGURE}{{.beside}}",
            ALONE,
            ".beside",
        ),
        ("``` {.py #a #b}\nx\n```", "`#b` means nothing here", "#b"),
        ("``` {.py #1}\nx\n```", "`#1` means nothing here", "#1"),
        (NOTE.format("{.page-break}"), "`.page-break` means nothing here", ".page-break"),
        (NOTE.format("{#a}"), "`id` means nothing here", "#a"),
        ("{long=}\n甲。", "`{long=}` is printed as it stands", "{long=}"),
        ("- {start=-1} 甲", "`{start=-1}` is printed as it stands", "{start=-1}"),
        ('- {file="x"} 甲', '`{file="x"}` is printed as it stands', '{file="x"}'),
        ("{#}\n甲。", "`{#}` is printed as it stands", "{#}"),
        ("{.}\n甲。", "`{.}` is printed as it stands", "{.}"),
        ("- {#1} 甲", "`{#1}` is printed as it stands", "{#1}"),
    ],
)
def test_bad_attributes(text: str, message: str, place: str, tmp_path: Path) -> None:
    """One diagnostic names it; the second reading of the manuscript has nothing more to say."""
    ((_, named, marked),) = found(tmp_path, text)
    assert named == message
    assert marked in (place, "id")


@pytest.mark.parametrize(
    "text",
    [
        f'{FIGURE}{{long="有字。"}}\n\n![Figure](a.png "One"){{long="Words."}}',
        "{#a}\n::: note 题\n段。\n:::",
        "{#a}\n::: note\n段。\n:::",
        "{#a}\n:::: note\n{#c}\n::: tip\n段。\n:::\n::::",
        "``` {.py #a}\nx\n```",
        NOTE.format("{.translator}"),
        "集合{1}和{2}。",
    ],
)
def test_attributes_that_have_an_effect(text: str, tmp_path: Path) -> None:
    """Nothing is said of what a block has."""
    assert found(tmp_path, text) == []
