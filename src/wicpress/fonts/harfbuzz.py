"""HarfBuzz, which shapes and cuts type, and Brotli, which packs it, by the names that this room calls them."""

from __future__ import annotations

import importlib
from typing import Any

hb: Any = importlib.import_module("uharfbuzz")
"""The module ``uharfbuzz``, whose compiled half carries no types."""

brotli: Any = importlib.import_module("brotli")
"""The module ``brotli``, which carries no types either."""
