"""What concerns a bound book as a whole: the frame that its pages are put into, and where they begin."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import attrs
import pydyf

from wicpress.config import Config, Edition
from wicpress.edition.page_labels import PageNumber, format_roman
from wicpress.edition.page_map import PageMap, PageStart
from wicpress.engine.tags.write import Tagged
from wicpress.pdf import assemble
from wicpress.pdf.link_descriptions import LinkDescriber
from wicpress.pdf.metadata import DocumentInfo, run_steps
from wicpress.pdf.paint_profiles import PAINTINGS, compress_streams
from wicpress.pdf.variants import VARIANTS


def document_frame(
    plan: assemble.PagePlan,
    gathered: assemble.SharedFonts,
    edition: Edition,
    facts: DocumentInfo,
    numbers: Sequence[int],
) -> assemble.DocumentFrame:
    """What concerns the book as a whole, finished but for the pages."""
    pdf = pydyf.PDF()
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    run_steps(pdf, attrs.evolve(facts, tagged=Tagged(root, {}, gathered.kinds)), VARIANTS[edition.pdf].steps)
    compress_streams(pdf)

    def page(name: str) -> str | None:
        place = plan.places.get(name)
        return None if place is None else facts.folios[place].text

    return assemble.DocumentFrame(
        pdf=pdf,
        root=root,
        lang=gathered.lang,
        version=PAINTINGS[edition.pdf].version,
        identifier=hashlib.sha256(facts.document.encode()).hexdigest()[:32].encode(),
        numbers=numbers,
        numeral=format_page_number,
        describe_link=LinkDescriber(gathered.titles.get, page).describe,
    )


def page_map(plan: assemble.PagePlan, labels: Sequence[PageNumber], config: Config, edition: Edition) -> PageMap:
    """Where each printed page begins in the text, by its folio."""
    return PageMap(edition.name, edition.isbn or config.isbn or config.identifier, _starts(plan, labels))


def _starts(plan: assemble.PagePlan, labels: Sequence[PageNumber]) -> Iterator[PageStart]:
    for nth, begins in plan.text_starts():
        label = labels[nth]
        if label.style:
            yield PageStart(label.text, *begins)


def format_page_number(style: str, number: int) -> str:
    """A number in a style of page labels."""
    if style == "D":
        return str(number)
    return format_roman(number).upper() if style == "R" else format_roman(number)
