"""Warnings in files that the caller allows, by code: counted over all files of a call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import attrs

from wicpress.diagnostics import KINDS, Allowance, Severity
from wicpress.proofing.finding_kinds import finding_json
from wicpress.proofing.lines.report import LineProblem
from wicpress.proofing.verify_files import VerifyResult


def with_allowance(results: Iterable[VerifyResult], allowance: Allowance) -> Iterator[VerifyResult]:
    """Yield ``results``, in which the warnings that are allowed do not count.

    A code that has more places than are allowed, in a file and those before it, is not allowed there at all.
    """
    counts: Counter[str] = Counter()
    for result in results:
        counts.update(problem.kind for _, problem in result.line_problems)
        counts.update(each.code for each in result.findings)
        is_allowed = {kind: _is_allowed(kind, counts[kind], allowance) for kind in counts}
        kept = tuple(each for each in result.findings if not is_allowed[each.code])
        allowed_findings = tuple(each for each in result.findings if is_allowed[each.code])
        refused = tuple(each for each in result.line_problems if not is_allowed[each[1].kind])
        allowed = tuple(each for each in result.line_problems if is_allowed[each[1].kind])
        table = result.table | {
            "allowed": [*(_json(lang, problem) for lang, problem in allowed), *map(finding_json, allowed_findings)],
            "sound": not kept and not refused,
        }
        yield attrs.evolve(
            result, findings=kept, allowed_findings=allowed_findings, line_problems=refused, allowed=allowed,
            table=table,
        )  # fmt: skip


def _is_allowed(kind: str, count: int, allowance: Allowance) -> bool:
    return KINDS[kind].severity is Severity.WARNING and allowance.is_enough(kind, count)


def _json(lang: str, problem: LineProblem) -> dict[str, object]:
    return {"code": problem.kind, "lang": lang, **problem.to_json()}
