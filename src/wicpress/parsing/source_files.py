"""Finds the files of the manuscript, in their order, and reads them."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import attrs

from wicpress import languages as lang
from wicpress import limits
from wicpress.config import FILE, UNKNOWN_LANGUAGE, Config
from wicpress.config.diagnostics import encoding_hint
from wicpress.config.similar_names import SimilarNames
from wicpress.diagnostics import Diagnostic, DiagnosticKind, Span, WithDiagnostics
from wicpress.parsing.diagnostics import (
    EMPTY_BOOK,
    MISSING_CHAPTER,
    MIXED_SHAPES,
    NOT_UTF8,
    OUTSIDE_BOOK,
    TOO_LARGE,
    UNREADABLE,
)
from wicpress.system.folder import LeadsOutError, NoFileError, open_beneath

NOT_MANUSCRIPT = {"readme", "changelog", "contributing", "license", "licence"}
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


@attrs.frozen
class Source:
    """One file of the manuscript: ``lang`` is empty where languages stand together, ``stem`` names the chapter."""

    path: str
    stem: str
    lang: str
    text: str

    @property
    def lines(self) -> list[str]:
        """The lines of the file without their line ends."""
        return self.text.split("\n")


def natural_sort_key(name: str) -> tuple[tuple[int, int | str], ...]:
    """Return a key that sorts ``2-b`` before ``10-a``."""
    parts = re.split(r"(\d+)", name.casefold())
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts if part)


def find_sources(config: Config) -> WithDiagnostics[tuple[tuple[Source, ...], ...]]:
    """Find the chapters' files, in their order: for each chapter one file, or one for each language.

    All are read, so that every problem is reported.
    """
    diagnostics: list[Diagnostic] = []
    chapters: dict[str, list[Source]] = {}
    for path in _listed_paths(config, diagnostics) if config.chapters else _discover_paths(config.root):
        source = _read_source(path, config, diagnostics)
        if source:
            chapters.setdefault(source.stem, []).append(source)
    if not chapters and not diagnostics:
        hint = "write 01-opening.md beside book.toml, beginning with `# Title`"
        diagnostics.append(EMPTY_BOOK(f"{config.root.name} has no Markdown file", Span(FILE, 1, 1), hint=hint))
    for stem, files in chapters.items():
        problems = list(_mixed_shapes(stem, files))
        diagnostics.extend(problems)
        if problems:  # a chapter in two shapes has no certain meaning
            del files[1:]
    order = {tag: nth for nth, tag in enumerate(config.languages)}
    grouped = tuple(tuple(sorted(files, key=lambda each: order.get(each.lang, 0))) for files in chapters.values())
    return WithDiagnostics(grouped, tuple(diagnostics))


def _mixed_shapes(stem: str, files: list[Source]) -> Iterable[Diagnostic]:
    together = [source for source in files if not source.lang]
    tags = [source.lang for source in files]
    if together and len(files) > 1:
        message = f"{together[0].path} stands beside {', '.join(s.path for s in files if s.lang)}"
        hint = f"name it {stem}.TAG.md after its language, or put all languages into it"
        yield MIXED_SHAPES(message, Span(together[0].path, 1, 1), hint=hint)
    for nth, source in enumerate(files):
        if source.lang and source.lang in tags[:nth]:
            message = f"{source.path} and {files[tags.index(source.lang)].path} are both the {source.lang} of {stem}"
            yield MIXED_SHAPES(message, Span(source.path, 1, 1), hint="remove or rename one")


# ---------------------------------------------------------------------------- finding files


def _discover_paths(root: Path) -> list[str]:
    try:
        names = [entry.name for entry in os.scandir(root) if not entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []
    return sorted((name for name in names if _is_manuscript(name)), key=natural_sort_key)


def _is_manuscript(name: str) -> bool:
    first = name.split(".", 1)[0].casefold()
    return name.casefold().endswith(".md") and bool(first) and first not in NOT_MANUSCRIPT


def _listed_paths(config: Config, diagnostics: list[Diagnostic]) -> list[str]:
    paths: dict[str, None] = {}
    missing: list[str] = []
    for entry in config.chapters:
        matches = _match_entry(config.root, entry)
        paths.update(dict.fromkeys(matches))
        missing += [] if matches else [entry]
    names = SimilarNames(_discover_paths(config.root) if missing else ())
    places = _find_lines(config.root) if missing else {}
    for entry in missing:
        line = places.get(entry, 1)
        close = names.nearest(entry)
        hint = f"did you mean `{close}`?" if close else "write the file, or take its name out of `chapters`"
        diagnostics.append(MISSING_CHAPTER(f"there is no `{entry}`", Span(FILE, line, line), hint=hint))
    return [*paths]


def _match_entry(root: Path, entry: str) -> list[str]:
    """Return the file of that name, or the language files of a chapter named without language."""
    if os.path.lexists(root / entry):
        return [entry]
    path = PurePosixPath(entry)
    stem = path.name[:-3] if path.name.casefold().endswith(".md") else path.name
    return [
        str(path.parent / name)
        for name in _discover_paths(root / path.parent)
        if name.startswith(f"{stem}.") and (name == f"{stem}.md" or _TAG.fullmatch(name[len(stem) + 1 : -3]))
    ]


def _find_lines(root: Path) -> dict[str, int]:
    """Return the first line of ``book.toml`` in which each text in quotes stands."""
    lines = (root / FILE).read_text("utf-8", "replace").split("\n") if (root / FILE).is_file() else []
    places: dict[str, int] = {}
    for nth, text in enumerate(lines, 1):
        for match in _QUOTED.finditer(text):
            places.setdefault(match[1] if match[1] is not None else match[2], nth)
    return places


# ---------------------------------------------------------------------------- reading files


def _read_source(path: str, config: Config, diagnostics: list[Diagnostic]) -> Source | None:
    name = PurePosixPath(path).name
    stem, _, tag = name[: -len(".md")].rpartition(".") if name.casefold().endswith(".md") else ("", "", "")
    tagged = bool(stem) and bool(_TAG.fullmatch(tag))
    language = ""
    if tagged:
        language = lang.match(tag, config.languages) or "" if lang.is_known(tag) else ""
        if not language:
            message = f"`{tag}` in the name of {path} is not among the book's languages"
            hint = f"they are: {', '.join(config.languages)}; rename the file, or add the language to book.toml"
            diagnostics.append(UNKNOWN_LANGUAGE(message, Span(path, 1, 1), hint=hint))
            return None
    text = read_text(config.root, path, diagnostics)
    if text is None:
        return None
    folder = str(PurePosixPath(path).parent)
    base = stem if tagged else name.removesuffix(".md").removesuffix(".MD")
    return Source(path, base if folder == "." else f"{folder}/{base}", language, text)


def read_text(root: Path, path: str, diagnostics: list[Diagnostic]) -> str | None:
    """Return the text of a file of the book, its line ends one character each, or None after reporting why not."""
    span = Span(path, 1, 1)
    data = read_inside(root, path, span, diagnostics)
    if data is None:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        diagnostics.append(_not_utf8(path, data, error))
        return None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _not_utf8(path: str, data: bytes, error: UnicodeDecodeError) -> Diagnostic:
    line = data[: error.start].count(b"\n") + 1
    message = f"byte {error.start + 1} (0x{data[error.start]:02x}) of {path} is not UTF-8"
    return NOT_UTF8(message, Span(path, line, line), hint=encoding_hint(path, data))


def read_inside(
    root: Path,
    path: str,
    span: Span,
    diagnostics: list[Diagnostic],
    not_found: DiagnosticKind = UNREADABLE,
    columns: tuple[int, int] = (0, 0),
    limit: limits.Name = "source",
) -> bytes | None:
    """Return the bytes of a file of the book, or report why not: it is outside, missing, no file or too large."""
    try:
        with open_beneath(root, path) as file:
            size = os.fstat(file.fileno()).st_size
            if size <= limits.most(limit):
                return file.read()
    except LeadsOutError:
        message = f"`{path}` leads out of the book's folder"
        hint = "put the file into the folder of the book"
        diagnostics.append(OUTSIDE_BOOK(message, span, hint=hint, columns=columns))
    except (FileNotFoundError, NotADirectoryError):
        diagnostics.append(
            not_found(f"there is no `{path}`", span, hint="put the file there, or correct its name", columns=columns)
        )
    except (IsADirectoryError, NoFileError):
        diagnostics.append(UNREADABLE(f"`{path}` is no file", span, hint="name a file", columns=columns))
    except OSError as error:
        hint = "it is a link that leads to itself" if error.errno == errno.ELOOP else ""
        message = f"`{path}` cannot be read: {error.strerror}"
        diagnostics.append(UNREADABLE(message, span, hint=hint, columns=columns))
    else:
        message = f"`{path}` has {size:,} bytes, more than {limits.shown(limit)}"
        diagnostics.append(TOO_LARGE(message, span, hint=limits.way_out(limit), columns=columns))
    return None
