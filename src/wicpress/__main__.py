"""``python -m wicpress``: the command line.

Processes of the press open this module, too, when they begin; so the command line itself is loaded on call only.
"""

from __future__ import annotations

import sys


def main() -> int:
    """Run a command; returns its exit code."""
    from wicpress import cli  # noqa: PLC0415 - see above

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
