"""Outside judges are heard where they are installed; their crashes, silences and absences are told."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from support import needs
from support.spoilable_book import book
from wicpress.proofing import external_validators
from wicpress.proofing.external_validators import run_ace, run_epubcheck, run_verapdf

ONE = "EPUB/text/one.xhtml"


@pytest.mark.judge
@needs.part("Java")
def test_epubcheck(tmp_path: Path) -> None:
    """EPUBCheck accepts the book, and its findings in a spoiled one come through with their places."""
    good, bad = tmp_path / "good.epub", tmp_path / "bad.epub"
    good.write_bytes(book().to_bytes())
    verdict = run_epubcheck(good)
    assert verdict.passed and verdict.version.startswith("5."), verdict
    spoiled = book()
    spoiled.replace(ONE, "#n1", "#n2")
    bad.write_bytes(spoiled.to_bytes())
    verdict = run_epubcheck(bad)
    assert not verdict.passed
    assert ("error", "RSC-012") in {(found.severity, found.code) for found in verdict.findings}
    assert any(found.place.startswith(ONE) for found in verdict.findings)


@pytest.mark.judge
@needs.part("Ace by DAISY")
def test_ace(tmp_path: Path) -> None:
    """Ace accepts the book but for what it wants beside; a picture without words is a violation, with its place."""
    good, bad = tmp_path / "good.epub", tmp_path / "bad.epub"
    good.write_bytes(book().to_bytes())
    spoiled = book()
    spoiled.replace(ONE, "<h1>一页纸</h1>", '<h1>一页纸</h1><img src="../book.css"/>')
    bad.write_bytes(spoiled.to_bytes())
    sound, faulty = run_ace(good), run_ace(bad)
    assert sound.ran and sound.version == "1.4.6", sound.reason
    assert "image-alt" not in {found.code for found in sound.findings}
    assert not faulty.passed
    assert [found.severity for found in faulty.findings if found.code == "image-alt"] == ["error"]


def script(tmp_path: Path, text: str) -> list[str]:
    """A stand-in for a judge."""
    path = tmp_path / "judge.py"
    path.write_text(text, encoding="utf-8")
    return [sys.executable, str(path)]


def test_a_crash_is_a_finding(tmp_path: Path) -> None:
    """A judge that dies is reported with its last words."""
    crash = script(tmp_path, "raise SystemExit('out of memory')")
    pdf = run_verapdf(tmp_path, "ua1", command=crash)
    for verdict in (run_epubcheck(tmp_path, command=crash), run_ace(tmp_path, command=crash), pdf):
        assert [(found.severity, found.code) for found in verdict.findings] == [("fatal", "crash")]
        assert "out of memory" in verdict.findings[0].message and not verdict.passed


def test_a_judge_that_hangs(tmp_path: Path) -> None:
    """A judge that does not finish is stopped and said to have."""
    verdict = run_epubcheck(tmp_path, command=script(tmp_path, "import time; time.sleep(60)"), timeout=0.5)
    assert not verdict.ran and "0.5 seconds" in verdict.reason


def test_a_judge_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not installed did not run, and says so."""
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    for verdict in (run_epubcheck(tmp_path), run_ace(tmp_path), run_verapdf(tmp_path, "2a")):
        assert not verdict.ran and not verdict.passed and verdict.reason.startswith("not run")
    assert "could not be started" in run_ace(tmp_path, command=["/nowhere/ace"]).reason


def test_ace_without_a_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Installed without scripts, Ace has no browser: where the machine has none either, it did not run."""
    monkeypatch.setattr(external_validators, "ace_command", lambda: ("ace-cli",))
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    verdict = run_ace(tmp_path, env={})
    assert not verdict.ran and "needs Chromium" in verdict.reason


def test_ace_report_decides(tmp_path: Path) -> None:
    """Ace leaves with 0 on failing books: its report is read."""
    verdict = run_ace(tmp_path / "book.epub", command=script(tmp_path, _ACE))
    assert verdict.ran and not verdict.passed and verdict.version == "1.4.6"
    assert [(f.severity, f.code, f.place) for f in verdict.findings] == [("error", "image-alt", "one.xhtml")]


_ACE = """
import json, pathlib, sys
test = {"dct:title": "image-alt", "earl:impact": "critical"}
report = {"earl:assertedBy": {"doap:release": {"doap:revision": "1.4.6"}}, "assertions": [
    {"earl:testSubject": {"url": "one.xhtml"}, "assertions": [
        {"earl:result": {"earl:outcome": "fail", "dct:description": "no alt"}, "earl:test": test},
        {"earl:result": {"earl:outcome": "pass"}, "earl:test": test}]}]}
folder = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
(folder / "report.json").write_text(json.dumps(report))
"""


def test_verapdf_report(tmp_path: Path) -> None:
    """veraPDF's failed rules are findings with their clauses."""
    rule = {
        "ruleStatus": "FAILED",
        "specification": "ISO 14289-1",
        "clause": "7.1",
        "testNumber": 3,
        "description": "d",
    }
    report = {"report": {"jobs": [{"validationResult": [{"details": {"ruleSummaries": [rule]}}]}]}}
    verdict = run_verapdf(tmp_path, "ua1", command=script(tmp_path, f"print({json.dumps(report)!r})"))
    assert [(found.code, found.message) for found in verdict.findings] == [("ISO 14289-1 7.1-3", "d")]
