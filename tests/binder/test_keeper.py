"""Faces are known by their sums, kept where the binder would not have them, and summed once."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from wicpress.store import Store
from wicpress.typography.options import LineOptions
from wicpress.weasy.late import NotApart
from wicpress.writers import apart, part
from wicpress.writers.apart import Job

FACE = b"\0\1\0\0" + bytes(range(256)) * 40
SUM = hashlib.sha256(FACE).hexdigest()


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """No face was summed in this process before."""
    monkeypatch.setattr(part._Keeper, "_sums", {})


def _keeper(folder: Path, faces: dict[str, Path]) -> part._Keeper:
    return part._Keeper(Job("c1", "", {}, {}, "accessible", LineOptions(), "", Store(folder / "store"), faces))


def test_faces_of_the_book_are_told_by_their_beginnings(tmp_path: Path) -> None:
    """The binder has summed them: what begins as they do, and is as long, is not read again, and not kept."""
    path = tmp_path / "face.ttf"
    path.write_bytes(FACE)
    keeper = _keeper(tmp_path, {"as the binder says": path})
    assert keeper.keep(FACE) == "as the binder says"
    assert keeper.keep(FACE + b"\0") != "as the binder says"
    assert not keeper.job.store.has(apart.face_key("as the binder says"))


def test_faces_of_the_system_are_kept(tmp_path: Path) -> None:
    """Any other is summed here, and its file put where the binder finds it."""
    keeper = _keeper(tmp_path, {"0" * 64: tmp_path / "gone.ttf"})
    assert keeper.keep(FACE) == SUM
    assert keeper.job.store.get(apart.face_key(SUM)) == FACE


def test_faces_that_cannot_be_kept_are_not_laid_apart(tmp_path: Path) -> None:
    """The binder would look for them in vain."""
    (tmp_path / "store").write_bytes(b"no folder")
    with pytest.raises(NotApart):
        _keeper(tmp_path, {}).keep(FACE)
