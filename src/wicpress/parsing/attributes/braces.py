"""Reads the attributes in a pair of braces."""

from __future__ import annotations

import re
from collections import Counter

from mdit_py_plugins.attrs.parse import ParseError
from mdit_py_plugins.attrs.parse import parse as parse_attributes

TAIL = re.compile(r"[ \t]+(\{[^{}\n]*\})$")
"""Braces at the end of a line."""
_UNQUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|=([^\s"{}]+)|(?<=[{\s])#([\w.-]+)')
"""What stands in quotes; or a value or id without quotes, with signs that the attribute parser may refuse."""
_KEY = re.compile(r'([\w:-]+)="(?:[^"\\]|\\.)*"')


def attributes(braces: str) -> dict[str, str] | None:
    """Return the attributes of ``{…}``; None where it holds anything else, none, or one that is given twice.

    Values need no quotes unless there are spaces in them: ``{#fig.1 width=100%}``.
    """
    quoted = _UNQUOTED.sub(_in_quotes, braces)
    try:
        length, values = parse_attributes(quoted)
    except ParseError:
        return None
    return values if values and length == len(quoted) - 1 and not repeated_keys(braces) else None


def repeated_keys(braces: str) -> list[str]:
    """Return the keys that are given twice in ``{…}``, of which only one could have its effect; ``id`` for ``#``."""
    keys = Counter(match[1] for match in _KEY.finditer(_UNQUOTED.sub(_in_quotes, braces)))
    return [key for key, count in keys.items() if count > 1 and key != "class"]


def _in_quotes(match: re.Match[str]) -> str:
    if match[1]:
        return f'="{match[1]}"'
    return f'id="{match[2]}"' if match[2] else match[0]
