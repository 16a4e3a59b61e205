"""The section of a changelog for a version."""

from __future__ import annotations

import pytest

from wicpress.release.release_notes import release_notes

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
    """Changelogs write the version in several ways; text in a code block is not a heading."""
    notes = release_notes(TEXT.format(heading), "1.0")
    assert notes.startswith("- New.") and notes.endswith("- More.\n") and "Candidate" not in notes


@pytest.mark.parametrize("heading", ["1.0.1", "11.0", "1.0-rc.1", "2.1.0", "1.0a"])
def test_another_version_does_not_match(heading: str) -> None:
    """A version that only starts or ends the same does not match."""
    assert release_notes(f"# C\n\n## {heading}\n\n- X.\n", "1.0") == ""


def test_release_candidate() -> None:
    """A version with a suffix is matched as a whole."""
    assert release_notes(TEXT.format("1.0"), "1.0-rc.1") == "- Candidate.\n"
