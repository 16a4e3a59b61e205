"""Checks of page content against the structure tree: marks, ParentTree, artifacts, images, annotations."""

from __future__ import annotations

from typing import Any

import pikepdf

from wicpress.proofing.pdf.check_context import A24_ONLY, A_ONLY, BOTH, UA_ONLY, Check, CheckContext, Failures
from wicpress.proofing.pdf.structure import Content, ObjectRef
from wicpress.proofing.standards.document import intent_spaces

_BLENDS = frozenset(
    [
        "/Normal",
        "/Compatible",
        "/Multiply",
        "/Screen",
        "/Overlay",
        "/Darken",
        "/Lighten",
        "/ColorDodge",
        "/ColorBurn",
        "/HardLight",
        "/SoftLight",
        "/Difference",
        "/Exclusion",
        "/Hue",
        "/Saturation",
        "/Color",
        "/Luminosity",
    ]
)
_ANNOTATIONS = frozenset(
    [
        "/Text",
        "/Link",
        "/FreeText",
        "/Line",
        "/Square",
        "/Circle",
        "/Polygon",
        "/PolyLine",
        "/Highlight",
        "/Underline",
        "/Squiggly",
        "/StrikeOut",
        "/Stamp",
        "/Caret",
        "/Ink",
        "/Popup",
        "/FileAttachment",
        "/Widget",
        "/PrinterMark",
        "/TrapNet",
        "/Watermark",
        "/Redact",
    ]
)
_HIDDEN = 1 | 2 | 32 | 256  # Invisible, Hidden, NoView, ToggleNoView
_PRINT = 4


def unmarked_content(context: CheckContext) -> Failures:
    """Check that everything painted is tagged or an artifact."""
    for page in context.marks:
        for what, count in sorted(page.unmarked.items()):
            yield page.number, f"{what} painted {count} times outside any mark"


def crossed_marks(context: CheckContext) -> Failures:
    """Check that no artifact is inside tagged content, and no tagged content inside an artifact."""
    for page in context.marks:
        if page.artifact_in_tagged:
            yield page.number, "an artifact stands inside tagged content"
        if page.tagged_in_artifact:
            yield page.number, "tagged content stands inside an artifact"


def balanced_marks(context: CheckContext) -> Failures:
    """Check that marked content that begins also ends, on the same page and in the same form."""
    for page in context.marks:
        if page.unbalanced:
            yield page.number, "marked content begins and does not end, or ends and did not begin"


def orphan_content(context: CheckContext) -> Failures:
    """Check that every marked sequence of a page is in the tree once."""
    placed: dict[tuple[int, int, int], int] = {}
    for _, leaf in context.leaves:
        if isinstance(leaf, Content):
            key = context.numbers.get(leaf.page, 0), leaf.stream, leaf.mcid
            placed[key] = placed.get(key, 0) + 1
    for page in context.marks:
        for (stream, mcid), count in sorted(page.mcids.items()):
            times = placed.get((page.number, stream, mcid), 0)
            if times != 1:
                yield page.number, f"MCID {mcid} is {'in no element' if not times else f'in {times} elements'}"
            if count > 1 and not stream:
                yield page.number, f"MCID {mcid} is used {count} times"


def missing_content(context: CheckContext) -> Failures:
    """Check that content in the tree is on a page."""
    used = {page.number: page.mcids for page in context.marks}
    for owner, leaf in context.leaves:
        number = context.numbers.get(leaf.page)
        if number is None:
            yield None, f"a {owner.role} names content of no page"
        elif isinstance(leaf, Content) and (leaf.stream, leaf.mcid) not in used[number]:
            yield number, f"a {owner.role} names MCID {leaf.mcid}, which the page does not have"


def parent_tree(context: CheckContext) -> Failures:
    """Check that the parent tree connects every marked sequence and annotation with its element."""
    tree = context.parent_tree
    for owner, leaf in context.leaves:
        number = context.numbers.get(leaf.page)
        if number is None:
            continue
        if isinstance(leaf, Content):
            holder: Any = context.document.sheets[number - 1].obj
            if leaf.stream:
                holder = context.marks[number - 1].forms.get(leaf.stream)
            key = holder.get("/StructParents") if holder is not None else None
            row = tree.get(int(key)) if isinstance(key, int) else None
            entry = row[leaf.mcid] if isinstance(row, pikepdf.Array) and 0 <= leaf.mcid < len(row) else None
            what = f"MCID {leaf.mcid}"
        else:
            key = leaf.obj.get("/StructParent") if isinstance(leaf.obj, pikepdf.Dictionary) else None
            entry = tree.get(int(key)) if isinstance(key, int) else None
            what = "an annotation"
        if not isinstance(entry, pikepdf.Object) or entry.objgen != owner.obj.objgen:
            yield number, f"the ParentTree does not lead from {what} to its {owner.role}"


def parents_linked(context: CheckContext) -> Failures:
    """Check that every element refers to its parent element."""
    root = context.struct_root
    for element in context.elements:
        above = element.parent.obj if element.parent else root
        parent = element.obj.get("/P")
        if not isinstance(parent, pikepdf.Object) or parent.objgen != above.objgen:
            yield context.page_of(element), f"the P of a {element.role} is not its parent element"


def artifact_types(context: CheckContext) -> Failures:
    """Check that artifacts have a type: Pagination for what repeats on pages, Layout for drawings."""
    for page in context.marks:
        if page.artifact_types[""]:
            yield page.number, f"{page.artifact_types['']} artifacts have no type"


def interpolate(context: CheckContext) -> Failures:
    """Check that no image is interpolated, has alternates or an OPI dictionary."""
    for page in context.marks:
        for image in page.images:
            if bool(image.get("/Interpolate", image.get("/I", False))):
                yield page.number, "an image has Interpolate true"
            for key in ("/Alternates", "/OPI"):
                if key in image:
                    yield page.number, f"an image has {key[1:]}"


def transparency(context: CheckContext) -> Failures:
    """Check that blend modes are standard, and that transparent pages have a blending colour space."""
    intents = intent_spaces(context)
    for page in context.marks:
        transparent = False
        for state in page.states:
            blend = state.get("/BM", "/Normal")
            modes = [str(mode) for mode in blend] if isinstance(blend, pikepdf.Array) else [str(blend)]
            for mode in modes:
                if mode not in _BLENDS:
                    yield page.number, f"the blend mode {mode[1:]} is no standard one"
            opaque = float(state.get("/ca", 1)) == 1 and float(state.get("/CA", 1)) == 1
            mask = state.get("/SMask", "/None")
            transparent |= not opaque or set(modes) - {"/Normal", "/Compatible"} != set() or mask != "/None"
            for key in ("/TR", "/HTP"):
                if key in state:
                    yield page.number, f"a graphics state has {key[1:]}"
        transparent |= any("/SMask" in image for image in page.images)
        group = context.document.sheets[page.number - 1].obj.get("/Group")
        space = group.get("/CS") if isinstance(group, pikepdf.Dictionary) else None
        if transparent and not intents and space is None:
            yield page.number, "the page is transparent and there is no colour space to blend in"


def annotation_flags(context: CheckContext) -> Failures:
    """Check that annotations are of permitted types, are printed and not hidden."""
    for number, annotation in context.annotations():
        kind = str(annotation.get("/Subtype"))
        if kind not in _ANNOTATIONS:
            yield number, f"annotations of type {kind[1:]} are forbidden"
        if kind == "/Popup":
            continue
        flags = annotation.get("/F")
        if flags is None:
            yield number, f"a {kind[1:]} annotation has no flags (F)"
        elif not int(flags) & _PRINT or int(flags) & _HIDDEN:
            yield number, f"a {kind[1:]} annotation is hidden or not printed"


def annotation_appearances(context: CheckContext) -> Failures:
    """Check that visible annotations have an appearance."""
    for number, annotation in context.annotations():
        kind = str(annotation.get("/Subtype"))
        box = annotation.get("/Rect")
        empty = isinstance(box, pikepdf.Array) and len(box) == 4 and (box[0] == box[2] or box[1] == box[3])
        if kind not in {"/Popup", "/Link"} and not empty and "/AP" not in annotation:
            yield number, f"a {kind[1:]} annotation has no appearance"


def annotation_parents(context: CheckContext) -> Failures:
    """Check that annotations in the tree have a StructParent."""
    tagged = {leaf.number for _, leaf in context.leaves if isinstance(leaf, ObjectRef)}
    for number, annotation in context.annotations():
        if annotation.objgen[0] in tagged and "/StructParent" not in annotation:
            yield number, "an annotation of the tree has no StructParent"


CHECKS = (
    Check("unmarked_content", "Matterhorn 01-005; ISO 14289-1, 7.1; ISO 14289-2, 8.2.2", BOTH, unmarked_content),
    Check("crossed_marks", "Matterhorn 01-003, 01-004; ISO 14289-1, 7.1", UA_ONLY, crossed_marks),
    Check("balanced_marks", "ISO 32000-1, 14.6.1", BOTH, balanced_marks),
    Check("orphan_content", "Matterhorn 01-005; ISO 32000-1, 14.7.4", BOTH, orphan_content),
    Check("missing_content", "ISO 32000-1, 14.7.4.2", BOTH, missing_content),
    Check("parent_tree", "ISO 32000-1, 14.7.4.4", BOTH, parent_tree),
    Check("parents_linked", "ISO 32000-1, 14.7.2; ISO 14289-2, 8.2.1", BOTH, parents_linked),
    Check("artifact_types", "ISO 32000-1, 14.8.2.2.2", UA_ONLY, artifact_types),
    Check("interpolate", "ISO 19005-2, 6.2.8; ISO 19005-1, 6.2.4; ISO 19005-4, 6.2.7.1", A_ONLY, interpolate),
    Check("transparency", "ISO 19005-2, 6.2.10, 6.2.5; ISO 19005-4, 6.2.5, 6.2.9", A24_ONLY, transparency),
    Check(
        "annotation_flags",
        "ISO 19005-2, 6.3.1, 6.3.2; ISO 19005-1, 6.5.2, 6.5.3; ISO 19005-4, 6.3.1, 6.3.2",
        A_ONLY,
        annotation_flags,
    ),
    Check(
        "annotation_appearances",
        "ISO 19005-2, 6.3.3; ISO 19005-1, 6.5.3, 6.9; ISO 19005-4, 6.3.3",
        A_ONLY,
        annotation_appearances,
    ),
    Check("annotation_parents", "Matterhorn 28-011; ISO 32000-1, 14.7.4.4", UA_ONLY, annotation_parents),
)
