"""Pictures as outputs show them: upright, with the right colours, without what they do not need."""

from __future__ import annotations

import io

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageOps

from support import sample_pictures as samples
from wicpress.diagnostics import WicpressError
from wicpress.pictures import chunks, colour, jpeg
from wicpress.pictures.prepare import plan, prepare, prepare_file
from wicpress.pictures.target import EPUB, JPEG, PNG, PictureTarget

PDF = PictureTarget(turns=True, profile_version=4)
SCREEN = PictureTarget()
TARGETS = {"pdf": PDF, "screen": SCREEN, "epub": EPUB}
KEEP = attrs.evolve(EPUB, keep_metadata=True)


def scans(data: bytes) -> bytes:
    """Return the compressed data of a JPEG file with one scan."""
    return data[data.index(b"\xff\xda") :]


def shown(data: bytes, target: PictureTarget) -> Image.Image:
    """Return the pixels that an output shows of a picture, which it does not turn and does not convert."""
    return samples.opened(prepare(data, target).data)


# ----------------------------------------------------------------------------------------- metadata


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_an_upright_photo_keeps_its_compressed_data(target: PictureTarget) -> None:
    """Place, serial number and name go, and no byte of the picture itself changes."""
    photo = samples.photo()
    prepared = prepare(photo, target)
    assert prepared.media_type == JPEG
    assert scans(prepared.data) == scans(photo)
    assert b"Exif" not in prepared.data and b"SN-1234567" not in prepared.data and b"Somebody" not in prepared.data
    planned = plan(photo, target)
    assert planned.left_out == ("EXIF", "place (GPS)", "serial numbers", "names of persons")
    assert planned.changes == ()


def test_everything_that_a_jpeg_may_hold_is_left_out_and_named() -> None:
    """XMP, IPTC, comments, further pictures and what stands behind the picture are named."""

    def segment(marker: int, payload: bytes) -> bytes:
        return b"\xff" + bytes([marker]) + (len(payload) + 2).to_bytes(2) + payload

    photo = samples.encode(samples.motif(), "JPEG")
    more = (
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x/>")
        + segment(0xED, b"Photoshop 3.0\x00")
        + segment(0xFE, b"me")
    )
    full = photo[:2] + more + segment(0xE2, b"MPF\x00x") + segment(0xE5, b"?") + photo[2:] + b"a film"
    names = ("XMP", "IPTC", "comment", "further pictures (MPF)", "APP5", "data behind the picture")
    assert plan(full, PDF).left_out == names
    assert prepare(full, PDF).data == prepare(photo, PDF).data


def test_metadata_are_kept_where_the_book_asks_for_it() -> None:
    """A kept photo is the file itself; one that has to be turned keeps its EXIF data, upright."""
    upright, turned = samples.photo(), samples.photo(6)
    for target in (KEEP, attrs.evolve(PDF, keep_metadata=True)):
        assert prepare(upright, target).data == upright
        assert plan(upright, target).left_out == ()
        picture = samples.opened(prepare(turned, target).data)
        assert samples.difference(picture, samples.motif()) < 4
        exif = picture.getexif()
        assert exif[ExifTags.Base.Orientation] == 1
        assert exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.BodySerialNumber] == "SN-1234567"


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_png_and_webp_keep_their_compressed_data(form: str) -> None:
    """The chunks of the picture stay, those about it go, whatever the order."""
    options = {"lossless": True, "xmp": b"<x/>"} if form == "WEBP" else {}
    picture = samples.encode(samples.motif(), form, exif=samples.personal_exif(), **options)
    prepared = prepare(picture, EPUB).data
    assert b"SN-1234567" in picture and b"SN-1234567" not in prepared and b"<x/>" not in prepared
    assert samples.opened(prepared).tobytes() == samples.motif().tobytes()
    assert "EXIF" in plan(picture, EPUB).left_out
    assert prepare(picture, KEEP).data == picture


def test_gif_keeps_its_compressed_data() -> None:
    """Comments and data of programs go; how often an animation is repeated stays."""
    frames = [samples.motif(), ImageOps.mirror(samples.motif())]
    options = {"save_all": True, "append_images": frames[1:], "duration": 100, "loop": 3}
    plain = samples.encode(frames[0], "GIF", **options)
    full = samples.encode(frames[0], "GIF", comment=b"SN-1234567", **options)
    at = full.index(b"!\xff\x0bNETSCAPE")
    full = full[:at] + b"!\xff\x0bXMP DataXMP\x03<x/\x00" + b"!\xff\x0bPROGRAM 1.0\x01y\x00" + full[at:] + b"behind"
    assert set(plan(full, EPUB).left_out) == {"comment", "XMP", "data of programs"}
    assert prepare(full, EPUB).data == prepare(plain, EPUB).data
    assert samples.opened(prepare(full, EPUB).data).info["loop"] == 3
    assert prepare(full, KEEP).data == full


@pytest.mark.parametrize("form", ["JPEG", "GIF"])
def test_damage_that_pillow_does_not_mind(form: str) -> None:
    """A file that cannot be followed to its end is written anew, with its pixels."""
    picture = samples.encode(samples.motif(), form, **({"quality": 95} if form == "JPEG" else {}))
    behind_jfif = 4 + int.from_bytes(picture[4:6])
    damaged = picture[:-1] if form == "GIF" else picture[:behind_jfif] + b"\x00\x00" + picture[behind_jfif:]
    for target in (PDF, EPUB):
        assert plan(damaged, target).method == "encode"
        assert samples.difference(samples.opened(prepare(damaged, target).data), samples.motif()) < 8


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_behind_the_signature(data: bytes) -> None:
    """A damaged file raises ``ValueError`` at most, and never runs on for ever."""
    for start in (jpeg.SOI, chunks.PNG_SIGNATURE, b"RIFF\x00\x00\x00\x00WEBP", b"GIF89a"):
        for read in (jpeg.metadata_names, chunks.metadata_names):
            try:
                list(read(start + data))
            except ValueError:
                continue


# ----------------------------------------------------------------------------------------- upright


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos_stand_upright(orientation: int) -> None:
    """Whatever the orientation: turned at high quality for files, and for PDFs without decoding."""
    photo = samples.photo(orientation, quality=95, subsampling=0)
    for target in (SCREEN, EPUB):
        assert samples.difference(shown(photo, target), samples.motif()) < 3
        assert b"Exif" not in prepare(photo, target).data
    prepared = prepare(photo, PDF)
    if orientation > 1:
        assert (prepared.media_type, prepared.orientation) == (JPEG, orientation)
        assert scans(prepared.data) == scans(photo)
        assert plan(photo, PDF).changes == (f"turned upright (orientation {orientation}) without loss",)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "TIFF"])
def test_other_pictures_stand_upright(form: str) -> None:
    """EXIF data may turn any picture."""
    options = {"lossless": True} if form == "WEBP" else {}
    picture = samples.encode(samples.stored(6), form, exif=samples.personal_exif(6), **options)
    for target in TARGETS.values():
        assert samples.difference(shown(picture, target), samples.motif()) == 0


# ----------------------------------------------------------------------------------------- colours


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
@pytest.mark.parametrize("profile", [samples.swapped(), samples.display_p3()], ids=["swapped", "P3"])
def test_colours_mean_what_their_profile_says(form: str, profile: bytes) -> None:
    """Files for readers that ignore profiles have the colours themselves."""
    picture = samples.encode(
        samples.motif(), form, icc_profile=profile, **({"quality": 95} if form == "JPEG" else {})
    )
    for target in (SCREEN, EPUB):
        result = shown(picture, target)
        assert "icc_profile" not in result.info
        red = result.getpixel((8, 8))
        if profile == samples.swapped():
            assert red[2] > 150 and red[0] < 90  # type: ignore[index,operator]
        else:  # P3's red is redder than any in sRGB
            assert red[0] > samples.RED[0] + 8 and red[1] < samples.RED[1]  # type: ignore[index,operator]


def test_a_pdf_holds_a_profile_and_the_compressed_data() -> None:
    """A JPEG with a profile goes into a PDF as it is; PDF 1.4 has no profiles of version 4."""
    photo = samples.photo(icc_profile=samples.display_p3())
    prepared = prepare(photo, PDF).data
    assert jpeg.profile(prepared) == samples.display_p3()
    assert scans(prepared) == scans(photo)
    old = prepare(photo, attrs.evolve(PDF, profile_version=2)).data
    assert jpeg.profile(old) == b""
    assert scans(old) != scans(photo)


def test_profiles_that_say_nothing_are_left_out() -> None:
    """A profile that is as good as sRGB, that is damaged, or that is for other channels changes no colour."""
    for profile in (samples.srgb(), b"no profile", samples.srgb()[:200]):
        photo = samples.photo(icc_profile=profile)
        assert jpeg.profile(prepare(photo, PDF).data) == b""
        assert scans(prepare(photo, EPUB).data) == scans(photo)
    grey = samples.encode(samples.motif().convert("L"), "JPEG", icc_profile=samples.swapped())
    assert jpeg.profile(prepare(grey, PDF).data) == b""
    assert colour.is_like_srgb(samples.srgb()) and not colour.is_like_srgb(samples.display_p3())


def test_cmyk_becomes_srgb() -> None:
    """A CMYK photo has the colours of the motif on screen; the plan says that they are approximate."""
    photo = samples.encode(samples.motif().convert("CMYK"), "JPEG", quality=95)
    for target in TARGETS.values():
        result = shown(photo, target)
        assert result.mode == "RGB"
        assert samples.difference(result, samples.motif()) < 4
        assert plan(photo, target).changes[0] == "colours converted to sRGB from CMYK without a profile"


@pytest.mark.parametrize("name", samples.every_mode())
def test_every_mode_and_depth(name: str) -> None:
    """Whatever the mode, an output gets 8 bits that show the motif."""
    data = samples.every_mode()[name]
    prepared = prepare(data, PDF)
    result = samples.opened(prepared.data)
    assert prepared.media_type in {PNG, JPEG}
    assert result.mode in {"L", "LA", "RGB", "RGBA"}
    expected = samples.opened(data)
    if expected.mode not in {"F", "LAB"} and not expected.mode.startswith("I"):
        assert (
            samples.difference(
                colour.flattened(colour.to_8_bits(result)), colour.flattened(colour.to_8_bits(expected))
            )
            < 4
        )
    grey = "1" if name.startswith("1.") else "L"
    if not result.has_transparency_data:
        assert (
            samples.difference(
                result.convert("L"), samples.motif().convert("L").convert(grey, dither=Image.Dither.NONE)
            )
            < 4
        )
    assert prepare(data, EPUB).media_type in EPUB.media_types


def test_transparent_parts_become_white_where_they_must() -> None:
    """A picture with alpha is put on white; one without is unchanged."""
    opaque = attrs.evolve(SCREEN, opaque=True)
    clear = samples.encode(Image.new("RGBA", (2, 1), (255, 0, 0, 0)), "PNG")
    assert (shown(clear, opaque).mode, shown(clear, opaque).getpixel((0, 0))) == ("RGB", (255, 255, 255))
    assert plan(clear, opaque).changes == ("transparent parts shown white",)
    full = samples.encode(Image.new("RGB", (2, 1)), "PNG")
    assert prepare(full, opaque).data == full


# ------------------------------------------------------------------------------------------- others


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_animations_move_in_e_books_only(form: str) -> None:
    """A page shows the first frame, and the plan says so."""
    frames = [samples.motif(), ImageOps.mirror(samples.motif())]
    moving = samples.encode(frames[0], form, save_all=True, append_images=frames[1:], duration=100)
    assert samples.opened(prepare(moving, EPUB).data).n_frames == 2  # type: ignore[attr-defined]
    still = prepare(moving, PDF)
    assert still.media_type == PNG
    assert samples.difference(samples.opened(still.data), samples.motif()) < 8
    assert plan(moving, PDF).changes == ("shown as the first of its 2 frames",)


@pytest.mark.parametrize("size", [(1, 1), (20_000, 10), (10, 20_000)])
def test_extreme_sizes(size: tuple[int, int]) -> None:
    """Nothing is scaled here, whatever the size."""
    picture = samples.encode(Image.new("CMYK", size), "JPEG")
    for target in TARGETS.values():
        assert shown(picture, target).size == size


def test_huge_pictures_are_opened_without_a_word(recwarn: pytest.WarningsRecorder) -> None:
    """Pillow warns of 90 million pixels and refuses 180 million; the book's own limit counts."""
    huge = io.BytesIO()
    Image.new("1", (19_000, 10_000)).save(huge, "PNG")
    assert plan(huge.getvalue(), PDF).method == "encode"
    assert not recwarn.list


def test_the_same_picture_gives_the_same_bytes() -> None:
    """However often it is prepared."""
    for data in (samples.photo(6), samples.every_mode()["cmyk.jpg"], samples.every_mode()["16.png"]):
        assert prepare(data, EPUB) == prepare(data, EPUB)


def test_damage_in_the_middle_of_a_picture() -> None:
    """What has to be decoded and cannot be is an error that names the file, and never a picture with a grey half."""
    whole = samples.encode(samples.motif().convert("CMYK").resize((400, 300)), "JPEG", quality=95)
    for data in (whole[: len(whole) // 2], samples.encode(samples.motif(), "TIFF")[:-3000]):
        with pytest.raises(WicpressError, match=r"p\.jpg"):
            prepare_file("p.jpg", data, SCREEN)
