"""Checks of the structure tree: types and nesting, headings, languages, alternates, tables, notes, links."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pikepdf

from wicpress.languages import script_conflict
from wicpress.proofing.pdf.check_context import A2_ONLY, BOTH, UA_1_ONLY, UA_ONLY, Check, CheckContext, Failures
from wicpress.proofing.pdf.read_errors import PDF_READ_ERRORS
from wicpress.proofing.pdf.structure import HEADINGS, Content, Element, ObjectRef
from wicpress.proofing.standards.document import LANGUAGE_TAG

_ANCHOR = re.compile(r"#[^\s，]+")
"""What WeasyPrint writes as the description of a link: the place where it leads."""
STANDARD = frozenset(
    [
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "Caption",
        "TOC",
        "TOCI",
        "Index",
        "NonStruct",
        "Private",
        "P",
        *HEADINGS,
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "THead",
        "TBody",
        "TFoot",
        "Span",
        "Quote",
        "Note",
        "Reference",
        "BibEntry",
        "Code",
        "Link",
        "Annot",
        "Ruby",
        "RB",
        "RT",
        "RP",
        "Warichu",
        "WT",
        "WP",
        "Figure",
        "Formula",
        "Form",
    ]
)  # ISO 32000-1, 14.8.4
_PARENTS = {
    "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}, "THead": {"Table"}, "TBody": {"Table"},
    "TFoot": {"Table"}, "LI": {"L"}, "LBody": {"LI"}, "TOCI": {"TOC"}, "RB": {"Ruby"}, "RT": {"Ruby"}, "RP": {"Ruby"},
    "WT": {"Warichu"}, "WP": {"Warichu"},
}  # fmt: skip
_CHILDREN = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"}, "THead": {"TR"}, "TBody": {"TR"}, "TFoot": {"TR"},
    "TR": {"TH", "TD"}, "L": {"LI", "L", "Caption"}, "LI": {"Lbl", "LBody"}, "TOC": {"TOCI", "TOC", "Caption"},
    "Ruby": {"RB", "RT", "RP"}, "Warichu": {"WT", "WP"},
}  # fmt: skip


def role_map(context: CheckContext) -> Failures:
    """Check that every type is standard or mapped to one, and no standard type is mapped."""
    roles = context.structure.role_map if context.structure else {}
    for kind in sorted(set(roles) & STANDARD):
        yield None, f"the standard type {kind} is mapped to {roles[kind]}"
    reported: set[str] = set()
    for element in context.elements:
        if element.role not in STANDARD and element.kind not in reported:
            reported.add(element.kind)
            yield context.page_of(element), f"the type {element.kind!r} is mapped to no standard type"


def tree_readable(context: CheckContext) -> Failures:
    """Check that the structure tree can be read, without loops."""
    for problem in context.structure.problems if context.structure else ():
        yield None, problem


def document_element(context: CheckContext) -> Failures:
    """Check that one Document element contains everything."""
    roots = context.structure.roots if context.structure else ()
    if context.structure and [root.role for root in roots] != ["Document"]:
        yield None, f"under the root stand {', '.join(root.role for root in roots) or 'nothing'}, not one Document"


def nesting(context: CheckContext) -> Failures:
    """Check that tables, lists, contents and ruby contain the elements that they may contain."""
    for element in context.elements:
        above = element.parent.role if element.parent else "the root"
        allowed = _PARENTS.get(element.role)
        if allowed is not None and above not in allowed:
            yield context.page_of(element), f"{element.role} stands in {above}"
        inside = _CHILDREN.get(element.role)
        if inside is None:
            continue
        for child in element.children:
            if isinstance(child, Content):
                yield context.page_of(element), f"{element.role} holds text of its own"
            elif isinstance(child, Element) and child.role not in inside and child.role not in _PARENTS:
                yield context.page_of(child), f"{child.role} stands in {element.role}"


def captions(context: CheckContext) -> Failures:
    """Check that a caption is the first or the last part of the captioned element."""
    for element in context.elements:
        roles = [child.role for child in element.children if isinstance(child, Element)]
        if element.role in {"Table", "L", "TOC", "Figure"} and "Caption" in roles[1:-1]:
            yield context.page_of(element), f"the caption of a {element.role} is neither first nor last"


def heading_order(context: CheckContext) -> Failures:
    """Check that headings begin with H1, never skip a level downward, and are all numbered or all not."""
    before = 0
    plain = [element for element in context.elements if element.role == "H"]
    numbered = [element for element in context.elements if re.fullmatch("H[1-6]", element.role)]
    if plain and numbered:
        yield context.page_of(plain[0]), "H and numbered headings are mixed"
    for element in numbered:
        level = int(element.role[1])
        if level > before + 1:
            after = f"follows H{before}" if before else "is the first heading"
            yield context.page_of(element), f"H{level} {after}"
        before = level


def empty_headings(context: CheckContext) -> Failures:
    """Check that a heading has text."""
    for element in context.elements:
        if re.fullmatch("H[1-6]?", element.role) and not _all_text(context, element).strip():
            yield context.page_of(element), f"{element.role} is empty"


def languages(context: CheckContext) -> Failures:
    """Check that every language is a BCP 47 tag, and every piece of text has one."""
    for element in context.elements:
        if element.lang and not LANGUAGE_TAG.match(element.lang):
            yield context.page_of(element), f"Lang {element.lang!r} is not a BCP 47 tag"
    without_language = {owner: None for owner, leaf in context.leaves if not owner.language}
    for owner in without_language:
        yield context.page_of(owner), f"the language of a {owner.role} cannot be determined"


def language_of_script(context: CheckContext) -> Failures:
    """Check that the language of a text matches its script; drawings and formulas are replaced by their words."""
    for element, text in context.text_by_element.items():
        around = (element, *element.path())
        is_replaced = any(each.role in {"Figure", "Formula"} and (each.alt or each.actual) for each in around)
        if not element.language or is_replaced or any(each.role == "Code" for each in around):
            continue
        if script := script_conflict(text, element.language):
            yield context.page_of(element), f"{script} text is tagged as {element.language}: {text.strip()[:30]!r}"


def alternates(context: CheckContext) -> Failures:
    """Check that figures and formulas have an alternate text, whose language is known."""
    for element in context.elements:
        if element.role not in {"Figure", "Formula"}:
            continue
        text = (element.alt or element.actual or "").strip()
        if not text:
            yield context.page_of(element), f"{element.role} has neither Alt nor ActualText"
        elif not element.language:
            yield context.page_of(element), f"the language of a {element.role}'s Alt cannot be determined"


def figure_boxes(context: CheckContext) -> Failures:
    """Check that a figure has a bounding box."""
    for element in context.elements:
        if element.role == "Figure":
            box = element.attributes.get("BBox")
            if not isinstance(box, pikepdf.Array) or len(box) != 4:
                yield context.page_of(element), "a Figure has no BBox"


def table_scopes(context: CheckContext) -> Failures:
    """Check that header cells have a scope, unless the cells refer to their headers."""
    for element in context.elements:
        if element.role != "TH":
            continue
        scope = str(element.attributes.get("Scope", ""))
        if scope not in {"/Row", "/Column", "/Both"} and not _names_headers(element):
            yield context.page_of(element), "a TH has no Scope"


def _names_headers(header: Element) -> bool:
    table = next((e for e in header.path() if e.role == "Table"), None)
    cells = [e for e in _below(table) if e.role == "TD"] if table else []
    return bool(cells) and header.ident is not None and all("Headers" in cell.attributes for cell in cells)


def table_headers(context: CheckContext) -> Failures:
    """Check that the headers of cells exist."""
    ids = {element.ident for element in context.elements if element.ident}
    for element in context.elements:
        headers = element.attributes.get("Headers")
        for name in list(headers) if isinstance(headers, pikepdf.Array) else []:
            if str(name) not in ids:
                yield (
                    context.page_of(element),
                    f"a {element.role} names the header {str(name)!r}, which does not exist",
                )


def table_regular(context: CheckContext) -> Failures:
    """Check that every row of a table has as many columns as the others."""
    for table in context.elements:
        if table.role != "Table":
            continue
        widths = _row_widths([e for e in _below(table) if e.role == "TR" and _table_of(e) is table])
        if len(set(widths)) > 1:
            yield context.page_of(table), f"the rows of a table have {', '.join(map(str, widths))} columns"


def _row_widths(rows: list[Element]) -> list[int]:
    widths: list[int] = []
    hanging: Counter[int] = Counter()  # columns that cells of earlier rows take in a row
    for index, row in enumerate(rows):
        width = hanging[index]
        for cell in (child for child in row.children if isinstance(child, Element)):
            columns, down = _span(cell, "ColSpan"), _span(cell, "RowSpan")
            width += columns
            for step in range(1, min(down, len(rows) - index)):
                hanging[index + step] += columns
        widths.append(width)
    return widths


def _span(cell: Element, key: str) -> int:
    value: Any = cell.attributes.get(key, 1)
    return max(1, int(value)) if isinstance(value, int) else 1


def _table_of(element: Element) -> Element | None:
    return next((e for e in reversed(element.path()[:-1]) if e.role == "Table"), None)


def note_ids(context: CheckContext) -> Failures:
    """Check that every note has an ID of its own."""
    ids: set[str] = set()
    for element in context.elements:
        if element.role == "Note":
            if not element.ident:
                yield context.page_of(element), "a Note has no ID"
            elif element.ident in ids:
                yield context.page_of(element), f"two Notes have the ID {element.ident!r}"
            ids.add(element.ident or "")


def id_tree(context: CheckContext) -> Failures:
    """Check that every ID is unique, and that the IDTree has its element."""
    root = context.struct_root
    tree = root.get("/IDTree") if root is not None else None
    try:
        entries = dict(pikepdf.NameTree(tree).items()) if isinstance(tree, pikepdf.Dictionary) else {}
    except PDF_READ_ERRORS:
        entries = {}
    counts = Counter(element.ident for element in context.elements if element.ident)
    for element in context.elements:
        if not element.ident:
            continue
        entry = entries.get(element.ident)
        if counts[element.ident] > 1:
            yield context.page_of(element), f"the ID {element.ident!r} is used {counts[element.ident]} times"
        elif not isinstance(entry, pikepdf.Object) or entry.objgen != element.obj.objgen:
            yield context.page_of(element), f"the IDTree does not lead from {element.ident!r} to its {element.role}"


def links_tagged(context: CheckContext) -> Failures:
    """Check that a link annotation is in a Link element, any other in an Annot or Form."""
    owners = {leaf.number: owner for owner, leaf in context.leaves if isinstance(leaf, ObjectRef)}
    for number, annotation in context.annotations():
        kind = str(annotation.get("/Subtype", "/"))[1:]
        allowed = {"Link": {"Link", "Reference"}, "Widget": {"Form"}}.get(kind, {"Annot"})
        if kind in {"PrinterMark", "Popup"} or int(annotation.get("/F", 0)) & 2:
            continue
        if kind == "Widget" and has_no_size(annotation) and context.pdf.pdf_version >= "2.0":
            continue  # an artifact (ISO 14289-2, 8.9.2.4.13)
        owner = owners.get(annotation.objgen[0])
        if owner is None or not any(element.role in allowed for element in owner.path()):
            yield number, f"a {kind} annotation is in no {' or '.join(sorted(allowed))} element"


def has_no_size(annotation: Any) -> bool:
    """Return whether the rectangle of an annotation has neither width nor height."""
    box = annotation.get("/Rect")
    return isinstance(box, pikepdf.Array) and len(box) == 4 and box[0] == box[2] and box[1] == box[3]


def link_contents(context: CheckContext) -> Failures:
    """Check that a link has a description of its target; a title may begin with ``#``, an anchor is one word."""
    for number, annotation in context.annotations():
        if annotation.get("/Subtype") != "/Link":
            continue
        text = str(annotation.get("/Contents", "")).strip()
        if not text:
            yield number, "a link has no Contents"
        elif _ANCHOR.fullmatch(text):
            yield number, f"a link's Contents is an anchor: {text!r}"


def empty_links(context: CheckContext) -> Failures:
    """Check that a Link element has both an annotation and text."""
    for element in context.elements:
        if element.role != "Link":
            continue
        below = [child for inner in [element, *_below(element)] for child in inner.children]
        if not any(isinstance(child, ObjectRef) for child in below):
            yield context.page_of(element), "a Link has no annotation"
        if not any(isinstance(child, Content) for child in below) and not element.alt:
            yield context.page_of(element), "a Link has nothing to read"


def contents_linked(context: CheckContext) -> Failures:
    """Check that entries of the contents are TOCI with a Reference or Link that can be followed."""
    for element in context.elements:
        if element.role == "TOCI" and not any(e.role in {"Reference", "Link", "TOC"} for e in _below(element)):
            yield context.page_of(element), "a TOCI has no Reference"


def list_items(context: CheckContext) -> Failures:
    """Check that a list item has a body."""
    for element in context.elements:
        children = [child for child in element.children if isinstance(child, Element)]
        if element.role == "LI" and not any(child.role == "LBody" for child in children):
            yield context.page_of(element), "an LI has no LBody"


def _below(element: Element | None) -> list[Element]:
    elements: list[Element] = []
    waiting = [element] if element else []
    while waiting:
        inside = [child for child in waiting.pop().children if isinstance(child, Element)]
        elements += inside
        waiting += inside
    return elements


def _all_text(context: CheckContext, element: Element) -> str:
    return "".join(
        context.text_by_element.get(e, "") + (e.actual or e.alt or "") for e in [element, *_below(element)]
    )


CHECKS = (
    Check(
        "role_map",
        "Matterhorn 02-001, 02-003, 02-004; ISO 14289-1, 7.1; ISO 19005-2, 6.7.3.4",
        (*UA_1_ONLY, *A2_ONLY),
        role_map,
    ),
    Check("tree_readable", "ISO 32000-1, 14.7.2", BOTH, tree_readable),
    Check(
        "document_element", "ISO 32000-1, 14.8.4.2; ISO 14289-1, 7.1; ISO 14289-2, 8.2.5.2", UA_ONLY, document_element
    ),
    Check("nesting", "Matterhorn 09-004 to 09-008; ISO 32000-1, 14.8.4", UA_ONLY, nesting),
    Check("captions", "ISO 32000-1, 14.8.4.3.4; ISO 14289-1, 7.3; ISO 14289-2, 8.2.5.27", UA_ONLY, captions),
    Check("heading_order", "Matterhorn 14-002, 14-003, 14-007; ISO 14289-1, 7.4.2", UA_ONLY, heading_order),
    Check("empty_headings", "ISO 14289-1, 7.4.1", UA_ONLY, empty_headings),
    Check(
        "languages", "Matterhorn 11-001; ISO 14289-1, 7.2; ISO 19005-2, 6.7.4; ISO 14289-2, 8.4.4", BOTH, languages
    ),
    Check("language_of_script", "Matterhorn 11-001; ISO 14289-1, 7.2", UA_ONLY, language_of_script),
    Check(
        "alternates",
        "Matterhorn 13-004, 17-002, 11-002; ISO 14289-1, 7.3; ISO 19005-2, 6.7.5; ISO 14289-2, 8.2.5.28.2",
        BOTH,
        alternates,
    ),
    Check("figure_boxes", "ISO 32000-1, 14.8.5.4.3", UA_ONLY, figure_boxes),
    Check("table_scopes", "Matterhorn 15-003; ISO 14289-1, 7.5; ISO 14289-2, 8.2.5.26", UA_ONLY, table_scopes),
    Check("table_headers", "ISO 32000-1, 14.8.5.7; ISO 14289-1, 7.5; ISO 14289-2, 8.2.5.26", UA_ONLY, table_headers),
    Check("table_regular", "ISO 14289-1, 7.5; ISO 14289-2, 8.2.5.26", UA_ONLY, table_regular),
    Check("note_ids", "Matterhorn 19-003, 19-004; ISO 14289-1, 7.9", UA_1_ONLY, note_ids),
    Check("id_tree", "ISO 32000-1, 14.7.2", UA_ONLY, id_tree),
    Check(
        "links_tagged",
        "Matterhorn 28-002, 28-010, 28-011; ISO 14289-1, 7.18.1, 7.18.5; ISO 14289-2, 8.2.5.20",
        UA_ONLY,
        links_tagged,
    ),
    Check("link_contents", "Matterhorn 28-012; ISO 14289-1, 7.18.5", UA_ONLY, link_contents),
    Check("empty_links", "ISO 32000-1, 14.8.4.4.2", UA_ONLY, empty_links),
    Check(
        "contents_linked", "ISO 32000-1, 14.8.4.2; Matterhorn 09-006; ISO 14289-2, 8.2.5.8", UA_ONLY, contents_linked
    ),
    Check("list_items", "Matterhorn 09-005; ISO 14289-1, 7.6; ISO 14289-2, 8.2.5.25", UA_ONLY, list_items),
)
