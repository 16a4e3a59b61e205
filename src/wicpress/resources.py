"""Where the templates, styles and starter book that travel with wicpress are found."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: str) -> Path:
    """The folder ``templates``, ``styles`` or ``starter``: beside the package in a wheel, at the top of a checkout.

    Raises ``FileNotFoundError`` if the installation lacks it.
    """
    for place in (_PACKAGE / name, _PACKAGE.parents[1] / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"this installation of wicpress lacks its {name}; install it again")
