"""Glossaries: where the entries of ``terms.toml`` stand in a book."""

from __future__ import annotations

from typing import ClassVar

import attrs

from wicpress.diagnostics import Span
from wicpress.model.nodes import Block, Node, Translation


@attrs.frozen
class GlossaryEntry(Node):
    """An entry of a glossary: its words in ``sides``, its meanings in ``children``.

    ``term`` is its name in ``terms.toml``, ``span`` its place there; ``reading`` says how its words are read.
    """

    type_name: ClassVar[str] = "glossary-entry"
    sides: tuple[Translation, ...]
    children: tuple[Block, ...]
    term: str
    span: Span
    reading: str = ""


@attrs.frozen
class Glossary(Block):
    """Where terms stand: ``contents`` is ``glossary``, or ``abbreviations`` for these alone.

    ``children`` are its entries in the order of their file; an edition sorts them. ``orders`` as those of an index.
    """

    type_name: ClassVar[str] = "glossary"
    span: Span
    contents: str
    children: tuple[GlossaryEntry, ...] = ()
    orders: tuple[str, str] = ("pinyin", "letters")
