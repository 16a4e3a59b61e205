"""The sections of a printed edition that are laid out by themselves: front matter, contents, chapters."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from html import unescape

import attrs

from wicpress import class_names
from wicpress.edition.page_geometry import Geometry
from wicpress.pdf.page_estimate import estimate_pages

_PAGE_REFERENCE = re.compile(rf'<span class="{class_names.PAGE_REFERENCE}" data-ref="#([^"]+)"')
_SOURCE = re.compile(r"""=\s*["'](images/[^"']+)["']""")


@attrs.frozen
class Section:
    """A part of a printed edition that opens on a recto; ``html`` is its part of the body, ``digest`` that of it.

    ``page_references`` are the ids whose page numbers it shows, ``pictures`` the files. ``places`` and ``pages`` are
    estimates made before layout: on which page of the section (from 0) each id stands, and how many pages there are.
    """

    id: str
    html: str
    digest: str
    page_references: tuple[str, ...]
    pictures: tuple[str, ...]
    places: Mapping[str, int]
    pages: int


def make_section(section_id: str, html: str, geometry: Geometry) -> Section:
    """Return the section with ``html``, on pages of ``geometry``."""
    return Section(
        section_id,
        html,
        hashlib.sha256(html.encode("utf-8", "surrogatepass")).hexdigest(),
        tuple(dict.fromkeys(_PAGE_REFERENCE.findall(html))),
        tuple(sorted({unescape(name) for name in _SOURCE.findall(html)})),
        *estimate_pages(html, geometry),
    )


def with_placeholder_digits(html: str, digits: Mapping[str, int]) -> str:
    """Return the HTML of a section with zeros in the place of the page numbers it shows."""
    return _PAGE_REFERENCE.sub(lambda match: f'{match[0]} data-page="{"0" * digits[match[1]]}"', html)
