"""Whether a release may take the place of one that has the same version."""

from __future__ import annotations

from pathlib import Path

from wicpress.config import Config
from wicpress.diagnostics import WicpressError, declare_kind
from wicpress.release import checksums, manifest, signatures
from wicpress.release.source_info import SourceInfo

ALREADY_RELEASED = declare_kind(
    "already_released",
    "The version is released already, with other files",
    "A version that readers have is not changed under its name: whoever compares checksums or signatures would take "
    "the new files for forged ones. A release with the same bytes may be made again.",
    example="wicpress release --version 1.0.1",
)
_ADVICE = "release it under the next version, or replace the old one, signatures included: --replace"
MOST_NAMED = 3
"""How many files that differ are named."""


def check_source(config: Config, version: str, source: SourceInfo, output: Path) -> None:
    """Raise ``WicpressError`` if the version is released already and its manifest names another manuscript.

    It is known before anything is laid out; the bytes are compared afterwards.
    """
    folder = output / f"{config.slug}-{version}"
    _check_no_link(folder)
    try:
        released = manifest.read(folder / manifest.FILE)["source"]["files"]
    except (WicpressError, KeyError, TypeError):
        return
    now = source.table()["files"]
    if changed := sorted(name for name in {*released, *now} if released.get(name) != now.get(name)):
        message = f"{folder.name} is released already, and the book is not the same: {_names(changed)}"
        raise WicpressError(ALREADY_RELEASED(message, hint=_ADVICE))


def must_be_written(new: Path, released: Path) -> bool:
    """Return whether ``new`` has to be put in the place of ``released``: not where nothing would change.

    Raise ``WicpressError`` if that would change or drop a file, and ``OSError``.
    """
    _check_no_link(released)
    if not released.is_dir():
        return True
    now, before = _digests(new), _digests(released)
    if changed := sorted(name for name in {*now, *before} if now.get(name) != before.get(name)):
        message = f"{released.name} is released already, with other bytes: {_names(changed)}"
        raise WicpressError(ALREADY_RELEASED(message, hint=_ADVICE))
    signed_now, signed_before = _signatures(new), _signatures(released)
    if not signed_now:
        return False  # the same files, and whatever signatures there are stay
    if dropped := sorted(signed_before - signed_now):
        message = f"{released.name} is released already, with signatures that would be dropped: {_names(dropped)}"
        raise WicpressError(ALREADY_RELEASED(message, hint=_ADVICE))
    return True


def check_removable(released: Path) -> None:
    """Raise ``WicpressError`` if a folder holds what no release has put there: it would be lost with the old one."""
    _check_no_link(released)
    if not released.is_dir():
        return
    try:
        text = (released / checksums.FILE).read_text(encoding="utf-8")
    except (OSError, ValueError):
        text = ""
    unknown = [each for each in checksums.mismatches(released, text) if not signatures.is_signature(each)]
    if unknown:
        message = f"{released.name} holds what no release of it has put there: {_names(unknown)}"
        raise WicpressError(ALREADY_RELEASED(message, hint="move it away, or release the next version"))


def _check_no_link(released: Path) -> None:
    """Raise ``WicpressError`` if a link stands in the place of a release: it may lead anywhere."""
    if released.is_symlink():
        hint = "remove the link: a release stands in the output folder itself"
        raise WicpressError(ALREADY_RELEASED(f"{released.name} is a link, which no release has made", hint=hint))


def _digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file but signatures, by name."""
    return {
        name: checksums.sha256(folder / name) for name in checksums.names(folder) if not signatures.is_signature(name)
    }


def _signatures(folder: Path) -> set[str]:
    return set(filter(signatures.is_signature, checksums.names(folder)))


def _names(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
