"""Judges that not every system has: a test that needs one is skipped only where the set-up cannot bring it."""

from __future__ import annotations

import functools
import os

import pytest

from wicpress.system.requirements import REQUIREMENTS, install_command, is_present, manager

IN_CI = os.environ.get("CI", "").lower() not in {"", "0", "false"}
"""True where a code host runs the tests."""

found = functools.cache(is_present)


def part(name: str) -> pytest.MarkDecorator:
    """Mark tests that need the part ``name`` of ``wicpress.system.requirements``.

    Where it is not there although this system's package manager has it, the tests run and fail, so that no judge is
    left out in silence; elsewhere they are skipped and say what lacks. In CI, whose readers see only that it passed,
    none is skipped.
    """
    wanted = next(each for each in REQUIREMENTS if each.name == name)
    by = manager()
    can_be_brought = by is not None and by.may_run_unasked and by.name in wanted.packages
    lacks = not can_be_brought and not IN_CI and not found(wanted)
    return pytest.mark.skipif(lacks, reason=f"needs {name}: {install_command([wanted], by)}")
