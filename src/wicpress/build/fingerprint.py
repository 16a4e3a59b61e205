"""The digest of everything that an output depends on: manuscript, settings, fonts, wicpress and its libraries."""

from __future__ import annotations

import ctypes
import functools
import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import attrs

from wicpress import plugins
from wicpress.build.output_folder import is_output_folder
from wicpress.cache.digests import digest
from wicpress.config import FILE, Config, Edition
from wicpress.resources import resource_dir
from wicpress.system import requirements
from wicpress.system.folder import open_beneath

PACKAGES = (
    "weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "pyphen", "pypinyin",
    "pypinyin-dict", "rjieba", "cffi", "Pillow", "fonttools",
    "uharfbuzz", "brotli", "zopfli", "EbookLib", "lxml", "Jinja2", "MarkupSafe", "markdown-it-py", "mdit-py-plugins",
    "langcodes", "pikepdf",
)  # fmt: skip
"""The packages that the bytes of a book depend on."""

IGNORED_FOLDER = {"pdf": "epub", "epub": "print"}
"""The folder of templates and styles that outputs of each format do not read."""


@attrs.frozen
class BookFingerprint:
    """Everything that the outputs of a book depend on; ``files`` are its own, by name, with their digests.

    ``tool`` is the digest of wicpress itself; ``epoch`` is SOURCE_DATE_EPOCH, the date of e-books.
    """

    config: Config
    files: tuple[tuple[str, str], ...]
    faces: tuple[str, ...]
    tool: str
    epoch: int | None = None

    def key(self, edition: Edition, file_format: str, print_counterpart: str = "") -> str:
        """Return the digest of an output; ``print_counterpart`` is that of the edition whose pages it names."""
        settings = attrs.evolve(self.config, root=Path(), editions=(attrs.evolve(edition, line=0),))
        unread = tuple(f"{kind}/{IGNORED_FOLDER[file_format]}/" for kind in ("templates", "styles"))
        files = [each for each in self.files if not each[0].startswith(unread)]
        epoch = self.epoch if file_format == "epub" else None
        return digest(settings, files, self.faces, self.tool, file_format, print_counterpart, epoch)

    def book_key(self, *more: object) -> str:
        """Return the digest of the book and of ``more`` values."""
        return digest(attrs.evolve(self.config, root=Path()), self.files, self.faces, self.tool, more)


def book_fingerprint(config: Config, output: Path, epoch: int | None = None) -> BookFingerprint:
    """Return the fingerprint of a book as it is on the disk, without the folder ``output``. Raise ``OSError``."""
    files = tuple(_files(config, Path(os.path.realpath(output))))
    return BookFingerprint(config, files, _faces(config), tool_fingerprint(), epoch)


# --------------------------------------------------------------------------------- the book's files

_TEXT, _FONTS = {".md", ".css", ".j2", ".py", ".toml"}, {".ttf", ".otf", ".ttc", ".otc"}
_PICTURES = {
    ".svg",
    ".svgz",
    ".png",
    ".jpg",
    ".jpeg",
    ".jpe",
    ".jfif",
    ".gif",
    ".webp",
    ".avif",
    ".tif",
    ".tiff",
    ".bmp",
}
_READ = _TEXT | _FONTS | _PICTURES
"""The suffixes of the files that a book can use; those of attachments and licences have any."""
MAX_BYTES = 256 << 20
"""The largest file whose contents are looked at."""
UNREAD = "not read"
"""How what stands for the digest of any other file begins."""


def _files(config: Config, output: Path) -> Iterator[tuple[str, str]]:
    """Yield every file of the book with its digest, except ``book.toml``, whose settings count and not its text.

    Hidden files and finished outputs do not belong to the book. Links are followed inside the book only. A file that
    no book can use, such as a film, counts with its size and date, and is not read.
    """
    root = Path(os.path.realpath(config.root))
    for place, folders, names in os.walk(root):
        here = Path(place)
        folders[:] = sorted(each for each in folders if not _is_foreign(here / each, output))
        links = [each for each in folders if (here / each).is_symlink()]
        for name in sorted(names):
            if name.startswith(".") or (here == root and name == FILE) or here == output:
                continue
            path = (here / name).relative_to(root).as_posix()
            yield path, file_digest(root, path) if _is_used(name) else _unread(here / name)
        for name in links:
            yield (here / name).relative_to(root).as_posix(), f"link to {(here / name).readlink()}"


def _is_foreign(path: Path, output: Path) -> bool:
    is_hidden = path.name.startswith(".") or path.name == "__pycache__"
    return is_hidden or (not path.is_symlink() and (path == output or is_output_folder(path)))


def _is_used(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in _READ or name.startswith(("LICENSE", "LICENCE", "COPYING"))


def file_digest(root: Path, name: str) -> str:
    """Return the SHA-256 of a file of the book, or what stands for it where it cannot or must not be read."""
    path = root / name
    try:
        with open_beneath(root, name) as file:
            if os.fstat(file.fileno()).st_size > MAX_BYTES:
                return _unread(path)
            return hashlib.file_digest(file, "sha256").hexdigest()
    except PermissionError:
        raise
    except OSError:  # a link that leads out, or a pipe, which might be read for ever
        return f"link to {path.readlink()}" if path.is_symlink() else "no file"


def _unread(path: Path) -> str:
    status = path.lstat()
    return f"{UNREAD} {status.st_size} {status.st_mtime_ns}"


def _faces(config: Config) -> tuple[str, ...]:
    """Return the digests of the fonts that the book names; its own files and the bundled ones count elsewhere."""
    if not config.fonts:
        return ()
    from wicpress.build.book_fonts import resolve_fonts  # noqa: PLC0415 - slow, rarely needed

    return tuple(
        f"{role} {lang} {source.sha256} {source.index} {source.axes}"
        for (role, lang), sources in resolve_fonts(config).chosen.items()
        for source in sources
    )


# -------------------------------------------------------------------------------------- wicpress


@functools.cache
def tool_fingerprint() -> str:
    """Return the digest of wicpress itself: its code, templates, styles and fonts, its plugins and libraries."""
    code = (*code_digests(), *plugins.source_digests())
    return digest(code, tuple(package_versions()), tuple(library_versions()), sys.version_info[:3])


def code_digests() -> Iterator[tuple[str, str]]:
    """Yield (relative path, SHA-256) of the files of wicpress, without its fonts."""
    package = Path(__file__).resolve().parents[1]
    for top in (package, resource_dir("templates"), resource_dir("styles")):
        for place, folders, names in os.walk(top):
            folders[:] = sorted(each for each in folders if each != "__pycache__")
            for name in sorted(names):
                path = Path(place) / name
                if path.suffix != ".ttf":  # the list of their digests is one of the files
                    yield path.relative_to(top).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()


def package_versions() -> Iterator[tuple[str, str]]:
    """Yield the packages with their versions, from the names of the folders of installed packages.

    "Recording installed projects", Python Packaging User Guide. To read the metadata itself takes longer than the
    rest of a build with nothing to do.
    """
    versions: dict[str, str] = {}
    for path in (path for place in dict.fromkeys(sys.path) for path in Path(place).glob("*.dist-info")):
        package, _, version = path.stem.partition("-")
        versions.setdefault(_plain(package), version)
    yield from ((name, versions.get(_plain(name), "")) for name in PACKAGES)


def _plain(name: str) -> str:
    """Return the name of a package in the form in which names are compared."""
    return re.sub(r"[-_.]+", "_", name).lower()


def library_versions() -> Iterator[tuple[str, str]]:
    """Yield the versions of the C libraries that shape text and subset fonts, as they report them."""
    probes: tuple[tuple[str, Callable[[ctypes.CDLL], object]], ...] = (
        ("libpango-1.0", lambda library: library.pango_version()),
        ("libharfbuzz", lambda library: _text(library, "hb_version_string")),
        ("libharfbuzz-subset", lambda library: _text(library, "hb_version_string")),
        ("libfontconfig", lambda library: library.FcGetVersion()),
    )
    for stem, read_version in probes:
        names = [f"{stem}.so.0", f"{stem}.so.1", f"{stem}.0.dylib", f"{stem}.1.dylib", f"{stem}.dylib"]
        library = requirements.load_library(names)
        yield stem, str(read_version(library)) if library else ""


def _text(library: ctypes.CDLL, name: str) -> str:
    function = getattr(library, name, None)
    if function is None:
        return ""
    function.restype = ctypes.c_char_p
    return str(function())
