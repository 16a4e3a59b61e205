"""The digest under which something is kept."""

from __future__ import annotations

import hashlib


def digest(*values: object) -> str:
    """Return the SHA-256 of values that are equal where their ``repr`` is."""
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()
