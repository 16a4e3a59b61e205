"""What leads to elements of the structure in PDF 2.0: destinations, and references between sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

import attrs

from wicpress.fragments import Fragment

Bodies = Sequence[bytes]
_REF = re.compile(rb"/Ref\s*\[")
"""The beginning of the elements in its own fragment that an element refers to."""


@attrs.define
class StructureLinks:
    """The elements of all fragments that others lead to; ``document`` is the object of the Document element.

    ``namespaces`` are the objects of the namespaces by their names.
    """

    document: int
    namespaces: dict[str, int] = attrs.field(factory=dict)
    _elements: dict[str, int] = attrs.field(factory=dict)
    _referring: list[tuple[int, bytes, str]] = attrs.field(factory=list)

    def add_part(self, fragment: Fragment, numbers: Sequence[int], bodies: Bodies) -> Set[int]:
        """Add a fragment; return those of its objects that are written at the end, by ``elements``."""
        self.namespaces |= {name: numbers[nth] for name, nth in fragment.namespaces.items()}
        self._elements |= {name: numbers[nth] for name, nth in fragment.destinations.items()}
        self._referring += ((numbers[nth], bodies[nth], name) for nth, name in fragment.referring)
        return {nth for nth, _ in fragment.referring}

    def elements(self) -> Iterator[tuple[int, bytes]]:
        """Yield the elements that refer to other fragments (ISO 32000-2, table 355, Ref)."""
        by_element: dict[int, list[tuple[bytes, int]]] = {}
        for number, body, name in self._referring:
            by_element.setdefault(number, []).append((body, self._elements.get(name, self.document)))
        for number, each in by_element.items():
            others = b" ".join(b"%d 0 R" % other for other in dict.fromkeys(other for _, other in each))
            body, found = _REF.subn(rb"/Ref[" + others + b" ", each[0][0], count=1)
            yield number, body if found else b"%s/Ref[%s]>>" % (body.removesuffix(b">>"), others)

    def named(self, name: str, place: bytes) -> bytes:
        """Return the destination called ``name``: its ``place`` on a page and, in PDF 2.0, its element."""
        if not self.namespaces:
            return place
        return b"<<%s>>" % self._both(place, self._elements.get(name, self.document))

    def bookmark(self, place: bytes, element: int | None) -> bytes:
        """Return the entry of a bookmark with its destination."""
        if not self.namespaces:
            return b"/Dest" + place
        return b"/A<</S/GoTo%s>>" % self._both(place, element or self.document)

    @staticmethod
    def _both(place: bytes, element: int) -> bytes:
        """Return the destination on a page, and the structure destination (ISO 32000-2, 12.3.2.3)."""
        _, _, view = place.partition(b"/")
        return b"/D%s/SD[%d 0 R/%s" % (place, element, view)
