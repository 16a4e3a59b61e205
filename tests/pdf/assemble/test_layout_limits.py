"""A section whose layout takes more time or memory than it may ends with a diagnostic that names it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from wicpress import limits
from wicpress.build.worker_pool import WorkerPool
from wicpress.cache.disk_store import DiskStore
from wicpress.diagnostics import Diagnostic, WicpressError
from wicpress.line_breaking.options import LineOptions
from wicpress.pdf.layout_jobs import LayoutJob, run_layout, section_size


@pytest.fixture(autouse=True)
def _limits() -> Iterator[None]:
    yield
    limits.set_limits({})


def laid_out(folder: Path, count: int) -> tuple[Diagnostic, ...]:
    """Return what is said of a section of ``count`` paragraphs."""
    html = "<html><body>" + "<p lang='en'>Waltz, bad nymph, for quick jigs vex.</p>" * count + "</body></html>"
    store = DiskStore(folder / "store")
    job = LayoutJob("c01-river", html, {}, {}, "accessible", LineOptions(), "key", store, {}, path="01-river.md")
    (folder / "pool").mkdir()
    with WorkerPool(1, folder / "pool") as pool:
        try:
            return pool.submit(run_layout, job).result().diagnostics
        except WicpressError as error:
            return error.diagnostics


def test_time(tmp_path: Path) -> None:
    limits.set_limits({"seconds": 1})
    (diagnostic,) = laid_out(tmp_path, 20_000)
    assert str(diagnostic) == (
        "01-river.md:1: error: to lay out the section `c01-river` takes more processor time than 5 s [layout_stopped]"
    )
    assert "--limits seconds=" in diagnostic.help


def test_pictures_take_time() -> None:
    """A section is given time for its pictures as for its text."""
    names = [f"images/{nth}.png" for nth in range(20)]
    assert limits.allowed("seconds", section_size("<p></p>", ["fonts/a.ttf"])) == 30
    assert limits.allowed("seconds", section_size("<p></p>", names)) == 90


def test_memory(tmp_path: Path) -> None:
    """Where a library ends the process for want of memory, the section is named as well."""
    limits.set_limits({"memory": 300_000_000})
    (diagnostic,) = laid_out(tmp_path, 100_000)
    assert diagnostic.code in {"layout_stopped", "worker_died"}
    assert "`c01-river`" in diagnostic.message and "--limits memory=" in diagnostic.help


def test_a_section_within_its_limits(tmp_path: Path) -> None:
    assert laid_out(tmp_path, 3) == ()
