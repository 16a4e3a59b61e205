"""Compare a release that was built again with its manifest: the inputs, then each artefact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from wicpress.release import checksums, difference, manifest
from wicpress.system.folder import is_within

INPUTS = ("source", "toolchain", "date", "date_from")


def compare_release(
    folder: Path, before: Mapping[str, Any], old_folder: Path
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the inputs that differ from the manifest ``before``, and the artefacts of ``folder`` that differ."""
    after = manifest.read(folder / manifest.FILE)
    inputs = tuple(_inputs(before, after))
    return inputs, (*_artifacts(folder, before, after, old_folder), *_manifest_difference(folder, before))


def _inputs(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Yield the differences of source, toolchain, date and fonts, on which the bytes depend."""
    yield from difference.changed({key: before.get(key) for key in INPUTS}, {key: after.get(key) for key in INPUTS})
    yield from difference.changed(_fonts(before), _fonts(after), "fonts")


def _fonts(table: Mapping[str, Any]) -> dict[str, str]:
    return {f"{each['file']}": f"{each['version']} {each['sha256']}" for each in table.get("fonts", ())}


def _artifacts(folder: Path, before: Mapping[str, Any], after: Mapping[str, Any], old_folder: Path) -> Iterator[str]:
    digests = {each["path"]: each["sha256"] for each in after["artifacts"]}
    for each in before["artifacts"]:
        name = each["path"]
        if name not in digests:
            yield f"{name} was not built again"
        elif digests[name] != each["sha256"]:
            yield f"{name} differs{_where(folder, name, each['sha256'], old_folder)}"
    old_names = {each["path"] for each in before["artifacts"]}
    yield from (f"{name} is new" for name in digests if name not in old_names)


def _manifest_difference(folder: Path, before: Mapping[str, Any]) -> Iterator[str]:
    """Yield the difference of the manifest itself."""
    old, new = manifest.encode(before), (folder / manifest.FILE).read_bytes()
    if old != new:
        yield f"{manifest.FILE} differs {difference.first_difference(old, new)}"


def _where(folder: Path, name: str, digest: str, old_folder: Path) -> str:
    """Describe where a file differs first, if the old one is still beside its manifest."""
    old = old_folder / name
    if not is_within(old, old_folder) or not old.is_file():
        return "; the released file is not beside its manifest"
    if checksums.sha256(old) != digest:
        return "; the file beside its manifest is not the released one"
    return f" {difference.first_difference(old.read_bytes(), (folder / name).read_bytes())}"
