"""Page labels: the numbers that a reader's page box shows are the printed folios."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pydyf

from wicpress.edition.page_labels import PageNumber
from wicpress.pdf.metadata.facts import DocumentInfo


def page_labels(pdf: Any, facts: DocumentInfo) -> None:
    """Number the pages as they are printed."""
    if facts.folios:
        pdf.catalog["PageLabels"] = page_label_tree(facts.folios)


def page_label_tree(folios: Sequence[PageNumber]) -> Any:
    """The page labels (ISO 32000-1, 12.4.2) that say ``folios``."""
    nums = pydyf.Array()
    before: PageNumber | None = None
    for nth, label in enumerate(folios):
        goes_on = before and label.style and label.style == before.style and label.number == before.number + 1
        if not goes_on:
            entry = pydyf.Dictionary({"S": f"/{label.style}", "St": label.number} if label.style else {})
            if label.prefix:
                entry["P"] = pydyf.String(label.prefix)
            nums.extend((nth, entry))
        before = label
    return pydyf.Dictionary({"Nums": nums})
