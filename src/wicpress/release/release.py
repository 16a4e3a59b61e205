"""The release: check, build, read back, and only then put a folder in place, whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from wicpress.build import targets
from wicpress.build.builder import build
from wicpress.build.check import load, read
from wicpress.build.output_folder import STATE_DIR, cannot_write, scratch_dir
from wicpress.build.request import BuildRequest, BuildResult, Progress, ProgressCallback
from wicpress.config import FILE, NO_BOOK
from wicpress.diagnostics import Diagnostic, Severity, WicpressError, declare_kind
from wicpress.proofing.verify_files import VerifyRequest
from wicpress.release import checksums, folder, manifest, provenance, signatures
from wicpress.release import reproduce as again
from wicpress.release.contents import ReleaseContents, files
from wicpress.release.signatures import Key
from wicpress.release.source_info import source_info
from wicpress.release.verify_artifacts import VerifiedArtifact, verify_artifacts

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
    "The version is part of the folder's name: letters, digits, and . + - _ between them.",
    example="wicpress release --version 1.2.0",
)
RELEASE_REFUSED = declare_kind(
    "unsound_release",
    "What was read back is not what it should be",
    "A release is put in place only when nothing was found in any of its files. What was found is listed; the last "
    "good release stands as it was.",
)
NO_RELEASE_NOTES = declare_kind(
    "no_release_notes",
    "The book's changelog does not name the version",
    "Release notes are taken from the heading of the version in the book's `CHANGELOG.md`.",
    example="## 1.2.0\n\n- Chapter 3 is translated.",
    severity=Severity.WARNING,
)
HALF_RELEASE = declare_kind(
    "half_release",
    "A release was not written as it should be",
    "Every release is read from the disk once more before it takes its place, and each file compared with its sum.",
)


@attrs.frozen
class ReleaseRequest:
    """What a release is asked for.

    ``epoch`` is what SOURCE_DATE_EPOCH says; ``patience`` the seconds that a validator has; ``strict`` refuses what
    measuring lines has found, too; ``ignore`` are codes of the check that do not count. With a ``key`` the sums, the
    manifest and the provenance are signed, and where ``sign_pdf`` says so, copies of the PDFs.
    """

    version: str
    output: Path = Path("dist/release")
    jobs: int = 0
    epoch: int | None = None
    strict: bool = True
    ignore: frozenset[str] = frozenset()
    validators: bool = True
    timeout: float = 300.0
    key: Key | None = None
    sign_pdf: bool = False


@attrs.frozen
class ReleaseResult:
    """What came of a release: ``folder`` where it stands, or None and what was found against it."""

    root: Path
    folder: Path | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    findings: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    missing_requirement: bool = False
    bugs: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True where the release is in place."""
        return self.folder is not None


@attrs.frozen
class StagedRelease:
    """A release as it was made beside its place: ``folder`` is None where it is not fit to take it."""

    released: ReleaseResult
    name: str = ""
    folder: Path | None = None


def is_version(text: str) -> bool:
    """Return whether ``text`` can name the folder of a release."""
    return bool(re.fullmatch(r"[0-9A-Za-z](?:[0-9A-Za-z.+_-]*[0-9A-Za-z+])?", text))


def release(root: Path, order: ReleaseRequest, on_progress: ProgressCallback = lambda _: None) -> ReleaseResult:
    """Release the book in ``root``. Raises nothing that is a fault of book or machine: it is in what is returned."""
    state = order.output / STATE_DIR
    try:
        with scratch_dir(order.output) as scratch:
            folder.recover(order.output, state)
            made = stage_release(root, order, scratch, on_progress)
            if made.folder is None:
                return made.released
            place = order.output / made.name
            folder.swap_in(made.folder, place, state)
            return attrs.evolve(made.released, folder=place)
    except WicpressError as error:
        return ReleaseResult(root, diagnostics=error.diagnostics)
    except OSError as error:
        return ReleaseResult(root, diagnostics=(cannot_write(Path(error.filename or order.output), error),))


def stage_release(root: Path, order: ReleaseRequest, scratch: Path, on_progress: ProgressCallback) -> StagedRelease:
    """Make a release in ``scratch``, whole and read back. Raises ``PressError`` and ``OSError``."""
    finished = build(
        [root], BuildRequest(output=scratch / "build", jobs=order.jobs, source_date_epoch=order.epoch), on_progress
    )[0]
    found = (*finished.diagnostics, *(each for output in finished.outputs for each in output.diagnostics))
    shown = tuple(dict.fromkeys(found))
    if not finished.ok or _refused(shown, order):
        return StagedRelease(
            ReleaseResult(
                root, None, shown, missing_requirement=finished.missing_requirement, bugs=finished.internal_errors
            )
        )
    shipment = _shipment(root, order, finished, scratch / "build")
    on_progress(Progress(0, 0, f"{shipment.config.slug}: every file read back"))
    ask = VerifyRequest(book=root, run_validators=order.validators, timeout=order.timeout)
    proofs = verify_artifacts(scratch / "build", shipment.config, shipment.targets, ask, order.jobs)
    shipment = attrs.evolve(shipment, proofs=proofs)
    findings, remarks = tuple(_findings(proofs, order)), tuple(_warnings(proofs, order))
    if findings:
        grave = RELEASE_REFUSED(f"{len(findings)} findings: {shipment.name} was not put in place")
        return StagedRelease(ReleaseResult(root, None, (*shown, grave), findings, remarks))
    notes = () if shipment.notes else (_no_notes(root, order.version),)
    whole = _write_folder(shipment, scratch, order)
    return StagedRelease(ReleaseResult(root, None, (*shown, *notes), (), remarks), shipment.name, whole)


def _refused(diagnostics: Sequence[Diagnostic], order: ReleaseRequest) -> bool:
    """True where the check has found what keeps a book from being released: an error, or a warning not ignored."""
    return any(each.severity is not Severity.NOTICE and each.code not in order.ignore for each in diagnostics)


def _findings(proofs: Sequence[VerifiedArtifact], order: ReleaseRequest) -> Iterator[str]:
    for proof in proofs:
        yield from (f"{proof.name}: {each}" for each in proof.findings)
        if order.strict:
            yield from (f"{proof.name}: {each}" for each in proof.lines)


def _warnings(proofs: Sequence[VerifiedArtifact], order: ReleaseRequest) -> Iterator[str]:
    for proof in proofs:
        if not order.strict:
            yield from (f"{proof.name}: {each}" for each in proof.lines)


def _no_notes(root: Path, version: str) -> Diagnostic:
    if not (root / "CHANGELOG.md").is_file():
        return NO_RELEASE_NOTES("the book has no CHANGELOG.md: the release has no notes")
    return NO_RELEASE_NOTES(f"CHANGELOG.md has no heading for {version}: the release has no notes")


def _shipment(root: Path, order: ReleaseRequest, finished: BuildResult, built: Path) -> ReleaseContents:
    loaded = load(root)
    config = loaded.value
    assert config is not None  # it has just been built
    book = read(config).value.book
    return ReleaseContents(
        config=config,
        book=book,
        version=order.version,
        origin=source_info(config, order.version, order.output, order.epoch),
        targets=targets.targets(config),
        built=built,
        finished=finished,
    )


def _write_folder(shipment: ReleaseContents, scratch: Path, order: ReleaseRequest) -> Path:
    """Lay a release down in ``scratch`` and read it once more from the disk."""
    whole = scratch / shipment.name
    whole.mkdir()
    for target in shipment.targets:
        (shipment.built / target.name).replace(whole / target.name)
    folder.write_files(files(shipment, whole), whole)
    text = checksums.checksums(whole)
    folder.write_files({checksums.FILE: text.encode()}, whole)
    if order.key:
        _sign(whole, order.key, order.sign_pdf)
    folder.normalise(whole, int(shipment.origin.date.timestamp()))
    if wrong := [name for name in checksums.mismatches(whole, text) if not signatures.is_signature(name)]:
        raise WicpressError(HALF_RELEASE(f"{', '.join(wrong)} cannot be read back as written"))
    return whole


def _sign(whole: Path, key: Key, pdfs: bool) -> None:
    """Detached signatures over the sums, which name every file, the manifest and the provenance; signed copies."""
    for name in (checksums.FILE, manifest.FILE, provenance.FILE):
        folder.write_files({name + signatures.SUFFIX: signatures.sign((whole / name).read_bytes(), key)}, whole)
    if pdfs:
        from wicpress.release.signed_pdf import sign_pdf  # noqa: PLC0415 - it needs an extra, which is there now

        for path in sorted(whole.glob("*.pdf")):
            folder.write_files({f"{signatures.FOLDER}/{path.name}": sign_pdf(path.read_bytes(), key)}, whole)


# --------------------------------------------------------------------------------- making it again


@attrs.frozen
class ReproductionResult:
    """What making a release again has shown: ``inputs`` that differ, then ``artifacts`` that do, and where first."""

    staged: ReleaseResult
    inputs: tuple[str, ...] = ()
    artifacts: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """True where every byte is the same."""
        return not self.artifacts and not self.staged.diagnostics and not self.staged.findings


def reproduce(
    roots: Sequence[Path], path: Path, order: ReleaseRequest, on_progress: ProgressCallback
) -> ReproductionResult:
    """Make the release of the manifest in ``path`` again, from the one of ``roots`` that is its book, and compare.

    Nothing is put in place; the order's output folder only lends its scratch room. Raises ``PressError`` where the
    manifest cannot be read or none of ``roots`` is its book.
    """
    before = manifest.read(path)
    root = _book_of(before, roots)
    order = attrs.evolve(order, version=before["version"], epoch=_epoch(before), key=None)
    try:
        with scratch_dir(order.output) as scratch:
            made = stage_release(root, order, scratch, on_progress)
            if made.folder is None:
                return ReproductionResult(made.released)
            inputs, artifacts = again.compare_release(made.folder, before, path.parent)
            return ReproductionResult(attrs.evolve(made.released, diagnostics=()), inputs, artifacts)
    except WicpressError as error:
        return ReproductionResult(ReleaseResult(root, diagnostics=error.diagnostics))
    except OSError as error:
        return ReproductionResult(
            ReleaseResult(root, diagnostics=(cannot_write(Path(error.filename or order.output), error),))
        )


def _epoch(before: Mapping[str, Any]) -> int | None:
    """What SOURCE_DATE_EPOCH said, where the date of a release was taken from it."""
    if before["date_from"] != "SOURCE_DATE_EPOCH":
        return None
    try:
        return int(dt.datetime.fromisoformat(before["date"]).timestamp())
    except ValueError as error:
        raise WicpressError(manifest.BAD_MANIFEST(f"its date is no date: {error}")) from error


def _book_of(before: Mapping[str, Any], roots: Sequence[Path]) -> Path:
    slug = before["book"]["slug"]
    for root in roots:
        loaded = load(root)
        if loaded.value and loaded.value.slug == slug:
            return root
    raise WicpressError(
        NO_BOOK(f"none of the books here is `{slug}`", help="name its folder: wicpress release BOOK …")
    )


def every_book(here: Path) -> tuple[Path, ...]:
    """The folders of all books below ``here``, itself too; hidden folders and outputs are not searched.

    Raises ``PressError`` where there is none.
    """
    found = []
    for place, folders, names in os.walk(here):
        if FILE in names:
            found.append(Path(place))
            folders.clear()
        folders[:] = sorted(
            name for name in folders if name[0] != "." and name not in {"dist", "build", "node_modules"}
        )
    if not found:
        raise WicpressError(NO_BOOK(f"there is no {FILE} below {here}"))
    return tuple(sorted(found))
