"""The report on another release of WeasyPrint: empty for the same one, each difference for another."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from wicpress.engine.patching.engine_sources import installed_root

SCRIPT = Path(__file__).parents[2] / "scripts/engine_report.py"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """Return the script as a module."""
    spec = importlib.util.spec_from_file_location("engine_report", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_same_release(script: ModuleType) -> None:
    """The report of a release compared with itself is only a summary."""
    (line,) = script.report(installed_root(), installed_root())
    assert line.endswith("0 changed (0 lines in diffs), 0 missing")


def test_another_release(script: ModuleType, tmp_path: Path) -> None:
    """A changed name is reported with its diff and its new digest, a missing one by its name."""
    for package in ("weasyprint", "pydyf"):
        shutil.copytree(installed_root() / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    inline, tags = tmp_path / "weasyprint/layout/inline.py", tmp_path / "weasyprint/pdf/tags.py"
    inline.write_text(inline.read_text("utf-8").replace("def text_align(", "def text_align(extra, "), "utf-8")
    tags.write_text(tags.read_text("utf-8").replace("def add_tags(", "def add_structure("), "utf-8")
    lines = [*script.report(installed_root(), tmp_path)]
    assert lines[-1].endswith("1 changed (2 lines in diffs), 1 missing")
    assert any(line.startswith("changed: weasyprint.layout.inline.text_align (replaced") for line in lines)
    assert any(line.startswith("+def text_align(extra, ") for line in lines)
    assert any(line.startswith("missing: weasyprint.pdf.tags.add_tags ") for line in lines)
