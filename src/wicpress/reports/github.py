"""Diagnostics as annotations that GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wicpress.diagnostics import Diagnostic


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> str:
    """One workflow command for each diagnostic: ``::error file=…,line=…,endLine=…,title=…::…``."""
    return "\n".join(_command(each) for each in diagnostics)


def _command(diagnostics: Diagnostic) -> str:
    properties: dict[str, str] = {}
    if diagnostics.span:
        properties = {
            "file": diagnostics.span.path,
            "line": str(diagnostics.span.line),
            "endLine": str(diagnostics.span.end_line),
        }
        if diagnostics.column:
            properties |= {"col": str(diagnostics.column), "endColumn": str(diagnostics.end_column)}
            properties["endLine"] = properties["line"]
    properties["title"] = diagnostics.code
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    message = f"{diagnostics.message}\n{diagnostics.help}" if diagnostics.help else diagnostics.message
    return f"::{diagnostics.severity} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
