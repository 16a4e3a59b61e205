"""What the command line prints: lines, columns, diagnostics, progress, internal errors."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wicpress.cli.exit_codes import BUG
from wicpress.diagnostics import Diagnostic
from wicpress.system.folder import real_path
from wicpress.version import __version__

if TYPE_CHECKING:
    from wicpress.build.request import Progress


def configure_encoding() -> None:
    """Escape characters that the terminal's encoding does not have instead of raising an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def stderr_line(text: str) -> None:
    """Print a line to standard error; standard output is for results."""
    click.echo(text, err=True)


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return a hint that names the nearest of the ``candidates``."""
    import difflib  # noqa: PLC0415 - only for typing errors

    candidates = list(candidates)
    near = difflib.get_close_matches(word, candidates, 1, 0.5)
    return f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(candidates)}"


def print_diagnostics(diagnostics: Iterable[Diagnostic], root: Path | None = None) -> None:
    """Print diagnostics to standard error, with paths relative to the current folder."""
    from wicpress.cli.render_diagnostics import render  # noqa: PLC0415 - most runs have no diagnostics

    diagnostics = tuple(diagnostics)
    text = render("text", [(root or Path(), diagnostics)], Path.cwd())
    if text:
        click.echo(text, err=True, nl=False)
        offer_fix(diagnostics)


def offer_fix(diagnostics: Sequence[Diagnostic]) -> None:
    """Print the command that corrects what can be corrected of ``diagnostics``."""
    if fixable := sum(bool(each.edits) for each in diagnostics):
        what = f"{fixable} of these {len(diagnostics)}" if len(diagnostics) > 1 else "this"
        stderr_line(f"`wicpress check --fix` corrects {what}; `--diff` shows how")


@contextmanager
def progress(what: str) -> Iterator[Callable[[Progress], None]]:
    """Yield the callback that shows progress: a bar on a terminal, a line for each step in a log.

    It also raises ``KeyboardInterrupt`` for a signal that was lost before, as in an import of lxml.
    """
    on_terminal = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    with _bar(what) if on_terminal else nullcontext(_log_changes()) as show:

        def on_progress(step: Progress) -> None:
            if _stop_signals:
                raise KeyboardInterrupt
            show(step)

        yield on_progress


_STOPPING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_stop_signals: list[int] = []
"""The signals that have asked this command to stop."""


@contextmanager
def stopped_by_signals() -> Iterator[list[int]]:
    """Raise ``KeyboardInterrupt`` for each signal that asks to stop, so that nothing unfinished is left.

    Yield a list to which the signal is added before: compiled modules may drop the exception.
    """
    _stop_signals.clear()
    if threading.current_thread() is not threading.main_thread():
        yield _stop_signals
        return
    before = {number: signal.getsignal(number) for number in _STOPPING}
    heeded = {number: handler for number, handler in before.items() if handler is not signal.SIG_IGN}  # as by nohup
    for number in heeded:
        signal.signal(number, _stop)
    try:
        yield _stop_signals
    finally:
        for number, handler in heeded.items():
            signal.signal(number, handler)
        _stop_signals.clear()


def _stop(number: int, _: object) -> None:
    _stop_signals.append(number)
    raise KeyboardInterrupt


def _log_changes() -> Callable[[Progress], None]:
    """Return a callback that writes a line for each step; a step that is reported again is left out."""
    last: Progress | None = None

    def log(step: Progress) -> None:
        nonlocal last
        if step.name and step != last:
            stderr_line(f"[{step.finished}/{step.total}] {step.name}" if step.total else f"checking {step.name}")
        last = step

    return log


@contextmanager
def _bar(what: str) -> Iterator[Callable[[Progress], None]]:
    # slow to import, and not needed in a log
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def on_progress(step: Progress) -> None:
            name = f"checking {step.name}" if step.name and not step.total else what
            bar.update(task, description=name, completed=step.finished, total=step.total or None)

        yield on_progress


def display_path(path: Path) -> str:
    """Return ``path`` relative to the current folder if it is below it."""
    with contextlib.suppress(ValueError):
        return real_path(path).relative_to(real_path(Path.cwd())).as_posix()
    return str(path)


def columns(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """Return ``rows`` as lines whose columns are aligned, the columns in ``right`` to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  "
        + "  ".join(
            cell.rjust(width) if index in right else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def report_internal_error(trace: str) -> int:
    """Print an internal error and how to report it; the whole ``trace`` only if ``WICPRESS_DEBUG`` is set."""
    last = trace.strip().splitlines()[-1]
    places = [each.strip() for each in trace.splitlines() if each.lstrip().startswith("File ")]
    if os.environ.get("WICPRESS_DEBUG"):
        stderr_line(trace.rstrip())
    stderr_line(f"this is a bug in wicpress {__version__}, not an error in your book: {last}")
    if places:
        stderr_line(f"  it happened at {places[-1]}")
    stderr_line("  please report it, with the book if you may share it;")
    stderr_line("  WICPRESS_DEBUG=1 before the command shows the whole trace")
    return BUG
