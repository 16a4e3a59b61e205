"""Bad input: each ends in a diagnostic with its place and exit code 1, and leaves earlier outputs alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs
import pytest

from support import book_files
from wicpress import cli

Files = Mapping[str, str | bytes | None]
TOML, CHAPTER = book_files.TOML, book_files.CHAPTER


@attrs.frozen
class Case:
    """An error planted in the small book: its diagnostic, its place, and a word that its message or help has."""

    code: str
    path: str | None
    line: int | None
    word: str
    files: Files = attrs.field(factory=dict)
    prepare: Callable[[Path], None] = lambda root: None


def outside(name: str) -> Callable[[Path], None]:
    """Return a function that writes a file beside the book's folder, and a link ``name`` to it in the book."""

    def prepare(root: Path) -> None:
        target = root.parent / f"outside{Path(name).suffix}"
        target.write_text(book_files.SVG if name.endswith("svg") else "# 外\n\n# Out\n", encoding="utf-8")
        (root / name).symlink_to(target)

    return prepare


def markdown(*lines: str) -> dict[str, str]:
    """Return a second chapter whose text begins in line 5."""
    return {"02-bad.md": "\n".join(["# 坏", "", "# Bad", "", *lines, ""])}


PICTURE = "![坏](bad.svg)", "", "![bad](bad.svg)"

CASES: dict[str, Case] = {
    "no book.toml": Case("no_book", None, None, "wicpress new", {"book.toml": None}),
    "broken TOML": Case("broken_toml", "book.toml", 2, "line 2", {"book.toml": '[book]\nslug = "x\n'}),
    "TOML not UTF-8": Case("broken_toml", "book.toml", 2, "byte 16", {"book.toml": b'[book]\nslug = "\xff"\n'}),
    "unknown key": Case("unknown_key", "book.toml", 2, "`title`", {"book.toml": TOML.replace("slug =", "titel =")}),
    "unknown table": Case("unknown_key", "book.toml", 16, "`edition`", {"book.toml": TOML + "[[editon]]\n"}),
    "unknown layout": Case(
        "bad_value", "book.toml", 10, "interleaved", {"book.toml": TOML.replace("interleaved", "interleafed")}
    ),
    "unknown language tag": Case(
        "unknown_language", "book.toml", 3, "zh-Xyzz", {"book.toml": TOML.replace('["zh-Hans"', '["zh-Xyzz"')}
    ),
    "edition in a language the book has not": Case(
        "unknown_language",
        "book.toml",
        14,
        "fr",
        {"book.toml": TOML.replace('languages = ["en"]', 'languages = ["fr"]')},
    ),
    "no editions": Case("missing_key", "book.toml", None, "edition", {"book.toml": TOML[: TOML.index("[[edition")]}),
    "page list of no edition": Case(
        "no_printed_edition", "book.toml", 13, "page-list", {"book.toml": TOML + 'page-list = "print"\n'}
    ),
    "missing chapter": Case(
        "missing_chapter",
        "book.toml",
        7,
        "01-opening.md",
        {"book.toml": TOML.replace("date = 2020-02-02", 'date = 2020-02-02\nchapters = ["01-openin.md"]')},
    ),
    "chapter through ..": Case(
        "bad_value",
        "book.toml",
        7,
        "leads out",
        {"book.toml": TOML.replace("date = 2020-02-02", 'date = 2020-02-02\nchapters = ["../x.md"]')},
    ),
    "chapter through a link": Case("outside_book", "03-link.md", 1, "leads out", {}, outside("03-link.md")),
    "not UTF-8": Case("not_utf8", "02-bad.md", 3, "byte 8 (0xff)", {"02-bad.md": b"# \xe5\x9d\x8f\n\n\xff\n"}),
    "GB 18030": Case("not_utf8", "02-bad.md", 1, "GB18030", {"02-bad.md": "# 坏的文字\n".encode("gb18030")}),
    "raw HTML": Case("raw_html", "02-bad.md", 5, "HTML", markdown("<div>坏</div>", "", "<div>bad</div>")),
    "missing image": Case("missing_image", "02-bad.md", 5, "bad.svg", markdown(*PICTURE)),
    "image that is none": Case(
        "not_an_image", "02-bad.md", 5, "bad.svg", {**markdown(*PICTURE), "bad.svg": "not a picture"}
    ),
    "image cut off": Case(
        "not_an_image",
        "02-bad.md",
        5,
        "bad.png",
        {**markdown("![坏](bad.png)"), "bad.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"},
    ),
    "image through ..": Case("outside_book", "02-bad.md", 5, "leads out", markdown("![坏](../outside.svg)")),
    "image by an absolute path": Case("outside_book", "02-bad.md", 5, "passwd", markdown("![坏](/etc/passwd)")),
    "image from the network": Case(
        "outside_book", "02-bad.md", 5, "example.org", markdown("![坏](https://example.org/x.png)")
    ),
    "image through a link": Case("outside_book", "02-bad.md", 5, "leads out", markdown(*PICTURE), outside("bad.svg")),
    "duplicate ids": Case(
        "duplicate_id", "02-bad.md", 9, "line 6", markdown("{#same}", "一。", "", "{#same}", "二。")
    ),
    "dangling footnote": Case("dangling_note", "02-bad.md", 5, "x", markdown("坏[^x]。", "", "Bad[^x].")),
    "dangling reference": Case("dangling_reference", "02-bad.md", 5, "nowhere", markdown("看[那里](#nowhere)。")),
    "relative link": Case("relative_link", "02-bad.md", 5, "data.csv", markdown("看[那里](data.csv)。")),
    "link that runs a program": Case("bad_link", "02-bad.md", 5, "javascript", markdown("看[这](javascript:x)。")),
    "empty book": Case("empty_book", "book.toml", 1, "Markdown", {"01-opening.md": None}),
    "empty files": Case("empty_book", "book.toml", 1, "empty", {"01-opening.md": "\n"}),
    "unequal columns": Case(
        "unequal_columns",
        "02-bad.md",
        None,
        "column",
        markdown("| 甲 | 乙 |", "|---|---|", "| 一 | 二 | 三 |"),
    ),
    "headings that do not pair": Case(
        "unpaired_headings",
        None,
        None,
        "heading",
        {
            "02-bad.zh-Hans.md": "# 坏\n\n## 一\n\n甲。\n\n## 二\n\n乙。\n",
            "02-bad.en.md": "# Bad\n\n## One\n\nA.\n\nB.\n",
        },
    ),
    "character outside every font": Case(
        "missing_glyph", "02-bad.md", 5, "U+2A6D6 (CJK UNIFIED IDEOGRAPH-2A6D6)", markdown("怪\U0002a6d6。")
    ),
    "emoji": Case("missing_glyph", "02-bad.md", 5, "U+1F600 (GRINNING FACE)", markdown("笑\U0001f600。")),
    "title outside every font": Case(
        "missing_glyph", "book.toml", 4, "U+1F600", {"book.toml": TOML.replace("A Trial", "A Trial \U0001f600")}
    ),
    "control character": Case("control_character", "02-bad.md", 5, "U+0007", markdown("铃\x07。")),
    "font that is not there": Case(
        "font_not_found", "book.toml", 18, "fonts/a.ttf", {"book.toml": TOML + '\n[fonts]\nserif = "fonts/a.ttf"\n'}
    ),
    "font that is none": Case(
        "font_unreadable",
        "book.toml",
        18,
        "a.ttf",
        {"book.toml": TOML + '\n[fonts]\nserif = "fonts/a.ttf"\n', "fonts/a.ttf": b"no font"},
    ),
    "font outside the book": Case(
        "font_outside_book", "book.toml", 18, "outside", {"book.toml": TOML + '\n[fonts]\nserif = "../a.ttf"\n'}
    ),
    "unknown font family": Case(
        "unknown_font_family", "book.toml", 18, "No Such", {"book.toml": TOML + '\n[fonts]\nserif = "No Such Face"\n'}
    ),
    "template that breaks": Case(
        "template_error",
        "templates/blocks/paragraph.html.j2",
        2,
        "paragraph.html.j2, line 2",
        {"templates/blocks/paragraph.html.j2": "<p>\n{% if %}</p>\n"},
    ),
    "template with an unknown name": Case(
        "template_error",
        "templates/blocks/paragraph.html.j2",
        3,
        "nothing",
        {"templates/blocks/paragraph.html.j2": "<p>\n\n{{ nothing }}</p>\n"},
    ),
    "template that looks around": Case(
        "template_error",
        "templates/blocks/paragraph.html.j2",
        1,
        "",
        {"templates/blocks/paragraph.html.j2": "{{ ''.__class__.__mro__[1].__subclasses__() }}"},
    ),
    "style that is not there": Case(
        "missing_style", "book.toml", 16, "own.css", {"book.toml": TOML + 'styles = ["own.css"]\n'}
    ),
    "style sheet that is no text": Case(
        "unreadable_style", "styles/print/text.css", 1, "byte 1", {"styles/print/text.css": b"\xff"}
    ),
    "style sheet with a number of any length": Case(
        "unreadable_style",
        "styles/print/text.css",
        2,
        "5,000 digits",
        {"styles/print/text.css": f"\np {{ width: {'9' * 5000}px }}"},
    ),
    "width of any length": Case(
        "unknown_attribute",
        "01-opening.md",
        1,
        "is no width",
        {"01-opening.md": f"![图](line.svg){{width={'9' * 5000}%}}\n"},
    ),
    "template through a link": Case(
        "unreadable_style",
        "templates/a.html.j2",
        1,
        "leads out",
        {"templates/x.css": ""},
        outside("templates/a.html.j2"),
    ),
    "book that is a file": Case("no_book", None, None, "no book", {"book.toml": None}),
}


def ends_well(root: Path, case: Case) -> None:
    """Build ``root``: the error is reported with its place, nothing crashes, and earlier files stay."""
    dist = root.parent / "dist"
    dist.mkdir()
    earlier = {f"trial-{name}.{kind}": b"earlier" for name in ("bilingual", "en") for kind in ("pdf", "epub")}
    for name, content in earlier.items():
        (dist / name).write_bytes(content)
    result = book_files.run("build", root, "--output", dist, "--report", root.parent / "r.json", "--jobs", "1")
    assert result.code == cli.EXIT_PROBLEMS, result.err
    assert f"[{case.code}]" in result.err and "Traceback" not in result.err and "bug" not in result.err
    assert {each.name: each.read_bytes() for each in dist.iterdir() if each.is_file()} == earlier
    (table,) = json.loads((root.parent / "r.json").read_text(encoding="utf-8"))
    reported = [
        *table["diagnostics"],
        *(each for output in table["outputs"] for each in output.get("diagnostics", ())),
    ]
    matching = [each for each in reported if each["code"] == case.code]
    assert matching, result.err
    first = matching[0]
    assert case.word in f"{first['message']} {first.get('help', '')}", first
    if case.path is not None:
        assert first["span"]["path"] == case.path
    if case.line is not None:
        assert first["span"]["line"] == case.line, first
    assert "span" not in first if case.code == "no_book" else first["span"]["line"] >= 1


@pytest.mark.parametrize("name", CASES)
def test_bad_input_ends_in_a_diagnostic(tmp_path: Path, name: str) -> None:
    """Every error in a book is reported with its place, and the last good files stay."""
    case = CASES[name]
    root = book_files.write_book(tmp_path / "book", case.files)
    root.mkdir(exist_ok=True)
    case.prepare(root)
    ends_well(root, case)
