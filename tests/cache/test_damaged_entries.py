"""Whatever is damaged in a cache is thrown away and made again, one byte with its old date included."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from wicpress.build import build_records
from wicpress.build.build_records import Record
from wicpress.cache.build_cache import BuildCache, Codec
from wicpress.cache.disk_store import DiskStore
from wicpress.edition.page_map import PageMap, PageStart
from wicpress.engine.patching import cffi_cache
from wicpress.fonts import font_cache
from wicpress.system.atomic_file import FileDigest

CODEC = Codec()
VALUE = ("words", 1, b"\0\xff")
FACE = b"\0\1\0\0 a face"
DEEP = b"[" * 100_000


@attrs.frozen
class Entry:
    """A kind of entry: its file, what uses it and makes it where it has to, and what is right to be got."""

    path: Path
    use: Callable[[], object]
    right: object


def page_entry(folder: Path) -> Entry:
    """Return an entry of the store of pages, which also holds pictures and parsed files."""
    cache = BuildCache(DiskStore(folder), "tool")
    key = cache.key("kind", "a")
    return Entry(folder / key[:2] / key, lambda: cache.get_or_compute(key, CODEC, lambda: VALUE), VALUE)


def face_entry(folder: Path) -> Entry:
    """Return a prepared face; what is got is what the file holds that is embedded."""

    def use() -> object:
        face = font_cache.get_or_make("a.ttf", lambda: FACE, folder)
        return face.path, face.path.read_bytes(), face.sha256

    return Entry(folder / "a.ttf", use, (folder / "a.ttf", FACE, hashlib.sha256(FACE).hexdigest()))


def stamp_entry(folder: Path) -> Entry:
    """Return the stamp of a prepared face."""
    return attrs.evolve(face_entry(folder), path=folder / "a.ttf.sha256")


def record_entry(folder: Path) -> Entry:
    """Return the record of an output."""
    right = Record("inputs", FileDigest(1, "0"), {"size": 1, "sha256": "0", "pages": 3})

    def use() -> object:
        record = build_records.read_record(folder, "a.pdf")
        if record is None:
            build_records.write_record(folder, "a.pdf", right)
        return record or right

    return Entry(build_records.record_path(folder, "a.pdf"), use, right)


def page_map_entry(folder: Path) -> Entry:
    """Return where the pages of a printed edition begin."""
    right = PageMap("e", "urn:x", (PageStart("1", "c01-a", "", 0),))

    def use() -> object:
        pages = build_records.read_map(folder, "a.pdf", "inputs")
        if pages is None:
            build_records.write_map(folder, "a.pdf", "inputs", right)
        return pages or right

    return Entry(build_records.page_map_path(folder, "a.pdf"), use, right)


def declarations_entry(folder: Path) -> Entry:
    """Return compiled declarations of C functions."""
    source = f"int function_of_{hashlib.sha256(str(folder).encode()).hexdigest()}(int);"
    return Entry(cffi_cache.cache_path(source), lambda: cffi_cache.load_ffi(source).typeof("int").cname, "int")


ENTRIES = (page_entry, face_entry, stamp_entry, record_entry, page_map_entry, declarations_entry)


def flip(nth: float) -> Callable[[Path], None]:
    """Return what changes one bit of the byte at a part of a file's length, and leaves its date."""

    def damage(path: Path) -> None:
        data, status = bytearray(path.read_bytes()), path.stat()
        data[round(nth * (len(data) - 1))] ^= 1
        path.write_bytes(data)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    return damage


def replaced_by(make: Callable[[Path], object]) -> Callable[[Path], None]:
    """Return what puts something else in the place of a file."""

    def damage(path: Path) -> None:
        path.unlink()
        make(path)

    return damage


def make_folder(path: Path) -> None:
    """Make a folder with a file in it."""
    path.mkdir()
    (path / "file").write_bytes(b"x")


DAMAGES: dict[str, Callable[[Path], object]] = {
    **{f"byte at {nth}": flip(nth) for nth in (0, 0.1, 0.3, 0.5, 0.7, 0.9, 1)},
    "empty": lambda path: path.write_bytes(b""),
    "shorter": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "deep JSON": lambda path: path.write_bytes(hashlib.sha256(DEEP).hexdigest().encode() + b"\n" + DEEP),
    "folder": replaced_by(make_folder),
    "link to a file": replaced_by(lambda path: path.symlink_to(__file__)),
    "link to nothing": replaced_by(lambda path: path.symlink_to("nothing")),
    "link to itself": replaced_by(lambda path: path.symlink_to(path.name)),
    "named pipe": replaced_by(os.mkfifo),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("kind", ENTRIES)
def test_a_damaged_entry_is_made_again(
    kind: Callable[[Path], Entry], damage: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is got is right, and the entry is as it was."""
    monkeypatch.setenv("WICPRESS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    entry = kind(tmp_path)
    try:
        assert entry.use() == entry.right
        before, elsewhere = entry.path.read_bytes(), Path(__file__).read_bytes()
        damage(entry.path)
        assert entry.use() == entry.right
        assert not entry.path.is_symlink()
        assert entry.path.read_bytes() == before
        assert Path(__file__).read_bytes() == elsewhere
    finally:
        if entry.path.is_dir():
            shutil.rmtree(entry.path)
        entry.path.unlink(missing_ok=True)


@pytest.mark.parametrize("value", [DEEP.decode(), '{"bytes":[]}', '{"bytes":[1]}', '{"9":[]}', '{"tuple":3}', "[1]"])
def test_an_entry_that_is_no_value_is_made_again(value: str, tmp_path: Path) -> None:
    """An entry whose sum is right and whose content is none of ours is computed again."""
    cache = BuildCache(DiskStore(tmp_path), "tool")
    key = cache.key("kind", "a")
    data = value.encode()
    assert cache.backend
    cache.backend.put(key, hashlib.sha256(key.encode() + data).digest() + data)
    assert cache.get_or_compute(key, CODEC, lambda: VALUE) == VALUE
    assert cache.corrupt_count == 1
    assert cache.get(key, CODEC) == VALUE


def test_a_face_is_not_taken_for_another(tmp_path: Path) -> None:
    """The file and the stamp of one face in the place of another are not believed."""
    font_cache.get_or_make("a.ttf", lambda: b"a", tmp_path)
    font_cache.get_or_make("b.ttf", lambda: b"b", tmp_path)
    for suffix in ("", ".sha256"):
        shutil.copy2(tmp_path / f"a.ttf{suffix}", tmp_path / f"b.ttf{suffix}")
    assert font_cache.get_or_make("b.ttf", lambda: b"b", tmp_path).path.read_bytes() == b"b"
