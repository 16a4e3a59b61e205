"""Sets up a machine for wicpress: the system's parts, a virtual environment, the pinned packages; once, not twice.

Runs on a bare Python through ``scripts/setup.sh``. What the system lacks is installed by apt, dnf or Homebrew, with
sudo where that is needed; elsewhere the one command that installs it is named. Exit codes: 0 all is there, 2 a wrong
command line, 3 the machine lacks something.
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

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from wicpress.system.requirements import (  # noqa: E402 - see the path
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
"""The manifest and the lock file of Ace, which is of npm and not of pip."""
STAGES = {"press": ("setup", "press"), "tests": ("setup", "press", "tests")}
"""The stages whose parts of the system are needed; the file of pinned packages bears the name of the last."""


class Lacking(Exception):  # noqa: N818, named as it is spoken: the machine is lacking
    """The machine lacks something that this script cannot bring; the message says what to do."""


def main(arguments: Sequence[str]) -> int:
    """Set up for the stage in ``arguments``; returns the exit code."""
    if len(arguments) != 1 or arguments[0] not in STAGES:
        say(f"usage: setup.sh {'|'.join(STAGES)}")
        return 2
    stage = arguments[0]
    try:
        ready = is_ready(stage)
        bring_parts(stage, ready=ready)
        if not ready:
            bring_packages(stage)
    except Lacking as error:
        say(str(error))
        return 3
    return 0


def say(line: str) -> None:
    """One line for whoever waits."""
    print(f"wicpress: {line}", file=sys.stderr, flush=True)


# ------------------------------------------------------------------------------ the system's parts


def bring_parts(stage: str, *, ready: bool) -> None:
    """Install the parts of the system that ``stage`` needs and the machine lacks. Raises ``Lacking``.

    Where the packages are ``ready``, neither what makes an environment is needed, nor is what one can do without
    tried again.
    """
    wanted = [part for part in REQUIREMENTS if part.stage in STAGES[stage]]
    if ready:
        wanted = [part for part in wanted if part.required and part.stage != "setup"]
    missing = [part for part in wanted if not is_present(part)]
    if missing:
        install(missing)
        still = [part for part in missing if part.required and not is_present(part)]
        if still:
            raise Lacking(f"still missing: {names(still)}. Install it with: {install_command(still, manager())}")


def names(parts: Iterable[Requirement]) -> str:
    """The names of ``parts`` in a sentence."""
    return ", ".join(part.name for part in parts)


def install(missing: Sequence[Requirement]) -> None:
    """Run the package manager for ``missing``. Raises ``Lacking`` where it may not be run, with the command to run.

    A command that fails is no end: what is missing afterwards decides.
    """
    by = manager()
    prefix = root_prefix(by) if by is not None and by.may_run_unasked else None
    if by is None or prefix is None:
        if any(part.required for part in missing):
            raise Lacking(
                f"this machine lacks {names(missing)}. Run this, then try again: {install_command(missing, by)}"
            )
        return
    for command in install_commands(missing, by)[:-1]:
        run([*prefix, *patiently(command)])
    known = [part for part in missing if part.required or is_known(part, by)]
    for command in install_commands(known, by)[-1:]:
        run([*prefix, *patiently(command)])


def patiently(command: Sequence[str]) -> list[str]:
    """``command``, which waits if it is apt's: a fresh machine often installs its own updates just then."""
    program, *words = command
    return [program, *(["-o", "DPkg::Lock::Timeout=300"] if program == "apt-get" else []), *words]


def root_prefix(by: PackageManager) -> list[str] | None:
    """What goes before the package manager's command; None where this user may not run it."""
    quietly = ["env", "DEBIAN_FRONTEND=noninteractive"] if by.name == "apt" else []
    if not by.as_root or is_root():
        return quietly
    if shutil.which("sudo") is None:
        return None
    granted = subprocess.run(["sudo", "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if granted.returncode == 0 or sys.stdin.isatty():  # at a terminal sudo may ask for the password
        return ["sudo", *quietly]
    return None


def is_known(part: Requirement, by: PackageManager) -> bool:
    """True unless apt says that it has no such package: an older release may lack what we can do without."""
    packages = part.packages.get(by.name, ())
    if by.name != "apt" or not packages:
        return bool(packages)
    return subprocess.run(["apt-cache", "show", *packages], capture_output=True, check=False).returncode == 0


def run(command: Sequence[str]) -> bool:
    """Show a command and run it; true where it ends well."""
    say(f"$ {shlex.join(command)}")
    return (
        subprocess.run(command, stdin=None if sys.stdin.isatty() else subprocess.DEVNULL, check=False).returncode == 0
    )


# ------------------------------------------------------------------------------ the pinned packages


def python() -> Path:
    """The Python of the virtual environment."""
    return VENV / "bin" / "python"


def base() -> str:
    """The interpreter that is no virtual environment: the one that runs this, or the one behind it."""
    return os.path.realpath(getattr(sys, "_base_executable", sys.executable))


def home() -> str:
    """What a virtual environment is bound to: its folder and the interpreter that it was made with."""
    return f"{VENV}\n{base()}\n{sys.version_info[0]}.{sys.version_info[1]}\n"


def usable() -> bool:
    """True where the virtual environment is ours, stands where it was made, and runs."""
    try:
        made = (VENV / "made").read_text(encoding="utf-8")
    except OSError:
        return False
    return made == home() and subprocess.run([python(), "-c", ""], check=False).returncode == 0


def requirements(stage: str) -> Path:
    """The pinned packages of a stage."""
    return ROOT / "requirements" / f"{stage}.txt"


def digest(stage: str) -> str:
    """The SHA-256 of the files that say what is to be installed for a stage: of the system, of Python and of npm."""
    judges = sorted(ACE.iterdir()) if stage == "tests" else []
    files = (
        ROOT / "pyproject.toml",
        ROOT / "src" / "wicpress" / "system" / "requirements.py",
        requirements(stage),
        *judges,
    )
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def stamp(stage: str) -> Path:
    """The file that says what was last installed for a stage."""
    return VENV / f"installed-{stage}"


def is_ready(stage: str) -> bool:
    """True where just these packages were installed before, into an environment that still runs."""
    try:
        return stamp(stage).read_text(encoding="utf-8") == digest(stage) and usable()
    except OSError:
        return False


def bring_packages(stage: str) -> None:
    """Make the environment and install the pinned packages and wicpress itself. Raises ``Lacking``."""
    if not usable():
        say(f"making a virtual environment in {VENV.name} with Python {sys.version.split()[0]}")
        made = subprocess.run([base(), "-m", "venv", "--clear", VENV], check=False).returncode == 0
        if not made:
            raise Lacking(f"{base()} -m venv failed: choose another Python with PYTHON=/path/to/python3")
        (VENV / "made").write_text(home(), encoding="utf-8")
    say(f"installing the pinned packages of requirements/{stage}.txt")
    pip("--require-hashes", f"--requirement={requirements(stage)}")
    pip("--no-deps", "--no-build-isolation", f"--editable={ROOT}")
    if stage == "tests":
        bring_ace()
    # the packages of the tests are those of the press and more
    for each in STAGES[stage][1:]:
        stamp(each).write_text(digest(each), encoding="utf-8")


def pip(*arguments: str) -> None:
    """Run pip's ``install`` in the environment, where nothing but the arguments says what. Raises ``Lacking``."""
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
        raise Lacking("pip could not install the packages; the first set-up needs the network, so try again with it")


def bring_ace() -> None:
    """Install Ace by DAISY into the environment, where ``verify`` finds it too. Raises ``Lacking``.

    npm compares each package with the sums of the lock file. No package may run a script: one of them would fetch a
    browser, and the system's own is taken.
    """
    home, program = VENV / "ace", VENV / "bin" / "ace-cli"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(ACE, home)
    say(f"installing Ace by DAISY, as pinned in {ACE.relative_to(ROOT)}")
    if not npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=home):
        raise Lacking("npm could not install Ace; the first set-up needs the network, so try again with it")
    program.unlink(missing_ok=True)
    program.symlink_to("../ace/node_modules/.bin/ace-cli")


def npm(*arguments: str, folder: Path) -> bool:
    """Run npm in a folder; true where it ends well."""
    command = ["npm", "--loglevel=error", *arguments]
    return subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
