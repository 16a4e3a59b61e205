"""A source that a citation in the text names."""

from __future__ import annotations

import attrs


@attrs.frozen
class CitedSource:
    """One source of a citation, the place in it that is cited, such as ``12页``, and the words before it, 另见.

    ``form`` is ``normal``, ``prose`` where its author stands in the text (``@key``), or ``year`` (``[-@key]``).
    """

    key: str
    locator: str = ""
    form: str = "normal"
    prefix: str = ""

    @property
    def opening(self) -> str:
        """The words before the source, with a space behind words in Latin script."""
        return f"{self.prefix} " if self.prefix and self.prefix[-1].isascii() else self.prefix
