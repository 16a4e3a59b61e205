"""A repository says what Git says of it, and neither runs nor reads what is not its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.released_book import git
from wicpress.release.repository import NoRepositoryError, read_repository


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """Make a repository with a book in a folder, and three tags, one of them on another commit."""
    top = tmp_path / "repository"
    (top / "books" / "river").mkdir(parents=True)
    git(top, "init", "-q")
    git(top, "commit", "-q", "--allow-empty", "-m", "Begin")
    git(top, "tag", "v0.9")
    for name in ("README.md", "books/river/book.toml", "books/river/章/01.md", "books/river/note.txt"):
        (top / name).parent.mkdir(exist_ok=True)
        (top / name).write_text(f"{name}\n" * 40, encoding="utf-8")
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "Write")
    git(top, "tag", "river/v1.0")
    git(top, "tag", "-a", "-m", "Now", "annotated")
    return top


def committed(top: Path, folder: str = "") -> dict[str, str]:
    """Return what Git says is committed in a folder."""
    lines = git(top, "ls-tree", "-r", "-z", f"HEAD:{folder}").rstrip("\0").split("\0")
    return {line.split("\t")[1]: line.split()[2] for line in lines}


@pytest.mark.parametrize("change", [(), ("gc", "-q"), ("pack-refs", "--all"), ("checkout", "-q", "--detach")])
def test_as_git_says(top: Path, change: tuple[str, ...]) -> None:
    """Commit, files, tags and dates are those of Git, packed or not."""
    if change:
        git(top, *change)
    for folder in ("", "books/river"):
        repository = read_repository(top / folder)
        assert repository.commit == git(top, "rev-parse", "HEAD")
        assert repository.files == committed(top, folder)
        assert repository.date == int(git(top, "log", "-1", "--format=%ct"))
        assert repository.tags == {"river/v1.0": repository.date, "annotated": 1_700_000_000}


def test_folder_that_is_not_committed(top: Path) -> None:
    """A new book in a repository has none of its files committed."""
    (top / "new").mkdir()
    assert read_repository(top / "new").files == {}


def borrow(top: Path) -> None:
    """Borrow the objects of another repository."""
    shutil.copytree(top / ".git/objects", top.parent / "objects")
    (top / ".git/objects/info/alternates").write_text(f"{top.parent / 'objects'}\n", encoding="utf-8")


def lead_away(top: Path) -> None:
    """Put a file in the place of ``.git`` that names a folder elsewhere."""
    (top / ".git").rename(top.parent / "away")
    (top / ".git").write_text("gitdir: ../away\n", encoding="utf-8")


def link_away(top: Path) -> None:
    """Put a link in the place of ``.git``."""
    (top / ".git").rename(top.parent / "away")
    (top / ".git").symlink_to("../away")


def link_objects(top: Path) -> None:
    """Put a link in the place of the objects."""
    (top / ".git/objects").rename(top.parent / "away")
    (top / ".git/objects").symlink_to("../../away")


def put_pipe(top: Path) -> None:
    """Put a named pipe in the place of ``HEAD``, which nobody writes to."""
    (top / ".git/HEAD").unlink()
    os.mkfifo(top / ".git/HEAD")


def enlarge_head(top: Path) -> None:
    """Let ``HEAD`` have a terabyte, which takes no room on the disk."""
    os.truncate(top / ".git/HEAD", 1 << 40)


def enlarge_refs(top: Path) -> None:
    """Let a folder of refs that is named like that of packs have such a file."""
    (top / ".git/refs/heads/pack").mkdir()
    (top / ".git/refs/heads/pack/a").touch()
    os.truncate(top / ".git/refs/heads/pack/a", 1 << 40)


def borrow_by_links(top: Path) -> None:
    """Borrow from a folder of the repository in which links lead out of it."""
    (top / ".git/objects").rename(top.parent / "away")
    (top / ".git/objects/info").mkdir(parents=True)
    (top / ".git/objects/info/alternates").write_text("../../borrowed\n", encoding="utf-8")
    (top / "borrowed").mkdir()
    for path in (top.parent / "away").iterdir():
        (top / "borrowed" / path.name).symlink_to(path)


def damage(top: Path) -> None:
    """Damage every object."""
    for path in (top / ".git/objects").glob("??/*"):
        path.chmod(0o644)
        path.write_bytes(b"damaged")


def take_head(top: Path) -> None:
    """Take away what says which commit is checked out."""
    (top / ".git/HEAD").unlink()


@pytest.mark.parametrize(
    "change",
    [
        borrow,
        borrow_by_links,
        lead_away,
        link_away,
        link_objects,
        put_pipe,
        enlarge_head,
        enlarge_refs,
        damage,
        take_head,
    ],
    ids=lambda each: each.__name__,
)
def test_unknown(top: Path, change: Callable[[Path], None]) -> None:
    """What leads out of the repository, or cannot be read, is no origin."""
    change(top)
    with pytest.raises(NoRepositoryError, match=r"Git|git|objects|HEAD|borrowed"):
        read_repository(top / "books/river")


@pytest.mark.parametrize("date", ["99999999999999999999 +0000", "-99999999999 -9999"])
def test_dates_that_no_calendar_has(top: Path, date: str) -> None:
    """Git writes any number of seconds into a commit."""
    words = f"tree {git(top, 'write-tree')}\nauthor a <a> {date}\ncommitter a <a> {date}\n\nm\n"
    (top / "commit").write_text(words, encoding="utf-8")
    name = git(top, "hash-object", "-t", "commit", "-w", "--literally", "commit")
    (top / ".git/HEAD").write_text(f"{name}\n", encoding="utf-8")
    with pytest.raises(NoRepositoryError, match="after 9999"):
        read_repository(top)


def test_objects_borrowed_inside(top: Path) -> None:
    """Objects that are borrowed inside the repository count."""
    (top / ".git/objects").rename(top / "objects")
    (top / ".git/objects/info").mkdir(parents=True)
    (top / ".git/objects/info/alternates").write_text("../../objects\n", encoding="utf-8")
    assert read_repository(top).files == committed(top)


def test_git_folder_inside(top: Path) -> None:
    """A file ``.git`` that names a folder inside the repository counts."""
    expected = committed(top)
    (top / ".git").rename(top / "store")
    (top / ".git").write_text("gitdir: store\n", encoding="utf-8")
    assert read_repository(top).files == expected


def test_too_many_files(top: Path) -> None:
    """Folders that hold each other many times over are not followed without end."""
    tree = git(top, "rev-parse", "HEAD^{tree}")
    for _ in range(8):
        lines = "".join(f"040000 tree {tree}\t{nth}\n" for nth in range(10))
        tree = git(top, "mktree", input_text=lines)
    git(top, "update-ref", "HEAD", git(top, "commit-tree", "-m", "Many", tree))
    with pytest.raises(NoRepositoryError, match="200,000"):
        read_repository(top)


def test_no_program_runs(top: Path) -> None:
    """What the configuration of a repository names is not run."""
    program = top / ".git/program"
    program.write_text('#!/bin/sh\necho ran > "$(dirname "$0")/ran"\nexit 1\n', encoding="utf-8")
    program.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "gpg.program",
        "core.sshCommand",
        "log.showSignature",
        "diff.external",
    ):
        git(top, "config", key, str(program))
    assert read_repository(top).files
    assert not (top / ".git/ran").exists()
