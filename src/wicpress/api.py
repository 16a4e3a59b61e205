"""The library: ``Book``, ``build``, ``check``, ``verify`` and ``release``.

They print nothing, install no signal handler and may run in any thread, also at the same time. What is wrong with a
book is in the result; an exception says that the arguments are wrong or that this machine lacks something (see
``wicpress.diagnostics.WicpressError`` for the tree of exceptions).

>>> import wicpress
>>> book = wicpress.Book("book")
>>> book.languages
('zh-Hans', 'en')
>>> wicpress.check(book).ok
True
>>> result = wicpress.build(book, editions=["en"], formats=["pdf"], output="english")
>>> [(output.path.name, output.state) for output in result.outputs]
[('book-en.pdf', 'built')]
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from wicpress import limits
from wicpress.diagnostics import (
    Allowance,
    Diagnostic,
    InvalidArguments,
    MissingRequirement,
    WicpressError,
    declare_kind,
    has_errors,
)

# The modules that do the work are imported in the functions: `import wicpress` takes 0.05 s, and they take 0.3 s.
if TYPE_CHECKING:
    from wicpress.build.request import BuildResult, Progress
    from wicpress.config import Config
    from wicpress.model import Chapter
    from wicpress.proofing.verify_files import Thresholds, VerifyRequest, VerifyResult
    from wicpress.release.release import ReleaseResult

INVALID_ARGUMENT = declare_kind(
    "invalid_argument",
    "A function of the library was called with a value that it does not take",
    "A code that does not exist would select nothing, and a threshold that does not exist would measure nothing. "
    "Both would look as if nothing were wrong.",
    example='wicpress.check("book", select=["no_such_code"])',
)

AnyPath = str | os.PathLike[str]
OnProgress = Callable[["Progress"], None]


@attrs.frozen
class CheckResult:
    """The diagnostics of a book, in the order of its files."""

    root: Path
    diagnostics: tuple[Diagnostic, ...]
    strict: bool = False

    @property
    def ok(self) -> bool:
        """True where no diagnostic is an error and, where the check is ``strict``, none is a warning."""
        return not (Allowance().refused(self.diagnostics) if self.strict else has_errors(self.diagnostics))


class Book:
    """The book in a folder with a ``book.toml``; its files are read when something of them is asked for.

    They are read once: make another ``Book`` to see what has changed since. Raise ``InvalidArguments`` where there is
    no ``book.toml``.

    >>> book = wicpress.Book("book")
    >>> [chapter.id for chapter in book.chapters]
    ['c01-opening', 'c02-columns']
    >>> book.diagnostics
    ()
    """

    def __init__(self, path: AnyPath) -> None:
        from wicpress.config import FILE, NO_BOOK  # noqa: PLC0415 - slow

        _use_limits_of_user()
        path = Path(path)
        self.root = path.parent if path.name == FILE else path
        if not (self.root / FILE).is_file():
            raise InvalidArguments(NO_BOOK(f"there is no {FILE} in {self.root}"))

    def __repr__(self) -> str:
        return f"Book({str(self.root)!r})"

    @property
    def languages(self) -> tuple[str, ...]:
        """The language tags of the book, the leading language first; empty where ``book.toml`` has errors."""
        config, _ = self._settings
        return tuple(config.languages) if config else ()

    @property
    def editions(self) -> tuple[str, ...]:
        """The names of the editions; empty where ``book.toml`` has errors."""
        config, _ = self._settings
        return tuple(edition.name for edition in config.editions) if config else ()

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters, as far as they could be read; ``diagnostics`` say what is wrong with the others."""
        return self._manuscript[0]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the settings and the text; ``check`` looks for more."""
        return self._manuscript[1]

    def check(self, **options: Any) -> CheckResult:
        """Check the book; see ``wicpress.check``."""
        return check(self, **options)

    def build(self, **options: Any) -> BuildResult:
        """Build the book; see ``wicpress.build``."""
        return build(self, **options)

    def release(self, version: str, **options: Any) -> ReleaseResult:
        """Release the book; see ``wicpress.release``."""
        return release(self, version, **options)

    @cached_property
    def _settings(self) -> tuple[Config | None, tuple[Diagnostic, ...]]:
        from wicpress.build.check import load  # noqa: PLC0415 - slow

        loaded = load(self.root)
        return loaded.value, loaded.diagnostics

    @cached_property
    def _manuscript(self) -> tuple[tuple[Chapter, ...], tuple[Diagnostic, ...]]:
        from wicpress.build.check import read  # noqa: PLC0415 - slow

        config, diagnostics = self._settings
        if config is None:
            return (), diagnostics
        parsed = read(config)
        return tuple(parsed.value.book.chapters), (*diagnostics, *parsed.diagnostics)


def _use_limits_of_user() -> None:
    """Let the limits of the user's configuration apply, unless others are set. Raise ``InvalidArguments``."""
    from wicpress.config.user_settings import config_file, user_limits  # noqa: PLC0415 - slow

    if not limits.set_values():
        limits.set_limits(user_limits(config_file()))


def _root(book: Book | AnyPath) -> Path:
    return (book if isinstance(book, Book) else Book(book)).root


def check(
    book: Book | AnyPath,
    *,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    strict: bool = False,
    run_book_rules: bool = False,
) -> CheckResult:
    """Check a book: its settings, its text, and whether its fonts have every character.

    ``select`` and ``ignore`` are codes of diagnostics: with ``select`` only those are returned. ``ok`` of the result
    is False for an error and, with ``strict``, for a warning. ``run_book_rules`` runs the Python files in the book's
    ``rules/`` folder in this process, which may do anything. Raise ``InvalidArguments`` for a book or a code that
    does not exist.

    >>> wicpress.check("book", select=["missing_glyph"]).diagnostics
    ()
    """
    from wicpress.build.check import DiagnosticFilter, check_book  # noqa: PLC0415 - slow

    root = _root(book)
    diagnostic_filter = DiagnosticFilter(_codes(select, run_book_rules), _codes(ignore, run_book_rules))
    return CheckResult(root, check_book(root, diagnostic_filter, run_book_rules=run_book_rules), strict)


def build(
    book: Book | AnyPath,
    *,
    editions: str | Iterable[str] = (),
    formats: str | Iterable[str] = (),
    output: AnyPath = "dist",
    jobs: int = 0,
    force: bool = False,
    single_document: bool = False,
    use_cache: bool = True,
    keep_html: AnyPath | None = None,
    ignore: str | Iterable[str] = (),
    source_date_epoch: int | None = None,
    on_progress: OnProgress | None = None,
) -> BuildResult:
    """Build the editions of a book into the folder ``output``; without ``editions`` and ``formats``, all of them.

    What is up to date is not built again, unless ``force`` is True. Pages are laid out by ``jobs`` worker processes,
    by default one for each core, and never in the process that calls this. ``keep_html`` is a folder for the HTML of
    printed editions; ``source_date_epoch`` is the date of e-books in seconds since 1970. Warnings stop nothing;
    ``ignore`` has the codes of those that the result leaves out.

    ``on_progress`` is called in this thread with each step, and twice a second meanwhile. It cancels the build by
    raising an exception, ``wicpress.diagnostics.Cancelled`` or its own, which ``build`` raises once its workers have
    ended; its return value is ignored.

    Raise ``InvalidArguments`` for a book, an edition, a format, a code or a number that does not exist, and
    ``MissingRequirement`` where this machine cannot lay out pages.

    >>> wicpress.build("book", editions=["german"])
    Traceback (most recent call last):
    ...
    wicpress.diagnostics.InvalidArguments: there is no edition `german`
    """
    from wicpress.build import builder, targets  # noqa: PLC0415 - slow
    from wicpress.build.request import BuildRequest, ignore_progress  # noqa: PLC0415

    _check_numbers(jobs, source_date_epoch)
    formats, codes = _names(formats), _codes(ignore)
    if unknown := targets.unknown_formats(formats):
        raise InvalidArguments(*unknown)
    request = BuildRequest(
        editions=_names(editions),
        formats=formats,
        output=Path(output),
        jobs=jobs,
        force=force,
        keep_html_dir=Path(keep_html) if keep_html is not None else None,
        single_document=single_document,
        use_cache=use_cache,
        source_date_epoch=source_date_epoch,
    )
    root = _root(book)
    try:
        (result,) = builder.build([root], request, on_progress or ignore_progress)
    except (InvalidArguments, MissingRequirement):
        raise
    except WicpressError as error:
        if not error.diagnostics:  # raised by ``on_progress``
            raise
        return _failed_build(root, error)
    if result.missing_requirement:
        raise MissingRequirement(*result.all_diagnostics)
    return result.without(codes)


def _failed_build(root: Path, error: WicpressError) -> BuildResult:
    from wicpress.build.request import BuildResult  # noqa: PLC0415 - slow

    return BuildResult(root, error.diagnostics)


def _names(names: str | Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _codes(codes: str | Iterable[str], run_book_rules: bool = False) -> frozenset[str]:
    """Return codes of diagnostics. Raise ``InvalidArguments`` for one that no rule has, unless a book may add it."""
    from wicpress.build.check import existing_codes  # noqa: PLC0415 - slow

    try:
        return existing_codes(_names(codes), any_code=run_book_rules)
    except ValueError as error:
        raise InvalidArguments(INVALID_ARGUMENT(str(error))) from error


def _allowance(allow: str | Iterable[str] | Mapping[str, int | None]) -> Allowance:
    """Return the warnings that are allowed. Raise ``InvalidArguments`` for a code that is not one of a warning."""
    from wicpress.build import check as checks  # noqa: PLC0415 - slow

    values = checks.as_values(Allowance(allow)) if isinstance(allow, Mapping) else _names(allow)
    try:
        return checks.allowance(values)
    except ValueError as error:
        raise InvalidArguments(INVALID_ARGUMENT(str(error))) from error


def _check_numbers(jobs: Any, source_date_epoch: Any) -> None:
    """Raise ``InvalidArguments`` where ``jobs`` is no number of processes or the date no date of a file in a ZIP."""
    if not isinstance(jobs, int) or jobs < 0:
        raise InvalidArguments(INVALID_ARGUMENT(f"jobs is {jobs!r}: it is 0 or the number of worker processes"))
    if source_date_epoch is not None and not (
        isinstance(source_date_epoch, int) and 0 <= source_date_epoch < _LATEST
    ):
        message = f"source_date_epoch is {source_date_epoch!r}: it is a number of seconds since 1970"
        raise InvalidArguments(INVALID_ARGUMENT(message))


_LATEST = 253402300800  # 10000-01-01, beyond the last date of Python


def _thresholds(values: Mapping[str, Any]) -> Thresholds:
    from wicpress.proofing.verify_files import Thresholds  # noqa: PLC0415 - slow

    known = attrs.fields_dict(Thresholds)
    unknown = [name for name in values if name not in known]
    if unknown:
        raise InvalidArguments(*(INVALID_ARGUMENT(f"there is no threshold `{name}`") for name in unknown))
    return Thresholds(**values)


def verify(
    *files: AnyPath,
    book: Book | AnyPath | None = None,
    printed: AnyPath | None = None,
    validators: bool = True,
    thresholds: Mapping[str, Any] | None = None,
    allow: str | Iterable[str] | Mapping[str, int | None] = (),
) -> tuple[VerifyResult, ...]:
    """Read finished PDF and EPUB files back and check them, each by itself.

    With a ``book``, their text is compared with its manuscript; with ``printed``, the page lists of EPUBs with that
    PDF. ``validators`` are EPUBCheck, Ace, veraPDF and page-validation, as far as they are installed. ``thresholds``
    are those of ``wicpress verify``, such as ``{"flush": 0.5}``. ``allow`` has the codes of warnings that may stand,
    as for ``release``, counted over all files: they are in ``allowed`` or ``allowed_findings`` of a result instead of
    ``line_problems`` or ``findings``. A file that cannot be read has this as its only finding. Raise
    ``InvalidArguments`` for a book, a threshold or a code that does not exist.

    >>> [result] = wicpress.verify("dist/book-en.pdf", book="book", validators=False)
    >>> result.sound, result.failures
    (True, ())
    """
    from wicpress.build.worker_pool import WorkerPool  # noqa: PLC0415 - slow
    from wicpress.proofing.allowed_problems import with_allowance  # noqa: PLC0415
    from wicpress.proofing.pdf_validators import PdfValidators  # noqa: PLC0415
    from wicpress.proofing.verify_files import VerifyRequest, with_validators  # noqa: PLC0415

    _use_limits_of_user()
    allowance = _allowance(allow)
    request = VerifyRequest(
        _thresholds(thresholds or {}),
        _root(book) if book is not None else None,
        Path(printed) if printed is not None else None,
        validators,
    )
    with (
        tempfile.TemporaryDirectory(prefix="wicpress-") as scratch,
        WorkerPool(1, Path(scratch)) as pool,
        PdfValidators(request.timeout) as pdf_validators,
    ):
        verified = (pool.submit(_verify_file, (Path(file), request)).result() for file in files)
        results = (with_validators(each, pdf_validators, request) for each in verified)
        return tuple(with_allowance(results, allowance))


def _verify_file(job: tuple[Path, VerifyRequest]) -> VerifyResult:
    """Verify one file, in a worker process: drawings are compared as WeasyPrint paints them."""
    from wicpress.proofing.verify_files import VerifyResult, verify_files  # noqa: PLC0415 - slow

    path, request = job
    try:
        (result,) = verify_files([path], attrs.evolve(request, run_pdf_validators=False))
    except WicpressError as error:
        return VerifyResult(path, error.diagnostics, (), {"file": str(path), "sound": False})
    return result


def release(
    book: Book | AnyPath,
    version: str,
    *,
    output: AnyPath = "dist/release",
    jobs: int = 0,
    source_date_epoch: int | None = None,
    allow: str | Iterable[str] | Mapping[str, int | None] = (),
    replace: bool = False,
    validators: bool = True,
    on_progress: OnProgress | None = None,
) -> ReleaseResult:
    """Check a book, build it, verify every file, and put a folder named after ``version`` into ``output``.

    A warning of the manuscript stops it before pages are laid out, one of the pages before the folder is put in
    place: then ``folder`` is None, ``diagnostics`` and ``findings`` say why, and an earlier release is unchanged.
    ``allow`` has the codes of warnings that may stand, with the greatest number of places or None: ``{"loose": 2}``,
    or ``["loose=2", "missing_caption"]``; the manifest lists them. Errors are never allowed, notices stop nothing. A
    version that is released already is replaced only if the bytes are the same, or with ``replace``.

    Raise ``InvalidArguments`` for a book, a version, a code or a number that does not exist, and
    ``MissingRequirement`` where this machine cannot lay out pages.

    >>> wicpress.release("book", "one/two")
    Traceback (most recent call last):
    ...
    wicpress.diagnostics.InvalidArguments: `one/two` cannot name a release
    """
    from wicpress.build.request import ignore_progress  # noqa: PLC0415 - slow
    from wicpress.release import release as releases  # noqa: PLC0415

    _check_numbers(jobs, source_date_epoch)
    if not releases.is_version(version):
        raise InvalidArguments(releases.BAD_VERSION(f"`{version}` cannot name a release"))
    request = releases.ReleaseRequest(
        version,
        Path(output),
        jobs,
        source_date_epoch,
        allow=_allowance(allow),
        replace=replace,
        validators=validators,
    )
    result = releases.release(_root(book), request, on_progress or ignore_progress)
    if result.missing_requirement:
        raise MissingRequirement(*result.diagnostics)
    return result
