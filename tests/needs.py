"""Judges that not every system has: a test that needs one is skipped only where the set-up cannot bring it."""

from __future__ import annotations

import pytest

from wicpress.parts import PARTS, manager, mend, present


def part(name: str) -> pytest.MarkDecorator:
    """Mark tests that need the part ``name`` of ``wicpress.parts``.

    Where it is not there although this system's package manager has it, the tests run and fail, so that no judge is
    left out in silence; elsewhere they are skipped and say what lacks.
    """
    wanted = next(each for each in PARTS if each.name == name)
    by = manager()
    can_be_brought = by is not None and by.trusted and by.name in wanted.packages
    lacks = not can_be_brought and not present(wanted)
    return pytest.mark.skipif(lacks, reason=f"needs {name}: {mend([wanted], by)}")
