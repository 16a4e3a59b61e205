"""Text of a reference while it is put together, with italics, raised and lowered words, and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs

_ADDRESS = "\x1e"
"""What stands before and behind an address; fields are read without such characters."""
_BETWEEN = re.compile(f"{_ADDRESS}([^{_ADDRESS}]*{_ADDRESS}[^{_ADDRESS}]*){_ADDRESS}")
_FIRST_WORDS = re.compile(rf"((?:<[a-z]+>)?)([^<>{_ADDRESS}]*[^<>{_ADDRESS}\s,.，:：])")
_IGNORED = re.compile(r"</?(?:b|strong|sc|span)(?:\s[^<>]*)?>")
_TAG = re.compile(r"<(/?)(i|em|sub|sup|nobr)>")
_STYLES = {"i": "italic", "em": "italic", "sub": "subscript", "sup": "superscript", "nobr": "unbroken"}
_OPENING_QUOTE = re.compile(r"(?<![\w\u2019.,;:!?)\]”])(?:\"|``)(?=\S)")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=\w)|(?<=s)'(?=\s)")


@attrs.frozen
class Run:
    """Neighbouring characters in one style; ``href`` is the address that they lead to."""

    text: str
    style: str = ""
    href: str = ""


def address(text: str, href: str = "") -> str:
    """Return ``text`` as a link to ``href``, or to itself."""
    return f"{_ADDRESS}{href or text}{_ADDRESS}{text}{_ADDRESS}"


def linked(text: str, href: str) -> str:
    """Return ``text``, of which the first words in one style are a link to ``href``."""
    match = _FIRST_WORDS.match(text)
    return f"{match[1]}{address(match[2], href)}{text[match.end() :]}" if match else text


def plain(text: str) -> str:
    """Return what is printed, without styles and addresses."""
    return "".join(run.text for run in runs(text))


def runs(text: str) -> Iterator[Run]:
    """Yield the runs of a reference; a tag that is not closed ends with the text."""
    style = ""
    for nth, part in enumerate(_BETWEEN.split(text)):
        if nth % 2:
            href, _, words = part.partition(_ADDRESS)
            yield Run(words, style, href)
            continue
        at = 0
        plain_part = _IGNORED.sub("", part)
        for tag in _TAG.finditer(plain_part):
            if tag.start() > at:
                yield Run(plain_part[at : tag.start()], style)
            style, at = "" if tag[1] else _STYLES[tag[2]], tag.end()
        if at < len(plain_part):
            yield Run(plain_part[at:], style)


def join(delimiter: str, parts: Iterable[str]) -> str:
    """Return the parts that have text with ``delimiter`` between them, and no second full stop behind one."""
    text = ""
    for part in parts:
        if not part:
            continue
        if text:
            text += delimiter[1:] if delimiter[:1] == "." and ends_in_stop(text) else delimiter
        text += part
    return text


def ends_in_stop(text: str) -> bool:
    """Return whether what is printed of ``text`` ends in a full stop."""
    return _TAG.sub("", _IGNORED.sub("", text)).rstrip(_ADDRESS).endswith(".")


def curled(text: str) -> str:
    """Return ``text`` with typographic quotation marks and apostrophes for those of typewriters."""
    if '"' not in text and "'" not in text and "`" not in text:
        return text
    text = _OPENING_QUOTE.sub("“", text).replace('"', "”").replace("''", "”")
    return _APOSTROPHE.sub("’", text)
