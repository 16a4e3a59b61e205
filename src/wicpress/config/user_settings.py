"""The settings of the user, which no book can change: ``[limits]`` in ``wicpress/config.toml``."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from wicpress import limits
from wicpress.diagnostics import Diagnostic, InvalidArguments, Span, declare_kind

BAD_LIMIT = declare_kind(
    "bad_limit",
    "A limit cannot be set",
    "What a book may cost is set by whoever builds it: by `--limits`, or in `[limits]` of their own configuration, "
    "`$XDG_CONFIG_HOME/wicpress/config.toml` or `~/.config/wicpress/config.toml`. A book cannot set it.",
    example='[limits]\nseconds = 120\nmemory = "3 GB"',
)
MAX_BYTES = 1_000_000


def config_file(environment: Mapping[str, str] | None = None) -> Path | None:
    """Return the path of the user's configuration; None for a user without a home.

    The XDG Base Directory Specification asks that a relative ``XDG_CONFIG_HOME`` be ignored.
    """
    environment = os.environ if environment is None else environment
    base = Path(environment.get("XDG_CONFIG_HOME", ""))
    try:
        return (base if base.is_absolute() else Path.home() / ".config") / "wicpress" / "config.toml"
    except RuntimeError:
        return None


def user_limits(path: Path | None) -> dict[limits.Name, int]:
    """Return the limits in a configuration file. Raise ``InvalidArguments`` with the place of what is wrong."""
    if path is None or not path.is_file():
        return {}
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES).decode("utf-8-sig")
        table = tomllib.loads(text)
    except OSError as error:
        raise InvalidArguments(_bad_limit(path, 1, f"it cannot be read: {error.strerror}")) from error
    except (ValueError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        raise InvalidArguments(_bad_limit(path, int(line[1]) if line else 1, f"it is no TOML: {error}")) from error
    if unknown := next((key for key in table if key != "limits"), None):
        raise InvalidArguments(_bad_limit(path, _line(text, unknown), f"it has `[limits]`, and no `{unknown}`"))
    values = table.get("limits", {})
    if not isinstance(values, dict):
        raise InvalidArguments(_bad_limit(path, _line(text, "limits"), "`limits` is a table, `[limits]`"))
    return dict(_limit(path, text, name, value) for name, value in values.items())


def _limit(path: Path, text: str, name: str, value: object) -> tuple[limits.Name, int]:
    try:
        return limits.parse_limit(name, value)
    except ValueError as error:
        raise InvalidArguments(_bad_limit(path, _line(text, name), str(error))) from error


def _line(text: str, key: str) -> int:
    """Return the line in which a key or table stands first, from 1."""
    pattern = re.compile(rf"[\[\s\"']*{re.escape(key)}\b")
    return next((number for number, line in enumerate(text.split("\n"), 1) if pattern.match(line)), 1)


def _bad_limit(path: Path, line: int, message: str) -> Diagnostic:
    hint = 'write `seconds = 120` or `memory = "3 GB"` under `[limits]`'
    return BAD_LIMIT(message, Span(str(path), line, line), hint=hint)
