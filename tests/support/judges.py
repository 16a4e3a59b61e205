"""How tests ask the judges of others."""

from __future__ import annotations

import os

BENIGN = frozenset({"CSS-028"})
"""Usage notes of EPUBCheck that cannot be helped: that a style sheet declares fonts."""

BRIEF = {**os.environ, "JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
"""The environment of a Java that is told not to prepare for a long life."""
