"""Has a process get ready to lay an edition, also before it is known whether anything of it must be laid.

What is loaded here is loaded before that process is started, and it is waited for.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from wicpress.build.request import Wish
from wicpress.build.targets import Target, targets, twin
from wicpress.build.workers import Hands, cores
from wicpress.cache.disk_store import Store
from wicpress.config import Config, Edition, load
from wicpress.fonts.font_cache import cache_folder
from wicpress.pdf.worker_warmup import ready, sheets_key, sheets_memory


def shelf() -> Store:
    """Where parts of books, and what else was made of them, are kept between builds: beside the prepared faces."""
    return Store(cache_folder().parent / "pages")


def readiness(config: Config, edition: Edition, cached: bool) -> Callable[[], None]:
    """What a process does before it is given the first part of an edition."""
    known = sheets_memory(shelf() if cached else None)
    return partial(ready, known, sheets_key(known, config.root, edition.name))


def in_parts(wish: Wish) -> bool:
    """True where printed editions are laid in parts, by processes of their own."""
    return not wish.whole and not wish.keep and (wish.jobs or cores()) > 1


def printed(config: Config, wanted: Iterable[Target]) -> Target | None:
    """The printed edition, where it and perhaps an e-book that names its pages are all that is wanted."""
    match sorted(wanted, key=lambda each: each.format != "pdf"):
        case [Target(_, "pdf") as found]:
            return found
        case [Target(edition, "pdf") as found, Target(other, "epub")] if twin(config, other) == edition:
            return found
    return None


def hands(roots: Sequence[Path], wish: Wish) -> Hands:
    """The hands for a build: a process gets ready at once where one printed edition will most likely be laid again.

    That is where nothing but it and its e-book is asked for, and a file of the book is younger than it. What is made
    is decided later, by the sums of files; a process that got ready in vain is ended.
    """
    found = Hands(wish.jobs or cores())
    if len(roots) == 1 and in_parts(wish) and (config := load(roots[0]).value):
        wanted = printed(config, targets(config, wish.editions, wish.formats))
        if wanted and (wish.force or _is_old(wanted, config, wish.output)):
            found.ready(readiness(config, wanted.edition, wish.cached))
    return found


def _is_old(target: Target, config: Config, output: Path) -> bool:
    """True where a file of the book is younger than an output, or there is none."""
    try:
        made = (output / target.name).stat().st_mtime_ns
        return any(changed > made for changed in _changes(config.root.resolve(), output.resolve()))
    except OSError:
        return True


def _changes(root: Path, output: Path) -> Iterator[int]:
    """When each file in the folder of a book was changed, in nanoseconds; hidden ones and outputs aside."""
    for place, folders, names in os.walk(root):
        folders[:] = [each for each in folders if not each.startswith(".") and Path(place, each) != output]
        for name in names:
            yield Path(place, name).stat().st_mtime_ns
