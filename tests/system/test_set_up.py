"""The set-up installs what is missing by one command, or prints the command, and a second run does nothing."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from wicpress.system.requirements import MANAGERS, REQUIREMENTS, Requirement

ROOT = Path(__file__).resolve().parents[2]
APT, DNF, ZYPPER, *_ = MANAGERS
PART = {each.name: each for each in REQUIREMENTS}
PANGO, SUBSET, JAVA, VENV = (PART[name] for name in ("Pango", "HarfBuzz subset library", "Java", "Python's venv"))


class Machine:
    """A machine without some requirements, whose package manager installs what it has; it records what was run."""

    def __init__(self, setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        self.missing: set[Requirement] = set()
        self.ran: list[str] = []
        self.obeys = True
        monkeypatch.setattr(setup, "is_present", lambda part: part not in self.missing)
        monkeypatch.setattr(setup, "run", self.run)
        monkeypatch.setattr(setup, "manager", lambda: APT)
        monkeypatch.setattr(setup, "is_root", lambda: True)
        monkeypatch.setattr(setup, "is_known", lambda part, by: True)

    def run(self, command: Sequence[str]) -> bool:
        """Pretend to run a command; an installation provides the requirements whose packages it names."""
        self.ran.append(" ".join(command))
        if self.obeys:
            self.missing -= {part for part in self.missing if set(part.packages[APT.name]) <= set(command)}
        return self.obeys


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the set-up script, with its environment in a folder of the test."""
    spec = importlib.util.spec_from_file_location("wicpress_setup", ROOT / "scripts" / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "path", [*sys.path])
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    return module


@pytest.fixture
def bare(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Return a Debian without Pango, the HarfBuzz library, Java and venv, with its root user."""
    machine = Machine(setup, monkeypatch)
    machine.missing = {PANGO, SUBSET, JAVA, VENV}
    return machine


def test_installs_everything_by_one_command(setup: ModuleType, bare: Machine) -> None:
    """One refresh and one installation, then nothing more."""
    setup.install_requirements("tests", ready=False)
    assert len(bare.ran) == 2
    assert bare.ran[0] == "env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 update"
    assert bare.ran[1].endswith(
        f"{VENV.packages['apt'][0]} libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 default-jre-headless"
    )
    setup.install_requirements("tests", ready=False)
    assert len(bare.ran) == 2


def test_books_need_no_java(setup: ModuleType, bare: Machine) -> None:
    """What only the tests need is not installed for building books."""
    setup.install_requirements("books", ready=False)
    assert bare.missing == {JAVA}


def test_validators_need_what_they_run_on(setup: ModuleType, bare: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """EPUBCheck needs Java, veraPDF JAXB, Ace a browser and Node.js; none needs what the tests need besides."""
    node, browser, jaxb, qpdf = PART["Node.js"], PART["Chromium"], PART["JAXB"], PART["qpdf"]
    bare.missing |= {node, browser, jaxb, qpdf}
    calls: list[str] = []
    monkeypatch.setattr(setup, "pip", lambda *arguments: calls.append(arguments[-1]))
    monkeypatch.setattr(setup, "install_ace", lambda: calls.append("Ace"))
    assert setup.main(["epub"]) == 0
    assert bare.missing == {node, browser, jaxb, qpdf}
    assert calls[0].endswith("requirements/judges.txt") and len(calls) == 2
    assert setup.main(["judges"]) == 0
    assert bare.missing == {qpdf} and calls[-1] == "Ace"


def test_optional_requirement_is_tried_once(
    setup: ModuleType, bare: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library that this release does not have is not requested from apt again."""
    bare.missing = {SUBSET, PANGO}
    monkeypatch.setattr(setup, "is_known", lambda part, by: part is not SUBSET)
    setup.install_requirements("books", ready=False)
    assert bare.missing == {SUBSET}
    assert "libharfbuzz-subset0" not in bare.ran[1]
    setup.install_requirements("books", ready=True)
    assert len(bare.ran) == 2


def test_new_requirement_is_installed(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """A requirement that is new in the list is installed also if the packages are ready."""
    before = setup.digest("tests")
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + b"#" * (path.name == "requirements.py"))
    assert setup.digest("tests") != before


def test_removed_requirement_is_installed_again(setup: ModuleType, bare: Machine) -> None:
    """Packages that are ready do not hide that a requirement was removed from the system."""
    bare.missing = {PANGO}
    setup.install_requirements("books", ready=True)
    assert bare.missing == set()


def test_installation_that_fails(setup: ModuleType, bare: Machine) -> None:
    """If apt installs nothing, the message has what is still missing, and the command."""
    bare.obeys = False
    with pytest.raises(setup.SetupError, match=r"still missing: .*Pango.* apt-get install .*libpango-1\.0-0"):
        setup.install_requirements("books", ready=False)


@pytest.mark.parametrize("by", [APT, ZYPPER, None])
def test_prints_the_command_that_it_may_not_run(
    by: object, setup: ModuleType, bare: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without sudo, or a package manager that it runs, nothing is run, and the command is printed."""
    monkeypatch.setattr(setup, "manager", lambda: by)
    monkeypatch.setattr(setup, "is_root", lambda: False)
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    with pytest.raises(setup.SetupError, match=r"missing: .*Pango.* Run this, then try again: .+"):
        setup.install_requirements("books", ready=False)
    assert bare.ran == []


def test_missing_requirement_ends_with_3(
    setup: ModuleType, bare: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing requirement gives exit code 3 and one line with its name."""
    monkeypatch.setattr(setup, "manager", lambda: None)
    assert setup.main(["books"]) == 3
    assert capsys.readouterr().err.count("\n") == 1
    assert setup.main(["everything"]) == 2


def test_sudo_for_other_users_than_root(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that needs root gets sudo; Homebrew must not run as root."""
    monkeypatch.setattr(setup, "is_root", lambda: False)
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}")
    granted = subprocess.CompletedProcess([], 0)
    monkeypatch.setattr(setup.subprocess, "run", lambda *_, **__: granted)
    assert setup.root_prefix(DNF) == ["sudo"]
    assert setup.root_prefix(APT) == ["sudo", "env", "DEBIAN_FRONTEND=noninteractive"]
    assert setup.root_prefix(MANAGERS[-1]) == []


def test_second_run_does_nothing(setup: ModuleType, bare: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run creates and installs nothing, until a pinned package changes."""
    calls: list[str] = []
    monkeypatch.setattr(setup, "pip", lambda *arguments: calls.append(arguments[-1]))
    monkeypatch.setattr(setup, "install_ace", lambda: calls.append("Ace"))
    assert setup.main(["tests"]) == 0
    assert (setup.VENV / "bin" / "python").exists()
    assert calls == [f"--requirement={setup.requirements('tests')}", f"--editable={ROOT}", "Ace"]
    before = (setup.VENV / "made").stat().st_mtime_ns
    assert setup.main(["tests"]) == 0
    assert setup.main(["books"]) == 0, "the packages of the tests include those of building"
    assert len(calls) == 3
    setup.stamp("books").write_text("another", encoding="utf-8")
    assert setup.main(["books"]) == 0
    assert len(calls) == 5, "books need no Ace"
    assert (setup.VENV / "made").stat().st_mtime_ns == before
    (setup.VENV / "made").write_text("elsewhere", encoding="utf-8")
    assert not setup.is_ready("books"), "the environment of another folder is not used"


def test_ace_is_pinned_with_hashes(setup: ModuleType) -> None:
    """Each package of Ace has one version and its hash, and the lock file has no download addresses."""
    lock = json.loads((setup.ACE / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert packages["node_modules/@daisy/ace-cli"]["version"] == "1.4.6"
    assert [name for name, each in packages.items() if not each["integrity"].startswith("sha512-")] == []
    assert [name for name, each in packages.items() if "resolved" in each] == []


def test_installs_ace_without_running_its_scripts(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ace is installed from its lock file, where `verify` finds it; a failure of npm is reported."""
    calls: list[tuple[str, ...]] = []
    (setup.VENV / "bin").mkdir(parents=True)
    monkeypatch.setattr(setup, "npm", lambda *arguments, folder: calls.append(arguments) or True)
    setup.install_ace()
    setup.install_ace()
    assert {(words[0], words[1]) for words in calls} == {("ci", "--ignore-scripts")}
    assert (setup.VENV / "ace" / "package-lock.json").read_bytes() == (setup.ACE / "package-lock.json").read_bytes()
    assert (setup.VENV / "bin" / "ace-cli").is_symlink()
    monkeypatch.setattr(setup, "npm", lambda *arguments, folder: False)
    with pytest.raises(setup.SetupError, match="npm could not install Ace"):
        setup.install_ace()


@pytest.mark.prove
def test_environment_of_another_folder_is_created_again(
    setup: ModuleType, bare: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkout that was moved gets a new environment."""
    monkeypatch.setattr(setup, "pip", lambda *arguments: None)
    assert setup.main(["books"]) == 0
    assert setup.is_ready("books")
    (setup.VENV / "made").write_text("elsewhere", encoding="utf-8")
    assert not setup.is_ready("books")
    assert setup.main(["books"]) == 0
    assert setup.is_ready("books")


@pytest.mark.parametrize("stage", ["books", "epub", "tests"])
def test_packages_are_pinned_with_hashes(stage: str, setup: ModuleType) -> None:
    """Each package has one version and its hashes, and no file has download addresses."""
    text = setup.requirements(stage).read_text(encoding="utf-8")
    packages = [part for part in text.replace("\\\n", " ").splitlines() if part and not part.lstrip().startswith("#")]
    assert len(packages) > 30
    assert [each for each in packages if "==" not in each or "--hash=sha256:" not in each] == []
    assert "://" not in text


def test_tests_have_the_packages_of_building(setup: ModuleType) -> None:
    """The packages that build books are those of the tests."""
    pins = {stage: set(setup.requirements(stage).read_text(encoding="utf-8").splitlines()) for stage in setup.STAGES}
    lines = {stage: {re.split(" [;\\\\]", line)[0] for line in pin if "==" in line} for stage, pin in pins.items()}
    assert lines["books"] < lines["judges"] < lines["tests"]


@pytest.mark.parametrize("python", ["no-such-python-9", "false"])
def test_old_python_is_refused(python: str) -> None:
    """A Python that is too old, or missing, gives one line and exit code 3."""
    completed = subprocess.run(
        ["sh", str(ROOT / "scripts" / "setup.sh"), "books"],
        env={"PYTHON": python, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert completed.returncode == 3
    assert completed.stderr == f"wicpress needs Python 3.11 or later; PYTHON={python} is older, or no Python.\n"


def test_no_python_at_all(tmp_path: Path) -> None:
    """Without any Python the line explains how to name one."""
    for name in ("scripts", "bin"):
        (tmp_path / name).mkdir()
    (tmp_path / "scripts" / "setup.sh").write_bytes((ROOT / "scripts" / "setup.sh").read_bytes())
    dirname = tmp_path / "bin" / "dirname"
    dirname.write_text('#!/bin/sh\necho "${2%/*}"\n', encoding="utf-8")
    dirname.chmod(0o755)
    completed = subprocess.run(
        ["/bin/sh", str(tmp_path / "scripts" / "setup.sh"), "books"],
        env={"PATH": str(tmp_path / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (completed.returncode, completed.stdout) == (3, "")
    assert "make PYTHON=/path/to/python3" in completed.stderr
