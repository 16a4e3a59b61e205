"""Renders diagnostics as SARIF 2.1.0, which code hosts and editors read (OASIS standard, 27 March 2020)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from wicpress.diagnostics import KINDS, Diagnostic, Edit
from wicpress.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "notice": "note"}


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> str:
    """Return one run: the rules that have results, and the results, each with its place and any fix."""
    every = list(diagnostics)
    codes = sorted({each.code for each in every})
    driver = {"name": "wicpress", "version": __version__, "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"BOOK": {"description": {"text": "the folder of the book"}}},
        "results": [_result(each, codes) for each in every],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(code: str) -> dict[str, Any]:
    kind = KINDS.get(code)
    if not kind:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": kind.title},
        "fullDescription": {"text": kind.rationale},
        "defaultConfiguration": {"level": LEVELS[kind.severity]},
        **({"help": {"text": f"For example:\n\n{kind.example}"}} if kind.example else {}),
    }


def _result(diagnostic: Diagnostic, codes: Sequence[str]) -> dict[str, Any]:
    text = f"{diagnostic.message} ({diagnostic.help})" if diagnostic.help else diagnostic.message
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": codes.index(diagnostic.code),
        "level": LEVELS[diagnostic.severity],
        "message": {"text": text},
    }
    if diagnostic.span:
        region: dict[str, Any] = {"startLine": diagnostic.span.line, "endLine": diagnostic.span.end_line}
        if diagnostic.column:
            region = {
                "startLine": diagnostic.span.line,
                "startColumn": diagnostic.column,
                "endLine": diagnostic.span.line,
                "endColumn": diagnostic.end_column,
            }
        place: dict[str, Any] = {
            "physicalLocation": {"artifactLocation": _file(diagnostic.span.path), "region": region}
        }
        if diagnostic.block:
            place["logicalLocations"] = [{"name": diagnostic.block, "kind": "block"}]
        result["locations"] = [place]
    if diagnostic.edits:
        result["fixes"] = [
            {
                "description": {"text": diagnostic.help or diagnostic.message},
                "artifactChanges": _changes(diagnostic),
            }
        ]
    return result


def _changes(diagnostic: Diagnostic) -> list[dict[str, Any]]:
    paths = dict.fromkeys(edit.path for edit in diagnostic.edits)
    return [
        {
            "artifactLocation": _file(path),
            "replacements": [_replacement(e) for e in diagnostic.edits if e.path == path],
        }
        for path in paths
    ]


def _replacement(edit: Edit) -> dict[str, Any]:
    return {
        "deletedRegion": {
            "startLine": edit.line,
            "startColumn": edit.column,
            "endLine": edit.end_line,
            "endColumn": edit.end_column,
        },
        "insertedContent": {"text": edit.text},
    }


def _file(path: str) -> dict[str, Any]:
    return {"uri": quote(path), "uriBaseId": "BOOK"}
