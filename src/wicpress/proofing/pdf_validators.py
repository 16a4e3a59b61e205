"""Validate PDFs with veraPDF and page-validation where they are installed, each in one process for all files."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from wicpress.proofing.external_validators import (
    TIMEOUT,
    ValidatorMessage,
    ValidatorResult,
    crashed,
    json_in,
    judged,
    not_asked,
    run_program,
)
from wicpress.system import verapdf
from wicpress.system.requirements import find_program

VERAPDF: Final = "veraPDF"
PAGE: Final = "page-validation"
PDF_VALIDATORS: Final = (VERAPDF, PAGE)
OLDEST_PAGE: Final = (0, 11)
GRACE: Final = 5.0
"""Seconds in which a process removes its temporary files and ends."""
PROCESS: Final = Path(__file__).with_name("pdf_validators_process.py")
"""The script that runs in the process."""


def profile(standard: str) -> str:
    """Return the name of a standard in both validators: PDF/UA-1 is ua1, PDF/A-2a is 2a."""
    return standard.removeprefix("PDF/").removeprefix("A-").replace("UA-", "ua")


class PdfValidators:
    """The validators of PDFs, which start with the first file and end with this context.

    A file has ``timeout`` seconds in each of them; ``names`` are those that are asked.
    """

    def __init__(self, timeout: float = TIMEOUT, names: Sequence[str] = PDF_VALIDATORS) -> None:
        self._processes: tuple[_ValidatorProcess, ...] = ()
        self._timeout, self._names = timeout, names

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        for each in self._processes:
            each.close()

    def validate(self, path: Path, standards: Sequence[str]) -> tuple[ValidatorResult, ...]:
        """Return what each validator says of a file for each of ``standards``."""
        self._processes = self._processes or tuple(map(self._process, self._names))
        return tuple(result for each in self._processes for result in self._validate(each, path, standards))

    def _process(self, name: str) -> _ValidatorProcess:
        if name == VERAPDF:
            return _ValidatorProcess(name, verapdf.class_path(), verapdf.problem(), self._timeout)
        return _ValidatorProcess(name, (), _page_problem(), self._timeout)

    def _validate(
        self, process: _ValidatorProcess, path: Path, standards: Sequence[str]
    ) -> tuple[ValidatorResult, ...]:
        results = tuple(process.validate(path, standards))
        program = find_program("verapdf") if process.name == VERAPDF and process.problem else None
        if program is None:
            return results
        return tuple(run_verapdf(path, each, timeout=self._timeout, command=[program]) for each in standards)


class _ValidatorProcess:
    """A process that validates one file after another; ``problem`` says why it cannot be used, "" if it can."""

    def __init__(self, name: str, jars: Sequence[Path], problem: str, timeout: float) -> None:
        self.name, self.problem = name, problem
        self._arguments, self._timeout = (name, *map(str, jars)), timeout
        self._process: subprocess.Popen[str] | None = None
        self._errors: IO[bytes] | None = None

    def validate(self, path: Path, standards: Sequence[str]) -> Iterator[ValidatorResult]:
        """Yield a result for each of ``standards``; one for all of them where there is no verdict."""
        answer = self._ask(path, [profile(each) for each in standards]) if not self.problem else {}
        version = str(answer.get("version", ""))
        if self.problem:
            yield not_asked(self.name, self.problem)
        elif "failed" in answer:
            yield ValidatorResult(self.name, False, str(answer["failed"]))
        elif "error" in answer:
            message = ValidatorMessage("fatal", "error", f"the file cannot be validated: {answer['error']}")
            yield ValidatorResult(self.name, True, version=version, findings=(message,))
        else:
            for each in standards:
                yield _result(self.name, each, version, answer["profiles"].get(profile(each)))

    def _ask(self, path: Path, profiles: Sequence[str]) -> dict[str, Any]:
        """Return the answer of the process; {"failed": …} where it gives none in time or ends before."""
        process = self._process or self._start()
        assert process.stdin and process.stdout
        is_late = threading.Event()
        timer = threading.Timer(self._timeout, self._stop, [is_late])
        timer.start()
        with contextlib.suppress(OSError):  # it may have ended already, with a sentence
            process.stdin.write(json.dumps({"path": str(path.resolve()), "profiles": profiles}) + "\n")
            process.stdin.flush()
        answer = json_in(process.stdout.readline())
        timer.cancel()
        if answer is None:
            process.wait()
            late = f"did not finish within {self._timeout:g} seconds"
            reason = late if is_late.is_set() else self._last_words()
            self.close()
            return {"failed": reason}
        self.problem = str(answer.get("unusable", ""))
        return answer

    def _start(self) -> subprocess.Popen[str]:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(PROCESS), *self._arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, encoding="utf-8", errors="replace",
            start_new_session=True,
        )  # fmt: skip
        return self._process

    def _last_words(self) -> str:
        """Return why a process ended that was not to end."""
        assert self._process and self._errors
        self._errors.seek(0)
        text = self._errors.read().decode("utf-8", "replace")
        lines = [line.strip("# \t") for line in text.splitlines() if "Error" in line or "SIG" in line]
        return f"ended with exit code {self._process.returncode}: {lines[-1][:300] if lines else 'no message'}"

    def close(self) -> None:
        """End the process."""
        if self._process and self._process.stdout and self._errors:
            self._stop()
            self._process.stdout.close()
            self._errors.close()
        self._process = self._errors = None

    def _stop(self, is_late: threading.Event | None = None) -> None:
        """End the process by closing its input; kill it if it does not notice."""
        if is_late:
            is_late.set()
        assert self._process and self._process.stdin
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _result(judge: str, standard: str, version: str, findings: Sequence[Mapping[str, str]] | None) -> ValidatorResult:
    if findings is None:
        return not_asked(judge, f"{judge} {version} does not know {standard}", version, standard)
    messages = tuple(ValidatorMessage("error", each["code"], each["message"], each["place"]) for each in findings)
    return ValidatorResult(judge, True, version=version, findings=messages, standard=standard)


def _page_problem() -> str:
    """Return why page-validation cannot be used, "" if it can."""
    version = verapdf.package_version(PAGE)
    if version is None or importlib.util.find_spec("page") is None:
        return f"{PAGE} is not installed"
    oldest = ".".join(map(str, OLDEST_PAGE))
    return f"{PAGE} {version} is older than {oldest}" if verapdf.version_tuple(version) < OLDEST_PAGE else ""


# ------------------------------------------------------------------- veraPDF as it comes from its own project


def run_verapdf(
    path: Path, standard: str, *, timeout: float = TIMEOUT, command: Sequence[str] = (VERAPDF.lower(),)
) -> ValidatorResult:
    """Run the program ``verapdf`` on a PDF for one standard."""
    completed = run_program(
        [*command, "--flavour", profile(standard), "--format", "json", str(path.absolute())], timeout, None
    )
    if isinstance(completed, str):
        return ValidatorResult(VERAPDF, False, completed, standard=standard)
    report = json_in(completed.stdout)
    if report is None:
        return crashed(VERAPDF, completed, standard)
    return judged(VERAPDF, lambda: _program_version(report), lambda: _program_findings(report), standard)


def _program_version(report: Mapping[str, Any]) -> str:
    details = report["report"]["buildInformation"]["releaseDetails"]
    return next((str(each["version"]) for each in details if "validation" in each["id"]), "")


def _program_findings(report: Mapping[str, Any]) -> Iterator[ValidatorMessage]:
    for job in report["report"]["jobs"]:
        if job.get("taskException"):
            yield ValidatorMessage("fatal", "exception", str(job["taskException"]))
            continue
        results = job["validationResult"]
        for result in results if isinstance(results, list) else [results]:
            for rule in result["details"]["ruleSummaries"]:
                if str(rule.get("status", rule.get("ruleStatus"))).lower() == "failed":
                    code = f"{rule['specification']}, {rule['clause']}-{rule['testNumber']}"
                    yield ValidatorMessage("error", code, str(rule["description"]))
