"""HarfBuzz, which shapes and cuts type, by the one name that this room calls it."""

from __future__ import annotations

import importlib
from typing import Any

hb: Any = importlib.import_module("uharfbuzz")
"""The module ``uharfbuzz``, whose compiled half carries no types."""
