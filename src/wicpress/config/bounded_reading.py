"""What others have written is read within bounds: a file that makes this endless is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wicpress import limits
from wicpress.diagnostics import Span, WicpressError, declare_kind
from wicpress.system.bounds import OutOfTime, is_bounded, memory, processor_time

READING_STOPPED = declare_kind(
    "reading_stopped",
    "Reading a file takes more time or memory than it may",
    "A manuscript, a picture or a finished file has so much processor time for each megabyte, and so much memory, as "
    "`--limits` or `[limits]` in the user's configuration give it. A file that is made to do harm can take any.",
    example="wicpress check --limits reading-seconds=300",
)


@contextmanager
def bounded_reading(what: str, size: int, path: str = "") -> Iterator[None]:
    """Raise ``WicpressError`` where the code below takes longer than the reading of ``size`` bytes may.

    ``what`` is named in the message; ``path`` is the file of the book that it is, empty for none. A process that is
    neither a command nor a worker is not bounded.
    """
    if not is_bounded():
        yield
        return
    try:
        with memory(limits.allowed("memory", size)), processor_time(limits.allowed("reading-seconds", size)):
            yield
    except (OutOfTime, MemoryError) as error:
        name: limits.Name = "memory" if isinstance(error, MemoryError) else "reading-seconds"
        what_of = "memory" if name == "memory" else "processor time"
        most = f"{limits.shown(name, limits.allowed(name, size))} of {what_of}"
        span = Span(path, 1, 1) if path else None
        raise WicpressError(
            READING_STOPPED(f"to read {what} takes more than {most}", span, hint=limits.way_out(name))
        ) from error
