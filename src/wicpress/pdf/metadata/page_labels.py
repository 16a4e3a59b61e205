"""Page labels: the numbers that viewers show are the printed ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pydyf

from wicpress.edition.page_labels import PageNumber
from wicpress.pdf.metadata.facts import DocumentInfo


def page_labels(pdf: Any, facts: DocumentInfo) -> None:
    """Set the printed page numbers as page labels."""
    if facts.folios:
        pdf.catalog["PageLabels"] = page_label_tree(facts.folios)


def page_label_tree(folios: Sequence[PageNumber]) -> Any:
    """Return the page labels (ISO 32000-1, 12.4.2) of pages with the numbers ``folios``."""
    nums = pydyf.Array()
    previous: PageNumber | None = None
    for nth, label in enumerate(folios):
        continues = previous and label.style and label.style == previous.style and label.number == previous.number + 1
        if not continues:
            entry = pydyf.Dictionary({"S": f"/{label.style}", "St": label.number} if label.style else {})
            if label.prefix:
                entry["P"] = pydyf.String(label.prefix)
            nums.extend((nth, entry))
        previous = label
    return pydyf.Dictionary({"Nums": nums})
