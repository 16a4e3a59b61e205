"""Refuses every WeasyPrint except the version whose private functions wicpress uses and tests."""

from __future__ import annotations

import weasyprint

from wicpress.engine.patching.engine_sources import changed_names, installed_root

SUPPORTED_VERSION = "70.0"
"""The version of WeasyPrint whose private functions are known."""

REMEDY = f"install the engine that wicpress is made for: pip install 'weasyprint=={SUPPORTED_VERSION}'"


class EngineMismatch(RuntimeError):  # noqa: N818 - it names a state of the machine
    """WeasyPrint is not the version that the line layer is written for.

    ``name`` is the name that differs, ``help`` what to do about it.
    """

    def __init__(self, name: str, what: str, remedy: str = REMEDY) -> None:
        super().__init__(f"{name}: {what}; {remedy}")
        self.name = name
        self.help = remedy


def check_version() -> None:
    """Raise ``EngineMismatch`` unless WeasyPrint has the supported version: another one may lay out lines wrongly."""
    if weasyprint.__version__ != SUPPORTED_VERSION:
        raise EngineMismatch("weasyprint", f"version {weasyprint.__version__} is not {SUPPORTED_VERSION}")


def check_sources() -> None:
    """Raise ``EngineMismatch`` if the source of a name in the table is not the expected one.

    It reads and parses files of WeasyPrint, which is too slow for each start: CI and ``wicpress doctor`` call it.
    """
    for entry in changed_names(installed_root()):
        raise EngineMismatch(entry.name, "its source is not the expected one", f"{REMEDY}, or undo the local change")
