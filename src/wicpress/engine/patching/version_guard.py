"""Refuses any WeasyPrint but the one whose private functions are read and tested here."""

from __future__ import annotations

import weasyprint

from wicpress.engine.patching.engine_sources import changed_names, installed_root

SUPPORTED_VERSION = "70.0"
"""The one version of WeasyPrint whose private functions are known."""

REMEDY = f"install the engine that wicpress is made for: pip install 'weasyprint=={SUPPORTED_VERSION}'"


class EngineMismatch(RuntimeError):  # noqa: N818 - it names a state of the machine
    """WeasyPrint is not the one that the line layer is written for.

    ``name`` is what differs, ``help`` what to do about it.
    """

    def __init__(self, name: str, what: str, remedy: str = REMEDY) -> None:
        super().__init__(f"{name}: {what}; {remedy}")
        self.name = name
        self.help = remedy


def check_version() -> None:
    """Raise ``EngineMismatch`` unless WeasyPrint has the supported version: bad lines are worse than none."""
    if weasyprint.__version__ != SUPPORTED_VERSION:
        raise EngineMismatch("weasyprint", f"version {weasyprint.__version__} is not {SUPPORTED_VERSION}")


def check_sources() -> None:
    """Raise ``EngineMismatch`` if the source of a name in the table is not the expected one.

    It reads and parses files of the engine, too slow for each start: CI and ``wicpress doctor`` do it.
    """
    for entry in changed_names(installed_root()):
        raise EngineMismatch(entry.name, "its source is not the expected one", f"{REMEDY}, or undo the local change")
