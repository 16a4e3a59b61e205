"""The structure type of each HTML element: by a table, for some elements by their class and place."""

from __future__ import annotations

from typing import Any, Final

from wicpress import class_names

NO_ROLE: Final = ""
"""The element has no structure element of its own: its content belongs to the one around it."""
ARTIFACT: Final = "Artifact"
"""The element is decoration, which assistive technology skips."""

STANDARD: Final[dict[str, str]] = {
    "a": "Link",
    "article": "Art",
    "aside": "Aside",
    "blockquote": "BlockQuote",
    "caption": "Caption",
    "code": "Code",
    "dd": "LBody",
    "del": "Span",
    "dl": "L",
    "dt": "Lbl",
    "em": "Em",
    "figcaption": "Caption",
    "figure": "Div",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
    "hr": ARTIFACT,
    "img": "Figure",
    "kbd": "Code",
    "li": "LI",
    "main": "Sect",
    "mark": "Span",
    "nav": "Sect",
    "ol": "L",
    "p": "P",
    "pre": "P",
    "q": "Quote",
    "rb": "RB",
    "rp": "RP",
    "rt": "RT",
    "ruby": "Ruby",
    "samp": "Code",
    "section": "Sect",
    "strong": "Strong",
    "sub": "Span",
    "sup": "Span",
    "table": "Table",
    "tbody": "TBody",
    "td": "TD",
    "tfoot": "TFoot",
    "th": "TH",
    "thead": "THead",
    "tr": "TR",
    "u": "Span",
    "ul": "L",
    "{http://www.w3.org/2000/svg}svg": "Figure",
}
"""ISO 32000-1, 14.8.4, and the types of PDF 2.0 in ``ROLE_MAP``."""

STYLED: Final[dict[str, dict[str, Any]]] = {
    "del": {"TextDecorationType": "/LineThrough"},
    "kbd": {"BorderStyle": "/Solid"},
    "mark": {"BackgroundColor": [0.9, 0.9, 0.9]},
    "sub": {"BaselineShift": -1},
    "sup": {"BaselineShift": 1},
    "u": {"TextDecorationType": "/Underline"},
}
"""The layout attributes that tell styled text apart (ISO 32000-1, 14.8.5.4); shifts are in em of its own size."""

SPANS: Final[dict[str, str]] = {
    "blockquote": "BlockQuote",
    "cell": "TD",
    "columnheader": "TH",
    "doc-footnote": "Note",
    "list": "L",
    "listitem": "LI",
    "note": "Note",
    "row": "TR",
    "rowheader": "TH",
    "table": "Table",
}
"""The types of spans by their role: a note stands inside a paragraph, where HTML has no other element for them."""

INTERLINEAR: Final[dict[str, str]] = {
    class_names.INTERLINEAR: "Warichu",
    class_names.INTERLINEAR_BRACKET: "WP",
    class_names.INTERLINEAR_WORDS: "WT",
}
"""The types of spans by their class: a note in two lines, its brackets, its words (ISO 32000-1, 14.8.4.4.3)."""

ROLE_MAP: Final[dict[str, str]] = {"Aside": "Div", "Em": "Span", "FENote": "Note", "Strong": "Span", "Title": "P"}
"""Types that PDF 1.7 does not have, each with the standard type it maps to.

In PDF 2.0 they are standard; there the map is for readers that do not know namespaces.
"""

BLOCKS: Final = frozenset({"address", "details", "div", "fieldset", "footer", "form", "header", "hgroup", "summary"})
"""HTML elements without a type of their own that contain blocks."""

HEADINGS: Final = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})

HOLDS_TEXT: Final = HEADINGS | {
    "BibEntry", "Caption", "Code", "Em", "Figure", "LBody", "Lbl", "Link", "Note", "P", "Quote", "RB", "RP", "RT",
    "Reference", "Span", "Strong", "TD", "TH", "Title", "WP", "WT",
}  # fmt: skip
"""Types that may contain text directly; text in any other gets a paragraph of its own."""

IN_LINE: Final = frozenset(
    {"BibEntry", "Code", "Em", "Formula", "Link", "Quote", "Reference", "Ruby", "Span", "Strong", "Warichu"}
)
"""Types that are part of a line of text, so that they too need a paragraph around them."""

FLOWS: Final = frozenset(
    {"Art", "Aside", "BlockQuote", "Caption", "Document", "LBody", "Note", "Part", "Sect", "TD", "TH"}
)
"""Types that a note may be in, after the block that calls it."""

NUMBERING: Final[dict[str, str]] = {"ol": "/Decimal", "ul": "/Disc", "dl": "/None", "span": "/None"}
"""How the items of a list are numbered (ISO 32000-1, table 347; required by PDF/UA-1, 7.6)."""


def numbering(element: Any) -> str:
    """Return how the items of a list are numbered; those of a bibliography without numbers have no mark."""
    is_unnumbered = element.tag == "ul" and class_names.REFERENCES in classes(element)
    return NUMBERING["dl" if is_unnumbered else element.tag]


def classes(element: Any) -> list[str]:
    """Return the classes of an element."""
    return (element.get("class") or "").split()


def role(element: Any, lang: str) -> str:
    """Return the structure type of an element inside text of language ``lang``.

    ``NO_ROLE`` where the element has none of its own; ``ARTIFACT`` where it is decoration.
    """
    tag, names = element.tag, classes(element)
    kind = STANDARD.get(tag, NO_ROLE)
    if tag == "section" and element.get("role") == "doc-index":
        kind = "Index"
    elif tag == "span":
        kind = _span(element, names, lang)
    elif element.get("aria-hidden") == "true" or element.get("role") == "presentation":
        kind = ARTIFACT
    elif tag == "div":
        kind = _div(element, names, lang)
    elif tag == "p" and not {class_names.TITLE, class_names.VERTICAL_TITLE}.isdisjoint(names):
        kind = "Title"
    elif tag == "a" and not element.get("href"):
        kind = NO_ROLE
    elif tag == "img" and not element.get("alt"):
        kind = ARTIFACT
    return kind


_SPAN_CLASSES: Final = {
    class_names.CITATION: "Reference",
    class_names.FORMULA: "Formula",
    class_names.MARKER: "Lbl",
    class_names.SOURCE_ENTRY: "BibEntry",
    class_names.SOURCE_LABEL: "Lbl",
    class_names.SOURCE_PAGE: "Span",
    class_names.INDEX_HEAD: "Span",
    class_names.INDEX_MARK: "Span",  # destinations of PDF 2.0 lead to it
}


def _span(element: Any, names: list[str], lang: str) -> str:
    of_class = next((_SPAN_CLASSES[name] for name in names if name in _SPAN_CLASSES), "")
    if kind := of_class or SPANS.get(element.get("role") or ""):
        return kind
    if kind := next((INTERLINEAR[name] for name in names if name in INTERLINEAR), ""):
        return kind
    if element.get("aria-hidden") == "true":
        return ARTIFACT
    own = element.get("lang")
    return "Span" if own and own != lang else NO_ROLE


def _div(element: Any, names: list[str], lang: str) -> str:
    """Return the type of a ``div``: a pair of blocks is a group, and so is a column of another language."""
    if class_names.NESTED in names:
        return "LBody"
    if element.get("role") == "doc-endnote":
        return "Note"
    if class_names.PAIR in names:
        return "Div" if sum(class_names.EMPTY not in classes(child) for child in element) > 1 else NO_ROLE
    own = element.get("lang")
    return "Div" if own and own != lang else NO_ROLE
