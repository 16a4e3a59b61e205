"""Picture files: read, measured, or refused with the place that names them."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from support import sample_pictures
from wicpress.diagnostics import Span, WithDiagnostics
from wicpress.model import Book
from wicpress.parsing import images

ReadBook = Callable[..., WithDiagnostics[Book]]
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '


def picture(form: str, mode: str = "RGB", size: tuple[int, int] = (6, 4)) -> bytes:
    """Return the bytes of a small picture."""
    data = io.BytesIO()
    Image.new(mode, size, 1).save(data, form)
    return data.getvalue()


def codes(reads: ReadBook, data: bytes | str, name: str = "p.png") -> list[str]:
    """Return the diagnostics' codes of a book that shows the file ``name``."""
    result = reads({"01.md": f"# A\n\n![a]({name})\n", name: data})
    return [each.code for each in result.diagnostics]


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("GIF", "image/gif"),
        ("WEBP", "image/webp"),
        ("TIFF", "image/tiff"),
        ("BMP", "image/bmp"),
    ],
)
def test_pictures(reads: ReadBook, form: str, media_type: str) -> None:
    """The content decides what a picture is, not its name; each is in the book once."""
    result = reads({"01.md": "# A\n\n![a](p.xyz)\n\nb ![c](p.xyz) d\n", "p.xyz": picture(form)})
    (asset,) = result.value.assets
    assert (asset.src, asset.media_type, asset.width, asset.height) == ("p.xyz", media_type, 6, 4)
    assert len(asset.sha256) == 64
    assert result.diagnostics == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        picture("PNG")[:-20],
        picture("JPEG")[:-40],
        picture("ICO"),
        picture("TIFF")[:-20],
        "<html/>",
        "<svg",
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + HEAD + ">&x;</svg>",
        HEAD + 'viewBox="0 0 0 0"/>',
    ],
)
def test_files_that_are_no_pictures(reads: ReadBook, data: bytes | str) -> None:
    """Other files, broken ones, and drawings that nobody could see are refused."""
    assert codes(reads, data) == ["not_an_image"]


def damaged(form: str, kind: str) -> bytes:
    """Return a picture that is damaged behind its header."""
    data = bytearray(sample_pictures.encode(sample_pictures.motif().resize((300, 200)), form))
    middle = len(data) // 2
    if kind == "cut":
        return bytes(data[:middle])
    if kind == "second frame":
        frames = [sample_pictures.motif().rotate(each) for each in (0, 90)]
        moving = io.BytesIO()
        frames[0].save(moving, form, save_all=True, append_images=frames[1:])
        return moving.getvalue()[:-40]
    data[middle : middle + 60] = b"\xff" * 60
    return bytes(data)


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        *((form, "cut") for form in ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP")),
        *((form, "overwritten") for form in ("JPEG", "PNG", "GIF")),
        ("GIF", "second frame"),
    ],
)
def test_damaged_pictures(reads: ReadBook, form: str, kind: str) -> None:
    """A picture that is damaged anywhere is one diagnostic, however often it is shown."""
    text = "# A\n\n![a](p.xyz)\n\nb ![c](p.xyz) d\n"
    assert [each.code for each in reads({"01.md": text, "p.xyz": damaged(form, kind)}).diagnostics] == [
        "not_an_image"
    ]


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="10" height="20"', (10, 20)),
        ('width="72pt" height="1in"', (96, 96)),
        ('width="20" viewBox="0 0 10 5"', (20, 10)),
        ('viewBox="0 0 10 5"', (10, 5)),
        ('width="100%" viewBox="0 0 10 5"', (10, 5)),
        ("", (300, 150)),
    ],
)
def test_sizes_of_drawings(attributes: str, size: tuple[int, int]) -> None:
    """A drawing's size is that of its attributes, else of its view box."""
    facts = images.inspect((HEAD + attributes + "/>").encode())
    assert (facts.media_type, facts.width, facts.height) == ("image/svg+xml", *size)


def test_drawings_may_use_themselves(reads: ReadBook) -> None:
    """Links within a drawing, and pictures embedded in it, are accepted."""
    png = base64.b64encode(picture("PNG")).decode()
    inside = f'<use href="#a"/><rect fill="url(#g)"/><image href="data:image/png;base64,{png}"/>'
    assert codes(reads, f"{HEAD}>{inside}</svg>") == []


@pytest.mark.parametrize(
    ("inside", "hint"),
    [
        ("<script/>", "as it looks when its scripts have run"),
        ('<a href="https://e.org"/>', "link the picture itself"),
        ("<style>@import 'x.css';</style>", "put the style into the drawing"),
        ("<style>@font-face { src: url(x) }</style>", "turn the text into outlines"),
        ('<rect fill="url(x.svg#a)"/>', "export the drawing anew"),
        ('<filter id="a"><feTurbulence/></filter>', "without effects"),
    ],
)
def test_what_a_drawing_has_and_a_book_does_not_show(reads: ReadBook, inside: str, hint: str) -> None:
    """It is named, with a way out."""
    result = reads({"01.md": "# A\n\n![a](p.svg)\n", "p.svg": f"{HEAD}>{inside}</svg>"})
    (diagnostic,) = result.diagnostics
    assert (diagnostic.code, diagnostic.column) == ("drawing_content", 6)
    assert hint in diagnostic.help
    assert len(result.value.assets) == 1


@pytest.mark.parametrize(
    ("inside", "hint"),
    [
        ("<foreignObject/>", "as text of SVG"),
        ('<image href="http://e.org/x.png"/>', "embed the picture"),
        ('<image href="../x.png"/>', "embed the picture"),
        ('<g><use href="other.svg#a"/></g>', "copy the part into the drawing"),
    ],
)
def test_a_drawing_whose_part_no_book_can_show_is_refused(reads: ReadBook, inside: str, hint: str) -> None:
    """It would be an empty place."""
    result = reads({"01.md": "# A\n\n![a](p.svg)\n", "p.svg": f"{HEAD}>{inside}</svg>"})
    (diagnostic,) = result.diagnostics
    assert (diagnostic.code, diagnostic.severity, diagnostic.column) == ("incomplete_drawing", "error", 6)
    assert hint in diagnostic.help


def test_so_is_one_inside_another(reads: ReadBook) -> None:
    inside = base64.b64encode(f'{HEAD}><image href="x.png"/></svg>'.encode()).decode()
    image = f'<image width="9" height="9" href="data:image/svg+xml;base64,{inside}"/>'
    result = reads({"01.md": "# A\n\n![a](p.svg)\n", "p.svg": f"{HEAD}>{image}</svg>"})
    assert [each.code for each in result.diagnostics] == ["not_an_image"]


def test_pictures_that_move(reads: ReadBook) -> None:
    """A notice says that paper shows the first frame; a JPEG with a second picture does not move."""
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    for form, expected in (("GIF", ["moving_picture"]), ("WEBP", ["moving_picture"]), ("MPO", [])):
        data = io.BytesIO()
        frames[0].save(data, form, save_all=True, append_images=frames[1:])
        assert codes(reads, data.getvalue()) == expected
    assert codes(reads, HEAD + "><rect><animate/></rect></svg>") == ["moving_picture"]


@pytest.mark.parametrize(
    ("src", "code"),
    [
        ("none.png", "missing_image"),
        ("../up.png", "outside_book"),
        ("/etc/hostname", "outside_book"),
        ("https://example.org/x.png", "outside_book"),
        ("data:image/png;base64,AA==", "outside_book"),
        ("file:///etc/hostname", "outside_book"),
        ("C:\\x.png", "outside_book"),
        ("folder", "unreadable"),
        ("", "missing_image"),
    ],
)
def test_places(reads: ReadBook, tmp_path: Path, src: str, code: str) -> None:
    """A picture is a file inside the book's folder."""
    (tmp_path.parent / "up.png").write_bytes(picture("PNG"))
    (tmp_path / "folder").mkdir()
    result = reads(f"# A\n\n![a](<{src}>)\n")
    assert [each.code for each in result.diagnostics] == [code]
    assert result.diagnostics[0].span == Span("01.md", 3, 3)
    assert result.value.assets == ()


def test_links_that_lead_out(reads: ReadBook, tmp_path: Path) -> None:
    """A link out of the folder is refused, also through a linked folder; one that stays inside is accepted."""
    (tmp_path.parent / "secret.png").write_bytes(picture("PNG"))
    (tmp_path / "p.png").symlink_to("../secret.png")
    (tmp_path / "up").symlink_to("..")
    (tmp_path / "ok.png").symlink_to("real.png")
    result = reads(
        {"01.md": "# A\n\n![a](p.png)\n\n![b](up/secret.png)\n\n![c](ok.png)\n", "real.png": picture("PNG")}
    )
    assert [each.code for each in result.diagnostics] == ["outside_book", "outside_book"]
    assert [asset.src for asset in result.value.assets] == ["ok.png"]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_the_size_of_a_picture_is_the_size_that_is_shown(form: str) -> None:
    """EXIF data may say that a picture lies on its side."""
    data = sample_pictures.encode(sample_pictures.stored(6), form, exif=sample_pictures.personal_exif(6))
    facts = images.inspect(data)
    assert (facts.width, facts.height) == sample_pictures.SIZE


def test_too_many_pixels(reads: ReadBook, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture of too many pixels is refused before it is decoded."""
    monkeypatch.setattr(images, "MAX_PIXELS", 20)
    assert codes(reads, picture("PNG")) == ["too_large"]


@pytest.mark.parametrize(
    ("data", "name", "way_out"),
    [
        (f'{HEAD}width="{"9" * 400}" height="9"/>', "p.svg", "correct the drawing, or export it anew"),
        (b"no picture", "p.png", "use PNG, JPEG, GIF, WebP, TIFF or SVG"),
    ],
)
def test_the_way_out(reads: ReadBook, data: bytes | str, name: str, way_out: str) -> None:
    """A drawing with a value that no page can show is corrected; another file is no picture at all."""
    (refused,) = reads({"01.md": f"# A\n\n![a]({name})\n", name: data}).diagnostics
    assert (refused.code, refused.help) == ("not_an_image", way_out)
