"""Programs that not every system has: a test that needs one is skipped only where it cannot be installed."""

from __future__ import annotations

import functools
import os

import pytest

from wicpress.system.requirements import REQUIREMENTS, install_command, is_present, manager

IN_CI = os.environ.get("CI", "").lower() not in {"", "0", "false"}
"""True where the tests run in continuous integration."""

_is_present = functools.cache(is_present)


def requires(name: str) -> pytest.MarkDecorator:
    """Return the mark for tests that need the requirement ``name`` of ``wicpress.system.requirements``.

    Where it is missing although the package manager of the system has it, the tests run and fail, so that no check is
    left out in silence; elsewhere they are skipped with the reason. In continuous integration none is skipped.
    """
    requirement = next(each for each in REQUIREMENTS if each.name == name)
    package_manager = manager()
    is_installable = (
        package_manager is not None
        and package_manager.may_run_unasked
        and package_manager.name in requirement.packages
    )
    is_skipped = not is_installable and not IN_CI and not _is_present(requirement)
    return pytest.mark.skipif(is_skipped, reason=f"needs {name}: {install_command([requirement], package_manager)}")
