"""The steps of the workflows, run here as a code host runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from support import book_files, released_book
from support.released_book import is_whole

ROOT = Path(__file__).resolve().parents[2]


def steps(name: str) -> list[dict[str, Any]]:
    """The steps of a workflow, or of the action."""
    table = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    if "runs" in table:
        return list(table["runs"]["steps"])
    return [step for job in table["jobs"].values() for step in job["steps"]]


def commands(name: str) -> dict[str, str]:
    """The shell steps by name."""
    return {step["name"]: step["run"] for step in steps(name) if "run" in step}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of the press that is set up already: its `wicpress` is the one under test.

    That the set-up sets up is proved by its own tests, on an empty machine.
    """
    place = tmp_path / "press"
    (place / "scripts").mkdir(parents=True)
    (place / "scripts" / "setup.sh").write_text('[ "$1" = tests ]\n', encoding="utf-8")
    program = place / ".venv" / "bin" / "wicpress"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m wicpress "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return place


def run(step: str, place: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step as a runner does: bash, which stops at the first failure."""
    inherited = {**os.environ, "PYTHONPATH": str(book_files.SOURCE), "PYTHONIOENCODING": "utf-8", **environment}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step]
    return subprocess.run(command, cwd=place, env=inherited, capture_output=True, text=True, check=False)


def test_tests_are_those_of_a_person() -> None:
    """The workflow runs what the code host's own job runs."""
    assert list(commands(".github/workflows/tests.yml").values()) == [".ci/run"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_release_of_a_tag(checkout: Path) -> None:
    """Every step of the release workflow, in order, in a checkout with one book."""
    book_files.lay_down(checkout / "content" / "book", released_book.FILES)
    for step in commands(".github/workflows/release.yml").values():
        done = run(step, checkout, GITHUB_REF_NAME="v1.0")
        assert done.returncode == 0, done.stderr
    assert is_whole(checkout / "dist" / "release" / "trial-1.0")
    (checkout / "dist" / "release" / "trial-1.0" / "trial-both.pdf").write_bytes(b"spoilt")
    assert run(commands(".github/workflows/release.yml")["Prove the sums"], checkout).returncode == 1


@pytest.mark.parametrize(("book", "version"), [("", ""), ("", "v1.0"), ("a book", "1.0")])
def test_action(checkout: Path, tmp_path: Path, book: str, version: str) -> None:
    """Every step of the action, in another repository: with and without a version, with and without a folder."""
    home = tmp_path / "repository"
    book_files.lay_down(home / book, released_book.FILES)
    (home / "output").touch()
    for step in commands("action.yml").values():
        done = run(step, home, GITHUB_ACTION_PATH=str(checkout), GITHUB_OUTPUT=str(home / "output"), BOOK=book,
                   VERSION=version)  # fmt: skip
        assert done.returncode == 0, done.stderr
    folder = home / (home / "output").read_text(encoding="utf-8").strip().removeprefix("folder=")
    assert (folder / "trial-both.pdf").is_file() if not version else is_whole(folder / "trial-1.0")


def test_action_annotates_faults(checkout: Path, tmp_path: Path) -> None:
    """A fault in the manuscript is an annotation on its line, and the step fails."""
    home = book_files.lay_down(tmp_path / "repository", {"01-opening.md": "# 头\n\n# Head\n\nA[^none]\n"})
    done = run(commands("action.yml")["Check"], home, GITHUB_ACTION_PATH=str(checkout), BOOK="")
    assert done.returncode == 1 and "::error file=01-opening.md,line=5" in done.stdout


def test_what_comes_from_outside_is_no_command() -> None:
    """Inputs and names of tags reach the shell as variables: a branch named like a command is only a name."""
    names = [f".github/workflows/{path.name}" for path in (ROOT / ".github" / "workflows").glob("*.yml")]
    assert len(names) == 5
    for name in (*names, "action.yml"):
        assert not [run for run in commands(name).values() if "${{" in run]


def test_ten_lines(checkout: Path) -> None:
    """The workflow that the README shows is YAML, short, and asks the action for what it knows."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("## In CI", 1)[1].split("```yaml\n", 1)[1]
    text = text.split("```", 1)[0]
    assert len(text.splitlines()) <= 10
    (job,) = yaml.safe_load(text)["jobs"].values()
    known = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    assert set(job["steps"][-1].get("with", {})) <= set(known)
