"""A package outside wicpress adds a rule, a layout and two kinds of block: its book is built, and nothing is lost.

The package is put on the path as pip would install it: its modules, and its metadata with the entry points.
"""

from __future__ import annotations

import json
import shutil
import tomllib
import zipfile
from pathlib import Path

import pytest

from support import book_files
from support.book_files import CommandResult
from wicpress import cli

SAMPLE = Path(__file__).parent / "sample"

BOOK = """\
[book]
slug = "play"
languages = ["zh-Hans", "en"]
title = { zh-Hans = "一出戏", en = "A Play" }
identifier = "urn:uuid:6f0d6d64-55ab-4f4f-8b0c-2f8ee2a6c9b1"
date = 2020-02-02

[[edition]]
name = "leaves"
layout = "leaves"

[[edition]]
name = "en"
languages = ["en"]
layout = "single"
"""

CHAPTER = """\
# 第一幕

# Act One

{.epigraph source="旧书"}
> 河水向东流，一去不回头。
>
> {.verse}
> 船上
> 有人。

{.epigraph source="An old book"}
> The river flows east and never turns back.
>
> {.verse}
> On the boat
> is someone.

@@ 船夫从左边上场。

@@ The boatman enters from the left.

船夫说：“水涨了。”[^1]

The boatman said that the the water was rising.[^1]

[^1]: 注里也有：

    The notes have them, too:

    @@ 他看着河。

    @@ He looks at the river.
"""


def installed(site: Path) -> Path:
    """Install the sample package into the folder ``site``."""
    project = tomllib.loads((SAMPLE / "pyproject.toml").read_text("utf-8"))["project"]
    shutil.copytree(SAMPLE / "wicpress_sample_plugin", site / "wicpress_sample_plugin")
    info = site / f"wicpress_sample_plugin-{project['version']}.dist-info"
    info.mkdir()
    metadata = {"Metadata-Version": "2.1", "Name": project["name"], "Version": project["version"]}
    (info / "METADATA").write_text("".join(f"{name}: {value}\n" for name, value in metadata.items()))
    groups = project["entry-points"].items()
    lines = (f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in own.items()) for group, own in groups)
    (info / "entry_points.txt").write_text("".join(lines))
    return site


class SampleBook:
    """Commands in a folder with a book that needs the sample package, which is installed in ``site``."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.site = folder, installed(folder / "site")
        book_files.write_book(folder / "play", {"book.toml": BOOK, "01-opening.md": CHAPTER, "line.svg": None})

    def run(self, *arguments: str | Path, with_plugin: bool = True) -> CommandResult:
        """Run a command in a process of its own, with the sample package or without it."""
        path = {"PYTHONPATH": f"{self.site}:{book_files.SOURCE}"} if with_plugin else {}
        cache = str(self.folder / "cache")
        return book_files.wait_for(book_files.start(*arguments, cwd=self.folder, XDG_CACHE_HOME=cache, **path))


@pytest.fixture(scope="module")
def sample_book(tmp_path_factory: pytest.TempPathFactory) -> SampleBook:
    """Return the book of the sample package in a folder where it is built."""
    sample_book = SampleBook(tmp_path_factory.mktemp("sample"))
    built = sample_book.run("build", "play")
    assert built.code == cli.CLEAN, built.err
    assert {path.name for path in (sample_book.folder / "dist").glob("play-*")} == {
        f"play-{edition}.{extension}" for edition in ("leaves", "en") for extension in ("pdf", "epub")
    }
    return sample_book


def test_rule(sample_book: SampleBook) -> None:
    """The rule reports what it looks for, and ``explain`` knows it."""
    [diagnostic] = json.loads(sample_book.run("check", "play", "--format", "json").out)
    assert (diagnostic["code"], diagnostic["path"], diagnostic["line"]) == ("doubled_word", "01-opening.md", 25)
    assert "A word stands twice in a row" in sample_book.run("explain", "doubled_word").out


def test_blocks_are_of_their_kinds(sample_book: SampleBook) -> None:
    """``inspect`` names the blocks by their kinds, in both languages."""
    [chapter] = json.loads(sample_book.run("inspect", "play", "--format", "json").out)["chapters"]
    kinds = [(each["kind"], sorted(each["text"])) for each in chapter["blocks"]]
    both = ["en", "zh-Hans"]
    assert kinds == [
        (kind, both) for kind in ("epigraph", "paragraph", "verse", "stage", "paragraph", "paragraph", "stage")
    ]


@pytest.mark.parametrize("file", ["play-leaves.pdf", "play-leaves.epub", "play-en.pdf", "play-en.epub"])
def test_nothing_is_lost(sample_book: SampleBook, file: str) -> None:
    """``verify`` finds every character of the manuscript in the file, in order, and no other."""
    result = sample_book.run(
        "verify", sample_book.folder / "dist" / file, "--book", "play", "--no-judges", "--format", "json"
    )
    assert result.code == cli.CLEAN, result.out + result.err
    account = json.loads(result.out)["account"]
    assert account["manuscript"]["en"] > 150 and account["generated"]["template"]["en"] == 1


def test_text_that_the_kind_does_not_expect_is_found(sample_book: SampleBook, tmp_path: Path) -> None:
    """Without what the kind says of its dash, ``verify`` reports it: the answer above comes from the kind."""
    other = SampleBook(tmp_path)
    module = other.site / "wicpress_sample_plugin" / "epigraph.py"
    module.write_text(module.read_text("utf-8").replace("    text=_text,\n", ""), "utf-8")
    file = sample_book.folder / "dist" / "play-leaves.epub"
    result = other.run("verify", file, "--book", "play", "--no-judges")
    assert result.code == cli.EXIT_PROBLEMS


def test_pages_have_the_layout_and_its_styles(sample_book: SampleBook) -> None:
    """Pages use the templates of the package; its style sheets go into the editions that need them."""
    with zipfile.ZipFile(sample_book.folder / "dist" / "play-leaves.epub") as book:
        sheets = {Path(name).name for name in book.namelist() if name.endswith(".css")}
        page = next(book.read(name).decode() for name in book.namelist() if name.endswith("01-opening.xhtml"))
    assert {"leaves.css", "block-epigraph.css"} < sheets and "block-stage.css" not in sheets
    assert '<body class="chapter-document leaves ' in page and page.count('class="leaf"') == 12
    assert '<p lang="en" xml:lang="en" class="latin source">— An old book</p>' in page
    with zipfile.ZipFile(sample_book.folder / "dist" / "play-en.epub") as book:
        sheets = {Path(name).name for name in book.namelist() if name.endswith(".css")}
    assert "leaves.css" not in sheets and "block-epigraph.css" in sheets


def test_a_change_of_the_package_makes_files_stale(sample_book: SampleBook) -> None:
    """What is built is up to date, until a file of the package changes."""
    again = sample_book.run("build", "play", "--edition", "leaves", "--format", "epub")
    assert again.code == cli.CLEAN and "unchanged" in again.out
    sheet = sample_book.site / "wicpress_sample_plugin" / "styles" / "leaves-epub.css"
    text = sheet.read_text("utf-8")
    sheet.write_text(f"{text}/* changed */\n", "utf-8")
    changed = sample_book.run("build", "play", "--edition", "leaves", "--format", "epub")
    sheet.write_text(text, "utf-8")
    assert changed.code == cli.CLEAN and "unchanged" not in changed.out


def test_without_the_package(sample_book: SampleBook) -> None:
    """The layout and the attribute of the kind mean nothing without the package, and that is reported."""
    result = sample_book.run("check", "play", with_plugin=False)
    assert result.code == cli.EXIT_PROBLEMS and "`layout` cannot be 'leaves'" in result.out


THREE = '["zh-Hans", "en", "fr"]'


@pytest.mark.parametrize(("languages", "count"), [('["en"]', "one language"), (THREE, "3 languages")])
def test_number_of_languages(tmp_path: Path, languages: str, count: str) -> None:
    """An edition with fewer or more languages than the layout takes is reported."""
    sample_book = SampleBook(tmp_path)
    toml = BOOK.replace('layout = "leaves"', f'layout = "leaves"\nlanguages = {languages}')
    toml = toml.replace('["zh-Hans", "en"]', THREE, 1).replace("{ zh", '{ fr = "Un jeu", zh')
    (sample_book.folder / "play" / "book.toml").write_text(toml, "utf-8")
    result = sample_book.run("check", "play")
    assert result.code == cli.EXIT_PROBLEMS and f"the leaves edition `leaves` names {count}" in result.out
