"""What the press asks of the system: seen where it is, and mended by one command where it is not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from wicpress.system import requirements
from wicpress.system.requirements import MANAGERS, REQUIREMENTS, PackageManager, Requirement

SOURCE = Path(__file__).resolve().parents[2] / "src"
BY = {each.name: each for each in MANAGERS}
PART = {each.name: each for each in REQUIREMENTS}


def a_part(**values: object) -> Requirement:
    """A part that is always there, but for ``values``."""
    return Requirement(**({"name": "x", "needed_for": "y", "stage": "press", "packages": {}} | values))  # type: ignore[arg-type]


def script(folder: Path, name: str, code: int = 0) -> str:
    """A program in ``folder`` that says its name and ends with ``code``."""
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {name} 1.2\nexit {code}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_is_read_by_a_bare_python() -> None:
    """The set-up reads the parts before any package is installed: no site-packages at all."""
    code = (
        f"import sys; sys.path.insert(0, {str(SOURCE)!r}); "
        "from wicpress.system.requirements import REQUIREMENTS; print(len(REQUIREMENTS))"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) == len(REQUIREMENTS)


def test_machine_that_runs_these_tests_has_the_press() -> None:
    """The parts that pages are laid with are here, or no test of a page could pass."""
    assert [
        each.name
        for each in REQUIREMENTS
        if each.stage == "press" and each.required and not requirements.is_present(each)
    ] == []


@pytest.mark.parametrize(
    "lacking",
    [
        {"libraries": (("libnosuch.so.9",),)},
        {"programs": ((("no-such-program-9", "--version"),),)},
        {"modules": ("no_such_module_9",)},
        {"files": (__file__, "/no/such/file")},
    ],
)
def test_part_that_is_not_there(lacking: dict[str, object]) -> None:
    """A part lacks where its library, program, module or file does."""
    assert requirements.is_present(a_part())
    assert not requirements.is_present(a_part(**lacking))


def test_set_up_brings_the_judge_of_archives() -> None:
    """PDFBox preflight runs on a fresh Debian: with the set-up of the tests, and what Java no longer has itself."""
    part = PART["PDFBox preflight"]
    assert part.stage == "tests"
    assert part.packages["apt"] == ("libpdfbox2-java", "libactivation-java", "libjaxb-api-java")
    assert requirements.is_present(a_part(files=(__file__, requirements.__file__)))


def test_one_name_of_a_program_is_enough(tmp_path: Path) -> None:
    """A browser goes by several names; a program that ends badly is none."""
    good, bad = script(tmp_path, "good"), script(tmp_path, "bad", 1)
    assert requirements.is_present(a_part(programs=(((bad,), (good,)),)))
    assert not requirements.is_present(a_part(programs=(((bad,),), ((good,),))))


def test_asks_a_program_for_its_first_line(tmp_path: Path) -> None:
    """The code and the first line; -1 where there is no program, or it cannot be run."""
    broken = tmp_path / "broken"
    broken.write_bytes(b"\x00\x01")
    broken.chmod(0o755)
    assert requirements.run_version_command((script(tmp_path, "x", 4),)) == (4, "x 1.2")
    assert requirements.run_version_command(("no-such-program-9",)) == (-1, "")
    assert requirements.run_version_command((str(broken),)) == (-1, "")


def test_program_that_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that hangs is not there."""
    path = tmp_path / "slow"
    path.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setattr(requirements, "TIMEOUT", 0.1)
    assert requirements.run_version_command((str(path),)) == (-1, "")


@pytest.mark.parametrize("name", BY)
def test_manager_is_found_by_its_program(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each package manager is known by its program."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert requirements.manager() is None
    script(tmp_path, BY[name].program)
    assert requirements.manager() == BY[name]


@pytest.mark.parametrize("root", [True, False])
def test_mend_is_one_command(root: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lacks is installed by one line, each package once, with sudo where one is not root."""
    monkeypatch.setattr(requirements, "is_root", lambda: root)
    sudo = "" if root else "sudo "
    assert requirements.install_command([PART["Pango"], PART["qpdf"], PART["qpdf"]], BY["apt"]) == (
        f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends "
        "libpango-1.0-0 libpangoft2-1.0-0 qpdf"
    )
    assert requirements.install_command([PART["Java"]], BY["dnf"]) == f"{sudo}dnf install -y java-headless"
    assert requirements.install_command([PART["Java"], PART["Pango"]], BY["brew"]) == "brew install openjdk pango"


def test_mend_without_a_package() -> None:
    """Where no package manager has it, or there is none, the mend says so in words."""
    assert requirements.install_command([PART["Pango"]], None) == "install Pango with this system's package manager"
    assert requirements.install_command([PART["veraPDF"]], BY["apt"]) == PART["veraPDF"].advice
    both = requirements.install_command([PART["qpdf"], PART["veraPDF"]], BY["dnf"])
    assert both.endswith(f"dnf install -y qpdf; {PART['veraPDF'].advice}")


@pytest.mark.parametrize("manager", [each for each in MANAGERS if each.may_run_unasked], ids=lambda each: each.name)
def test_set_up_can_bring_all_that_is_required(manager: PackageManager) -> None:
    """Where the set-up installs by itself, it has a package for each part that cannot be done without."""
    lacking = [each.name for each in REQUIREMENTS if each.required and not each.packages.get(manager.name)]
    # only Debian and its kin split venv off
    assert lacking == ([] if manager.name == "apt" else ["Python's venv"])
