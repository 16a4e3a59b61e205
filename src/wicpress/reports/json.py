"""Diagnostics for programs: the contract of ``check --format json``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from wicpress.diagnostics import Diagnostic


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> str:
    """``[{"code", "severity", "message", "help", "path", "line", "end_line", "lang", "block"}]``.

    ``path``, ``line`` and ``end_line`` are null where a fault has no place; ``lang`` and ``block`` may be empty.
    """
    return json.dumps([entry(each) for each in diagnostics], ensure_ascii=False, indent=2)


def entry(diagnostics: Diagnostic) -> dict[str, Any]:
    """One diagnostic as the contract writes it."""
    span = diagnostics.span
    return {
        "code": diagnostics.code,
        "severity": str(diagnostics.severity),
        "message": diagnostics.message,
        "help": diagnostics.help,
        "path": span.path if span else None,
        "line": span.line if span else None,
        "end_line": span.end_line if span else None,
        "lang": diagnostics.lang,
        "block": diagnostics.block,
    }
