"""Outside validators run where they are installed; crashes, timeouts and missing programs are reported."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support import requirement_marks
from support.sample_epub import sample
from wicpress.proofing import external_validators
from wicpress.proofing.external_validators import run_ace, run_epubcheck

ONE = "EPUB/text/one.xhtml"


def good(tmp_path: Path) -> Path:
    """Write a book without errors."""
    path = tmp_path / "good.epub"
    path.write_bytes(sample().to_bytes())
    return path


def broken(tmp_path: Path, old: str, new: str) -> Path:
    """Write a book with ``old`` replaced by ``new`` in its first document."""
    changed, path = sample(), tmp_path / "broken.epub"
    changed.replace(ONE, old, new)
    path.write_bytes(changed.to_bytes())
    return path


@pytest.mark.judge
@requirement_marks.requires("Java")
def test_epubcheck(tmp_path: Path) -> None:
    """The messages of EPUBCheck about a broken book have their places."""
    result = run_epubcheck(broken(tmp_path, "#n1", "#n2"))
    assert not result.passed and result.version.startswith("5."), result
    assert ("error", "RSC-012") in {(finding.severity, finding.code) for finding in result.findings}
    assert any(finding.place.startswith(ONE) for finding in result.findings)


@pytest.mark.prove
@requirement_marks.requires("Java")
@requirement_marks.requires("Ace by DAISY")
def test_good_book(tmp_path: Path) -> None:
    """EPUBCheck accepts the good book, and Ace does not miss a text alternative in it."""
    assert run_epubcheck(good(tmp_path)).passed
    result = run_ace(good(tmp_path))
    assert result.ran and "image-alt" not in {finding.code for finding in result.findings}, result.reason


@pytest.mark.judge
@requirement_marks.requires("Ace by DAISY")
def test_ace(tmp_path: Path) -> None:
    """Ace reports a picture without a text alternative."""
    result = run_ace(broken(tmp_path, "<h1>一页纸</h1>", '<h1>一页纸</h1><img src="../book.css"/>'))
    assert result.ran and result.version == "1.4.6", result.reason
    assert not result.passed
    assert [finding.severity for finding in result.findings if finding.code == "image-alt"] == ["error"]


def script(tmp_path: Path, text: str) -> list[str]:
    """Return a command that runs a script instead of a validator."""
    path = tmp_path / "validator.py"
    path.write_text(text, encoding="utf-8")
    return [sys.executable, str(path)]


def test_crash_is_a_finding(tmp_path: Path) -> None:
    """A validator that crashes is reported with its error message."""
    crash = script(tmp_path, "raise SystemExit('out of memory')")
    for result in (run_epubcheck(tmp_path, command=crash), run_ace(tmp_path, command=crash)):
        assert [(finding.severity, finding.code) for finding in result.findings] == [("fatal", "crash")]
        assert "out of memory" in result.findings[0].message and not result.passed


BOUNDED = """
import resource, sys
from wicpress.proofing.external_validators import run_program
from wicpress.system.bounds import bound_process
bound_process(2**30)
code = "import resource; print(resource.getrlimit(resource.RLIMIT_DATA) == (%d, %d))"
_, hard = resource.getrlimit(resource.RLIMIT_DATA)
print(run_program([sys.executable, "-c", code % (hard, hard)], 60, None).stdout)
"""


def test_validator_is_not_bounded() -> None:
    """What a worker may cost at most does not hold for validators, whose browser hangs in so little memory."""
    completed = subprocess.run([sys.executable, "-c", BOUNDED], capture_output=True, text=True, check=True)
    assert completed.stdout.strip() == "True"


def test_validator_runs_outside_the_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in the current folder, whose configuration a browser would run, and with a short folder that goes away."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path / ("long" * 30)))
    (tmp_path / ".puppeteerrc.cjs").write_text("", encoding="utf-8")
    text = (
        "import json, os; print(json.dumps([os.getcwd(), os.environ['TMPDIR'], os.path.isdir(os.environ['TMPDIR'])]))"
    )
    completed = external_validators.run_program(script(tmp_path, text), 60, None)
    assert not isinstance(completed, str)
    current, temporary, was_there = json.loads(completed.stdout)
    assert current == "/" and was_there and len(temporary) < 60
    assert not Path(temporary).exists()


def test_validator_that_hangs(tmp_path: Path) -> None:
    """A validator that does not finish is stopped and reported."""
    result = run_epubcheck(tmp_path, command=script(tmp_path, "import time; time.sleep(60)"), timeout=0.5)
    assert not result.ran and "0.5 seconds" in result.reason


def test_validator_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A validator that is not installed is not asked, and the reason says so."""
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    for result in (run_epubcheck(tmp_path), run_ace(tmp_path)):
        assert not result.ran and not result.passed and result.reason.startswith("not asked: ")
    assert "could not be started" in run_ace(tmp_path, command=["/nowhere/ace"]).reason


def test_ace_without_a_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ace needs a browser: without Chromium or Chrome it is not asked."""
    monkeypatch.setattr(external_validators, "ace_command", lambda: ("ace-cli",))
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    result = run_ace(tmp_path, env={})
    assert not result.ran and "needs Chromium" in result.reason


def test_ace_report_decides(tmp_path: Path) -> None:
    """The exit code of Ace is 0 also for failing books: its report is read."""
    result = run_ace(tmp_path / "book.epub", command=script(tmp_path, _ACE))
    assert result.ran and not result.passed and result.version == "1.4.6"
    assert [(f.severity, f.code, f.place) for f in result.findings] == [("error", "image-alt", "one.xhtml")]


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


OLD_JAVA = 'Exception in thread "main" java.lang.UnsupportedClassVersionError: com/adobe/epubcheck/tool/Checker'
NO_JAVA = "The operation couldn't be completed. Unable to locate a Java Runtime."


@pytest.mark.parametrize("message", [OLD_JAVA, NO_JAVA])
def test_epubcheck_without_a_java_that_runs_it(message: str, tmp_path: Path) -> None:
    """A Java that is too old, or only says that there is none, is a sentence and no finding."""
    result = run_epubcheck(tmp_path, command=script(tmp_path, f"raise SystemExit({message!r})"))
    assert (result.ran, result.findings) == (False, ())
    assert result.reason == "not asked: it needs Java 11 or later, and the java of this machine is older or none"


REPORTS = [
    ({"checker": {"checkerVersion": "4.2.6"}, "messages": []}, "not asked: version 4.2.6 is older than 5.0"),
    ({"checker": {"checkerVersion": "7.0"}}, "its report has an unknown form: install another EPUBCheck"),
    ({"checker": {"checkerVersion": "seven"}, "messages": []}, "its report has an unknown form"),
    ({"checker": [], "messages": 3}, "its report has an unknown form"),
    ({"items": []}, "its report has an unknown form"),
]


@pytest.mark.parametrize(("report", "reason"), REPORTS)
def test_epubcheck_that_is_unknown(report: object, reason: str, tmp_path: Path) -> None:
    """An EPUBCheck that is old, or reports in another form, has not passed the book."""
    result = run_epubcheck(tmp_path, command=script(tmp_path, f"print({json.dumps(report)!r})"))
    assert not result.ran and not result.passed and result.reason.startswith(reason)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("1.4.6", "1.0.2", "not asked: version 1.0.2"),
        ('"assertions": [', '"other": [', "its report has an unknown form"),
    ],
)
def test_ace_that_is_unknown(old: str, new: str, reason: str, tmp_path: Path) -> None:
    """An Ace that is old, or reports in another form, has not passed the book."""
    result = run_ace(tmp_path / "book.epub", command=script(tmp_path, _ACE.replace(old, new)))
    assert not result.ran and not result.passed and result.reason.startswith(reason)
