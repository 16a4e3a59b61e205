"""A book of formulas like those of reports, in its lines, between them and in items, in each layout."""

from __future__ import annotations

from pathlib import Path

from support import small_books
from support.formulas import SAMPLES

EDITIONS = (
    {"name": "interleaved", "layout": "interleaved", "page": "A5"},
    {"name": "parallel", "layout": "parallel", "page": "A5"},
    {"name": "zh", "layout": "single", "languages": ["zh-Hans"], "page": "A5"},
    {"name": "en", "layout": "single", "languages": ["en"], "page": "A5"},
    {"name": "pdf-2", "layout": "single", "languages": ["en"], "formats": ["pdf"], "pdf": "accessible-2"},
    {"name": "upright", "layout": "single", "languages": ["zh-Hans"], "formats": ["epub"], "writing": "vertical"},
)
FORMULAS = tuple(SAMPLES)
IN_LINES = tuple(each for each in SAMPLES if not each.startswith((r"\mathrm{AQI}", "T = ")))
"""Formulas that are not too wide for a line of a column."""


def folder() -> Path:
    """Return the folder with the book in ``book`` and its finished files in ``dist``, built once in a run."""
    return small_books.build_once("formulas", _write)


def _write(root: Path) -> None:
    text = ["# 公式", "# Formulas", *(each for nth, tex in enumerate(FORMULAS) for each in _blocks(nth, tex))]
    small_books.write(root, {"book.toml": small_books.settings(*EDITIONS), "01.md": "\n\n".join(text) + "\n"})


def _blocks(nth: int, tex: str) -> tuple[str, ...]:
    """Return the blocks around the formula ``tex``: two paragraphs of one to three sentences, and displays."""
    other = IN_LINES[(nth * 7 + 3) % len(IN_LINES)]
    short = tex if tex in IN_LINES else other
    chinese = f"第{nth}段说明${short}$的用法，又有${other}$，写在这里供人参考。" * (1 + nth % 3)
    english = f"Paragraph {nth} explains ${short}$ and also ${other}$, which is here for readers. " * (1 + nth % 3)
    display = f"$$ {tex} $$" + (f" {{#eq-{nth}}}" if nth % 5 == 0 else "")
    blocks = {
        1: (f"${short}$是第{nth}式。", f"${short}$ is number {nth}."),
        2: (f"- 项{chinese}", f"- An item. {english}"),
        3: (f"$$ {other} $$ {{lang=en}}",),
        4: (f"$$ {other} $$ {{lang=zh-Hans}}", f"$$ {tex} = 1 $$ {{lang=en}}"),
    }
    return chinese, english.strip(), display, *(each.strip() for each in blocks.get(nth % 5, ()))
