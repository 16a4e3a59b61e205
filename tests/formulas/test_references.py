"""References to formulas: single ones, lists and ranges of them, in the words of each language."""

from __future__ import annotations

import re
from functools import cache

import pytest

from support.small_books import BILINGUAL, SmallBook, settings

REFERENCES = ("[](#eq-a)", "[](#eq-a #eq-b)", "[](#eq-a–#eq-c)", "[](#eq-a #eq-b #eq-c #eq-d){.words}")
FORMULAS = "$$ a $$ {#eq-a}\n\n$$ b $$ {#eq-b}\n\n$$ c $$ {#eq-c}\n\n$$ e $$\n\n$$ d $$ {#eq-d}\n"
TEXT = f"# 水\n\n# Water\n\n见{'；'.join(REFERENCES)}。\n\nSee {'; '.join(REFERENCES)}.\n\n{FORMULAS}"
BY_CHAPTER = 'numbering = "auto"\n\n[numbers]\ncaptions = "chapter"\n\n[[edition]]'


@cache
def _book(captions: str) -> SmallBook:
    toml = settings(BILINGUAL)
    toml = toml if captions == "book" else toml.replace("[[edition]]", BY_CHAPTER, 1)
    return SmallBook(f"references-to-formulas-{captions}", {"book.toml": toml, "01.md": TEXT})


@pytest.mark.parametrize(
    ("captions", "chinese", "english"),
    [
        (
            "book",
            "见式(1)；式(1)、式(2)；式(1)至式(3)；式(1)至式(4)。",
            "See Equation (1); Equations (1) and (2); Equations (1)–(3); Equations (1)–(4).",
        ),
        (
            "chapter",
            "见式(1.1)；式(1.1)、式(1.2)；式(1.1)至式(1.3)；式(1.1)至式(1.4)。",
            "See Equation (1.1); Equations (1.1) and (1.2); Equations (1.1)–(1.3); Equations (1.1)–(1.4).",
        ),
    ],
)
def test_words_of_references(captions: str, chinese: str, english: str) -> None:
    """Only formulas with ids are counted; three that follow each other are a range."""
    text = re.sub("<[^>]*>", "", _book(captions).rendered("bilingual").html)
    assert chinese in text and english in text
