"""Emphasis beside CJK characters, compared with markdown-it-cjk-friendly."""

from __future__ import annotations

import json
from pathlib import Path

from wicpress.parsing.markdown import Parser

GOLDEN = Path(__file__).parent / "emphasis" / "golden.json"
"""What ``emphasis/record.mjs`` recorded of markdown-it-cjk-friendly."""


def test_emphasis_is_that_of_the_amendment() -> None:
    """Runs of ``*`` and ``_`` beside every kind of character open and close as the amendment says."""
    parser = Parser()
    parser.add_render_rule("needless_space", lambda self, tokens, nth, options, env: tokens[nth].content)
    golden: dict[str, str] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert len(golden) > 3000
    differing = {text: (parser.renderInline(text), html) for text, html in golden.items()}
    assert {text: both for text, both in differing.items() if both[0] != both[1]} == {}
