"""Tagged PDFs read back from their bytes: the structure tree as indented text that a test can compare."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pikepdf
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from wicpress.engine.tags.links import LinkDescriber
from wicpress.engine.tags.tagger import tags
from wicpress.engine.tags.write import write_bookmarks, write_ids, write_roles, write_structure_destinations
from wicpress.proofing.pdf.document import open_pdf
from wicpress.proofing.pdf.structure import Content, Element, ObjectRef, read_structure

STYLE = """
@page { size: 300pt 200pt; margin: 20pt; @bottom-center { content: "foot " counter(page) } }
body, p, h1, h2, ul, ol { margin: 0 }
body { font: 10pt/12pt "W Serif", "W Serif Han" }
.note { float: footnote }
"""


def tagged(
    body: str,
    css: str = "",
    layer: AbstractContextManager[Any] | None = None,
    describe: LinkDescriber = lambda target, lang: "",
    **options: Any,
) -> bytes:
    """Return the tagged PDF of an HTML body in English."""
    with layer or nullcontext():
        html = f'<!doctype html><html lang="en"><title>t</title><style>{STYLE}{css}</style><body>{body}'
        document = HTML(string=html).render(font_config=FontConfiguration())
        with tags(describe) as tagger:

            def end(_: Any, pdf: Any) -> None:
                assert tagger.tagged is not None
                write_ids(pdf, tagger.tagged)
                write_roles(pdf, tagger.tagged)
                if options.get("pdf_version") == "2.0":
                    write_bookmarks(pdf, tagger.tagged)
                    write_structure_destinations(pdf, tagger.tagged)

            return bytes(document.write_pdf(finisher=end, pdf_tags=True, **options))


def texts(data: bytes) -> dict[tuple[int, int, int], str]:
    """Return the text of each marked sequence by the object numbers of its page and form (0: none) and its MCID."""
    by_mark: dict[tuple[int, int, int], str] = {}
    document = open_pdf(data)
    with document:  # type: ignore[union-attr]
        for page, own in zip(document.pages(), document.pdf.pages, strict=True):  # type: ignore[union-attr]
            for glyph in page.glyphs:
                mark = glyph.mark
                if mark is not None and mark.mcid is not None and not mark.artifact:
                    key = own.obj.objgen[0], mark.stream, mark.mcid
                    by_mark[key] = by_mark.get(key, "") + glyph.char
    return by_mark


def outline(data: bytes) -> str:
    """Return the tree as indented lines: type, language if there is one, text with ``|`` between marked sequences."""
    by_mark = texts(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        structure = read_structure(pdf)
        assert structure is not None
        assert not structure.problems
        return "\n".join(line for root in structure.roots for line in _lines(root, 0, by_mark))


def _lines(element: Element, depth: int, by_mark: dict[tuple[int, int, int], str]) -> Iterator[str]:
    head = " " * depth + element.kind
    head += f" {element.lang}" if element.lang else ""
    head += f" #{element.ident}" if element.ident else ""
    head += f" alt={element.alt}" if element.alt else ""
    run: list[str] = []
    rest: list[str] = []
    for child in element.children:
        if isinstance(child, Content):
            run.append(by_mark.get((child.page, child.stream, child.mcid), "~"))
            continue
        if run:
            rest.append(" " * (depth + 1) + repr("|".join(run)))
            run = []
        if isinstance(child, ObjectRef):
            target = child.obj.get("/Dest") or child.obj["/A"]["/URI"]
            rest.append(" " * (depth + 1) + f"-> {target} ({child.obj['/Contents']})")
        else:
            rest.extend(_lines(child, depth + 1, by_mark))
    if run and not rest:
        yield f"{head} {'|'.join(run)!r}"
        return
    if run:
        rest.append(" " * (depth + 1) + repr("|".join(run)))
    yield head
    yield from rest


def elements(data: bytes, kind: str) -> list[Element]:
    """Return the elements of one type, in reading order; their PDF stays open, since they refer to it."""
    _OPEN.append(pikepdf.open(io.BytesIO(data)))
    structure = read_structure(_OPEN[-1])
    assert structure is not None
    return [each for each in structure.elements() if each.kind == kind]


def operators(data: bytes, page: int = 0) -> list[tuple[list[Any], str]]:
    """Return the operators of a page with their operands; values in dictionaries are text."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        instructions = pikepdf.parse_content_stream(pdf.pages[page])
        return [([_plain(value) for value in each.operands], str(each.operator)) for each in instructions]


def _plain(value: Any) -> Any:
    if isinstance(value, pikepdf.Dictionary):
        return {key: str(each) for key, each in value.items()}
    return str(value)


_OPEN: list[pikepdf.Pdf] = []
