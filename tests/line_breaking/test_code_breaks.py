"""Addresses and code are divided where they stay readable, words and numbers not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wicpress.line_breaking.code_breaks import token_breaks


def with_breaks(text: str) -> str:
    """Return the text with `·` where a sign allows a break and `'` at the capitals of a name."""
    breaks = token_breaks(text)
    return "".join(
        ("·" if place in breaks.signs else "'" if place in breaks.camel_case else "") + character
        for place, character in enumerate(text)
    )


@pytest.mark.parametrize(
    "divided",
    [
        "https://·example.·org/·a/·b?·x=·1#frag·-ment",
        "https://·example.·org/2016/01/page_2.html",
        "os.·path2/name_3.7.x",
        "std::·chrono::·duration_·cast",
        "www.·python.·org/·wiki/",
        "user@·example.·com",
        "~/·projects/·new_·book.·toml",
        "$HOME/.config/·wicpress",
        ":func:·`str.·format`",
        "isinstance·(obj,",
        "{'jack':4098,·'sape':4139}",
        'date=·"2004-01-31"',
        "namespace::·Identifier",
        "dio·-lab/·open·-source·-guide",
        "Module'Not'Found'Error",
        ":exc:·`Base'Exception`",
        "0,·1,·1,·2,·3,·5,·8",
        "|-·-·-·-·-·-·---",
    ],
)
def test_tokens(divided: str) -> None:
    """Tokens break after signs, before hyphens and opening brackets, never in numbers or before closing signs."""
    text = divided.replace("·", "").replace("'", "") if "':" not in divided else divided.replace("·", "")
    assert with_breaks(text) == divided


@pytest.mark.parametrize(
    "text",
    [
        "internationalisation", "state-of-the-art", "well-known/other", "C/C++/Java", "(JavaScript/TypeScript)",
        "10,000,000", "2004-01-31", "192.168.100.1", "10:30-11:45", "3.14159265358979", "U.S.A.F.B.", "JavaScript",
        "AT&T-owned", "key/value-pairs", "“quoted-words”",
    ],
)  # fmt: skip
def test_prose(text: str) -> None:
    """Words, compounds, numbers, dates and initials are no tokens."""
    breaks = token_breaks(text)
    assert not breaks.signs | breaks.camel_case | breaks.inside | breaks.forbidden


@pytest.mark.parametrize(
    ("text", "divided"),
    [
        ("e3b0c44298fc1c149afb", "e3b0c|44298f|c|1c|149afb"),
        ("sha256:e3b0c44298fc1c14", "sha256:e3b0c|44298f|c|1c14"),
        ("1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", "1b9d|6b|c|d-b|b|f|d-4b|2d-9b|5d-a|b|8d|f|b|b|d|4bed"),
        ("20260131123456789012", "20260131123456789012"),
        ("Windows2000Professional", "Windows2000Professional"),
        ("a1b2c3d4e5", "a1b2c3d4e5"),
    ],
)
def test_digests(text: str, divided: str) -> None:
    """A long row of letters and digits may be divided behind its letters, four characters from its ends."""
    inside = token_breaks(text).inside
    assert "".join("|" * (nth in inside) + char for nth, char in enumerate(text)) == divided


@given(st.text("aZ09.:/\\_-=&?#@()[]{}<>`'\",;+*|~ 汉"))
def test_any_text(text: str) -> None:
    """No piece begins with a closing sign, ends with an opening one or divides a number between two digits."""
    breaks = token_breaks(text)
    for place in breaks.signs | breaks.camel_case | breaks.inside:
        before, after = text[place - 1], text[place]
        is_rule = before in "-=_*+|:.~" and after in "-=_*+|:.~"
        assert 0 < place < len(text)
        assert before not in "([{<" and (after not in ")]}>,;:.?!" or is_rule)
        assert not (before.isdigit() and after.isdigit())
        if before in "_.:/" and not is_rule:
            assert not (after.isdigit() or text[place - 2].isdigit())
