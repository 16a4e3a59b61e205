"""What is found in a file has a code and a severity, and warnings among it can be allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from wicpress.diagnostics import Allowance, Severity, Span
from wicpress.proofing.allowed_problems import with_allowance
from wicpress.proofing.external_validators import ValidatorMessage, ValidatorResult
from wicpress.proofing.finding_kinds import finding_line, text_diagnostic, validator_diagnostics
from wicpress.proofing.text.mismatches import TextMismatch
from wicpress.proofing.verify_files import VerifyResult

EPUBCHECK = ValidatorResult(
    "EPUBCheck",
    True,
    findings=(
        ValidatorMessage("warning", "OPF-1", "one"),
        ValidatorMessage("info", "OPF-2", "two"),
        ValidatorMessage("warning", "OPF-3", "three"),
    ),
)
BROKEN = ValidatorResult("EPUBCheck", True, findings=(ValidatorMessage("error", "RSC-5", "broken", "a.xhtml"),))


def test_a_mismatch_is_a_diagnostic_at_its_place() -> None:
    """The place in the manuscript is the span, that in the file is in the message."""
    mismatch = TextMismatch("lost", "`x` is not in the file", "x", "c01-1", "en", "page 3", Span("01.md", 4, 4))
    finding = text_diagnostic(mismatch)
    assert (finding.code, finding.severity, finding.span) == ("lost_text", Severity.ERROR, Span("01.md", 4, 4))
    assert finding_line(finding) == "01.md:4: page 3: `x` is not in the file [lost_text]"


@pytest.mark.parametrize(
    ("validator", "most", "sound", "allowed"),
    [
        (EPUBCHECK, {}, False, 0),
        (EPUBCHECK, {"validator_warning": 1}, False, 0),
        (EPUBCHECK, {"validator_warning": 2}, True, 2),
        (EPUBCHECK, {"validator_warning": None}, True, 2),
        (BROKEN, {"validator_error": None}, False, 0),
    ],
)
def test_warnings_of_validators_can_be_allowed(
    validator: ValidatorResult, most: dict[str, int | None], sound: bool, allowed: int
) -> None:
    """A warning may stand where its code is allowed at as many places; an error never may."""
    result = VerifyResult(Path("a.epub"), tuple(validator_diagnostics([validator])), (), {})
    (weighed,) = with_allowance([result], Allowance(most))
    assert (weighed.sound, len(weighed.allowed_findings), weighed.table["sound"]) == (sound, allowed, sound)
    assert len(weighed.table["allowed"]) == allowed and len(weighed.diagnostics) == len(result.findings)
