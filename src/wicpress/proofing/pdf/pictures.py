"""The pictures of a finished PDF as they are shown, each with a digest of its pixels or of its drawing's strokes."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator
from typing import Any

import attrs
import pikepdf
from PIL import Image

from wicpress import limits
from wicpress.proofing.pdf.content import IDENTITY, Matrix, multiply
from wicpress.proofing.pdf.cost import DEEPEST_FORM
from wicpress.proofing.pdf.document import Document, page_resources
from wicpress.proofing.pdf.drawings import painted_colours, painted_shapes
from wicpress.proofing.pdf.picture_files import (
    PictureDigest,
    compressed_data,
    in_srgb,
    of_pixels,
    without_pixel_limit,
)
from wicpress.proofing.pdf.read_errors import PDF_READ_ERRORS
from wicpress.proofing.pdf.structure import Content, read_structure

_STATE = frozenset({"cm", "gs", "BDC", "BMC", "EMC", "Tf", "Tm"})
"""Operators of position and state, which are not part of a drawing."""
_SAVES = frozenset({"q", "Q"})
"""Operators that save and restore the state, with its colours."""
_PAINTS = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh"})
"""The operators that paint a path or a shading (ISO 32000-1, 8.5.3 and 8.7.4.2)."""
_SAMPLES = 3
"""Bytes of a pixel in colour."""
_TURN = Image.Transpose
_Step = tuple[Any, Matrix]
"""An instruction of a content stream, and the transformation in force after it."""


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
        steps = _marked(sheet, mcids, document.frame(number).matrix)
        return _shown(list(steps), page_resources(sheet))
    except PDF_READ_ERRORS:
        return PictureDigest("")


def _marked(sheet: pikepdf.Page, mcids: set[int], frame: Matrix) -> Iterator[_Step]:
    """Yield the instructions of a page inside the marked sequences ``mcids``; ``frame`` places them on the page."""
    depth = 0
    for step, matrix in _with_matrix(pikepdf.parse_content_stream(sheet), frame):
        operator = str(step.operator)
        if depth:
            yield step, matrix
        if operator in {"BDC", "BMC"}:
            properties: Any = step.operands[1] if len(step.operands) > 1 else None
            starts = isinstance(properties, pikepdf.Dictionary) and properties.get("/MCID") in mcids
            depth += bool(depth or starts)
        elif operator == "EMC" and depth:
            depth -= 1


def _with_matrix(steps: Iterable[Any], matrix: Matrix) -> Iterator[_Step]:
    """Yield instructions with the transformation that is in force (ISO 32000-1, 8.3.4)."""
    stack: list[Matrix] = []
    for step in steps:
        match str(step.operator):
            case "q":
                stack.append(matrix)
            case "Q" if stack:
                matrix = stack.pop()
            case "cm":
                a, b, c, d, e, f = (float(each) for each in step.operands)
                matrix = multiply((a, b, c, d, e, f), matrix)
        yield step, matrix


def _shown(steps: list[_Step], resources: Any) -> PictureDigest:
    """Return the digest of what instructions draw: of an image by its pixels, else by the instructions."""
    images = list(_images(steps, resources, 0))
    lines = list(_strokes([step for step, _ in steps], resources, 0))
    strokes = [line for line in lines if line not in _SAVES]
    if len(images) == 1 and not any(stroke.rpartition(" ")[2] in _PAINTS for stroke in strokes):
        image, matrix = images[0]
        compressed = hashlib.sha256(compressed_data(image.read_raw_bytes())).hexdigest()
        is_jpeg = image.get("/Filter") == "/DCTDecode"
        shown = of_pixels(_turned(_pixels(image), matrix))
        resolution = _resolution(image, matrix)
        return attrs.evolve(shown, compressed=compressed if is_jpeg else "", resolution=resolution)
    digest = hashlib.sha256("\n".join(strokes).encode()).hexdigest()
    return PictureDigest(digest, shapes=painted_shapes(strokes), paints=painted_colours(lines))


def _resolution(image: pikepdf.Stream, matrix: Matrix) -> float:
    """Return the pixels an inch that an image has where a transformation paints it, of both directions the fewer."""
    sides = math.hypot(*matrix[:2]), math.hypot(*matrix[2:4])
    pixels = int(image.get("/Width", 0)), int(image.get("/Height", 0))
    return min(72 * count / side if side else 0.0 for count, side in zip(pixels, sides, strict=True))


def _images(steps: Iterable[_Step], resources: Any, depth: int) -> Iterator[tuple[pikepdf.Stream, Matrix]]:
    """Yield the images that instructions paint, also in forms, with the transformation of each."""
    for step, matrix in steps:
        if str(step.operator) != "Do" or depth > DEEPEST_FORM:
            continue
        drawn = _object(resources, step.operands[0])
        if not isinstance(drawn, pikepdf.Stream):
            continue
        if drawn.get("/Subtype") == "/Image":
            yield drawn, matrix
        elif drawn.get("/Subtype") == "/Form":
            a, b, c, d, e, f = (float(each) for each in drawn.get("/Matrix", IDENTITY))
            inner = _with_matrix(pikepdf.parse_content_stream(drawn), multiply((a, b, c, d, e, f), matrix))
            yield from _images(inner, drawn.get("/Resources", resources), depth + 1)


def _turned(picture: Image.Image, matrix: Matrix) -> Image.Image:
    """Return the pixels of an image as a transformation paints them: mirrored, turned by right angles, or upright."""
    a, b, c, d = matrix[:4]
    if abs(a) + abs(d) >= abs(b) + abs(c):
        turn = {(1, 1): None, (0, 1): _TURN.FLIP_LEFT_RIGHT, (0, 0): _TURN.ROTATE_180, (1, 0): _TURN.FLIP_TOP_BOTTOM}
        method = turn[int(a > 0), int(d > 0)]
    else:
        turn = {(1, 0): _TURN.ROTATE_90, (0, 1): _TURN.ROTATE_270, (0, 0): _TURN.TRANSPOSE, (1, 1): _TURN.TRANSVERSE}
        method = turn[int(b > 0), int(c > 0)]
    return picture if method is None else picture.transpose(method)


def _object(resources: Any, name: Any) -> Any:
    table = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    return table.get(str(name)) if isinstance(table, pikepdf.Dictionary) else None


def _strokes(steps: list[Any], resources: Any, depth: int) -> Iterator[str]:
    """Yield a line per operator that draws or saves, without names and text, which differ from file to file."""
    for step in steps:
        operator = str(step.operator)
        if operator == "Do" and depth < DEEPEST_FORM:
            form = _object(resources, step.operands[0])
            if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form":
                inside = list(pikepdf.parse_content_stream(form))
                yield from _strokes(inside, form.get("/Resources", resources), depth + 1)
        elif operator not in _STATE:
            numbers = [f"{float(each):.4f}" for each in step.operands if not isinstance(each, pikepdf.Object)]
            yield " ".join([*numbers, operator])


def _pixels(image: pikepdf.Stream) -> Image.Image:
    """Return the pixels of an image in sRGB, with its transparency."""
    opened = pikepdf.PdfImage(image)
    if opened.width * opened.height * _SAMPLES > limits.most("stream"):
        raise ValueError("the picture is larger than may be unpacked")
    with without_pixel_limit():
        picture = opened.as_pil_image()
    space = image.get("/ColorSpace")
    if isinstance(space, pikepdf.Array) and space[0] == "/ICCBased":
        picture = in_srgb(picture, space[1].read_bytes())
    mask = image.get("/SMask")
    if isinstance(mask, pikepdf.Stream):
        with_mask = picture.convert("RGBA")
        with_mask.putalpha(pikepdf.PdfImage(mask).as_pil_image().convert("L").resize(with_mask.size))
        return with_mask
    return picture
