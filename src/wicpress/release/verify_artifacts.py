"""A release's files read back and judged, each in a process of its own, and what there is to count in them."""

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
from wicpress.diagnostics import Diagnostic, WicpressError
from wicpress.edition.view import view
from wicpress.proofing.verify_files import VerifyRequest, VerifyResult, verify_files
from wicpress.version import __version__


@attrs.frozen
class VerifiedArtifact:
    """What was found of one file: ``findings`` refuse a release, ``lines`` are measures that a strict one refuses.

    ``validators`` are a row each, as the manifest has them; ``table`` is the whole report.
    """

    name: str
    findings: tuple[str, ...]
    lines: tuple[str, ...]
    validators: tuple[dict[str, Any], ...]
    table: dict[str, Any]
    diagnostics: tuple[Diagnostic, ...] = ()


def verify_artifacts(
    folder: Path, config: Config, targets: Sequence[Target], request: VerifyRequest, jobs: int
) -> tuple[VerifiedArtifact, ...]:
    """Judge the files of ``targets`` in ``folder``, ``jobs`` at a time. Raise ``WicpressError`` if a worker dies."""
    printed = [_printed(folder, config, each) for each in targets]
    requests = [
        (folder / each.name, attrs.evolve(request, printed=path)) for each, path in zip(targets, printed, strict=True)
    ]
    size = max(1, min(jobs or cores(), len(requests)))
    with TemporaryDirectory(dir=folder.parent) as scratch, WorkerPool(size, Path(scratch)) as pool:
        futures = [pool.submit(_verify, each) for each in requests]
        return tuple(each.result() for each in futures)


def _verify(arguments: tuple[Path, VerifyRequest]) -> VerifiedArtifact:
    return verify_one(*arguments)


def _printed(folder: Path, config: Config, target: Target) -> Path | None:
    """The printed edition whose pages an e-book names."""
    printed = targets.print_counterpart(config, target.edition) if target.format == "epub" else None
    return folder / targets.file_name(config, printed, "pdf") if printed else None


def verify_one(path: Path, request: VerifyRequest) -> VerifiedArtifact:
    """Judge one file. What cannot be read is a finding."""
    try:
        judged = next(verify_files([path], request))
    except WicpressError as error:
        return VerifiedArtifact(
            path.name, tuple(each.message for each in error.diagnostics), (), (), {}, error.diagnostics
        )
    lines = tuple(f"page {each.page}: {tag} {each.kind}: {each.text[:60]}" for tag, each in judged.line_problems)
    broken = tuple(f"{each['judge']}: {each['reason']}" for each in judged.table["judges"] if _crashed(each))
    table = _here(judged.table, path)
    return VerifiedArtifact(path.name, (*judged.failures, *broken), lines, tuple(_validators(judged, broken)), table)


def _crashed(verdict: Mapping[str, Any]) -> bool:
    """True for a judge that was there and did not come to an end: it may have found anything."""
    return not verdict["ran"] and not verdict["reason"].startswith("not run")


def _here(table: dict[str, Any], path: Path) -> dict[str, Any]:
    """``table`` with files named as they lie in the release: where it was made is nobody's business."""
    text = json.dumps({**table, "file": path.name}, ensure_ascii=False)
    for place in (str(path.parent), str(path.parent.resolve())):
        text = text.replace(json.dumps(f"{place}/", ensure_ascii=False)[1:-1], "")
    return dict(json.loads(text))


def _validators(judged: VerifyResult, broken: Sequence[str]) -> Iterator[dict[str, Any]]:
    ours = len(judged.failures) - sum(_is_error(each) for each in judged.table["judges"])
    yield {
        "name": "wicpress verify",
        "version": __version__,
        "result": "passed" if not ours else "failed",
        "findings": ours,
    }
    for each in judged.table["judges"]:
        result = "passed" if each["passed"] else "failed" if each["ran"] else "not installed"
        if _crashed(each):
            result = "did not finish"
        yield {"name": each["judge"], "version": each["version"], "result": result, "findings": _is_error(each)}


def _is_error(verdict: Mapping[str, Any]) -> int:
    return sum(each["severity"] in {"fatal", "error", "warning"} for each in verdict["findings"])


# ------------------------------------------------------------------------------------------ counting


def text_counts(book: m.Book, edition: Edition) -> dict[str, dict[str, int]]:
    """How many words and characters an edition sets in each language.

    Characters are those that are no white space; a word is a Han character or a run of other letters and digits, as
    word processors count.
    """
    found: dict[str, dict[str, int]] = {}
    for _, side in missing_translations.sides_shown(view(book, edition)):
        count = found.setdefault(side.lang, {"characters": 0, "words": 0})
        count["characters"] += len(re.sub(r"\s", "", side.text))
        count["words"] += len(re.findall(rf"{lang.HAN.pattern}|(?:(?!{lang.HAN.pattern})\w)+", side.text))
    return dict(sorted(found.items()))
