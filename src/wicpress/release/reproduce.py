"""A release made again beside the first: what it was made from, then each artefact, and where it differs first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from wicpress.release import checksums, difference, manifest

INPUTS = ("source", "toolchain", "date", "date_from")


def compare_release(
    folder: Path, before: Mapping[str, Any], old_folder: Path
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The inputs that differ from the manifest ``before``, and the artefacts of ``folder`` that do."""
    now = manifest.read(folder / manifest.FILE)
    inputs = tuple(_inputs(before, now))
    return inputs, (*_artifacts(folder, before, now, old_folder), *_itself(folder, before, old_folder))


def _inputs(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What the bytes depend on, the toolchain first: it explains most of what follows."""
    yield from difference.changed({key: before.get(key) for key in INPUTS}, {key: now.get(key) for key in INPUTS})
    yield from difference.changed(_fonts(before), _fonts(now), "fonts")


def _fonts(table: Mapping[str, Any]) -> dict[str, str]:
    return {f"{each['file']}": f"{each['version']} {each['sha256']}" for each in table.get("fonts", ())}


def _artifacts(folder: Path, before: Mapping[str, Any], now: Mapping[str, Any], old_folder: Path) -> Iterator[str]:
    made = {each["path"]: each["sha256"] for each in now["artifacts"]}
    for each in before["artifacts"]:
        name = each["path"]
        if name not in made:
            yield f"{name} was not made again"
        elif made[name] != each["sha256"]:
            yield f"{name} differs{_where(folder, name, each['sha256'], old_folder)}"
    known = {each["path"] for each in before["artifacts"]}
    yield from (f"{name} is new" for name in made if name not in known)


def _itself(folder: Path, before: Mapping[str, Any], old_folder: Path) -> Iterator[str]:
    """The manifest's own bytes; those after it hang on them."""
    now, was = (folder / manifest.FILE).read_bytes(), manifest.encode(before)
    if now != was:
        yield f"{manifest.FILE} differs {difference.first_difference(was, now)}"


def _where(folder: Path, name: str, digest: str, old_folder: Path) -> str:
    """Where a file differs first; only the file itself can tell, if it is still beside its manifest."""
    old = (old_folder / name).resolve()
    if not old.is_relative_to(old_folder.resolve()) or not old.is_file():
        return "; the first one is not beside its manifest, so where is not known"
    if checksums.sha256(old) != digest:
        return "; the one beside its manifest is not the one that was released"
    return f" {difference.first_difference(old.read_bytes(), (folder / name).read_bytes())}"
