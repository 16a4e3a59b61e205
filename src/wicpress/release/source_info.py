"""The source of a book: commit and tag, files with their digests, date."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs

from wicpress.build.fingerprint import UNREAD, book_fingerprint, file_digest
from wicpress.config import FILE, Config
from wicpress.release.repository import NoRepositoryError, Repository, read_repository

NO_DATE = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
"""The date of a book without one: the first that a ZIP archive can have."""


@attrs.frozen
class SourceInfo:
    """``files`` are those of the book's folder with their SHA-256; ``modified`` those that differ from the commit.

    ``commit`` and ``tag`` are empty outside a Git repository; ``date`` is in UTC, and ``date_from`` is its origin.
    """

    commit: str
    tag: str
    modified: tuple[str, ...]
    files: Mapping[str, str]
    date: dt.datetime
    date_from: str
    unknown_because: str = ""
    """Why the commit is not known, for a reader."""

    def table(self) -> dict[str, Any]:
        """Return the source information for the manifest."""
        return {
            "commit": self.commit or None,
            "tag": self.tag or None,
            "modified": list(self.modified),
            "files": dict(self.files),
        }


def source_info(config: Config, version: str, output: Path, epoch: int | None = None) -> SourceInfo:
    """Return the source of the book of ``config``; ``epoch`` is SOURCE_DATE_EPOCH. Raise ``OSError``."""
    used = {name: value for name, value in book_fingerprint(config, output).files if not value.startswith(UNREAD)}
    files = {FILE: file_digest(config.root, FILE)} | used
    try:
        repository = read_repository(config.root)
    except NoRepositoryError as error:
        date, date_from = _date(config, None, "", epoch)
        return SourceInfo("", "", (), dict(sorted(files.items())), date, date_from, str(error))
    tag = _tag(config, version, repository.tags)
    date, date_from = _date(config, repository, tag, epoch)
    modified = tuple(_modified(config.root, files, repository.files))
    return SourceInfo(repository.commit, tag, modified, dict(sorted(files.items())), date, date_from)


def _date(config: Config, repository: Repository | None, tag: str, epoch: int | None) -> tuple[dt.datetime, str]:
    """Return the date of SOURCE_DATE_EPOCH, the tag, the book or the commit, the first that there is."""
    if epoch is not None:
        return dt.datetime.fromtimestamp(epoch, dt.UTC), "SOURCE_DATE_EPOCH"
    if repository and tag:
        return dt.datetime.fromtimestamp(repository.tags[tag], dt.UTC), "tag"
    if config.date:
        return dt.datetime.combine(config.date, dt.time(), dt.UTC), "book"
    if repository:
        return dt.datetime.fromtimestamp(repository.date, dt.UTC), "commit"
    return NO_DATE, "nothing"


def _tag(config: Config, version: str, tags: Iterable[str]) -> str:
    """Return the tag that names the version: ``v1.0``, ``1.0``, ``my-book-1.0``, ``my-book/v1.0``."""
    slug = config.slug
    names = (f"{slug}/v{version}", f"{slug}/{version}", f"{slug}-v{version}", f"{slug}-{version}", f"v{version}",
             version)  # fmt: skip
    return next((name for name in names if name in tags), "")


def _modified(root: Path, files: Mapping[str, str], committed: Mapping[str, str]) -> list[str]:
    """Return the files that differ from the commit, and those of the commit that are missing in the folder."""
    hidden = {name for name in committed if any(part.startswith(".") for part in name.split("/"))}
    changed = [name for name in files if committed.get(name) != _blob(root / name, committed.get(name, ""))]
    return sorted({*changed, *(set(committed) - set(files) - hidden)})


def _blob(path: Path, other_name: str) -> str:
    """Return the Git object name of the contents of a file, by the hash of the repository."""
    if path.is_symlink():
        data = os.fsencode(path.readlink())
    elif path.is_file():
        data = path.read_bytes()
    else:
        return ""
    blob = b"blob %d\0%b" % (len(data), data)
    return (hashlib.sha256(blob) if len(other_name) == 64 else hashlib.sha1(blob, usedforsecurity=False)).hexdigest()
