"""What to write instead of HTML that a manuscript has."""

from __future__ import annotations

import re

from wicpress.parsing.attributes.checks import PAGE_BREAK_HINT

_INSTEAD_OF_HTML = {
    "br": "write `<br>`, or end the line with a backslash to break it",
    "b": "write **strong words**",
    "strong": "write **strong words**",
    "i": "write *emphasis*",
    "em": "write *emphasis*",
    "u": "write `<u>` without attributes, and close it within the same emphasis or link",
    "kbd": "write `<kbd>` without attributes, and close it within the same emphasis or link",
    "s": "write ~~words~~",
    "del": "write ~~words~~",
    "strike": "write ~~words~~",
    "mark": "write ==words==",
    "code": "write `code` in backquotes",
    "pre": "fence the lines with ```",
    "sub": "write `~2~`, or `<sub>` without attributes, and close it",
    "sup": "write `^2^`, or `<sup>` without attributes, and close it; a note is called by [^name]",
    "a": "write [words](address)",
    "img": "write ![description](picture.png)",
    "ruby": "write {character|reading}",
    "span": "write [words]{lang=…}",
    "p": "put an empty line between paragraphs",
    "div": "put an empty line between paragraphs",
    "hr": "write --- between empty lines",
    "table": "write a table with | between its cells",
    "ul": "write - before each item",
    "ol": "write 1. before each item",
    "li": "write - before each item",
    "blockquote": "write > before each line",
}
"""What Markdown has for elements of HTML, by their names."""


def html_hint(text: str) -> str:
    """Return what to write instead of HTML."""
    if text.startswith("<!--"):
        return "close the comment with `-->`, and let no words stand behind it on the last of its lines"
    name = re.match(r"</?([A-Za-z][A-Za-z0-9]*)", text)
    element = name[1].lower() if name else ""
    if re.search(r"(?:page-)?break-(?:before|after)", text):
        return PAGE_BREAK_HINT
    heading = "write # before a heading" if re.fullmatch("h[1-6]", element) else ""
    instead = _INSTEAD_OF_HTML.get(element, heading)
    return f"{instead or 'take it away'}; `\\<` is a less-than sign"
