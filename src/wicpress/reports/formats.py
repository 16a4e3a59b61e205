"""The formats of reports by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from wicpress.diagnostics import Diagnostic
from wicpress.reports import github, json, sarif, text

FORMATS: Mapping[str, Callable[[Iterable[Diagnostic], Mapping[str, str]], str]] = {
    "text": text.render,
    "json": json.render,
    "sarif": sarif.render,
    "github": github.render,
}
"""What ``check --format`` takes."""


def render(name: str, diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> str:
    """Return ``diagnostics`` in the format ``name``.

    ``sources`` are the texts of the files that they name, by path; some may be missing. Raise ``KeyError`` for a
    format that is not in ``FORMATS``.
    """
    return FORMATS[name](diagnostics, sources)
