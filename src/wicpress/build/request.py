"""What a build is asked for, what it tells on its way, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs

from wicpress.diagnostics import Diagnostic, has_errors


@attrs.frozen
class BuildRequest:
    """What a build is asked for; empty collections ask for all. ``keep``: where pages leave their HTML.

    ``whole``: pages are laid as one document, not in parts; ``cached``: parts are kept between builds. ``epoch``:
    what SOURCE_DATE_EPOCH says, in seconds since 1970.
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
    """What came of a book: the faults of its check, and its outputs in the order of its ``book.toml``."""

    root: Path
    diagnostics: tuple[Diagnostic, ...]
    outputs: tuple[OutputResult, ...] = ()
    missing_requirement: bool = False
    internal_errors: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True where the check found no error and every output that was asked for is there."""
        return not has_errors(self.diagnostics) and all(each.state != "failed" for each in self.outputs)


@attrs.frozen
class Progress:
    """How far a build is: ``done`` of ``total`` outputs; ``name`` is the one that ended last, or what goes on."""

    finished: int
    total: int
    name: str


ProgressCallback = Callable[[Progress], None]
