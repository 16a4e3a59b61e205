"""What stands behind the backquotes that open code: ``python file="flow.py"``, pandoc's ``{.python #flow}``."""

from __future__ import annotations

import re

import attrs

FILE_KEYS = ("file", "filename", "title")
"""The keys that the programs which read Markdown have for the name of a file."""
START_KEYS = ("start", "startFrom", "linenums")
"""Those for the number of the first line."""
NUMBERED = "line-numbers"
NUMBERED_CLASSES = (NUMBERED, "numberLines", "number-lines")
"""The classes of code whose lines are numbered."""
_LANGUAGE = re.compile(r"(?:\{[ \t]*)?([^\s{}=.#][^\s{}=]*)(?=[\s{}]|\Z)")
"""The language as a word; in braces it may be a class instead."""
_OPTION = re.compile(
    r"""(?P<key>[\w-]+)=(?:"(?P<quoted>[^"]*)"|'(?P<single>[^']*)'|(?P<value>[^\s{}"']+))"""
    r"""|(?<![^\s{])\#(?P<id>[^\W\d][\w.-]*)|(?<![^\s{])(?P<class>\.[\w-]+)|(?P<lines>\{[\d,\s-]+\})|(?<![^\s{])\#[^\s{}]*"""
)


@attrs.frozen
class CodeOptions:
    """The language of code, the name of its file, its id, and the ``unknown`` options as they are written.

    ``start`` is the number of its first line, as it is written, or an empty string where lines have no numbers.
    """

    language: str = ""
    file_name: str = ""
    id: str = ""
    start: str = ""
    unknown: tuple[str, ...] = ()


def read_code_options(info: str) -> CodeOptions:
    """Return what ``info``, the rest of the line that opens code, says; spaces may stand before it."""
    info = info.strip()
    first = _LANGUAGE.match(info)
    language = first[1] if first else ""
    file_name = name = start = ""
    unknown: list[str] = []
    for option in _OPTION.finditer(info, first.end() if first else 0):
        value = option["quoted"] or option["single"] or option["value"] or ""
        if option["key"] in FILE_KEYS and value:
            file_name = value
        elif option["key"] in START_KEYS and value:
            start = value
        elif option["class"] and option["class"][1:] in NUMBERED_CLASSES:
            start = start or "1"
        elif option["id"] and not name:
            name = option["id"]
        elif option["class"] and not language:
            language = option["class"].removeprefix(".")
        else:
            unknown.append(option[0])
    return CodeOptions(language, file_name, name, start, tuple(unknown))
