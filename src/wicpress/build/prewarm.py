"""Has a process get ready to lay an edition, also before it is known whether anything of it must be laid.

What is loaded here is loaded before that process is started, and it is waited for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from wicpress.build.request import BuildRequest
from wicpress.build.targets import Target, print_counterpart, targets
from wicpress.build.workers import WorkerPool, cores
from wicpress.cache.disk_store import DiskStore
from wicpress.config import Config, Edition, load
from wicpress.fonts.font_cache import cache_folder
from wicpress.pdf.worker_warmup import style_cache, style_key, warm_up


def page_store() -> DiskStore:
    """Where parts of books, and what else was made of them, are kept between builds: beside the prepared faces."""
    return DiskStore(cache_folder().parent / "pages")


def warmup_task(config: Config, edition: Edition, cached: bool) -> Callable[[], None]:
    """What a process does before it is given the first part of an edition."""
    known = style_cache(page_store() if cached else None)
    return partial(warm_up, known, style_key(known, config.root, edition.name))


def uses_parallel_layout(request: BuildRequest) -> bool:
    """True where printed editions are laid in parts, by processes of their own."""
    return not request.single_document and not request.keep_html_dir and (request.jobs or cores()) > 1


def only_print_target(config: Config, wanted: Iterable[Target]) -> Target | None:
    """The printed edition, where it and perhaps an e-book that names its pages are all that is wanted."""
    match sorted(wanted, key=lambda each: each.format != "pdf"):
        case [Target(_, "pdf") as found]:
            return found
        case [Target(edition, "pdf") as found, Target(other, "epub")] if print_counterpart(config, other) == edition:
            return found
    return None


def make_workers(roots: Sequence[Path], request: BuildRequest) -> WorkerPool:
    """The hands for a build: a process gets ready at once where one printed edition will most likely be laid again.

    That is where nothing but it and its e-book is asked for, and a file of the book is younger than it. What is made
    is decided later, by the sums of files; a process that got ready in vain is ended.
    """
    found = WorkerPool(request.jobs or cores())
    if len(roots) == 1 and uses_parallel_layout(request) and (config := load(roots[0]).value):
        wanted = only_print_target(config, targets(config, request.editions, request.formats))
        if wanted and (request.force or _looks_stale(wanted, config, request.output)):
            found.warm_up(warmup_task(config, wanted.edition, request.use_cache))
    return found


def _looks_stale(target: Target, config: Config, output: Path) -> bool:
    """True where a file of the book is younger than an output, or there is none."""
    try:
        made = (output / target.name).stat().st_mtime_ns
        return any(changed > made for changed in _mtimes(config.root.resolve(), output.resolve()))
    except OSError:
        return True


def _mtimes(root: Path, output: Path) -> Iterator[int]:
    """When each file in the folder of a book was changed, in nanoseconds; hidden ones and outputs aside."""
    for place, folders, names in os.walk(root):
        folders[:] = [each for each in folders if not each.startswith(".") and Path(place, each) != output]
        for name in names:
            yield Path(place, name).stat().st_mtime_ns
