"""``python -m wicpress``: the command line."""

from __future__ import annotations

import sys

from wicpress.cli import main

if __name__ == "__main__":
    sys.exit(main())
