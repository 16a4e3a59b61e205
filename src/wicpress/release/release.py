"""Release a book: check, build and verify it, and only then put its folder in place."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from wicpress.build import targets
from wicpress.build.builder import build
from wicpress.build.check import DiagnosticFilter, allowance, check_book, load, read
from wicpress.build.output_folder import cannot_write, remember, scratch_dir
from wicpress.build.request import BuildRequest, BuildResult, Progress, ProgressCallback
from wicpress.config import FILE, NO_BOOK
from wicpress.diagnostics import Allowance, Diagnostic, Severity, Span, WicpressError, declare_kind, sorted_unique
from wicpress.proofing.verify_files import VerifyRequest
from wicpress.release import checksums, manifest, provenance, release_files, signatures
from wicpress.release.contents import ReleaseContents, files
from wicpress.release.replacement import check_removable, check_source, must_be_written
from wicpress.release.reproduce import compare_release
from wicpress.release.signatures import Key
from wicpress.release.source_info import source_info
from wicpress.release.verify_artifacts import verify_artifacts
from wicpress.system.placing import put_folder

__all__ = [
    "BAD_VERSION",
    "Key",
    "ReleaseRequest",
    "ReleaseResult",
    "ReproductionResult",
    "every_book",
    "is_version",
    "release",
    "reproduce",
]

BAD_VERSION = declare_kind(
    "bad_version",
    "A release has a version that cannot name a folder",
    "The version is part of the folder's name: letters, digits, and . + - _ between them, 100 at most.",
    example="wicpress release --version 1.2.0",
)
RELEASE_REFUSED = declare_kind(
    "release_refused",
    "A finding in a file, or a warning, keeps a book from being released",
    "A release is put in place only if every file passes verification and no warning is left that was not allowed. "
    "Warnings of the manuscript stop it before pages are laid out, those of pages before it is put in place. The "
    "last good release stays as it was.",
    example="wicpress release --version 1.0 --allow missing_caption --allow loose=2",
)
DRAFT = declare_kind(
    "draft",
    "A draft is released",
    "Readers and libraries take what is released for the book itself. A release has no watermark, unless it is meant "
    "for reviewers, who are told that the text is not final.",
    example="wicpress release --version 0.9 --allow draft",
    severity=Severity.WARNING,
)
NO_RELEASE_NOTES = declare_kind(
    "no_release_notes",
    "The book's changelog does not name the version",
    "Release notes are taken from the heading of the version in the book's `CHANGELOG.md`.",
    example="## 1.2.0\n\n- Chapter 3 is translated.",
    severity=Severity.NOTICE,
)
UNKNOWN_COMMIT = declare_kind(
    "unknown_commit",
    "The release does not say which commit it was made from",
    "The book is in no Git repository, or in one whose files lead out of it, such as a linked working tree or one "
    "that borrows objects. Git itself is never run: a repository may name programs for it.",
    example="git clone https://example.org/book.git",
    severity=Severity.NOTICE,
)
HALF_RELEASE = declare_kind(
    "half_release",
    "A release was not written correctly",
    "Every release is read from the disk again before it is put in place, and each file compared with its checksum.",
)


@attrs.frozen
class ReleaseRequest:
    """The parameters of a release.

    ``epoch`` is SOURCE_DATE_EPOCH; ``timeout`` the seconds of each outside validator; ``allow`` says which warnings
    may stand; ``replace`` whether a release of the same version may be replaced by other bytes. With a ``key``
    SHA256SUMS, the manifest and the provenance are signed and, with ``sign_pdf``, copies of the PDFs.
    """

    version: str
    output: Path = Path("dist/release")
    jobs: int = 0
    epoch: int | None = None
    allow: Allowance = attrs.field(factory=Allowance)
    replace: bool = False
    validators: bool = True
    timeout: float = 300.0
    key: Key | None = None
    sign_pdf: bool = False


@attrs.frozen
class ReleaseResult:
    """The result of a release: its ``folder``, or None and the reasons.

    ``diagnostics`` are those of the manuscript and of its pages, also the allowed ones; ``findings`` are what
    verification finds in files.
    """

    root: Path
    folder: Path | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    findings: tuple[str, ...] = ()
    missing_requirement: bool = False
    bugs: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True if the release is in place."""
        return self.folder is not None


@attrs.frozen
class StagedRelease:
    """A release before it is put in place: ``folder`` is None if it must not be."""

    result: ReleaseResult
    name: str = ""
    folder: Path | None = None


def is_version(text: str) -> bool:
    """Return whether ``text`` can name the folder of a release."""
    return bool(re.fullmatch(r"[0-9A-Za-z](?:[0-9A-Za-z.+_-]{0,98}[0-9A-Za-z+])?", text))


def release(root: Path, request: ReleaseRequest, on_progress: ProgressCallback = lambda _: None) -> ReleaseResult:
    """Release the book in ``root``. Problems of the book or the machine are in the result, not raised."""
    try:
        with scratch_dir() as scratch:
            stage = stage_release(root, request, scratch, on_progress)
            if stage.folder is None:
                return stage.result
            target = request.output / stage.name
            if request.replace or must_be_written(stage.folder, target):
                check_removable(target)
                remember(request.output)
                put_folder(stage.folder, request.output, stage.name, scratch)
            return attrs.evolve(stage.result, folder=target)
    except WicpressError as error:
        return ReleaseResult(root, diagnostics=error.diagnostics)
    except OSError as error:
        return ReleaseResult(root, diagnostics=(cannot_write(Path(error.filename or request.output), error),))


def stage_release(root: Path, request: ReleaseRequest, scratch: Path, on_progress: ProgressCallback) -> StagedRelease:
    """Build and verify a release in ``scratch``. Raise ``WicpressError`` and ``OSError``."""
    if request.key:
        signatures.sign(b"", request.key)  # a key that cannot be used is told before anything is laid out
    checked = (*check_book(root, DiagnosticFilter()), *_draft(root))
    if request.allow.refused(checked):
        return StagedRelease(_refusal(root, checked, request))
    if not request.replace:
        _check_source(root, request)
    finished = build(
        [root],
        BuildRequest(output=scratch / "build", jobs=request.jobs, source_date_epoch=request.epoch),
        on_progress,
    )[0]
    diagnostics = sorted_unique((*checked, *finished.all_diagnostics))
    if not finished.ok or request.allow.refused(diagnostics):
        result = _refusal(root, diagnostics, request)
        missing, bugs = finished.missing_requirement, finished.internal_errors
        return StagedRelease(attrs.evolve(result, missing_requirement=missing, bugs=bugs))
    contents = _contents(root, request, finished, scratch / "build")
    on_progress(Progress(0, 0, f"{contents.config.slug}: verification"))
    verify_request = VerifyRequest(book=root, run_validators=request.validators, timeout=request.timeout)
    verified = verify_artifacts(scratch / "build", contents.config, contents.targets, verify_request, request.jobs)
    diagnostics = (*diagnostics, *(each for artifact in verified for each in artifact.listed))
    findings = tuple(f"{artifact.name}: {each}" for artifact in verified for each in artifact.findings)
    if findings or request.allow.refused(diagnostics):
        return StagedRelease(_refusal(root, diagnostics, request, findings))
    contents = attrs.evolve(contents, verified=verified, diagnostics=diagnostics)
    notes = [] if contents.notes else [_no_notes(root, request.version)]
    if reason := contents.source.unknown_because:
        notes.append(UNKNOWN_COMMIT(f"the manifest names no commit: {reason}"))
    folder = _write_folder(contents, scratch, request)
    return StagedRelease(ReleaseResult(root, None, (*diagnostics, *notes)), contents.name, folder)


def _refusal(
    root: Path, diagnostics: tuple[Diagnostic, ...], request: ReleaseRequest, findings: tuple[str, ...] = ()
) -> ReleaseResult:
    """Return the result of a release that is stopped; warnings and findings have a diagnostic that says so."""
    refused = request.allow.refused(diagnostics)
    warnings = [each for each in refused if each.severity is Severity.WARNING]
    counts = (_count(len(warnings), "warning"), _count(len(findings), "finding"))
    if not warnings and not findings:
        return ReleaseResult(root, None, diagnostics)
    advice = request.allow.options(warnings)
    hint = f"correct what they say; what may stand is allowed by: {advice}" if advice else ""
    message = f"{' and '.join(filter(None, counts))}: nothing was released"
    return ReleaseResult(root, None, (*diagnostics, RELEASE_REFUSED(message, hint=hint)), findings)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


def _check_source(root: Path, request: ReleaseRequest) -> None:
    """Raise ``WicpressError`` if the version was released from another manuscript."""
    config = load(root).value
    if config:
        source = source_info(config, request.version, request.output, request.epoch)
        check_source(config, request.version, source, request.output)


def _draft(root: Path) -> tuple[Diagnostic, ...]:
    """Return a warning where a book says of itself that it is a draft."""
    config = load(root).value
    if config is None or not config.draft:
        return ()
    lines = (root / FILE).read_text(encoding="utf-8-sig").splitlines()
    line = next((number for number, each in enumerate(lines, 1) if re.match(r"\s*draft\s*=", each)), 1)
    hint = "take `draft = true` out of book.toml once the text is final"
    return (DRAFT("the book says that it is a draft", Span(FILE, line, line), hint=hint),)


def _no_notes(root: Path, version: str) -> Diagnostic:
    if not (root / "CHANGELOG.md").is_file():
        return NO_RELEASE_NOTES("the book has no CHANGELOG.md: the release has no notes")
    return NO_RELEASE_NOTES(f"CHANGELOG.md has no heading for {version}: the release has no notes")


def _contents(root: Path, request: ReleaseRequest, finished: BuildResult, built: Path) -> ReleaseContents:
    loaded = load(root)
    config = loaded.value
    assert config is not None  # it has just been built
    book = read(config).value.book
    return ReleaseContents(
        config=config,
        book=book,
        version=request.version,
        source=source_info(config, request.version, request.output, request.epoch),
        targets=targets.targets(config),
        built=built,
        finished=finished,
        allow=request.allow,
        validators=request.validators,
    )


def _write_folder(contents: ReleaseContents, scratch: Path, request: ReleaseRequest) -> Path:
    """Write a release to ``scratch`` and read it from the disk again."""
    folder = scratch / contents.name
    folder.mkdir()
    for target in contents.targets:
        (contents.built / target.name).replace(folder / target.name)
    release_files.write_files(files(contents, folder), folder)
    text = checksums.checksums(folder)
    release_files.write_files({checksums.FILE: text.encode()}, folder)
    if request.key:
        _sign(folder, request.key, request.sign_pdf)
    release_files.normalise(folder, int(contents.source.date.timestamp()))
    if damaged := [name for name in checksums.mismatches(folder, text) if not signatures.is_signature(name)]:
        raise WicpressError(HALF_RELEASE(f"{', '.join(damaged)} differ from what was written"))
    return folder


def _sign(folder: Path, key: Key, pdfs: bool) -> None:
    """Write detached signatures of SHA256SUMS, the manifest and the provenance, and signed copies of ``pdfs``."""
    for name in (checksums.FILE, manifest.FILE, provenance.FILE):
        release_files.write_files(
            {name + signatures.SUFFIX: signatures.sign((folder / name).read_bytes(), key)}, folder
        )
    if pdfs:
        from wicpress.release.signed_pdf import sign_pdf  # noqa: PLC0415 - it needs an extra, which is there now

        for path in sorted(folder.glob("*.pdf")):
            release_files.write_files({f"{signatures.FOLDER}/{path.name}": sign_pdf(path.read_bytes(), key)}, folder)


# ------------------------------------------------------------------------------------- reproduction


@attrs.frozen
class ReproductionResult:
    """The result of building a release again: the ``inputs`` that differ, then the ``artifacts``, and where."""

    staged: ReleaseResult
    inputs: tuple[str, ...] = ()
    artifacts: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """True if every byte is the same."""
        return not self.artifacts and not self.staged.diagnostics and not self.staged.findings


def reproduce(
    roots: Sequence[Path], path: Path, request: ReleaseRequest, on_progress: ProgressCallback
) -> ReproductionResult:
    """Build the release of the manifest in ``path`` again, from the one of ``roots`` that is its book, and compare.

    Nothing is put in place. Raise ``WicpressError`` if the manifest
    cannot be read or none of ``roots`` is its book.
    """
    before = manifest.read(Path(os.path.realpath(path)))
    root = _book_root(before, roots)
    request = reproduction_request(before, request)
    try:
        with scratch_dir() as scratch:
            stage = stage_release(root, request, scratch, on_progress)
            if stage.folder is None:
                return ReproductionResult(stage.result)
            inputs, artifacts = compare_release(stage.folder, before, path.parent)
            return ReproductionResult(attrs.evolve(stage.result, diagnostics=()), inputs, artifacts)
    except WicpressError as error:
        return ReproductionResult(ReleaseResult(root, diagnostics=error.diagnostics))
    except OSError as error:
        return ReproductionResult(
            ReleaseResult(root, diagnostics=(cannot_write(Path(error.filename or request.output), error),))
        )


def reproduction_request(before: Mapping[str, Any], request: ReleaseRequest) -> ReleaseRequest:
    """Return ``request`` with what decides the bytes taken from the manifest. Raise ``WicpressError``."""
    options = manifest.options(before)
    try:
        allow = allowance(options["allow"])
    except ValueError as error:
        raise WicpressError(manifest.BAD_MANIFEST(f"its options cannot be used: {error}")) from error
    return attrs.evolve(
        request,
        version=before["version"],
        epoch=_epoch(before),
        key=None,
        sign_pdf=False,
        allow=allow,
        replace=True,
        validators=options["judges"],
    )


def _epoch(before: Mapping[str, Any]) -> int | None:
    """Return SOURCE_DATE_EPOCH if the date of a release was taken from it."""
    if before["date_from"] != "SOURCE_DATE_EPOCH":
        return None
    try:
        return int(dt.datetime.fromisoformat(before["date"]).timestamp())
    except ValueError as error:
        raise WicpressError(manifest.BAD_MANIFEST(f"its date is not a date: {error}")) from error


def _book_root(before: Mapping[str, Any], roots: Sequence[Path]) -> Path:
    slug = before["book"]["slug"]
    for root in roots:
        loaded = load(root)
        if loaded.value and loaded.value.slug == slug:
            return root
    raise WicpressError(NO_BOOK(f"none of these books is `{slug}`", hint="name its folder: wicpress release BOOK …"))


def every_book(top: Path) -> tuple[Path, ...]:
    """Return the folders of all books in and below ``top``; hidden folders and outputs are not searched.

    Raise ``WicpressError`` if there is none.
    """
    roots = []
    for folder, folders, names in os.walk(top):
        if FILE in names:
            roots.append(Path(folder))
            folders.clear()
        folders[:] = sorted(
            name for name in folders if name[0] != "." and name not in {"dist", "build", "node_modules"}
        )
    if not roots:
        raise WicpressError(NO_BOOK(f"there is no {FILE} below {top}"))
    return tuple(sorted(roots))
