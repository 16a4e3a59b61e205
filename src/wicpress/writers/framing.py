"""What concerns a bound book as a whole: the frame that its pages are put into, and where they begin."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import attrs
import pydyf

from wicpress import binder
from wicpress.config import Config, Edition
from wicpress.weasy.tags.write import Tagged
from wicpress.writers.destinations import Destinations
from wicpress.writers.finish import Facts, finish
from wicpress.writers.folios import Folio, roman
from wicpress.writers.pagemap import PageMap, PageStart
from wicpress.writers.painting import PAINTINGS, packed
from wicpress.writers.variants import VARIANTS


def frame(
    plan: binder.Plan, gathered: binder.Gathered, edition: Edition, facts: Facts, numbers: Sequence[int]
) -> binder.Frame:
    """What concerns the book as a whole, finished but for the pages."""
    pdf = pydyf.PDF()
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    finish(pdf, attrs.evolve(facts, tagged=Tagged(root, {}, gathered.kinds)), VARIANTS[edition.pdf].steps)
    packed(pdf)

    def page(name: str) -> str | None:
        place = plan.places.get(name)
        return None if place is None else facts.folios[place].text

    return binder.Frame(
        pdf=pdf,
        root=root,
        lang=gathered.lang,
        version=PAINTINGS[edition.pdf].version,
        identifier=hashlib.sha256(facts.document.encode()).hexdigest()[:32].encode(),
        numbers=numbers,
        numeral=numeral,
        describe=Destinations(gathered.titles.get, page).describe,
    )


def page_map(plan: binder.Plan, labels: Sequence[Folio], config: Config, edition: Edition) -> PageMap:
    """Where each printed page begins in the text, by its folio."""
    return PageMap(edition.name, edition.isbn or config.isbn or config.identifier, _starts(plan, labels))


def _starts(plan: binder.Plan, labels: Sequence[Folio]) -> Iterator[PageStart]:
    for nth, begins in plan.begun():
        label = labels[nth]
        if label.style:
            yield PageStart(label.text, *begins)


def numeral(style: str, number: int) -> str:
    """A number in a style of page labels."""
    if style == "D":
        return str(number)
    return roman(number).upper() if style == "R" else roman(number)
