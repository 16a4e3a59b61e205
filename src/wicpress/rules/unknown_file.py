"""Reports files that look like a part of the book but are none: other suffixes, templates with other names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from wicpress.block_kinds import block_kinds
from wicpress.config import Config
from wicpress.config.similar_names import SimilarNames
from wicpress.diagnostics import Diagnostic, Severity, Span, declare_kind
from wicpress.layout import layouts
from wicpress.model import Book
from wicpress.resources import resource_dir
from wicpress.system.folder import files_beneath, is_within

UNKNOWN_FILE = declare_kind(
    "unknown_file",
    "A file looks like a part of the book, but is none",
    "Chapters are the files that end in `.md`, or those of them that `chapters` in book.toml names; a file in "
    "`templates/` or `styles/` replaces the one of wicpress that has the same name in the same folder. A file with "
    "another name has no effect, and nobody would notice.",
    example="03-flood.txt  →  03-flood.md\ntemplates/blocks/paragraf.html.j2  →  templates/blocks/paragraph.html.j2",
    severity=Severity.WARNING,
)
TEXT = {".txt", ".text", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn", ".mdx", ".rst", ".adoc", ".org", ".tex"}
BINARY = {".doc", ".docx", ".odt", ".rtf"}
NO_CHAPTER = {"readme", "changelog", "contributing", "license", "licence", "copying", "notice", "authors", "todo"}
NO_CHAPTER_NAMES = {"requirements.txt", "robots.txt", "constraints.txt", "cmakelists.txt"}
MAX_BYTES = 1024 * 1024


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report files beside the chapters in other formats, and templates and styles that replace nothing."""
    folders = dict.fromkeys(
        PurePosixPath(path).parent.as_posix() for each in book.chapters for path in each.source_files
    )
    for folder in folders or {".": None}:
        yield from _beside_chapters(config.root, folder)
    if config.chapters:
        yield from _not_listed(config, {".": None} | folders)
    if not config.editions:  # book.toml has errors: it is not certain which templates and styles it names
        return
    own_styles = {each for edition in config.editions for each in edition.styles}
    for folder in dict.fromkeys(edition.templates or "templates" for edition in config.editions):
        yield from _replacing_nothing(config.root, folder, _templates(), set())
    yield from _replacing_nothing(config.root, "styles", _files(resource_dir("styles")), own_styles)


def _beside_chapters(root: Path, folder: str) -> Iterator[Diagnostic]:
    for path in sorted((root / folder).iterdir()) if (root / folder).is_dir() else ():
        suffix = path.suffix.casefold()
        if suffix not in TEXT | BINARY or not path.is_file() or _is_other(path):
            continue
        if path.name.casefold() in NO_CHAPTER_NAMES:
            continue
        name = path.relative_to(root).as_posix() if folder == "." else f"{folder}/{path.name}"
        new = f"{path.stem}.md"
        hint = f"rename it to `{new}` if it is a chapter, or move it into a folder of its own"
        if suffix in BINARY:
            hint = f"save its text as Markdown in `{new}` if it is a chapter, or move it into a folder of its own"
        span = Span(name, 1, 1) if suffix in TEXT else None
        yield UNKNOWN_FILE(f"`{name}` is not read: a chapter's file ends in `.md`", span, hint=hint)


def _not_listed(config: Config, folders: Iterable[str]) -> Iterator[Diagnostic]:
    """Report each Markdown file beside ``book.toml`` or a chapter that ``chapters`` does not name."""
    paths = (path for folder in folders for path in sorted((config.root / folder).glob("*.[mM][dD]")))
    files = [path.relative_to(config.root).as_posix() for path in paths if path.is_file() and not _is_other(path)]
    without_file = [entry for entry in config.chapters if not (config.root / entry).exists()]
    stems = {_chapter(entry) for entry in without_file}  # a chapter of which each language has a file
    names = [name for name in files if name not in config.chapters and _chapter(name) not in stems]
    missing = stems.difference(map(_chapter, files))
    similar = SimilarNames(names)
    meant = {similar.nearest(f"{entry}.md") for entry in sorted(missing)}
    for name in names:
        if name not in meant:  # the diagnostic of the entry names it
            message = f"`{name}` is not read: `chapters` in book.toml does not name it"
            hint = f'add "{name}" to `chapters`, or move the file into a folder of its own'
            yield UNKNOWN_FILE(message, Span(name, 1, 1), hint=hint)


def _is_other(path: Path) -> bool:
    """Return whether a file beside the chapters is by its name no part of a manuscript."""
    stem = path.name.split(".", 1)[0].casefold()
    return not stem or stem in NO_CHAPTER


def _chapter(name: str) -> str:
    """Return the name of a chapter's file without its language and suffix."""
    return re.sub(r"(?:\.[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*)?\.md$", "", name, flags=re.IGNORECASE)


def _templates() -> dict[str, Path]:
    """Return the templates of wicpress and of other packages by their names."""
    folders = [resource_dir("templates"), *(each.templates for each in layouts().values())]
    folders += (each.templates for each in block_kinds().values())
    known: dict[str, Path] = {}
    for folder in filter(None, folders):
        known |= _files(folder)
    return known


def _files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def _replacing_nothing(root: Path, folder: str, known: Mapping[str, Path], named: set[str]) -> Iterator[Diagnostic]:
    """Report each file below ``folder`` that replaces none of ``known`` and that no other file there names."""
    files = {path.relative_to(root / folder).as_posix(): path for path in files_beneath(root, folder)}
    texts = {name: _text(path) for name, path in files.items() if is_within(path, root)}
    for name, path in files.items():
        short = PurePosixPath(name).name
        if (
            name in known
            or f"{folder}/{name}" in named
            or short.startswith(".")
            or path.suffix in ("", ".md", ".txt")
        ):
            continue
        if any(short in text for other, text in texts.items() if other != name):
            continue
        close = _similar(name, known)
        hint = f"did you mean `{folder}/{close}`?" if close else f"wicpress has these: {', '.join(sorted(known))}"
        if folder == "styles" and not close:
            hint = "name it in `styles` of an edition in book.toml, or take it away"
        yield UNKNOWN_FILE(
            f"`{folder}/{name}` replaces no file of wicpress", Span(f"{folder}/{name}", 1, 1), hint=hint
        )


def _similar(name: str, known: Mapping[str, Path]) -> str:
    """Return the name of wicpress that is nearest: one in another folder, or one that is spelt alike."""
    short = PurePosixPath(name).name
    elsewhere = [each for each in known if PurePosixPath(each).name == short]
    return elsewhere[0] if elsewhere else SimilarNames([*known]).nearest(name)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace") if path.stat().st_size < MAX_BYTES else ""
    except OSError:
        return ""
