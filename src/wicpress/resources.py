"""Finds the templates, styles and starter book that wicpress is installed with."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: str) -> Path:
    """Return the folder ``templates``, ``styles`` or ``starter``: in the package, or at the top of a checkout.

    Raise ``FileNotFoundError`` where it is missing.
    """
    for folder in (_PACKAGE / name, _PACKAGE.parents[1] / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"this installation of wicpress has no {name}; install it again")
