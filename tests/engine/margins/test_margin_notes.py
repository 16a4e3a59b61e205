"""Notes in the margins of pages, on both trims and in every layout, read back; what has no room, at the foot."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import small_books
from wicpress.build.builder import build
from wicpress.build.request import BuildRequest
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.verify_files import VerifyRequest, verify_files

ZH = "运河长一千七百九十四公里，自北京至杭州{0}，沟通五大水系。历代疏浚，至今仍在通航{1}，沿岸的城镇因河而兴。"
EN = (
    "The canal is 1,794 km long, from Beijing to Hangzhou{0}, and joins five rivers. Dredged by one dynasty after "
    "the other, it still carries ships{1}, and the towns along its banks grew with it."
)
WORDS = ("通州、天津、沧州、德州、临清、济宁。", "Tongzhou, Tianjin, Cangzhou, Dezhou, Linqing and Jining.")
EDITIONS = (
    small_books.BILINGUAL,
    small_books.PARALLEL,
    small_books.ENGLISH,
    {"name": "zh", "layout": "single", "languages": ["zh-Hans"], "page": "A5"},
    {"name": "narrow", "layout": "single", "languages": ["zh-Hans"], "page": "130mm 190mm"},
)


def note(name: str, place: str, times: int) -> str:
    """Return a note of a class in both languages."""
    zh, en = (f"{text} " * times for text in WORDS)
    return f"{{.{place}}}\n[^{name}]: {zh.replace(' ', '')}\n\n    {en.strip()}\n"


def manuscript() -> str:
    """Return a chapter with notes of each place, short ones, long ones, and such as refer to each other's pages."""
    parts, notes = ["# 运河\n\n# The Canal\n"], []
    for nth in range(24):
        side = f"[^s{nth}]" if nth % 3 == 0 else ""
        other = f"[^h{nth}]" if nth % 5 == 1 else f"[^f{nth}]" if nth % 7 == 3 else ""
        parts += [ZH.format(side, other), "", EN.format(side, other), ""]
        notes += [note(f"s{nth}", "side", 1 + nth % 4)] if side else []
        notes += [note(f"h{nth}", "head", 1)] if "h" in other else []
        notes += [f"[^f{nth}]: {WORDS[0]}\n\n    {WORDS[1]}\n"] if "f" in other else []
    parts += [
        "## 末节^[见第[](#^s0){.page}页。]{.side} {#end}",
        "",
        "## The end^[See page [](#^s0){.page}.]{.side}",
        "",
    ]
    return "\n".join([*parts, "完。", "", "The end.", "", *notes])


def write(root: Path) -> None:
    """Write the book."""
    small_books.write(root, {"book.toml": small_books.settings(*EDITIONS), "01.md": manuscript()})


def editions() -> Path:
    """Return the folder with the book and its files."""
    return small_books.build_once("margin-notes", write, clean=False)


def test_every_edition_is_sound() -> None:
    """Each note is read back once, in order, by all checks of finished files."""
    folder = editions()
    files = sorted([*(folder / "dist").glob("*.pdf"), *(folder / "dist").glob("*.epub")])
    assert len(files) == 10
    request = VerifyRequest(book=folder / "book", run_validators=False)
    assert {each.path.name: each.failures for each in verify_files(files, request) if each.failures} == {}


def lines_of(name: str) -> list[tuple[int, float, float, float, str]]:
    """Return page, left and right edge, baseline and text of the small lines of an edition."""
    document = open_pdf((editions() / "dist" / f"small-{name}.pdf").read_bytes())
    assert isinstance(document, Document)
    with document:
        return [
            (page.number, line.x0, line.x1, line.y, line.text)
            for page in document.pages()
            for line in page.lines
            if 7 < line.size < 7.5
            and not line.text.isdecimal()  # the number of a note at the foot
            and not any(each.mark is None or each.mark.artifact for each in line.glyphs)
        ]


@pytest.mark.parametrize(
    ("name", "width", "inner", "measure"), [("bilingual", 481.9, 56.0, 340.0), ("zh", 419.5, 47.2, 300.0)]
)
def test_side_notes_are_in_the_outer_margin(name: str, width: float, inner: float, measure: float) -> None:
    """On versos left of the text, on rectos right of it, 16 pt from it and 8.5 pt from the edge of the paper."""
    lines = [each for each in lines_of(name) if each[2] - each[1] < 70 and each[3] > 65]
    assert {page % 2 for page, *_ in lines} == {0, 1}
    for page, x0, x1, _, text in lines:
        left, right = (inner + measure + 16, width - 8.5) if page % 2 else (8.5, width - inner - measure - 16)
        assert left - 0.1 <= x0 and x1 <= right + 4.0, (page, text)  # a mark at the end may hang by its blank half


def test_a_parallel_or_narrow_edition_has_them_at_the_foot() -> None:
    """No small type stands there but in the head margin."""
    for name in ("parallel", "narrow"):
        assert all(y < 60 for _, _, _, y, _ in lines_of(name)), name


def test_head_notes_stand_above_the_text() -> None:
    """They begin with the text at its left edge, and end 6 pt above it."""
    lines = [each for each in lines_of("bilingual") if each[3] < 60]
    assert sum(text.endswith("通州、天津、沧州、德州、临清、济宁。") for *_, text in lines) == 5


def test_what_has_no_room_stands_at_the_foot(tmp_path: Path) -> None:
    """A note longer than the margins up to the end of its chapter, and one of a landscape table, with a notice."""
    table = "{.landscape}\n| 河^[注]{.side} | 长 |\n|---|---|\n| 运河 | 一千七百九十四 |\n"
    text = f"# 运河\n\n{ZH.format('[^a]', '[^b]')}\n\n{table}\n{note('a', 'side', 60)}\n{note('b', 'side', 1)}"
    toml = small_books.settings({"name": "zh", "layout": "single", "languages": ["zh-Hans"]})
    root = small_books.write(tmp_path / "book", {"book.toml": toml, "01.md": text})
    (finished,) = build([root], BuildRequest(output=tmp_path / "dist"))
    crowded = [each for output in finished.outputs for each in output.diagnostics if each.code == "crowded_margin"]
    assert [(each.span.path, each.span.line) for each in crowded if each.span] == [("01.md", 11), ("01.md", 6)]
    (result,) = verify_files([tmp_path / "dist" / "small-zh.pdf"], VerifyRequest(book=root, run_validators=False))
    assert not result.failures


def test_numbers_of_source_pages_give_way_to_side_notes(tmp_path: Path) -> None:
    """They stand in the inner margin of all pages, and are read back there."""
    parts = ["# 运河\n"]
    for nth in range(30):
        side = f"^[{WORDS[0]}]{{.side}}" if nth % 4 == 0 else ""
        parts.append(f"[]{{page={nth + 1}}}{ZH.format(side, '')}\n")
    toml = small_books.settings(
        {"name": "zh", "layout": "single", "languages": ["zh-Hans"]}, **{"source-edition": "Old Press, 1930"}
    )
    root = small_books.write(tmp_path / "book", {"book.toml": toml, "01.md": "\n".join(parts)})
    (finished,) = build([root], BuildRequest(output=tmp_path / "dist"))
    assert finished.ok
    path = tmp_path / "dist" / "small-zh.pdf"
    (result,) = verify_files([path], VerifyRequest(book=root, run_validators=False))
    assert not result.failures
    document = open_pdf(path.read_bytes())
    assert isinstance(document, Document)
    with document:
        placed = [
            (page.number % 2, glyph.char, glyph.x < 56 if page.number % 2 else glyph.x > 426)
            for page in document.pages(lines=False)
            for glyph in page.glyphs
            if 6.9 < glyph.size < 7.1 and glyph.mark and not glyph.mark.artifact and glyph.char.strip()
        ]
    assert {side for side, _, _ in placed} == {0, 1} and all(is_inner for *_, is_inner in placed)
    assert "".join(sorted(char for _, char, _ in placed)) == "".join(sorted("".join(map(str, range(1, 31)))))
