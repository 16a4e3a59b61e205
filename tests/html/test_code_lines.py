"""Lines of code as HTML: all characters are there, words have their kinds, colours can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from wicpress.html.code_lines import LANGUAGES, LONGEST, LONGEST_LINE, code_lines
from wicpress.resources import resource_dir

CODE = "@x\ndef flow(a='b'):  # 河\n    return 1.5\n"


def test_words_have_kinds() -> None:
    lines = code_lines(CODE, "python", coloured=True)
    assert [str(each) for each in lines] == [
        '<span class="code-name">@x</span>\n',
        '<span class="code-keyword">def</span> <span class="code-name">flow</span>(a='
        '<span class="code-string">&#39;b&#39;</span>):  <span class="code-comment"># 河</span>\n',
        '    <span class="code-keyword">return</span> <span class="code-number">1.5</span>\n',
    ]


@pytest.mark.parametrize(
    ("text", "language", "coloured"),
    [
        (CODE, "python", False),
        (CODE, "", True),
        (CODE, "brainfuck", True),
        (CODE + "x" * (LONGEST_LINE + 1), "python", True),
        (CODE * (LONGEST // len(CODE) + 1), "python", True),
        (CODE + "a\n" * 300, "python", True),
    ],
)
def test_code_without_kinds(text: str, language: str, coloured: bool) -> None:
    """Colours may be off; languages that are not tried, and very long code, have none."""
    assert not any("<span" in each for each in code_lines(text, language, coloured=coloured))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.sampled_from(sorted(LANGUAGES)))
def test_every_character_is_there(text: str, language: str) -> None:
    """Whatever a language makes of a text, its lines have the characters of the text, and end where it does."""
    text = text.replace("\r", "")
    lines = [_plain(each) for each in code_lines(text, language, coloured=True)]
    assert "".join(lines) == text
    assert all("\n" not in each[:-1] for each in lines)


def _plain(html: str) -> str:
    return str(Markup(re.sub(r"</?span[^>]*>", "", html)).unescape())


def test_colours_can_be_read_on_paper() -> None:
    """Each colour of code has a contrast of at least 4.5:1 on white (WCAG 2.1, 1.4.3)."""
    tokens = (resource_dir("styles") / "print/tokens.css").read_text("utf-8")
    colours = dict(re.findall(r"--code-(\w+): #([0-9a-f]{3,6});", tokens))
    assert sorted(colours) == ["comment", "keyword", "name", "number", "string"]
    assert {name: _contrast(_rgb(each), (1, 1, 1)) >= 4.5 for name, each in colours.items()} == dict.fromkeys(
        colours, True
    )


@pytest.mark.parametrize("ink", [0.0, 1.0])
def test_colours_can_be_read_on_screens(ink: float) -> None:
    """Those of e-books go with the ink: they can be read on white, and by night on black."""
    sheet = (Path(resource_dir("styles")) / "epub/apparatus.css").read_text("utf-8")
    mixes = re.findall(r"color-mix\(in srgb, currentColor (\d+)%, #([0-9a-f]{6})\)", sheet)
    assert len(mixes) == 5
    for share, colour in mixes:
        mixed = tuple(ink * int(share) / 100 + each * (1 - int(share) / 100) for each in _rgb(colour))
        assert _contrast(mixed, (1 - ink,) * 3) >= 4.5, colour


def _rgb(digits: str) -> tuple[float, ...]:
    digits = "".join(each * 2 for each in digits) if len(digits) == 3 else digits
    return tuple(int(digits[nth : nth + 2], 16) / 255 for nth in (0, 2, 4))


def _contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: tuple[float, ...]) -> float:
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
