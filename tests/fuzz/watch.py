"""What a process does to files, sockets and programs: seen by an audit hook, and by strace where that is allowed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs

FONT_LIST: Final = "fc-list"
_MARK: Final = "/fuzz-case/"
"""Below this path a process looks for what is not there, to say in the trace which case begins."""
NO_CASE: Final = "none"
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_NONE: Final = 99
"""No argument of an event is a handle."""
_CHANGES: Final = {
    "os.remove": ((0, 1),), "os.rmdir": ((0, 1),), "os.mkdir": ((0, 2),), "os.rename": ((0, 2), (1, 3)),
    "os.link": ((1, 3),), "os.symlink": ((1, 2),), "os.truncate": ((0, _NONE),), "os.chmod": ((0, 2),),
    "os.chown": ((0, 3),), "os.utime": ((0, 3),), "shutil.rmtree": ((0, 1),), "os.mkfifo": ((0, _NONE),),
}  # fmt: skip
"""The events that change something: which of their arguments are paths, each with the handle of its folder."""
_NETWORK: Final = frozenset({"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind",
                             "socket.sendto", "ftplib.connect", "smtplib.connect"})  # fmt: skip
_PROGRAMS: Final = frozenset(
    {"subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.startfile", "pty.spawn"}
)


@attrs.frozen
class Places:
    """The folders of a run: what nothing may open, and where something may be written."""

    top: Path

    @property
    def forbidden(self) -> tuple[Path, ...]:
        """What stands beside the books: a folder of somebody else, and the home of the user."""
        return self.top / "victim", self.top / "home"

    @property
    def writable(self) -> tuple[Path, ...]:
        """The folders of output, cache and scratch."""
        return self.top / "output", self.top / "cache", self.top / "scratch"

    def make(self) -> None:
        """Make the folders, with what strangers would like to read."""
        for folder in (*self.writable, self.top / "books", self.top / "empty"):
            folder.mkdir(parents=True, exist_ok=True)
        for name in ("victim/secret.txt", "victim/folder/kept.txt", "home/.gitconfig", "home/.ssh/id_ed25519",
                     "home/.netrc", "home/.config/git/config", "home/.bashrc", "home/text.md"):  # fmt: skip
            path = self.top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("SECRET-OUTSIDE\n", encoding="utf-8")

    def environment(self) -> dict[str, str]:
        """Return the environment of a process that works in these folders."""
        paths = {
            "HOME": self.top / "home",
            "XDG_CACHE_HOME": self.top / "cache",
            "TMPDIR": self.top / "scratch",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
        }
        return os.environ | {name: str(value) for name, value in paths.items()}

    def is_forbidden(self, path: str) -> bool:
        return any(_is_in(path, each) for each in self.forbidden)

    def is_writable(self, path: str) -> bool:
        return path == os.devnull or any(_is_in(path, each) for each in self.writable)

    def state(self) -> dict[str, tuple[str, int]]:
        """Return all that is outside output, cache and scratch: the kind and size of each entry, by its path."""
        entries: dict[str, tuple[str, int]] = {}
        for folder, _, _ in os.walk(self.top):
            if not self.is_writable(folder):
                for entry in os.scandir(folder):
                    status = entry.stat(follow_symlinks=False)
                    kind = str(Path(entry.path).readlink()) if entry.is_symlink() else oct(status.st_mode)
                    entries[entry.path] = kind, 0 if entry.is_dir() else status.st_mtime_ns
        return {path: each for path, each in entries.items() if not self.is_writable(path)}


def _is_in(path: str, folder: Path) -> bool:
    return path == str(folder) or path.startswith(f"{folder}/")


class AuditHook:
    """Notes each event of this process that nothing may cause, while a case runs."""

    def __init__(self, places: Places) -> None:
        self.problems: list[str] = []
        self.is_active = False
        self._places = places
        self._is_inside = False
        self._handle = -1
        self._system_open = os.open
        os.open = self._open
        sys.addaudithook(self._note)

    def _open(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        """Open a file as ``os.open`` does, whose audit event does not tell the handle of the folder."""
        self._handle = -1 if dir_fd is None else dir_fd
        try:
            return self._system_open(path, flags, mode, dir_fd=dir_fd)
        finally:
            self._handle = -1

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.is_active or self._is_inside:
            return
        self._is_inside = True
        try:
            self.problems += [f"{event}: {each}" for each in self._wrong(event, arguments)]
        finally:
            self._is_inside = False

    def _wrong(self, event: str, arguments: tuple[Any, ...]) -> Iterator[str]:
        if event == "open":
            yield from self._opened(*arguments[:3])
        elif event in _CHANGES:
            for place, handle in _CHANGES[event]:
                folder = arguments[handle] if handle < len(arguments) else -1
                path = _real(arguments[place], folder, follow=False)
                if path and not self._places.is_writable(path):
                    yield path
        elif event in _NETWORK or (event in _PROGRAMS and not _is_ours(arguments)):
            yield repr(arguments)[:300]

    def _opened(self, path: Any, mode: Any, flags: Any) -> Iterator[str]:
        real = _real(path, self._handle, follow=not flags & os.O_NOFOLLOW)
        if not real:
            return
        if self._places.is_forbidden(real):
            yield f"{path} is read"
        if flags & _WRITES and not self._places.is_writable(real):
            yield f"{path} is written"


def _real(path: Any, folder: Any, *, follow: bool) -> str:
    """Return an absolute path without links, but for its last part where that is not followed.

    ``folder`` is the handle of the folder that it is relative to; none, or one below 0, is the current folder.
    """
    if not isinstance(path, str | bytes | os.PathLike):
        return ""
    text = os.fsdecode(path)
    if not text.startswith("/"):
        try:
            above = os.readlink(f"/proc/self/fd/{folder}") if isinstance(folder, int) and folder >= 0 else os.getcwd()  # noqa: PTH109, PTH115
        except OSError:  # a system without /proc
            return ""
        text = f"{above}/{text}"
    if follow:
        return os.path.realpath(text)
    folder, _, name = text.rpartition("/")
    return f"{os.path.realpath(folder or '/')}/{name}"


def _is_ours(arguments: tuple[Any, ...]) -> bool:
    """Return whether wicpress starts a program itself: a module of its own, or fontconfig's list of fonts."""
    words = [str(each) for each in arguments[1]] if len(arguments) > 1 and isinstance(arguments[1], list) else []
    is_module = words[:1] == [sys.executable] and any(each.startswith("wicpress.") for each in words[1:4])
    return is_module or (bool(words) and words[0] == shutil.which(FONT_LIST))


# ------------------------------------------------------------------------------------------- strace

_OPENS: Final = frozenset({"open", "openat", "openat2", "creat"})
_LAST_PATH: Final = frozenset({"link", "linkat", "symlink", "symlinkat"})
"""Calls that change what their last path names, and not what the first does."""
_CHANGING: Final = _LAST_PATH | {
    "mkdir", "mkdirat", "unlink", "unlinkat", "rmdir", "rename", "renameat", "renameat2", "chmod", "fchmodat",
    "chown", "lchown", "fchownat", "truncate", "utimensat", "mknod", "mknodat", "setxattr", "removexattr",
}  # fmt: skip
_TRACED: Final = _OPENS | _CHANGING | {"execve", "execveat", "access", "faccessat2"}
"""What is judged, and what `mark` calls; most calls that ask what a file is would only slow the run."""
STRACE: Final = (
    "strace", "-f", "-y", "-qq", "--seccomp-bpf", "-e", f"trace=%network,{','.join(f'?{call}' for call in _TRACED)}",
)  # fmt: skip


def mark(case: str) -> None:
    """Say in the trace that a case begins."""
    os.access(_MARK + case, os.F_OK)


def can_trace() -> bool:
    """Return whether strace is there, and may trace a process."""
    if not shutil.which("strace"):
        return False
    return subprocess.run([*STRACE, "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


_CALL: Final = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+|\?)(?:<(.*)>)?(?: (\w+) \(.*\))?$")
_STRING: Final = re.compile(r'(?:(?:AT_FDCWD|\d+)<((?:[^>\\]|\\.)*)>, )?"((?:[^"\\]|\\.)*)"')


def problems_in_trace(lines: Iterator[str], places: Places) -> Iterator[str]:
    """Yield what nothing may do in the lines of a trace, with the case in which it was done."""
    case = NO_CASE
    for line in lines:
        if _MARK in line:
            case = line.split(_MARK)[1].split('"')[0]
        elif case != NO_CASE and (match := _CALL.match(line.rstrip("\n"))):
            call, arguments, result, opened = match[1], match[2], match[3], match[4]
            if problem := _wrong_call(call, arguments, result != "?" and int(result) >= 0, opened or "", places):
                yield f"case {case}: {problem}: {line.strip()[:300]}"


def _wrong_call(call: str, arguments: str, succeeds: bool, opened: str, places: Places) -> str:
    """Return what is wrong with a system call; an empty text where nothing is."""
    if call in {"connect", "sendto", "sendmsg", "bind"}:
        return "a connection" if "AF_INET" in arguments or "sin_addr" in arguments else ""
    if call in {"execve", "execveat"}:
        programs = sys.executable, shutil.which(FONT_LIST)
        return "" if not succeeds or any(f'"{each}"' in arguments for each in programs) else "a program is run"
    paths = [
        os.path.normpath(name if name.startswith("/") else f"{folder}/{name}")
        for folder, name in _STRING.findall(arguments)
    ]
    if call in _OPENS:
        if places.is_forbidden(opened) or (not succeeds and paths and _is_in(paths[0], places.forbidden[0])):
            return "an open where nothing may be opened"
        is_written = re.search(r"O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)", arguments) is not None or call == "creat"
        return "a file is written" if succeeds and is_written and not places.is_writable(opened) else ""
    if call in _CHANGING and succeeds:
        changed = paths[-1:] if call in _LAST_PATH else paths
        return "" if all(map(places.is_writable, changed)) else "something is changed"
    return ""
