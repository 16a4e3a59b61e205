"""A source that a citation in the text names."""

from __future__ import annotations

import attrs


@attrs.frozen
class CitedSource:
    """One source of a citation, and the place in it that is cited, such as ``12页``.

    ``form`` is ``normal``, ``prose`` where its author stands in the text (``@key``), or ``year`` (``[-@key]``).
    """

    key: str
    locator: str = ""
    form: str = "normal"
