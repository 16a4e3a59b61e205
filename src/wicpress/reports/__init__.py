"""Renders diagnostics in the formats that people and programs read, one file each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from wicpress.diagnostics import Diagnostic
from wicpress.reports import github, json, sarif, text

__all__ = ["FORMATS", "render"]

FORMATS: Mapping[str, Callable[[Iterable[Diagnostic], Mapping[str, str]], str]] = {
    "text": text.render,
    "json": json.render,
    "sarif": sarif.render,
    "github": github.render,
}
"""What ``check --format`` takes."""


def render(format: str, diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> str:
    """``diagnostics`` in ``format``; ``sources`` are the texts of the files they name, by path (some may be missing).

    Raises ``KeyError`` for a format that is not in ``FORMATS``.
    """
    return FORMATS[format](diagnostics, sources)
