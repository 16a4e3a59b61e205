"""Diagnostics as annotations that GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wicpress.diagnostics import Diagnostic


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> str:
    """One workflow command for each diagnostic: ``::error file=…,line=…,endLine=…,title=…::…``."""
    return "\n".join(_command(each) for each in diagnostics)


def _command(found: Diagnostic) -> str:
    properties: dict[str, str] = {}
    if found.span:
        properties = {"file": found.span.path, "line": str(found.span.line), "endLine": str(found.span.end_line)}
        if found.column:
            properties |= {"col": str(found.column), "endColumn": str(found.end_column)}
            properties["endLine"] = properties["line"]
    properties["title"] = found.code
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    message = f"{found.message}\n{found.help}" if found.help else found.message
    return f"::{found.severity} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
