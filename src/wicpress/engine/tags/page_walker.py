"""Walks the boxes of a page before it is painted, and assigns each to a structure element or to the artifacts."""

from __future__ import annotations

from typing import Any

import attrs
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from wicpress import class_names
from wicpress.engine.lines.inline_tree import GAP
from wicpress.engine.tags.roles import STYLED, classes
from wicpress.engine.tags.text_follower import INLINE, NO_ENDING, Ending, TextFollower
from wicpress.engine.tags.tree import LinkAnnotation, MarkedSequence, Node, back_name
from wicpress.engine.tags.tree_builder import PAGINATION, Context, TreeBuilder


@attrs.define(eq=False)
class GeneratedLink:
    """A link that is not in the manuscript: from a note's call to the note, and back.

    ``target`` is the name of the destination, ``back`` is True for the link from the note to its call.
    """

    box: Any
    anchor: LinkAnnotation
    target: str
    lang: str
    back: bool


@attrs.define(eq=False)
class PageTags:
    """The place of each box of a page in the structure tree.

    ``marked`` are text and pictures of an element; ``artifacts`` the others, with their property lists; ``endings``
    how text ends where it needs a space or has a hyphen; ``areas`` the link of each box, by ``id``;
    ``generated_links`` the links to notes and back; ``calls`` the names of new destinations with their boxes.
    """

    page: int
    marked: dict[Any, tuple[Node, MarkedSequence]] = attrs.field(factory=dict)
    artifacts: dict[Any, str] = attrs.field(factory=dict)
    endings: dict[Any, Ending] = attrs.field(factory=dict)
    areas: dict[int, tuple[LinkAnnotation, Node]] = attrs.field(factory=dict)
    generated_links: list[GeneratedLink] = attrs.field(factory=list)
    calls: list[tuple[str, Any]] = attrs.field(factory=list)


class PageWalker:
    """Assigns the boxes of a document to structure elements, page by page in order.

    ``bookmarked`` are the elements of the bookmarks, in their order; None for an artifact. ``calls`` are the calls of
    notes by the names of their destinations. ``root`` is the HTML element of the document.
    """

    def __init__(self, lang: str, han: str = "zh", root: Any = None) -> None:
        self.builder = TreeBuilder(lang, han)
        self._follower = TextFollower(root)
        self._tags = PageTags(0)
        self._line: Any = None
        self._last_text: Any = None
        self._anchors: dict[tuple[Node, int], LinkAnnotation] = {}
        self.bookmarked: list[Node | None] = []
        self.calls: dict[str, Node] = {}

    def page(self, page_box: Any, number: int) -> PageTags:
        """Return the tags of page ``number`` (from 0), whose box is laid out."""
        self._tags, self._line, self._last_text = PageTags(number), None, None
        self._anchors.clear()
        root = self.builder.root
        self._children(page_box, Context(None, root, root.lang))
        return self._tags

    # ------------------------------------------------------------------------------- boxes

    def _visit(self, box: Any, place: Context) -> None:
        if isinstance(box, boxes.TextBox):
            self._tag_text(box, place)
        elif isinstance(box, AbsolutePlaceholder):
            self._out_of_line(box, place)
        elif isinstance(box, boxes.MarginBox):
            self._children(box, attrs.evolve(place, artifact=_margin_box_properties(box)))
        elif isinstance(box, boxes.LineBox) or hasattr(box, "_wicpress_half"):
            line, self._line = self._line, box
            self._children(box, place)
            self._line = line
        else:
            self._tag_element(box, place)

    def _children(self, box: Any, place: Context) -> None:
        for child in box.children:
            self._visit(child, place)

    def _out_of_line(self, placeholder: Any, place: Context) -> None:
        """Visit an absolutely positioned box, and end the text before it with a space."""
        before, element = self._last_text, placeholder._box.element
        self._visit(placeholder._box, place)
        if element is not None and element is not place.element and element.tag in INLINE:
            self._gap_after(before)

    def _tag_element(self, box: Any, place: Context) -> None:
        element = box.element
        pseudo = box.element_tag.partition("::")[2] if box.element_tag else ""
        if pseudo == "footnote-call" and not place.artifact:
            self._tag_call(box, place)
            return
        if pseudo in {"footnote-marker", "marker"} and not place.artifact:
            self._tag_marker(box, place, pseudo)
            return
        if element is not None and element is not place.element and not place.artifact:
            if class_names.CONTINUED in classes(element):
                box.children = []  # the table begins here: its caption names it
            place = self.builder.enter(element, place, self._tags.page)
            if place.node.kind in {"P", "Title"}:
                _add_layout(place.node, box.style)
            elif element.tag in STYLED and not place.artifact:
                place.node.attributes["Layout"] = _layout_of_styled(element.tag, box.style)
        if box.bookmark_label and box.style["bookmark_level"] != "none":
            self.bookmarked.append(None if place.artifact else place.node)
        if isinstance(box, boxes.TableRowGroupBox) and self._is_repeated(box):
            place = attrs.evolve(place, artifact=PAGINATION)
        if place.link is not None and not place.artifact:
            self._add_area(box, place.link)
        if isinstance(box, boxes.ReplacedBox):
            self._tag_picture(box, place)
            return
        before = self._last_text
        self._children(box, place)
        if self._ends_with_gap(box, element):
            self._gap_after(before)

    def _is_repeated(self, group: Any) -> bool:
        """Return whether a table's head or foot was on an earlier page."""
        since = self.builder.first_page.get(group.element, self._tags.page)
        return bool(group.is_header or group.is_footer) and since < self._tags.page

    def _ends_with_gap(self, box: Any, element: Any) -> bool:
        """Return whether there is a visible gap at the end of a box where the manuscript has no space."""
        if element in self.builder.needs_gap_after:
            return not box.remove_decoration_sides & {"right", "bottom"}
        if not isinstance(box, boxes.InlineBox) or not box.style["font_size"] or box.border_right_width:
            return False  # a frame keeps the words apart, no space
        return bool(box.margin_right + box.padding_right > GAP * box.style["font_size"])

    def _gap_after(self, before: Any) -> None:
        """End the last text with a space, if there is one since ``before``."""
        last = self._last_text
        if last is not None and last is not before:
            ending = self._tags.endings.get(last, NO_ENDING)
            self._tags.endings[last] = attrs.evolve(ending, space=not ending.hyphen)
            node, _ = self._tags.marked[last]
            if node.kind == "Formula":  # which is read by its text alone
                node.actual = f"{node.actual.rstrip()} "

    # ------------------------------------------------------------------- text and pictures

    def _tag_text(self, box: Any, place: Context) -> None:
        if place.artifact:
            self._tags.artifacts[box] = place.artifact
            return
        if place.node.kind == "Formula":
            return  # the space between two parts, in which a line may end
        if not box.text.strip():  # never painted: the space is added to the text before it
            self._gap_after(None)
            return
        self._add_sequence(box, self.builder.element_for_text(place, box.text))
        if box.element is place.element and "::" not in box.element_tag:
            ending = self._follower.ending_of(box)
            if ending.after_space:
                self._gap_after(None)
            if ending.hyphen or ((ending.space or ending.hard_hyphen) and self._ends_line(box)):
                self._tags.endings[box] = ending
        self._last_text = box

    def _ends_line(self, box: Any) -> bool:
        """Return whether a text box or a drawn formula is the last one on its line that is not blank."""
        return self._line is not None and _last_text(self._line) is box

    def _add_sequence(self, box: Any, node: Node) -> None:
        sequence = MarkedSequence(self._tags.page)
        node.kids.append(sequence)
        self._tags.marked[box] = node, sequence

    def _tag_picture(self, box: Any, place: Context) -> None:
        """Tag a picture with an alternative as a Figure, any other as an artifact."""
        if place.artifact or place.node.kind not in {"Figure", "Formula"}:
            self._tags.artifacts[box] = place.artifact or "/Type/Layout"
        else:
            self._add_sequence(box, place.node)
            if place.node.kind == "Formula":
                self._last_text = box
                if self._ends_line(box) and self._follower.has_space_behind(box):
                    self._gap_after(None)

    # ------------------------------------------------------------------------------- links

    def _add_area(self, box: Any, link: Node) -> None:
        """Add a box to the area of its link on this line."""
        key = link, id(self._line)
        anchor = self._anchors.get(key)
        if anchor is None:
            anchor = self._anchors[key] = LinkAnnotation(self._tags.page)
            link.kids.append(anchor)
        self._tags.areas[id(box)] = anchor, link

    def _tag_call(self, box: Any, place: Context) -> None:
        """Tag the call of a note as a Reference with a link to the note; one that only notes call has none here."""
        holder = self.builder.text_container(place)
        if class_names.INNER_NOTE in classes(box.element):
            self.builder.enter(box.element, attrs.evolve(place, node=holder), self._tags.page)
            return
        reference = holder.add("Reference", place.lang)
        link = reference.add("Link", place.lang)
        note = self.builder.enter(box.element, attrs.evolve(place, node=holder), self._tags.page)
        if note.node.id:
            self._add_generated_link(box, link, note.node.id, place.lang, back=False)
            self._tags.calls.append((back_name(note.node.id), box))
            self.calls.setdefault(back_name(note.node.id), reference)
        self._tag_inside(box, attrs.evolve(place, node=link, element=box.element))

    def _tag_marker(self, box: Any, place: Context, pseudo: str) -> None:
        """Tag the number before a note, a link back to its call, or the marker before a list item."""
        if box.element is not place.element:
            place = self.builder.enter(box.element, place, self._tags.page)
        node = place.node.insert(0, "Lbl", place.lang)
        if pseudo == "footnote-marker" and place.node.id:
            node = node.add("Link", place.lang)
            self._add_generated_link(box, node, back_name(place.node.id), place.lang, back=True)
        self._tag_inside(box, attrs.evolve(place, node=node))

    def _add_generated_link(self, box: Any, link: Node, target: str, lang: str, back: bool) -> None:
        anchor = LinkAnnotation(self._tags.page)
        link.kids.append(anchor)
        self._tags.generated_links.append(GeneratedLink(box, anchor, target, lang, back))

    def _tag_inside(self, box: Any, place: Context) -> None:
        """Tag all text in a generated box as text of the element at ``place``."""
        for child in box.children:
            if isinstance(child, boxes.TextBox):
                self._add_sequence(child, place.node)
                self._last_text = child
            elif isinstance(child, boxes.ReplacedBox):
                self._tags.artifacts[child] = "/Type/Layout"
            else:
                self._tag_inside(child, place)


def _add_layout(node: Any, style: Any) -> None:
    """Add the layout attributes of a paragraph that its language does not imply (ISO 32000-1, 14.8.5.4).

    A title names its alignment even if it is the usual one: a file that never names one leaves it open for all.
    """
    try:
        is_vertical = any(getattr(token, "value", "") == "vertical-rl" for token in style["__writing_mode"] or ())
    except KeyError:
        is_vertical = False
    if is_vertical:
        node.attributes["Layout"] = {"WritingMode": "/TbRl"}
    elif style["text_align_all"] == "justify":
        node.attributes["Layout"] = {"TextAlign": "/Justify"}
    elif style["text_align_all"] in {"right", "end"}:
        node.attributes["Layout"] = {"TextAlign": "/End"}
    elif node.kind == "Title":
        node.attributes["Layout"] = {"TextAlign": "/Start"}


def _layout_of_styled(tag: str, style: Any) -> dict[str, Any]:
    """Return the layout attributes of styled text: its shift from the baseline, and what its frame takes, in pt."""
    attributes = dict(STYLED[tag])
    if "BorderStyle" in attributes:
        attributes["BorderThickness"] = round(style["border_left_width"] * 0.75, 2)
        attributes["Padding"] = round(style["padding_left"].value * 0.75, 2)
    if "BaselineShift" in attributes:
        lift = style["vertical_align"]
        attributes["BaselineShift"] = (
            round(lift * 0.75, 2) if isinstance(lift, int | float) else attributes["BaselineShift"]
        )
    return attributes


def _last_text(box: Any) -> Any:
    """Return the last text box or drawn formula under ``box`` that is in its flow and not blank, or None."""
    if isinstance(box, boxes.TextBox):
        return box if box.text.strip() else None
    if isinstance(box, boxes.ReplacedBox) and class_names.DRAWING in classes(box.element):
        return box
    inside = (_last_text(child) for child in reversed(box.children) if child.is_in_normal_flow())
    return next((text_box for text_box in inside if text_box is not None), None)


def _margin_box_properties(box: Any) -> str:
    """Return the property list of a margin box; what is painted behind the text is a watermark."""
    if isinstance(box.style["z_index"], int) and box.style["z_index"] < 0:
        return f"{PAGINATION}/Subtype/Watermark"
    for edge, kind in (("top", "Header"), ("bottom", "Footer")):
        if box.at_keyword.startswith(f"@{edge}"):
            return f"{PAGINATION}/Subtype/{kind}/Attached[/{edge.capitalize()}]"
    return PAGINATION
