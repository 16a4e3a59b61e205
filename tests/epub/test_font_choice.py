"""The fonts of an e-book can set all its text, are small, and have their licences beside them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from fontTools.ttLib import TTFont

from support.ebook import EN, ZH, Unpacked, reader
from wicpress import model as m
from wicpress.cache.build_cache import NO_CACHE, BuildCache
from wicpress.config import Config
from wicpress.epub import write_epub
from wicpress.epub.container import Resource
from wicpress.epub.font_choice import characters, font_family_css
from wicpress.fonts.coverage import FaceKey
from wicpress.fonts.prepared_faces import PreparedFace

PAGE = (
    '<html xmlns="http://www.w3.org/1999/xhtml" lang="zh-Hans"><body class="{}">{}</body></html>'  # as a page has it
)


def texts(markup: str, classes: str = "") -> dict[FaceKey, str]:
    """Return the characters of a page of ``markup``, by face."""
    page = Resource("p", "p.xhtml", "application/xhtml+xml", PAGE.format(classes, markup).encode())
    return {key: "".join(sorted(chars)) for key, chars in characters([page]).items()}


@pytest.mark.parametrize(
    "markup, key, text",
    [
        ("<p>字</p>", FaceKey(ZH, "serif"), "字"),
        ('<p lang="en">ab</p>', FaceKey(EN, "serif"), "ab"),
        ("<p><em>字</em></p>", FaceKey(ZH, "sans"), "字"),
        ('<p lang="en"><em>ab</em></p>', FaceKey(EN, "serif", 400, "italic"), "ab"),
        ('<p lang="en"><em><span lang="zh-Hans">字</span></em></p>', FaceKey(ZH, "sans"), "字"),
        ("<p><strong>字</strong></p>", FaceKey(ZH, "sans", 700), "字"),
        ('<h2><span lang="en">ab</span></h2>', FaceKey(EN, "sans", 600), "ab"),
        ("<h2><span>字</span></h2>", FaceKey(ZH, "sans", 500), "字"),
        ('<h1><span class="numeral">4</span></h1>', FaceKey(EN, "serif", 300), "4"),
        ("<p><code>字</code></p>", FaceKey(ZH, "mono"), "字"),
        ("<p><sup class='call'><a>1</a></sup></p>", FaceKey(ZH, "sans"), "1"),
        (
            "<table class='tabular'><thead><tr><th><span>字</span></th></tr></thead></table>",
            FaceKey(ZH, "sans", 500),
            "字",
        ),
        ('<h1 class="book-title"><span lang="en">ab</span></h1>', FaceKey(EN, "serif"), "ab"),
    ],
)
def test_face_of_a_text(markup: str, key: FaceKey, text: str) -> None:
    """The face of a text is the one that the style sheets give it."""
    assert texts(markup)[key] == text


def test_dots_change_no_face() -> None:
    """Where emphasis has dots, its words are in the serif face."""
    assert texts("<p>甲<em>字</em></p>", "emphasis-dots") == {FaceKey(ZH, "serif"): "字甲"}


def test_fonts_are_inside_with_their_licences(make: Callable[..., Unpacked]) -> None:
    """WOFF2 files by the names that the style sheet uses, renamed, with a licence for each family."""
    unpacked = make("interleaved", fonts=True)
    css = unpacked.text("styles/fonts.css")
    fonts = [name for name in unpacked.names() if name.endswith(".woff2")]
    assert set(re.findall(r'url\("\.\./(fonts/[^"]+)"\)', css)) == {name.removeprefix("EPUB/") for name in fonts}
    for name in fonts:
        font = TTFont(io.BytesIO(unpacked.zip.read(name)))
        family = font["name"].getDebugName(1)
        assert family.startswith("Wic ") and "Noto" not in family and "Source" not in family
    licences = [unpacked.zip.read(name).decode() for name in unpacked.names() if name.endswith("licence.txt")]
    links = unpacked.tree("package.opf").xpath("//*[local-name()='link']/@refines")
    assert sorted(links) == sorted(f"#font-{number}" for number in range(1, len(fonts) + 1))
    assert len(licences) == 5 and all("SIL Open Font License" in each for each in licences)


def test_fonts_are_small(make: Callable[..., Unpacked]) -> None:
    """The fonts of a book of some 200 characters take less than 100 kB."""
    unpacked = make("interleaved", fonts=True)
    assert sum(unpacked.zip.getinfo(name).file_size for name in unpacked.names() if name.endswith(".woff2")) < 100_000


def test_without_fonts_the_reader_chooses(make: Callable[..., Unpacked]) -> None:
    """With fonts off there is no font, no licence, no rule for families but the generic ones."""
    unpacked = make("interleaved")
    assert not [name for name in unpacked.names() if "font" in name]
    for name in unpacked.names():
        if name.endswith(".css"):
            named = re.findall(r"font-family:([^;}]*)", unpacked.zip.read(name).decode())
            assert {each.strip() for each in named} <= {"sans-serif", "serif", "monospace", "inherit"}


def test_style_sheets_keep_to_the_principles(make: Callable[..., Unpacked]) -> None:
    """Only relative lengths but for hairlines of 1px; no background or !important, no family on the body.

    Colours are those of the reader, mixed at most with one of code.
    """
    unpacked = make("parallel", fonts=True)
    for name in ("text", "apparatus", "matter", "parallel"):
        css = re.sub(r"/\*.*?\*/", "", unpacked.text(f"styles/{name}.css"), flags=re.DOTALL)
        assert not re.search(r"\d(pt|mm|cm|in|pc)\b", css)
        assert set(re.findall(r"[\d.]+px", css)) <= {"1px"}
        assert not re.search(r"(?<!-)\bcolor:(?! inherit| var\(--code\))|background(?!: none)|!important", css)
        assert not re.search(r"--code:(?! color-mix\(in srgb, currentColor )", css)
        assert not re.search(r"(^|[},\s])body\s*{[^}]*font-family", css)


def test_each_language_has_its_stack(faces: tuple[PreparedFace, ...]) -> None:
    """Chinese is set from the Mix and the Han face, English from the Latin face first."""
    rules = "".join(font_family_css((ZH, EN), faces))
    assert '[lang="zh-Hans"] { font-family: "W Serif Mix", "W Serif Han", serif }' in rules
    assert '[lang="en"] { font-family: "W Serif", "W Serif Han", serif }' in rules


class MemoryBackend(dict[str, bytes]):
    """A cache in memory that counts what it stores."""

    stored = 0

    def put(self, key: str, data: bytes) -> bool:
        """Store an entry."""
        self[key] = data
        self.stored += 1
        return True

    def delete(self, key: str) -> None:
        """Remove an entry."""
        del self[key]


def test_fonts_are_made_once(book: m.Book, config: Config, faces: tuple[PreparedFace, ...]) -> None:
    """The cache changes no byte; a second e-book makes no font again, but for the one whose entry is damaged."""

    def write(cache: BuildCache) -> bytes:
        return write_epub(book, config, config.editions[0], faces=faces, read=reader, cache=cache)

    backend, expected = MemoryBackend(), write(NO_CACHE)
    assert write(BuildCache(backend, "1")) == expected
    made = backend.stored
    assert write(BuildCache(backend, "1")) == expected
    assert backend.stored == made > 0
    key = min(backend)
    backend[key] = backend[key][:-9] + b"damaged!!"
    cache = BuildCache(backend, "1")
    assert write(cache) == expected
    assert (backend.stored, cache.corrupt_count) == (made + 1, 1)
    assert write(BuildCache(backend, "2")) == expected
    assert backend.stored == 2 * made + 1
