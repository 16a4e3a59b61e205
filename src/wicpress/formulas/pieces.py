"""Divides a formula in a line where the line may end: behind relations, operators and commas, outside of brackets."""

from __future__ import annotations

from wicpress.formulas.nodes import Atom, Node, Row, Scripts, Sized, Space, Stacked

_BREAKS = frozenset({"relation", "operator", "punctuation"})


def pieces(node: Node) -> tuple[Node, ...]:
    """Return the parts of a formula that stay on one line, in order."""
    if not isinstance(node, Row):
        return (node,)
    found: list[list[Node]] = [[]]
    depth = 0
    is_operand = False
    for part in node.children:
        if isinstance(part, Space) and part.width < 0.5 and not found[-1] and len(found) > 1:
            continue  # the line may end there
        found[-1].append(part)
        kind = _kind(part)
        depth += (kind == "opening") - (kind == "closing")
        if kind in _BREAKS and not depth and (is_operand or kind != "operator"):
            found.append([])
        is_operand = kind not in _BREAKS | {"opening", "space"}
    return tuple(Row(tuple(each)) for each in found if each)


def _kind(node: Node) -> str:
    match node:
        case Atom(kind=kind) | Sized(kind=kind):
            return kind
        case Scripts(base=base) if _kind(base) == "closing":
            return "closing"
        case Stacked(base=base):
            return _kind(base)
        case Space():
            return "space"
    return ""
