"""The date of an e-book's last change, and the style sheets that it has of its edition."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from support import book_files

STYLES = 'styles = ["both.css", "styles/print/paper.css", "styles/epub/screen.css"]\n'


def package(output: Path) -> str:
    """Return the package document of the e-book in ``output``."""
    with zipfile.ZipFile(output / "trial-en.epub") as book:
        return book.read("EPUB/package.opf").decode()


def build(root: Path, *more: str) -> book_files.CommandResult:
    """Build the English e-book into ``out``."""
    arguments = ("--edition", "en", "--format", "epub", "--output", root / "out", "--jobs", "1", *more)
    return book_files.run("build", root, *arguments)


@pytest.mark.engine
def test_date_of_change_is_from_the_book_or_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The book's date, or SOURCE_DATE_EPOCH in UTC; another time makes another file, the same time does not."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    root = book_files.write_book(tmp_path)
    assert build(root).code == 0
    assert ">2020-02-02T00:00:00Z<" in package(root / "out")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    assert "built" in build(root).out
    assert ">2020-09-13T12:26:40Z<" in package(root / "out")
    assert "unchanged" in build(root).out


def test_a_time_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A time that is no number of seconds is a usage error."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    result = build(book_files.write_book(tmp_path))
    assert result.code == 2 and "number of seconds since 1970" in result.err


@pytest.mark.engine
def test_sheets_of_an_edition_go_into_their_format(tmp_path: Path) -> None:
    """Sheets below ``styles/print`` are not in the e-book, those below ``styles/epub`` not in the pages."""
    toml = book_files.TOML.replace('layout = "single"\n', f'layout = "single"\n{STYLES}')
    sheets = {f"{name}.css": f"/* {name} */\n" for name in ("both", "styles/print/paper", "styles/epub/screen")}
    root = book_files.write_book(tmp_path, {"book.toml": toml, **sheets})
    arguments = ("--edition", "en", "--output", root / "out", "--jobs", "1", "--keep-html", root / "kept")
    assert book_files.run("build", root, *arguments).code == 0
    with zipfile.ZipFile(root / "out" / "trial-en.epub") as book:
        css = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".css"))
    print_css = "".join(path.read_text(encoding="utf-8") for path in (root / "kept").rglob("*.css"))
    formats = {
        name: (f"/* {name} */" in css, f"/* {name} */" in print_css) for name in ("both", "styles/print/paper")
    }
    assert formats == {"both": (True, True), "styles/print/paper": (False, True)}
    assert "/* styles/epub/screen */" in css and "/* styles/epub/screen */" not in print_css
