"""A small book as files, for tests of builds and of the command line; commands run in this process or in another."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import attrs

from wicpress import cli
from wicpress.cache.location import cache_folder

SOURCE = Path(__file__).resolve().parents[2] / "src"

TOML = """\
[book]
slug = "trial"
languages = ["zh-Hans", "en"]
title = { zh-Hans = "试书", en = "A Trial" }
identifier = "urn:uuid:1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"
date = 2020-02-02

[[edition]]
name = "bilingual"
layout = "interleaved"

[[edition]]
name = "en"
languages = ["en"]
layout = "single"
"""

CHAPTER = """\
# 开头

# Opening

这是第一段，有一条脚注[^1]。

This is the first paragraph, with a note[^1].

[^1]: 脚注。

    A note.

![一条线](line.svg "一条线。")

![A line](line.svg "A line.")

这里只有中文。
"""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 10h40" stroke="#000"/></svg>\n'

FILES: Mapping[str, str | bytes] = {"book.toml": TOML, "01-opening.md": CHAPTER, "line.svg": SVG}
"""A complete book without diagnostics: two editions in two formats."""


def write_book(root: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the small book to ``root``, with ``files`` replacing its own (None: without that file)."""
    for name, content in {**FILES, **(files or {})}.items():
        if content is None:
            continue
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


@attrs.frozen
class CommandResult:
    """The result of a command: exit code and output."""

    code: int
    out: str
    err: str


def run(*arguments: str | Path) -> CommandResult:
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main([str(each) for each in arguments])
    return CommandResult(code, out.getvalue(), err.getvalue())


def start(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.Popen[str]:
    """Start a command in a process of its own, which hears interrupts even where this one does not."""
    paths = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(SOURCE)]))
    inherited = {**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.Popen(
        [sys.executable, "-m", "wicpress", *map(str, arguments)],
        cwd=cwd,
        env=inherited,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        # a job in the background ignores interrupts; no thread of this process holds a lock the child would wait for
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )


def wait_for(process: subprocess.Popen[str]) -> CommandResult:
    """Wait for a started command and return its result."""
    out, err = process.communicate(timeout=300)
    return CommandResult(process.returncode, out, err)


def is_running(pid: int) -> bool:
    """Return whether a process runs; one that only waits for its parent to notice its end does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def scratch_folders(pid: int | str = "*") -> list[Path]:
    """Return the scratch folders of the builds of a process, or of all."""
    return [path for path in (cache_folder() / "work").glob(f"{pid}-*") if path.is_dir()]


def worker_ids(pid: int, folder: Path | None = None) -> list[int]:
    """Return the ids of the running workers that a process has started, in ``folder`` if given."""
    ids = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        is_worker = int(fields[1]) == pid and fields[0] != "Z" and b"wicpress.build.worker_process" in command
        if is_worker and os.fsencode(folder or "") in command:
            ids.append(int(process.name))
    return ids


def build_worker_ids(pid: int) -> list[int]:
    """Return the ids of the running workers of the builds of a process, without the one that a check keeps."""
    return worker_ids(pid, cache_folder() / "work")
