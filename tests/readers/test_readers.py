"""E-books in the pages that reading systems make of them: no line is cut, no heading or year alone, no page empty.

Each page is shown by day and by night.
"""

from __future__ import annotations

import itertools
import shutil
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import attrs
import pytest

from readers.engines import Chromium, Engine, WebKit
from support import built_books, requirement_marks, small_books
from support.sampling import sampled
from wicpress.resources import resource_dir

pytestmark = pytest.mark.judge

GAP = 40
"""The space between two columns in px, and so twice the margin beside a page."""
WINDOWS = {"phone": (360, 640, 1), "tablet": (768, 1024, 1), "desktop": (1280, 800, 2)}
"""Width and height in px, and how many pages stand side by side."""
ENGINES: dict[str, Callable[[], Engine]] = {"WebKitGTK": WebKit, "Chromium": Chromium}
QUICKLY_READ = "starter/starter-parallel.epub"
"""The e-book that ``make test`` reads."""
SAMPLED = 8
"""So many of the 36 ways to show a book are taken of each."""


SYSTEMS = {
    "epub.js": {
        "container": "body", "margin": 20, "spacing": 1.5, "sizes_paragraphs": True, "hides_notes": True,
        "adds_width": True,
    },
    "foliate-js": {
        "container": "root", "margin": 0, "spacing": 1.5, "sizes_paragraphs": False, "hides_notes": True,
        "adds_width": False,
    },
    "Readium": {
        "container": "root", "margin": 20, "spacing": 0, "sizes_paragraphs": False, "hides_notes": False,
        "adds_width": False,
    },
}  # fmt: skip
"""Libraries of reading systems, and what each adds to a chapter.

``container`` is the element that is laid in columns, ``margin`` the space above and below it in px, ``spacing`` the
line height as a number or 0 for that of the book. The size of the type is set on the body and on each paragraph, or
on the root. Notes that are shown as pop-ups are hidden in the chapter. Pages are counted by where the content ends,
or by its width and the padding beside it, where what stands out of the first page counts as well. Foliate 2 has
epub.js, Foliate 3 foliate-js; Readium is in Thorium and in apps of libraries.
"""


@attrs.frozen
class Reading:
    """How a reader shows a book: reading system, window, size of the type in px, the embedded faces or others."""

    system: str
    window: str
    size: int
    faces: bool

    def settings(self, page: Path) -> dict[str, object]:
        """Return the settings with which ``reader.js`` measures a page."""
        width, height, columns = WINDOWS[self.window]
        return {
            **SYSTEMS[self.system],
            "url": page.as_uri(),
            "width": width,
            "height": height,
            "columns": columns,
            "gap": GAP,
            "size": self.size,
            "faces": self.faces,
        }


READINGS = [Reading(*each) for each in itertools.product(SYSTEMS, WINDOWS, (14, 24), (True, False))]


@pytest.fixture(
    scope="module", params=[pytest.param(name, marks=requirement_marks.requires(name)) for name in ENGINES]
)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Yield an engine."""
    running = ENGINES[request.param]()
    yield running
    running.close()


def diagnose(engine: Engine, pages: list[Path], readings: list[Reading]) -> list[str]:
    """Return what is wrong in the pages: the way to show it, its file, its kind and its place."""
    return [
        f"{page.stem}, {reading}: {each['kind']} on page {each['column']}, {each['place']}"
        for page in pages
        for reading in readings
        for each in engine.measure(reading.settings(page))["findings"]
    ]


def unpack(file: Path, folder: Path) -> list[Path]:
    """Unpack an e-book and return its pages."""
    with zipfile.ZipFile(file) as epub:
        epub.extractall(folder)
    return sorted(folder.glob("EPUB/*.xhtml"))


VERTICAL = """[[edition]]
name = "vertical"
languages = ["zh-Hans"]
layout = "single"
missing = "omit"
formats = ["epub"]
writing = "vertical"
"""


def vertical_epub(book: str) -> Path:
    """Return a book as a vertical e-book, built once in a run: no book of ours has that edition."""

    def make(root: Path) -> None:
        shutil.copytree(built_books.BOOKS[book], root)
        settings, _, _ = (root / "book.toml").read_text("utf-8").partition("[[edition]]")
        (root / "book.toml").write_text(settings + VERTICAL, encoding="utf-8")

    (epub,) = (small_books.build_once(f"vertical-{book}", make, clean=False) / "dist").glob("*.epub")
    return epub


EPUBS: dict[str, Callable[[], Path]] = {
    **{name: partial(built_books.path, name) for name in built_books.OUTPUTS if name.endswith(".epub")},
    **{f"{book}/vertical": partial(vertical_epub, book) for book in built_books.BOOKS},
}
"""The e-books of our books, one in each edition, and one of each whose lines run downwards."""


@pytest.mark.parametrize(
    "name", [each if each == QUICKLY_READ else pytest.param(each, marks=pytest.mark.prove) for each in EPUBS]
)
def test_pages_of_reading_systems(name: str, engine: Engine, tmp_path: Path) -> None:
    """In no window, at no size, is a line cut or wider than its page, a heading alone or a page empty."""
    readings = [reading for _, reading in sampled([(name, each) for each in READINGS], SAMPLED)]
    assert diagnose(engine, unpack(EPUBS[name](), tmp_path), readings) == []


JOINED_TOML = """[book]
slug = "joined"
languages = ["zh-Hans"]
title = { zh-Hans = "合并" }
identifier = "urn:uuid:1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4be3"

[[edition]]
name = "horizontal"
layout = "single"
formats = ["epub"]
embed-fonts = false

[[edition]]
name = "vertical"
layout = "single"
formats = ["epub"]
embed-fonts = false
writing = "vertical"
"""
JOINED_ROWS = "\n".join(f"| 名称{nth} | 一个 | 1 |\n| ^^ | 其中两个 | 2 |" for nth in range(5))
MANY_ROWS = "| 许多 | 一个 | 1 |\n" + "| ^^ | 其他 | 2 |\n" * 40
JOINED_HEAD = "| 名称 | 是什么 || \n| ^^ | 词 | 数 |\n|---|---|--:|"
WIDE = """| 城市 | 季度 | 人口（万人） | 图书馆 | 到馆人次 | 外借册次 |
|---|---|---|---|---|---|
| 杭州 | 春季 | 1237.6 | 总馆与东门分馆 | 6172835 | 740740 |
| 苏州 | 春季 | 1291.1 | 总馆 | 6172839 | 740744 |"""
JOINED = f"## 节\n\nTable: 词\n\n{JOINED_HEAD}\n{JOINED_ROWS}\n{MANY_ROWS}\n完。\n\n{WIDE}\n"


@pytest.mark.parametrize("edition, step", [("horizontal", 1), ("vertical", 3)])
def test_a_heading_stays_with_a_table_of_joined_rows(edition: str, step: int, engine: Engine, tmp_path: Path) -> None:
    """Wherever it stands on a page; no line is cut where a cell covers more rows than a page has.

    The stub of a wide table parts no word of two characters.
    """
    files = {f"{nth:02}.md": "# 章\n\n" + "江水东流，船也跟着走。\n\n" * nth + JOINED for nth in range(1, 13)}
    folder = small_books.build_once(
        "joined-rows", lambda root: small_books.write(root, {"book.toml": JOINED_TOML, **files}), clean=False
    )
    (epub,) = (folder / "dist").glob(f"*-{edition}.epub")
    pages = [each for each in unpack(epub, tmp_path) if each.stem.startswith("c")][::step]
    assert diagnose(engine, pages, [Reading("Readium", "phone", size, faces=True) for size in (14, 24)]) == []


PAGE = """<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>T</title>
<style>body {{ line-height: 1.5em; margin: 0 }} p, h2 {{ margin: 0 }} {style}</style></head>
<body>{body}</body></html>"""
LINES = "<p>Text</p>\n"
STUB = '<div class="tabular"><table><tr><th><span class="han">杭州</span></th></tr></table></div>'
WORDS = "<span class='with-marks'>（<span class='unbroken-words'>110 kV</span>），</span>"
UNBROKEN = "".join(
    f"<p style='width: {width}px'>{before}{WORDS}</p>"
    for before in ("江水东流", "Where it goes ")
    for width in range(70, 200)
)
"""Words on one line with the marks beside them, at each place of a line."""
CODE = '<pre><i class="code-string">Text</i></pre>'
LISTING = f'<div class="listing"><pre><code>{"a    " * 60}</code></pre></div>'
READABLE = "".join((resource_dir("styles") / f"epub/{name}.css").read_text("utf-8") for name in ("text", "apparatus"))


@pytest.mark.parametrize(
    "kind, style, body",
    [
        ("cut", "div { overflow: hidden; display: inline-block }", f"<p>Text</p><div>{LINES * 50}</div>"),
        ("wide", "p { white-space: nowrap }", f"<p>{'wide ' * 90}</p>"),
        ("alone", "div { height: 630px; break-inside: avoid }", "<h2>Title</h2><div>Text</div>"),
        ("empty", "div { height: 630px }", "<div>Text</div><div></div>"),
        ("empty", "h2 { margin-left: -1px }", "<h2>Title</h2>"),
        ("divided", "h2 { padding-top: 580px }", "<h2>One<br/>Two<br/>Three</h2><p>Text</p>"),
        ("divided", ".with-marks { display: inline !important }", UNBROKEN),
        ("lone", "p { padding-bottom: 580px }", "<div class='title-page'><p>Title</p>2026</div>"),
        ("parted", "th { display: block; width: 1em }", STUB),
        ("coloured", "p { color: #000 }", LINES),
        ("coloured", "i { color: color-mix(in srgb, currentColor 45%, #12875a) }", "<p><i>Text</i></p>"),
        ("coloured", "i { color: color-mix(in srgb, currentColor 5%, #2a5bd0) }", CODE),
        ("coloured", "i { color: #1a4a8a }", CODE),
        ("coloured", "i { color: #aac }", CODE),
        ("coloured", "i { background: #eee }", CODE),
    ],
)  # fmt: skip
def test_each_kind_is_seen(kind: str, style: str, body: str, engine: Engine, tmp_path: Path) -> None:
    """A page with one mistake of each kind has that; one of plain lines and of code has none."""
    readings = [Reading(system, "phone", 14, faces=True) for system in SYSTEMS]
    wrong, right = tmp_path / "wrong.xhtml", tmp_path / "right.xhtml"
    wrong.write_text(PAGE.format(style=style, body=body), encoding="utf-8")
    body = LINES * 100 + STUB + CODE + LISTING + UNBROKEN
    right.write_text(PAGE.format(style=READABLE, body=body), encoding="utf-8")
    assert f": {kind} on page" in "\n".join(diagnose(engine, [wrong], readings))
    assert diagnose(engine, [right], readings) == []
