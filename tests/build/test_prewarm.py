"""A process gets ready before it is known what is to be laid, and only where that is all but sure."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from wicpress.build.workers import WORKER_DIED, WorkerPool

from support import book_files
from wicpress.build import edition_job, prewarm, scheduler
from wicpress.build.builder import build
from wicpress.build.request import BuildRequest
from wicpress.diagnostics import WicpressError

Ready = Callable[..., WorkerPool]
JOB = edition_job.EditionJob("pages", None, "bilingual", None, Path())  # type: ignore[arg-type]


class _Lost(WorkerPool):
    """Hands whose process has been ended."""

    def __call__(self, *_: Any) -> Any:
        raise WicpressError(WORKER_DIED("ended"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildRequest]:
    """A book with one printed edition that stands, and the wish that it was built by."""
    folder = tmp_path_factory.mktemp("readying")
    book = book_files.lay_down(folder / "book")
    wish = BuildRequest(("bilingual",), ("pdf",), folder / "dist", jobs=2)
    (found,) = build([book], wish)
    assert [each.state for each in found.outputs] == ["built"]
    return book, wish


@pytest.fixture
def ready(built: tuple[Path, BuildRequest], monkeypatch: pytest.MonkeyPatch) -> Iterator[Ready]:
    """Hands for the book, as a build with other wishes gets them; no process is started for them."""
    monkeypatch.setattr(WorkerPool, "has_started", property(lambda hands: bool(hands._waited)))
    monkeypatch.setattr(WorkerPool, "warm_up", lambda hands, prepare: hands._waited.append(prepare))
    book, wish = built

    def hands(**more: Any) -> WorkerPool:
        return prewarm.make_workers([book], attrs.evolve(wish, **more))

    yield hands
    touched(book, wish, -10)


def touched(book: Path, wish: BuildRequest, seconds: float) -> None:
    """Make every file of the book so much younger than the edition."""
    made = (wish.output / "trial-bilingual.pdf").stat().st_mtime + seconds
    for path in book.rglob("*"):
        os.utime(path, (made, made))


def test_ready_where_a_file_is_younger(built: tuple[Path, BuildRequest], ready: Ready) -> None:
    """A manuscript that was saved after the edition was made; and any that is asked for by force."""
    touched(*built, -10)
    assert not ready().has_started
    assert ready(force=True).has_started
    touched(*built, 10)
    assert ready().has_started
    assert ready(formats=()).has_started  # its e-book waits for it


@pytest.mark.parametrize(
    "more",
    [
        {"jobs": 1},
        {"single_document": True},
        {"keep_html_dir": Path("kept")},
        {"editions": ()},
        {"formats": ("epub",)},
        {"editions": ("none",)},
    ],
    ids=["one process", "whole", "kept", "two editions", "e-book", "no edition"],
)
def test_not_ready_where_it_may_be_in_vain(
    built: tuple[Path, BuildRequest], ready: Ready, more: dict[str, Any]
) -> None:
    """Where more is asked for, or nothing is laid in parts, nobody knows yet what will be wanted."""
    touched(*built, 10)
    assert not ready(**({"formats": ()} | more)).has_started


def test_ready_where_nothing_stands_yet(built: tuple[Path, BuildRequest], ready: Ready, tmp_path: Path) -> None:
    """A first build needs every part; a book that cannot be read needs none."""
    assert ready(output=tmp_path / "new").has_started
    broken = book_files.lay_down(tmp_path / "broken", {"book.toml": "[book"})
    assert not prewarm.make_workers([broken], built[1]).has_started
    assert not prewarm.make_workers([tmp_path / "nowhere"], built[1]).has_started


def test_what_is_laid_down_makes_nothing_old(tmp_path: Path, ready: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    """An output folder inside the book's own is none of the book's files, wherever we stand, nor are hidden ones."""
    book = book_files.lay_down(tmp_path / "book")
    wish = BuildRequest(("bilingual",), ("pdf",), book / "dist", jobs=2)
    wish.output.mkdir()
    (wish.output / "trial-bilingual.pdf").write_bytes(b"")
    touched(book, wish, -10)
    (wish.output / "later.pdf").write_bytes(b"")
    (book / ".git").mkdir()
    (book / ".git" / "index").write_bytes(b"")
    assert not prewarm.make_workers([book], wish).has_started
    monkeypatch.chdir(book)
    assert not prewarm.make_workers([Path()], attrs.evolve(wish, output=Path("dist"))).has_started


def test_a_process_in_vain_is_ended(built: tuple[Path, BuildRequest]) -> None:
    """Files that are younger and the same: nothing is made, and no process is left."""
    touched(*built, 10)
    book, wish = built
    before = {*multiprocessing.active_children()}
    with prewarm.make_workers([book], wish) as hands:
        assert hands.has_started
        (found,) = build([book], wish, workers=hands)
    assert [each.state for each in found.outputs] == ["unchanged"]
    for each in {*multiprocessing.active_children()} - before:
        book_files.ended(each)


@pytest.mark.parametrize("formats", [("pdf",), ()], ids=["print", "print and e-book"])
def test_the_process_that_is_ready_lays(built: tuple[Path, BuildRequest], formats: tuple[str, ...]) -> None:
    """A sentence that was changed is laid by it, and all files are as without it."""
    book, wish = built[0], attrs.evolve(built[1], formats=formats)
    book_files.lay_down(book, {"01-opening.md": book_files.CHAPTER.replace("first", "only" if formats else "sole")})
    touched(book, wish, 10)
    with prewarm.make_workers([book], wish) as hands:
        assert hands.has_started
        (found,) = build([book], wish, workers=hands)
    assert {each.state for each in found.outputs} == {"built"}
    other = attrs.evolve(wish, output=wish.output.with_name("other"), jobs=1)
    build([book], other)
    for each in found.outputs:
        assert each.path.read_bytes() == (other.output / each.path.name).read_bytes()
    book_files.lay_down(book)


def test_nothing_is_laid_down_of_a_book_with_faults(built: tuple[Path, BuildRequest], tmp_path: Path) -> None:
    """Neither the edition nor its e-book, though a process has begun with them."""
    book = book_files.lay_down(tmp_path / "book", {"01-opening.md": book_files.CHAPTER + "\n\u4dff\ue000\n"})
    wish = attrs.evolve(built[1], formats=(), output=tmp_path / "dist")
    with prewarm.make_workers([book], wish) as hands:
        (found,) = build([book], wish, workers=hands)
    assert not found.ok and not [*wish.output.glob("trial-*")]


def test_a_process_that_is_lost_is_said(built: tuple[Path, BuildRequest]) -> None:
    """An e-book whose process was ended from outside is not there, and the diagnostic says so."""
    made = scheduler._run_job(attrs.evolve(JOB, kind="epub"), _Lost(2), None)
    assert made.failed and [each.code for each in made.diagnostics] == ["worker_died"]
