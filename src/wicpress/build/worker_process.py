"""A worker: a process that runs functions for the build that started it.

``python -m wicpress.build.worker_process FOLDER LIMITS`` reads jobs from its standard input and writes the results to
its standard output. Both are pickles, each after its length in 8 bytes, big-endian; only our own process sends them.
A job is a pair of a function and its argument, a result a pair of True and the value, or False and the exception.
The worker ends when its input ends, that is, also when the build is killed; temporary files are in FOLDER, and
LIMITS are what the user has set, as JSON.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import sys
import threading
import traceback
from queue import SimpleQueue
from typing import IO, Any

from wicpress import limits
from wicpress.system.bounds import bound_process
from wicpress.system.gc_control import raised_gc_threshold

LENGTH_BYTES = 8


def write_message(stream: IO[bytes], message: Any) -> None:
    """Write a value to a pipe. Raise ``OSError`` where nobody reads any more."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(LENGTH_BYTES) + data)
    stream.flush()


def read_message(stream: IO[bytes]) -> bytes:
    """Return the pickle of the next value in a pipe. Raise ``EOFError`` where there is none."""
    length = stream.read(LENGTH_BYTES)
    data = stream.read(int.from_bytes(length))
    if len(length) < LENGTH_BYTES or len(data) < int.from_bytes(length):
        raise EOFError
    return data


def main(folder: str, values: str) -> None:
    """Run jobs until the input ends."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # the terminal sends Ctrl-C to us, too; our build decides what it means
    limits.set_limits(json.loads(values))
    bound_process(limits.most("memory"))
    jobs, results = _take_streams()
    queue: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_read_jobs, args=(jobs, queue, folder), daemon=True).start()
    with raised_gc_threshold():
        while True:
            result = _run(queue.get())
            try:
                write_message(results, result)
            except OSError:
                _leave(folder)


def _take_streams() -> tuple[IO[bytes], IO[bytes]]:
    """Return the two pipes. What a library prints goes to standard error, and no program we run reads our input."""
    jobs, results = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return jobs, results


def _read_jobs(stream: IO[bytes], queue: SimpleQueue[bytes], folder: str) -> None:
    """Queue the jobs as they come; end the process with the input, also in the middle of a job."""
    try:
        while True:
            queue.put(read_message(stream))
    except (EOFError, OSError):
        _leave(folder)


def _leave(folder: str) -> None:
    """End at once: to finalise what the engine has loaded takes time, and the build waits for us."""
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _run(job: bytes) -> tuple[bool, Any]:
    try:
        function, argument = pickle.loads(job)
        return True, function(argument)
    except (MemoryError, OSError) as error:  # what is wrong with the machine keeps its type
        return False, error
    except Exception:
        return False, RuntimeError(f"in a worker:\n{traceback.format_exc()}")


if __name__ == "__main__":
    main(*sys.argv[1:])
