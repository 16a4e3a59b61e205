"""Write the stroke counts of Chinese characters from a copy of Unihan_IRGSources.txt (Unicode License v3).

    python scripts/stroke_counts.py Unihan_IRGSources.txt

Where a character has several counts, the first is that of mainland China.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from wicpress.collation.strokes import BLOCKS

TARGET = Path(__file__).parents[1] / "src/wicpress/collation/stroke_counts.txt"
_ENTRY = re.compile(r"U\+([0-9A-F]+)\tkTotalStrokes\t(\d+)")
_LINE = 64


def main(path: str) -> None:
    """Write the table, in lines of 64 characters."""
    entries = map(_ENTRY.match, Path(path).read_text(encoding="utf-8").splitlines())
    counts = {int(entry[1], 16): int(entry[2]) for entry in entries if entry}
    signs = "".join(chr(ord("@") + counts.get(code, 0)) for start, end in BLOCKS for code in range(start, end))
    lines = (signs[at : at + _LINE] for at in range(0, len(signs), _LINE))
    TARGET.write_text("\n".join([*lines, ""]), encoding="ascii")


if __name__ == "__main__":
    main(sys.argv[1])
