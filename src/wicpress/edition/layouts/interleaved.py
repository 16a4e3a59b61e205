"""Interleaved: the languages of a block below each other, the leading one first."""

from __future__ import annotations

from wicpress.layout import Layout

LAYOUT = Layout("interleaved", languages=(2, None))
