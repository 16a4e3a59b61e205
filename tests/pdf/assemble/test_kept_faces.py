"""Faces are known by their sums, kept where the binder would not have them, and summed once."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from wicpress.cache.disk_store import DiskStore
from wicpress.engine.parts.deferred_numbers import NotSeparable
from wicpress.line_breaking.options import LineOptions
from wicpress.pdf import layout_jobs, layout_worker
from wicpress.pdf.layout_jobs import LayoutJob

FACE = b"\0\1\0\0" + bytes(range(256)) * 40
SUM = hashlib.sha256(FACE).hexdigest()


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """No face was summed in this process before."""
    monkeypatch.setattr(layout_worker._FontSaver, "_sums", {})


def _keeper(folder: Path, faces: dict[str, Path]) -> layout_worker._FontSaver:
    return layout_worker._FontSaver(
        LayoutJob("c1", "", {}, {}, "accessible", LineOptions(), "", DiskStore(folder / "store"), faces)
    )


def test_faces_of_the_book_are_told_by_their_beginnings(tmp_path: Path) -> None:
    """The binder has summed them: what begins as they do, and is as long, is not read again, and not kept."""
    path = tmp_path / "face.ttf"
    path.write_bytes(FACE)
    keeper = _keeper(tmp_path, {"as the binder says": path})
    assert keeper.save(FACE) == "as the binder says"
    assert keeper.save(FACE + b"\0") != "as the binder says"
    assert not keeper.job.store.has(layout_jobs.face_key("as the binder says"))


def test_faces_of_the_system_are_kept(tmp_path: Path) -> None:
    """Any other is summed here, and its file put where the binder finds it."""
    keeper = _keeper(tmp_path, {"0" * 64: tmp_path / "gone.ttf"})
    assert keeper.save(FACE) == SUM
    assert keeper.job.store.get(layout_jobs.face_key(SUM)) == FACE


def test_faces_that_cannot_be_kept_are_not_laid_apart(tmp_path: Path) -> None:
    """The binder would look for them in vain."""
    (tmp_path / "store").write_bytes(b"no folder")
    with pytest.raises(NotSeparable):
        _keeper(tmp_path, {}).save(FACE)
