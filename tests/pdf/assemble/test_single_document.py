"""A book that needs a single document is laid out as one; figures that are not tabular are an error."""

from __future__ import annotations

import io
from pathlib import Path

import attrs
import pikepdf
import pydyf
import pytest

from support import feature_book
from support.feature_book import Typeset
from support.pdf_builds import build_incrementally
from wicpress.diagnostics import WicpressError
from wicpress.pdf.incremental import LayoutContext, NeedsSingleDocument, write_edition
from wicpress.pdf.layout_jobs import defer_page_references, single_document_reason
from wicpress.pdf.sections import with_placeholders
from wicpress.pdf.single_document import with_whole_end

BUNDLED = {
    "styles/text.css": "p { color: red }\n@page :blank { }",
    "styles/folios.css": "a { content: counter(page) }",
}


def with_style(page: object, name: str, style: str) -> object:
    """Return a page with a rule added to one of its style sheets."""
    texts = dict(page.texts)  # type: ignore[attr-defined]
    texts[name] += style
    return attrs.evolve(page, texts=texts)  # type: ignore[type-var]


def test_proportional_figures_are_an_error(set_type: Typeset, context: LayoutContext, tmp_path: Path) -> None:
    """A page number whose width depends on its digits is reported."""
    page, config, edition = set_type(feature_book.write(tmp_path / "book", chapters=3), "bilingual")
    page = with_style(
        page, "styles/matter.css", ".page-reference::before { font-variant-numeric: proportional-nums }"
    )
    with pytest.raises(WicpressError) as caught:
        build_incrementally(page, config, edition, context)  # type: ignore[arg-type]
    assert {each.code for each in caught.value.diagnostics} == {"figures_not_tabular"}


def test_missing_target_is_an_error(set_type: Typeset, context: LayoutContext, tmp_path: Path) -> None:
    """A link to a target that is on no page is reported."""
    page, config, edition = set_type(feature_book.write(tmp_path / "book", chapters=3), "bilingual")
    page = attrs.evolve(page, units=page.units[:-1])
    with pytest.raises(WicpressError) as caught:
        build_incrementally(page, config, edition, context)
    assert [each.code for each in caught.value.diagnostics] == ["lost_link"]


def test_folio_that_is_more_than_a_number(set_type: Typeset, context: LayoutContext, tmp_path: Path) -> None:
    """A page number with text around it is written later; one with the number of pages needs a single document."""
    page, config, edition = set_type(feature_book.write(tmp_path / "book", chapters=3), "bilingual")
    plain = "@page :left { @bottom-left-corner { content: '- ' counter(page) ' -' } }"
    assert build_incrementally(with_style(page, "styles/folios.css", plain), config, edition, context).count  # type: ignore[arg-type]
    count = "@page :left { @bottom-left-corner { content: counter(page) '/' counter(pages) } }"
    counted = with_style(page, "styles/folios.css", count)
    with pytest.raises(NeedsSingleDocument):
        build_incrementally(counted, config, edition, context)  # type: ignore[arg-type]
    pdf = write_edition(counted, config, edition, context, io.BytesIO())  # type: ignore[arg-type]
    assert [(each.code, "counter(" in each.message) for each in pdf.warnings] == [("single_document", True)]


@pytest.mark.parametrize(
    ("name", "line", "across"),
    [
        ("styles/text.css", "p { color: blue }", False),
        ("styles/text.css", "p { counter-increment: paragraph }", True),
        ("styles/text.css", "section:nth-of-type(2) { color: blue }", True),
        ("styles/folios.css", "b { content: counter(page) }", False),
        ("styles/folios.css", "b { content: counter(pages) }", True),
        ("styles/own/more.css", "a::after { content: target-text(attr(href)) }", True),
        (
            "styles/own/more.css",
            ".page-reference::before { content: 'p. ' target-counter(attr(data-ref url), page) }",
            False,
        ),
    ],
)
def test_styles_that_need_a_single_document(name: str, line: str, across: bool) -> None:
    """Only rules that are not in the bundled style sheets can require a single document."""
    texts = {**BUNDLED, name: BUNDLED.get(name, "") + "\n" + line}
    reason = single_document_reason(texts, BUNDLED)
    assert (name in reason, bool(reason)) == (across, across)


def test_page_references_have_placeholders() -> None:
    """A page reference has as many zeros as its number has digits, and CSS shows them."""
    html = '<span class="page-reference" data-ref="#c2"></span>'
    assert (
        with_placeholders(html, {"c2": "000"})
        == '<span class="page-reference" data-ref="#c2" data-page="000"></span>'
    )
    style = "x { content: target-counter(attr(data-ref url), page) }"
    assert defer_page_references({"a": style}) == {"a": "x { content: attr(data-page) }"}


@pytest.mark.parametrize("compress", [False, True])
def test_data_that_end_in_cr(compress: bool) -> None:
    """CR LF parts such data from the keyword behind them, and the stream is as long as it says."""
    data = next(
        each
        for number in range(10000, 100000)
        if pydyf.Stream([each := b"%d\r" % number], compress=compress).data.endswith(b"\r\nendstream")
    )
    pdf = pydyf.PDF()
    stream = pydyf.Stream([data], compress=compress)
    pdf.add_object(stream)
    pdf.objects[:] = map(with_whole_end, pdf.objects)
    file = io.BytesIO()
    pdf.write(file)
    assert b"\r\r\nendstream" in file.getvalue()
    with pikepdf.open(file) as read:
        (found,) = (each for each in read.objects if isinstance(each, pikepdf.Stream))
        assert found.read_bytes().removesuffix(b"\n") == data
