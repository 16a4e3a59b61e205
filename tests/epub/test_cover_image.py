"""The cover as a picture."""

from __future__ import annotations

import io

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from support.ebook import words
from wicpress.config import Config, LocalizedText
from wicpress.epub import cover_image
from wicpress.fonts.prepared_faces import PreparedFace


def painted(config: Config, faces: tuple[PreparedFace, ...]) -> Image.Image:
    """Return the cover in RGB."""
    return Image.open(io.BytesIO(cover_image.render_png(config, faces))).convert("RGB")


def test_two_grounds_one_ink(config: Config, faces: tuple[PreparedFace, ...]) -> None:
    """1600 by 2258 pixels: paper at the left, the spot colour from 216 pt on, letters on both."""
    picture = painted(config, faces)
    assert picture.size == (1600, 2258)
    song, stock = (31, 74, 61), (255, 255, 255)
    assert picture.getpixel((4, 4)) == stock and picture.getpixel((1596, 4)) == song
    assert [picture.getpixel((x, 2000)) for x in (716, 718)] == [stock, song]
    assert song in {colour for _, colour in picture.crop((0, 0, 700, 2258)).getcolors() or ()}
    assert stock in {colour for _, colour in picture.crop((720, 0, 1600, 2258)).getcolors() or ()}


def test_the_same_bytes_and_few(config: Config, faces: tuple[PreparedFace, ...]) -> None:
    """The cover is the same file each time, below 100 kB."""
    first, second = cover_image.render_png(config, faces), cover_image.render_png(config, faces)
    assert first == second and len(first) < 100_000


def test_the_title_fills_the_type_area(config: Config, faces: tuple[PreparedFace, ...]) -> None:
    """A long Chinese title runs from the head of the type area to its foot: 60 to 604 pt, to within 6 pt."""
    title = words("世界互联网发展乌镇报告", "Wuzhen Report")
    ink = (
        painted(attrs.evolve(config, title=title), faces)
        .crop((0, 0, 700, 2258))
        .convert("L")
        .point(lambda v: v < 128)
    )
    _, top, _, bottom = ink.getbbox() or (0, 0, 0, 0)
    assert (top / 3.3203, bottom / 3.3203) == pytest.approx((60, 604), abs=6)


def test_a_book_of_one_script(config: Config, faces: tuple[PreparedFace, ...]) -> None:
    """Without a Chinese title the paper is empty; without a Latin one the Chinese title is on both sides."""
    english = painted(attrs.evolve(config, title=LocalizedText((("en", "Only English"),))), faces)
    assert english.crop((0, 0, 700, 2258)).getcolors() == [(700 * 2258, (255, 255, 255))]
    chinese = painted(attrs.evolve(config, title=LocalizedText((("zh-Hans", "只有中文"),))), faces)
    assert len(chinese.crop((0, 0, 700, 2258)).getcolors() or ()) > 1


def test_text_of_the_cover(config: Config) -> None:
    """The alternative names the book, its publisher and its year, in the language of the page."""
    assert (
        cover_image.alternative(config, "en")
        == "Cover: Two Scripts, One Book, A sample, World Internet Conference, 2016"
    )
    assert cover_image.alternative(config, "zh-Hans") == "封面：两种文字一本书，样书，世界互联网大会，2016"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80), st.text("中文字 A1—（）“”", max_size=60), st.text("0123456789XVI", max_size=12))
def test_wild_titles(config: Config, faces: tuple[PreparedFace, ...], en: str, zh: str, year: str) -> None:
    """Any title gives a cover of the same size."""
    wild = attrs.evolve(config, title=words(zh, en), year=year, publisher=words(zh, en))
    assert painted(wild, faces).size == (1600, 2258)
