"""What WeasyPrint reports of a style sheet has its line, also where WeasyPrint tells none."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import small_books
from wicpress import config as book_config
from wicpress.html.book_sheets import place_in_sheet, read_sheet
from wicpress.pdf.engine_warnings import engine_warnings, messages_of_sheet, with_sheets

SHEET = """/* a comment */ p { color: red }
@namespace svg url(http://www.w3.org/2000/svg);
p::one { color: red }

ul { listy: none;
  color: blu }
@media print { ol {
    margin: 1foo }
  p:two(2) { color: red }
}
@media screen { p::three { color: red } }
@page :four { margin: 1cm }
@page { @middle { content: "x" } }
@five x { }
}
"""


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("@namespace", 2), ("::one", 3), ("listy", 5), ("blu", 6), ("1foo", 8), (":two", 9), (":four", 12),
        ("@middle", 13), ("@five", 14), ("Parse error", 15),
    ],
)  # fmt: skip
def test_lines(words: str, line: int) -> None:
    """Each message stands in the line of its declaration, or of its rule."""
    assert [each.line for each in messages_of_sheet("a.css", SHEET) if words in each.text] == [line]


def test_there_are_no_other_messages() -> None:
    """A sheet for screens is not read, and a sound one has no message."""
    assert len(messages_of_sheet("a.css", SHEET)) == 10
    assert messages_of_sheet("a.css", "p { color: red }") == ()


def test_places_in_files(tmp_path: Path) -> None:
    """A message is in the file that has the line: in a sheet, one that this imports, or one that replaces ours."""
    toml = small_books.settings(small_books.BILINGUAL)
    root = small_books.write(tmp_path / "book", {"book.toml": toml, "01.md": "# 一\n\n# One\n"})
    (root / "styles" / "print").mkdir(parents=True)
    files = {
        "styles/own.css": '@import "in.css"; @import "media.css" print;\n\np { colr: red }\n',
        "styles/in.css": "\ufeff\nul { listy: none }",
        "styles/media.css": "p { background: url(data:image/png;base64,iVBORw0KGgo=) }\nol::two { margin: 0 }",
        "styles/print/blocks.css": "\n\np { size: 1 }\n",
    }
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    config = book_config.load(root).value
    assert config is not None
    names = {"styles/own/styles/own.css": "styles/own.css", "styles/blocks.css": "styles/print/blocks.css"}
    texts = {key: read_sheet(root, name, lambda _, data: ("image/png", data)) for key, name in names.items()}
    messages = [message for key, text in texts.items() for message in messages_of_sheet(key, text)]
    places = [(each.span.path, each.span.line) for each in engine_warnings(messages, config) if each.span]
    assert sorted(places) == [
        ("styles/in.css", 2), ("styles/media.css", 2), ("styles/own.css", 3), ("styles/print/blocks.css", 3),
    ]  # fmt: skip
    assert with_sheets([*messages], texts) == tuple(messages)
    assert place_in_sheet(root, "styles/own.css", 1).path == "styles/in.css"
