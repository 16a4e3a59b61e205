"""Diagnostics: a code, a place, a message and a help text; their kinds, and the exception that carries them."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

import attrs

T = TypeVar("T")


@attrs.frozen
class Span:
    """Where something stands in the manuscript: ``path`` relative to the book's folder, lines from 1."""

    path: str
    line: int
    end_line: int


class Severity(enum.StrEnum):
    """How serious a diagnostic is: an error stops the build, a warning is a likely mistake, a notice informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@attrs.frozen
class Edit:
    """A replacement of the text from (``line``, ``column``) up to (``end_line``, ``end_column``) by ``text``.

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
    """One problem: ``message`` says what is wrong, ``help`` what to do.

    ``column`` and ``end_column`` are the place in the span's first line, in characters from 1, the end exclusive;
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

    def __str__(self) -> str:
        """Return it as ``path:line: severity: message [code]``, the form that editors and compilers share."""
        place = f"{self.span.path}:{self.span.line}: " if self.span else ""
        return f"{place}{self.severity}: {self.message} [{self.code}]"


@attrs.frozen
class DiagnosticKind:
    """A kind of diagnostic: its code, its severity and the text that ``wicpress explain`` shows.

    Calling it makes a diagnostic: ``DANGLING_NOTE("no note is called x", span, hint="write [^x]: …")``.
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
        hint: str = "",
        lang: str = "",
        block: str = "",
        edits: tuple[Edit, ...] = (),
        columns: tuple[int, int] = (0, 0),
    ) -> Diagnostic:
        """Make a diagnostic of this kind; ``columns`` are its column and end column, ``hint`` its help."""
        message, hint = _shortened(message), _shortened(hint)
        return Diagnostic(self.code, message, span, hint, self.severity, lang, block, edits, *columns)


LONGEST_TEXT = 1000
"""Characters of a message or a help text: what is longer quotes a word of the manuscript that has thousands."""


def _shortened(text: str) -> str:
    """Return a text without its middle, if it is too long to be read."""
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 200]}…{text[-150:]}"


KINDS: dict[str, DiagnosticKind] = {}
"""Every kind of diagnostic, by code; ``declare_kind`` adds each."""


def declare_kind(
    code: str,
    title: str,
    rationale: str,
    *,
    example: str = "",
    severity: Severity = Severity.ERROR,
    fixable: bool = False,
) -> DiagnosticKind:
    """Declare a kind of diagnostic. Raise ``ValueError`` where the code is taken: a code keeps its meaning."""
    if code in KINDS:
        raise ValueError(f"the code {code!r} is declared twice")
    KINDS[code] = DiagnosticKind(code, severity, title, rationale, example, fixable)
    return KINDS[code]


@attrs.frozen
class WithDiagnostics(Generic[T]):
    """The result of a stage and its diagnostics."""

    value: T
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def ok(self) -> bool:
        """True where none of the diagnostics is an error."""
        return not has_errors(self.diagnostics)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Return True where at least one of ``diagnostics`` is an error."""
    return any(each.severity is Severity.ERROR for each in diagnostics)


@attrs.frozen
class Allowance:
    """Which warnings may stand in a release: the greatest number of places by code, None for any number.

    An error is never allowed, and a notice stops nothing.
    """

    most: Mapping[str, int | None] = attrs.field(factory=dict)

    def refused(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Return the errors, and all warnings of each code that is not allowed or has more places than allowed."""
        every = tuple(diagnostics)
        counts = Counter(each.code for each in every if each.severity is Severity.WARNING)
        excess = {code for code, count in counts.items() if not self.is_enough(code, count)}
        return tuple(
            each
            for each in every
            if each.severity is Severity.ERROR or (each.severity is Severity.WARNING and each.code in excess)
        )

    def is_enough(self, code: str, count: int) -> bool:
        """Return whether ``count`` places of a code are allowed."""
        most = self.most.get(code, 0)
        return most is None or count <= most

    def options(self, refused: Iterable[Diagnostic]) -> str:
        """Return the options of the command line that allow the warnings among ``refused``; empty without any."""
        counts = Counter(each.code for each in refused if each.severity is Severity.WARNING)
        return " ".join(f"--allow {code}={count}" for code, count in sorted(counts.items()))


def sorted_unique(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return ``diagnostics`` by file, line, column and code, each once."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=_sort_key))


def _sort_key(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    span = diagnostic.span
    path, line = (span.path, span.line) if span else ("", 0)
    return path, line, diagnostic.column, diagnostic.code, diagnostic.message


class WicpressError(Exception):
    """An error that wicpress raises on purpose; ``diagnostics`` say why.

    The errors of the library::

        WicpressError
        ├── InvalidArguments    (a ValueError, too) what was asked for does not exist
        ├── MissingRequirement  this machine lacks something, such as Pango, or has a broken plugin
        └── Cancelled           the progress callback ended the work

    Whatever is wrong with a book is returned as diagnostics and raises nothing.
    """

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(each.message for each in diagnostics))
        self.diagnostics = diagnostics


class InvalidArguments(WicpressError, ValueError):  # noqa: N818 - like KeyboardInterrupt, it is named for what happens
    """What was asked for does not exist: no such book, no such edition."""


class MissingRequirement(WicpressError):  # noqa: N818
    """Something that wicpress needs is missing on this machine; ``wicpress doctor`` says how to install it."""


class Cancelled(WicpressError):  # noqa: N818
    """A progress callback raises this to end the work; finished files of earlier builds are unchanged."""
