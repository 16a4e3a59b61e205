"""Compare the formulas of a finished file, each read back from it, with those of the manuscript."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import attrs
import pikepdf
from lxml import etree

from wicpress import languages as lang
from wicpress import model as m
from wicpress.config import Edition
from wicpress.proofing.epub.package import Epub, language
from wicpress.proofing.formulas.signs import MATHML, agrees, signs_of_mathml, signs_of_tex
from wicpress.proofing.pdf.document import Document
from wicpress.proofing.pdf.structure import Content, Element, read_structure
from wicpress.proofing.text.edition_rules import StandingBook, cell_sides, standing
from wicpress.proofing.text.mismatches import TextMismatch

TEX: Final = "application/x-tex"
MEDIA_TYPE: Final = "application/mathml+xml"


@attrs.frozen
class TaggedFormula:
    """A formula of a PDF as the structure tree has it: its TeX, its text in one line, its words and their language.

    ``copied`` is what programs copy from its pages. ``mathml`` are the files that are attached to it, which PDF 2.0
    has; None in a PDF before that.
    """

    tex: str
    text: str
    words: str
    language: str
    copied: str
    mathml: tuple[bytes, ...] | None = None


def standing_formulas(shown: StandingBook) -> Iterator[tuple[m.Formula, str]]:
    """Yield the formulas that an edition shows, each with the id of its block; those of notes are among them."""
    for node in shown.nodes():
        rows = node.piece.children if isinstance(node.piece, m.Table) else ()
        cells = (cell for row in rows if isinstance(row, m.Row) for cell in row.cells)
        sides = [*node.members, *(side for cell in cells for side in cell_sides(cell, shown.languages))]
        for side in sides:
            yield from ((each, node.id) for each in m.walk_inlines(side.inlines) if isinstance(each, m.Formula))


def has_formulas(book: m.Book, edition: Edition) -> bool:
    """Return whether an edition shows any formula."""
    return next(standing_formulas(standing(book, edition)), None) is not None


def check_pdf_formulas(document: Document, shown: StandingBook) -> Iterator[TextMismatch]:
    """Yield formulas whose TeX the file has not, or whose text, words or MathML do not belong to it."""
    in_file = list(tagged_formulas(document))
    expected = list(standing_formulas(shown))
    yield from _differences(Counter(each.tex for each in in_file), expected)
    for each in in_file:
        if not agrees(each.text, each.tex):
            message = f"the text of a formula, `{each.text}`, has other signs than `{each.tex}`"
            yield TextMismatch("changed", message, each.text)
        if "".join(each.copied.split()) != "".join(each.text.split()):
            yield TextMismatch("changed", f"the formula `{each.text}` is copied as `{each.copied}`", each.text)
        yield from _check_words(each.words, each.language, each.text, each.tex)
        if each.mathml is not None:
            yield from _check_mathml(each)
    for formula, block in expected:
        if not agrees(formula.text, formula.tex):
            message = f"the text of a formula, `{formula.text}`, has other signs than `{formula.tex}`"
            yield TextMismatch("changed", message, formula.text, block)


def _check_words(words: str, language: str, text: str, tex: str, place: str = "") -> Iterator[TextMismatch]:
    """Yield a formula without words, or with those of another language: Chinese ones, or others within Chinese.

    What the formula has itself, as words, names of functions and letters, stands in any language.
    """
    if not words.strip() or "\\" in words:
        yield TextMismatch("lost", f"the formula `{text}` has no words to be read aloud", text, place=place)
    is_chinese = lang.primary(language) == "zh"
    foreign = re.findall(r"[A-Za-z]{2,}", words) if is_chinese else lang.HAN.findall(words)
    if other := [each for each in foreign if each.casefold() not in tex.casefold()]:
        message = f"the formula `{text}` is read in another language than {language}: `{other[0]}`"
        yield TextMismatch("language", message, text, lang=language, place=place)


def _check_mathml(formula: TaggedFormula) -> Iterator[TextMismatch]:
    """Yield what is wrong with the MathML of a formula: there is one file, with its signs and its TeX."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        (data,) = formula.mathml or ()
        math = etree.fromstring(data, parser)
    except (ValueError, etree.XMLSyntaxError):
        yield TextMismatch("lost", f"the formula `{formula.text}` has no MathML that can be read", formula.text)
        return
    if math.tag != f"{MATHML}math" or signs_of_mathml(math) != signs_of_tex(formula.tex):
        message = f"the MathML of the formula `{formula.text}` has other signs than `{formula.tex}`"
        yield TextMismatch("changed", message, formula.text)
    notes = [each.text or "" for each in math.iter(f"{MATHML}annotation") if each.get("encoding") == TEX]
    if notes != [formula.tex]:
        message = f"the MathML of the formula `{formula.text}` is not annotated with `{formula.tex}`"
        yield TextMismatch("lost", message, formula.text)


def _differences(in_file: Counter[str], expected: Iterable[tuple[m.Formula, str]]) -> Iterator[TextMismatch]:
    """Yield the formulas that a file lacks, and those that it has more of, character for character of their TeX."""
    left = Counter(in_file)
    for formula, block in expected:
        if left[formula.tex] <= 0:
            yield TextMismatch(
                "lost", f"the TeX of the formula `{formula.tex}` is not in the file", formula.tex, block
            )
        left[formula.tex] -= 1
    for tex in (tex for tex, count in left.items() if count > 0):
        yield TextMismatch("added", f"the formula `{tex}` is in the file and not in the book, or is there twice", tex)


def tagged_formulas(document: Document) -> Iterator[TaggedFormula]:
    """Yield the formulas of a PDF, from its structure tree."""
    structure = read_structure(document.pdf)
    elements = [each for each in structure.elements() if each.role == "Formula"] if structure else []
    copied = _copied_text(document, elements)
    for element in elements:
        mathml = attached_files(element) if element.namespace else None
        tex, text, words = user_property(element, "TeX"), element.actual or "", element.alt or ""
        yield TaggedFormula(tex, text, words, element.language, copied[element.obj.objgen], mathml)


def _copied_text(document: Document, elements: Sequence[Element]) -> dict[tuple[int, int], str]:
    """Return what programs copy of each element, by its object: the text of its marked content, in order."""
    contents = {
        (child.page, child.stream, child.mcid): element.obj.objgen
        for element in elements
        for child in element.children
        if isinstance(child, Content)
    }
    copied = dict.fromkeys((each.obj.objgen for each in elements), "")
    pages = {key[0] for key in contents}
    for number, sheet in enumerate(document.sheets, 1):
        page = sheet.obj.objgen[0]
        for glyph in document.page(number).glyphs if page in pages else ():
            mark = glyph.mark
            if mark is not None and mark.mcid is not None and (page, mark.stream, mark.mcid) in contents:
                copied[contents[page, mark.stream, mark.mcid]] += glyph.char
    return copied


def attached_files(element: Element) -> tuple[bytes, ...]:
    """Return the files of MathML that are associated with an element (ISO 32000-2, 14.13)."""
    files: Any = element.obj.get("/AF")
    specifications = list(files) if isinstance(files, pikepdf.Array) else ()
    tables = [each.get("/EF") for each in specifications if isinstance(each, pikepdf.Dictionary)]
    embedded = [each.get("/F") for each in tables if isinstance(each, pikepdf.Dictionary)]
    streams = [each for each in embedded if isinstance(each, pikepdf.Stream)]
    return tuple(each.read_bytes() for each in streams if each.get("/Subtype") == f"/{MEDIA_TYPE}")


def user_property(element: Element, name: str) -> str:
    """Return a user property of an element (ISO 32000-1, 14.7.5.4), empty where it has none of that name."""
    properties: Any = element.attributes.get("P")
    for each in list(properties) if isinstance(properties, pikepdf.Array) else ():
        if isinstance(each, pikepdf.Dictionary) and str(each.get("/N", "")) == name:
            return str(each.get("/V", ""))
    return ""


def check_epub_formulas(epub: Epub, files: Iterable[str], shown: StandingBook) -> Iterator[TextMismatch]:
    """Yield formulas of an e-book without their words, or without the drawing that a reader shows in their place."""
    paths = set(files)
    by_signs = {signs_of_tex(each.tex): each.tex for each, _ in standing_formulas(shown)}
    for page in epub.pages:
        folder = page.path.rpartition("/")[0]
        for math in page.root.iter(f"{MATHML}math"):
            words, picture = str(math.get("alttext", "")), str(math.get("altimg", ""))
            what = " ".join("".join(math.itertext()).split())[:60]
            tex = by_signs.get(signs_of_mathml(math), words)
            yield from _check_words(words, language(math), what, tex, page.path)
            if f"{folder}/{picture}".lstrip("/") not in paths:
                yield TextMismatch("lost", f"the formula `{what}` has no drawing in the file", what, place=page.path)
            if _shows_tex(math):
                yield TextMismatch("added", f"the formula `{what}` shows its TeX", what, place=page.path)


def _shows_tex(math: etree._Element) -> bool:
    """Return whether a formula has commands of TeX in its text."""
    return any("\\" in text and len(text.strip()) > 1 for text in math.itertext())
