"""Document types and entities of XML files of an e-book (EPUB 3.3, 3.9): they define nothing and load nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from lxml import etree

_EXTERNAL: Final = frozenset({
    "-//W3C//DTD SVG 1.1//EN", "-//W3C//DTD MathML 3.0//EN", "-//NISO//DTD ncx 2005-1//EN",
})  # fmt: skip
"""The public identifiers that an e-book may have (EPUB 3.3, appendix B); no reading system loads them."""


class _StopError(Exception):
    """Raised at the first element: what comes before it is known."""


def doctype_problems(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield line and message of what the document type of an XML file defines or loads."""
    problems: list[tuple[int, str]] = []
    parser = expat.ParserCreate()

    def begin(_name: str, system: str | None, public: str | None, has_internal_subset: int) -> None:
        if has_internal_subset:
            problems.append((parser.CurrentLineNumber, "the document type defines entities or elements of its own"))
        if (system or public) and public not in _EXTERNAL and system != "about:legacy-compat":
            problems.append((parser.CurrentLineNumber, f"the document type is in another file, {system or public}"))

    def stop(*_: object) -> None:
        raise _StopError

    parser.StartDoctypeDeclHandler = begin
    parser.StartElementHandler = parser.EndDoctypeDeclHandler = stop
    parser.EntityDeclHandler = stop  # the problem is known, and its entities are of no use
    # a file that is not well-formed is named by another check
    with contextlib.suppress(_StopError, expat.ExpatError, ValueError, LookupError):
        parser.Parse(data, True)
    yield from problems


def entity_problems(root: etree._Element) -> Iterator[tuple[int, str]]:
    """Yield line and message of each entity that XML does not have by itself."""
    for entity in root.iter(etree.Entity):
        parent = entity.getparent()
        line = parent.sourceline if parent is not None and parent.sourceline else 1
        yield line, f"the entity {entity.text} is not declared in XML"
