"""Links that are not followed are named, and those inside the book are not."""

from __future__ import annotations

from pathlib import Path

from support import book_files
from wicpress.build.check import DiagnosticFilter, check_book


def test_unusable_links(tmp_path: Path) -> None:
    """A link to itself, in a circle, to nothing, above the book and out of it has one sentence each."""
    book = book_files.write_book(tmp_path / "book", {"plates/map.svg": book_files.SVG, "plates/x/readme.txt": ""})
    links = {
        "loop": "loop", "one": "two", "two": "one", "gone": "nothing", "above": "..", "root": ".", "out": "/etc",
        "plates/book": "../../book", "plates/x/up": "..", "map.svg": "plates/map.svg", "all": "plates",
        ".hidden": "/",
    }  # fmt: skip
    for name, target in links.items():
        (book / name).symlink_to(target)
    diagnostics = [each for each in check_book(book, DiagnosticFilter()) if each.code == "unusable_link"]
    words = [each.message.removeprefix("the link `").removesuffix(": it is not followed") for each in diagnostics]
    assert dict(each.split("` ") for each in words) == {
        "loop": "leads to itself",
        "one": "leads to itself",
        "two": "leads to itself",
        "gone": "leads to nothing that can be read",
        "above": "leads to the folder of the book, or above it",
        "root": "leads to the folder of the book, or above it",
        "out": "leads out of the book's folder",
        "plates/book": "leads to the folder of the book, or above it",
        "plates/x/up": "leads to a folder that it lies in",
    }


def test_folders_that_lead_out_are_not_entered(tmp_path: Path) -> None:
    """Nothing is read through a link in the place of a folder that wicpress looks into."""
    victim = tmp_path / "victim"
    for name in ("x.css", "x.j2", "x.py", "02-b.md", "x.ttf"):
        victim.mkdir(exist_ok=True)
        (victim / name).write_bytes(b"\xff SECRET")
    book = book_files.write_book(tmp_path / "book")
    for name in ("templates", "styles", "rules", "fonts"):
        (book / name).symlink_to("../victim")
    assert {each.code for each in check_book(book, DiagnosticFilter())} == {"unusable_link"}
