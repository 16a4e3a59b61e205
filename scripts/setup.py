"""Set up a machine for wicpress: requirements of the system, a virtual environment, the pinned packages.

Runs without installed packages through ``scripts/setup.sh``. Missing requirements are installed by apt, dnf or
Homebrew, with sudo if needed; elsewhere the command that installs them is printed. A second run does nothing. Exit
codes: 0 all is installed, 2 a wrong command line, 3 a requirement is missing.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
# a package without its __init__, which imports packages that are not installed yet
PACKAGE = ModuleType("wicpress")
PACKAGE.__path__ = [str(ROOT / "src" / "wicpress")]
sys.modules.setdefault("wicpress", PACKAGE)

from wicpress.system.requirements import (  # noqa: E402 - needs the package
    REQUIREMENTS,
    PackageManager,
    Requirement,
    install_command,
    install_commands,
    is_present,
    is_root,
    manager,
)

VENV = ROOT / ".venv"
ACE = ROOT / "requirements" / "ace"
"""The manifest and the lock file of Ace, which is an npm package."""
STAGES = {
    "books": ("setup", "books"),
    "epub": ("setup", "books", "epub"),
    "judges": ("setup", "books", "epub", "judges"),
    "tests": ("setup", "books", "tests"),
}
"""The stages by what they include: building books, EPUBCheck and signing, Ace and veraPDF as well, the tests."""
WITH_ACE = ("judges", "tests")
VALIDATORS = {"epub": {"Java"}, "judges": {"Java", "JAXB", "Node.js", "Chromium"}}
"""The requirements of the tests that validators need, by stage."""


class SetupError(Exception):
    """Something is missing that this script cannot install; the message has the command that can."""


def main(arguments: Sequence[str]) -> int:
    """Set up for the stage in ``arguments`` and return the exit code."""
    if len(arguments) != 1 or arguments[0] not in STAGES:
        say(f"usage: setup.sh {'|'.join(STAGES)}")
        return 2
    stage = arguments[0]
    try:
        ready = is_ready(stage)
        install_requirements(stage, ready=ready)
        if not ready:
            install_packages(stage)
    except SetupError as error:
        say(str(error))
        return 3
    return 0


def say(line: str) -> None:
    """Print a line of progress."""
    print(f"wicpress: {line}", file=sys.stderr, flush=True)


# ------------------------------------------------------------------- requirements of the system


def install_requirements(stage: str, *, ready: bool) -> None:
    """Install the missing requirements of ``stage``. Raise ``SetupError``.

    If the packages are ``ready``, those of creating an environment and optional ones are left out.
    """
    needed = [each for each in REQUIREMENTS if each.stage in STAGES[stage] or each.name in VALIDATORS.get(stage, ())]
    if ready:
        needed = [each for each in needed if each.required and each.stage != "setup"]
    missing = [each for each in needed if not is_present(each)]
    if missing:
        install(missing)
        remaining = [each for each in missing if each.required and not is_present(each)]
        if remaining:
            raise SetupError(
                f"still missing: {names(remaining)}. Install it with: {install_command(remaining, manager())}"
            )


def names(missing: Iterable[Requirement]) -> str:
    """Return the names of ``missing`` for a sentence."""
    return ", ".join(each.name for each in missing)


def install(missing: Sequence[Requirement]) -> None:
    """Run the package manager for ``missing``. Raise ``SetupError`` with the command if it may not be run.

    A command may fail: what is still missing afterwards decides.
    """
    by = manager()
    prefix = root_prefix(by) if by is not None and by.may_run_unasked else None
    if by is None or prefix is None:
        if any(each.required for each in missing):
            raise SetupError(f"missing: {names(missing)}. Run this, then try again: {install_command(missing, by)}")
        return
    for command in install_commands(missing, by)[:-1]:
        run([*prefix, *with_lock_timeout(command)])
    available = [each for each in missing if each.required or is_known(each, by)]
    for command in install_commands(available, by)[-1:]:
        run([*prefix, *with_lock_timeout(command)])


def with_lock_timeout(command: Sequence[str]) -> list[str]:
    """Return ``command`` with a timeout for the lock of apt: a new machine often installs updates at that time."""
    program, *words = command
    return [program, *(["-o", "DPkg::Lock::Timeout=300"] if program == "apt-get" else []), *words]


def root_prefix(by: PackageManager) -> list[str] | None:
    """Return the prefix of the package manager's command; None if this user may not run it."""
    quietly = ["env", "DEBIAN_FRONTEND=noninteractive"] if by.name == "apt" else []
    if not by.as_root or is_root():
        return quietly
    if shutil.which("sudo") is None:
        return None
    granted = subprocess.run(["sudo", "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if granted.returncode == 0 or sys.stdin.isatty():  # at a terminal sudo may ask for the password
        return ["sudo", *quietly]
    return None


def is_known(requirement: Requirement, by: PackageManager) -> bool:
    """Return whether the package manager has the packages: an older Debian may not have an optional one."""
    packages = requirement.packages.get(by.name, ())
    if by.name != "apt" or not packages:
        return bool(packages)
    return subprocess.run(["apt-cache", "show", *packages], capture_output=True, check=False).returncode == 0


def run(command: Sequence[str]) -> bool:
    """Print a command and run it; return whether it succeeds."""
    say(f"$ {shlex.join(command)}")
    return (
        subprocess.run(command, stdin=None if sys.stdin.isatty() else subprocess.DEVNULL, check=False).returncode == 0
    )


# ------------------------------------------------------------------------------ the pinned packages


def python() -> Path:
    """Return the Python of the virtual environment."""
    return VENV / "bin" / "python"


def base() -> str:
    """Return the base interpreter of the Python that runs this script."""
    return os.path.realpath(getattr(sys, "_base_executable", sys.executable))


def home() -> str:
    """Return what a virtual environment depends on: its folder and its base interpreter."""
    return f"{VENV}\n{base()}\n{sys.version_info[0]}.{sys.version_info[1]}\n"


def usable() -> bool:
    """Return whether this script created the virtual environment, in this folder, and it runs."""
    try:
        created_for = (VENV / "made").read_text(encoding="utf-8")
    except OSError:
        return False
    return created_for == home() and subprocess.run([python(), "-c", ""], check=False).returncode == 0


def requirements(stage: str) -> Path:
    """Return the file of pinned packages of a stage; validators and signing share one."""
    name = "judges" if stage == "epub" else stage
    return ROOT / "requirements" / f"{name}.txt"


def digest(stage: str) -> str:
    """Return the SHA-256 of the files that determine what a stage installs: system, Python and npm packages."""
    ace_files = sorted(ACE.iterdir()) if stage in WITH_ACE else []
    files = (
        ROOT / "pyproject.toml",
        ROOT / "src" / "wicpress" / "system" / "requirements.py",
        requirements(stage),
        *ace_files,
    )
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def stamp(stage: str) -> Path:
    """Return the file with the digest of the last installation for a stage."""
    return VENV / f"installed-{stage}"


def is_ready(stage: str) -> bool:
    """Return whether the packages of a stage are installed, in an environment that still runs."""
    try:
        return stamp(stage).read_text(encoding="utf-8") == digest(stage) and usable()
    except OSError:
        return False


def install_packages(stage: str) -> None:
    """Create the environment and install the pinned packages and wicpress itself. Raise ``SetupError``."""
    if not usable():
        say(f"creating a virtual environment in {VENV.name} with Python {sys.version.split()[0]}")
        created = subprocess.run([base(), "-m", "venv", "--clear", VENV], check=False).returncode == 0
        if not created:
            raise SetupError(f"{base()} -m venv failed: choose another Python with PYTHON=/path/to/python3")
        (VENV / "made").write_text(home(), encoding="utf-8")
    say(f"installing the pinned packages of {requirements(stage).relative_to(ROOT)}")
    pip("--require-hashes", f"--requirement={requirements(stage)}")
    pip("--no-deps", "--no-build-isolation", f"--editable={ROOT}")
    if stage in WITH_ACE:
        install_ace()
    # the packages for tests include those for building
    for each in STAGES[stage][1:]:
        stamp(each).write_text(digest(each), encoding="utf-8")


def pip(*arguments: str) -> None:
    """Run ``pip install`` in the environment without PYTHONPATH and PYTHONHOME. Raise ``SetupError``."""
    environment = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "PYTHONHOME"}}
    command = [
        str(python()),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "install",
        "--quiet",
        *arguments,
    ]
    if subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise SetupError(
            "pip could not install the packages; the first set-up needs the network, so try again with it"
        )


def install_ace() -> None:
    """Install Ace by DAISY into the environment, where ``verify`` finds it. Raise ``SetupError``.

    npm compares each package with the hashes of the lock file. No package may run a script: one of them downloads a
    browser, and Ace uses that of the system.
    """
    home, program = VENV / "ace", VENV / "bin" / "ace-cli"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(ACE, home)
    say(f"installing Ace by DAISY, as pinned in {ACE.relative_to(ROOT)}")
    if not npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=home):
        raise SetupError("npm could not install Ace; the first set-up needs the network, so try again with it")
    program.unlink(missing_ok=True)
    program.symlink_to("../ace/node_modules/.bin/ace-cli")


def npm(*arguments: str, folder: Path) -> bool:
    """Run npm in a folder; return whether it succeeds."""
    command = ["npm", "--loglevel=error", *arguments]
    return subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
