"""The steps of the workflows and of the action, run as a code host runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from support import book_files, released_book
from support.released_book import has_valid_checksums

ROOT = Path(__file__).resolve().parents[2]


def steps(name: str) -> list[dict[str, Any]]:
    """Return the steps of a workflow, or of the action."""
    table = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    if "runs" in table:
        return list(table["runs"]["steps"])
    return [step for job in table["jobs"].values() for step in job["steps"]]


def commands(name: str) -> dict[str, str]:
    """Return the shell steps by name."""
    return {step["name"]: step["run"] for step in steps(name) if "run" in step}


WICPRESS = """\
#!/bin/sh
if [ "$1" = release ]; then set -- "$@" {options}; fi
exec "{python}" -m wicpress "$@"
"""


@pytest.fixture
def checkout(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Return a checkout of wicpress that is set up: its `wicpress` is the one under test.

    Only the long proofs release with outside validators. The set-up has tests of its own.
    """
    root = tmp_path / "checkout"
    (root / "scripts").mkdir(parents=True)
    (root / "scripts" / "setup.sh").write_text('[ "$1" = tests ]\n', encoding="utf-8")
    program = root / ".venv" / "bin" / "wicpress"
    program.parent.mkdir(parents=True)
    options = "" if request.node.get_closest_marker("prove") else "--no-judges"
    program.write_text(WICPRESS.format(options=options, python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    return root


def run(step: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step in bash, which stops at the first failure."""
    inherited = {**os.environ, "PYTHONPATH": str(book_files.SOURCE), "PYTHONIOENCODING": "utf-8", **environment}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step]
    return subprocess.run(command, cwd=folder, env=inherited, capture_output=True, text=True, check=False)


def test_workflow_runs_the_tests() -> None:
    """The workflow of the tests runs `.ci/run`."""
    assert list(commands(".github/workflows/tests.yml").values()) == [".ci/run"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("judges", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_release_of_a_tag(checkout: Path, judges: bool) -> None:
    """Every step of the release workflow succeeds in a checkout with one book; a changed file fails its check."""
    book_files.write_book(checkout / "content" / "book", released_book.FILES)
    for step in commands(".github/workflows/release.yml").values():
        completed = run(step, checkout, GITHUB_REF_NAME="v1.0")
        assert completed.returncode == 0, completed.stderr
    release = checkout / "dist" / "release" / "trial-1.0"
    assert has_valid_checksums(release)
    validators = {
        each["name"]: each["result"] for each in json.loads((release / "manifest.json").read_bytes())["validators"]
    }
    assert (validators.get("EPUBCheck") == "passed") is judges
    (release / "trial-both.pdf").write_bytes(b"changed")
    assert run(commands(".github/workflows/release.yml")["Verify the checksums"], checkout).returncode == 1


BOOKS = [("", ""), ("a book", "1.0"), pytest.param("", "v1.0", marks=pytest.mark.prove)]


@pytest.mark.parametrize(("book", "version"), BOOKS)
def test_action(checkout: Path, tmp_path: Path, book: str, version: str) -> None:
    """Every step of the action succeeds in another repository, with and without a version and a folder."""
    repository = tmp_path / "repository"
    book_files.write_book(repository / book, released_book.FILES)
    (repository / "output").touch()
    for step in commands("action.yml").values():
        variables = {"GITHUB_ACTION_PATH": str(checkout), "GITHUB_OUTPUT": str(repository / "output")}
        completed = run(step, repository, **variables, BOOK=book, VERSION=version)
        assert completed.returncode == 0, completed.stderr
    folder = repository / (repository / "output").read_text(encoding="utf-8").strip().removeprefix("folder=")
    assert (folder / "trial-both.pdf").is_file() if not version else has_valid_checksums(folder / "trial-1.0")


def test_action_annotates_errors(checkout: Path, tmp_path: Path) -> None:
    """An error in the manuscript is an annotation on its line, and the step fails."""
    repository = book_files.write_book(tmp_path / "repository", {"01-opening.md": "# 头\n\n# Head\n\nA[^none]\n"})
    completed = run(commands("action.yml")["Check"], repository, GITHUB_ACTION_PATH=str(checkout), BOOK="")
    assert completed.returncode == 1 and "::error file=01-opening.md,line=5" in completed.stdout


def test_inputs_are_not_commands() -> None:
    """Inputs and tag names reach the shell as variables, so that a name cannot be a command."""
    names = [f".github/workflows/{path.name}" for path in (ROOT / ".github" / "workflows").glob("*.yml")]
    assert len(names) == 5
    for name in (*names, "action.yml"):
        assert not [run for run in commands(name).values() if "${{" in run]


def test_workflow_of_the_readme(checkout: Path) -> None:
    """The workflow that the README shows is YAML, short, and asks the action for what it knows."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("## In CI", 1)[1].split("```yaml\n", 1)[1]
    text = text.split("```", 1)[0]
    assert len(text.splitlines()) <= 10
    (job,) = yaml.safe_load(text)["jobs"].values()
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    assert set(job["steps"][-1].get("with", {})) <= set(inputs)
