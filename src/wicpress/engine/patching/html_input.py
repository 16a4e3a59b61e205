"""Reads HTML with the engine's parser, and spares it to compile a pattern for every tag and attribute anew."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from wicpress.engine.internals import inputstream


class InputStream(inputstream.HTMLUnicodeInputStream):  # type: ignore[misc]
    """The characters of a document, from which the parser takes those up to the next that means something.

    It looks the pattern for that up by the characters to stop at; those that it makes itself it stores under another
    key, where it finds none of them again (tinyhtml5 2.1).
    """

    def chars_until(self, characters: Collection[str], opposite: bool = False) -> Any:
        """Return what stands before the next of ``characters``; with ``opposite`` as long as it is one of them."""
        known, key = inputstream.characters_until_regex, (characters, opposite)
        if key not in known:
            members = "".join(map(re.escape, characters))
            known[key] = re.compile(f"[{members}]+" if opposite else f"[^{members}]+")
        return super().chars_until(characters, opposite)
