"""Puts the parts of a book one after the other, each on a recto, and finds every place that a link may lead to."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from wicpress.fragments import Fragment, Sheet


class DuplicateNames(ValueError):  # noqa: N818, it says what there is
    """Two places in the book have the same name."""


class BrokenLinks(ValueError):  # noqa: N818, it says what there is
    """A link leads to a name that no place in the book has."""


@attrs.frozen
class Place:
    """A place in the book: its page, from 0, and where on it, in pt from the left and the foot."""

    page: int
    x: float
    y: float


@attrs.frozen
class Plan:
    """The order of the pages: ``starts`` is the first page of each fragment, from 0; ``sheets`` are all pages.

    None among the sheets is a blank verso, put in so that what follows opens on a recto.
    """

    fragments: tuple[Fragment, ...]
    starts: tuple[int, ...]
    sheets: tuple[Sheet | None, ...]
    names: dict[str, Place]


def plan(fragments: Sequence[Fragment]) -> Plan:
    """The order of the pages of ``fragments``. Raises ``DuplicateNames``."""
    sheets: list[Sheet | None] = []
    starts = []
    for each in fragments:
        if len(sheets) % 2:
            sheets.append(None)
        starts.append(len(sheets))
        sheets += each.sheets
    names: dict[str, Place] = {}
    twice = []
    for start, each in zip(starts, fragments, strict=True):
        for name, (page, x, y) in each.names.items():
            if name in names:
                twice.append(name)
            names[name] = Place(start + page, x, y)
    if twice:
        raise DuplicateNames(", ".join(sorted(twice)))
    return Plan(tuple(fragments), tuple(starts), tuple(sheets), names)


def broken(plan: Plan) -> tuple[str, ...]:
    """The names that links and page references lead to and that are nowhere in the book."""
    wanted = {name for each in plan.fragments for name in each.links}
    wanted |= {slot.target for each in plan.fragments for slot in each.references()}
    return tuple(sorted(wanted - plan.names.keys()))
