"""A worker loads WeasyPrint quickly, and leaves no files behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from support import book_files, feature_book
from support.feature_book import Typeset
from support.pdf_builds import build_incrementally
from wicpress.build.edition_job import prepare_engine
from wicpress.build.worker_pool import WorkerPool
from wicpress.pdf.incremental import LayoutContext

LOADING = """
import sys
ran = []
sys.addaudithook(lambda event, given: ran.append(given[0]) if event == "subprocess.Popen" else None)
from wicpress.pdf.worker_warmup import load_engine
import ctypes.util
find = ctypes.util.find_library
load_engine()
assert ctypes.util.find_library is find
print(ran)
assert not {"fontTools.subset", "wicpress.model", "wicpress.config", "langcodes"} & sys.modules.keys()
from weasyprint.pdf import fonts
import fontTools.subset
assert isinstance(fonts.subset.Options(glyph_names=False), fontTools.subset.Options)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems search for libraries in another way")
def test_no_program_is_run_to_load_weasyprint() -> None:
    """No ldconfig, compiler or linker is run to find libraries; modules that layout does not need are not loaded."""
    completed = subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True, check=True)
    assert completed.stdout.strip() == "[]"


def test_prepared_worker_has_loaded_weasyprint(tmp_path: Path) -> None:
    """WeasyPrint is loaded and used before the first job."""
    with WorkerPool(1, tmp_path) as pool:
        pool.prepare(prepare_engine, None)
        assert pool.submit(_has_module, "weasyprint").result()


def _has_module(name: str) -> bool:
    return name in sys.modules


def test_workers_leave_nothing_behind(
    set_type: Typeset, tmp_path: Path, context: LayoutContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeasyPrint's links to fonts are in the folder of the pool, and none in the system's."""
    page, config, edition = set_type(feature_book.write(tmp_path / "book", chapters=3), "bilingual")
    temporary, scratch = tmp_path / "temporary", tmp_path / "scratch"
    temporary.mkdir()
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    with WorkerPool(2, scratch) as pool:
        build_incrementally(page, config, edition, attrs.evolve(context, run=pool.run))
        assert [*scratch.rglob("weasyprint-*")]
    assert not any(map(book_files.is_running, pool.process_ids()))
    assert [*temporary.iterdir()] == []
