"""Interpret a page's content stream: the position, size and marked content of each glyph.

Positions come from the operators themselves (ISO 32000-1, 9.4), so gaps of a hundredth of a point are seen; PDF
libraries give ink boxes or rounded positions.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any

import attrs
import pikepdf

from wicpress.proofing.pdf.cost import DEEPEST_FORM
from wicpress.proofing.pdf.fonts import PdfFont, read_font, unreadable_font
from wicpress.proofing.pdf.model import Glyph, Mark
from wicpress.proofing.pdf.painted_shapes import EVERYWHERE, PathRecorder, Rect, is_pale, is_white
from wicpress.proofing.pdf.read_errors import PDF_READ_ERRORS

Matrix = tuple[float, float, float, float, float, float]
IDEOGRAPHIC_SPACE = "\u3000"
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_LEVEL = 1e-3  # slope under which a baseline counts as horizontal


def multiply(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that applies `first`, then `second`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


_TEXTS = re.compile(rb"(?<!\S)(?:((?:[-+.\d]+\s+){6})cm|q|Q|BT)(?!\S)")
_PICTURES = re.compile(rb"(?<!\S)(?:((?:[-+.\d]+\s+){6})cm|q|Q|Do|m|re)(?!\S)")
"""What the direction of texts depends on, and that of pictures on a page without text."""


def runs_up(content: bytes) -> bool:
    """Return whether most of what a page shows runs up it: it is turned to the left by a right angle."""
    matrix, stack, counts = IDENTITY, list[Matrix](), [0, 0]
    steps = _TEXTS if b"BT" in content else _PICTURES
    for step in steps.finditer(content):
        if step[1]:
            a, b, c, d, e, f = map(float, step[1].split())
            matrix = multiply((a, b, c, d, e, f), matrix)
        elif step[0] == b"q":
            stack.append(matrix)
        elif step[0] == b"Q":
            matrix = stack.pop() if stack else matrix
        else:
            counts[matrix[1] > abs(matrix[0])] += 1
    return counts[1] > counts[0]


def _read(font: pikepdf.Object) -> PdfFont:
    try:
        return read_font(font)
    except PDF_READ_ERRORS:
        return unreadable_font()


class FontCache:
    """Fonts of a file, each read once however many pages name it."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int], PdfFont] = {}

    def get(self, font: pikepdf.Object) -> PdfFont:
        """Return a font, read once per indirect font dictionary. Direct dictionaries are read each time."""
        key = font.objgen
        if key == (0, 0):
            return _read(font)
        if key not in self._fonts:
            self._fonts[key] = _read(font)
        return self._fonts[key]


@attrs.define
class _State:
    """The part of the graphics state that text depends on."""

    ctm: Matrix
    font: PdfFont | None = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0
    alpha: float = 1.0
    line_width: float = 1.0
    white: bool = False
    pale: bool = False
    clip: Rect = EVERYWHERE


class Interpreter:
    """Runs the content of one page and collects its glyphs and problems."""

    def __init__(self, fonts: FontCache, page_height: float) -> None:
        self.glyphs: list[Glyph] = []
        self.problems: list[str] = []
        self.sequences: list[tuple[int, int]] = []
        self.paths = PathRecorder(page_height)
        self._fonts = fonts
        self._height = page_height
        self._state = _State(IDENTITY)
        self._stack: list[_State] = []
        self._marks: list[Mark] = []
        self._matrix = self._line = IDENTITY
        self._resources: Any = None
        self._local: dict[str, PdfFont | None] = {}
        self._stream = 0
        self._spans = 0
        self._depth = 0

    def run(self, content: Any, resources: Any, ctm: Matrix) -> None:
        """Interpret a page or form with its resources; an error ends this stream and is recorded."""
        self._state.ctm = ctm
        self._resources, self._local = resources, {}
        try:
            for step in pikepdf.parse_content_stream(content):
                operator = str(step.operator)
                handler = _HANDLERS.get(operator)
                if handler is not None:
                    self._guarded(handler, operator, step.operands)
        except PDF_READ_ERRORS as error:
            self.problems.append(f"content stream cannot be read to its end: {error}")

    def _guarded(self, handler: Any, operator: object, operands: Any) -> None:
        try:
            handler(self, operands)
        except PDF_READ_ERRORS:
            self.problems.append(f"operator {operator} has invalid operands")

    # --- graphics state -------------------------------------------------------------------------------------

    def _save(self, _: Any) -> None:
        self._stack.append(attrs.evolve(self._state))

    def _restore(self, _: Any) -> None:
        if self._stack:
            self._state = self._stack.pop()

    def _concat(self, operands: Any) -> None:
        self._state.ctm = multiply(_matrix(operands), self._state.ctm)

    def _ext_state(self, operands: Any) -> None:
        state = self._resource("/ExtGState", operands[0])
        if isinstance(state, pikepdf.Dictionary):
            self._state.alpha = float(state.get("/ca", self._state.alpha))
            font = state.get("/Font")
            if isinstance(font, pikepdf.Array):
                self._state.font, self._state.size = self._fonts.get(font[0]), float(font[1])

    def _resource(self, kind: str, name: object) -> Any:
        table = self._resources.get(kind) if isinstance(self._resources, pikepdf.Dictionary) else None
        return table.get(str(name)) if isinstance(table, pikepdf.Dictionary) else None

    # --- paths and pictures ---------------------------------------------------------------------------------

    def _path(self, operator: str, operands: Any) -> None:
        """Build, paint or drop a path (8.5.2 and 8.5.3)."""
        state = self._state
        if operator in _POINTS:
            self.paths.add(operator, operands, state.ctm)
        elif operator in {"W", "W*"}:
            self.paths.clip()
        elif operator in _COLOURS:
            state.white, state.pale = is_white(operator, operands), is_pale(operator, operands)
        elif operator == "INLINE IMAGE":
            self.paths.picture(state.ctm, state.clip, self._mark(), len(self.glyphs))
        else:
            width = state.line_width * math.sqrt(abs(state.ctm[0] * state.ctm[3] - state.ctm[1] * state.ctm[2]))
            self.paths.white = state.white
            shown = operator if state.alpha > 0 else "n"
            state.clip = self.paths.end(shown, state.clip, width, self._mark(), len(self.glyphs))

    def _mark(self) -> Mark | None:
        return self._marks[-1] if self._marks else None

    # --- text state and position ----------------------------------------------------------------------------

    def _begin_text(self, _: Any) -> None:
        self._matrix = self._line = IDENTITY

    def _font(self, operands: Any) -> None:
        name = str(operands[0])
        if name not in self._local:
            font = self._resource("/Font", operands[0])
            self._local[name] = self._fonts.get(font) if isinstance(font, pikepdf.Dictionary) else None
            if self._local[name] is None:
                self.problems.append(f"font {name} is not among the resources")
        self._state.font, self._state.size = self._local[name], float(operands[1])

    def _move(self, operands: Any) -> None:
        self._line = multiply((1, 0, 0, 1, float(operands[0]), float(operands[1])), self._line)
        self._matrix = self._line

    def _move_leading(self, operands: Any) -> None:
        self._state.leading = -float(operands[1])
        self._move(operands)

    def _text_matrix(self, operands: Any) -> None:
        self._matrix = self._line = _matrix(operands)

    def _next_line(self, _: Any = None) -> None:
        self._move((0, -self._state.leading))

    # --- showing --------------------------------------------------------------------------------------------

    def _show(self, operands: Any) -> None:
        self._paint(operands[:1])

    def _show_array(self, operands: Any) -> None:
        self._paint(operands[0])

    def _show_next(self, operands: Any) -> None:
        self._next_line()
        self._paint(operands[:1])

    def _show_spaced(self, operands: Any) -> None:
        self._state.word_spacing, self._state.spacing = float(operands[0]), float(operands[1])
        self._next_line()
        self._paint(operands[2:3])

    def _paint(self, items: Iterable[Any]) -> None:
        """Show strings and kerns (ISO 32000-1, 9.4.4): the text matrix moves on by each advance."""
        state = self._state
        font = state.font
        if font is None:
            return
        a, b, c, d, e, f = multiply(self._matrix, state.ctm)
        along = math.hypot(a, b)
        upright = a > 0 and abs(b) <= _LEVEL * a and not font.vertical
        size = abs(state.size) * math.hypot(c, d)
        visible = state.mode not in {3, 7} and state.alpha > 0
        mark = self._mark()
        scale = state.size * state.stretch
        pen, rise, height = 0.0, state.rise, self._height
        add_glyph = self.glyphs.append
        for item in items:
            if not isinstance(item, pikepdf.String):
                pen -= float(item) / 1000 * (state.size if font.vertical else scale)
                continue
            for code, cid, text, width in font.decode(bytes(item)):
                x, y = (0.0, pen) if font.vertical else (pen, rise)
                add_glyph(
                    Glyph(
                        text,
                        cid,
                        font,
                        size,
                        x * a + y * c + e,
                        height - (x * b + y * d + f),
                        width * scale * along,
                        upright,
                        visible,
                        mark,
                        state.pale,
                    )
                )
                if font.vertical:
                    pen += -state.size + state.spacing  # /W2 is rare: the default advance is one em down
                    continue
                pen += width * scale + state.spacing * state.stretch
                # Word spacing is for the single-byte code 32 only (9.3.3).
                if code == 32 and not font.composite:
                    pen += state.word_spacing * state.stretch
        shift: Matrix = (1, 0, 0, 1, 0, pen) if font.vertical else (1, 0, 0, 1, pen, 0)
        self._matrix = multiply(shift, self._matrix)

    # --- marked content -------------------------------------------------------------------------------------

    def _begin_mark(self, operands: Any) -> None:
        tag = str(operands[0])[1:]
        properties: Any = operands[1] if len(operands) > 1 else None
        if isinstance(properties, pikepdf.Name):
            properties = self._resource("/Properties", properties)
        outer = self._marks[-1] if self._marks else Mark("")
        mark = attrs.evolve(outer, tag=tag, artifact=outer.artifact or tag == "Artifact")
        mark = attrs.evolve(mark, formula=outer.formula or tag == "Formula")
        if isinstance(properties, pikepdf.Dictionary):
            mark = self._with_properties(mark, properties)
        self._marks.append(mark)

    def _with_properties(self, mark: Mark, properties: pikepdf.Dictionary) -> Mark:
        if "/MCID" in properties:
            mark = attrs.evolve(mark, mcid=int(properties["/MCID"]), stream=self._stream)
            self.sequences.append((self._stream, int(properties["/MCID"])))
        if "/Subtype" in properties:
            mark = attrs.evolve(mark, subtype=str(properties["/Subtype"])[1:])
        if "/Lang" in properties:
            mark = attrs.evolve(mark, lang=str(properties["/Lang"]))
        if "/ActualText" in properties:
            self._spans += 1
            # U+200B behind a hyphen only tells readers that it is a hard one
            mark = attrs.evolve(mark, actual=str(properties["/ActualText"]).replace("-\u200b", "-"), span=self._spans)
        return mark

    def _end_mark(self, _: Any) -> None:
        if self._marks:
            self._marks.pop()
        else:
            self.problems.append("EMC without a sequence to end")

    # --- forms ----------------------------------------------------------------------------------------------

    def _do(self, operands: Any) -> None:
        form = self._resource("/XObject", operands[0])
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Image":
            self.paths.picture(self._state.ctm, self._state.clip, self._mark(), len(self.glyphs))
        if not isinstance(form, pikepdf.Stream) or form.get("/Subtype") != "/Form":
            return
        if self._depth >= DEEPEST_FORM:
            self.problems.append("form XObjects nest too deeply, or contain themselves")
            return
        outer = (self._state, self._stack, self._resources, self._local, self._stream, self._matrix, self._line)
        matrix = _matrix(form["/Matrix"]) if "/Matrix" in form else IDENTITY
        self._state, self._stack, self._stream = attrs.evolve(self._state), [], form.objgen[0]
        self._depth += 1
        depth = len(self._marks)
        self.run(form, form.get("/Resources", self._resources), multiply(matrix, self._state.ctm))
        del self._marks[depth:]
        self._depth -= 1
        (self._state, self._stack, self._resources, self._local, self._stream, self._matrix, self._line) = outer


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)
    return a, b, c, d, e, f


_POINTS = frozenset({"re", "m", "l", "c", "v", "y"})
_COLOURS = frozenset({"g", "rg", "k", "sc", "scn"})
_PATHS = _POINTS | _COLOURS | {"W", "W*", "n", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "INLINE IMAGE"}


def _path_handler(operator: str) -> Any:
    return lambda self, operands: self._path(operator, operands)


def _setter(field: str, scale: float = 1.0) -> Any:
    return lambda self, operands: setattr(self._state, field, float(operands[0]) * scale)


_HANDLERS: dict[str, Any] = {
    "q": Interpreter._save, "Q": Interpreter._restore, "cm": Interpreter._concat, "gs": Interpreter._ext_state,
    "BT": Interpreter._begin_text, "Tf": Interpreter._font, "Td": Interpreter._move,
    "TD": Interpreter._move_leading, "Tm": Interpreter._text_matrix, "T*": Interpreter._next_line,
    "Tj": Interpreter._show, "TJ": Interpreter._show_array, "'": Interpreter._show_next,
    '"': Interpreter._show_spaced, "Tc": _setter("spacing"), "Tw": _setter("word_spacing"),
    "Tz": _setter("stretch", 0.01), "TL": _setter("leading"), "Ts": _setter("rise"), "Tr": _setter("mode"),
    "w": _setter("line_width"),
    "BMC": Interpreter._begin_mark, "BDC": Interpreter._begin_mark, "EMC": Interpreter._end_mark,
    "Do": Interpreter._do, **{operator: _path_handler(operator) for operator in sorted(_PATHS)},
}  # fmt: skip


def readable(glyphs: list[Glyph]) -> Iterator[Glyph]:
    """Yield the glyphs with the text that a reader copies: ActualText replaces that of the glyphs in its sequence."""
    start = 0
    while start < len(glyphs):
        mark = glyphs[start].mark
        if mark is None or mark.actual is None:
            yield glyphs[start]
            start += 1
            continue
        end = start + 1
        while end < len(glyphs) and (other := glyphs[end].mark) is not None and other.span == mark.span:
            end += 1
        yield from _actual_text(glyphs[start:end], mark.actual, is_formula=mark.formula)
        start = end


def _actual_text(glyphs: list[Glyph], text: str, *, is_formula: bool) -> Iterator[Glyph]:
    """Give each glyph its own part of ActualText where they match, else the whole of it to the first with ink.

    Of a formula it is the text of what is drawn there.
    """
    plain = [glyph.char.strip() for glyph in glyphs]
    drawn = is_formula and bool(text.strip()) and not any(each.visible for each in glyphs)
    if "".join(plain) == "".join(text.split()):
        # Spaces that only cover a gap are no text; those that ActualText has stay, the ideographic one as itself.
        rest = text
        for glyph, char in zip(glyphs, plain, strict=True):
            space = rest[:1] if rest[:1] == IDEOGRAPHIC_SPACE else " " if rest[:1].isspace() else ""
            consumed = char or space
            rest = rest[len(consumed) :]
            yield glyph._replace(char=consumed, drawn=drawn)
        return
    first = next((index for index, char in enumerate(plain) if char), 0)
    for index, glyph in enumerate(glyphs):
        yield glyph._replace(char=text if index == first else "", drawn=drawn)
