"""A WeasyPrint whose version, sources or lines are not the expected ones raises ``EngineMismatch``."""

from __future__ import annotations

import attrs
import pytest
import weasyprint

from wicpress.engine.patching import version_guard
from wicpress.engine.patching.engine_table import ENGINE_NAMES
from wicpress.engine.patching.version_guard import EngineMismatch


def test_the_installed_weasyprint_passes() -> None:
    """The installed WeasyPrint is the supported version, name by name."""
    version_guard.check_version()
    version_guard.check_sources()


def test_another_version_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of WeasyPrint raises, with the command that installs the supported one."""
    monkeypatch.setattr(weasyprint, "__version__", "70.1")
    with pytest.raises(EngineMismatch, match=r"70\.1 is not 70\.0.*pip install") as caught:
        version_guard.check_version()
    assert caught.value.name == "weasyprint"
    assert "pip install" in caught.value.help


def test_a_changed_source_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name whose source differs is reported, with two remedies."""
    changed = attrs.evolve(ENGINE_NAMES[3], digest="0" * 16)
    sources = version_guard.changed_names
    monkeypatch.setattr(version_guard, "changed_names", lambda root: sources(root, (*ENGINE_NAMES[:3], changed)))
    with pytest.raises(EngineMismatch, match=r"pip install.*undo") as caught:
        version_guard.check_sources()
    assert caught.value.name == changed.name
