"""The location of the cache: one folder of the user, with a folder in it for each kind of entry."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from wicpress.cache.disk_store import DiskStore


def cache_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Return the cache folder: ``$WICPRESS_CACHE``, else ``wicpress`` in ``$XDG_CACHE_HOME`` or ``~/.cache``.

    The XDG Base Directory Specification asks that a relative ``XDG_CACHE_HOME`` be ignored.
    """
    environment = os.environ if environment is None else environment
    if own := environment.get("WICPRESS_CACHE"):
        return Path(own).absolute()
    base = environment.get("XDG_CACHE_HOME", "")
    return (Path(base) if Path(base).is_absolute() else _home() / ".cache") / "wicpress"


def font_folder() -> Path:
    """Return the folder of prepared faces."""
    return cache_folder() / "fonts"


def page_store() -> DiskStore:
    """Return the store of laid-out chapters, and of what else is computed from a book."""
    return DiskStore(cache_folder() / "pages")


def open_store(use_cache: bool, scratch: Path) -> DiskStore:
    """Return the store that builds share; without ``use_cache``, one in the ``scratch`` folder of this build."""
    return page_store() if use_cache else DiskStore(scratch / "pages")


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # a container's user without a home
        return Path(tempfile.gettempdir())
