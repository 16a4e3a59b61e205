"""What a note holds, as the structure tree tells it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from wicpress.proofing.pdf import structure
from wicpress.proofing.pdf.structure import Content, Element


@pytest.mark.parametrize(("roles", "in_note"), [(("Note", "BlockQuote", "P"), True), (("BlockQuote", "P"), False)])
def test_blocks_in_notes(monkeypatch: pytest.MonkeyPatch, roles: tuple[str, ...], in_note: bool) -> None:
    """A quotation or list in a note is part of it, and no text that follows a heading."""
    owner = None
    for role in roles:
        owner = Element(role, role, "", "en", None, None, None, {}, 0, 0, None, parent=owner)
    leaf = Content(page=1, stream=0, mcid=0)
    monkeypatch.setattr(structure, "read_structure", lambda _: SimpleNamespace(leaves=lambda: [(owner, leaf)]))
    page = SimpleNamespace(objgen=(1, 0))
    (info,) = structure.tagged_paragraphs(None).page(page).values()  # type: ignore[arg-type]
    assert info.in_note == in_note
