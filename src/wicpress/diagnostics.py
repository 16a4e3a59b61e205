"""A code, a place, a sentence, a way out."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Generic, TypeVar

import attrs

from wicpress.spans import Span

T = TypeVar("T")


class Severity(enum.StrEnum):
    """How much a fault weighs: an error stops the build, a warning is reported, a notice is for the curious."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@attrs.frozen
class Edit:
    """Put ``text`` in the place of what stands from (``line``, ``column``) up to (``end_line``, ``end_column``).

    Lines and columns count from 1, columns in characters; the end is exclusive.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@attrs.frozen
class Diagnostic:
    """One fault found: what is wrong in ``message``, what to do in ``help``.

    ``column`` and ``end_column`` say where in the span's first line, from 1 in characters, the end exclusive;
    both are 0 where the whole line is meant.
    """

    code: str
    message: str
    span: Span | None = None
    help: str = ""
    severity: Severity = Severity.ERROR
    lang: str = ""
    block: str = ""
    edits: tuple[Edit, ...] = ()
    column: int = 0
    end_column: int = 0


@attrs.frozen
class DiagnosticKind:
    """A kind of fault: its code, its weight, and the page that ``wicpress explain`` shows of it.

    Calling it makes a diagnostic: ``DANGLING_NOTE("no note is called x", span, help="write [^x]: …")``.
    """

    code: str
    severity: Severity
    title: str
    rationale: str
    example: str = ""
    fixable: bool = False

    def __call__(
        self,
        message: str,
        span: Span | None = None,
        *,
        help: str = "",
        lang: str = "",
        block: str = "",
        edits: tuple[Edit, ...] = (),
        columns: tuple[int, int] = (0, 0),
    ) -> Diagnostic:
        return Diagnostic(self.code, message, span, help, self.severity, lang, block, edits, *columns)


KINDS: dict[str, DiagnosticKind] = {}
"""Every kind of fault that wicpress knows, by code; filled by ``fault`` where each is declared."""


def declare_kind(
    code: str,
    title: str,
    why: str,
    *,
    example: str = "",
    severity: Severity = Severity.ERROR,
    fixable: bool = False,
) -> DiagnosticKind:
    """Declare a kind of fault. Raises ``ValueError`` if the code is taken: codes never change hands."""
    if code in KINDS:
        raise ValueError(f"the code {code!r} is declared twice")
    KINDS[code] = DiagnosticKind(code, severity, title, why, example, fixable)
    return KINDS[code]


@attrs.frozen
class WithDiagnostics(Generic[T]):
    """What a stage made, and the faults it met on the way."""

    value: T
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def ok(self) -> bool:
        """True where nothing met is an error."""
        return not has_errors(self.diagnostics)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """True where at least one of ``diagnostics`` is an error."""
    return any(each.severity is Severity.ERROR for each in diagnostics)


def sorted_unique(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """``diagnostics`` by file, line, column and code, each once."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=_place))


def _place(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    span = diagnostic.span
    path, line = (span.path, span.line) if span else ("", 0)
    return path, line, diagnostic.column, diagnostic.code, diagnostic.message


class WicpressError(Exception):
    """An error that wicpress raises on purpose; ``diagnostics`` say why.

    The errors of the library::

        WicpressError
        ├── InvalidArguments    (a ValueError, too) what was asked for does not exist
        ├── MissingRequirement  this machine lacks something, such as Pango
        └── Cancelled           the progress callback ended the work

    Whatever is wrong with a book is returned as diagnostics and raises nothing.
    """

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(each.message for each in diagnostics))
        self.diagnostics = diagnostics


class InvalidArguments(WicpressError, ValueError):  # noqa: N818 - like KeyboardInterrupt, it is named for what happens
    """What was asked for does not exist: no such book, no such edition."""


class MissingRequirement(WicpressError):  # noqa: N818
    """This machine lacks something; ``wicpress doctor`` says how to install it."""


class Cancelled(WicpressError):  # noqa: N818
    """A progress callback raises this to end the work; finished files of earlier builds are unchanged."""
