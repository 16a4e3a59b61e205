"""``manifest.json``: what a release is, what it was built from, and the results of its validation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from wicpress.diagnostics import WicpressError, declare_kind
from wicpress.system.folder import open_file

FILE = "manifest.json"
FORMAT = "wicpress-release-manifest/1"
"""The first value of every manifest; the number changes when an existing value changes its meaning."""

MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".json": "application/json",
    ".md": "text/markdown",
    ".txt": "text/plain",
}

BAD_MANIFEST = declare_kind(
    "bad_manifest",
    "The manifest of a release cannot be read",
    "`release --reproduce` takes the `manifest.json` of a release made by wicpress, and builds what it describes.",
    example="wicpress release --reproduce dist/release/my-book-1.0/manifest.json",
)


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of manifests, which describes each value."""
    text = resources.files(__package__).joinpath("manifest.schema.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def encode(table: object) -> bytes:
    """Return ``table`` as indented JSON; the same table always gives the same bytes."""
    return (json.dumps(table, ensure_ascii=False, indent=1) + "\n").encode()


def media_type(name: str) -> str:
    """Return the media type of an artefact by its name."""
    return MEDIA_TYPES.get(Path(name).suffix.lower(), "application/octet-stream")


def read(path: Path) -> dict[str, Any]:
    """Return the manifest in a file. Raise ``WicpressError`` if it is not one."""
    try:
        with open_file(path) as file:
            table = json.loads(file.read())
    except OSError as error:
        raise WicpressError(BAD_MANIFEST(f"{path} cannot be read: {error.strerror}")) from error
    except (ValueError, RecursionError) as error:
        raise WicpressError(BAD_MANIFEST(f"{path} is not JSON: {error}")) from error
    if not isinstance(table, dict) or table.get("format") != FORMAT:
        raise WicpressError(BAD_MANIFEST(f"{path} is not a manifest of the format {FORMAT}"))
    if missing := [name for name in schema()["required"] if name not in table]:
        raise WicpressError(BAD_MANIFEST(f"{path} does not have {', '.join(missing)}"))
    return table


def options(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of ``release`` that decide the bytes, as a manifest has them.

    Manifests of earlier versions have none: nothing was allowed, and the validators say whether judges ran.
    """
    judges = any(each["name"] != "wicpress verify" for each in table["validators"])
    return {"allow": [], "judges": judges} | dict(table.get("options", {}))
