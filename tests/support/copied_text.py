"""The text that a person gets who selects a page and copies it, in three readers, and what it should be."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

import attrs
import pymupdf
import pypdfium2

from wicpress.proofing.pdf.document import Document
from wicpress.proofing.pdf.model import Glyph
from wicpress.proofing.pdf.structure import Content, Element, is_in_line, paragraph_of, read_structure

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
_SPACED_HAN = re.compile(rf"({HAN})[ \u00a0]+(?=({HAN}))")
_APART = re.compile(rf"({HAN})\s+(?=({HAN}))")
_PAIRS = re.compile(rf"({HAN})(?=({HAN}))")
_SOFT_HYPHEN = re.compile("\u00ad\\s*|\ufffe")
"""A soft hyphen at the end of a line; PDFium joins the word, with a noncharacter that its viewers leave out."""

Leaf = tuple[tuple[int, int], Element]
"""A marked-content sequence (stream, MCID), and the paragraph that holds it."""


@attrs.frozen
class ExpectedPage:
    """The text of a page by its structure: running text and then notes, and artifacts such as a folio.

    ``words`` is the text with the spaces that it has, and a line end between blocks; ``artifacts`` what is
    painted outside the structure, each with all that is painted at once.
    """

    words: str
    artifacts: tuple[str, ...]


def poppler(path: Path, page: int) -> str:
    """Return what ``pdftotext`` gives of a page in the order of its content."""
    command = ["pdftotext", "-raw", "-f", str(page), "-l", str(page), str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def pdfium(path: Path, page: int) -> str:
    """Return what PDFium gives of a page."""
    document = pypdfium2.PdfDocument(path)
    text = document[page - 1].get_textpage().get_text_range()
    document.close()
    return str(text)


def mupdf(path: Path, page: int) -> str:
    """Return what MuPDF gives of a page."""
    with pymupdf.open(path) as document:
        return str(document[page - 1].get_text())


READERS: dict[str, Callable[[Path, int], str]] = {"poppler": poppler, "pdfium": pdfium, "mupdf": mupdf}


def joined(text: str) -> str:
    """Return a text whose words are joined where a line ends inside them."""
    return _SOFT_HYPHEN.sub("", text)


def letters(text: str) -> str:
    """Return a text without spaces, its compatible characters and hyphens in one form."""
    return re.sub(r"[\s\u200b]", "", unicodedata.normalize("NFKC", joined(text))).replace("\u2010", "-")


def expected_pages(document: Document) -> dict[int, ExpectedPage]:
    """Return the text of each page by the structure tree, read without any of the readers."""
    structure = read_structure(document.pdf)
    assert structure is not None
    leaves: dict[int, tuple[list[Leaf], list[Leaf]]] = {}
    for owner, leaf in structure.leaves():
        if isinstance(leaf, Content):
            in_note = any(each.role == "Note" and not is_in_line(each) for each in owner.path())
            leaves.setdefault(leaf.page, ([], []))[in_note].append(((leaf.stream, leaf.mcid), paragraph_of(owner)))
    pages = {}
    for page, sheet in zip(document.pages(), document.sheets, strict=True):
        texts, artifacts = _by_sequence(page.glyphs)
        text, notes = leaves.get(sheet.obj.objgen[0], ([], []))
        blocks = groupby((*text, *notes), key=lambda leaf: leaf[1])
        words = ("".join(texts.get(key, "") for key, _ in block) for _, block in blocks)
        pages[page.number] = ExpectedPage("\n".join(words), artifacts)
    return pages


def _by_sequence(glyphs: Iterable[Glyph]) -> tuple[dict[tuple[int, int], str], tuple[str, ...]]:
    """Return the text of each tagged sequence, and the artifacts, those that follow one another together."""
    texts: dict[tuple[int, int], str] = {}
    artifacts: list[str] = []
    for key, run in groupby(glyphs, key=_sequence):
        text = "".join(glyph.char for glyph in run)
        if key is None:
            artifacts.append(text)
        else:
            texts[key] = texts.get(key, "") + text
    return texts, tuple(artifacts)


def _sequence(glyph: Glyph) -> tuple[int, int] | None:
    """Return the marked-content sequence of a glyph; None for an artifact."""
    mark = glyph.mark
    return None if mark is None or mark.mcid is None or mark.artifact else (mark.stream, mark.mcid)


def mistake(copied: str, expected: ExpectedPage) -> str:
    """Return what is wrong with the copied text of a page, or nothing.

    Running heads and folios stand behind all else; a head of a table that is repeated may stand before its rows.
    """
    words, actual = letters(expected.words), letters(copied)
    for artifact in sorted(map(letters, expected.artifacts), key=len, reverse=True):
        if not actual.startswith(words):
            actual = actual.replace(artifact, "", 1) if actual.find(artifact) < len(words) else actual
    if not actual.startswith(words):
        nth = next((n for n, (a, b) in enumerate(zip(actual, words, strict=False)) if a != b), len(actual))
        return f"{actual[max(0, nth - 20) : nth + 20]!r} instead of {words[max(0, nth - 20) : nth + 20]!r}"
    rest = actual[len(words) :]
    if not set(rest) <= set(letters("".join(expected.artifacts))):
        return f"{rest!r} behind the text"
    apart = {*_APART.findall(expected.words), *_PAIRS.findall("".join(expected.artifacts))}  # cells of a head as well
    spaced = set(_SPACED_HAN.findall(copied)) - apart
    return f"a space in Chinese: {min(spaced)}" if spaced else ""
