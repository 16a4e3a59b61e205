"""Reports values of the imprint page that disagree with the book."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wicpress.config import FILE, Config
from wicpress.diagnostics import Diagnostic, Severity, Span, declare_kind
from wicpress.model import Book
from wicpress.system.folder import LeadsOutError, NoFileError, open_beneath

IMPRINT_DISAGREES = declare_kind(
    "imprint_disagrees",
    "A value of the imprint page disagrees with the book",
    "Libraries and bookshops catalogue a book by its imprint page. Its format is that of a printed edition, and "
    "the ISBN in its CIP data that of the book or of one of its editions.",
    example='page = "A5"\n\n[imprint]\nformat = "148毫米×210毫米 1/32"',
    severity=Severity.WARNING,
)
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:毫米|mm)?\s*[×xX*]\s*(\d+(?:\.\d+)?)\s*(?:毫米|mm)", re.IGNORECASE)
_ISBN = re.compile(r"97[89][-\s\d]{10,14}\d")
_LENGTHS = re.compile(r"([\d.]+)(mm|cm|in|pt) ([\d.]+)(mm|cm|in|pt)")
_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}
_NAMED = {"a3": (297, 420), "a4": (210, 297), "a5": (148, 210), "a6": (105, 148), "b4": (250, 353), "b5": (176, 250)}
_NEAR = 1.5
"""So many mm may a format differ from its page: publishers round, and name the sheet before it is cut."""


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report a format that no printed edition has, and an ISBN that neither the book nor an edition has."""
    fields = dict(config.imprint_fields)
    pages = [page for each in config.editions if "pdf" in each.formats and (page := _page(each.page))]
    for text in dict.fromkeys(text for _, text in fields["format"].by_lang) if "format" in fields else ():
        size = _SIZE.search(text)
        if size and pages and not any(_is_near((float(size[1]), float(size[2])), page) for page in pages):
            shown = ", ".join(f"{width:g} × {height:g} mm" for width, height in dict.fromkeys(pages))
            message = f"the format is `{text}`, the printed pages are {shown}"
            yield IMPRINT_DISAGREES(message, _line(config, "format"), hint="correct the format, or the `page`")
    isbns = {re.sub(r"[-\s]", "", each) for each in (config.isbn, *(each.isbn for each in config.editions)) if each}
    for text in dict.fromkeys(text for _, text in fields["cip"].by_lang) if "cip" in fields and isbns else ():
        for match in _ISBN.finditer(text):
            if re.sub(r"[-\s]", "", match[0]) not in isbns:
                message = f"the CIP data have the ISBN {match[0]}, which neither the book nor an edition has"
                yield IMPRINT_DISAGREES(message, _line(config, "cip"), hint="compare both with the agency's letter")


def _page(page: str) -> tuple[float, float] | None:
    """Return width and height of a page in mm; None for a size that is not known here."""
    name, _, orientation = page.lower().partition(" ")
    if name in _NAMED:
        width, height = _NAMED[name]
        return (height, width) if orientation == "landscape" else (width, height)
    lengths = _LENGTHS.fullmatch(page.lower())
    return (float(lengths[1]) * _MM[lengths[2]], float(lengths[3]) * _MM[lengths[4]]) if lengths else None


def _is_near(size: tuple[float, float], page: tuple[float, float]) -> bool:
    return all(abs(one - other) <= _NEAR for one, other in zip(size, page, strict=True))


def _line(config: Config, key: str) -> Span:
    """Return the place of a key below ``[imprint]`` in ``book.toml``."""
    try:
        with open_beneath(config.root, FILE) as file:
            lines = file.read().decode("utf-8-sig", "replace").splitlines()
    except (OSError, LeadsOutError, NoFileError):
        lines = []
    table = next((nth for nth, line in enumerate(lines) if re.match(r"\s*\[\s*imprint\s*\]", line)), 0)
    number = next((nth for nth in range(table, len(lines)) if re.match(rf"\s*{key}\s*=", lines[nth])), 0) + 1
    return Span(FILE, number, number)
