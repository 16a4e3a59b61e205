"""What the code gets wrong of a book, ``check`` or ``verify --book`` reports, whatever it is and wherever."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import mutant_book
from support.mutants import Mutant, mutants
from support.sampling import SEED, TAKES_ALL

SHARES = 10
"""So many tests try the mutants, so that processes can divide them."""
TRIED = 200
"""Mutants that are tried, of those that change a file; at least half of them in what decides."""


def is_reported(mutant: Mutant, scratch: Path) -> bool | None:
    """Return whether a mutant is reported; None where it changes neither the diagnostics nor the file."""
    output = mutant.output
    clean = mutant_book.clean(output)
    with mutant.active():
        try:
            parsed, diagnostics = mutant_book.read_clean(output.numbering)
            if mutant.site.reads:
                parsed, diagnostics = mutant_book.read_and_check_book(output.numbering)
            if diagnostics != clean.diagnostics:
                return True
            finished = mutant_book.make(output, parsed, scratch if mutant.site.lays_out else None)
        except Exception:
            return True
        if finished.data == clean.data:
            return None
        return bool(mutant_book.problems(output, finished, scratch))


def survivors(candidates: Iterator[Mutant], count: int, scratch: Path) -> list[str]:
    """Return the names of those of the first ``count`` effective mutants that nothing reports."""
    names = []
    for mutant in candidates:
        reported = is_reported(mutant, scratch)
        names += [mutant.name] if reported is False else []
        count -= reported is not None
        if not count:
            break
    return names


def drawn(decides: bool) -> list[Mutant]:
    """Return the mutants of one half in an order that is drawn by lot, another each day."""
    half = [each for each in mutants() if each.site.decides is decides]
    random.Random(SEED).shuffle(half)
    return half


@pytest.mark.engine
def test_the_book_is_sound(tmp_path: Path) -> None:
    """Without mutants no output of the book has a problem."""
    outputs = {each.output for each in mutants()}
    assert {
        each: found for each in outputs if (found := mutant_book.problems(each, mutant_book.clean(each), tmp_path))
    } == {}


def test_every_function_that_mutants_change_is_there() -> None:
    """A function that moves leaves no mutant behind in the module where it was."""
    sites = {(each.site.owner, each.site.function) for each in mutants()}
    assert [(owner, name) for owner, name in sites if not hasattr(owner, name)] == []


@pytest.mark.prove
@pytest.mark.engine
@pytest.mark.parametrize("share", range(SHARES))
def test_mutants_are_reported(share: int, tmp_path: Path) -> None:
    """Of the mutants of the day, drawn from all, each is reported."""
    count = len(mutants()) if TAKES_ALL else TRIED // 2 // SHARES
    unreported = [
        name for decides in (True, False) for name in survivors(iter(drawn(decides)[share::SHARES]), count, tmp_path)
    ]
    assert unreported == []


@pytest.mark.engine
def test_a_few_mutants_are_reported(tmp_path: Path) -> None:
    """One mutant of each way to go wrong, in an e-book, is reported."""
    operations: dict[str, Mutant] = {}
    for mutant in drawn(decides=True):
        if mutant.output.format == "epub" and not mutant.site.reads:
            operations.setdefault(mutant.operation, mutant)
    assert [each.name for each in operations.values() if is_reported(each, tmp_path) is False] == []
