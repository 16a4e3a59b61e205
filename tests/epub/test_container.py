"""The container has its files in the order of OCF, and the same bytes on every machine."""

from __future__ import annotations

import hashlib
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from support import ebook
from support.ebook import Unpacked
from wicpress.epub.container import Package, Resource, pack, package_document

ROOT = Path(__file__).parents[2]
MAKE = """
import hashlib, sys
from pathlib import Path
from support import ebook
from wicpress.epub import write_epub
config = ebook.make_config(Path(sys.argv[1]))
data = write_epub(ebook.make_book(), config, config.editions[0], pages=ebook.page_map(), read=ebook.reader)
print(hashlib.sha256(data).hexdigest())
"""


def test_mimetype_is_first_and_stored(make: Callable[..., Unpacked]) -> None:
    """The first 58 bytes are those of an EPUB (OCF 3.3, 4.3.3): no compression, no extra field."""
    data = make("interleaved").data
    assert data[:4] == b"PK\3\4"
    compression, extra = struct.unpack_from("<H", data, 8)[0], struct.unpack_from("<H", data, 28)[0]
    assert (compression, extra) == (0, 0)
    assert data[30:58] == b"mimetypeapplication/epub+zip"


def test_entries_have_nothing_of_the_machine(make: Callable[..., Unpacked]) -> None:
    """Every entry has the same time, system and mode, and no extra field; pictures and fonts are stored."""
    for entry in make("interleaved", fonts=True).zip.infolist():
        assert (entry.date_time, entry.create_system, entry.extra, entry.comment) == (
            (1980, 1, 1, 0, 0, 0),
            3,
            b"",
            b"",
        )
        assert entry.external_attr >> 16 == 0o644
        packed = entry.filename.endswith((".png", ".woff2")) or entry.filename == "mimetype"
        assert entry.compress_type == (zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED)


def test_same_bytes_anywhere(make: Callable[..., Unpacked], tmp_path: Path, printed: object) -> None:
    """Another folder, time zone, hash seed and process give the same SHA-256."""
    digests = {hashlib.sha256(make("interleaved", fonts=True, pages=printed).data).hexdigest()}
    for seed, zone in (("1", "Asia/Shanghai"), ("77", "America/New_York")):
        folder = tmp_path / seed
        folder.mkdir()
        paths = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": paths}
        command = [sys.executable, "-c", MAKE, str(folder)]
        digests.add(
            subprocess.run(command, env=env, cwd=folder, capture_output=True, check=True).stdout.decode().strip()
        )
    assert len(digests) == 1


def test_everything_is_in_the_manifest(make: Callable[..., Unpacked]) -> None:
    """Manifest and container name the same files, and the spine only pages of the manifest."""
    unpacked = make("parallel", fonts=True)
    package = unpacked.tree("package.opf")
    hrefs = package.xpath("//*[local-name()='item']/@href")
    hrefs += sorted(set(package.xpath("//*[local-name()='link']/@href")))
    inside = {name.removeprefix("EPUB/") for name in unpacked.names() if name.startswith("EPUB/")}
    assert set(hrefs) == inside - {"package.opf"} and len(hrefs) == len(set(hrefs))
    ids = package.xpath("//*[local-name()='item'][@media-type='application/xhtml+xml']/@id")
    assert package.xpath("//*[local-name()='itemref']/@idref") == ids


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40))
def test_any_words_make_a_sound_package(words: str) -> None:
    """The package document has any title, as it is, and stays XML."""
    entry = ebook.entry("dc:title", words)
    data = package_document([], Package((entry,), "zh-Hans"))
    assert (etree.fromstring(data).findtext(".//{*}title") or "") == words


def test_no_directory_of_its_own() -> None:
    """The bytes of a file are not changed."""
    data = b"<html/>\r\n\xe4\xb8\xad"
    unpacked = Unpacked(
        pack([Resource("a", "a.xhtml", "application/xhtml+xml", data, spine=True)], Package((), "en"))
    )
    assert unpacked.zip.read("EPUB/a.xhtml") == data
