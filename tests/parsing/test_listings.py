"""Code with a caption or the name of its file: which paragraphs are captions, and what stands behind backquotes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wicpress.config.settings import NoteSettings
from wicpress.diagnostics import WithDiagnostics
from wicpress.edition import numbering
from wicpress.model import Block, Book, CodeBlock, Figure, Listing, Paragraph

ReadBook = Callable[..., WithDiagnostics[Book]]
CODE = "```python\nflow()\n```"


def blocks(reads: ReadBook, text: str) -> tuple[Block, ...]:
    """Return the blocks of a text that is read without any diagnostic."""
    result = reads(f"# 甲\n\n# A\n\n{text}\n")
    assert [each.code for each in result.diagnostics] == []
    return result.value.chapters[0].blocks


@pytest.mark.parametrize(
    ("zh", "en", "marks"),
    [
        ("{.caption}\n河水", "{.caption}\nThe river", ["", ""]),
        ("清单：河水", "Listing: The river", ["清单：", "Listing: "]),
        ("代码清单 1 河水", "Listing 1. The river", ["代码清单 1 ", "Listing 1. "]),
        ("程序清单2-1：河水", "Listing 2-1: The river", ["程序清单2-1：", "Listing 2-1: "]),
        ("代码 1：河水", "Listing 1 The river", ["代码 1：", "Listing 1 "]),
    ],
)
def test_a_caption_belongs_to_the_code_below(reads: ReadBook, zh: str, en: str, marks: list[str]) -> None:
    (listing,) = blocks(reads, f"{zh}\n\n{en}\n\n{CODE}")
    assert isinstance(listing, Listing) and listing.number == 1
    assert [side.text for side in listing.sides] == ["河水", "The river"]
    assert [side.marker for side in listing.sides] == marks
    (code,) = listing.children
    assert (code.info, code.sides[0].text) == ("python", "flow()")
    assert code.id != listing.id


def test_what_announces_code_is_no_caption(reads: ReadBook) -> None:
    """A line above code that ends in a colon is a sentence."""
    said, code = blocks(reads, f"代码：\n\nListing:\n\n{CODE}")
    assert isinstance(said, Paragraph) and isinstance(code, CodeBlock)
    assert not any(isinstance(each, Listing) for each in blocks(reads, f"代码：运行它\n\nThe code: run it\n\n{CODE}"))


def test_captions_of_neighbours(reads: ReadBook) -> None:
    """A caption between two pieces of code belongs to the second, one between a figure and code to the figure."""
    first, second = blocks(reads, f"{CODE}\n\n{{.caption}}\n河\n\n{{.caption}}\nRiver\n\n{CODE}")
    assert isinstance(first, CodeBlock) and isinstance(second, Listing)
    picture = "![河](a.svg)\n\n![River](a.svg)\n\n{.caption}\n河\n\n{.caption}\nRiver"
    result = reads(f"# 甲\n\n# A\n\n{picture}\n\n{CODE}\n")
    figure, code = result.value.chapters[0].blocks
    assert isinstance(figure, Figure) and figure.number == 1 and isinstance(code, CodeBlock)


def test_code_in_two_languages(reads: ReadBook) -> None:
    """Each language may have its own code below its caption; the id that either gives is that of the listing."""
    zh, en = "```sh\nmake # 做\n```", "```sh\nmake # go\n```"
    text = f"清单：做\n\n{{lang=zh-Hans}}\n{zh}\n\nListing: Make\n\n{{lang=en #lst-make file=run.sh}}\n{en}"
    (listing,) = blocks(reads, text)
    assert isinstance(listing, Listing) and (listing.id, listing.file_name) == ("lst-make", "run.sh")
    assert [side.text for side in listing.children[0].sides] == ["make # 做", "make # go"]


def test_a_file_for_each_language(reads: ReadBook) -> None:
    """Code that both files repeat stands once, with the caption that each has."""
    texts = {"01.zh-Hans.md": f"# 甲\n\n清单：河\n\n{CODE}\n", "01.en.md": f"# A\n\nListing: River\n\n{CODE}\n"}
    result = reads(texts)
    assert result.diagnostics == ()
    (listing,) = result.value.chapters[0].blocks
    assert isinstance(listing, Listing) and [side.text for side in listing.sides] == ["河", "River"]
    assert [side.lang for side in listing.children[0].sides] == ["zxx"]


@pytest.mark.parametrize(
    "code",
    [
        '```python file="a b.py"',
        "```python title='a b.py'",
        '```{.python filename="a b.py"}',
        '``` {filename="a b.py" .python}',
        '{file="a b.py"}\n```python',
    ],
)
def test_names_of_files(reads: ReadBook, code: str) -> None:
    """A name without a caption makes a listing without a number."""
    (listing,) = blocks(reads, f"{code}\nflow()\n```")
    assert isinstance(listing, Listing) and (listing.file_name, listing.number) == ("a b.py", 0)
    (plain,) = blocks(reads, "```c#\nflow()\n```")
    assert isinstance(plain, CodeBlock) and plain.info == "c#"


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("{.line-numbers}\n```python", 1),
        ("{start=98}\n```", 98),
        ("```python start=98", 98),
        ('```python linenums="7"', 7),
        ("```{.python .numberLines startFrom=3}", 3),
        ("```python", 0),
    ],
)
def test_numbers_of_lines(reads: ReadBook, code: str, first: int) -> None:
    (block,) = blocks(reads, f"{code}\nflow()\n```")
    assert isinstance(block, CodeBlock) and block.first_line == first
    assert block.language == ("python" if "python" in code else "")


def test_what_is_no_number_of_a_line_is_reported(reads: ReadBook) -> None:
    long = f"```python start={'9' * 5000}\nc\n```\n"
    result = reads(f"# 甲\n\n# A\n\n{{start=0}}\n```\na\n```\n\n```python start=x\nb\n```\n\n{long}")
    assert [(each.code, each.span and each.span.line) for each in result.diagnostics] == [
        ("unknown_attribute", 5),
        ("unknown_attribute", 10),
        ("unknown_attribute", 14),
    ]


def test_an_id_behind_the_backquotes(reads: ReadBook) -> None:
    (code,) = blocks(reads, "```{.python #lst-flow}\nflow()\n```")
    assert code.id == "lst-flow"


@pytest.mark.parametrize("option", ['hl_lines="2"', ".nowrap", "{1,3-4}"])
def test_unknown_options_are_reported(reads: ReadBook, option: str) -> None:
    (diagnostic,) = reads(f"# 甲\n\n# A\n\n```python {option}\nflow()\n```\n").diagnostics
    assert diagnostic.code == "unknown_attribute" and option in diagnostic.message
    assert (diagnostic.span.line if diagnostic.span else 0, diagnostic.column) == (5, 11)


def test_references_name_the_number(reads: ReadBook) -> None:
    captions = "{.caption #lst}\n河\n\n{.caption}\nRiver"
    result = reads(f"# 甲\n\n# A\n\n{captions}\n\n{CODE}\n\n见[](#lst)。\n\nSee [](#lst).\n")
    assert result.diagnostics == ()
    labels = numbering.labels(result.value, _Config()).numbers  # type: ignore[arg-type]
    assert [labels["lst", tag] for tag in ("zh-Hans", "en")] == ["代码清单1", "Listing 1"]


class _Config:
    """The settings that numbers depend on."""

    numbering = "source"
    notes = NoteSettings()


def test_a_caption_without_code_is_reported(reads: ReadBook) -> None:
    (diagnostic,) = reads("# 甲\n\n# A\n\n{.caption}\n河\n").diagnostics
    assert diagnostic.code == "stray_caption" and "code" in diagnostic.message
