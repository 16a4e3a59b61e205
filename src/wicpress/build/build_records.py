"""What a build records of each output: the digest of its inputs, the digest of the file, and its report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from wicpress.build.output_folder import state_folder
from wicpress.diagnostics import Diagnostic, Severity, Span
from wicpress.edition.page_map import PageMap, PageStart
from wicpress.system.atomic_file import FileDigest, write_atomic
from wicpress.system.folder import open_file, remove_other_than_file

UNREADABLE = (OSError, ValueError, KeyError, TypeError, RecursionError)
"""What is raised for a record that is not there or damaged."""
VERSION = 1
"""The version of the files written here; a file with another one is not read."""


@attrs.frozen
class Record:
    """An output as it was built: ``inputs`` is the digest of everything that it depends on."""

    inputs: str
    digest: FileDigest
    report: Mapping[str, Any]


def record_path(output: Path, name: str) -> Path:
    """Return the path of the record of the file ``name`` in the folder ``output``."""
    return state_folder(output) / f"{name}.json"


def read_record(output: Path, name: str) -> Record | None:
    """Return the record of an output, or None where there is none that can be read."""
    try:
        table = _read(record_path(output, name))
        report = {key: value for key, value in table.items() if key not in {"version", "inputs"}}
        return Record(table["inputs"], FileDigest(table["size"], table["sha256"]), report)
    except UNREADABLE:
        return None


def write_record(output: Path, name: str, record: Record) -> None:
    """Write the record of an output. Raise ``OSError``."""
    table = {"version": VERSION, "inputs": record.inputs, **record.report}
    _write(record_path(output, name), encode(table))


def encode(table: object) -> bytes:
    """Return ``table`` as indented JSON."""
    return (json.dumps(table, ensure_ascii=False, indent=1) + "\n").encode()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    remove_other_than_file(path)
    write_atomic(path, b"%s\n%s" % (_digest(path, data), data), sync=True)


def _read(path: Path) -> dict[str, Any]:
    with open_file(path) as file:
        digest, _, data = file.read().partition(b"\n")
    if digest != _digest(path, data):
        raise ValueError(f"{path} is damaged")
    table = json.loads(data)
    if not isinstance(table, dict) or table.get("version") != VERSION:
        raise ValueError(path)
    return table


def _digest(path: Path, data: bytes) -> bytes:
    """Return the digest in the first line of a file, with its name, so that no file is taken for another."""
    return hashlib.sha256(path.name.encode() + b"\0" + data).hexdigest().encode()


# ------------------------------------------------------------------------------------- page maps


def page_map_path(output: Path, name: str) -> Path:
    """Return the path of the page map of the printed edition in the file ``name``."""
    return state_folder(output) / f"{name}.pages.json"


def write_map(output: Path, name: str, inputs: str, pages: PageMap) -> None:
    """Write where the pages of a printed edition begin. Raise ``OSError``."""
    table = {"version": VERSION, "inputs": inputs, "edition": pages.edition, "identifier": pages.identifier}
    head = json.dumps(table, ensure_ascii=False).removesuffix("}")
    data = f'{head}, "starts": {pages.starts.to_json()}}}'.encode()
    _write(page_map_path(output, name), data)


def read_map(output: Path, name: str, inputs: str) -> PageMap | None:
    """Return the page map of a printed edition, or None where there is none for these inputs."""
    try:
        table = _read(page_map_path(output, name))
        if table["inputs"] != inputs:
            return None
        starts = tuple(PageStart(str(a), str(b), str(c), int(d)) for a, b, c, d in table["starts"])
        return PageMap(str(table["edition"]), str(table["identifier"]), starts)
    except UNREADABLE:
        return None


# ------------------------------------------------------------------------------------ diagnostics


def diagnostics_path(output: Path, slug: str) -> Path:
    """Return the path of the diagnostics of a book's last check."""
    return state_folder(output) / f"{slug}.check.json"


def write_diagnostics(output: Path, slug: str, inputs: str, diagnostics: tuple[Diagnostic, ...]) -> None:
    """Write the diagnostics of a check, for builds with nothing to do. Raise ``OSError``."""
    table = {"version": VERSION, "inputs": inputs, "diagnostics": [to_json(each) for each in diagnostics]}
    _write(diagnostics_path(output, slug), encode(table))


def read_diagnostics(output: Path, slug: str, inputs: str) -> tuple[Diagnostic, ...] | None:
    """Return the diagnostics of a book's last check, or None where it had other inputs."""
    try:
        table = _read(diagnostics_path(output, slug))
        if table["inputs"] != inputs:
            return None
        return tuple(from_json(each) for each in table["diagnostics"])
    except UNREADABLE:
        return None


def to_json(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic for JSON, without its edits, which only ``check --fix`` needs."""
    table = attrs.asdict(diagnostic, filter=lambda attribute, _: attribute.name != "edits")
    return {key: value for key, value in table.items() if value not in ("", None, 0)}


def from_json(table: Mapping[str, Any]) -> Diagnostic:
    """Return a diagnostic from JSON. Raise ``KeyError``, ``TypeError`` or ``ValueError``."""
    values = dict(table)
    values["severity"] = Severity(values["severity"])
    if values.get("span"):
        values["span"] = Span(**values["span"])
    return Diagnostic(**values)
