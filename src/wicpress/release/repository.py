"""A Git repository, read without Git: commits, tags and files, no configuration and no program.

Git itself runs programs that a repository names, in its configuration, hooks and attributes (CVE-2022-24765,
CVE-2024-32002). Here only the formats of refs and objects are read (gitrepository-layout(5)), by Dulwich.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, TypeVar

import attrs
from dulwich.file import GitFile
from dulwich.object_store import DiskObjectStore
from dulwich.objects import Commit, ObjectID, ShaFile, Tag, Tree
from dulwich.refs import DiskRefsContainer, Ref

from wicpress import limits
from wicpress.system.bounds import memory, processor_time
from wicpress.system.folder import is_within, real_path

_READ = ("HEAD", "packed-refs", "refs", "objects")
"""What is read below the folder of a repository."""
_MOST_NAMES, _MOST_BYTES = 200_000, 64 << 20
"""How many files a repository may have, and how large a file or an object that is read may be.

Such an object is a commit, a tag or a folder. Files of many objects are looked into, not read.
"""
_LAST_DATE: Final = 253_402_300_800
"""The first second of the year 10000."""
_SECONDS: Final = 20
"""The processor time in which a repository is read: the chains of deltas in it may have any length."""

Kind = TypeVar("Kind", bound=ShaFile)


class NoRepositoryError(Exception):
    """The folder is in no repository, or in one that leads out of itself or cannot be read."""


@attrs.frozen
class Repository:
    """What a repository says of a book; dates are in seconds since 1970."""

    commit: str
    """The commit that is checked out."""
    date: int
    tags: Mapping[str, int]
    """The tags on the commit, with their dates."""
    files: Mapping[str, str]
    """The files of the book in the commit, by path below the book, with the names of their objects."""


def read_repository(book: Path) -> Repository:
    """Return what the repository in which the folder ``book`` lies says of it. Raise ``NoRepositoryError``."""
    try:
        with processor_time(_SECONDS), memory(limits.most("memory")):
            return _read(real_path(book))
    except NoRepositoryError:
        raise
    except Exception as error:  # beside limits, whatever Dulwich raises for damaged files: it has no common class
        raise NoRepositoryError(f"its Git repository cannot be read: {type(error).__name__}") from error


def _read(book: Path) -> Repository:
    top = next((each for each in (book, *book.parents) if os.path.lexists(each / ".git")), None)
    if top is None:
        raise NoRepositoryError("the book is in no Git repository")
    folder = _git_folder(top)
    _check_plain([folder / name for name in _READ], folder / "objects")
    _check_alternates(folder / "objects", top, frozenset())
    refs = DiskRefsContainer(os.fspath(folder))
    objects = DiskObjectStore(folder / "objects", loose_object_size_limit=_MOST_BYTES)
    with contextlib.closing(objects):
        name = refs[Ref(b"HEAD")]
        commit = _get(objects, name, Commit)
        dates = {
            os.fsdecode(tag): _tag_date(objects, at, name) for tag, at in refs.as_dict(Ref(b"refs/tags")).items()
        }
        tags = {tag: date for tag, date in sorted(dates.items()) if date is not None}
        files = _files(objects, commit.tree, book.relative_to(top).parts)
    date = int(commit.commit_time)
    if not all(0 <= each < _LAST_DATE for each in (date, *tags.values())):
        raise NoRepositoryError("its Git repository has a commit or a tag of a date before 1970 or after 9999")
    return Repository(name.decode(), date, tags, files)


def _git_folder(top: Path) -> Path:
    """Return the folder of a repository: ``.git``, or what the file of that name says, inside ``top`` alone."""
    path = top / ".git"
    mode = path.lstat().st_mode
    if stat.S_ISREG(mode):
        with path.open("rb") as file:
            path = top / os.fsdecode(file.read(4096).removeprefix(b"gitdir:").strip())
    elif not stat.S_ISDIR(mode):
        raise NoRepositoryError(".git is a link")
    if not is_within(path, top) or (path / "commondir").exists():
        raise NoRepositoryError(".git leads out of the folder that it is in")
    return path


def _check_plain(places: list[Path], objects: Path) -> None:
    """Raise ``NoRepositoryError`` unless all that is read is folders, and files that are not too large."""
    count = 0
    while places:
        place, count = places.pop(), count + 1
        if not os.path.lexists(place):
            continue
        status, name = place.lstat(), place.relative_to(objects.parents[1])
        if count > _MOST_NAMES:
            raise NoRepositoryError(f"the repository has more than {_MOST_NAMES:,} files")
        if stat.S_ISDIR(status.st_mode):
            places += map(Path, os.scandir(place))
        elif not stat.S_ISREG(status.st_mode):
            raise NoRepositoryError(f"{name} is no file")
        elif status.st_size > _MOST_BYTES and place.parent != objects / "pack":
            raise NoRepositoryError(f"{name} has more than {_MOST_BYTES >> 20} MiB")


def _check_alternates(objects: Path, top: Path, seen: frozenset[Path]) -> None:
    """Raise ``NoRepositoryError`` if objects are borrowed from a place outside the repository."""
    path = objects / "info" / "alternates"
    if not path.exists():
        return
    with GitFile(os.fspath(path), "rb") as file:
        others = [objects / os.fsdecode(line.rstrip(b"\n")) for line in file if not line.startswith(b"#")]
    for other in others:
        real = real_path(other)
        if not real.is_relative_to(top) or real in seen:
            raise NoRepositoryError("objects/info/alternates leads out of the repository, or in a circle")
        _check_plain([real], real)
        _check_alternates(real, top, seen | {real})


def _get(objects: DiskObjectStore, name: bytes, kind: type[Kind]) -> Kind:
    stored = objects[ObjectID(name)]
    if not isinstance(stored, kind):
        raise NoRepositoryError(f"object {name.decode()} is not a {kind.__name__.lower()}")
    return stored


def _tag_date(objects: DiskObjectStore, name: bytes, commit: bytes) -> int | None:
    """Return the date of a tag, of its own or its commit's; None if it is on another commit."""
    date: int | None = None
    stored = objects[ObjectID(name)]
    while isinstance(stored, Tag):
        date = int(stored.tag_time or 0) if date is None else date
        name = stored.object[1]
        stored = objects[ObjectID(name)]
    if name != commit or not isinstance(stored, Commit):
        return None
    return date if date is not None else int(stored.commit_time)


def _files(objects: DiskObjectStore, tree: bytes, folder: tuple[str, ...]) -> dict[str, str]:
    """Return the files below ``folder`` of a tree, by path, with the names of their objects."""
    for part in folder:
        folders = {os.fsdecode(each.path): each.sha for each in _get(objects, tree, Tree).iteritems()}
        if part not in folders:
            return {}
        tree = folders[part]
    return dict(_walk(objects, tree, "", iter(range(_MOST_NAMES))))


def _walk(objects: DiskObjectStore, tree: bytes, folder: str, limit: Iterator[int]) -> Iterator[tuple[str, str]]:
    """Yield (path, name of the object) of the files in a tree; ``limit`` runs out if there are too many."""
    for entry in _get(objects, tree, Tree).iteritems():
        if next(limit, None) is None:
            raise NoRepositoryError(f"more than {_MOST_NAMES:,} files are committed")
        path = folder + os.fsdecode(entry.path)
        if stat.S_ISDIR(entry.mode):
            yield from _walk(objects, entry.sha, f"{path}/", limit)
        else:
            yield path, entry.sha.decode()
