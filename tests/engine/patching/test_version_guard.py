"""The guard knows this engine and refuses any other."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable

import pytest
import weasyprint

from wicpress.engine.patching import line_layer as layer
from wicpress.engine.patching import version_guard
from wicpress.engine.patching.line_layer import chinese_line_layout
from wicpress.engine.patching.version_guard import EngineMismatch
from wicpress.engine.tags import tagger


def test_known_engine_passes() -> None:
    """The installed engine is the pinned one, function by function."""
    version_guard.check_engine()


@pytest.mark.parametrize("function", [*version_guard.EXPECTED_SOURCES, *tagger.KNOWN])
def test_the_whole_source_is_compared(function: str) -> None:
    """What is compared of a function is all that Python itself takes for its source."""
    module, _, name = function.rpartition(".")
    found = getattr(importlib.import_module(module), name)
    assert version_guard._source(found) == inspect.getsource(found)


def test_other_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of WeasyPrint stops the press and says which to install."""
    monkeypatch.setattr(weasyprint, "__version__", "70.1")
    with pytest.raises(EngineMismatch, match=r"70\.1 is not 70\.0.*pip install") as caught:
        version_guard.check_engine()
    assert caught.value.function == "weasyprint"


@pytest.mark.parametrize("function", version_guard.EXPECTED_SOURCES)
def test_changed_function_is_named(function: str) -> None:
    """A function whose source differs is named in the error."""
    with pytest.raises(EngineMismatch) as caught:
        version_guard.check_engine({function: "0" * 16})
    assert caught.value.function == function
    assert "pip install" in caught.value.help


@pytest.mark.parametrize("function", ["weasyprint.layout.inline.no_such", "weasyprint.no_such.text_align"])
def test_missing_function_is_named(function: str) -> None:
    """A function that is gone is a mismatch, not a crash."""
    with pytest.raises(EngineMismatch, match="no_such"):
        version_guard.fingerprint(function)


def test_every_patch_is_guarded() -> None:
    """Nothing is replaced that the guard does not know."""
    assert set(layer.patches(layer.LineOptions())) <= set(version_guard.EXPECTED_SOURCES)


def _standing() -> dict[str, Callable[..., object]]:
    names = layer.patches(layer.LineOptions())
    split = ((name, *name.rpartition(".")[::2]) for name in names)
    return {name: getattr(importlib.import_module(module), attribute) for name, module, attribute in split}


def test_engine_is_left_as_it_was() -> None:
    """The layer replaces functions inside its context only, even when the work inside fails."""
    before = _standing()
    with pytest.raises(ZeroDivisionError), chinese_line_layout():
        inside = _standing()
        _ = 1 / 0
    assert _standing() == before
    assert all(inside[name] is not before[name] for name in before)


def test_one_layer_at_a_time() -> None:
    """A second layer inside the first is refused and does no harm."""
    before = _standing()
    with chinese_line_layout():
        with pytest.raises(layer.AlreadyPatched), chinese_line_layout():
            pass
        assert _standing() != before
    assert _standing() == before
