"""Pairs cast once and filled many times: the templates' own markup, without running a template for each paragraph.

Thousands of paragraphs differ in their words and ids only. The first of a kind is set by its template with marks in
the places of its words; the others are filled into what came out. Only the house's own templates are cast: they
decide by what ``_shape`` tells of a node and by nothing else, while a book's template may ask for anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

import attrs
import jinja2
from markupsafe import Markup, escape

from wicpress import model as m
from wicpress.config import Config
from wicpress.edition import numbering
from wicpress.edition.view import BookView, ShownNode, ShownText
from wicpress.html.blocks import BlockWriter
from wicpress.html.inlines import InlineWriter
from wicpress.resources import resource_dir

KINDS: Final = frozenset({"paragraph", "item", "heading"})
"""The kinds that are many and alike."""

VALUE: Final = 987654321
"""Stands for the number of a list item while a mould is cast; U+0001 and a digit stand for the rest."""

SLOT: Final = re.compile(f"(\x01[a-z][0-9]*\x01|{VALUE})")

Shape = tuple[object, ...]


@attrs.frozen
class CompiledMarkup:
    """Markup with slots: literal text and, at odd places, the names of what is filled in."""

    parts: tuple[str, ...]


class CachedBlockWriter(BlockWriter):
    """A ``BlockWriter`` that gives the same markup in a fraction of the time."""

    def __init__(
        self, env: jinja2.Environment, inlines: InlineWriter, book: BookView, config: Config, format: str
    ) -> None:
        super().__init__(env, inlines, book, config, format)
        self.moulds: dict[Shape, CompiledMarkup] = {}
        self.screen = format == "epub"
        self.recording: ShownNode | None = None
        self.marks = _Marks(config, self)
        env.globals["numbering"] = self.marks
        house = str(resource_dir("templates"))
        names = ("macros", *KINDS)
        found = (env.get_template(f"blocks/{name}.html.j2").filename or "" for name in names)
        self.is_builtin = all(name.startswith(house) for name in found)

    def block(self, node: ShownNode, **extra: Any) -> Markup:
        """One block with all that is inside it."""
        if not self.is_builtin or node.kind not in KINDS or self.recording is not None:
            return super().block(node, **extra)
        shape = (*_cache_key(node, extra), self.screen and node.short)
        mould = self.moulds.get(shape)
        if mould is None:
            mould = self.moulds[shape] = self._record(node, extra)
        return self._substitute(mould, node)

    def blocks(self, nodes: Iterable[ShownNode]) -> Markup:
        """Blocks, one after another."""
        return Markup("\x01c\x01") if self.recording is not None else super().blocks(nodes)

    def html(self, member: ShownText, tag: str = "") -> Markup:
        """The words of a member."""
        if self.recording is None:
            return super().html(member, tag)
        return Markup(f"\x01{'t' if tag else 'h'}{member.side.marker[2]}\x01")

    def bookmark_label(self, heading: ShownNode) -> str:
        """What the outline calls a heading."""
        return "\x01b\x01" if self.recording is not None else super().bookmark_label(heading)

    def _record(self, node: ShownNode, extra: dict[str, Any]) -> CompiledMarkup:
        members = tuple(
            attrs.evolve(each, side=attrs.evolve(each.side, marker=f"\x01m{nth}\x01"))
            for nth, each in enumerate(node.members)
        )
        piece = node.piece
        if isinstance(piece, m.ListItem) and piece.value:
            piece = attrs.evolve(piece, value=VALUE)
        self.recording = attrs.evolve(node, id="\x01i\x01", members=members, piece=piece)
        try:
            markup = super().block(self.recording, **extra)
        finally:
            self.recording = None
        return CompiledMarkup(tuple(SLOT.split(str(markup))))

    def _substitute(self, mould: CompiledMarkup, node: ShownNode) -> Markup:
        parts = list(mould.parts)
        for at in range(1, len(parts), 2):
            parts[at] = self._word(parts[at], node)
        return Markup("".join(parts))

    def _word(self, slot: str, node: ShownNode) -> str:  # noqa: PLR0911 - one slot a kind
        kind = slot[1]
        if kind == "h":
            return super().html(node.members[int(slot[2:-1])])
        if kind == "t":
            member = node.members[int(slot[2:-1])]
            return super().html(member, member.side.effective_language)
        if kind == "i":
            return str(escape(node.id))
        if kind == "m":
            return str(escape(node.members[int(slot[2:-1])].side.marker))
        if kind == "c":
            return super().blocks(node.children)
        if kind == "b":
            return str(escape(super().bookmark_label(node)))
        if kind == "s" and isinstance(node.piece, m.Heading):
            return str(escape(self.marks.section(node.piece, node.members[int(slot[2:-1])].side)))
        return str(node.piece.value) if isinstance(node.piece, m.ListItem) else slot


@attrs.frozen
class _Marks(numbering.NumberingHelper):
    """The marks of a book, and slots for them while a mould is cast."""

    writer: CachedBlockWriter

    def section(self, heading: m.Heading, each: m.Translation) -> str:
        """See ``labels.section_mark``."""
        return f"\x01s{each.marker[2]}\x01" if self.writer.recording is not None else super().section(heading, each)


def _cache_key(node: ShownNode, extra: dict[str, Any]) -> Shape:
    """What the house's templates of ``KINDS`` decide by."""
    piece = node.piece
    rest: object = None
    if isinstance(piece, m.Heading):
        rest = piece.level
    elif isinstance(piece, m.ListItem):
        rest = bool(piece.value), bool(node.children)
    return (
        node.kind,
        tuple(extra.items()),
        node.missing,
        node.missing_mark,
        rest,
        tuple(
            (each.lang, each.side.effective_language, each.is_mostly_latin, each.lead, each.is_fallback)
            for each in node.members
        ),
    )
