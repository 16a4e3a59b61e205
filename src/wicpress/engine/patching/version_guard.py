"""Stops the press when the engine is not the one whose insides we know."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import linecache
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import weasyprint

SUPPORTED_VERSION = "70.0"
"""The one version of WeasyPrint whose private functions were read and tried."""

EXPECTED_SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "tinyhtml5.inputstream.HTMLUnicodeInputStream": "10c90dbbdab831cb",
        "weasyprint.css.ComputedStyle": "4ff0512c0af12674",
        "weasyprint.css.StyleFor": "dac5a13261681453",
        "weasyprint.css.find_style_attributes": "c5b4eb4d3c008b07",
        "weasyprint.draw.text.draw_first_line": "1bb8eae6d88e71b1",
        "weasyprint.draw.text.draw_text": "ebaf96239c6ca363",
        "weasyprint.layout.inline._adjust_line_height": "822443b08f53654f",
        "weasyprint.layout.inline._out_of_flow_layout": "6bbd74324daf555d",
        "weasyprint.layout.inline.strut": "b57885b70dd08efe",
        "weasyprint.layout.inline.inline_min_content_width": "15cde37816a624cf",
        "weasyprint.layout.make_all_pages": "b5e4034894841caa",
        "weasyprint.layout.page.make_page": "656f183328e8b1b5",
        "weasyprint.layout.page.remake_page": "1ff09b2dffa17839",
        "weasyprint.layout.block.block_level_layout": "c1301dde9284e245",
        "weasyprint.draw.draw_text": "ebaf96239c6ca363",
        "weasyprint.layout.inline.atomic_box": "928f0e7eed566627",
        "weasyprint.layout.inline.get_next_linebox": "67af458c2545e74f",
        "weasyprint.layout.inline.line_box_verticality": "1018aadb3410f89a",
        "weasyprint.layout.inline.remove_last_whitespace": "53f0c79c9fbbda50",
        "weasyprint.layout.inline.skip_first_whitespace": "deb2f1a5e2a6c035",
        "weasyprint.layout.inline.split_inline_box": "3a0cb7ca7e34c7ef",
        "weasyprint.layout.inline.split_inline_level": "d98c008c8fc00582",
        "weasyprint.layout.inline.text_align": "e953d41b87ccfc30",
        "weasyprint.layout.preferred.inline_max_content_width": "6860df1a22c6d6a7",
        "weasyprint.layout.preferred.inline_min_content_width": "15cde37816a624cf",
        "weasyprint.pdf.fonts.Font": "1888854798bf8726",
        "weasyprint.pdf.stream.Stream": "624257224db6f66d",
        "weasyprint.text.fonts.FontConfiguration": "c9caaf607dac068c",
        "weasyprint.text.fonts.get_pango_font_key": "74cbeff1fac3860c",
        "weasyprint.text.line_break.Layout": "681b737d1ba5e004",
        "weasyprint.text.line_break.strut": "b57885b70dd08efe",
    }
)
"""First 16 hexadecimal digits of the SHA-256 of each patched or imitated function's source."""


class EngineMismatch(RuntimeError):  # noqa: N818, named as it is spoken: the engines do not match
    """WeasyPrint is not the one the line layer was written for.

    `function` names what differs, `help` what to do about it.
    """

    def __init__(self, function: str, what: str, remedy: str) -> None:
        super().__init__(f"{function}: {what}; {remedy}")
        self.function = function
        self.help = remedy


def fingerprint(function: str) -> str:
    """Return the known-source digest of a dotted function name such as `weasyprint.layout.inline.text_align`.

    Raises `EngineMismatch` where the function is missing or its source cannot be read.
    """
    module, _, name = function.rpartition(".")
    try:
        found = getattr(importlib.import_module(module), name)
        known = _fingerprints.get(function)
        if known is None or known[0] is not found:
            known = _fingerprints[function] = found, hashlib.sha256(_source(found).encode()).hexdigest()[:16]
    except (AttributeError, ImportError, OSError, TypeError) as error:
        raise EngineMismatch(function, f"its source cannot be read ({error})", _REMEDY) from error
    return known[1]


def _source(found: Any) -> str:
    """The source of a function or class: its first line, and all below it that is indented deeper.

    Every process that lays begins here, and Python's own `inspect.getsource` takes a fifth of a second for all of
    them: it reads every one as Python does. Raises `OSError` where there is no source, `TypeError` where there
    cannot be.
    """
    lines = linecache.getlines(inspect.getfile(found))
    if inspect.isclass(found):
        head = re.compile(rf"\s*class {found.__name__}\b")
        start = next((nth for nth, line in enumerate(lines) if head.match(line)), len(lines))
    else:
        start = found.__code__.co_firstlineno - 1
    if start >= len(lines):
        raise OSError("there is no source")
    depth = _indent(lines[start])
    end = start + 1
    for nth, line in enumerate(lines[start + 1 :], start + 2):
        if line.strip():
            if _indent(line) <= depth:
                break
            end = nth
    return "".join(lines[start:end])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


_fingerprints: dict[str, tuple[Any, str]] = {}
"""What was read already, with the function itself: a book is laid in many parts."""


_REMEDY = f"install the engine this press is made for: pip install 'weasyprint=={SUPPORTED_VERSION}'"


def check_engine(known: Mapping[str, str] = EXPECTED_SOURCES) -> None:
    """Compare WeasyPrint's version and the functions we lean on with the known ones.

    Raises `EngineMismatch` on the first difference: bad lines are worse than none.
    """
    if weasyprint.__version__ != SUPPORTED_VERSION:
        raise EngineMismatch("weasyprint", f"version {weasyprint.__version__} is not {SUPPORTED_VERSION}", _REMEDY)
    for function, digest in known.items():
        if fingerprint(function) != digest:
            remedy = f"{_REMEDY}, or undo the local change to it"
            raise EngineMismatch(function, "its source is not the one this press knows", remedy)
