"""Renders diagnostics for programs: the contract of ``check --format json``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from wicpress.diagnostics import Diagnostic


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> str:
    """Return a list of ``{"code", "severity", "message", "help", "path", "line", "end_line", "lang", "block"}``.

    ``path``, ``line`` and ``end_line`` are null where a diagnostic has no place; ``lang`` and ``block`` may be empty.
    """
    return json.dumps([entry(each) for each in diagnostics], ensure_ascii=False, indent=2)


def entry(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return one diagnostic as a JSON object."""
    span = diagnostic.span
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "path": span.path if span else None,
        "line": span.line if span else None,
        "end_line": span.end_line if span else None,
        "lang": diagnostic.lang,
        "block": diagnostic.block,
    }
