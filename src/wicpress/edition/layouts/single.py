"""Single: one language alone."""

from __future__ import annotations

from wicpress.layout import Layout

LAYOUT = Layout("single", languages=(1, 1), vertical=True)
