"""E-books in the pages that reading systems make of them: no line is cut, no heading alone, no page empty."""

from __future__ import annotations

import itertools
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest

from readers.engines import Chromium, Engine, WebKit
from support import built_books, requirement_marks
from support.sampling import TAKES_ALL, sampled
from wicpress.build.builder import build
from wicpress.build.request import BuildRequest

pytestmark = pytest.mark.judge

GAP = 40
"""The space between two columns in px, and so twice the margin beside a page."""
WINDOWS = {"phone": (360, 640, 1), "tablet": (768, 1024, 1), "desktop": (1280, 800, 2)}
"""Width and height in px, and how many pages stand side by side."""
ENGINES: dict[str, Callable[[], Engine]] = {"WebKitGTK": WebKit, "Chromium": Chromium}
QUICKLY_READ = "starter/starter-parallel.epub"
"""The e-book that ``make test`` reads."""
EPUBS = [name for name in built_books.OUTPUTS if name.endswith(".epub")]
SAMPLED = 8
"""So many of the 48 ways to show a book are taken of each."""


@attrs.frozen
class Reading:
    """How a reader shows a book: the window, the size of the type in px, the embedded faces or others, day or night.

    ``container`` is the element that the reading system lays in columns: ``body``, as those built on epub.js do, or
    the ``root``, as Foliate does, which also sets the space between lines and hides notes, as Apple Books does.
    """

    window: str
    size: int
    container: str
    faces: bool
    night: bool

    def settings(self, page: Path) -> dict[str, object]:
        """Return the settings with which ``reader.js`` measures a page."""
        width, height, columns = WINDOWS[self.window]
        is_root = self.container == "root"
        return {
            "url": page.as_uri(),
            "width": width,
            "height": height,
            "columns": columns,
            "gap": GAP,
            "margin": 0 if is_root else 20,
            "container": self.container,
            "spacing": 1.5 if is_root else 0,
            "hides_notes": is_root,
            "size": self.size,
            "faces": self.faces,
            "night": self.night,
        }


READINGS = [
    Reading(*each) for each in itertools.product(WINDOWS, (14, 24), ("body", "root"), (True, False), (False, True))
]


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


def parameters() -> list[object]:
    """Return the names of e-books, all but one as long proofs; those of long books with ``PROVE=all`` alone.

    On phones, at the larger size, some of their headings are still alone, and some last pages empty.
    """
    names = [name for name in EPUBS if TAKES_ALL or name.startswith("starter/")]
    return [name if name == QUICKLY_READ else pytest.param(name, marks=pytest.mark.prove) for name in names]


@pytest.mark.parametrize("name", parameters())
def test_pages_of_reading_systems(name: str, engine: Engine, tmp_path: Path) -> None:
    """In no window, at no size, is a line cut or wider than its page, a heading alone or a page empty."""
    readings = [reading for _, reading in sampled([(name, each) for each in READINGS], SAMPLED)]
    assert diagnose(engine, unpack(built_books.path(name), tmp_path), readings) == []


VERTICAL = """[[edition]]
name = "vertical"
languages = ["zh-Hans"]
layout = "single"
missing = "omit"
formats = ["epub"]
writing = "vertical"
"""


@pytest.mark.prove
def test_vertical_pages(engine: Engine, tmp_path: Path) -> None:
    """The pages of a vertical e-book, whose lines run downwards, have none of it either."""
    root = shutil.copytree(built_books.BOOKS["starter"], tmp_path / "book")
    settings, _, _ = (root / "book.toml").read_text("utf-8").partition("[[edition]]")
    (root / "book.toml").write_text(settings + VERTICAL, encoding="utf-8")
    (finished,) = build([root], BuildRequest(output=tmp_path / "dist"))
    assert finished.ok, finished.diagnostics
    (epub,) = (tmp_path / "dist").glob("*.epub")
    assert diagnose(engine, unpack(epub, tmp_path / "pages"), sampled(READINGS, SAMPLED)) == []


PAGE = """<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>T</title>
<style>body {{ line-height: 1.5em; margin: 0 }} p, h2 {{ margin: 0 }} {style}</style></head>
<body>{body}</body></html>"""
LINES = "<p>Text</p>\n"


@pytest.mark.parametrize(
    "kind, style, body",
    [
        ("cut", "div { overflow: hidden; display: inline-block }", f"<p>Text</p><div>{LINES * 50}</div>"),
        ("wide", "p { white-space: nowrap }", f"<p>{'wide ' * 90}</p>"),
        ("alone", "div { height: 630px; break-inside: avoid }", "<h2>Title</h2><div>Text</div>"),
        ("empty", "div { height: 630px }", "<div>Text</div><div></div>"),
        ("divided", "h2 { padding-top: 580px }", "<h2>One<br/>Two<br/>Three</h2><p>Text</p>"),
        ("coloured", "p { color: #000 }", LINES),
    ],
)  # fmt: skip
def test_each_kind_is_seen(kind: str, style: str, body: str, engine: Engine, tmp_path: Path) -> None:
    """A page with one mistake of each kind has that, and a page of plain lines has none."""
    reading = Reading("phone", 14, "root", faces=True, night=True)
    wrong, right = tmp_path / "wrong.xhtml", tmp_path / "right.xhtml"
    wrong.write_text(PAGE.format(style=style, body=body), encoding="utf-8")
    right.write_text(PAGE.format(style="", body=LINES * 100), encoding="utf-8")
    assert kind in {each["kind"] for each in engine.measure(reading.settings(wrong))["findings"]}
    assert engine.measure(reading.settings(right))["findings"] == []
