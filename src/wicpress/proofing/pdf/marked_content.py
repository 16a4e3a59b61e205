"""Read what a page's content stream paints inside which marked content, and its colours."""

from __future__ import annotations

from collections import Counter
from typing import Any

import attrs
import pikepdf

from wicpress.proofing.pdf.cost import DEEPEST_FORM
from wicpress.proofing.pdf.read_errors import PDF_READ_ERRORS

_TEXT = {"Tj", "TJ", "'", '"'}
_PATHS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh"}
_COLOURS = {
    "g": "DeviceGray",
    "G": "DeviceGray",
    "rg": "DeviceRGB",
    "RG": "DeviceRGB",
    "k": "DeviceCMYK",
    "K": "DeviceCMYK",
}


@attrs.define
class PageMarks:
    """The marks of one page, forms included. Keys of sequences are (form's object number or 0, MCID)."""

    number: int
    mcids: Counter[tuple[int, int]] = attrs.field(factory=Counter)
    unmarked: Counter[str] = attrs.field(factory=Counter)  # text, path, image: painted outside any mark
    tagged_in_artifact: int = 0
    artifact_in_tagged: int = 0
    unbalanced: bool = False
    artifact_types: Counter[str] = attrs.field(factory=Counter)  # "" if the artifact has no type
    colours: set[str] = attrs.field(factory=set)
    states: list[Any] = attrs.field(factory=list)  # graphics state dictionaries
    images: list[Any] = attrs.field(factory=list)
    forms: dict[int, Any] = attrs.field(factory=dict)


def read_marks(number: int, page: pikepdf.Page, resources: Any) -> PageMarks:
    """Walk the content of a page and its forms."""
    marks = PageMarks(number)
    walker = _Walker(marks)
    walker.walk(page, resources, 0, 0)
    marks.unbalanced |= bool(walker.stack)
    return marks


class _Walker:
    def __init__(self, marks: PageMarks) -> None:
        self.marks = marks
        self.stack: list[str] = []  # "tagged", "artifact" or ""
        self._states: set[tuple[int, int]] = set()
        self._seen: set[tuple[int, int]] = set()

    def walk(self, content: Any, resources: Any, stream: int, depth: int) -> None:
        """Interpret one content stream; an error ends it."""
        try:
            for step in pikepdf.parse_content_stream(content):
                self._step(str(step.operator), step.operands, resources, stream, depth)
        except PDF_READ_ERRORS:
            self.marks.unbalanced = True

    def _step(self, operator: str, operands: Any, resources: Any, stream: int, depth: int) -> None:
        if operator in _TEXT:
            self._paint("text")
        elif operator in _PATHS:
            self._paint("path")
        elif operator == "INLINE IMAGE":
            self._paint("image")
            self.marks.images.append(getattr(operands[0], "obj", operands[0]))
        elif operator in {"BDC", "BMC"}:
            self._begin(operands, resources, stream)
        elif operator == "EMC":
            self.marks.unbalanced |= not self.stack
            del self.stack[-1:]
        elif operator == "Do":
            self._do(_resource(resources, "/XObject", operands[0]), resources, depth)
        elif operator in _COLOURS:
            self.marks.colours.add(_COLOURS[operator])
        elif operator in {"cs", "CS"}:
            self._space(_resource(resources, "/ColorSpace", operands[0]) or operands[0])
        elif operator == "gs":
            self._state(_resource(resources, "/ExtGState", operands[0]))

    def _paint(self, what: str) -> None:
        if not any(self.stack):
            self.marks.unmarked[what] += 1

    def _begin(self, operands: Any, resources: Any, stream: int) -> None:
        properties: Any = operands[1] if len(operands) > 1 else None
        if isinstance(properties, pikepdf.Name):
            properties = _resource(resources, "/Properties", properties)
        properties = properties if isinstance(properties, pikepdf.Dictionary) else {}
        if operands[0] == "/Artifact":
            self.marks.artifact_in_tagged += "tagged" in self.stack
            self.marks.artifact_types[str(properties.get("/Type", "/"))[1:]] += 1
            self.stack.append("artifact")
        elif "/MCID" in properties:
            self.marks.tagged_in_artifact += "artifact" in self.stack
            self.marks.mcids[stream, int(properties["/MCID"])] += 1
            self.stack.append("tagged")
        else:
            self.stack.append("")

    def _do(self, target: Any, resources: Any, depth: int) -> None:
        if not isinstance(target, pikepdf.Stream):
            return
        if target.get("/Subtype") == "/Image":
            self._paint("image")
            if target.objgen not in self._seen:
                self._seen.add(target.objgen)
                self.marks.images.append(target)
                self._space(target.get("/ColorSpace"))
            return
        self.marks.forms[target.objgen[0]] = target
        if depth < DEEPEST_FORM:
            height = len(self.stack)
            self.walk(target, target.get("/Resources", resources), target.objgen[0], depth + 1)
            self.marks.unbalanced |= len(self.stack) != height
            del self.stack[height:]

    def _space(self, space: Any) -> None:
        name = space[0] if isinstance(space, pikepdf.Array) and len(space) else space
        if isinstance(name, pikepdf.Name):
            self.marks.colours.add(str(name)[1:])

    def _state(self, state: Any) -> None:
        if isinstance(state, pikepdf.Dictionary) and (state.objgen == (0, 0) or state.objgen not in self._states):
            self._states.add(state.objgen)
            self.marks.states.append(state)


def _resource(resources: Any, kind: str, name: Any) -> Any:
    table = resources.get(kind) if isinstance(resources, pikepdf.Dictionary) else None
    return table.get(str(name)) if isinstance(table, pikepdf.Dictionary) else None
