"""References to several places: what is one, what is not, and where each leads."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.model import CrossRef, iter_nodes, translations_of, walk_inlines
from wicpress.parsing.references.notation import places_of

PLACES = "{#a}\n| 甲 |\n|---|\n| 一 |\n\n: 甲表。\n\n: One.\n\n{#b}\n| 乙 |\n|---|\n| 二 |\n\n: 乙表。\n\n: Two.\n\n"


@pytest.mark.parametrize(
    ("address", "places"),
    [
        ("#a #b", (("a", ""), ("b", ""))),
        ("#a,#b", (("a", ""), ("b", ""))),
        ("#a、#b；#c", (("a", ""), ("b", ""), ("c", ""))),
        ("#a–#b", (("a", "b"),)),
        ("#a—#b", (("a", "b"),)),
        ("#fig-a--#fig-b", (("fig-a", "fig-b"),)),
        ("#a – #b, #c", (("a", "b"), ("c", ""))),
        ("#a\n#b", (("a", ""), ("b", ""))),
        ("#^a #^b", (("^a", ""), ("^b", ""))),
    ],
)
def test_places(address: str, places: tuple[tuple[str, str], ...]) -> None:
    assert places_of(address) == places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[](#a #b)", [CrossRef("a", "number", more=(("b", ""),))]),
        ("[](#a–#b){.page .words}", [CrossRef("a", "page", in_words=True, end="b")]),
        ("[](#a){.words}", [CrossRef("a", "number", in_words=True)]),
        ("[](#a #b){.title}[](#b)", [CrossRef("a", "title", more=(("b", ""),)), CrossRef("b", "number")]),
        ("[](#a #b", []),
        ("`[](#a #b)`", []),
        (r"\[](#a #b)", []),
        ("[文](#a)", []),
    ],
)
def test_references(text: str, expected: list[CrossRef], reads: Callable[..., object]) -> None:
    result = reads({"01.md": f"# 章\n\n# Chapter\n\n见{text}。\n\nSee {text}.\n\n{PLACES}"})
    sides = (
        side for chapter in result.value.chapters for node in iter_nodes(chapter) for side in translations_of(node)
    )
    found = [each for side in sides for each in walk_inlines(side.inlines) if isinstance(each, CrossRef)]
    assert found == expected * 2


def test_a_note_is_referred_to_by_its_name(reads: Callable[..., object]) -> None:
    text = (
        "# 章\n\n# Chapter\n\n甲。[^n]见[](#^n){.words}。\n\nA.[^n] See [](#^n){.words}.\n\n[^n]: 注。\n\n    Note.\n"
    )
    result = reads({"01.md": text})
    sides = (
        side for chapter in result.value.chapters for node in iter_nodes(chapter) for side in translations_of(node)
    )
    found = [each for side in sides for each in walk_inlines(side.inlines) if isinstance(each, CrossRef)]
    assert found == [CrossRef("c01-note-1", "number", in_words=True)] * 2
