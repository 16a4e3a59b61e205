"""Any markup: every word is in the structure tree once, in order, and the tree is valid."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from weasyprint import HTML
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from support.structure_tree import STYLE, tagged
from wicpress.proofing.pdf.check_context import read_context
from wicpress.proofing.pdf.document import open_pdf
from wicpress.proofing.pdf.structure import reading_runs
from wicpress.proofing.standards.content import (
    missing_content,
    orphan_content,
    parent_tree,
    parents_linked,
    unmarked_content,
)
from wicpress.proofing.standards.structure_tree import heading_order, nesting, tree_readable

INLINE = ("em", "strong", "code", "span", "b", "q", 'span lang="zh"', 'span lang="fr"', 'a href="#x"')
BLOCKS = ("p", "div", "section", "blockquote", "h1", "h3", "h6", "aside", 'div class="pair"', 'p lang="zh"', "pre")
STYLES = ("", "position: absolute", "float: left", "opacity: .5", "display: flex", "columns: 2", "break-before: page")
CSS = "ul, ol { list-style: none } p { hyphens: auto }"

words = st.sampled_from(["alpha", "汉字", "well-known", "1,000", "internationalisation", "“quoted”", "a b"])


def element(tag: str, inside: str, style: str = "") -> str:
    """Return an element; ``tag`` may have attributes."""
    name, *_ = tag.split()
    return f'<{tag} style="{style}">{inside}</{name}>' if style else f"<{tag}>{inside}</{name}>"


lines = st.recursive(
    words,
    lambda inner: st.builds(element, st.sampled_from(INLINE), st.lists(inner, min_size=1, max_size=3).map(" ".join)),
    max_leaves=5,
)
items = st.lists(lines, min_size=1, max_size=3)
lists = st.builds(
    lambda tag, texts: f"<{tag}>" + "".join(f"<li>{text}</li>" for text in texts) + f"</{tag}>",
    st.sampled_from(["ul", "ol"]),
    items,
)
tables = st.integers(1, 3).flatmap(
    lambda width: st.builds(
        lambda rows: (
            "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in rows) + "</table>"
        ),
        st.lists(st.lists(words, min_size=width, max_size=width), min_size=1, max_size=20),
    )
)
blocks = st.recursive(
    st.one_of(st.builds(element, st.sampled_from(BLOCKS), lines, st.sampled_from(STYLES)), lists, tables),
    lambda inner: st.builds(
        element,
        st.sampled_from(["div", "section", "blockquote", "aside"]),
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.sampled_from(STYLES),
    ),
    max_leaves=6,
)
CHECKS = (
    unmarked_content, orphan_content, missing_content, parent_tree, parents_linked, tree_readable, nesting,
    heading_order,
)  # fmt: skip


def laid_out_text(html: str) -> str:
    """Return the text of all text boxes but those in margins; an element that goes on over a page is continued."""
    parts: dict[Any, list[Any]] = {}

    def add(box: Any, parent: list[Any]) -> None:
        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        if isinstance(box, boxes.TextBox):
            parent.append(box.text)
        elif not isinstance(box, boxes.MarginBox):
            if box.element not in parts:
                parent.append(parts.setdefault(box.element, []))
            for child in box.children:
                add(child, parts[box.element])

    document = HTML(string=f'<!doctype html><html lang="en"><style>{STYLE}{CSS}</style><body>{html}').render()
    pages: list[Any] = []
    for page in document.pages:
        add(page._page_box, pages)
    return "".join(flattened(pages))


def flattened(parts: list[Any]) -> Iterator[str]:
    """Yield the texts of nested lists."""
    for part in parts:
        yield from [part] if isinstance(part, str) else flattened(part)


def plain(text: str) -> str:
    """Return a text without spaces and without the hyphens of divided words."""
    return re.sub("[\\s\u00ad\u2010]", "", text)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # each example is a document: shrinking takes minutes
)
@given(st.lists(blocks, min_size=1, max_size=4).map("".join))
def test_every_word_is_read_once(body: str) -> None:
    """The text of the tree is that of the pages, in the same order, and no check of the tree fails."""
    html = f'<p id="x">x</p>{body}'
    data = tagged(html, CSS)
    with open_pdf(data) as document:  # type: ignore[union-attr]
        tree_text = "".join(run.text for run in reading_runs(document))
        subject = read_context(document, data)
        failures = [(check.__name__, failure) for check in CHECKS for failure in check(subject)]
    assert plain(tree_text) == plain(laid_out_text(html))
    assert failures == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
