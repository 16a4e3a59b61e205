"""The pictures of a finished PDF, each with a digest of its pixels or of the strokes of its drawing."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import Any

import attrs
import pikepdf
from PIL import Image

from wicpress.proofing.pdf.document import Document, page_resources
from wicpress.proofing.pdf.read_errors import PDF_READ_ERRORS
from wicpress.proofing.pdf.structure import Content, read_structure

THUMB = 16
"""The side of the small grey copy, in pixels, by which a lossily compressed picture is recognised."""
NEAR = 10.0
"""So much the greys of two small copies may differ on average, of 255."""
_STATE = frozenset({"q", "Q", "cm", "gs", "BDC", "BMC", "EMC", "Tf", "Tm"})
"""Operators of position and state, which are not part of a drawing."""
_DEEPEST = 12


@attrs.frozen
class PictureDigest:
    """A picture: the ``digest`` of its pixels or strokes, the small grey ``thumb`` of its pixels, and its page."""

    digest: str
    thumb: bytes = attrs.field(default=b"", repr=False)
    page: int = 0
    alt: str = ""

    def like(self, other: PictureDigest, lossy: bool) -> bool:
        """Return whether two pictures are equal or, if ``lossy``, nearly equal."""
        if self.digest == other.digest:
            return True
        if not lossy or not self.thumb or not other.thumb:
            return False
        return sum(abs(a - b) for a, b in zip(self.thumb, other.thumb, strict=True)) / len(self.thumb) <= NEAR


def figures(document: Document) -> Iterator[PictureDigest]:
    """Yield the figures of a tagged PDF in reading order; one that cannot be read has an empty digest."""
    structure = read_structure(document.pdf)
    numbers = {sheet.obj.objgen[0]: number for number, sheet in enumerate(document.sheets, 1)}
    for element in structure.elements() if structure else ():
        if element.role == "Figure":
            contents = [each for each in element.children if isinstance(each, Content)]
            number = next((numbers[each.page] for each in contents if each.page in numbers), 0)
            yield attrs.evolve(_figure(document, number, contents), page=number, alt=element.alt or "")


def _figure(document: Document, number: int, contents: list[Content]) -> PictureDigest:
    if not number:
        return PictureDigest("")
    sheet = document.sheets[number - 1]
    mcids = {each.mcid for each in contents}
    try:
        return _shown(list(_marked(sheet, mcids)), page_resources(sheet))
    except PDF_READ_ERRORS:
        return PictureDigest("")


def _marked(sheet: pikepdf.Page, mcids: set[int]) -> Iterator[Any]:
    """Yield the instructions of a page inside the marked sequences ``mcids``."""
    depth = 0
    for step in pikepdf.parse_content_stream(sheet):
        operator = str(step.operator)
        if depth:
            yield step
        if operator in {"BDC", "BMC"}:
            properties: Any = step.operands[1] if len(step.operands) > 1 else None
            starts = isinstance(properties, pikepdf.Dictionary) and properties.get("/MCID") in mcids
            depth += bool(depth or starts)
        elif operator == "EMC" and depth:
            depth -= 1


def _shown(steps: list[Any], resources: Any) -> PictureDigest:
    """Return the digest of what instructions draw: of an image by its pixels, else by the instructions."""
    images = [image for image in _images(steps, resources) if image is not None]
    if len(images) == 1:
        return of_pixels(_pixels(images[0]))
    return PictureDigest(hashlib.sha256("\n".join(_strokes(steps, resources, 0)).encode()).hexdigest())


def _images(steps: list[Any], resources: Any) -> Iterator[Any]:
    for step in steps:
        if str(step.operator) == "Do":
            image = _object(resources, step.operands[0])
            if isinstance(image, pikepdf.Stream) and image.get("/Subtype") == "/Image":
                yield image


def _object(resources: Any, name: Any) -> Any:
    table = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    return table.get(str(name)) if isinstance(table, pikepdf.Dictionary) else None


def _strokes(steps: list[Any], resources: Any, depth: int) -> Iterator[str]:
    """Yield a line per drawing operator, without names and text, which differ from file to file."""
    for step in steps:
        operator = str(step.operator)
        if operator == "Do" and depth < _DEEPEST:
            form = _object(resources, step.operands[0])
            if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form":
                inside = list(pikepdf.parse_content_stream(form))
                yield from _strokes(inside, form.get("/Resources", resources), depth + 1)
        elif operator not in _STATE:
            numbers = [f"{float(each):.4f}" for each in step.operands if not isinstance(each, pikepdf.Object)]
            yield " ".join([*numbers, operator])


def of_pixels(picture: Image.Image) -> PictureDigest:
    """Return the digest of a picture by its pixels on a white background."""
    clear = picture.convert("RGBA")
    ground = Image.new("RGBA", clear.size, (255, 255, 255, 255))
    ground.alpha_composite(clear)
    plain = ground.convert("RGB")
    total = hashlib.sha256(f"{plain.size}".encode() + plain.tobytes()).hexdigest()
    return PictureDigest(total, plain.convert("L").resize((THUMB, THUMB), Image.Resampling.BOX).tobytes())


def of_file(data: bytes) -> PictureDigest:
    """Return the digest of an image file, of an animation the first frame. Raise ``OSError`` and ``ValueError``."""
    with Image.open(io.BytesIO(data)) as picture:
        return of_pixels(picture)


def _pixels(image: Any) -> Image.Image:
    picture = pikepdf.PdfImage(image).as_pil_image()
    mask = image.get("/SMask")
    if isinstance(mask, pikepdf.Stream):
        with_mask = picture.convert("RGBA")
        with_mask.putalpha(pikepdf.PdfImage(mask).as_pil_image().convert("L").resize(with_mask.size))
        return with_mask
    return picture
