"""What is lost from a finished text is found, and what is only set otherwise is not."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

import press_book
import sample_book
from wicpress import model as m
from wicpress.pipeline.judge import Ask, judge
from wicpress.pipeline.readback import Piece, bare, expected, losses

SPAN = m.Span("01.md", 1, 1)


def pieces(*texts: str, flow: str = "text") -> list[Piece]:
    """Words of one flow."""
    return [Piece(f"b{nth}", "en", bare(text), flow, SPAN) for nth, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("finished", "lost"),
    [
        ("One two. Three four.", []),
        ("One\ntwo. Three fo\u2010\nur.", []),
        ("Head One two. 7 Three four. Foot", []),
        ("One two. Three fuor.", [("b1", False)]),
        ("Three four. One two.", [("b1", True)]),
        ("", [("b0", False), ("b1", False)]),
    ],
)
def test_losses(finished: str, lost: list[tuple[str, bool]]) -> None:
    """White space and broken words are no loss; a letter is, and so is another order."""
    found = losses(pieces("One two.", "Three four."), finished)
    assert [(each.piece.block, each.moved) for each in found] == lost


def test_notes_follow_themselves() -> None:
    """A note may stand at the foot or at the end, but its own words keep their order."""
    text = pieces("One two.", "Three four.")
    note = pieces("A note.", "Its end.", flow="n1")
    for finished in ("One two. A note. Its end. Three four.", "One two. Three four. A note. Its end."):
        assert losses([*text, *note], finished) == ()
    assert len(losses([*text, *note], "One two. Three four. Its end. A note.")) == 1


@pytest.mark.parametrize("name", ["bilingual", "parallel"])
def test_every_side_is_expected_once(tmp_path: Path, name: str) -> None:
    """What an edition in all languages has to hold is the whole book, in the book's order."""
    book, config = sample_book.book(), sample_book.config(tmp_path)
    edition = config.edition(name)
    assert edition is not None
    blocks = list(dict.fromkeys(each.block for each in expected(book, config, edition)))
    worded = [
        piece.id
        for chapter in book.chapters
        for piece in m.pieces(chapter)
        if not isinstance(piece, m.Code) and any(bare(side.text) for side in m.sides_of(piece))
    ]
    assert sorted(blocks) == sorted(worded)


def test_a_single_edition_expects_its_language(tmp_path: Path) -> None:
    """A book in one language has to hold that language, and what stands in."""
    config = sample_book.config(tmp_path)
    edition = attrs.evolve(config.editions[0], languages=("en",), layout="single", missing="omit")
    found = expected(sample_book.book(), config, edition)
    assert found and {each.lang for each in found} <= {"en", m.SHARED}


NOTE = """\
# 开头

# Opening

这是第一段。[^1]

This is the first paragraph.[^1]

[^1]: 注释的第一段。

    The first words of the note.

    注释的第二段。

    The second words of the note.
"""


def test_notes_of_several_paragraphs_are_whole(tmp_path: Path) -> None:
    """A note may be set language by language or pair by pair: neither is a loss."""
    book = press_book.lay_down(tmp_path / "book", {"01-opening.md": NOTE, "line.svg": None})
    wish = ("--edition", "bilingual", "--output", tmp_path / "d", "--jobs", "1")
    assert press_book.run("build", book, *wish).code == 0
    files = [tmp_path / "d" / f"trial-bilingual.{kind}" for kind in ("pdf", "epub")]
    assert [each.table["text"] for each in judge(files, Ask(book=book, judges=False))] == [[], []]


def test_verify_tells_what_a_file_lacks(tmp_path: Path) -> None:
    """``verify --book`` compares a file with the manuscript as it is now, and names what the file lacks."""
    book = press_book.lay_down(tmp_path / "book")
    assert press_book.run("build", book, "--edition", "en", "--output", tmp_path / "d", "--jobs", "1").code == 0
    files = [tmp_path / "d" / f"trial-en.{kind}" for kind in ("pdf", "epub")]
    ask = Ask(book=book, judges=False)
    assert [each.table["text"] for each in judge(files, ask)] == [[], []]
    chapter = press_book.CHAPTER.replace("This is the first paragraph", "This was the first paragraph")
    press_book.lay_down(book, {"01-opening.md": chapter})
    for each in judge(files, ask):
        (lost,) = each.table["text"]
        assert lost["block"] == "c01-opening-1" and lost["span"]["line"] == 7 and not each.sound


def test_verify_on_the_command_line(tmp_path: Path) -> None:
    """``verify`` shows its table, takes thresholds, says what did not run, and refuses what it cannot read."""
    book = press_book.lay_down(tmp_path / "book")
    assert press_book.run("build", book, "--edition", "en", "--output", tmp_path / "d", "--jobs", "1").code == 0
    pdf, epub = (tmp_path / "d" / f"trial-en.{kind}" for kind in ("pdf", "epub"))
    found = press_book.run("verify", pdf, "--no-judges")
    assert "forbidden line starts and ends" in found.out and "not judged" in found.out
    found = press_book.run("verify", epub, "--no-judges", "--book", book, "--print", pdf)
    assert found.code == 0 and "sound" in found.out
    assert press_book.run("verify", pdf, "--allow", "widow=1").code == 2
    assert press_book.run("verify", tmp_path / "none.pdf").code == 1
    (tmp_path / "bad.pdf").write_bytes(b"nothing")
    assert "unreadable_file" in press_book.run("verify", tmp_path / "bad.pdf").err
    shown = press_book.run("verify", pdf, epub, "--no-judges", "--format", "json", "--flush", "9").out
    assert '"typography"' in shown and '"checks"' in shown


def test_page_list_is_held_to_the_print(tmp_path: Path) -> None:
    """A page list that names other pages than the print has, or lacks some of them, is found."""
    book = press_book.lay_down(tmp_path / "book")
    longer = press_book.lay_down(tmp_path / "longer", {"02-more.md": "# 多\n\n# More\n\n更多。\n\nMore.\n"})
    for root in (book, longer):
        found = press_book.run(
            "build", root, "--edition", "en", "--output", tmp_path / root.name / "d", "--jobs", "1"
        )
        assert found.code == 0
    short, long = (root / "d" / "trial-en.epub" for root in (book, longer))

    def told(epub: Path, printed: Path) -> list[str]:
        (judged,) = judge([epub], Ask(printed=printed.with_suffix(".pdf"), judges=False))
        return list(judged.table["page_list"])

    assert told(short, short) == told(long, long) == []
    assert "lacks" in told(short, long)[0] and "does not have" in told(long, short)[0]
