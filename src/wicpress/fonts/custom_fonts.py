"""The fonts that a book names: found in its folder or on this machine, or refused with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import attrs

from wicpress.fonts import bundled_faces, system
from wicpress.fonts.font_file import FontFileInfo, FontSource, open_faces
from wicpress.fonts.prepared_faces import BUNDLED_BY_ROLE, bundled, declared_faces
from wicpress.fonts.sfnt import BrokenFontError
from wicpress.system.folder import real_path

SUFFIXES: Final = (".ttf", ".otf", ".ttc", ".otc")
"""The suffixes of the font files that a book may have."""

MAX_FILES: Final = 64
"""Files of a folder that are read; no family has more."""


@attrs.frozen
class FontChoice:
    """One font of ``[fonts]``: a file or folder of the book, several with commas between, or the name of a family.

    A family is a bundled one, or one that is installed. ``lang`` is set where the choice is for text of one language
    only; ``rank`` is its place in the list of its role.
    """

    role: str
    value: str
    lang: str = ""
    rank: int = 0


@attrs.frozen
class FontProblem:
    """An error in a choice, or, where ``warning`` is true, a warning about it."""

    code: str
    message: str
    help: str
    choice: FontChoice
    warning: bool = False


@attrs.frozen
class Selection:
    """The sources that the choices lead to, by role and language, in the order of rank, and their problems."""

    chosen: Mapping[tuple[str, str], tuple[FontSource, ...]]
    problems: tuple[FontProblem, ...] = ()


@attrs.frozen
class _RefusedError(Exception):
    code: str
    message: str
    help: str


def resolve_choices(choices: Iterable[FontChoice], book: Path) -> Selection:
    """Return the faces that a book names; the bundled family has the role of a choice that is refused.

    Every problem is returned, none is raised. Files must lie inside the folder ``book``, also those behind links.
    """
    chosen: dict[tuple[str, str], tuple[FontSource, ...]] = {}
    problems: list[FontProblem] = []
    for choice in choices:
        key = choice.role, choice.lang
        if choice.value in BUNDLED_BY_ROLE.values():
            family = bundled_faces.family(choice.value)
            own = tuple(attrs.evolve(bundled(family, face), rank=choice.rank) for face in family.faces)
            chosen[key] = (*chosen.get(key, ()), *own)
            continue
        try:
            opened = _embeddable(_open(choice.value, book))
        except _RefusedError as refused:
            problems.append(FontProblem(refused.code, refused.message, refused.help, choice))
            continue
        sources = dict.fromkeys(_sources_by_weight(opened, choice.role))
        chosen[key] = (*chosen.get(key, ()), *(attrs.evolve(source, rank=choice.rank) for source in sources))
        problems.extend(_warnings(opened, choice))
    return Selection(chosen, tuple(problems))


def is_path(value: str) -> bool:
    """Return whether a value of ``[fonts]`` names a file or folder of the book and no installed family."""
    return "/" in value or "\\" in value or value.casefold().endswith(SUFFIXES)


def _open(value: str, book: Path) -> tuple[FontFileInfo, ...]:
    parts = tuple(part.strip() for part in value.split(",") if part.strip())
    if not parts:
        raise _RefusedError("font_not_found", "the name of the font is empty", "name a file, a folder or a family")
    if any(is_path(part) for part in parts):
        paths = tuple(path for part in parts for path in _files(part, book))
        return tuple(face for path in paths for face in _read(path, str(path.relative_to(real_path(book)))))
    return _installed(value.strip())


def _files(part: str, book: Path) -> tuple[Path, ...]:
    """Return the font files that one path of a choice names, in order."""
    root = real_path(book)
    try:
        path = real_path(root / part)
        if not path.is_relative_to(root):
            raise _RefusedError(
                "font_outside_book", f"{part} is outside the book's folder", "copy the font into the book"
            )
        if path.is_file():
            return (path,)
        files = sorted(each for each in path.iterdir() if each.name.casefold().endswith(SUFFIXES))[:MAX_FILES]
    except (
        OSError,
        RuntimeError,
        ValueError,
    ):  # no such file, a circle of links, a name that the system does not allow
        raise _RefusedError(
            "font_not_found", f"there is no font {part}", "name a file in the book's folder"
        ) from None
    if not files:
        raise _RefusedError("font_not_found", f"there is no font in the folder {part}", "put .ttf files into it")
    return tuple(each for file in files for each in _files(str(file.relative_to(root)), book))


def _read(path: Path, name: str) -> tuple[FontFileInfo, ...]:
    try:
        return open_faces(path)
    except (OSError, BrokenFontError) as error:
        hint = "use a font with outlines, for emoji Noto Emoji" if "no outlines" in str(error) else ""
        hint = hint or "use another copy of the font"
        raise _RefusedError("font_unreadable", f"{name} cannot be read: {error}", hint) from None


def _installed(family: str) -> tuple[FontFileInfo, ...]:
    """Return the faces of an installed family, by its exact name; files of other formats are skipped."""
    try:
        fonts = system.installed()
    except system.NoFontconfigError as error:
        raise _RefusedError(
            "no_fontconfig", str(error), "install fontconfig (Debian: apt-get install fontconfig)"
        ) from None
    faces = system.faces_of(family, fonts)
    if not faces:
        near = system.nearest_name(family, fonts)
        hint = f"is {near} meant?" if near else "fc-list : family shows what is installed; or bring the file"
        raise _RefusedError("unknown_font_family", f"no font family {family} is installed", hint)
    indices_by_path = {each.path: {other.index for other in faces if other.path == each.path} for each in faces}
    opened: list[FontFileInfo] = []
    reason = ""
    for path, indices in indices_by_path.items():
        try:
            opened += [face for face in _read(path, str(path.name)) if face.source.index in indices]
        except _RefusedError as refused:
            reason = refused.message
    if not opened:
        raise _RefusedError("font_unreadable", reason, "name another family")
    return tuple(opened)


def _embeddable(opened: tuple[FontFileInfo, ...]) -> tuple[FontFileInfo, ...]:
    """Return the faces that may be embedded, nearest to normal width. Raise ``_RefusedError`` where none may."""
    allowed = [each for each in opened if not each.embedding]
    if not allowed:
        name = opened[0].source.name
        raise _RefusedError(
            "font_not_embeddable", f"{name}: {opened[0].embedding}", "ask its maker, or name another font"
        )
    width = min((abs(each.width - 5) for each in allowed), default=0)
    return tuple(each for each in allowed if abs(each.width - 5) == width)


def _sources_by_weight(opened: tuple[FontFileInfo, ...], role: str) -> Iterable[FontSource]:
    """Yield the sources of a role: static faces as they are, variable ones at each weight that is declared."""
    for face in opened:
        if face.weights is None:
            yield face.source
            continue
        least, most = face.weights
        for weight in sorted({each.file_weight for each in declared_faces() if each.role == role}):
            pinned = min(max(weight, least), most)
            yield attrs.evolve(face.source, weight=pinned, axes=(("wght", float(pinned)),))


def _warnings(opened: tuple[FontFileInfo, ...], choice: FontChoice) -> Iterable[FontProblem]:
    name = opened[0].source.name
    if any(each.source.outlines == "CFF" for each in opened):
        message = f"{name} has PostScript outlines (CFF), which some readers show as blank text"
        yield FontProblem("cff_outlines", message, "use the TrueType build of the family", choice, warning=True)
    if any(each.print_only for each in opened):
        message = f"{name} may be embedded for viewing and printing only"
        yield FontProblem("preview_and_print_font", message, "ask its maker before you publish", choice, warning=True)
