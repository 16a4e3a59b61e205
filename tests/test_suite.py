"""The tests keep to their own rules: all are collected, sampled proofs repeat, private names are left alone."""

from __future__ import annotations

import ast
import fnmatch
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

from support import engine_tests, sampling, shared

TESTS = engine_tests.TESTS


def test_every_folder_is_collected(pytestconfig: pytest.Config) -> None:
    """No folder with tests has a name that pytest passes over."""
    folders = {part for path in TESTS.rglob("test_*.py") for part in path.relative_to(TESTS).parts[:-1]}
    passed_over = pytestconfig.getini("norecursedirs")
    assert [name for name in sorted(folders) if any(fnmatch.fnmatch(name, each) for each in passed_over)] == []


def test_files_that_lay_out_pages_exist() -> None:
    """The table of the tests that lay out pages names what there is."""
    assert [name for name in engine_tests.ENGINE if not (TESTS / name).exists()] == []


def test_layout_is_refused_where_it_is_left_out() -> None:
    """What `make quick` runs fails if it lays out a page, in a process of its own too."""
    lay_out = "import weasyprint; weasyprint.HTML(string='<p>A').render()"
    guard = TESTS / "support" / "no_layout"
    completed = subprocess.run(
        [sys.executable, "-c", lay_out], env={"PYTHONPATH": str(guard)}, capture_output=True, text=True, check=False
    )
    assert completed.returncode == 1 and "is marked `engine`" in completed.stderr


def test_sample_is_the_same_all_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day's sample keeps the order of the cases and is drawn again alike; another day's is another; all are all."""
    monkeypatch.setattr(sampling, "TAKES_ALL", False)
    cases = range(100)
    monkeypatch.setattr(sampling, "SEED", "2020-01-01")
    one = sampling.sampled(cases, 10)
    assert len(one) == 10 and one == sorted(set(one)) == sampling.sampled(cases, 10)
    monkeypatch.setattr(sampling, "SEED", "2020-01-02")
    assert sampling.sampled(cases, 10) != one
    monkeypatch.setattr(sampling, "TAKES_ALL", True)
    assert sampling.sampled(cases, 10) == list(cases)


def test_shared_file_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second who needs a file finds it; one that could not be made is made again."""
    monkeypatch.setenv(shared.VARIABLE, str(tmp_path))
    calls: list[Path] = []

    def make(path: Path) -> None:
        calls.append(path)
        path.write_text("half", encoding="utf-8")
        if len(calls) == 1:
            raise ValueError("not made")
        path.write_text("whole", encoding="utf-8")

    with pytest.raises(ValueError, match="not made"):
        shared.made_once("a", make)
    for _ in range(2):
        assert shared.made_once("a", make).read_text(encoding="utf-8") == "whole"
    assert len(calls) == 2


def private_names(path: Path) -> Iterator[str]:
    """Yield the private names of wicpress that a file imports, or gets from what it imports from there."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wicpress"):
            imported |= {alias.asname or alias.name for alias in node.names}
            yield from (alias.name for alias in node.names if is_private(alias.name))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr):
            base: ast.expr = node
            while isinstance(base, ast.Attribute):
                base = base.value
            if isinstance(base, ast.Name) and base.id in imported:
                yield node.attr
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "setattr":
            owner, *names = node.args
            is_ours = isinstance(owner, ast.Name) and owner.id in imported
            yield from (each.value for each in names if is_ours and is_private_string(each))


def is_private_string(node: ast.expr) -> TypeGuard[ast.Constant]:
    """Return whether a node is a private name in quotation marks."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and is_private(node.value)


def is_private(name: str) -> bool:
    """Return whether a name begins with one underscore."""
    return name.startswith("_") and not name.startswith("__")


def test_tests_use_public_names() -> None:
    """Tests use what wicpress offers to others, and outlive a change of what it does not."""
    private = {path.relative_to(TESTS).as_posix(): [*private_names(path)] for path in TESTS.rglob("*.py")}
    assert {name: names for name, names in private.items() if names} == {}
