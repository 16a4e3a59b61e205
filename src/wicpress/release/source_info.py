"""The source of a book: commit and tag, files with their digests, date."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from wicpress.build.fingerprint import book_fingerprint
from wicpress.config import FILE, Config
from wicpress.release.checksums import sha256

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
    files = {FILE: sha256(config.root / FILE)} | dict(book_fingerprint(config, output).files)
    commit = _git(config.root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").strip()
    tag = _tag(config, version) if commit else ""
    date, date_from = _date(config, commit, tag, epoch)
    modified = tuple(_modified(config.root, files)) if commit else ()
    return SourceInfo(commit, tag, modified, dict(sorted(files.items())), date, date_from)


def _date(config: Config, commit: str, tag: str, epoch: int | None) -> tuple[dt.datetime, str]:
    """Return the date of SOURCE_DATE_EPOCH, the tag, the book or the commit, the first that there is."""
    if epoch is not None:
        return dt.datetime.fromtimestamp(epoch, dt.UTC), "SOURCE_DATE_EPOCH"
    if tag and (seconds := _git(config.root, "for-each-ref", f"refs/tags/{tag}", "--format=%(creatordate:unix)")):
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC), "tag"
    if config.date:
        return dt.datetime.combine(config.date, dt.time(), dt.UTC), "book"
    if commit and (seconds := _git(config.root, "log", "-1", "--format=%ct", commit)):
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC), "commit"
    return NO_DATE, "nothing"


def _tag(config: Config, version: str) -> str:
    """Return the tag on the commit that names the version: ``v1.0``, ``1.0``, ``my-book-1.0``, ``my-book/v1.0``."""
    tags = set(_git(config.root, "tag", "--points-at", "HEAD").split())
    slug = config.slug
    names = (f"{slug}/v{version}", f"{slug}/{version}", f"{slug}-v{version}", f"{slug}-{version}", f"v{version}",
             version)  # fmt: skip
    return next((name for name in names if name in tags), "")


def _modified(root: Path, files: Mapping[str, str]) -> list[str]:
    """Return the files that differ from the commit, and those of the commit that are missing in the folder."""
    committed = {}
    for line in _git(root, "ls-tree", "-r", "-z", "HEAD", "--", ".").split("\0"):
        facts, _, name = line.partition("\t")
        if name:
            committed[name] = facts.split()[2]
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


def _git(root: Path, *arguments: str) -> str:
    """Return the output of Git, "" if it fails. An untrusted repository cannot run a program (``core.fsmonitor``).

    ``safe.directory``: a book that belongs to another user has the same commit.
    """
    command = ["git", "-C", str(root), "-c", "safe.directory=*", "-c", "core.fsmonitor=false", *arguments]
    settings = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        completed = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60,
            env={**settings, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return completed.stdout.decode("utf-8", "surrogateescape") if completed.returncode == 0 else ""
