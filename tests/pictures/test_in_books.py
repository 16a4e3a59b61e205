"""A book of photos as a PDF and as an e-book: read back, drawn, and compared with the files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import pymupdf
import pypdfium2
import pytest
from PIL import Image

from support import sample_pictures as samples
from support import small_books
from support.small_books import SmallBook
from wicpress.epub import write_epub
from wicpress.proofing.epub.container import unpacked_files
from wicpress.proofing.epub.package import Epub, read_epub
from wicpress.proofing.pdf.picture_files import PictureDigest, of_file
from wicpress.proofing.pdf.pictures import figures
from wicpress.proofing.standards import PDF_A_2A, PDF_UA_1, validate
from wicpress.proofing.text.ebook.pictures import check_pictures
from wicpress.proofing.text.edition_rules import standing

pytestmark = pytest.mark.engine

TOML = small_books.settings(small_books.BILINGUAL)
LARGE = samples.motif().resize((2880, 1920), Image.Resampling.NEAREST)
FILES = {
    "1.jpg": samples.photo(quality=85, subsampling=0),
    "6.jpg": samples.photo(6, quality=93, subsampling=0),
    "7.jpg": samples.photo(7, quality=94, subsampling=0),
    "p3.jpg": samples.photo(icc_profile=samples.display_p3(), quality=80, subsampling=0),
    "swapped.png": samples.encode(samples.motif(), "PNG", icc_profile=samples.swapped()),
    "cmyk.jpg": samples.every_mode()["cmyk.jpg"],
    "16.png": samples.every_mode()["16.png"],
    "rgba.webp": samples.every_mode()["rgba.webp"],
    "large.png": samples.encode(LARGE, "PNG"),
    "large-6.jpg": samples.encode(
        LARGE.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=samples.personal_exif(6), subsampling=0
    ),
}
"""The pictures of the book, each of another kind."""


PARAGRAPHS = [["1.jpg"], ["6.jpg"], ["7.jpg"], ["p3.jpg"], ["swapped.png"], ["cmyk.jpg"], ["16.png", "rgba.webp"]]
PARAGRAPHS += [["large.png"], ["large-6.jpg"]]
LINKED = {"6.jpg": "https://example.org/six", "rgba.webp": "#c01-1"}


def _figure(alt: str, names: list[str]) -> str:
    """Return a paragraph of pictures, some in links."""
    pictures = {name: f"![{alt.format(name)}]({name})" for name in names}
    return " ".join(f"[{text}]({LINKED[name]})" if name in LINKED else text for name, text in pictures.items())


def text() -> str:
    """Return a chapter with each picture in both languages."""
    figures = [_figure("图{}", names) + "\n\n" + _figure("picture {}", names) for names in PARAGRAPHS]
    return "# 图\n\n# Pictures\n\n" + "\n\n".join(figures)


PHOTOS = SmallBook("book-of-pictures", {"book.toml": TOML, "01.md": text(), **FILES})


def pdf(variant: str = "accessible") -> bytes:
    """Return the PDF of the book, laid out once in a process."""
    built = PHOTOS.built("bilingual", variant)
    assert built.warnings == ()
    return built.data


def shown(variant: str = "accessible") -> dict[str, PictureDigest]:
    """Return the figures of the PDF, by the file that each shows."""
    with PHOTOS.opened("bilingual", variant) as document:
        return dict(zip(FILES, figures(document), strict=True))


def test_the_pdf_conforms() -> None:
    """Profiles and turned pictures are allowed in PDF/A-2a and PDF/UA-1."""
    assert [str(each) for each in validate(pdf(), (PDF_UA_1, PDF_A_2A)).failures] == []  # type: ignore[union-attr]


def test_the_pdf_holds_compressed_data() -> None:
    """What is in the files of upright and of turned photos is in the PDF, and their EXIF data are not."""
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        streams = [each.read_raw_bytes() for each in opened.objects if isinstance(each, pikepdf.Stream)]
    for name in ("1.jpg", "6.jpg", "7.jpg", "p3.jpg"):
        scans = FILES[name][FILES[name].index(b"\xff\xda") :]
        assert sum(scans in each for each in streams) == 1, name
    assert not any(b"SN-1234567" in each or b"Exif" in each for each in streams)


def test_readers_see_the_colours_that_files_mean() -> None:
    """PDFium and MuPDF draw every picture upright, and its red, green and blue where they belong."""
    expected = dict.fromkeys(FILES, (samples.RED, samples.GREEN, samples.BLUE))
    expected["p3.jpg"] = ((229, 0, 2), (0, 163, 20), (23, 51, 208))  # by the matrices of CSS Color 4
    expected["swapped.png"] = (samples.RED[::-1], samples.GREEN[::-1], samples.BLUE[::-1])
    grey = samples.motif().convert("L")
    expected["16.png"] = tuple((grey.getpixel((x, 8)),) * 3 for x in (16, 48, 80))  # type: ignore[misc]
    expected.pop("rgba.webp")  # half transparent
    names = iter(FILES)
    with pymupdf.open(stream=pdf()) as opened:
        other = pypdfium2.PdfDocument(pdf())
        for number, page in enumerate(opened):
            pixels = other[number].render(scale=2).to_pil().convert("RGB")
            drawn = page.get_pixmap(matrix=pymupdf.Matrix(2, 2))
            for box in sorted(page.get_image_info(), key=lambda each: (round(each["bbox"][1]), each["bbox"][0])):
                left, top, right, bottom = (each * 2 for each in box["bbox"])
                assert (right - left) / (bottom - top) == pytest.approx(1.5, abs=0.05)
                for nth, colour in enumerate(expected.get(name := next(names), ())):
                    at = int(left + (right - left) * (nth + 0.5) / 3), int(top + (bottom - top) / 4)
                    assert pixels.getpixel(at) == pytest.approx(colour, abs=9), name
                    assert drawn.pixel(*at) == pytest.approx(colour, abs=9), name
    assert list(names) == []


def test_linked_pictures_are_links() -> None:
    """The area of a link is its picture; in the structure the picture is inside the link."""
    with pikepdf.open(io.BytesIO(pdf())) as opened, pymupdf.open(stream=pdf()) as drawn:
        found = {}
        for page, sheet in zip(opened.pages, drawn, strict=True):
            boxes = [each["bbox"] for each in sheet.get_image_info()]
            for each in sheet.get_links():
                if each.get("uri") or each["from"].width > 40:
                    target = each.get("uri") or each.get("nameddest")
                    found[target] = min(
                        sum(abs(a - b) for a, b in zip(each["from"], box, strict=True)) for box in boxes or [(0,) * 4]
                    )
            assert page
        nodes = [
            each for each in opened.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
        linked = {str(each.Alt) for each in nodes if each.P.get("/S") == "/Link"}
    assert linked == {"图6.jpg", "图rgba.webp"}
    assert found["https://example.org/six"] < 1
    assert found["c01-1"] < 1


@pytest.mark.parametrize("variant", ["accessible", "screen"])
def test_the_judge_accepts_what_is_right(variant: str) -> None:
    """Every figure is the picture of its file."""
    for name, figure in shown(variant).items():
        assert figure.like(of_file(FILES[name])), name
        needed = 150 if variant == "screen" else 350
        assert (figure.size != of_file(FILES[name]).size) is name.startswith("large"), name
        assert not name.startswith("large") or figure.resolution == pytest.approx(needed, rel=0.01)


def test_the_judge_notices_what_is_wrong() -> None:
    """Another turn, other colours, other compressed data or another size are not the picture of the file."""
    figure = shown()
    wrong = {
        "1.jpg": samples.photo(quality=60, subsampling=0),
        "6.jpg": samples.encode(samples.stored(8), "JPEG", exif=samples.personal_exif(6)),
        "7.jpg": samples.encode(samples.stored(5), "JPEG", exif=samples.personal_exif(7)),
        "p3.jpg": samples.photo(icc_profile=samples.swapped(), quality=95, subsampling=0),
        "swapped.png": samples.encode(samples.motif(), "PNG"),
        "cmyk.jpg": samples.encode(samples.motif().convert("CMYK").resize((90, 60)), "JPEG"),
        "16.png": samples.encode(samples.motif(), "PNG"),
        "rgba.webp": samples.encode(samples.motif(), "WEBP", lossless=True),
        "large.png": samples.encode(LARGE.transpose(Image.Transpose.FLIP_LEFT_RIGHT), "PNG"),
        "large-6.jpg": samples.encode(LARGE.resize((2880, 1900)), "JPEG"),
    }
    for name, data in wrong.items():
        assert not figure[name].like(of_file(data)), name


def test_the_e_book_shows_the_pictures() -> None:
    """Reading systems get plain JPEG, PNG and WebP files in sRGB, which the judge accepts."""
    book, edition = PHOTOS.content, PHOTOS.edition("bilingual")
    data = write_epub(book, PHOTOS.config, edition)

    def read(name: str) -> bytes:
        return FILES[name]

    e_book, in_file = read_epub(data), unpacked_files(data)
    assert isinstance(e_book, Epub)
    assert list(check_pictures(e_book, in_file, standing(book, edition), read)) == []
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        files = {Path(name).name: container.read(name) for name in container.namelist() if "/images/" in name}
        pages = b"".join(container.read(name) for name in container.namelist() if name.endswith(".xhtml"))
    assert b'<a href="https://example.org/six"><img src="images/6.jpg"' in pages
    assert b'<a href="c01.xhtml#c01-1"><img src="images/rgba.webp"' in pages
    for name in ("large.png", "large-6.jpg"):
        small = samples.opened(files.pop(name))
        assert small.size == (1600, 1067)
        assert samples.difference(small.resize((96, 64)), samples.motif()) < 6, name
    for name in files.keys() & FILES.keys() - {"p3.jpg", "swapped.png", "rgba.webp", "16.png"}:
        assert samples.difference(samples.opened(files[name]), samples.motif()) < 6, name
    assert not any(b"Exif" in each or b"ICC_PROFILE" in each for each in files.values())
    other = samples.encode(samples.stored(3), "PNG")
    assert list(check_pictures(e_book, in_file, standing(book, edition), lambda _: other)) != []
