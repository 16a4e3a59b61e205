"""The small book in a repository of its own, with a changelog, for tests of releases."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from support import book_files

TOML = book_files.TOML.split("[[edition]]", maxsplit=1)[0] + '[[edition]]\nname = "both"\nlayout = "interleaved"\n'
CHANGELOG = "# Changes\n\n## 1.0\n\n- 第一版。\n\n## 0.9\n\n- Zero.\n"
FILES = {"book.toml": TOML, "CHANGELOG.md": CHANGELOG}
WHO = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@b"}
WHEN = {"GIT_AUTHOR_DATE": "1700000000 +0000", "GIT_COMMITTER_DATE": "1700000000 +0000"}


def git(folder: Path, *words: str, input_text: str = "") -> str:
    """Run Git in a folder, always with the same author and date."""
    no_config = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-C", str(folder), *words]
    completed = subprocess.run(
        command,
        env={**os.environ, **no_config, **WHO, **WHEN},
        input=input_text,
        capture_output=True,
        check=True,
        text=True,
    )
    return completed.stdout.strip()


def commit_book(folder: Path, tag: str = "") -> Path:
    """Write the small book, commit it in a repository of its own, and return its folder; ``tag`` names the commit."""
    book_files.write_book(folder, FILES)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Begin")
    if tag:
        git(folder, "tag", tag)
    return folder


def contents_of(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def has_valid_checksums(folder: Path) -> bool:
    """Return whether ``sha256sum -c`` accepts a release, and its list names every file."""
    completed = subprocess.run(
        ["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, check=False, capture_output=True
    )
    named = {line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
    return completed.returncode == 0 and named == set(contents_of(folder)) - {"SHA256SUMS"}
