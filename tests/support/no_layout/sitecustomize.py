"""Makes WeasyPrint refuse to lay out pages, in this process and in each that it starts: for ``make quick``.

Python imports a module of this name by itself when it starts, if its folder is in ``PYTHONPATH``.
"""

from __future__ import annotations

import importlib.machinery
import os
import sys
from pathlib import Path
from typing import Any


def refuse(*_: object, **__: object) -> None:
    """Raise in place of laying out a document."""
    raise RuntimeError("a test that lays out pages is marked `engine`")


class Finder:
    """Finds ``weasyprint.layout`` where it is, and replaces its one function that starts a layout."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Return the spec of that module alone."""
        if name != "weasyprint.layout":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        assert spec is not None and spec.loader is not None
        load = spec.loader.exec_module

        def execute(module: Any) -> None:
            load(module)
            module.layout_document = refuse

        spec.loader.exec_module = execute  # type: ignore[method-assign]
        return spec


def install() -> None:
    """Make this process refuse, and those that it starts."""
    if not any(type(each).__name__ == "Finder" for each in sys.meta_path):
        sys.meta_path.insert(0, Finder())
    folder = str(Path(__file__).parent)
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if folder not in paths:
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [folder, *paths]))


install()
