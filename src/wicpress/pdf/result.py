"""The result of writing a PDF, and what is derived from a book's settings before layout."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from wicpress import languages as lang
from wicpress.config import FILE, Config, Edition, Typography
from wicpress.diagnostics import Diagnostic, Severity, Span, declare_kind
from wicpress.edition.page_map import PageMap
from wicpress.line_breaking.options import LineOptions
from wicpress.pdf.metadata import DocumentInfo
from wicpress.pdf.metadata.gather import attached_files, document_info
from wicpress.pdf.print_html import PrintDocument
from wicpress.pdf.variants import VARIANTS, conformance_with_attachments

NO_ATTACHMENT = declare_kind(
    "nothing_attached",
    "This kind of PDF carries no files",
    "PDF/A-1 lets no file travel inside the PDF. The edition is built without the manuscript it was to carry.",
    severity=Severity.WARNING,
    example='pdf = "accessible"\nattach = true',
)
BROKEN_LINK = declare_kind(
    "lost_link",
    "A link in the printed book leads nowhere",
    'The id that a link or a page reference leads to is on no page. An edition with `missing = "omit"` leaves out '
    "what has no translation, and may still print a link to it.",
    example='missing = "show"',
)


@attrs.frozen
class PdfResult:
    """A finished PDF: where its pages begin, its warnings, and how many pages there are.

    ``scaled`` has the pixels of pictures that were painted with fewer than they have.
    """

    pages: PageMap
    warnings: tuple[Diagnostic, ...]
    count: int = 0
    scaled: Mapping[str, tuple[tuple[int, int], ...]] = attrs.field(factory=dict)


def pdf_facts(page: PrintDocument, config: Config, edition: Edition) -> tuple[DocumentInfo, tuple[Diagnostic, ...]]:
    """Return the metadata of a PDF, and a warning where it cannot carry files. Raise ``OSError``."""
    variant = VARIANTS[edition.pdf]
    files = attached_files(config, page.paths) if edition.attach and variant.attaches else ()
    facts = attrs.evolve(
        document_info(config, edition), attachments=files, claim=conformance_with_attachments(variant, bool(files))
    )
    return facts, check_attachments(edition)


def check_attachments(edition: Edition) -> tuple[Diagnostic, ...]:
    """Return a warning where ``edition`` is to carry files and its kind of PDF cannot."""
    if "pdf" not in edition.formats or not edition.attach or VARIANTS[edition.pdf].attaches:
        return ()
    message = f"the edition `{edition.name}` carries no files"
    hint = "choose another kind with `pdf`, or take `attach` away"
    return (NO_ATTACHMENT(message, Span(FILE, edition.line, edition.line), hint=hint),)


def default_han_language(facts: DocumentInfo) -> str:
    """Return the language of Han text that names none."""
    return next((tag for tag, _ in facts.titles.by_lang if lang.is_chinese_or_japanese(tag)), "zh")


def line_options(typography: Typography) -> LineOptions:
    """Return the options of Chinese line layout that a book sets."""
    return LineOptions(
        autospace=typography.autospace,
        strictness=typography.strictness,  # type: ignore[arg-type]
        trim=typography.line_end_trim,
        hanging=typography.hanging,
        breaking=typography.breaking,  # type: ignore[arg-type]
        divisions=typography.hyphenation,
    )
