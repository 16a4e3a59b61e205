"""Tables whose words do not fit are told with their place, before anything is laid out."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import small_books
from wicpress.html.crowded_tables import check_crowded_tables

TOML = small_books.settings(
    small_books.BILINGUAL, small_books.ENGLISH, {"name": "screens", "layout": "interleaved", "formats": ["epub"]}
)


def table(word: str, columns: int, indent: str = "") -> str:
    """Return a table with one word in all cells."""
    row = "|" + f" {word} |" * columns
    return "\n".join(indent + each for each in (row, "|" + "---|" * columns, row)) + "\n"


@pytest.mark.parametrize(
    ("text", "edition", "help_"),
    [
        (table("garden", 10), "", ""),
        (table("Meadow", 14), "bilingual", "`{.landscape}`"),
        (table("Mammals", 10), "en", "`{.landscape}`"),  # only on A5
        (f"{{.landscape}}\n{table('Mammal', 10)}", "", ""),
        (f"{{.landscape}}\n{table('Administration', 14)}", "bilingual", "give it"),
        (f"- Item.\n\n{table('mammal', 10, '  ')}", "en", "give it"),  # narrower, and never turned
    ],
)
def test_crowded_tables(tmp_path: Path, text: str, edition: str, help_: str) -> None:
    """The edition with too little room is named, and the way out."""
    text = f"# 表\n\n# Tables\n\n下。\n\nBelow.\n\n{text}"
    config, book = small_books.read(small_books.write(tmp_path / "book", {"book.toml": TOML, "01.md": text}))
    told = list(check_crowded_tables(book, config.editions))
    assert [each.message.rpartition(" ")[2] for each in told] == [f"`{edition}`"] * bool(edition)
    for each in told:
        assert each.help.startswith(f"put {help_}" if "landscape" in help_ else help_)
        assert each.span is not None
        assert each.span.line == next(nth for nth, line in enumerate(text.split("\n"), 1) if "|" in line)
