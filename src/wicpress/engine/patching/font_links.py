"""Links font files into the folder to which WeasyPrint would copy them.

The fonts of a bilingual book have 65 MB and more, and each layout worker uses them all. Measured on a cold build of
121 pages: 3 to 5 % of its time.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

from weasyprint.text.fonts import FontConfiguration

SIGNATURES: Final = frozenset({b"\0\1\0\0", b"OTTO", b"true", b"ttcf"})
"""First bytes of the formats that are linked (OpenType 1.9, "Table directory", "TTC header"); WOFF is unpacked."""


class FontFileHandle(bytes):
    """The first bytes of a font file, which identify its format; ``path`` is the path of the file.

    It is its own file object: ``read`` returns it, so that WeasyPrint passes it on unread.
    """

    path: Path

    def read(self) -> FontFileHandle:
        """Return this itself."""
        return self

    def close(self) -> None:
        """Do nothing: no file is open."""


def open_font_lazily(path: Path) -> FontFileHandle | None:
    """Return a handle to the font file at ``path``; None where it is no font, or has to be unpacked.

    Raise ``OSError`` where the file cannot be read.
    """
    with path.open("rb") as file:
        handle = FontFileHandle(file.read(4))
    handle.path = path
    return handle if handle in SIGNATURES else None


class LinkedFonts(FontConfiguration):  # type: ignore[misc]
    """The fonts of a document, linked into WeasyPrint's folder where they come as ``FontFileHandle``."""

    _folder: Path | None

    def add_font_face(self, rule_descriptors: Any, url_fetcher: Any) -> None:
        """Add the font of an `@font-face` rule."""
        if self._folder is None:
            self._folder = _Folder(mkdtemp(prefix="weasyprint-"))
        super().add_font_face(rule_descriptors, url_fetcher)


class _Folder(type(Path())):  # type: ignore[misc]
    """A folder or file in it; writing a ``FontFileHandle`` makes a link."""

    def write_bytes(self, data: Any) -> int:
        if isinstance(data, FontFileHandle):
            try:
                self.symlink_to(data.path.absolute())
            except OSError:  # not every system has links for every user
                data = data.path.read_bytes()
            else:
                return len(data)
        return int(super().write_bytes(data))
