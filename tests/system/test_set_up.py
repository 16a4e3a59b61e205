"""The set-up: brings what lacks by one command, says so where it may not, and does nothing twice."""

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
    """A machine that lacks some parts, whose package manager brings what it knows; it remembers what was run."""

    def __init__(self, setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lacks: set[Requirement] = set()
        self.ran: list[str] = []
        self.obeys = True
        monkeypatch.setattr(setup, "is_present", lambda part: part not in self.lacks)
        monkeypatch.setattr(setup, "run", self.run)
        monkeypatch.setattr(setup, "manager", lambda: APT)
        monkeypatch.setattr(setup, "is_root", lambda: True)
        monkeypatch.setattr(setup, "is_known", lambda part, by: True)

    def run(self, command: Sequence[str]) -> bool:
        """Pretend to run a command; an installation brings the parts whose packages it names."""
        self.ran.append(" ".join(command))
        if self.obeys:
            self.lacks -= {part for part in self.lacks if set(part.packages[APT.name]) <= set(command)}
        return self.obeys


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The set-up script, with its environment in a folder of the test."""
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
    """A Debian whose root lacks Pango, the HarfBuzz library, Java and venv."""
    machine = Machine(setup, monkeypatch)
    machine.lacks = {PANGO, SUBSET, JAVA, VENV}
    return machine


def test_brings_everything_by_one_installation(setup: ModuleType, bare: Machine) -> None:
    """One refresh and one installation, then nothing more."""
    setup.bring_parts("tests", ready=False)
    assert len(bare.ran) == 2
    assert bare.ran[0] == "env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 update"
    assert bare.ran[1].endswith(
        f"{VENV.packages['apt'][0]} libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 default-jre-headless"
    )
    setup.bring_parts("tests", ready=False)
    assert len(bare.ran) == 2


def test_books_need_no_java(setup: ModuleType, bare: Machine) -> None:
    """What only the tests need is left to them."""
    setup.bring_parts("press", ready=False)
    assert bare.lacks == {JAVA}


def test_what_can_be_done_without_is_tried_once(
    setup: ModuleType, bare: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library that this release does not have is not asked of apt again."""
    bare.lacks = {SUBSET, PANGO}
    monkeypatch.setattr(setup, "is_known", lambda part, by: part is not SUBSET)
    setup.bring_parts("press", ready=False)
    assert bare.lacks == {SUBSET}
    assert "libharfbuzz-subset0" not in bare.ran[1]
    setup.bring_parts("press", ready=True)
    assert len(bare.ran) == 2


def test_list_of_parts_that_changed_is_read_again(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that is new in the list is brought into a checkout whose packages are ready, too."""
    before = setup.digest("tests")
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + b"#" * (path.name == "requirements.py"))
    assert setup.digest("tests") != before


def test_part_taken_away_is_brought_again(setup: ModuleType, bare: Machine) -> None:
    """Packages that are ready do not hide that the system lost a part."""
    bare.lacks = {PANGO}
    setup.bring_parts("press", ready=True)
    assert bare.lacks == set()


def test_installation_that_fails(setup: ModuleType, bare: Machine) -> None:
    """apt ran and brought nothing: what is still missing, and the command."""
    bare.obeys = False
    with pytest.raises(setup.Lacking, match=r"still missing: .*Pango.* apt-get install .*libpango-1\.0-0"):
        setup.bring_parts("press", ready=False)


@pytest.mark.parametrize("by", [APT, ZYPPER, None])
def test_names_the_one_command_where_it_may_not_run_it(
    by: object, setup: ModuleType, bare: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No sudo, a package manager we do not run, or none at all: nothing is run, and what to run is said."""
    monkeypatch.setattr(setup, "manager", lambda: by)
    monkeypatch.setattr(setup, "is_root", lambda: False)
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    with pytest.raises(setup.Lacking, match=r"lacks .*Pango.* Run this, then try again: .+"):
        setup.bring_parts("press", ready=False)
    assert bare.ran == []


def test_lacking_ends_with_3(
    setup: ModuleType, bare: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit code of a machine that lacks something, with one line that says what."""
    monkeypatch.setattr(setup, "manager", lambda: None)
    assert setup.main(["press"]) == 3
    assert capsys.readouterr().err.count("\n") == 1
    assert setup.main(["everything"]) == 2


def test_sudo_where_one_is_not_root(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """sudo goes before a command that must be root's; Homebrew refuses to be run by root."""
    monkeypatch.setattr(setup, "is_root", lambda: False)
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}")
    granted = subprocess.CompletedProcess([], 0)
    monkeypatch.setattr(setup.subprocess, "run", lambda *_, **__: granted)
    assert setup.root_prefix(DNF) == ["sudo"]
    assert setup.root_prefix(APT) == ["sudo", "env", "DEBIAN_FRONTEND=noninteractive"]
    assert setup.root_prefix(MANAGERS[-1]) == []


def test_does_nothing_twice(setup: ModuleType, bare: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time nothing is made and nothing installed, until a pinned package changes."""
    asked: list[str] = []
    monkeypatch.setattr(setup, "pip", lambda *arguments: asked.append(arguments[-1]))
    monkeypatch.setattr(setup, "bring_ace", lambda: asked.append("Ace"))
    assert setup.main(["tests"]) == 0
    assert (setup.VENV / "bin" / "python").exists()
    assert asked == [f"--requirement={setup.requirements('tests')}", f"--editable={ROOT}", "Ace"]
    before = (setup.VENV / "made").stat().st_mtime_ns
    assert setup.main(["tests"]) == 0
    assert setup.main(["press"]) == 0, "the packages of the tests are those of the press and more"
    assert len(asked) == 3
    setup.stamp("press").write_text("another", encoding="utf-8")
    assert setup.main(["press"]) == 0
    assert len(asked) == 5, "books need no Ace"
    assert (setup.VENV / "made").stat().st_mtime_ns == before


def test_ace_is_pinned_and_proven(setup: ModuleType) -> None:
    """Each package of Ace has one version and its sum, and the lock file does not say where to download from."""
    lock = json.loads((setup.ACE / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert packages["node_modules/@daisy/ace-cli"]["version"] == "1.4.6"
    assert [name for name, each in packages.items() if not each["integrity"].startswith("sha512-")] == []
    assert [name for name, each in packages.items() if "resolved" in each] == []


def test_brings_ace_without_running_its_scripts(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests get Ace from its lock file, where `verify` finds it; what npm cannot bring is said."""
    asked: list[tuple[str, ...]] = []
    (setup.VENV / "bin").mkdir(parents=True)
    monkeypatch.setattr(setup, "npm", lambda *arguments, folder: asked.append(arguments) or True)
    setup.bring_ace()
    setup.bring_ace()
    assert {(words[0], words[1]) for words in asked} == {("ci", "--ignore-scripts")}
    assert (setup.VENV / "ace" / "package-lock.json").read_bytes() == (setup.ACE / "package-lock.json").read_bytes()
    assert (setup.VENV / "bin" / "ace-cli").is_symlink()
    monkeypatch.setattr(setup, "npm", lambda *arguments, folder: False)
    with pytest.raises(setup.Lacking, match="npm could not install Ace"):
        setup.bring_ace()


def test_environment_of_another_place_is_made_again(
    setup: ModuleType, bare: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkout that was moved has an environment that points elsewhere."""
    monkeypatch.setattr(setup, "pip", lambda *arguments: None)
    assert setup.main(["press"]) == 0
    assert setup.is_ready("press")
    (setup.VENV / "made").write_text("elsewhere", encoding="utf-8")
    assert not setup.is_ready("press")
    assert setup.main(["press"]) == 0
    assert setup.is_ready("press")


@pytest.mark.parametrize("stage", ["press", "tests"])
def test_packages_are_pinned_and_proven(stage: str, setup: ModuleType) -> None:
    """Each package has one version and its sums, and no file says where to download from."""
    text = setup.requirements(stage).read_text(encoding="utf-8")
    packages = [part for part in text.replace("\\\n", " ").splitlines() if part and not part.lstrip().startswith("#")]
    assert len(packages) > 30
    assert [each for each in packages if "==" not in each or "--hash=sha256:" not in each] == []
    assert "://" not in text


def test_tests_have_the_packages_of_the_press(setup: ModuleType) -> None:
    """What the books are built with is what the tests try."""
    pins = {stage: set(setup.requirements(stage).read_text(encoding="utf-8").splitlines()) for stage in setup.STAGES}
    lines = {stage: {re.split(" [;\\\\]", line)[0] for line in pin if "==" in line} for stage, pin in pins.items()}
    assert lines["press"] < lines["tests"]


@pytest.mark.parametrize("python", ["no-such-python-9", "false"])
def test_old_python_is_refused(python: str) -> None:
    """A Python that is too old, or none: one clear line and exit code 3."""
    done = subprocess.run(
        ["sh", str(ROOT / "scripts" / "setup.sh"), "press"],
        env={"PYTHON": python, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr == f"wicpress needs Python 3.11 or later; PYTHON={python} is older, or no Python.\n"


def test_no_python_at_all(tmp_path: Path) -> None:
    """Where none is found the line says how to name one."""
    for name in ("scripts", "bin"):
        (tmp_path / name).mkdir()
    (tmp_path / "scripts" / "setup.sh").write_bytes((ROOT / "scripts" / "setup.sh").read_bytes())
    dirname = tmp_path / "bin" / "dirname"
    dirname.write_text('#!/bin/sh\necho "${2%/*}"\n', encoding="utf-8")
    dirname.chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", str(tmp_path / "scripts" / "setup.sh"), "press"],
        env={"PATH": str(tmp_path / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "make PYTHON=/path/to/python3" in done.stderr
