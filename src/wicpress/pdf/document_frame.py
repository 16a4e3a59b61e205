"""What concerns an assembled book as a whole: catalog, metadata and page labels, and where its pages begin."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import attrs
import pydyf

from wicpress.config import Config, Edition
from wicpress.edition.page_labels import PageNumber
from wicpress.edition.page_map import PageMap, PageStart
from wicpress.engine.tags.write import Tagged
from wicpress.numerals import format_roman
from wicpress.pdf.assemble import DocumentFrame, PagePlan, SharedFonts
from wicpress.pdf.link_descriptions import LinkDescriber
from wicpress.pdf.metadata import DocumentInfo, run_steps
from wicpress.pdf.paint_profiles import PAINTINGS, compress_streams
from wicpress.pdf.variants import VARIANTS, conformance_with_attachments


def document_frame(
    plan: PagePlan, fonts: SharedFonts, edition: Edition, info: DocumentInfo, numbers: Sequence[int]
) -> DocumentFrame:
    """Return the frame that the pages of ``plan`` are put into; ``numbers`` are the numbers of its pages."""
    pdf = pydyf.PDF()
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    variant = VARIANTS[edition.pdf]
    has_files = bool(info.attachments) or any(fragment.files for fragment in plan.fragments)
    claim = conformance_with_attachments(variant, has_files)
    run_steps(pdf, attrs.evolve(info, tagged=Tagged(root, {}, fonts.structure_types), claim=claim), variant.steps)
    compress_streams(pdf)
    titles = {name: words for fragment in plan.fragments for name, words in fragment.titles.items()}

    def page_label(name: str) -> str | None:
        page = plan.places.get(name)
        return None if page is None else info.folios[page].text

    return DocumentFrame(
        pdf=pdf,
        root=root,
        lang=fonts.lang,
        version=PAINTINGS[edition.pdf].version,
        identifier=hashlib.sha256(info.document.encode()).hexdigest()[:32].encode(),
        numbers=numbers,
        format_number=format_page_number,
        describe_link=LinkDescriber(titles.get, page_label).describe,
    )


def page_map(plan: PagePlan, labels: Sequence[PageNumber], config: Config, edition: Edition) -> PageMap:
    """Return where each printed page begins in the text, by its page label."""
    starts = (PageStart(labels[nth].text, *start) for nth, start in plan.text_starts() if labels[nth].style)
    moved = tuple(each for fragment in plan.fragments for each in fragment.moved)
    return PageMap(edition.name, edition.isbn or config.isbn or config.identifier, starts, moved)


def format_page_number(style: str, number: int) -> str:
    """Return a number in a style of page labels (ISO 32000-1, 12.4.2)."""
    if style == "D":
        return str(number)
    return format_roman(number) if style == "R" else format_roman(number).lower()
