"""``manifest.json``: what a release is, of what it was made, and who has judged it."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

from wicpress.diagnostics import WicpressError, declare_kind

FILE = "manifest.json"
FORMAT = "wicpress-release-manifest/1"
"""The first value of every manifest; another number means that what is there now has changed its meaning."""

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
    """The JSON Schema (2020-12) that every manifest meets; it says what each value means."""
    text = resources.files(__package__).joinpath("manifest.schema.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def encode(table: object) -> bytes:
    """``table`` as JSON that people can read, too; the same table is always the same bytes."""
    return (json.dumps(table, ensure_ascii=False, indent=1) + "\n").encode()


def media_type(name: str) -> str:
    """The media type of an artefact by its name."""
    return MEDIA_TYPES.get(Path(name).suffix.lower(), "application/octet-stream")


def read(path: Path) -> dict[str, Any]:
    """The manifest in a file. Raises ``PressError`` where it is none."""
    try:
        table = json.loads(path.read_bytes())
    except OSError as error:
        raise WicpressError(BAD_MANIFEST(f"{path} cannot be read: {error.strerror}")) from error
    except (ValueError, RecursionError) as error:
        raise WicpressError(BAD_MANIFEST(f"{path} is no JSON: {error}")) from error
    if not isinstance(table, dict) or table.get("format") != FORMAT:
        raise WicpressError(BAD_MANIFEST(f"{path} is no manifest of the form {FORMAT}"))
    if lacking := [name for name in schema()["required"] if name not in table]:
        raise WicpressError(BAD_MANIFEST(f"{path} lacks {', '.join(lacking)}"))
    return table
