"""``python -m wicpress``: the command line.

Worker processes import this module when they start, so the command line is imported only when it is called.
"""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run a command and return its exit code."""
    from wicpress import cli  # noqa: PLC0415 - see above

    code = cli.main()
    gc.freeze()  # the process ends now: a last garbage collection would be wasted
    return code


if __name__ == "__main__":
    sys.exit(main())
