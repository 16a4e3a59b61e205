"""The books of ``content/`` and the one that ``wicpress new`` writes, each built and verified once a run."""

from __future__ import annotations

import functools
import pickle
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from support.shared import made_once
from wicpress.build import targets
from wicpress.build.builder import build
from wicpress.build.request import BuildRequest
from wicpress.build.targets import Target
from wicpress.config import Config, load
from wicpress.proofing.verify_files import VerifyRequest, VerifyResult, verify_files
from wicpress.resources import resource_dir

ROOT = Path(__file__).resolve().parents[2]
BOOKS = {path.parent.name: path.parent for path in sorted((ROOT / "content").glob("*/book.toml"))}
BOOKS["starter"] = resource_dir("starter")
LONG = {"handbook", "sampler"}
"""Books that only ``make prove`` builds; what is proved of them is proved of the short ones in ``make test``."""


@functools.cache
def config(book: str) -> Config:
    """Return the settings of a book."""
    loaded = load(BOOKS[book]).value
    assert loaded is not None
    return loaded


OUTPUTS = {f"{book}/{target.name}": (book, target) for book in BOOKS for target in targets.targets(config(book))}
"""Every file that the settings of the books promise: its book, and what is to be built."""


def outputs(suffix: str = "", books: Iterable[str] = BOOKS) -> list[Any]:
    """Return the names of the outputs with a suffix as parameters, those of long books marked as proofs."""
    names = [name for name in OUTPUTS if name.endswith(suffix) and OUTPUTS[name][0] in books]
    return [pytest.param(name, marks=marks(OUTPUTS[name][0])) for name in names]


def books() -> list[Any]:
    """Return the names of the books as parameters, long ones marked as proofs."""
    return [pytest.param(name, marks=marks(name)) for name in BOOKS]


def marks(book: str) -> list[pytest.MarkDecorator]:
    """Return the marks of a test that needs a book."""
    return [pytest.mark.prove] if book in LONG else []


@functools.cache
def folder(book: str) -> Path:
    """Return a folder into which a book is built, without a diagnostic."""

    def make(output: Path) -> None:
        # `wicpress new` copies the starter to where its author works
        root = shutil.copytree(BOOKS[book], output / "new" / book) if book == "starter" else BOOKS[book]
        (finished,) = build([root], BuildRequest(output=output / "dist"))
        assert finished.ok and not finished.diagnostics, finished.diagnostics
        assert [each.diagnostics for each in finished.outputs if each.diagnostics] == []

    return made_once(f"built-{book}", make) / "dist"


def path(name: str) -> Path:
    """Return a finished file."""
    book, target = OUTPUTS[name]
    return folder(book) / target.name


def printed_path(name: str) -> Path | None:
    """Return the PDF whose pages an e-book names, and None if it names none."""
    book, target = OUTPUTS[name]
    printed = targets.print_counterpart(config(book), target.edition) if target.format == "epub" else None
    return folder(book) / targets.file_name(config(book), printed, "pdf") if printed else None


def verified(name: str) -> VerifyResult:
    """Return what ``verify`` reports of a file beside its book and its printed pages."""

    def make(unfinished: Path) -> None:
        request = VerifyRequest(book=BOOKS[OUTPUTS[name][0]], printed=printed_path(name), run_validators=False)
        (result,) = verify_files([path(name)], request)
        unfinished.write_bytes(pickle.dumps(result))

    result = pickle.loads(made_once(f"verified-{OUTPUTS[name][1].name}", make).read_bytes())
    assert isinstance(result, VerifyResult)
    return result


def target(name: str) -> Target:
    """Return what an output is to be."""
    return OUTPUTS[name][1]
