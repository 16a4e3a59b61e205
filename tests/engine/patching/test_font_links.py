"""WeasyPrint reads font files through links, and makes the same PDF as from copies."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcherResponse

from wicpress.engine.patching.font_links import LinkedFonts, open_font_lazily

SERIF = Path(__file__).parents[3] / "src/wicpress/fonts/bundled/source-serif-4/SourceSerif4_400Regular.ttf"
RULES = '@font-face { font-family: "W Test"; src: url(https://book.invalid/face) } p { font-family: "W Test" }'


class OneFileFetcher:
    """A URL fetcher that returns one file for any address: the result of ``read``, or else its bytes."""

    _fail_on_errors = False

    def __init__(self, path: Path, read: Callable[[Path], bytes | None] = open_font_lazily) -> None:
        self.path, self.read = path, read

    def __call__(self, url: str) -> URLFetcherResponse:
        return URLFetcherResponse(url, self.read(self.path) or self.path.read_bytes())


def _font_file_and_pdf(fonts: FontConfiguration, fetcher: OneFileFetcher) -> tuple[Path, bytes]:
    """Return the file in WeasyPrint's folder, and the PDF of a line in the font of ``fetcher``."""
    css = CSS(string=RULES, font_config=fonts, url_fetcher=fetcher)
    data = HTML(string="<p>Waltz, bad nymph").write_pdf(stylesheets=[css], font_config=fonts, uncompressed_pdf=True)
    (file,) = fonts._folder.iterdir()
    return file, data


def test_faces_are_linked() -> None:
    """The font is linked, and the page is the same as from a copy."""
    plain, linked = FontConfiguration(), LinkedFonts()
    copy, expected = _font_file_and_pdf(plain, OneFileFetcher(SERIF, Path.read_bytes))
    link, data = _font_file_and_pdf(linked, OneFileFetcher(SERIF))
    assert not copy.is_symlink()
    assert link.is_symlink() and link.samefile(SERIF)
    assert b"W-Test" in data and data == expected


def test_faces_are_copied_where_links_are_impossible(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a system without links, fonts are copied."""

    def refuse(*_: object) -> None:
        raise OSError("a privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    fonts = LinkedFonts()
    file, data = _font_file_and_pdf(fonts, OneFileFetcher(SERIF))
    assert not file.is_symlink() and file.read_bytes() == SERIF.read_bytes()
    assert b"W-Test" in data


def test_packed_faces_are_read(tmp_path: Path) -> None:
    """A WOFF has to be unpacked: all its bytes are passed on."""
    packed = tmp_path / "face.woff"
    with TTFont(SERIF) as font:
        font.flavor = "woff"
        font.save(packed)
    fonts = LinkedFonts()
    file, data = _font_file_and_pdf(fonts, OneFileFetcher(packed))
    assert open_font_lazily(packed) is None
    assert not file.is_symlink()
    assert b"W-Test" in data


@pytest.mark.parametrize("data", [b"", b"\0\1", b"\x89PNG\r\n\x1a\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_other_files_are_read(tmp_path: Path, data: bytes) -> None:
    """A picture or a truncated file is no font."""
    path = tmp_path / "file"
    path.write_bytes(data)
    assert open_font_lazily(path) is None


def test_the_folder_is_removed_with_the_fonts() -> None:
    """Links are removed, their targets are not."""
    fonts = LinkedFonts()
    file, _ = _font_file_and_pdf(fonts, OneFileFetcher(SERIF))
    del fonts
    gc.collect()
    assert not file.parent.exists() and SERIF.exists()
