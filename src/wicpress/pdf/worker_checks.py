"""Drawings and style sheets tried by themselves, in a worker, so that a check says what a build would."""

from __future__ import annotations

import base64
import itertools
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import tinycss2

from wicpress.diagnostics import WicpressError
from wicpress.engine.patching.fast_import import fast_engine_import
from wicpress.fragments import EngineMessage
from wicpress.pdf.engine_warnings import capture_warnings, messages_of_sheet
from wicpress.pdf.paint_profiles import no_transparency
from wicpress.pictures.target import SVG

_INVALID: Final = "Invalid math function"
"""How WeasyPrint's message begins of a function such as `calc()` that it cannot calculate."""
_TRIED: Final = 1000
"""So many declarations with functions are tried, more than a style sheet that a person writes has."""
_PAPER: Final = frozenset({"", "all", "print"})
"""The media of rules for paper."""


def transparent_drawings(drawings: Sequence[tuple[str, bytes]]) -> tuple[str, ...]:
    """Return the names of those of ``drawings`` in which anything is transparent as WeasyPrint paints it."""
    return tuple(name for name, data in drawings if _is_transparent(data))


def _is_transparent(data: bytes) -> bool:
    with fast_engine_import():
        from weasyprint import HTML  # noqa: PLC0415 - slow, and only a worker needs it

    html = f'<img src="data:{SVG};base64,{base64.b64encode(data).decode()}">'
    try:
        HTML(string=html).write_pdf(finisher=lambda _, pdf: no_transparency(pdf))
    except WicpressError:
        return True
    return False


def style_warnings(sheets: Mapping[str, str]) -> tuple[EngineMessage, ...]:
    """Return what WeasyPrint reports of style sheets, which are texts by name: what it does not know."""
    return tuple(
        message
        for name, text in sheets.items()
        for message in (*messages_of_sheet(name, text), *_messages_of_functions(name, text))
    )


def _messages_of_functions(name: str, text: str) -> Iterator[EngineMessage]:
    """Yield what WeasyPrint reports of math functions, which it calculates for elements: each is tried on one."""
    with_functions = ((line, value) for line, value in _declarations(text) if "(" in value)
    declarations = list(itertools.islice(with_functions, _TRIED))
    lines: dict[int, str] = {}
    for nth, (line, declaration) in enumerate(declarations):
        lines[line] = f"{lines.get(line, '')} #e{nth} {{ {declaration} }}"
    if lines:
        with fast_engine_import():
            from weasyprint import HTML  # noqa: PLC0415 - as above

            from wicpress.pdf.url_fetcher import BookFetcher  # noqa: PLC0415 - it imports WeasyPrint

        css = "\n".join(lines.get(line, "") for line in range(1, max(lines) + 1))
        elements = "".join(f"<p id=e{nth}>" for nth in range(len(declarations)))
        with capture_warnings() as messages:
            HTML(string=f"<style>{css}</style>{elements}", url_fetcher=BookFetcher({}, {})).render()
        for each in dict.fromkeys(messages):
            if each.text.startswith(_INVALID):
                yield EngineMessage(each.text, name, each.line)


def _declarations(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each declaration for elements on paper, but for those with variables."""
    rules = deque(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))
    while rules:
        rule = rules.popleft()
        if rule.type == "at-rule" and rule.lower_at_keyword in {"media", "layer"} and rule.content:
            if tinycss2.serialize(rule.prelude).strip() in _PAPER or rule.lower_at_keyword == "layer":
                rules.extend(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
        elif rule.type == "qualified-rule":
            for each in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
                if each.type == "declaration" and "var(" not in (value := each.serialize()):
                    yield each.source_line, value
