"""The sections of a printed edition that are laid out by themselves: front matter, contents, chapters."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from html import unescape

import attrs
from markupsafe import Markup

from wicpress import class_names
from wicpress.edition.imprint.counts import has_counts, with_counts
from wicpress.edition.index.page_numbers import Page, has_open_numbers, with_numbers
from wicpress.edition.page_geometry import Geometry
from wicpress.edition.references.pages import has_open_pages, with_pages
from wicpress.pdf.page_estimate import estimate_pages

_PAGE_REFERENCE = re.compile(
    rf'<(?:span|a) class="{class_names.PAGE_REFERENCE}(?: {class_names.ROMAN})?(?: {class_names.LOCATOR})?"'
    r' data-ref="#([^"]+)"'
)
_ID = re.compile(r'\bid="([^"]+)"')
_SOURCE = re.compile(r"""=\s*["'](images/[^"']+)["']""")


@attrs.frozen
class Section:
    """A part of a printed edition that begins with a page; ``html`` is its part of the body, ``digest`` that of it.

    It is a ``run`` of several chapters where these run on. ``start`` is ``recto``, or ``page`` where it begins on
    whichever page comes next. The pages of chapters in the front matter have Roman numbers.

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
    start: str = "recto"
    run: tuple[str, ...] = ()
    is_front_matter: bool = False

    @property
    def ids(self) -> Iterator[str]:
        """The ids in the section."""
        return (match[1] for match in _ID.finditer(self.html))


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


def join_sections(sections: Sequence[Section]) -> Section:
    """Return one section with chapters that run on; it has the id and the start of the first."""
    first = sections[0]
    if len(sections) == 1:
        return first
    places: dict[str, int] = {}
    pages = 0
    for each in sections:
        places |= {name: pages + page for name, page in each.places.items()}
        pages += each.pages
    return attrs.evolve(
        first,
        html="".join(each.html for each in sections),
        digest=hashlib.sha256("".join(each.digest for each in sections).encode()).hexdigest(),
        page_references=tuple(dict.fromkeys(name for each in sections for name in each.page_references)),
        pictures=tuple(sorted({name for each in sections for name in each.pictures})),
        places=places,
        pages=pages,
        run=tuple(each.id for each in sections),
    )


def with_roman_numbers(section: Section, roman: Collection[str]) -> Section:
    """Return a section whose references to pages of front matter, where the ids ``roman`` stand, are marked."""
    if not set(section.page_references).intersection(roman):
        return section

    def mark(match: re.Match[str]) -> str:
        name = class_names.PAGE_REFERENCE
        return match[0].replace(name, f"{name} {class_names.ROMAN}", 1) if match[1] in roman else match[0]

    html = _PAGE_REFERENCE.sub(mark, section.html)
    return attrs.evolve(section, html=html, digest=hashlib.sha256(html.encode("utf-8", "surrogatepass")).hexdigest())


def with_page_count(section: Section, pages: int) -> Section:
    """Return a section with what its imprint counts in a book of so many pages; one that counts nothing as it is."""
    if not has_counts(section.html):
        return section
    html = with_counts(section.html, pages)
    return attrs.evolve(section, html=html, digest=hashlib.sha256(html.encode("utf-8", "surrogatepass")).hexdigest())


def with_index(section: Section, pages: Mapping[str, Page]) -> Section:
    """Return a section with the page numbers of its index, and of references to several pages; any other as it is.

    ``pages`` are those of the ids on them.
    """
    if not has_open_numbers(section.html) and not has_open_pages(section.html):
        return section
    html = with_pages(with_numbers(section.html, pages, _locator), pages, _page_number)
    return attrs.evolve(
        section,
        html=html,
        digest=hashlib.sha256(html.encode("utf-8", "surrogatepass")).hexdigest(),
        page_references=tuple(dict.fromkeys(_PAGE_REFERENCE.findall(html))),
    )


def _locator(target: str, page: Page) -> Markup:
    """Return a page number of an index, which leads to its place."""
    roman = class_names.ROMAN if page.numeral == "r" else ""
    names = " ".join(filter(None, (class_names.PAGE_REFERENCE, roman, class_names.LOCATOR)))
    return page_link(target, names)


def _page_number(target: str, page: Page) -> Markup:
    """Return a page number of a reference to several pages."""
    names = f"{class_names.PAGE_REFERENCE} {class_names.ROMAN}" if page.numeral == "r" else class_names.PAGE_REFERENCE
    return page_link(target, names)


def page_link(target: str, names: str) -> Markup:
    """Return a link to a place, with classes, that CSS fills with the number of its page."""
    return Markup('<a class="{}" data-ref="#{}" href="#{}"></a>').format(names, target, target)


def with_placeholders(html: str, numbers: Mapping[str, str]) -> str:
    """Return the HTML of a section with placeholders for the page numbers it shows: zeros, or a Roman number."""
    return _PAGE_REFERENCE.sub(lambda match: f'{match[0]} data-page="{numbers[match[1]]}"', html)
