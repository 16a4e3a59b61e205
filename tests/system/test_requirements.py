"""The requirements of the system are found where they are installed, and one command installs the missing ones."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wicpress.system import requirements
from wicpress.system.requirements import MANAGERS, REQUIREMENTS, PackageManager, Requirement

SOURCE = Path(__file__).resolve().parents[2] / "src"
BY = {each.name: each for each in MANAGERS}
REQUIREMENT = {each.name: each for each in REQUIREMENTS}


def requirement(**values: object) -> Requirement:
    """Return a requirement that is always present, except for ``values``."""
    return Requirement(**({"name": "x", "needed_for": "y", "stage": "books", "packages": {}} | values))  # type: ignore[arg-type]


def script(folder: Path, name: str, code: int = 0) -> str:
    """Write a program that prints its name and ends with ``code``."""
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {name} 1.2\nexit {code}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_needs_no_installed_package() -> None:
    """The set-up imports the requirements before any package is installed: without site-packages."""
    script = SOURCE.parent / "scripts" / "setup.py"
    completed = subprocess.run([sys.executable, "-I", "-S", str(script)], capture_output=True, text=True, check=False)
    assert (completed.returncode, completed.stderr) == (2, "wicpress: usage: setup.sh books|epub|judges|tests\n")


def test_this_machine_can_build_books() -> None:
    """The requirements of the layout are present, or no test of a page could pass."""
    assert [
        each.name
        for each in REQUIREMENTS
        if each.stage == "books" and each.required and not requirements.is_present(each)
    ] == []


@pytest.mark.parametrize(
    "missing",
    [
        {"libraries": (("libnosuch.so.9",),)},
        {"programs": ((("no-such-program-9", "--version"),),)},
        {"modules": ("no_such_module_9",)},
        {"files": (__file__, "/no/such/file")},
    ],
)
def test_missing_requirement(missing: dict[str, object]) -> None:
    """A requirement is missing if its library, program, module or file is."""
    assert requirements.is_present(requirement())
    assert not requirements.is_present(requirement(**missing))


def test_set_up_installs_preflight() -> None:
    """PDFBox preflight is installed with the set-up of the tests, and with libraries that Java no longer has."""
    part = REQUIREMENT["PDFBox preflight"]
    assert part.stage == "tests"
    assert part.packages["apt"] == ("libpdfbox2-java", "libactivation-java", "libjaxb-api-java")
    assert requirements.is_present(requirement(files=(__file__, requirements.__file__)))


def test_one_name_of_a_program_is_enough(tmp_path: Path) -> None:
    """A browser has several names; a program that fails does not count."""
    good, bad = script(tmp_path, "good"), script(tmp_path, "bad", 1)
    assert requirements.is_present(requirement(programs=(((bad,), (good,)),)))
    assert not requirements.is_present(requirement(programs=(((bad,),), ((good,),))))


def test_relative_places_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that lies in a book is not found by a relative place on PATH."""
    script(tmp_path, "fc-list")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", "bin"]))
    assert requirements.find_program("fc-list") is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert requirements.find_program("fc-list") == str(tmp_path / "fc-list")


def test_first_line_of_a_program(tmp_path: Path) -> None:
    """The exit code and the first line; -1 if there is no program, or it cannot be run."""
    broken = tmp_path / "broken"
    broken.write_bytes(b"\x00\x01")
    broken.chmod(0o755)
    assert requirements.run_version_command((script(tmp_path, "x", 4),)) == (4, "x 1.2")
    assert requirements.run_version_command(("no-such-program-9",)) == (-1, "")
    assert requirements.run_version_command((str(broken),)) == (-1, "")


def test_program_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that hangs counts as missing."""
    path = tmp_path / "slow"
    path.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setattr(requirements, "TIMEOUT", 0.1)
    assert requirements.run_version_command((str(path),)) == (-1, "")


@pytest.mark.parametrize("name", BY)
def test_manager_is_found_by_its_program(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each package manager is found by its program."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert requirements.manager() is None
    script(tmp_path, BY[name].program)
    assert requirements.manager() == BY[name]


@pytest.mark.parametrize("root", [True, False])
def test_installs_by_one_command(root: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing requirements are installed by one line, each package once, with sudo for users other than root."""
    monkeypatch.setattr(requirements, "is_root", lambda: root)
    sudo = "" if root else "sudo "
    assert requirements.install_command(
        [REQUIREMENT["Pango"], REQUIREMENT["qpdf"], REQUIREMENT["qpdf"]], BY["apt"]
    ) == (
        f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends "
        "libpango-1.0-0 libpangoft2-1.0-0 qpdf"
    )
    assert requirements.install_command([REQUIREMENT["Java"]], BY["dnf"]) == f"{sudo}dnf install -y java-headless"
    assert (
        requirements.install_command([REQUIREMENT["Java"], REQUIREMENT["Pango"]], BY["brew"])
        == "brew install openjdk pango"
    )


def test_fix_without_a_package() -> None:
    """If no package manager has it, or there is none, the fix is a sentence."""
    assert (
        requirements.install_command([REQUIREMENT["Pango"]], None)
        == "install Pango with this system's package manager"
    )
    assert (
        requirements.install_command([REQUIREMENT["Ace by DAISY"]], BY["apt"]) == REQUIREMENT["Ace by DAISY"].advice
    )
    both = requirements.install_command([REQUIREMENT["qpdf"], REQUIREMENT["JAXB"]], BY["dnf"])
    assert both.endswith(f"dnf install -y qpdf; {REQUIREMENT['JAXB'].advice}")


@pytest.mark.parametrize("manager", [each for each in MANAGERS if each.may_run_unasked], ids=lambda each: each.name)
def test_set_up_can_bring_all_that_is_required(manager: PackageManager) -> None:
    """A package manager that the set-up runs has a package for each requirement that is not optional."""
    lacking = [each.name for each in REQUIREMENTS if each.required and not each.packages.get(manager.name)]
    # only Debian and its kin split venv off
    assert lacking == ([] if manager.name == "apt" else ["Python's venv"])
