"""What a build is asked for, what it reports on its way, and its results."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

import attrs

from wicpress.diagnostics import Diagnostic, Severity, has_errors


@attrs.frozen
class BuildRequest:
    """What a build is asked for; empty collections stand for everything.

    ``keep_html_dir`` is where the HTML of printed editions is exported. With ``single_document`` an edition is laid
    out as one document, without ``use_cache`` nothing is kept between builds. ``jobs`` is the number of workers, 0
    for one per core; ``source_date_epoch`` is SOURCE_DATE_EPOCH, in seconds since 1970.
    """

    editions: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    output: Path = Path("dist")
    jobs: int = 0
    force: bool = False
    keep_html_dir: Path | None = None
    single_document: bool = False
    use_cache: bool = True
    source_date_epoch: int | None = None


@attrs.frozen
class OutputResult:
    """A file that was asked for: ``state`` is ``built``, ``unchanged`` or ``failed``."""

    path: Path
    state: str
    report: dict[str, Any] = attrs.field(factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


@attrs.frozen
class BuildResult:
    """The result of building one book: the diagnostics of its check, and its outputs in the order of ``book.toml``.

    ``missing_requirement`` is True where the machine has not all that is needed, ``internal_errors`` are traces of
    bugs of wicpress.
    """

    root: Path
    diagnostics: tuple[Diagnostic, ...]
    outputs: tuple[OutputResult, ...] = ()
    missing_requirement: bool = False
    internal_errors: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True where the check found no error and every output that was asked for is there."""
        return not has_errors(self.diagnostics) and all(each.state != "failed" for each in self.outputs)

    def without(self, codes: Collection[str]) -> BuildResult:
        """Return the result without warnings and notices that have one of ``codes``; errors stay."""
        outputs = (attrs.evolve(each, diagnostics=_without(each.diagnostics, codes)) for each in self.outputs)
        return attrs.evolve(self, diagnostics=_without(self.diagnostics, codes), outputs=tuple(outputs))

    @property
    def all_diagnostics(self) -> tuple[Diagnostic, ...]:
        """The diagnostics of the book and of its outputs, each once."""
        return tuple(dict.fromkeys((*self.diagnostics, *(each for out in self.outputs for each in out.diagnostics))))


def _without(diagnostics: Iterable[Diagnostic], codes: Collection[str]) -> tuple[Diagnostic, ...]:
    return tuple(each for each in diagnostics if each.severity is Severity.ERROR or each.code not in codes)


@attrs.frozen
class Progress:
    """How far a build is: ``finished`` of ``total`` outputs; ``name`` is the one that ended last, or what goes on."""

    finished: int
    total: int
    name: str


ProgressCallback = Callable[[Progress], None]
"""Called in the thread of the build at each step, and twice a second while workers run; may raise ``Cancelled``."""


def ignore_progress(_: Progress) -> None:
    """Do nothing."""
