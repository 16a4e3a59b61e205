"""The part of a changelog that is headed by a version."""

from __future__ import annotations

import pytest

from wicpress.release.notes import notes

TEXT = """# Changes

Words before.

## {0}

- New.

### Inside

```
## 9.9
```

- More.

## 1.0-rc.1

- Candidate.
"""


@pytest.mark.parametrize(
    "heading", ["1.0", "v1.0", "[1.0]", "[1.0] - 2026-11-23", "1.0, unreleased", "Version 1.0", "第1.0版"]
)
def test_heading_names_the_version(heading: str) -> None:
    """However changelogs write it; what is inside a listing is no heading."""
    found = notes(TEXT.format(heading), "1.0")
    assert found.startswith("- New.") and found.endswith("- More.\n") and "Candidate" not in found


@pytest.mark.parametrize("heading", ["1.0.1", "11.0", "1.0-rc.1", "2.1.0", "1.0a"])
def test_another_version_is_another(heading: str) -> None:
    """A version that only begins or ends alike is not the one."""
    assert notes(f"# C\n\n## {heading}\n\n- X.\n", "1.0") == ""


def test_a_candidate_is_found() -> None:
    """A version with a suffix is found by the whole of it."""
    assert notes(TEXT.format("1.0"), "1.0-rc.1") == "- Candidate.\n"
