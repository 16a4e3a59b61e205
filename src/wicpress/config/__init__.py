"""The configuration of a book, ``book.toml``: its values, their validation, their diagnostics."""

from __future__ import annotations

from wicpress.config.diagnostics import (
    BAD_VALUE,
    BROKEN_TOML,
    DUPLICATE_EDITION,
    MISSING_KEY,
    NO_BOOK,
    UNKNOWN_KEY,
    UNKNOWN_LANGUAGE,
)
from wicpress.config.settings import (
    FILE,
    FONT_ROLES,
    FORMATS,
    MISSING,
    RUBY,
    SPOT_COLOURS,
    Config,
    Edition,
    FontSetting,
    LocalizedText,
    OpeningSettings,
    Person,
    Typography,
)
from wicpress.config.validation import load, parse

__all__ = [
    "BAD_VALUE",
    "BROKEN_TOML",
    "DUPLICATE_EDITION",
    "FILE",
    "FONT_ROLES",
    "FORMATS",
    "MISSING",
    "MISSING_KEY",
    "NO_BOOK",
    "RUBY",
    "SPOT_COLOURS",
    "UNKNOWN_KEY",
    "UNKNOWN_LANGUAGE",
    "Config",
    "Edition",
    "FontSetting",
    "LocalizedText",
    "OpeningSettings",
    "Person",
    "Typography",
    "load",
    "parse",
]
