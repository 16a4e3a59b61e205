"""``python -m wicpress``: the command line.

Processes of the press open this module, too, when they begin; so the command line itself is loaded on call only.
"""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run a command; returns its exit code."""
    from wicpress import cli  # noqa: PLC0415 - see above

    code = cli.main()
    gc.freeze()  # all of it goes with the process: the collector need not look for what could go
    return code


if __name__ == "__main__":
    sys.exit(main())
