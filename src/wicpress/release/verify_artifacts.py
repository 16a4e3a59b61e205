"""Verify the files of a release in worker processes, and count the words of its editions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs

from wicpress import languages as lang
from wicpress import model as m
from wicpress.build import missing_translations, targets
from wicpress.build.targets import Target
from wicpress.build.worker_pool import WorkerPool, cores
from wicpress.config import Config, Edition
from wicpress.diagnostics import Diagnostic, Severity, WicpressError
from wicpress.edition.view import view
from wicpress.proofing.external_validators import NOT_ASKED
from wicpress.proofing.finding_kinds import finding_line
from wicpress.proofing.pdf_validators import PdfValidators
from wicpress.proofing.verify_files import VerifyRequest, VerifyResult, verify_files, with_validators
from wicpress.version import __version__


@attrs.frozen
class VerifiedArtifact:
    """The result of one file: ``findings`` refuse a release, ``listed`` are line problems and all warnings.

    ``validators`` has a row each for the manifest; ``table`` is the whole report.
    """

    name: str
    findings: tuple[str, ...]
    listed: tuple[Diagnostic, ...]
    validators: tuple[dict[str, Any], ...]
    table: dict[str, Any]


def verify_artifacts(
    folder: Path, config: Config, targets: Sequence[Target], request: VerifyRequest, jobs: int
) -> tuple[VerifiedArtifact, ...]:
    """Verify the files of ``targets`` in ``folder``, ``jobs`` at a time. Raise ``WicpressError`` if a worker dies."""
    printed = [_printed(folder, config, each) for each in targets]
    requests = [
        (folder / each.name, attrs.evolve(request, printed=path)) for each, path in zip(targets, printed, strict=True)
    ]
    size = max(1, min(jobs or cores(), len(requests)))
    with (
        TemporaryDirectory(dir=folder.parent) as scratch,
        WorkerPool(size, Path(scratch)) as pool,
        PdfValidators(request.timeout) as validators,
    ):
        futures = [pool.submit(_verify, each) for each in requests]
        return tuple(_artifact(each.result(), validators, request) for each in futures)


def _verify(arguments: tuple[Path, VerifyRequest]) -> VerifyResult:
    """Verify one file in a worker; outside validators of PDFs run in a process for all files."""
    path, request = arguments
    return verify_one(path, attrs.evolve(request, run_pdf_validators=False))


def _printed(folder: Path, config: Config, target: Target) -> Path | None:
    """Return the printed edition whose pages an e-book names."""
    printed = targets.print_counterpart(config, target.edition) if target.format == "epub" else None
    return folder / targets.file_name(config, printed, "pdf") if printed else None


def verify_one(path: Path, request: VerifyRequest) -> VerifyResult:
    """Verify one file. If it cannot be read, that is a failure."""
    try:
        return attrs.evolve(next(verify_files([path], request)), report=None)
    except WicpressError as error:
        return VerifyResult(path, error.diagnostics, (), {"judges": []})


def _artifact(result: VerifyResult, validators: PdfValidators, request: VerifyRequest) -> VerifiedArtifact:
    """Return what a release needs of a result, to which outside validators of PDFs are added."""
    result = with_validators(result, validators, request)
    crashed = tuple(f"{each['judge']}: {each['reason']}" for each in result.table["judges"] if did_not_finish(each))
    table = _without_folder(result.table, result.path)
    errors = (finding_line(each) for each in result.findings if each.severity is Severity.ERROR)
    listed = (*result.warnings, *result.line_diagnostics)
    return VerifiedArtifact(result.path.name, (*errors, *crashed), listed, tuple(_validators(result)), table)


def did_not_finish(validator: Mapping[str, Any]) -> bool:
    """Return whether a validator is installed and did not finish, so that its result is unknown."""
    return not validator["ran"] and not validator["reason"].startswith(NOT_ASKED)


def _without_folder(table: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return ``table`` with paths relative to the release, so that it does not contain the folder of the build."""
    text = json.dumps({**table, "file": path.name}, ensure_ascii=False)
    for prefix in (str(path.parent), str(path.parent.resolve())):
        text = text.replace(json.dumps(f"{prefix}/", ensure_ascii=False)[1:-1], "")
    return dict(json.loads(text))


def _validators(result: VerifyResult) -> Iterator[dict[str, Any]]:
    own_findings = len(result.failures) - sum(_error_count(each) for each in result.table["judges"])
    yield {
        "name": "wicpress verify",
        "version": __version__,
        "result": "passed" if not own_findings else "failed",
        "findings": own_findings,
    }
    for each in result.table["judges"]:
        outcome = "passed" if each["passed"] else "failed" if each["ran"] else NOT_ASKED
        if did_not_finish(each):
            outcome = "did not finish"
        yield {
            "name": each["judge"],
            **({"standard": each["standard"]} if each["standard"] else {}),
            "version": each["version"],
            "result": outcome,
            "findings": _error_count(each),
        }


def _error_count(validator: Mapping[str, Any]) -> int:
    return sum(each["severity"] in {"fatal", "error", "warning"} for each in validator["findings"])


# ------------------------------------------------------------------------------------------ counting


def text_counts(book: m.Book, edition: Edition) -> dict[str, dict[str, int]]:
    """Return how many words and characters an edition has in each language.

    White space does not count as characters; a word is a Han character or a run of other letters and digits, as
    word processors count.
    """
    counts: dict[str, dict[str, int]] = {}
    for _, side in missing_translations.sides_shown(view(book, edition)):
        count = counts.setdefault(side.lang, {"characters": 0, "words": 0})
        count["characters"] += len(re.sub(r"\s", "", side.text))
        count["words"] += len(re.findall(rf"{lang.HAN.pattern}|(?:(?!{lang.HAN.pattern})\w)+", side.text))
    return dict(sorted(counts.items()))
