"""The parts of a printed edition that are laid by themselves: cast off, known by their sums, their HTML aside."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Set
from functools import partial
from html import unescape

import attrs

from wicpress import class_names
from wicpress.cache.build_cache import BuildCache, Codec
from wicpress.edition.page_geometry import Geometry
from wicpress.pdf.page_estimate import estimate_pages

_REFERENCE = re.compile(rf'<span class="{class_names.PAGE_REFERENCE}" data-ref="#([^"]+)"')
_SOURCE = re.compile(r"""=\s*["'](images/[^"']+)["']""")


@attrs.frozen
class SectionInfo:
    """What there is to know of a part before it is laid.

    ``sum`` and ``length`` are those of its HTML; ``refs`` are the places whose page numbers it asks for, ``pictures``
    the files that it shows. ``places`` and ``pages`` are how it was cast off: on which page of it (from 0) each id
    may stand, and how many pages it may fill.
    """

    digest: str
    length: int
    page_references: tuple[str, ...]
    pictures: tuple[str, ...]
    places: Mapping[str, int]
    pages: int


@attrs.frozen
class Section:
    """A part of a printed edition that opens on a recto and can be laid by itself: its id, what is known of it."""

    id: str
    info: SectionInfo
    load: Callable[[], str] = attrs.field(eq=False, repr=False)

    @property
    def html(self) -> str:
        """Its part of the body."""
        return self.load()


_CASTS = Codec(SectionInfo)
_HTML = Codec()


@attrs.frozen
class SectionBuilder:
    """Casts off the parts of an edition; what ``memory`` keeps of them is not held.

    ``shape`` is that of their pages. Of the places of a part those are kept at hand that some part ``asked`` for.
    """

    memory: BuildCache
    shape: Geometry
    referenced: Set[str]

    def unit(self, id: str, html: str) -> Section:
        """A part that is set anew each time."""
        return Section(id, analyse_section(html, self.shape), lambda: html)

    def cached_section(self, id: str, key: str, make: Callable[[], str]) -> Section:
        """A part that need not be set again while ``key`` is the same; under no key it always is."""
        known = self.memory.get(key, _CASTS)
        if not isinstance(known, SectionInfo):
            html = make()
            known = analyse_section(html, self.shape)
            self.memory.put(key, _CASTS, known)
            if not self.memory.put(self._aside(known.digest), _HTML, html):
                return Section(id, self._slim(known), lambda: html)
        return Section(id, self._slim(known), partial(self._brought, self._aside(known.digest), make))

    def _brought(self, key: str, make: Callable[[], str]) -> str:
        return self.memory.get_or_compute(key, _HTML, make)

    def _slim(self, info: SectionInfo) -> SectionInfo:
        return attrs.evolve(info, places={id: page for id, page in info.places.items() if id in self.referenced})

    def _aside(self, digest: str) -> str:
        return self.memory.key("html", digest)


def analyse_section(html: str, shape: Geometry) -> SectionInfo:
    """What there is to know of the HTML of a part, on pages of ``shape``."""
    places, pages = estimate_pages(html, shape)
    return SectionInfo(
        hashlib.sha256(html.encode("utf-8", "surrogatepass")).hexdigest(),
        len(html),
        references(html),
        tuple(sorted({unescape(name) for name in _SOURCE.findall(html)})),
        places,
        pages,
    )


def references(html: str) -> tuple[str, ...]:
    """The names of the places whose page numbers a part asks for."""
    return tuple(dict.fromkeys(_REFERENCE.findall(html)))


def with_placeholder_digits(html: str, digits: Mapping[str, int]) -> str:
    """The HTML of a part with noughts in the place of the page numbers it asks for."""
    return _REFERENCE.sub(lambda found: f'{found[0]} data-page="{"0" * digits[found[1]]}"', html)
