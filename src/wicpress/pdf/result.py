"""The result of writing a PDF, and what is derived from a book's settings before layout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.config import FILE, Config, Edition, Typography
from wicpress.diagnostics import Diagnostic, Severity, Span, declare_kind
from wicpress.edition.page_labels import PageNumber
from wicpress.edition.page_map import PageMap
from wicpress.fragments import PageInfo
from wicpress.line_breaking.options import LineOptions
from wicpress.pdf.metadata import DocumentInfo
from wicpress.pdf.metadata.gather import attached_files, document_info
from wicpress.pdf.print_html import PrintDocument
from wicpress.pdf.variants import VARIANTS

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


SHORT_PAGES = declare_kind(
    "short_pages",
    "Many pages end early",
    "Where a figure or a table does not fit on a page, the page ends above it. Up to 3 pages in 100 may so end above "
    "55 % of their height; those before a chapter, a full-page figure or another forced break are not counted.",
    example='figures = "near"',
    severity=Severity.NOTICE,
)
KEEP_TOO_HIGH = declare_kind(
    "keep_too_high",
    "Blocks that stay together do not fit on a page",
    "What stands between `::: keep` and `:::` is set on one page. Where a page has no room for all of it, also below "
    "a title at its head, it is divided like other text.",
    example="::: keep\nWords.\n\n- an item\n:::",
    severity=Severity.WARNING,
)
CROWDED_MARGIN = declare_kind(
    "crowded_margin",
    "A note finds no room in the margin",
    "A side note stands beside its line, a note in the head margin above its page, and what finds no room there goes "
    "on in the margin of the next page. A note that finds none up to the end of its chapter stands at the foot, and "
    "so does one that is called on a landscape page.",
    example="{.side}\n[^name]: A few words.",
    severity=Severity.NOTICE,
)
MOST_SHORT = 0.03
"""The share of pages that may end early; one always may."""
_SHOWN = 12
_WAY_OUT = 'let figures move with `figures = "near"`, or make them smaller'


@attrs.frozen
class PdfResult:
    """A finished PDF: where its pages begin, its warnings, and how many pages there are.

    ``scaled`` has the pixels of pictures that were painted with fewer than they have. ``short`` are the pages, from
    1, that end early although the text goes on, of the ``numbered`` pages of the text. ``divided`` are the ids of
    blocks that were to stand on one page, ``at_foot`` those of notes that found no room in their margins.
    """

    pages: PageMap
    warnings: tuple[Diagnostic, ...]
    count: int = 0
    scaled: Mapping[str, tuple[tuple[int, int], ...]] = attrs.field(factory=dict)
    short: tuple[int, ...] = ()
    numbered: int = 0
    divided: tuple[str, ...] = ()
    at_foot: tuple[str, ...] = ()


def pdf_facts(page: PrintDocument, config: Config, edition: Edition) -> tuple[DocumentInfo, tuple[Diagnostic, ...]]:
    """Return the metadata of a PDF, and a warning where it cannot carry files. Raise ``OSError``."""
    variant = VARIANTS[edition.pdf]
    files = attached_files(config, page.paths) if edition.attach and variant.attaches else ()
    return attrs.evolve(document_info(config, edition), attachments=files), check_attachments(edition)


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


def short_pages(pages: Iterable[PageInfo], labels: Sequence[PageNumber]) -> tuple[tuple[int, ...], int]:
    """Return the pages, from 1, that end early although the text goes on, and how many the text has."""
    numbered = [(nth, page) for nth, page in enumerate(pages, 1) if labels[nth - 1].style == "D" and not page.blank]
    return tuple(nth for nth, page in numbered if page.is_short), len(numbered)


def short_pages_notice(short: Sequence[int], numbered: int, edition: Edition) -> tuple[Diagnostic, ...]:
    """Return a notice where more pages end early than may."""
    if len(short) < 2 or len(short) <= MOST_SHORT * numbered:
        return ()
    shown = ", ".join(map(str, short[:_SHOWN])) + (", …" if len(short) > _SHOWN else "")
    message = f"{len(short)} of {numbered} pages end above 55 % of their height: {shown} of the file"
    span = Span(FILE, edition.line, edition.line)
    return (SHORT_PAGES(message, span, hint=_WAY_OUT),)


def keep_warnings(pdf: PdfResult, book: m.Book, edition: Edition) -> tuple[Diagnostic, ...]:
    """Return a warning for all blocks that were to stand on one page, and do not."""
    nodes = (node for chapter in book.chapters for node in m.iter_nodes(chapter) if pdf.divided)
    spans = {node.id: node.span for node in nodes if isinstance(node, m.KeepTogether)}
    message = f"what is to stand on one page does not fit on one of the edition `{edition.name}`"
    hint = "leave blocks out of `::: keep`, or shorten them"
    return tuple(KEEP_TOO_HIGH(message, spans[each], hint=hint, block=each) for each in pdf.divided if each in spans)


def crowded_margins(pdf: PdfResult, book: m.Book, edition: Edition) -> tuple[Diagnostic, ...]:
    """Return a notice for each note that found no room in its margin."""
    notes = {note.id: note for chapter in book.chapters for note in chapter.notes} if pdf.at_foot else {}
    message = f"the margin has no room for this note, which stands at the foot in the edition `{edition.name}`"
    hint = "shorten the notes of its chapter, or take `.{0}` away"
    found = (notes[name] for name in (_in_manuscript(each, notes) for each in pdf.at_foot) if name)
    spans = {
        note: next((side.span for node in m.walk([note]) for side in m.translations_of(node)), None) for note in found
    }
    return tuple(
        CROWDED_MARGIN(message, span, hint=hint.format(note.place), block=note.id) for note, span in spans.items()
    )


def _in_manuscript(name: str, notes: Mapping[str, m.Footnote]) -> str:
    """Return the id that a note has in the manuscript: where languages count their own, others have it with a tag."""
    return next((each for each in (name, name.rpartition(".")[0]) if each in notes), "")
