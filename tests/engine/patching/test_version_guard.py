"""The engine is refused where its version, its sources or its lines are not the expected ones."""

from __future__ import annotations

import attrs
import pytest
import weasyprint

from wicpress.engine.patching import version_guard
from wicpress.engine.patching.engine_table import ENGINE_NAMES
from wicpress.engine.patching.version_guard import EngineMismatch


def test_the_installed_engine_passes() -> None:
    """The installed engine is the supported version, name by name."""
    version_guard.check_version()
    version_guard.check_sources()


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of WeasyPrint is refused, with the command that installs the right one."""
    monkeypatch.setattr(weasyprint, "__version__", "70.1")
    with pytest.raises(EngineMismatch, match=r"70\.1 is not 70\.0.*pip install") as caught:
        version_guard.check_version()
    assert caught.value.name == "weasyprint"
    assert "pip install" in caught.value.help


def test_a_changed_source_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name whose source differs is named, with two ways out."""
    changed = attrs.evolve(ENGINE_NAMES[3], digest="0" * 16)
    sources = version_guard.changed_names
    monkeypatch.setattr(version_guard, "changed_names", lambda root: sources(root, (*ENGINE_NAMES[:3], changed)))
    with pytest.raises(EngineMismatch, match=r"pip install.*undo") as caught:
        version_guard.check_sources()
    assert caught.value.name == changed.name
