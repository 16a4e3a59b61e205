"""Renders diagnostics as annotations that GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wicpress.diagnostics import Diagnostic


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> str:
    """Return one workflow command for each diagnostic: ``::error file=…,line=…,endLine=…,title=…::…``."""
    return "\n".join(_command(each) for each in diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    properties: dict[str, str] = {}
    if diagnostic.span:
        properties = {
            "file": diagnostic.span.path,
            "line": str(diagnostic.span.line),
            "endLine": str(diagnostic.span.end_line),
        }
        if diagnostic.column:
            properties |= {"col": str(diagnostic.column), "endColumn": str(diagnostic.end_column)}
            properties["endLine"] = properties["line"]
    properties["title"] = diagnostic.code
    parameters = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    message = f"{diagnostic.message}\n{diagnostic.help}" if diagnostic.help else diagnostic.message
    return f"::{diagnostic.severity} {parameters}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
