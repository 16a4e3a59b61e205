"""Locks on open files, which the system takes away when their process ends."""

from __future__ import annotations

import errno

try:
    import fcntl
except ImportError:  # not a Unix: open files cannot be deleted there, which serves as the lock
    fcntl = None  # type: ignore[assignment]


def lock_file(file: int, wait: bool) -> bool:
    """Lock an open file; return False where another build holds it. File systems without locks let everyone pass."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError as error:
        return error.errno not in {errno.EWOULDBLOCK, errno.EACCES}
    return True
