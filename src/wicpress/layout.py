"""A layout: how an edition arranges the languages of a block, and what it needs for that."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import attrs

from wicpress import plugins

TEMPLATES = {"one": "layouts/stacked.html.j2", "one_per_language": "layouts/columns.html.j2"}
"""The templates of wicpress that arrange the members of a pair in such columns."""


@attrs.frozen
class Layout:
    """A layout of editions, under the ``name`` that ``layout`` has in ``book.toml``.

    ``languages`` are the least and the most languages that it takes (None: any number). ``columns`` says whether a
    block has one column, or one for each language. ``template`` has the macro ``members``, which arranges the members
    of a pair; by default it is wicpress's own for such columns. ``print_sheet`` and ``epub_sheet`` are style sheets
    that only its editions have; ``<name>.css`` in the book's ``styles/print`` or ``styles/epub`` replaces each.
    ``templates`` is the folder with its templates, where they are not wicpress's own. Pages carry ``classes``, by
    default the name alone. ``vertical`` is True where an e-book may have vertical lines.
    """

    name: str
    languages: tuple[int, int | None]
    columns: Literal["one", "one_per_language"] = "one"
    template: str = attrs.Factory(lambda self: TEMPLATES[self.columns], takes_self=True)
    print_sheet: Path | None = None
    epub_sheet: Path | None = None
    templates: Path | None = None
    classes: tuple[str, ...] = attrs.Factory(lambda self: (self.name,), takes_self=True)
    vertical: bool = False


def layouts() -> dict[str, Layout]:
    """Return every layout by its name."""
    return plugins.load("layouts", Layout)
