"""Font files that are not the book's own are stored in the cache, each under its digest."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from wicpress.cache.disk_store import DiskStore
from wicpress.engine.parts.deferred_numbers import NotSeparable
from wicpress.pdf.layout_jobs import face_key
from wicpress.pdf.layout_worker import FontSaver

FONT = b"\0\1\0\0" + bytes(range(256)) * 40
DIGEST = hashlib.sha256(FONT).hexdigest()


def test_fonts_of_the_book_are_not_stored(tmp_path: Path) -> None:
    """Their files are known when the book is assembled."""
    store = DiskStore(tmp_path / "store")
    assert FontSaver({DIGEST}, store).save(FONT) == DIGEST
    assert not store.has(face_key(DIGEST))


def test_fonts_of_the_system_are_stored(tmp_path: Path) -> None:
    """Any other file is stored for the assembly of the book, also where another font has the same first bytes."""
    store = DiskStore(tmp_path / "store")
    longer = FONT + b"\0"
    for font in (FONT, longer):
        digest = hashlib.sha256(font).hexdigest()
        assert FontSaver(set(), store).save(font) == digest
        assert store.get(face_key(digest)) == font


def test_a_damaged_file_is_replaced(tmp_path: Path) -> None:
    """A damaged entry under the digest of a font is replaced by that font."""
    store = DiskStore(tmp_path / "store")
    store.put(face_key(DIGEST), FONT[:-1])
    assert FontSaver(set(), store).save(FONT) == DIGEST
    assert store.get(face_key(DIGEST)) == FONT


def test_fonts_that_cannot_be_stored_need_a_single_document(tmp_path: Path) -> None:
    """Without the file of a font the book cannot be assembled."""
    (tmp_path / "store").write_bytes(b"no folder")
    with pytest.raises(NotSeparable):
        FontSaver(set(), DiskStore(tmp_path / "store")).save(FONT)
