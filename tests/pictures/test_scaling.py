"""Pictures with many more pixels than their purpose needs are scaled: once, and never line art."""

from __future__ import annotations

from pathlib import Path
from random import Random
from unittest.mock import patch

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageOps

from support import sample_pictures as samples
from wicpress.cache.build_cache import BuildCache
from wicpress.cache.disk_store import DiskStore
from wicpress.config import Edition
from wicpress.diagnostics import WicpressError
from wicpress.pictures import scaling
from wicpress.pictures.scaling import MOST, scale_file, size_needed
from wicpress.pictures.target import EPUB, GIF, JPEG, PNG, WEBP, PictureTarget, PreparedPicture, adapted
from wicpress.proofing.pdf.picture_files import PictureDigest, of_file, of_pixels
from wicpress.proofing.text.compare_pictures import wrong_resolution

PDF = PictureTarget(turns=True, profile_version=4, resolution=350)
SCREEN = attrs.evolve(PDF, resolution=150)
SIZE = (960, 640)
INCH = (1.0, 640 / 960)


def large(mode: str = "RGB") -> Image.Image:
    """Return the motif, ten times as large."""
    return samples.motif().convert(mode).resize(SIZE, Image.Resampling.NEAREST)


def scaled(data: bytes, *targets: PictureTarget, size: tuple[int, int] = SIZE) -> PreparedPicture:
    """Return a picture that is scaled for a print of an inch."""
    picture = scale_file("a.png", data, size, targets or (PDF,), INCH)
    assert picture is not None
    return picture


@given(st.integers(1, 9999), st.integers(1, 9999), st.floats(0.01, 40), st.sampled_from([150, 350]))
def test_any_size(width: int, height: int, inches: float, resolution: int) -> None:
    """A picture keeps its pixels up to one and a half times what is needed, and never gets fewer than that."""
    target, sides = PictureTarget(resolution=resolution), (inches, inches * height / width)
    size = size_needed((width, height), target, sides)
    own = width / inches
    assert (size is None) == (own <= resolution * MOST) or own == pytest.approx(resolution * MOST)
    if size:
        assert size[0] / inches >= resolution * 0.999
        assert 0 <= size[0] - resolution * inches < 1.001
        assert abs(size[1] - size[0] * height / width) <= 1 + height / width


def test_screens_need_their_longer_side() -> None:
    """An e-book's pictures have 1,600 pixels along the longer side, if they have more than 2,400."""
    assert size_needed((2400, 9), EPUB) is None
    assert size_needed((2402, 1201), EPUB) == (1600, 800)
    assert size_needed((1201, 2402), EPUB) == (800, 1600)
    assert size_needed((9999, 9999), adapted(EPUB, keep_metadata=False, original=True)) is None


@pytest.mark.parametrize(("form", "media_type"), [("PNG", PNG), ("JPEG", JPEG), ("WEBP", PNG), ("TIFF", PNG)])
def test_a_scaled_picture_looks_the_same(form: str, media_type: str) -> None:
    """It has the pixels that are needed; what verify has of both agrees."""
    data = samples.encode(large(), form, **({"lossless": True} if form == "WEBP" else {}))
    picture = scaled(data)
    assert picture.media_type == media_type
    assert samples.opened(picture.data).size == (350, 234)
    assert of_file(picture.data).like(of_file(data))
    other = samples.encode(large().transpose(Image.Transpose.ROTATE_180), "PNG")
    assert not of_file(picture.data).like(of_file(other))


@pytest.mark.parametrize("width", [0.04, 0.06, 0.1, 0.14, 0.2, 0.3, 0.5, 1.0])
def test_a_very_small_picture_is_recognised(width: float) -> None:
    """A chart as wide as a letter has fewer pixels than the small copies by which pictures are compared."""
    chart = Image.new("RGB", SIZE, "white")
    for nth in range(12):
        left, high = SIZE[0] * nth // 12, SIZE[1] * nth // 13
        chart.paste((20 * nth, 90, 200), (left, SIZE[1] - high, left + SIZE[0] // 18, SIZE[1]))
    data = samples.encode(chart, "PNG")
    picture = scale_file("a.png", data, SIZE, (PDF,), (width, width * SIZE[1] / SIZE[0]))
    assert picture is not None
    small = of_file(picture.data)
    assert small.like(of_file(data))
    assert not small.like(of_file(samples.encode(chart.transpose(Image.Transpose.FLIP_LEFT_RIGHT), "PNG")))
    assert not small.like(of_file(samples.encode(large(), "PNG")))


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "P", "CMYK"])
def test_any_mode_is_scaled(mode: str) -> None:
    """Grey, transparent and indexed pictures and those for the press are scaled like others."""
    data = samples.encode(large(mode), "TIFF" if mode == "CMYK" else "PNG")
    assert of_file(scaled(data).data).is_scaled(of_file(data))


def test_e_books_keep_the_format() -> None:
    """A scaled WebP or GIF file is one still; an animation keeps its pixels in e-books, and is a picture on paper."""
    target = attrs.evolve(EPUB, longest=300)
    for form, media_type in (("WEBP", WEBP), ("GIF", GIF)):
        picture = scale_file("a", samples.encode(large(), form), SIZE, (target,))
        assert picture is not None and picture.media_type == media_type
    moving = samples.encode(large(), "GIF", save_all=True, append_images=[large().rotate(180)], duration=90)
    assert scale_file("a.gif", moving, SIZE, (target,)) is None
    assert scaled(moving).media_type == PNG


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
def test_line_art_keeps_its_pixels(mode: str) -> None:
    """Of what has two colours at most every line would become grey; a third colour makes it a picture."""
    art = large("1").convert(mode)
    assert scale_file("a.png", samples.encode(art, "PNG"), SIZE, (PDF,), INCH) is None
    if mode == "RGB":
        art.putpixel((9, 9), (200, 9, 9))
        assert scaled(samples.encode(art, "PNG"))


def chart(seed: int) -> Image.Image:
    """Return a drawing of thin lines in several colours."""
    random, drawing = Random(seed), Image.new("RGB", (2400, 1800), "white")
    draw = ImageDraw.Draw(drawing)
    for _ in range(24):
        points = [(x, random.randrange(1800)) for x in range(0, 2400, 30)]
        draw.line(points, fill=tuple(random.randrange(200) for _ in "rgb"), width=5)
    return drawing


@pytest.mark.parametrize("width", [96, 130, 150, 170, 200, 256, 300, 400, 900])
def test_drawings_of_thin_lines_are_recognised_at_any_size(width: int) -> None:
    """Their lines are thinner than a pixel; another drawing, or one whose colours are changed, is another picture."""
    drawing, size = chart(1), (width, width * 3 // 4)
    small = of_pixels(drawing.resize(size, scaling.FILTER))
    assert small.is_scaled(of_pixels(drawing))
    assert not small.is_scaled(of_pixels(chart(2)))
    assert not of_pixels(ImageOps.invert(drawing).resize(size)).is_scaled(of_pixels(drawing))
    assert not of_pixels(drawing.transpose(Image.Transpose.ROTATE_180).resize(size)).is_scaled(of_pixels(drawing))


def test_colours_and_profiles() -> None:
    """A JPEG keeps its profile where the output can have it, else its colours become sRGB."""
    photo = samples.encode(large(), "JPEG", icc_profile=samples.display_p3(), quality=95)
    assert samples.opened(scaled(photo).data).info["icc_profile"] == samples.display_p3()
    plain = scaled(photo, attrs.evolve(PDF, profile_version=0))
    assert "icc_profile" not in samples.opened(plain.data).info
    assert of_file(plain.data).is_scaled(of_file(photo))


def test_a_turned_photo_stands_upright() -> None:
    """A scaled photo is not turned by the output, and says no more of its making than others."""
    photo = samples.encode(large().transpose(Image.Transpose.ROTATE_90), "JPEG", exif=samples.personal_exif(6))
    picture = scaled(photo)
    assert picture.orientation == 1 and b"Exif" not in picture.data
    assert of_file(picture.data).is_scaled(of_file(photo))


def test_a_picture_is_decoded_once(tmp_path: Path) -> None:
    """What another edition needs of a picture is in the cache when one has scaled it."""
    cache, data = BuildCache(DiskStore(tmp_path / "store"), "tool"), samples.encode(large(), "PNG")
    targets = (PDF, SCREEN, attrs.evolve(EPUB, longest=300))
    with patch.object(scaling, "opened", wraps=scaling.opened) as opened:
        sizes = [
            samples.opened(each.data).size
            for first in targets
            if (each := scale_file("a.png", data, SIZE, (first, *targets), INCH, cache))
        ]
        assert sizes == [(350, 234), (150, 100), (300, 200)]
        # an e-book knows no size on paper
        assert scale_file("a.png", data, SIZE, (targets[2],), cache=cache)
        opened.assert_called_once()


def test_damage() -> None:
    """A picture whose pixels cannot be decoded is named, and not shown in part."""
    data = samples.encode(large().effect_spread(9), "PNG")
    with pytest.raises(WicpressError, match=r"a\.png"):
        scale_file("a.png", data[: len(data) // 2], SIZE, (PDF,), INCH)


EDITION = Edition("print", ("en",), "single")
WHOLE = PictureDigest("whole", size=(3000, 2000))


@pytest.mark.parametrize(
    ("resolution", "size", "changes", "what"),
    [
        (520, (3000, 2000), {}, ""),
        (800, (3000, 2000), {}, "800 pixels an inch, more than 525"),
        (800, (3000, 2000), {"pictures": "original"}, ""),
        (351, (1316, 878), {}, ""),
        (351, (1316, 878), {"pictures": "original"}, "should have all of its own"),
        (300, (1125, 750), {}, "300 pixels an inch instead of 350"),
        (600, (2250, 1500), {}, "600 pixels an inch instead of 350"),
        (351, (2106, 1404), {}, "should have all of its own"),
        (151, (566, 378), {"pdf": "screen"}, ""),
        (351, (1316, 878), {"pdf": "screen"}, "instead of 150"),
    ],
)
def test_verify_compares_resolutions(
    resolution: float, size: tuple[int, int], changes: dict[str, str], what: str
) -> None:
    """A picture has the pixels that its edition needs, neither more nor fewer."""
    shown = PictureDigest("", size=size, resolution=resolution)
    problem = wrong_resolution(shown, WHOLE, attrs.evolve(EDITION, **changes))
    assert what in problem and bool(what) == bool(problem)
    if size != WHOLE.size:
        assert wrong_resolution(shown, attrs.evolve(WHOLE, line_art=True), EDITION)
