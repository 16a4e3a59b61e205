"""Loads WeasyPrint and the styles of an edition into a layout worker before its first job."""

from __future__ import annotations

import contextlib
import gc
import importlib
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import attrs

from wicpress import __version__
from wicpress.cache.build_cache import BuildCache, CacheBackend, Codec
from wicpress.engine.patching.fast_import import fast_engine_import


@attrs.frozen
class StyleSet:
    """The style sheets of an edition, by name and in order, and the paths of its font files by name."""

    texts: Mapping[str, str]
    paths: Mapping[str, str]

    def faces(self) -> dict[str, Path]:
        """Return the font files by name."""
        return {name: Path(path) for name, path in self.paths.items()}


SHEETS = Codec(StyleSet)


def style_cache(backend: CacheBackend | None) -> BuildCache:
    """Return the cache of style sheets; its keys hold the version alone, so that they are known at once."""
    return BuildCache(backend, __version__)


def style_key(cache: BuildCache, root: Path, edition: str) -> str:
    """Return the key of the style sheets with which an ``edition`` of the book in ``root`` was last laid out."""
    return cache.key("sheets", str(root.resolve()), edition)


def warm_up(cache: BuildCache, key: str) -> None:
    """Load WeasyPrint, and the style sheets and fonts that ``cache`` holds under ``key``: those of the last build."""
    gc.disable()  # garbage of a section is collected before the next one, when nobody waits for it
    with contextlib.suppress(ImportError, OSError):  # the first job reports what is wrong
        load_engine().warm_up(cache.get(key, SHEETS))


def load_engine() -> ModuleType:
    """Return the module that lays out sections. Raises ``ImportError`` or ``OSError`` where it cannot be loaded."""
    with fast_engine_import():
        return importlib.import_module("wicpress.pdf.layout_worker")
