"""Walks the boxes of a page before it is painted: which element each belongs to, or that it is an artifact."""

from __future__ import annotations

from typing import Any, Final

import attrs
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from wicpress.engine.tags.text_follower import INLINE, Ending, TextFollower
from wicpress.engine.tags.tree import LinkAnnotation, MarkedSequence, Node, back_name
from wicpress.engine.tags.tree_builder import PAGINATION, Context, TreeBuilder

GAP: Final = 0.2
"""A gap of this many em that the style opens after an inline element is written as a space."""
SPACE: Final = Ending(space=True)


@attrs.define(eq=False)
class GeneratedLink:
    """A link that the manuscript does not write: from a note's call to the note, and back.

    ``target`` is the name of the destination, ``back`` is True for the way back.
    """

    box: Any
    anchor: LinkAnnotation
    target: str
    lang: str
    back: bool


@attrs.define(eq=False)
class PageTags:
    """The place of each box of a page in the structure tree.

    ``marks`` text and pictures that belong to an element; ``artifacts`` the others, with their property lists;
    ``endings`` how text ends where it needs a space or has a hyphen; ``areas`` the link of each box, by ``id``;
    ``jumps`` the links to notes and back; ``calls`` the names of new destinations with their boxes.
    """

    page: int
    marks: dict[Any, tuple[Node, MarkedSequence]] = attrs.field(factory=dict)
    artifacts: dict[Any, str] = attrs.field(factory=dict)
    endings: dict[Any, Ending] = attrs.field(factory=dict)
    areas: dict[int, tuple[LinkAnnotation, Node]] = attrs.field(factory=dict)
    jumps: list[GeneratedLink] = attrs.field(factory=list)
    calls: list[tuple[str, Any]] = attrs.field(factory=list)


class PageWalker:
    """Plans the pages of a document in their order.

    ``bookmarked`` are the elements that the bookmarks are made of, in the order of these; None for decoration.
    """

    def __init__(self, lang: str, han: str = "zh") -> None:
        self.builder = TreeBuilder(lang, han)
        self._reader = TextFollower()
        self._plan = PageTags(0)
        self._line: Any = None
        self._last_text: Any = None
        self._anchors: dict[tuple[Node, int], LinkAnnotation] = {}
        self.bookmarked: list[Node | None] = []

    def page(self, page_box: Any, number: int) -> PageTags:
        """Return the tags of page ``number`` (from 0), whose box is laid out."""
        self._plan, self._line, self._last_text = PageTags(number), None, None
        self._anchors.clear()
        root = self.builder.root
        self._children(page_box, Context(None, root, root.lang))
        return self._plan

    # ------------------------------------------------------------------------------- boxes

    def _visit(self, box: Any, place: Context) -> None:
        if isinstance(box, boxes.TextBox):
            self._text(box, place)
        elif isinstance(box, AbsolutePlaceholder):
            self._out_of_line(box, place)
        elif isinstance(box, boxes.MarginBox):
            self._children(box, attrs.evolve(place, artifact=_margin_box_properties(box.at_keyword)))
        elif isinstance(box, boxes.LineBox):
            line, self._line = self._line, box
            self._children(box, place)
            self._line = line
        else:
            self._element(box, place)

    def _children(self, box: Any, place: Context) -> None:
        for child in box.children:
            self._visit(child, place)

    def _out_of_line(self, placeholder: Any, place: Context) -> None:
        """Visit a box that is taken out of its line, and end the text before it with a space."""
        before, element = self._last_text, placeholder._box.element
        self._visit(placeholder._box, place)
        if element is not None and element is not place.element and element.tag in INLINE:
            self._gap_after(before)

    def _element(self, box: Any, place: Context) -> None:
        element = box.element
        pseudo = box.element_tag.partition("::")[2] if box.element_tag else ""
        if pseudo == "footnote-call" and not place.artifact:
            self._call(box, place)
            return
        if pseudo in {"footnote-marker", "marker"} and not place.artifact:
            self._marker(box, place, pseudo)
            return
        if element is not None and element is not place.element and not place.artifact:
            place = self.builder.enter(element, place, self._plan.page)
            if place.node.kind == "P" and box.style["text_align_all"] == "justify":
                place.node.attributes["Layout"] = {"TextAlign": "/Justify"}
        if box.bookmark_label and box.style["bookmark_level"] != "none":
            self.bookmarked.append(None if place.artifact else place.node)
        if isinstance(box, boxes.TableRowGroupBox) and self._is_repeated(box):
            place = attrs.evolve(place, artifact=PAGINATION)
        if place.link is not None and not place.artifact:
            self._area(box, place.link)
        if isinstance(box, boxes.ReplacedBox):
            self._picture(box, place)
            return
        before = self._last_text
        self._children(box, place)
        if self._ends_with_gap(box, element):
            self._gap_after(before)

    def _is_repeated(self, group: Any) -> bool:
        """Return whether a table's head or foot has been on an earlier page."""
        since = self.builder.first_page.get(group.element, self._plan.page)
        return bool(group.is_header or group.is_footer) and since < self._plan.page

    def _ends_with_gap(self, box: Any, element: Any) -> bool:
        """Return whether the end of a box is a gap to the eye where the manuscript has no space."""
        if element in self.builder.needs_gap_after:
            return not box.remove_decoration_sides & {"right", "bottom"}
        if not isinstance(box, boxes.InlineBox) or not box.style["font_size"]:
            return False
        return bool(box.margin_right + box.padding_right > GAP * box.style["font_size"])

    def _gap_after(self, before: Any) -> None:
        """End the last text with a space, if there is one since ``before``."""
        last = self._last_text
        if last is not None and last is not before and last not in self._plan.endings:
            self._plan.endings[last] = SPACE

    # --------------------------------------------------------------------------------- ink

    def _text(self, box: Any, place: Context) -> None:
        if place.artifact:
            self._plan.artifacts[box] = place.artifact
            return
        if not box.text.strip():  # never painted: the text before it writes the space
            self._gap_after(None)
            return
        self._mark(box, self.builder.element_for_text(place, box.text))
        if box.element is place.element and "::" not in box.element_tag:
            ending = self._reader.ending_of(box)
            if ending.after_space:
                self._gap_after(None)
            if ending.hyphen or (ending.space and self._ends_line(box)):
                self._plan.endings[box] = ending
        self._last_text = box

    def _ends_line(self, box: Any) -> bool:
        """Return whether a text box is the last one on its line that says anything."""
        return self._line is not None and _last_text(self._line) is box

    def _mark(self, box: Any, node: Node) -> None:
        mark = MarkedSequence(self._plan.page)
        node.kids.append(mark)
        self._plan.marks[box] = node, mark

    def _picture(self, box: Any, place: Context) -> None:
        """A picture with an alternative is a Figure; any other is decoration."""
        if place.artifact or place.node.kind != "Figure":
            self._plan.artifacts[box] = place.artifact or "/Type/Layout"
        else:
            self._mark(box, place.node)

    # ------------------------------------------------------------------------------- links

    def _area(self, box: Any, link: Node) -> None:
        """Count a box in to the area of its link on this line."""
        key = link, id(self._line)
        anchor = self._anchors.get(key)
        if anchor is None:
            anchor = self._anchors[key] = LinkAnnotation(self._plan.page)
            link.kids.append(anchor)
        self._plan.areas[id(box)] = anchor, link

    def _call(self, box: Any, place: Context) -> None:
        """The call of a note: a reference that leads to it."""
        holder = self.builder.text_container(place)
        link = holder.add("Reference", place.lang).add("Link", place.lang)
        note = self.builder.enter(box.element, attrs.evolve(place, node=holder), self._plan.page)
        if note.node.id:
            self._jump(box, link, note.node.id, place.lang, back=False)
            self._plan.calls.append((back_name(note.node.id), box))
        self._inside(box, attrs.evolve(place, node=link, element=box.element))

    def _marker(self, box: Any, place: Context, pseudo: str) -> None:
        """The number before a note, which leads back to its call; the mark before a list item."""
        if box.element is not place.element:
            place = self.builder.enter(box.element, place, self._plan.page)
        node = place.node.insert(0, "Lbl", place.lang)
        if pseudo == "footnote-marker" and place.node.id:
            node = node.add("Link", place.lang)
            self._jump(box, node, back_name(place.node.id), place.lang, back=True)
        self._inside(box, attrs.evolve(place, node=node))

    def _jump(self, box: Any, link: Node, target: str, lang: str, back: bool) -> None:
        anchor = LinkAnnotation(self._plan.page)
        link.kids.append(anchor)
        self._plan.jumps.append(GeneratedLink(box, anchor, target, lang, back))

    def _inside(self, box: Any, place: Context) -> None:
        """Give all text in a generated box to the element at ``place``."""
        for child in box.children:
            if isinstance(child, boxes.TextBox):
                self._mark(child, place.node)
                self._last_text = child
            elif isinstance(child, boxes.ReplacedBox):
                self._plan.artifacts[child] = "/Type/Layout"
            else:
                self._inside(child, place)


def _last_text(box: Any) -> Any:
    """The last text box under ``box`` that is in its flow and not blank, or None."""
    if isinstance(box, boxes.TextBox):
        return box if box.text.strip() else None
    inside = (_last_text(child) for child in reversed(box.children) if child.is_in_normal_flow())
    return next((found for found in inside if found is not None), None)


def _margin_box_properties(where: str) -> str:
    """The property list of a margin box: ``where`` is its name in CSS, ``@bottom-right``."""
    for edge, kind in (("top", "Header"), ("bottom", "Footer")):
        if where.startswith(f"@{edge}"):
            return f"{PAGINATION}/Subtype/{kind}/Attached[/{edge.capitalize()}]"
    return PAGINATION
