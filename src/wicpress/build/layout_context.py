"""Where the parts of a printed edition are laid: the shelf that keeps them, and hands for all cores."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from wicpress.build.fingerprint import press
from wicpress.build.prewarm import readiness, shelf
from wicpress.build.workers import Hands
from wicpress.cache.disk_store import Store
from wicpress.config import Config, Edition
from wicpress.fonts.font_cache import sum_of
from wicpress.pdf.assemble import spool
from wicpress.pdf.incremental import Bench


@contextmanager
def bench(
    config: Config, edition: Edition, hands: Hands | None, workers: int, cached: bool, scratch: Path
) -> Iterator[Bench]:
    """A bench for an edition, with ``hands`` or its own ``workers``; nothing is kept beyond it unless ``cached``."""
    with ExitStack() as stack:
        if hands is None:
            hands = stack.enter_context(Hands(workers))
            hands.ready(readiness(config, edition, cached))
        store = shelf() if cached else Store(Path(stack.enter_context(TemporaryDirectory(dir=scratch))))
        yield Bench(store, press(), hands, sum_of, hands.aside, spool=partial(spool, scratch))
