"""How the command line speaks: lines, diagnostics, and how far the work is."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wicpress.diagnostics import Diagnostic

if TYPE_CHECKING:
    from wicpress.build.request import Progress


def configure_encoding() -> None:
    """Let no terminal's encoding turn a character that it lacks into an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def stderr_line(text: str) -> None:
    """One line to whoever watches; results go to standard output, everything else here."""
    click.echo(text, err=True)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint at what ``word`` may have meant."""
    import difflib  # noqa: PLC0415 - only for slips

    known = list(known)
    near = difflib.get_close_matches(word, known, 1, 0.5)
    return f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(known)}"


def print_diagnostics(diagnostics: Iterable[Diagnostic], root: Path | None = None) -> None:
    """Show diagnostics to whoever watches; places are given from where we stand."""
    from wicpress.cli.render_diagnostics import render  # noqa: PLC0415 - most runs have nothing to say

    text = render("text", [(root or Path(), tuple(diagnostics))], Path.cwd())
    if text:
        click.echo(text, err=True, nl=False)


@contextmanager
def progress(what: str) -> Iterator[Callable[[Progress], None]]:
    """How far the work is: a bar on a terminal, a line for each step in a log."""
    if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        with _bar(what) as tell:
            yield tell
    else:
        yield _log_changes()


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
    # slow to load, and of no use in a log
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

        def tell(step: Progress) -> None:
            name = f"checking {step.name}" if step.name and not step.total else what
            bar.update(task, description=name, completed=step.finished, total=step.total or None)

        yield tell


def display_path(path: Path) -> str:
    """``path`` as seen from where we stand, where that is shorter."""
    with contextlib.suppress(ValueError):
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    return str(path)
