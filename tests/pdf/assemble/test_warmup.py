"""A process gets ready with what an edition was laid with last, and leaves nothing behind."""

from __future__ import annotations

import gc
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import attrs
import pytest
from wicpress.build.workers import WorkerPool

from support import book_files, feature_book
from support.feature_book import Typeset
from support.printed import bound
from wicpress.cache.build_cache import BuildCache
from wicpress.config import Config, Edition
from wicpress.pdf import layout_worker
from wicpress.pdf.incremental import LayoutContext
from wicpress.pdf.print_html import PrintDocument
from wicpress.pdf.url_fetcher import BookFetcher
from wicpress.pdf.worker_warmup import SHEETS, StyleSet, style_cache, style_key, warm_up

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


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """The collector of this process, which is not one that only lays."""
    yield
    gc.unfreeze()
    gc.enable()


@pytest.fixture
def laid(set_type: Typeset, tmp_path: Path, bench: LayoutContext) -> tuple[PrintDocument, Config, Edition]:
    """A book that was laid at ``bench`` once."""
    page, config, edition = set_type(feature_book.write(tmp_path / "book"), "bilingual")
    bound(page, config, edition, bench)
    return page, config, edition


@pytest.fixture
def kept(bench: LayoutContext, laid: tuple[PrintDocument, Config, Edition]) -> tuple[BuildCache, str]:
    """Where what it was laid with is kept."""
    memory = style_cache(bench.store)
    return memory, style_key(memory, laid[1].root, laid[2].name)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems look for libraries by themselves")
def test_no_program_is_run_to_load_the_engine() -> None:
    """No ldconfig, compiler or linker is asked where the libraries are; what laying does not need is not loaded."""
    done = subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_ready_with_the_sheets_of_the_last_time(
    laid: tuple[PrintDocument, Config, Edition], kept: tuple[BuildCache, str]
) -> None:
    """The first part finds its style sheets parsed."""
    layout_worker._forget_styles()
    warm_up(*kept)
    (found,) = layout_worker._known_styles.values()
    sheets = kept[0].get(kept[1], SHEETS)
    assert layout_worker._styles([*sheets.texts], BookFetcher(sheets.texts, {})) is found
    assert sheets.faces().keys() == {name for name in laid[0].files if name.startswith("fonts/")}


def test_a_face_that_is_gone_is_not_done_without(kept: tuple[BuildCache, str], tmp_path: Path) -> None:
    """Style sheets that lack a face are read again when a part asks for them: the face may be there by then."""
    memory, key = kept
    sheets = memory.get(key, SHEETS)
    layout_worker._forget_styles()
    gone = {name: str(tmp_path / "gone") for name in sheets.paths}
    memory.put(key, SHEETS, StyleSet(sheets.texts, gone))
    warm_up(memory, key)
    assert layout_worker._known_styles == {}


def test_nothing_to_get_ready_with(kept: tuple[BuildCache, str]) -> None:
    """Without anything kept, or with something that is damaged, the engine alone is made ready."""
    memory, key = kept
    layout_worker._forget_styles()
    warm_up(memory, "")
    memory.backend.put(key, b"damaged")  # type: ignore[union-attr]
    warm_up(memory, key)
    assert layout_worker._known_styles == {}


def test_processes_that_are_ended_leave_nothing_behind(
    kept: tuple[BuildCache, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ended in the middle of getting ready, a process takes away what the engine has made for itself."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    hands = WorkerPool(2)
    hands.warm_up(partial(warm_up, *kept))
    processes = [*hands._processes()._processes.values()]
    while not [*temporary.glob("weasyprint-*")] and processes[0].is_alive():
        processes[0].join(0.01)
    hands.shutdown()
    assert [*map(book_files.ended, processes)] == [128 + signal.SIGTERM]
    assert [*temporary.iterdir()] == []


def test_processes_leave_nothing_behind(
    set_type: Typeset, tmp_path: Path, bench: LayoutContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor do they take time to leave: the copies of faces that the engine makes for itself are gone with them."""
    page, config, edition = set_type(feature_book.write(tmp_path / "book"), "bilingual")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    with WorkerPool(2) as hands:
        bound(page, config, edition, attrs.evolve(bench, run=hands))
        assert [*temporary.glob("weasyprint-*")]
        processes = [*hands._processes()._processes.values()]
    assert {*map(book_files.ended, processes)} == {0}
    assert [*temporary.iterdir()] == []
