"""The steps of the workflows and of the action, run as a code host runs them."""

from __future__ import annotations

import json
import os
import re
import shutil
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
printf '%s\\n' "$*" >>"{log}"
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
    (root / "scripts" / "setup.sh").write_text(f'echo "$1" >>"{root}/stages"\n', encoding="utf-8")
    program = root / ".venv" / "bin" / "wicpress"
    program.parent.mkdir(parents=True)
    options = "" if request.node.get_closest_marker("prove") else "--no-judges"
    program.write_text(WICPRESS.format(options=options, python=sys.executable, log=root / "calls"), encoding="utf-8")
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


STAGES = {"": "books", "1.0": "epub", "v1.0": "epub"}
"""What an action without `judges` installs, by its version."""


def run_action(checkout: Path, repository: Path, **inputs: str) -> dict[str, subprocess.CompletedProcess[str]]:
    """Run the shell steps of the action up to the first that fails; the one for warnings runs on request."""
    variables = {"GITHUB_ACTION_PATH": str(checkout), "GITHUB_OUTPUT": str(checkout / "output"),
                 "RUNNER_TEMP": str(checkout)}  # fmt: skip
    finished: dict[str, subprocess.CompletedProcess[str]] = {}
    for name, step in commands("action.yml").items():
        if name != "Warnings" or inputs.get("STRICT") == "true":
            finished[name] = run(step, repository, **variables, **inputs)
            if finished[name].returncode:
                break
    return finished


BOOKS = [("", ""), ("a book", "1.0"), pytest.param("", "v1.0", marks=pytest.mark.prove)]


@pytest.mark.parametrize(("book", "version"), BOOKS)
def test_action(checkout: Path, tmp_path: Path, book: str, version: str) -> None:
    """Every step of the action succeeds in another repository, with and without a version and a folder."""
    repository = tmp_path / "repository"
    book_files.write_book(repository / book, released_book.FILES)
    finished = run_action(checkout, repository, BOOK=book, VERSION=version)
    assert all(each.returncode == 0 for each in finished.values()), [each.stderr for each in finished.values()]
    folder = repository / (checkout / "output").read_text(encoding="utf-8").strip().removeprefix("folder=")
    assert (folder / "trial-both.pdf").is_file() if not version else has_valid_checksums(folder / "trial-1.0")
    assert (checkout / "stages").read_text().split() == [STAGES[version]], "judges are installed for a release only"


def test_action_builds_in_spite_of_warnings(checkout: Path, tmp_path: Path) -> None:
    """A warning is annotated and in the SARIF, editions are built, and `strict` fails afterwards."""
    files = {"book.toml": book_files.TOML, "02-odd.md": "# 怪\n\n# Odd\n\n有\u200b字。\n\nA word.\n"}
    repository = book_files.write_book(tmp_path / "repository", files)
    finished = run_action(checkout, repository, EDITION="en", FORMAT="epub", STRICT="true")
    assert {name: each.returncode for name, each in finished.items()} == {
        "Set up": 0, "Check": 0, "Build": 0, "Warnings": 1
    }  # fmt: skip
    assert "::warning file=02-odd.md,line=5" in finished["Check"].stdout
    assert "invisible_character" in (checkout / "wicpress.sarif").read_text(encoding="utf-8")
    assert [path.name for path in (repository / "dist").glob("*.*") if path.is_file()] == ["trial-en.epub"]
    ignored = run_action(
        checkout, repository, EDITION="en", FORMAT="epub", STRICT="true", IGNORE="invisible_character"
    )
    assert [each.returncode for each in ignored.values()] == [0] * 4


def test_inputs_become_options(checkout: Path, tmp_path: Path) -> None:
    """Each input is an option of the command; a release takes no edition, and judges have three values."""
    program = checkout / ".venv" / "bin" / "wicpress"
    program.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$*" >>"{checkout}/calls"\ncat "$8" "${{10}}" 2>&- >>"{checkout}/keys"; true\n'
    )
    names = {"PRIVATE KEY": "k", "CERTIFICATE": "c"}
    key = "\n".join(f"-----BEGIN {name}-----\n{text}\n-----END {name}-----" for name, text in names.items())
    run_action(checkout, tmp_path, VERSION="v2", ALLOW="loose=2", JUDGES="none", KEY=key)
    call = (checkout / "calls").read_text().splitlines()[-1].split()
    assert call[:7] == ["release", "--version", "2", "--allow", "loose=2", "--no-judges", "--key"]
    assert call[8] == "--certificate" and not Path(call[7]).exists() and not Path(call[9]).exists()
    assert (checkout / "keys").read_text().split("\n")[:-1] == key.split("\n")
    run_action(checkout, tmp_path, EDITION="zh en", FORMAT="pdf", IGNORE="a,b")
    expected = "build --edition zh --edition en --format pdf --ignore a,b"
    assert (checkout / "calls").read_text().splitlines()[-1] == expected
    for inputs, stage in (({"JUDGES": "all"}, "judges"), ({"JUDGES": "none"}, "books"), ({"KEY": key}, "epub")):
        run_action(checkout, tmp_path, **inputs)
        assert (checkout / "stages").read_text().split()[-1] == stage
    assert run_action(checkout, tmp_path, JUDGES="some")["Set up"].returncode == 2
    assert run_action(checkout, tmp_path, VERSION="1", EDITION="en")["Build"].returncode == 2


def test_steps_that_others_made(checkout: Path) -> None:
    """Artefacts and uploads have names of their own; what is installed and laid out is kept between runs."""
    used = {step["uses"].split("@")[0]: step for step in steps("action.yml") if "uses" in step}
    assert "strategy.job-index" in used["actions/upload-artifact"]["with"]["name"]
    assert "github.action" in used["actions/upload-artifact"]["with"]["name"]
    assert used["github/codeql-action/upload-sarif"]["continue-on-error"] is True
    cached = used["actions/cache"]["with"]["path"]
    places = [value for step in steps("action.yml") for name, value in step.get("env", {}).items() if "CACHE" in name]
    assert len(places) == 4 and all(place.startswith(f"{cached}/") for place in places)
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    assert {"book", "version", "ignore", "strict", "edition", "format", "key", "judges"} <= set(inputs)


def _normalized(name: str) -> str:
    """Return the name of a package as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.prove
def test_action_in_a_clean_root(tmp_path: Path) -> None:
    """The steps succeed with nothing but Python and the system's libraries, and install the press only."""
    root, repository = tmp_path / "action", tmp_path / "repository"
    names = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, root / name)
    book_files.write_book(repository, released_book.FILES)
    home = tmp_path / "home"
    home.mkdir()
    python = Path(sys.executable).resolve().parent
    environment = {
        "PATH": f"{python}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(home),
        "LANG": "C",
        "GITHUB_ACTION_PATH": str(root),
        "GITHUB_OUTPUT": str(home / "output"),
        "RUNNER_TEMP": str(home),
        "PIP_CACHE_DIR": str(home / "pip"),
        "WICPRESS_CACHE": str(home / "cache"),
    }
    environment |= {name: value for name, value in os.environ.items() if name.startswith(("PIP_INDEX", "PIP_CERT"))}
    for name, step in commands("action.yml").items():
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step]
        completed = subprocess.run(
            command, cwd=repository, env=environment, capture_output=True, text=True, check=False
        )
        assert completed.returncode == 0, f"{name}: {completed.stdout}{completed.stderr}"
    assert (repository / "dist" / "trial-both.pdf").is_file() and (repository / "dist" / "trial-both.epub").is_file()
    installed = {_normalized(path.name.split("-")[0]) for path in (root / ".venv").rglob("*.dist-info")}
    pinned = (ROOT / "requirements" / "books.txt").read_text(encoding="utf-8")
    wanted = {_normalized(name) for name in re.findall(r"^([\w.-]+)==", pinned, re.MULTILINE)}
    assert "wicpress" in installed and not installed - wanted - {"wicpress", "pip", "setuptools"}
    size = sum(
        path.stat().st_size for path in (root / ".venv").rglob("*") if path.is_file() and not path.is_symlink()
    )
    # of which pypinyin-dict has 108 MB and Typst 81
    assert size < 450 * 2**20
    assert list((home / "cache").rglob("*")), "fonts and laid parts are kept where the cache of the action looks"


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
