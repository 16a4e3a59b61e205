"""Where the parts of a printed edition are laid: the shelf that keeps them, and hands for all cores."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from wicpress.build.fingerprint import tool_fingerprint
from wicpress.build.prewarm import page_store, warmup_task
from wicpress.build.workers import WorkerPool
from wicpress.cache.disk_store import DiskStore
from wicpress.config import Config, Edition
from wicpress.fonts.font_cache import file_digest
from wicpress.pdf.incremental import LayoutContext


@contextmanager
def layout_context(
    config: Config, edition: Edition, pool: WorkerPool | None, worker_count: int, cached: bool, scratch: Path
) -> Iterator[LayoutContext]:
    """The layout context of an edition, with ``pool`` or its own; nothing is kept after it unless ``cached``."""
    with ExitStack() as stack:
        if pool is None:
            pool = stack.enter_context(WorkerPool(worker_count))
            pool.warm_up(warmup_task(config, edition, cached))
        store = page_store() if cached else DiskStore(Path(stack.enter_context(TemporaryDirectory(dir=scratch))))
        yield LayoutContext(
            store,
            tool_fingerprint(),
            pool,
            file_digest,
            pool.run_in_background,
        )
