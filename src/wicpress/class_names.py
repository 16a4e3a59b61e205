"""The names of CSS classes: the one list with which templates, style sheets and code agree.

Templates and style sheets write a name out; a test proves that they know the names listed here and no others. Code
takes a name from here and never writes it again.
"""

from __future__ import annotations

from typing import Final

# ------------------------------------------------------------------------------- names that code uses

HAN: Final = "han"
"""Text in a language written with Han characters; any other text is ``LATIN``."""
LATIN: Final = "latin"
PAIR: Final = "pair"
"""A block with its translations."""
EMPTY: Final = "empty"
"""The column of a missing translation."""
MARKER: Final = "marker"
"""The number or bullet before the text of a list item."""
CELL: Final = "cell"
"""A column of a parallel edition; a cell of a vertical title."""
NESTED: Final = "nested"
"""The blocks inside a list item, below its own text."""
LABEL: Final = "label"
"""What a notice is called: Note, Tip, …."""
RUN_IN_HEADING: Final = "run-in-heading"
"""A heading at the head of the first line of a paragraph."""
BLOCK_STEP: Final = "block-step"
"""A block off the baseline grid, whose height is rounded up to whole lines (``block-step``, CSS Rhythmic Sizing)."""
UNBROKEN: Final = "unbroken"
"""Headings of an e-book, with a figure or table right below them, which stand on one page."""
BESIDE: Final = "beside"
"""Figures that stand beside each other."""
TABULAR: Final = "tabular"
CAPTION: Final = "caption"
CODE_LINE: Final = "code-line"
CODE_WORDS: Final = "code-words"
LINE_NUMBER: Final = "line-number"
CODE_KEYWORD: Final = "code-keyword"
CODE_STRING: Final = "code-string"
CODE_NUMBER: Final = "code-number"
CODE_NAME: Final = "code-name"
CODE_COMMENT: Final = "code-comment"
CODE_INSERTED: Final = "code-inserted"
CODE_DELETED: Final = "code-deleted"
TERM: Final = "term"
PICTURE: Final = "picture"
"""A picture in a row of a figure, or alone in a cell."""
INLINE: Final = "inline"
"""A picture in a line of text."""
NOTE: Final = "note"
SIDE_NOTE: Final = "side-note"
"""A note in the outer margin of a printed page."""
HEAD_NOTE: Final = "head-note"
"""A note above the text of a printed page."""
CALL: Final = "call"
"""The call of a note."""
BACK: Final = "back"
"""What leads from a printed note back to a call after the first, or from the entry of a source to a citation."""
NEXT_CALL: Final = "next-call"
"""A note, or a call, right behind another call: a gap parts the two numbers."""
SIGN: Final = "sign"
"""A note, or a call, whose mark is a circled digit or a symbol."""
ENDNOTE: Final = "endnote"
"""A note that stands behind the text."""
INNER_NOTE: Final = "inner-note"
"""A printed note that only other notes call: it stands behind the first of them, without a call in the text."""
THEMATIC_BREAK: Final = "thematic-break"
NO_BREAK: Final = "no-break"
"""The last character before the call of a note, and the call; the number of a verse, and the first character behind
it: no line break comes between them."""
PASSAGE: Final = "passage"
"""The raised number of a verse in prose, or of a passage of a classic."""
SOURCE_PAGE: Final = "source-page"
"""The number of a page of the source edition, in the margin beside the line in which it begins."""
CITATION: Final = "citation"
"""A citation, to which a bibliography leads back."""
SOURCE_ENTRY: Final = "source-entry"
"""The words of an entry in a bibliography."""
SOURCE_LABEL: Final = "source-label"
"""The number of such an entry."""
REFERENCES: Final = "references"
"""The list of the entries in a bibliography."""
INDEX_MARK: Final = "index-mark"
"""Words whose place the index or a glossary names."""
INDEX_HEAD: Final = "index-head"
"""The words of an entry in an index to which another refers."""
WORDS_WITH_ID: Final = frozenset({CITATION, INDEX_HEAD, INDEX_MARK})
"""Words that others lead to, of which no block has the id."""
TERM_USE: Final = "term-use"
"""Words that lead to the entry of their term in a glossary."""
LOCATORS: Final = "locators"
"""Where the numbers of the pages of an entry in the index are left open."""
LOCATOR: Final = "locator"
"""One of these numbers, which leads to the words."""
PAGES: Final = "pages"
"""Where the numbers of pages in a reference to several places are left open."""
HAS_READINGS: Final = "has-readings"
"""Text with readings above its words, whose lines stand further apart."""
UNBROKEN_WORDS: Final = "unbroken-words"
"""Words that stand on one line, as the author asks."""
LONG_KEY: Final = "long-key"
"""The name of a key, or of several, that is too long for one line."""
WITH_MARKS: Final = "with-marks"
"""Such words together with the marks and calls beside them."""
INTERLINEAR: Final = "interlinear"
"""A note in two lines of half the size within a Chinese line, and the brackets around it."""
INTERLINEAR_BRACKET: Final = "interlinear-bracket"
INTERLINEAR_WORDS: Final = "interlinear-words"
"""The words of such a note, without its brackets."""
BRACKETED: Final = "bracketed"
"""The same note in text of another script: words in brackets, in smaller type."""
FORMULA: Final = "formula"
DRAWING: Final = "formula-drawing"
"""A drawing of a formula in print, or of a part of it that stays on one line."""
EQUATION: Final = "equation"
"""A formula in a line of its own, with its number."""
KEEP_TOGETHER: Final = "keep-together"
"""Around blocks that stay on one page, as the author asks."""
UNDIVIDED: Final = "undivided"
"""A word that no line of an e-book may divide, as the book says."""
NUMBER: Final = "number"
NUMERAL: Final = "numeral"
"""The number of a chapter where the chapter opens."""
PAGE_REFERENCE: Final = "page-reference"
ROMAN: Final = "roman"
"""The printed number of the page on which the target of a reference stands."""
TEXT_COMBINE_UPRIGHT: Final = "text-combine-upright"
"""Characters set side by side, upright, in a vertical line (the CSS property of that name)."""
UNPRINTED: Final = "unprinted"
"""What the contents of an e-book have and the printed contents have not."""

TITLE: Final = "title"
VERTICAL_TITLE: Final = "vertical-title"
"""The title that runs down the cover and the title page, one cell a character."""
BOOK_TITLE: Final = "book-title"
SUBTITLE: Final = "subtitle"
AUTHOR: Final = "author"
AFFILIATION: Final = "affiliation"
SERIES: Final = "series"
ORCID: Final = "orcid"
PUBLISHER: Final = "publisher"
IMPRINT: Final = "imprint"
SERIES_PAGE: Final = "series-page"
"""The page of the series, which an e-book has on the title page."""
DRAFT: Final = "draft"
"""The line on the title page of an e-book that says that the book is a draft."""
CONTENTS: Final = "contents"

LANDSCAPE: Final = "landscape"
"""A table or figure on a page that is turned, with the headings right above it; the name of its pages in CSS."""
CONTINUED: Final = "continued"
"""The row that names a table above its head on each page on which it goes on."""
WITH_PICTURES: Final = "with-pictures"
"""A table in which pictures stand alone in cells, and take the width of their columns."""
SIZED: Final = "sized"
"""A table whose columns are no narrower than their longest words."""
TIGHT: Final = "tight"
"""A table with half the space between its columns."""
SMALL: Final = "small"
"""A table in smaller type, with half the space between its columns."""
SMALLEST: Final = "smallest"
"""A table in the smallest type, with half the space between its columns."""
FIXED: Final = "fixed"
"""A table with fixed column widths, in which long words are divided."""

HORIZONTAL: Final = "horizontal"
"""On ``html`` of an e-book: lines run across; with ``VERTICAL`` they run downwards."""
VERTICAL: Final = "vertical"
EMPHASIS_DOTS: Final = "emphasis-dots"
"""On ``body`` of an e-book: Chinese emphasis has dots."""
NO_AUTOSPACE: Final = "no-autospace"
"""On ``body`` of an e-book: no space between Han and Latin characters."""
HANGING: Final = "hanging"
"""On ``body`` of an e-book: punctuation may hang at the end of a line."""
JUSTIFIED: Final = "justified"
"""On ``body`` of an e-book: text in a Latin script is justified."""
LANGUAGES: Final = "languages-"
"""On the root of a document, before a number: how many languages the edition shows."""
IN_COLUMNS: Final = "in-columns"
"""On the root of a printed document: each language has a column."""
LED_BY: Final = "led-by-"
"""On ``body`` of an e-book, before ``HAN`` or ``LATIN``: the script of the leading language."""
DOCUMENT: Final = "-document"
"""On ``body`` of an e-book, after ``cover``, ``chapter``, …: what the file holds."""

# ----------------------------------------------------------------- names in templates and sheets alone

COLUMN: Final = "column-"
"""Before a number: what is in the first language, the second, …."""
HEADING_LEVEL: Final = "h"
"""Before a number: a heading of that level."""
ENTRY_LEVEL: Final = "level-"
"""Before a number: an entry in the printed contents of a heading of that level, below sections."""

PAIRS: Final = frozenset(
    {
        "lead",  # text in the leading language
        "follow",  # text in any other
        "mostly-latin",  # text in Chinese or Japanese with hardly a character of it
        "short",  # a pair of a few lines, whole on one screen, and never alone on the last page of a chapter
        "missing-mark",  # the first block of a run without translation; a ring is drawn
        "missing-mark-key",  # the ring that the imprint explains
        "missing-lead",  # the leading language is missing
        "missing-follow",  # another language is missing
        "fallback",  # text in another language than the edition's, where its own is missing
        "languages",  # the languages of a heading, a term or a caption
        "shared",  # what all languages share, across the columns
        "number-line",  # the number in words of a part or chapter, above its title
    }
)
"""Of translations and of what is missing."""

BLOCKS: Final = frozenset(
    {
        "heading", "run-in", "opening", "list", "numbered", "item", "numbered-item", "bullet", "definitions",
        "check-box", "notice-title", "verse-range",
        "quote", "verse", "numbered-verse", "verse-number", "line", "notice", "wide", "figure", "pictures", "long",
        "right", "center", "joined", "table-notes", "listing", "captioned", "file-name", "like-heading", "one-item",
        "attribution", "signature", "page-break", "rows", "full-page", "description", "goes-on", "open",
        "merged", "index", "index-group", "index-letter", "index-entries", "index-entry", "index-see",
        "bibliography", "glossary", "glossary-pages",
        "equation-body", "equation-number",
    }
)  # fmt: skip
"""Of the kinds of block. ``pictures``: a row of pictures in a figure; ``rows``: a figure with pictures below each
other; ``like-heading``: a paragraph of nothing but strong words; ``one-item``: a list of one item;
``description``: the long one of a picture, in an e-book;
``full-page``: a figure that has a page of its own; ``goes-on``: a table that may go on over pages;
``attribution``: the source of a quotation, ranged right; ``signature``: what signs a text, ranged right;
``wide``: a label too long for the margin; ``captioned``: code with a caption or the ``file-name``;
``long``: a table, row, title, number; ``joined``: a row into which a cell of one above reaches, in print also another
that stays with that above; ``open``: a row whose last column such a cell takes;
``merged``: a head in an e-book in which a cell covers several rows."""

PARTS: Final = frozenset(
    {
        "interleaved", "parallel", "single", "cover", "title-page", "part", "chapter", "text", "notes", "opens-book",
        "half-title", "after-half-title",
        "running-head", "verso", "recto", "reduced", "opens-page", "runs-on", "has-text",
        "front-matter", "dedication", "epigraph",
    }
)  # fmt: skip
"""Of the layout and the parts of a book. ``opens-page``: a chapter opens on any page; ``runs-on``: below other text;
``reduced``: the text begins with a section, whose title is smaller."""

COVERS: Final = frozenset({"background", "horizontal-titles", "column", "turned", "first", "stacked", "year"})
"""Of the cover and the title page. ``first``: the first subtitle; ``stacked``: publishers on a line each."""

ENTRIES: Final = frozenset(
    {
        "contents-title", "list-of-captions", "row", "part-row", "chapter-row", "section", "leader-line", "no-leader",
        "entry-text", "part-line", "chapter-line", "section-line", "mark",
    }
)  # fmt: skip
"""Of the contents: those of a print have rows, those of an e-book lines. ``mark``: the number of a section."""

# ---------------------------------------------------------------------------------------- former names

RENAMED: Final[dict[str, str]] = {
    "across": "horizontal-titles",
    "axis": "heading",
    **{f"c{number}": f"{COLUMN}{number}" for number in range(1, 10)},
    **{f"columns-{number}": f"{LANGUAGES}{number}" for number in range(1, 10)},
    "dot": "bullet",
    "dots": EMPHASIS_DOTS,
    "down": VERTICAL_TITLE,
    "folio": PAGE_REFERENCE,
    "ground": "background",
    "head": "contents-title",
    "inside": NESTED,
    "lacks-follow": "missing-follow",
    "lacks-lead": "missing-lead",
    "lead-line": "leader-line",
    "mk": MARKER,
    "n": NUMBER,
    "nb": NO_BREAK,
    "num": "numbered-item",
    "pageref": PAGE_REFERENCE,
    "pause": "thematic-break",
    "ring": "missing-mark",
    "ring-key": "missing-mark-key",
    "running": "running-head",
    "solid": NO_AUTOSPACE,
    "stand-in": "fallback",
    "step": BLOCK_STEP,
    "t": TITLE,
    "tcy": TEXT_COMBINE_UPRIGHT,
    "two": "languages",
    "void": EMPTY,
    "western": "mostly-latin",
    "words": "entry-text",
    "words-alone": "no-leader",
}
"""Former names with those that took their place: a book's own style sheets may still use them."""
