"""WeasyPrint's log messages as diagnostics: those of a style sheet have its file and line."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import attrs
import tinycss2

from wicpress.diagnostics import Diagnostic, Severity, Span, WicpressError, declare_kind
from wicpress.engine.patching.fast_import import fast_engine_import
from wicpress.fragments import EngineMessage
from wicpress.html.book_sheets import place_in_sheet
from wicpress.system.bounds import OutOfTime
from wicpress.system.folder import is_within

if TYPE_CHECKING:
    from wicpress.config import Config  # a worker reads no book.toml

ENGINE_WARNING = declare_kind(
    "engine_warning",
    "WeasyPrint reported something",
    "WeasyPrint reports what it could not do: a property it does not know, a picture it could not draw, a file it "
    "was refused. A page with such a warning is not the page that was asked for.",
    severity=Severity.WARNING,
)


UNDRAWN_PICTURE = declare_kind(
    "undrawn_picture",
    "A drawing cannot be drawn on paper",
    "The drawing is well-formed, but has values with which nothing can be drawn, such as a transform without numbers "
    "or letters of no size. Its place would be empty.",
    example='<g transform="rotate(45)">',
)
_UNDRAWN: Final = "Failed to render SVG image"
"""How WeasyPrint's message begins where it goes on without a drawing."""
_STRING: Final = re.compile(r'"string\((han-)?verse-range ')
"""How WeasyPrint's message begins of a string in a running head, which it sets all the same, in the margin."""
_FOLDER: Final = "/images/"
_HINT: Final = "correct it; what is for e-books alone belongs into a sheet below `styles/epub`"


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[EngineMessage] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Collect a message. Raise ``WicpressError`` where a drawing is not drawn, or the bound that it meets."""
        message, error = record.getMessage(), sys.exc_info()[1]
        if _STRING.match(message):
            return
        if message.startswith(_UNDRAWN):
            if not isinstance(error, Exception) or isinstance(error, OutOfTime | MemoryError):
                raise error or RuntimeError(message)  # WeasyPrint takes any exception for a mistake of the drawing
            name = unquote(message.partition(_FOLDER)[2]) or "a style sheet's picture"
            hint = "correct it, or save it as a picture of pixels"
            message = f"`{name}` cannot be drawn: {type(error).__name__}: {error}"
            raise WicpressError(UNDRAWN_PICTURE(message, Span(name, 1, 1), hint=hint)) from error
        numbers = [each if type(each) is int else 0 for each in (record.args or ()) if isinstance(record.args, tuple)]
        line, column = next((each for each in pairwise(numbers) if all(each)), (0, 0))
        self.messages.append(EngineMessage(message.replace(f" at {line}:{column}", "", 1), line=line))


@contextmanager
def capture_warnings() -> Iterator[list[EngineMessage]]:
    """Collect what WeasyPrint logs."""
    logger = logging.getLogger("weasyprint")
    collector, propagate = _Collector(), logger.propagate
    logger.addHandler(collector)
    logger.propagate = False
    try:
        yield collector.messages
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate


def messages_of_sheet(name: str, text: str) -> tuple[EngineMessage, ...]:
    """Return what WeasyPrint reports of a style sheet, with lines; where it tells none, that of the rule is taken.

    Nothing that the sheet names is loaded.
    """
    reported = _read(text)
    if not reported:
        return ()
    texts = {each.text for each in reported}
    placed: dict[EngineMessage, None] = {}
    for line, rule in _rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)):
        of_rule = (each for each in _read(rule) if each.text in texts)
        placed |= {EngineMessage(each.text, name, each.line or line): None for each in of_rule}
    texts = {each.text for each in placed}
    rest = (each for each in reported if each.line or each.text not in texts)
    placed |= {EngineMessage(each.text, name, each.line or 1): None for each in rest}
    return tuple(sorted(placed, key=lambda each: each.line))


def _rules(rules: Iterable[Any]) -> Iterator[tuple[int, str]]:
    """Yield line and text of each rule, in its place; rules in blocks for media and layers stand by themselves."""
    for rule in rules:
        if rule.type == "error":
            continue
        if rule.type == "at-rule" and rule.lower_at_keyword in {"media", "layer"} and rule.content:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            yield from _rules(inner)
            rule.content = []
        yield rule.source_line, "\n" * (rule.source_line - 1) + " " * (rule.source_column - 1) + rule.serialize()


def _read(text: str) -> list[EngineMessage]:
    """Return what WeasyPrint reports of a style sheet."""
    with fast_engine_import():
        from weasyprint import CSS  # noqa: PLC0415 - slow, and only a worker needs it

    from wicpress.pdf.url_fetcher import BASE, BookFetcher  # noqa: PLC0415

    with capture_warnings() as messages:
        CSS(string=text, base_url=f"{BASE}styles/", url_fetcher=BookFetcher({}, {}))
    return messages


def with_sheets(messages: Iterable[EngineMessage], texts: Mapping[str, str]) -> tuple[EngineMessage, ...]:
    """Return messages of a layout; those of style sheets, which are among ``texts``, have name and line."""
    messages = tuple(dict.fromkeys(messages))
    sheets = [name for name in texts if name.endswith(".css")] if messages else []
    placed = [each for name in sheets for each in messages_of_sheet(name, texts[name])]
    texts_placed = {each.text for each in placed}
    rest = (each for each in messages if each.text not in texts_placed)
    return (*placed, *(attrs.evolve(each, sheet=_sheet_with(each, texts)) for each in rest))


def _sheet_with(message: EngineMessage, texts: Mapping[str, str]) -> str:
    """Return the style sheet that has in its line what a message is about, if any: a value, told of each element."""
    _, _, value = message.text.partition(": ")
    lines = ((name, text.splitlines()[message.line - 1 : message.line]) for name, text in texts.items())
    return next((name for name, line in lines if value and message.line and value in "".join(line)), "")


def engine_warnings(messages: Iterable[EngineMessage], config: Config) -> Iterator[Diagnostic]:
    """Yield what WeasyPrint reports as diagnostics, with places in the files of the book."""
    for each in dict.fromkeys(messages):
        file = file_of_sheet(each.sheet, config) if each.sheet else ""
        if file:
            span = place_in_sheet(config.root, file, each.line)
            yield ENGINE_WARNING(each.text, span, hint=_HINT)
        else:
            yield ENGINE_WARNING(each.text, Span("", 0, 0))


def file_of_sheet(name: str, config: Config) -> str:
    """Return the file of the book that a style sheet of a layout is, empty for one of wicpress."""
    own = name.removeprefix("styles/own/")
    if own != name:
        return own
    file = f"styles/print/{name.removeprefix('styles/')}"
    return file if is_within(config.root / file, config.root) and (config.root / file).is_file() else ""
