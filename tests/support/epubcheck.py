"""How tests run EPUBCheck and other external checkers."""

from __future__ import annotations

import os

ACCEPTED_CODES = frozenset({"CSS-028"})
"""Usage notes of EPUBCheck that stay: a style sheet declares fonts."""

JAVA_ENVIRONMENT = {**os.environ, "JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
"""An environment in which Java starts quickly, for a process that is short."""
