"""Files below a folder are reached without leaving it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wicpress.system.folder import (
    Folder,
    LeadsOutError,
    NoFileError,
    files_beneath,
    open_beneath,
    open_file,
    tree_digests,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder with files and links in it, and a file beside it."""
    root = tmp_path / "root"
    (root / "a" / "b").mkdir(parents=True)
    (root / "a" / "b" / "file").write_text("inside", encoding="utf-8")
    (tmp_path / "secret").write_text("outside", encoding="utf-8")
    links = {
        "near": "a/b/file", "a/up": "../near", "folder": "a", "a/b/far": "../../../secret", "out": "..",
        "loop": "loop",
        "one": "two", "two": "one", "absolute": str(root / "a" / "b"), "absolute-out": str(tmp_path / "secret"),
        "a/b/root": "/", "nowhere": "nothing", "around": "../root/a/b/file",
    }  # fmt: skip
    for name, target in links.items():
        (root / name).symlink_to(target)
    os.mkfifo(root / "pipe")
    return root


@pytest.mark.parametrize(
    "name",
    ["a/b/file", "near", "a/up", "folder/b/file", "absolute/file", "./a/../a/b/file", "folder/up", "a//b/file"],
)
def test_inside(root: Path, name: str) -> None:
    """A path that stays inside is read, through links as well."""
    with open_beneath(root, name) as file:
        assert file.read() == b"inside"


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("a/b/far", LeadsOutError), ("out/secret", LeadsOutError), ("../secret", LeadsOutError),
        ("absolute-out", LeadsOutError), ("a/b/root/etc/passwd", LeadsOutError), ("/etc/passwd", LeadsOutError),
        ("a/../../secret", LeadsOutError), ("around", LeadsOutError), ("pipe", NoFileError), ("a", IsADirectoryError),
        ("folder", IsADirectoryError), ("nowhere", FileNotFoundError), ("a/b/file/x", NotADirectoryError),
        ("loop", OSError), ("one", OSError), ("x\0y", OSError), ("n" * 300, OSError), ("", IsADirectoryError),
    ],
)  # fmt: skip
def test_refused(root: Path, name: str, error: type[OSError]) -> None:
    """What leads out, or to nothing that can be read, is refused."""
    with pytest.raises(error):
        open_beneath(root, name)


PARTS = st.sampled_from(
    ["a", "b", "..", ".", "file", "near", "up", "folder", "far", "out", "absolute", "root", "etc"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=8))
def test_never_outside(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    """Whatever the path, what is read lies inside; and what the system reads without leaving is read."""
    root = _shared_root(tmp_path_factory)
    name = "/".join(parts)
    try:
        text = (root / name).read_text(encoding="utf-8")  # as the system follows links
    except OSError:
        text = ""
    try:
        with open_beneath(root, name) as file:
            assert file.read() == b"inside" and text == "inside"
    except LeadsOutError:
        assert text != "inside" or ".." in name or "out" in name or "absolute" in name or "up" in name
    except OSError:
        assert not text


def _shared_root(factory: pytest.TempPathFactory) -> Path:
    top = factory.getbasetemp() / "shared-root"
    if not top.exists():
        (top / "root" / "a" / "b").mkdir(parents=True)
        (top / "root" / "a" / "b" / "file").write_text("inside", encoding="utf-8")
        (top / "file").write_text("outside", encoding="utf-8")
        for name, target in {"near": "a/b/file", "folder": "a", "out": "..", "a/up": "../near"}.items():
            (top / "root" / name).symlink_to(target)
        (top / "root" / "far").symlink_to("../file")
        (top / "root" / "absolute").symlink_to(top / "root" / "a" / "b")
    return Path(os.path.realpath(top / "root"))


def test_handles_are_closed(root: Path) -> None:
    """No handle is left open, whether a path is read or refused."""
    handles = Path("/proc/self/fd")
    before = len(list(handles.iterdir())) if handles.is_dir() else 0
    for name in ("a/b/file", "absolute/file", "loop", "out/secret", "pipe", "a/b/file/x"):
        try:
            open_beneath(root, name).close()
        except OSError:
            continue
    if before:
        assert len(list(handles.iterdir())) == before


def test_link_is_no_file(root: Path) -> None:
    """A file of ours is no link."""
    with pytest.raises(OSError, match="symbolic link"):
        open_file(root / "near")


def test_removed_with_all(root: Path) -> None:
    """A folder is removed with all in it, and what its links lead to stays."""
    with Folder.open(root.parent) as parent:
        parent.remove("root")
        parent.remove("root")
        assert parent.names() == ["secret"]


def test_tree_digests(root: Path) -> None:
    """Every file has its digest; links and pipes have none and are not followed."""
    digests = tree_digests(root)
    assert digests["a/b/file"] == hashlib.sha256(b"inside").hexdigest()
    assert digests["pipe"] == digests["out"] == digests["near"] == "" and "secret" not in " ".join(digests)


def test_files_beneath(root: Path) -> None:
    """A folder that leads out has no files; one that leads to another folder of the book has those of that."""
    inside = [root / "a" / "b" / "far", root / "a" / "b" / "file", root / "a" / "up"]
    assert list(files_beneath(root, "a")) == inside
    assert [path.name for path in files_beneath(root, "absolute")] == ["far", "file"]
    for name in ("out", "a/b/root", "loop", "nowhere", "pipe", "../root/..", "a\0b", "x" * 300, "/etc"):
        assert files_beneath(root, name) == ()
