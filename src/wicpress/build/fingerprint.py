"""What an output depends on, as one digest: the manuscript, the settings, the faces, and the press itself."""

from __future__ import annotations

import ctypes
import functools
import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

from wicpress.build.output_folder import STATE_DIR
from wicpress.config import FILE, Config, Edition
from wicpress.resources import resource_dir
from wicpress.system import requirements

PACKAGES = (
    "weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "pyphen", "cffi", "Pillow", "fonttools",
    "uharfbuzz", "brotli", "zopfli", "EbookLib", "lxml", "Jinja2", "MarkupSafe", "markdown-it-py", "mdit-py-plugins",
    "langcodes", "pikepdf",
)  # fmt: skip
"""The packages that have a hand in the bytes of a book."""

IGNORED_FOLDER = {"pdf": "epub", "epub": "print"}
"""The folder of templates and styles that an output of each format never reads."""


@attrs.frozen
class BookFingerprint:
    """Everything that the outputs of a book depend on; ``files`` are the book's own, with their sums.

    ``epoch`` is what SOURCE_DATE_EPOCH says, which e-books bear.
    """

    config: Config
    files: tuple[tuple[str, str], ...]
    faces: tuple[str, ...]
    press: str
    epoch: int | None = None

    def key(self, edition: Edition, format: str, print_counterpart: str = "") -> str:
        """The digest for one output; ``twin`` is that of the printed edition whose pages it names."""
        settings = attrs.evolve(self.config, root=Path(), editions=(attrs.evolve(edition, line=0),))
        unread = tuple(f"{kind}/{IGNORED_FOLDER[format]}/" for kind in ("templates", "styles"))
        files = [each for each in self.files if not each[0].startswith(unread)]
        epoch = self.epoch if format == "epub" else None
        return digest(settings, files, self.faces, self.press, format, print_counterpart, epoch)

    def book_key(self, *more: object) -> str:
        """The digest of the book as a whole."""
        return digest(attrs.evolve(self.config, root=Path()), self.files, self.faces, self.press, more)


def book_fingerprint(config: Config, output: Path, epoch: int | None = None) -> BookFingerprint:
    """The inputs of a book as they are on the disk now; what is in ``output`` is none. Raises ``OSError``."""
    found = tuple(_files(config, output.resolve()))
    return BookFingerprint(config, found, _faces(config), tool_fingerprint(), epoch)


def digest(*values: object) -> str:
    """A digest of values whose ``repr`` says all of them."""
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()


# --------------------------------------------------------------------------------- the book's files


def _files(config: Config, output: Path) -> Iterator[tuple[str, str]]:
    """Every file of the book's folder with its sum, ``book.toml`` aside: its settings count, not its spelling.

    Hidden files and what a build has laid down are none of the book's. Links are followed inside the book only.
    """
    root = config.root
    within = root.resolve()
    for place, folders, names in os.walk(root):
        here = Path(place)
        folders[:] = sorted(each for each in folders if not _is_foreign(here / each, output))
        links = [each for each in folders if (here / each).is_symlink()]
        for name in sorted(names):
            path = here / name
            if name.startswith(".") or (here == root and name == FILE) or path.parent.resolve() == output:
                continue
            yield path.relative_to(root).as_posix(), _digest_of(path, within)
        for name in links:
            yield (here / name).relative_to(root).as_posix(), f"link to {(here / name).readlink()}"


def _is_foreign(path: Path, output: Path) -> bool:
    hidden = path.name.startswith(".") or path.name == "__pycache__"
    return hidden or path.resolve() == output or (path / STATE_DIR).is_dir()


def _digest_of(path: Path, within: Path) -> str:
    real = path.resolve()
    if not real.is_relative_to(within):
        return f"link to {path.readlink()}"
    if not real.is_file():  # a pipe would wait for ever
        return "no file"
    with real.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _faces(config: Config) -> tuple[str, ...]:
    """The sums of the faces that the book names; its own files and the bundled ones are counted elsewhere."""
    if not config.fonts:
        return ()
    from wicpress.build.book_fonts import resolve_fonts  # noqa: PLC0415 - slow, and rarely needed

    return tuple(
        f"{role} {lang} {source.sha256} {source.index} {source.axes}"
        for (role, lang), sources in resolve_fonts(config).chosen.items()
        for source in sources
    )


# ------------------------------------------------------------------------------------------ the press


@functools.cache
def tool_fingerprint() -> str:
    """A digest of the press itself: its code, templates, styles and bundled faces, and what it stands on."""
    return digest(tuple(_code_digests()), tuple(_versions()), tuple(_libraries()), sys.version_info[:3])


def _code_digests() -> Iterator[tuple[str, str]]:
    package = Path(__file__).resolve().parents[1]
    for top in (package, resource_dir("templates"), resource_dir("styles")):
        for place, folders, names in os.walk(top):
            folders[:] = sorted(each for each in folders if each != "__pycache__")
            for name in sorted(names):
                path = Path(place) / name
                if path.suffix != ".ttf":  # the bundle's list of sums stands for them
                    yield path.relative_to(top).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()


def _versions() -> Iterator[tuple[str, str]]:
    """The packages with their versions, by the names of the folders that say what is installed.

    ("Recording installed projects", Python Packaging User Guide. To read what is in them takes longer than all else
    that a build with nothing to do has to look at.)
    """
    found: dict[str, str] = {}
    for path in (path for place in dict.fromkeys(sys.path) for path in Path(place).glob("*.dist-info")):
        package, _, version = path.stem.partition("-")
        found.setdefault(_plain(package), version)
    yield from ((name, found.get(_plain(name), "")) for name in PACKAGES)


def _plain(name: str) -> str:
    """The name of a package as it is compared."""
    return re.sub(r"[-_.]+", "_", name).lower()


def _libraries() -> Iterator[tuple[str, str]]:
    """The versions of the C libraries that lay and cut text, as they tell them."""
    probes: tuple[tuple[str, Callable[[ctypes.CDLL], object]], ...] = (
        ("libpango-1.0", lambda library: library.pango_version()),
        ("libharfbuzz", lambda library: _text(library, "hb_version_string")),
        ("libharfbuzz-subset", lambda library: _text(library, "hb_version_string")),
        ("libfontconfig", lambda library: library.FcGetVersion()),
    )
    for stem, ask in probes:
        names = [f"{stem}.so.0", f"{stem}.so.1", f"{stem}.0.dylib", f"{stem}.1.dylib", f"{stem}.dylib"]
        library = requirements.load_library(names)
        yield stem, str(ask(library)) if library else ""


def _text(library: ctypes.CDLL, name: str) -> str:
    function = getattr(library, name, None)
    if function is None:
        return ""
    function.restype = ctypes.c_char_p
    return str(function())
