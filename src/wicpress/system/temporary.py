"""The folder for temporary files of this process, which somebody else deletes if the process is killed."""

from __future__ import annotations

_folder: str | None = None


def set_temp_folder(folder: str) -> None:
    """Choose the folder for temporary files of this process."""
    global _folder  # noqa: PLW0603 - one per process, set once when a worker starts
    _folder = folder


def temp_folder() -> str | None:
    """Return the folder for temporary files, or None for the system's."""
    return _folder
