"""E-books in a browser, at the widths of a phone, a tablet and a desk: nothing overflows, everything is shown."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support import requirement_marks, small_books
from support.chromium import Browser
from support.ebook import Unpacked
from support.shared import made_once
from wicpress.build.builder import build
from wicpress.build.request import BuildRequest
from wicpress.edition.page_map import PageMap

pytestmark = [pytest.mark.judge, requirement_marks.requires("Chromium")]

WINDOWS = {"phone": (375, 667), "tablet": (768, 1024), "desk": (1280, 800)}
LAYOUTS = ("interleaved", "parallel", "zh", "en", "en-first")
BOXES = """
[...document.querySelectorAll(QUERY)].map(e => { const b = e.getBoundingClientRect();
  return [b.left, b.top, b.right, b.bottom].map(Math.round) })
"""

STANDS_OUT = """
(() => { const range = document.createRange(); range.selectNodeContents(document.body);
  const [used, body] = [range, document.body].map(e => e.getBoundingClientRect());
  return [body.left - used.left, used.right - body.right] })()
"""
TORN = r"""
(() => { const words = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) { const node = texts.currentNode;
    for (const word of node.parentElement.closest('td, th') ? node.data.matchAll(/\S+/g) : []) {
      const range = document.createRange();
      range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
      const tops = new Set([...range.getClientRects()].map(each => Math.round(each.top)));
      if (tops.size > 1) words.push(word[0]) } }
  return words })()
"""
"""The words of cells that stand on two lines."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    driver = Browser()
    yield driver
    driver.close()


@pytest.fixture(scope="module")
def unzipped(
    make: Callable[..., Unpacked], printed: PageMap, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Path]:
    """Return a function from an edition to the folder of its unzipped pages."""
    known: dict[str, Path] = {}

    def unzip(name: str, fonts: bool = True) -> Path:
        key = f"{name}-{fonts}"
        if key not in known:
            known[key] = tmp_path_factory.mktemp(key)
            make(name, fonts=fonts, pages=printed).zip.extractall(known[key])
        return known[key] / "EPUB"

    return unzip


def boxes(browser: Browser, query: str) -> list[list[int]]:
    """Return left, top, right and bottom of the elements that ``query`` finds, in px."""
    return list(browser.run(BOXES.replace("QUERY", repr(query))))


@pytest.mark.parametrize("name", LAYOUTS)
def test_nothing_overflows(name: str, browser: Browser, unzipped: Callable[..., Path]) -> None:
    """No page is wider than its window, and no text is outside it, not by a pixel, for which epub.js adds a page."""
    for page in sorted(unzipped(name).glob("*.xhtml")):
        browser.open(page, *WINDOWS["phone"])
        for window, (width, height) in WINDOWS.items():
            browser.resize(width, height)
            assert browser.run("innerWidth") == width
            assert browser.run("document.documentElement.scrollWidth") <= width, (page.name, window)
            assert max(browser.run(STANDS_OUT)) < 0.5, (page.name, window)
            for left, _, right, _ in boxes(browser, "p, h1, h2, h3, td, th, img, figcaption, li"):
                assert left >= 0 and right <= width, (page.name, window)


NUMBERS_TOML = """[book]
slug = "numbers"
languages = ["zh-Hans", "en"]
title = { zh-Hans = "数", en = "Numbers" }
identifier = "urn:uuid:7c1d9a52-1f0e-4c1e-8f0a-2f1b6a3c9d10"

[[edition]]
name = "upright"
layout = "interleaved"
formats = ["epub"]

[[edition]]
name = "vertical"
languages = ["zh-Hans"]
layout = "single"
formats = ["epub"]
writing = "vertical"

[[edition]]
name = "english"
languages = ["en"]
layout = "single"
formats = ["epub"]
"""
DIVIDED = """
[...document.querySelectorAll('td > span, th > span')].filter(e => /^[0-9,.]+$|equipment|Riverbend/.test(e.innerText))
  .filter(e => { const range = document.createRange(); range.selectNodeContents(e);
    return new Set([...range.getClientRects()].map(r => Math.round(VERTICAL ? r.left : r.top))).size > 1 })
  .map(e => e.innerText)
"""


def numbers(columns: int) -> str:
    """Return a table with columns of numbers in both languages."""
    tables = [
        f"| {head} |" + "".join(f" {month} |" for _ in range(columns)) + f"\n|---|{'--:|' * columns}\n"
        + "".join(f"| {stub} |" + " 1,046.2 |" * columns + "\n" for stub in stubs)
        for head, month, *stubs in (("项", "一月", "房屋与设备", "河湾"), ("Item", "Jan", "equipment", "Riverbend"))
    ]  # fmt: skip
    return "\n".join(tables)


FIRST_PAGE = """
[...document.querySelectorAll('.number-line, .chapter p, dt, .notice')].map(e => [e.getBoundingClientRect().top,
  e.getBoundingClientRect().bottom])
"""


def test_what_stands_below_each_other(browser: Browser, tmp_path: Path) -> None:
    """The number of a chapter has its own line; definitions and notices have a gap above, in one language too."""
    edition = {"name": "zh", "layout": "single", "languages": ["zh-Hans"], "formats": ["epub"], "embed-fonts": False}
    toml = small_books.settings(edition, numbering="auto")
    text = "# 章\n\n江水东流。\n\n桥\n: 过河的路。\n\n江水东流。\n\n> [!NOTE]\n> 桥很老。\n"
    files = {"book.toml": toml, "01.md": text}
    folder = small_books.build_once("number-line", lambda root: small_books.write(root, files), clean=False)
    (epub,) = (folder / "dist").glob("*.epub")
    with zipfile.ZipFile(epub) as container:
        container.extractall(tmp_path)
    browser.open(tmp_path / "EPUB/c01.xhtml", *WINDOWS["phone"])
    assert browser.run("document.querySelector('.number-line').innerText.trim()") == "第一章"
    number, first, term, _, second, notice, _ = browser.run(FIRST_PAGE)
    title = browser.run("document.querySelector('.languages > .han').getBoundingClientRect().bottom")
    assert title - number[1] > number[1] - number[0]
    assert term[0] - first[1] > 16 and notice[0] - second[1] > 16


BEHIND_MARKS = """
[...document.querySelectorAll('.numbered-item p')].map(e => {
  const mark = e.querySelector('.marker'), words = document.createRange();
  words.selectNodeContents(mark); const used = words.getBoundingClientRect();
  words.setStartAfter(mark); words.setEndAfter(e.lastChild); const first = words.getClientRects()[0];
  return VERTICAL ? first.top - used.bottom : first.left - used.right })
"""


@pytest.mark.parametrize("edition", ["upright", "vertical"])
def test_marks_of_items_and_their_words(edition: str, browser: Browser, tmp_path: Path) -> None:
    """A wide mark, whatever the font, stands before its words and not over them."""
    marks = (("二十", 20), ("二十一", 21))
    items = [f"（{han}）江水东流。\n\n({number}) The river flows.\n" for han, number in marks]
    files = {"book.toml": NUMBERS_TOML, "01.md": "# 章\n\n# Chapter\n\n" + "\n".join(items)}
    folder = small_books.build_once("wide-marks", lambda root: small_books.write(root, files), clean=False)
    (epub,) = (folder / "dist").glob(f"*-{edition}.epub")
    with zipfile.ZipFile(epub) as container:
        container.extractall(tmp_path)
    browser.open(tmp_path / "EPUB/c01.xhtml", *WINDOWS["phone"])
    gaps = browser.run(BEHIND_MARKS.replace("VERTICAL", str(edition == "vertical").lower()))
    assert len(gaps) == (2 if edition == "vertical" else 4) and min(gaps) > -0.1


def page_of_numbers(edition: str, folder: Path) -> Path:
    """Return the page with tables of numbers, and with a note of each kind, of an edition."""

    def make(folder: Path) -> None:
        notes = "注：千人。\n\nNote: thousands.\n\n[^1]: 注。\n\n    A note.\n"
        files = {
            "book.toml": NUMBERS_TOML,
            "01.md": f"# 表\n\n# Tables\n\n{numbers(12)}\n文[^1]。\n\nText[^1].\n\n{numbers(2)}\n{notes}",
        }
        small_books.write(folder / "book", files)
        (finished,) = build([folder / "book"], BuildRequest(output=folder / "dist"))
        assert finished.ok, finished.diagnostics

    (epub,) = (made_once("tables-of-numbers", make) / "dist").glob(f"*-{edition}.epub")
    with zipfile.ZipFile(epub) as container:
        container.extractall(folder)
    return folder / "EPUB/c01.xhtml"


@pytest.mark.parametrize("edition", ["upright", "english"])
def test_notes_are_smaller_than_the_text(edition: str, browser: Browser, tmp_path: Path) -> None:
    """Also in an edition in English alone, whose text is as large as Chinese text."""
    browser.open(page_of_numbers(edition, tmp_path), *WINDOWS["phone"])
    sizes = "[...document.querySelectorAll('QUERY')].map(e => parseFloat(getComputedStyle(e).fontSize))"
    for query, size in ((".table-notes p", 12.8), (".note .pair p", 13.6)):
        shown = browser.run(sizes.replace("QUERY", query))
        assert shown and all(each == pytest.approx(size, abs=0.05) for each in shown), (query, shown)


@pytest.mark.parametrize("edition", ["upright", "vertical"])
def test_numbers_and_words_of_tables_stay_whole(edition: str, browser: Browser, tmp_path: Path) -> None:
    """On a phone the type of a table of many columns is as small as that takes, and that of few is not."""
    browser.open(page_of_numbers(edition, tmp_path), *WINDOWS["phone"])
    assert browser.run(DIVIDED.replace("VERTICAL", str(edition == "vertical").lower())) == []
    size = "[...document.querySelectorAll('tbody')].map(e => parseFloat(getComputedStyle(e).fontSize))"
    many, few = browser.run(size)
    assert many < few == 16


def test_words_of_tables_stay_whole_in_large_type(browser: Browser, tmp_path: Path) -> None:
    """Where the reader has large text as well; a word with a letter before its hyphen is whole at any size."""
    names = ["Berlin", "Madrid", "London", "Vienna", "Prague", "Dublin", "Athens", "Lisbon", "Moscow", "Warsaw"]
    lines = [names, ["---"] * 10, [each.lower() for each in reversed(names)]]
    many = "\n".join(f"| {' | '.join(each)} |" for each in lines)
    few = "| Loans | 2024 | 2025 |\n|---|--:|--:|\n| of which e-books | 188,260 | 231,900 |\n"
    files = {
        "book.toml": NUMBERS_TOML,
        "01.md": f"# 表\n\n# Tables\n\n{many}\n\n{few}",
    }
    small_books.write(tmp_path / "book", files)
    (finished,) = build([tmp_path / "book"], BuildRequest(output=tmp_path / "dist"))
    assert finished.ok, finished.diagnostics
    (epub,) = (tmp_path / "dist").glob("*-english.epub")
    with zipfile.ZipFile(epub) as container:
        container.extractall(tmp_path)
    for width in (320, 360):
        browser.open(tmp_path / "EPUB/c01.xhtml", width, 640)
        for size in (14, 16, 20, 24):
            browser.run(f"document.documentElement.style.fontSize = '{size}px'")
            assert browser.run(TORN) == [], (width, size)


def test_pairs_become_columns_where_they_fit(browser: Browser, unzipped: Callable[..., Path]) -> None:
    """Parallel text is in two columns on a desk and one below the other on a phone."""
    page = unzipped("parallel") / "c1.xhtml"
    browser.open(page, *WINDOWS["desk"])
    (zh, en) = boxes(browser, "#c1-p1 > .cell")
    assert en[0] > zh[2] and abs(en[1] - zh[1]) <= 2
    browser.open(page, *WINDOWS["phone"])
    (zh, en) = boxes(browser, "#c1-p1 > .cell > p")
    assert en[1] >= zh[3] - 1 and en[0] > zh[0]


def test_columns_keep_their_edges(browser: Browser, unzipped: Callable[..., Path]) -> None:
    """Every second column starts at the same place, lists and notes included."""
    browser.open(unzipped("parallel") / "c1.xhtml", *WINDOWS["desk"])
    lefts = {
        left
        for left, *_ in boxes(
            browser, ".pair > .column-2:not(.empty), .heading .column-2, .term .column-2, .caption .column-2"
        )
    }
    assert max(lefts) - min(lefts) <= 1


def test_without_grids_the_pairs_stay_in_order(browser: Browser, unzipped: Callable[..., Path]) -> None:
    """A reading system that knows no grids shows the pairs of the parallel edition one after the other."""
    browser.open(unzipped("parallel") / "c1.xhtml", *WINDOWS["desk"])
    browser.run("document.querySelector('link[href$=\"parallel.css\"]').remove()")
    (zh, en) = boxes(browser, "#c1-p1 > .cell > p")
    assert en[1] >= zh[3] - 1 and en[0] > zh[0]


def test_what_follows_stands_two_em_in(browser: Browser, unzipped: Callable[..., Path]) -> None:
    """English starts 2 em of the body to the right of Chinese, its lines as high as the Chinese ones."""
    browser.open(unzipped("interleaved") / "c1.xhtml", *WINDOWS["tablet"])
    zh, en = boxes(browser, "#c1-p1 > p")
    assert en[0] - zh[0] == pytest.approx(32, abs=1)
    heights = "[...document.querySelectorAll('#c1-p1 > p')].map(e => getComputedStyle(e).lineHeight)"
    assert len(set(browser.run(heights))) == 1


def test_notes_and_links_lead_to_their_ends(browser: Browser, unzipped: Callable[..., Path]) -> None:
    """A call leads to its note and back; every link inside the book finds its target."""
    folder = unzipped("interleaved")
    browser.open(folder / "c1.xhtml", *WINDOWS["phone"])
    browser.run("document.querySelector('a[role=doc-noteref]').click()")
    assert browser.run("document.querySelector('aside:target').id") == "c1-n1"
    browser.run("document.querySelector('a[role=doc-backlink]').click()")
    assert browser.run("document.querySelector('a:target').id") == "c1-n1-call"
    browser.open(folder / "nav.xhtml", *WINDOWS["phone"])
    for href in browser.run("[...document.querySelectorAll('a')].map(e => e.getAttribute('href'))"):
        file, _, key = href.partition("#")
        browser.open(folder / file, *WINDOWS["phone"])
        assert not key or browser.run(f"!!document.getElementById({key!r})"), href


def test_both_languages_are_shown(browser: Browser, unzipped: Callable[..., Path]) -> None:
    """Every paragraph of either language is visible, and the ring is drawn before the first of a run."""
    browser.open(unzipped("interleaved") / "c1.xhtml", *WINDOWS["phone"])
    for tag in ("zh-Hans", "en"):
        shown = boxes(browser, f"p[lang={tag}]")
        assert len(shown) > 8 and all(right > left and bottom > top for left, top, right, bottom in shown)
    rings = "[...document.querySelectorAll('.pair')].map(e => getComputedStyle(e, '::before').borderTopWidth)"
    assert browser.run(rings).count("1px") == 2


def test_night_mode(browser: Browser, unzipped: Callable[..., Path]) -> None:
    """On a dark ground all text takes the reader's colour: no element has a colour or a ground of its own."""
    for page in sorted(unzipped("parallel").glob("*.xhtml")):
        browser.open(page, *WINDOWS["desk"], dark=True)
        colours = "[...document.querySelectorAll('body, body *')].flatMap(e => [getComputedStyle(e).color, 0])"
        assert set(browser.run(colours)) == {"rgb(221, 221, 221)", 0}
        grounds = "[...document.querySelectorAll('body, body *')].map(e => getComputedStyle(e).backgroundColor)"
        assert set(browser.run(grounds)) == {"rgba(0, 0, 0, 0)"}


def test_embedded_faces_set_everything(browser: Browser, unzipped: Callable[..., Path]) -> None:
    """With fonts embedded, no glyph of any page comes from a font of the machine."""
    for name in ("interleaved", "zh", "en"):
        for page in sorted(unzipped(name).glob("*.xhtml")):
            if page.stem != "cover":
                browser.open(page, *WINDOWS["tablet"])
                assert browser.machine_fonts() == {}, (name, page.name)


def test_readers_choose_size_and_lines(browser: Browser, unzipped: Callable[..., Path]) -> None:
    """A reader's size on the root and line height on the body reach every paragraph."""
    browser.open(unzipped("interleaved", False) / "c1.xhtml", *WINDOWS["tablet"])
    browser.run("document.documentElement.style.fontSize = '24px'; document.body.style.lineHeight = '48px'")
    sizes = "[...document.querySelectorAll('#c1-p1 > p')].map(e => getComputedStyle(e).fontSize)"
    assert [float(each[:-2]) for each in browser.run(sizes)] == pytest.approx([24, 24 * 0.94])
    lines = "[...document.querySelectorAll('#c1-p1 > p')].map(e => getComputedStyle(e).lineHeight)"
    assert set(browser.run(lines)) == {"48px"}


def test_a_page_that_begins_in_a_line_does_not_break_it(browser: Browser, unzipped: Callable[..., Path]) -> None:
    """Wherever a printed page begins, the text is placed as without its mark: contents, tables, captions."""
    for name in ("interleaved", "parallel", "zh", "en"):
        for page in sorted(unzipped(name).glob("*.xhtml")):
            browser.open(page, *WINDOWS["phone"])
            height = "document.body.getBoundingClientRect().height"
            before = browser.run(height)
            browser.run("document.querySelectorAll('[role=doc-pagebreak]').forEach(each => each.remove())")
            assert browser.run(height) == before, (name, page.name)


def test_marks_in_lines_of_the_contents_and_of_tables_are_no_lines(
    browser: Browser, unzipped: Callable[..., Path]
) -> None:
    """A mark in any text of the contents or of a table takes no space."""
    put = """[...document.querySelectorAll('.contents a, .tabular th, .tabular td')]
    .flatMap(e => [e, ...e.querySelectorAll('span')]).forEach(e => { const mark = document.createElement('span');
    mark.setAttribute('role', 'doc-pagebreak'); e.insertBefore(mark, e.lastChild) })"""
    for page in ("nav", "c1"):
        browser.open(unzipped("interleaved") / f"{page}.xhtml", *WINDOWS["phone"])
        before = browser.run("document.body.getBoundingClientRect().height")
        browser.run(put)
        assert browser.run("document.body.getBoundingClientRect().height") == before, page


def test_rings_stand_where_the_missing_words_would(browser: Browser, unzipped: Callable[..., Path]) -> None:
    """The ring of a title without its other language is in the column of that language, not in a corner."""
    browser.open(unzipped("parallel") / "c2.xhtml", *WINDOWS["desk"])
    style = "getComputedStyle(document.querySelector('.heading.missing-mark .empty'), '::before').position"
    assert browser.run(style) == "static"


def test_captions_are_separated_from_prose(browser: Browser, unzipped: Callable[..., Path]) -> None:
    """In one language, where paragraphs follow each other without a blank line, a figure or table still has one."""
    browser.open(unzipped("en") / "c1.xhtml", *WINDOWS["phone"])
    gaps = "[...document.querySelectorAll('.pair + .block-step')].map(e => parseFloat(getComputedStyle(e).marginTop))"
    assert all(gap >= 20 for gap in browser.run(gaps))
