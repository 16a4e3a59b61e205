"""Work that a worker cannot stop, or can stop by an exception only."""

from __future__ import annotations

import itertools
import time

from wicpress.system.bounds import OutOfTime, processor_time


def in_python(seconds: int) -> str:
    """Count until the time is over, and return the name of what is raised."""
    try:
        with processor_time(seconds):
            while True:
                pass
    except OutOfTime as error:
        return type(error).__name__


def one_in_another(seconds: int) -> list[float]:
    """Count until the time of a piece of work is over, and that of one inside it; return what each has taken."""
    taken = []
    start = time.process_time()
    try:
        with processor_time(seconds):
            try:
                with processor_time(seconds):
                    while True:
                        pass
            except OutOfTime:
                taken.append(time.process_time() - start)
            while True:
                pass
    except OutOfTime:
        taken.append(time.process_time() - start)
    return taken


def in_compiled_code(seconds: int) -> None:
    """Add up for ever, in code that looks for no signal."""
    with processor_time(seconds):
        sum(itertools.repeat(0))
