"""Gets a process ready for parts of a book before there is one to be laid."""

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
    """The style sheets of an edition, by name and in order, and the paths of its faces by name."""

    texts: Mapping[str, str]
    paths: Mapping[str, str]

    def faces(self) -> dict[str, Path]:
        """The files of the faces."""
        return {name: Path(path) for name, path in self.paths.items()}


SHEETS = Codec(StyleSet)


def style_cache(keeper: CacheBackend | None) -> BuildCache:
    """What remembers style sheets: a guess, to be had before anyone has looked at every byte of the press."""
    return BuildCache(keeper, __version__)


def style_key(memory: BuildCache, root: Path, edition: str) -> str:
    """Where ``memory`` has the style sheets that an ``edition`` of the book in ``root`` had when it was laid last."""
    return memory.key("sheets", str(root.resolve()), edition)


def warm_up(memory: BuildCache, key: str) -> None:
    """Load the engine and what it needs, while there is no part to be laid yet.

    The style sheets and faces are those that ``memory`` has under ``key``: those of the last time.
    """
    gc.disable()  # what a part leaves behind is collected before the next one, when nobody waits for it
    with contextlib.suppress(ImportError, OSError):  # the first part says what is wrong
        load_engine().warm_up(memory.get(key, SHEETS))


def load_engine() -> ModuleType:
    """What lays parts, with the engine under it. Raises ``ImportError`` or ``OSError`` where it cannot be loaded."""
    with fast_engine_import():
        return importlib.import_module("wicpress.pdf.layout_worker")
