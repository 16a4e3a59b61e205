"""Long proofs take a sample of their cases that changes by day; with ``PROVE=all`` they take all of them."""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Iterable
from typing import TypeVar

Case = TypeVar("Case")

SEED = os.environ.setdefault("PROVE_SEED", f"{dt.datetime.now(dt.UTC):%Y-%m-%d}")
"""The day of the run, the same in each of its processes; ``PROVE_SEED`` in the environment repeats another day's."""

TAKES_ALL = os.environ.get("PROVE") == "all"
"""Whether proofs take every case."""


def sampled(cases: Iterable[Case], count: int) -> list[Case]:
    """Return ``count`` of the cases, in their order, or all of them with ``PROVE=all``."""
    all_cases = list(cases)
    if TAKES_ALL or count >= len(all_cases):
        return all_cases
    chosen = random.Random(f"{SEED} {all_cases}").sample(range(len(all_cases)), count)
    return [all_cases[nth] for nth in sorted(chosen)]
