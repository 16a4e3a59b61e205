"""Puts structure elements in the order of the document where pages show them in another order.

The cells of a pair are broken each by itself. A short side that finds no room for two lines begins on the next page,
after the first lines of the side that follows it in the document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wicpress.engine.tags.tree import LinkAnnotation, MarkedSequence, Node

Group = list[Node | MarkedSequence | LinkAnnotation]


def restore_order(node: Node, order: Mapping[Any, int], first_page: Mapping[Any, int]) -> None:
    """Move an element that begins on a later page before those that follow it in the document, in the whole tree.

    `order` and `first_page` are the place in the document and the page of each HTML element.
    """
    groups: list[Group] = []
    for group in _groups(node):
        place = len(groups)
        while place and _follows(groups[place - 1], group, order, first_page):
            place -= 1
        groups.insert(place, group)
    node.kids = [kid for group in groups for kid in group]
    for child in node.nodes():
        restore_order(child, order, first_page)


def _groups(node: Node) -> list[Group]:
    """Return the kids of an element in groups that stay together: a block after its label, and before its notes."""
    groups: list[Group] = []
    labelled = False
    for kid in node.kids:
        begins = isinstance(kid, Node) and not kid.is_moved_note and not labelled
        if begins or not groups:
            groups.append([])
        groups[-1].append(kid)
        labelled = isinstance(kid, Node) and kid.kind == "Lbl"
    return groups


def _follows(earlier: Group, later: Group, order: Mapping[Any, int], first_page: Mapping[Any, int]) -> bool:
    """Return whether a group, painted on an earlier page, follows the other one in the document."""
    one, other = _element(earlier), _element(later)
    if one not in order or other not in order or one not in first_page or other not in first_page:
        return False
    return first_page[one] < first_page[other] and order[one] > order[other]


def _element(group: Group) -> Any:
    """Return the HTML element of the block in a group."""
    return next((kid.element for kid in group if isinstance(kid, Node) and kid.kind != "Lbl"), None)
