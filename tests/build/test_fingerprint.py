"""What makes an output stale, and what does not."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from support import book_files
from wicpress.build import fingerprint
from wicpress.build.check import load
from wicpress.build.fingerprint import BookFingerprint, book_fingerprint
from wicpress.build.output_folder import remember
from wicpress.build.targets import targets


def keys(root: Path) -> dict[str, str]:
    """Return the digest of every output of the book in ``root``, by name."""
    config = load(root).value
    assert config is not None
    inputs = book_fingerprint(config, root.parent / "dist")
    return {target.name: inputs.key(target.edition, target.format) for target in targets(config)}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return a folder with the small book."""
    return book_files.write_book(tmp_path / "book")


PDF, EPUB = {"trial-bilingual.pdf", "trial-en.pdf"}, {"trial-bilingual.epub", "trial-en.epub"}
ALL = PDF | EPUB

CHANGES: dict[str, tuple[str, str, set[str]]] = {
    "a chapter": ("01-opening.md", book_files.CHAPTER + "\n更多。\n", ALL),
    "a new chapter": ("02-more.md", "# 更多\n\n# More\n", ALL),
    "a picture": ("line.svg", book_files.SVG.replace("40", "41"), ALL),
    "the title": ("book.toml", book_files.TOML.replace("A Trial", "Another"), ALL),
    "one edition": ("book.toml", book_files.TOML + 'page = "A5"\n', {"trial-en.pdf", "trial-en.epub"}),
    "a new edition": ("book.toml", book_files.TOML + '[[edition]]\nname = "x"\nlayout = "parallel"\n', set()),
    "a comment": ("book.toml", "# a remark\n" + book_files.TOML, set()),
    "a template of the pages": ("templates/print/imprint.html.j2", "", PDF),
    "a style of the e-book": ("styles/epub/text.css", "", EPUB),
    "a template of both": ("templates/blocks/paragraph.html.j2", "", ALL),
    "a hidden file": (".draft.md", "# 草稿\n", set()),
    "a file of another kind": ("notes.txt", "a", ALL),
}


@pytest.mark.parametrize("change", CHANGES)
def test_change_makes_stale_what_depends_on_it(book: Path, change: str) -> None:
    """A file that changes makes every output stale that it goes into, and no other."""
    name, content, expected = CHANGES[change]
    before = keys(book)
    book_files.write_book(book, {"book.toml": None, "01-opening.md": None, "line.svg": None, name: content})
    after = keys(book)
    assert {name for name in before if before[name] != after[name]} == expected


def test_place_of_the_book_does_not_count(book: Path, tmp_path: Path) -> None:
    """The same files in another folder are the same inputs."""
    other = book_files.write_book(tmp_path / "elsewhere" / "another name")
    assert keys(book) == keys(other)


def test_outputs_are_no_inputs(book: Path) -> None:
    """What a build writes inside the book's own folder does not make the book stale."""
    config = load(book).value
    assert config is not None
    before = book_fingerprint(config, book / "dist")
    book_files.write_book(book, {"dist/trial-en.pdf": "%PDF"})
    remember(book / "dist")
    assert book_fingerprint(config, book / "dist") == before
    assert book_fingerprint(config, book.parent / "other") == before  # a build has written it all the same


def test_links_out_of_the_book_are_not_followed(book: Path, tmp_path: Path) -> None:
    """A link to a file outside counts as a link: what it leads to is never opened."""
    outside = tmp_path / "outside.md"
    outside.write_text("one", encoding="utf-8")
    (book / "99-link.md").symlink_to(outside)
    before = keys(book)
    outside.write_text("two", encoding="utf-8")
    assert keys(book) == before


def test_a_pipe_is_not_waited_for(book: Path) -> None:
    """A named pipe in the folder is no file, and nobody waits for its words."""
    import os  # noqa: PLC0415 - only here

    os.mkfifo(book / "pipe.md")
    assert keys(book)


def test_a_book_cannot_use_a_film(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a film nor a file that is too large is read; that they change makes outputs stale all the same."""
    with (book / "film.mp4").open("wb") as film, (book / "plate.tif").open("wb") as picture:
        film.truncate(1 << 40)
        picture.truncate(1 << 40)
    before = keys(book)
    for name in ("film.mp4", "plate.tif"):
        with (book / name).open("ab") as file:
            file.write(b"x")
        after = keys(book)
        assert not set(before.values()) & set(after.values())
        before = after


@pytest.mark.parametrize("probe", ["code_digests", "package_versions", "library_versions"])
def test_the_program_is_an_input(book: Path, monkeypatch: pytest.MonkeyPatch, probe: str) -> None:
    """With other code, another package or another library, everything is stale."""
    before = keys(book)
    fingerprint.tool_fingerprint.cache_clear()
    monkeypatch.setattr(fingerprint, probe, lambda: iter([("changed", "1")]))
    try:
        after = keys(book)
    finally:
        fingerprint.tool_fingerprint.cache_clear()
    assert not set(before.values()) & set(after.values())


def test_packages_have_versions() -> None:
    """What the folders of installed packages are called is what the packages say of themselves."""
    assert dict(fingerprint.package_versions()) == {name: version(name) for name in fingerprint.PACKAGES}


def test_libraries_have_versions() -> None:
    """The C libraries that shape text are there and have versions."""
    versions = dict(fingerprint.library_versions())
    assert versions["libpango-1.0"] and versions["libharfbuzz"] and versions["libfontconfig"]


def test_an_epub_depends_on_the_pages_it_names(book: Path) -> None:
    """The digest of an e-book depends on that of its printed edition."""
    config = load(book).value
    assert config is not None
    inputs: BookFingerprint = book_fingerprint(config, book / "dist")
    key: Callable[..., str] = inputs.key
    assert key(config.editions[0], "epub", "a") != key(config.editions[0], "epub", "b")
