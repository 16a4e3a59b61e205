"""The process in which veraPDF (in Java) or page-validation (in Rust) validates one PDF after another.

This file is run by its path as a script: ``pdf_validators_process.py NAME [JAR...]``. Requests come on standard input
and answers go to standard output, each a JSON object on a line. A request has the ``path`` of a file and the
``profiles`` to validate it against. The answer has the ``version`` of the validator and, by profile, a list of
``findings``, or None if the validator does not know the profile; or an ``error``, if the file cannot be validated; or
``unusable``, if the validator cannot be started. Nothing of wicpress is imported.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

JAVA_OPTIONS = (
    "-Djava.awt.headless=true",
    "-Djava.io.tmpdir=.",
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",
    "-Xss8m",
)
"""No window, no files beside its own folder, one thread, a fast start, a stack for deep structure trees."""
MAX_FAILURES = 100
"""Failures of a rule whose places are kept."""
Findings = list[dict[str, str]]
Validate = Callable[[str, str], Findings | None]


class UnusableError(Exception):
    """The validator cannot be used on this machine; the message says why."""


def main(name: str, jars: Sequence[str]) -> None:
    """Answer requests until standard input ends."""
    requests, answers = _take_streams()
    os.chdir(tempfile.mkdtemp(prefix="wicpress-"))  # Java may leave there what it likes
    queue: SimpleQueue[str] = SimpleQueue()
    threading.Thread(target=_read, args=(requests, queue), daemon=True).start()
    try:
        version, validate = {"veraPDF": _start_verapdf, "page-validation": _start_page}[name](jars)
    except BaseException as error:  # whatever a foreign library raises, also its panics, is a sentence
        _write(answers, {"unusable": _sentence(error)})
        _leave()
    while True:
        request = json.loads(queue.get())
        try:
            answer = {profile: validate(request["path"], profile) for profile in request["profiles"]}
            _write(answers, {"version": version, "profiles": answer})
        except BaseException as error:
            _write(answers, {"version": version, "error": _sentence(error)})


def _take_streams() -> tuple[IO[str], IO[str]]:
    """Return the two pipes; what a library prints goes to standard error."""
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return requests, answers


def _read(requests: IO[str], queue: SimpleQueue[str]) -> None:
    """Queue the requests; end the process with the input, also in the middle of a file."""
    for line in requests:
        queue.put(line)
    _leave()


def _leave() -> None:
    """End at once, without the temporary files: Java does not end while it validates."""
    shutil.rmtree(Path.cwd(), ignore_errors=True)
    os._exit(0)


def _write(answers: IO[str], answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _sentence(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__)[:300]


# ------------------------------------------------------------------------------------------ veraPDF


def _start_verapdf(jars: Sequence[str]) -> tuple[str, Validate]:
    """Start Java and return the version of veraPDF with the function that validates a file."""
    import jpype  # noqa: PLC0415 - only this validator needs it

    try:
        jvm = jpype.getDefaultJVMPath()
        jpype.startJVM(jvm, *JAVA_OPTIONS, classpath=list(jars), convertStrings=True)
    except Exception as error:
        raise UnusableError(f"Java cannot be started: {_sentence(error)}") from error
    java = jpype.getJVMVersion()
    try:
        jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
        version = str(foundry.getDetails().getVersion())
        profiles = jpype.JClass("org.verapdf.pdfa.validation.profiles.Profiles").getVeraProfileDirectory()
        flavours = {str(each.getId()): each for each in profiles.getPDFAFlavours()}
        file = jpype.JClass("java.io.File")
    except Exception as error:
        name = ".".join(map(str, java))
        raise UnusableError(f"it does not run on Java {name}: {_sentence(error)}") from error
    if not flavours:
        raise UnusableError("it reads none of its profiles: JAXB (libjaxb-java) is missing or too old")

    def validate(path: str, profile: str) -> Findings | None:
        flavour = flavours.get(profile)
        if flavour is None:
            return None
        with foundry.createParser(file(path), flavour) as parser:
            result = foundry.createValidator(flavour, MAX_FAILURES, False, True, False).validate(parser)
        findings = [_finding(each) for each in result.getTestAssertions() if str(each.getStatus()) == "failed"]
        if not findings and not result.isCompliant():
            findings = [{"code": "", "message": f"not compliant: {result.getJobEndStatus()}", "place": ""}]
        return findings

    return version, validate


def _finding(assertion: Any) -> dict[str, str]:
    """Return a failed rule of veraPDF with its clause and its place in the file."""
    rule = assertion.getRuleId()
    code = f"{rule.getSpecification().getId()}, {rule.getClause()}-{rule.getTestNumber()}"
    message = assertion.getErrorMessage() or assertion.getMessage()
    return {"code": code, "message": str(message), "place": _place(str(assertion.getLocation().getContext() or ""))}


def _place(context: str) -> str:
    """Return the page or the object of a path such as ``root/document[0]/pages[4](9 0 obj PDPage)/annots[0]``."""
    if page := re.search(r"/pages\[(\d+)\]", context):
        return f"page {int(page[1]) + 1}"
    objects = re.findall(r"\((\d+) \d+ obj", context)
    return f"object {objects[-1]}" if objects else ""


# ---------------------------------------------------------------------------------- page-validation


def _start_page(_: Sequence[str]) -> tuple[str, Validate]:
    """Return the version of page-validation and the function that validates a file."""
    import page  # noqa: PLC0415 - only this validator needs it

    version, known = str(page.__version__), {each.value for each in page.ValidationProfile}

    def validate(path: str, profile: str) -> Findings | None:
        if profile not in known:
            return None
        report = page.validate_pdf(path, profile=profile)
        findings = [
            {"code": each.rule_id, "message": each.message, "place": _object(each.object_id)}
            for each in report.failures
        ]
        if not findings and not report.is_compliant:
            findings = [{"code": "", "message": "not compliant", "place": ""}]
        return findings

    return version, validate


def _object(number: Any) -> str:
    return f"object {number.object_number}" if number is not None else ""


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
