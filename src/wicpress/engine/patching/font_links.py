"""Lets the engine read the files of faces where they lie: it copies every one of them into a folder of its own.

The faces of a bilingual book weigh 65 MB and more, and each process that lays a part of it wants them all.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

from weasyprint.text.fonts import FontConfiguration

from wicpress.system.temporary import temp_folder

SIGNATURES: Final = frozenset({b"\0\1\0\0", b"OTTO", b"true", b"ttcf"})
"""How a file begins that is read as it is (OpenType 1.9, "Table directory", "TTC header"); WOFF is unpacked."""


class FontFileHandle(bytes):
    """The first bytes of a face's file, for those who ask what it is; ``path`` has the others.

    It is a file object as well: who reads it has this in hand, and not what it stands for.
    """

    path: Path

    def read(self) -> FontFileHandle:
        """Give this itself."""
        return self

    def close(self) -> None:
        """Do nothing: no file is open."""


def open_font_lazily(path: Path) -> FontFileHandle | None:
    """Stand in for the face in the file at ``path``; None where it is no face, or one that has to be unpacked.

    Raises ``OSError``.
    """
    with path.open("rb") as file:
        found = FontFileHandle(file.read(4))
    found.path = path
    return found if found in SIGNATURES else None


class LinkedFonts(FontConfiguration):  # type: ignore[misc]
    """The faces of a document, linked into the engine's folder where their files were left ``unread``."""

    _folder: Path | None

    def add_font_face(self, rule_descriptors: Any, url_fetcher: Any) -> None:
        """Add the face of an `@font-face` rule."""
        if self._folder is None:
            self._folder = _Folder(mkdtemp(prefix="weasyprint-", dir=temp_folder()))
        super().add_font_face(rule_descriptors, url_fetcher)


class _Folder(type(Path())):  # type: ignore[misc]
    """A folder, and what is in it: the file of a face that was left unread is a link."""

    def write_bytes(self, data: Any) -> int:
        if isinstance(data, FontFileHandle):
            try:
                self.symlink_to(data.path.absolute())
            except OSError:  # not every system lets everyone make links
                data = data.path.read_bytes()
            else:
                return len(data)
        return int(super().write_bytes(data))
