"""Attributes that a block cannot have are named once, with place and way out; none is printed in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from support import small_books
from wicpress.build.check import DiagnosticFilter, check_book

FIGURE = '![图](a.png "图一")'
TABLE = "| 甲 | 数 |\n|---|---|\n| 一 | 1 |\n"
INDENTED = "".join(f"  {line}\n" for line in TABLE.splitlines())
ALONE = "a figure that has a page of its own stands beside no other"
LONG_WORDS = "`一二三四五六七八九十一二三…` is too long to stand on one line of a narrow column"
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
    ("text", "place"),
    [
        ("## 节 {#a #b}\n\n## Section", "{#a #b}"),
        ("{#a}\n## 节 {#b}\n\n## Section", "{#b}"),
        (f"{FIGURE}{{#a #b}}", "{#a #b}"),
        (f"{FIGURE}{{width=10mm width=20mm}}", "{width=10mm width=20mm}"),
        ("段[词](https://a.example){#a #b}。\n\nText.", "{#a #b}"),
        ("{lang=zh-Hans lang=en}\n段。\n\nText.", "{lang=zh-Hans lang=en}"),
        (f": 题 {{#a #b}}\n\n: Title\n\n{TABLE}", "{#a #b}"),
        ("文[^n]。\n\nText[^n].\n\n[^n]: {#a #b}\n    注。\n\n    Note.", "{#a #b}"),
    ],
)
def test_what_is_given_twice_has_no_effect(tmp_path: Path, text: str, place: str) -> None:
    """Of two ids, languages or widths in one pair of braces none is taken, and the braces are named."""
    assert ("stray_braces", f"`{place}` is printed as it stands", place) in found(tmp_path, text)


def test_the_language_that_counts_is_named(tmp_path: Path) -> None:
    """Where braces above others are taken by no block, the diagnostic of those below is at their own line."""
    root = small_books.write(tmp_path / "book", {"book.toml": small_books.settings(small_books.BILINGUAL)})
    (root / "01.md").write_text("# 题\n\n# T\n\n{lang=fr}\n{lang=fr}\n河水\n", encoding="utf-8")
    codes = {each.code: each.span.line for each in check_book(root, DiagnosticFilter()) if each.span}
    assert codes["unknown_language"] == 6 and codes["stray_braces"] == 5 and "lost_in_parsing" not in codes


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
        (f'{{long="有字。"}}\n{FIGURE}', "`long` means nothing here", "long="),
        (f"{FIGURE}{{width=200%}}", "no picture is 200% wide", "200%"),
        (f"{FIGURE}{{width=0.5%}}", "no picture is 0.5% wide", "0.5%"),
        (f"{FIGURE}{{width=0mm}}", "no picture is 0mm wide", "0mm"),
        (f"{FIGURE}{{width=-3em}}", "`-3em` is no width", "-3em"),
        (f"{FIGURE}{{width=99999pt}}", "no picture is 99999pt wide", "99999pt"),
        (f"{{width=1000%}}\n{FIGURE}", "no picture is 1000% wide", "1000%"),
        ("字![图](a.png){width=0.01em}字。\n\nWords.", "no picture is 0.01em wide", "0.01em"),
        (f"{FIGURE}{{height=3em}}", "`height` means nothing here", "height="),
        ("{.keep}\n甲。\n\nA.", "`.keep` means nothing here", ".keep"),
        ("{.page-break .page-break}\n甲。\n\nA.", "`.page-break` is given 2 times", ".page-break"),
        ("{.page-break}\n{.page-break}\n甲。\n\nA.", "`.page-break` is given 2 times", ".page-break"),
        ("- {.page-break}\n  甲。\n\n- A.", "`.page-break` means nothing here", ".page-break"),
        ("甲[一二三四五六七八九十一二三]{.no-break}。\n\nA.", LONG_WORDS, ".no-break"),
        (f"{{#b}}\n{FIGURE}{{#c}}", "`#c` has no effect, as `#b` stands above", "#c"),
        (
            f"{{width=50%}}\n{FIGURE}{{width=30%}}",
            "`width=30%` has no effect, as `width=50%` stands above",
            "width=30%",
        ),
        (
            f"{{lang=zh-Hans}}\n{FIGURE}{{lang=en}}",
            "`lang=en` has no effect, as `lang=zh-Hans` stands above",
            "lang=en",
        ),
        ("{#b}\n```py {#c}\nx\n```", "`#c` has no effect, as `#b` stands above", "#c"),
        (f"{TABLE}\n{{.caption .table-note}}\n甲", "`.caption` means nothing here", ".caption"),
        (f"{TABLE}\n{{.signature .table-note}}\n甲", "`.table-note` means nothing here", ".table-note"),
        (f"{FIGURE}\n\n{{.no-number .caption}}\n1 甲", "`.caption` means nothing here", ".caption"),
        (f"- 甲\n\n{INDENTED}\n  : 表 {{.table-note}}", "`.table-note` means nothing here", ".table-note"),
        (f"{TABLE}\n: 表 {{.signature}}", "`.signature` means nothing here", ".signature"),
        (f"{TABLE}\n: 表 {{.verse}}", "`{.verse}` is printed as it stands", "{.verse}"),
        (
            "|---|\n```\n|---|\n\n河水",
            "````` opens a listing that nothing closes, and all that follows is in it",
            "```",
        ),
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


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        (f'{{long="有字。"}}\n{FIGURE}', "right behind the picture"),
        ("{.keep}\n甲。\n\nA.", "`::: keep`"),
        ("{.no-break}\n甲。\n\nA.", "`[words]{.no-break}`"),
        ("甲[乙]{.page-break}。\n\nA.", "`{.page-break}` on the line before"),
        ("- 甲 {.page-break}\n\n- A", "`{.page-break}` on the line before"),
        ("- 甲{.keep}\n\n- A", "`::: keep`"),
        ("| 甲 |\n|---|\n| {.no-break}1 |", "`[words]{.no-break}`"),
        ("\\newpage\n\nA.", "`{.page-break}` on the line before"),
        ("::: page-break\n:::\n\nA.", "`{.page-break}` on the line before"),
        ("--- pagebreak ---\n\nA.", "`{.page-break}` on the line before"),
        ("{{< pagebreak >}}\n\nA.", "`{.page-break}` on the line before"),
        ('<div style="page-break-after: always;"></div>\n\nA.', "`{.page-break}` on the line before"),
        ("甲[乙]{.underline}。\n\nA.", "`<u>words</u>`"),
        ("{.appendix}\n## 节\n\n## Section", "`# Title {.appendix}`"),
        ("# 部 {.part .appendix}\n\n# Part {.part .appendix}", "which is no part"),
        ("# 参考 {.references}\n\n# References {.references}", "`::: bibliography`"),
        ("# 后记 {.afterword}\n\n# Afterword {.afterword}", "`# Title {.unnumbered}`"),
    ],
)
def test_what_stands_elsewhere_is_told_where_it_belongs(text: str, help_: str, tmp_path: Path) -> None:
    """The help names the place of an attribute, or what stands for one of another program."""
    root = small_books.write(tmp_path / "book", {"book.toml": small_books.settings(small_books.BILINGUAL)})
    (root / "01.md").write_text(f"# 题\n\n# T\n\n段。\n\nText.\n\n{text}\n", encoding="utf-8")
    Image.new("RGB", (60, 40)).save(root / "a.png")
    helps = [each.help for each in check_book(root, DiagnosticFilter())]
    assert any(help_ in each for each in helps), helps
