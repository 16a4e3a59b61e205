"""The folder of the cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from wicpress.cache import location


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"WICPRESS_CACHE": "/c"}, "/c"),
        ({"WICPRESS_CACHE": "/c", "XDG_CACHE_HOME": "/x"}, "/c"),
        ({"XDG_CACHE_HOME": "/x"}, "/x/wicpress"),
        ({"XDG_CACHE_HOME": "relative"}, str(Path.home() / ".cache/wicpress")),
        ({}, str(Path.home() / ".cache/wicpress")),
    ],
)
def test_cache_folder(environment: dict[str, str], folder: str) -> None:
    """WICPRESS_CACHE, then XDG_CACHE_HOME where it is absolute, then the home folder."""
    assert location.cache_folder(environment) == Path(folder)


def test_kinds_of_entries_have_folders_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prepared fonts and laid-out pages have separate folders in the cache folder."""
    monkeypatch.setenv("WICPRESS_CACHE", str(tmp_path))
    assert (location.font_folder(), location.page_store().folder) == (tmp_path / "fonts", tmp_path / "pages")
