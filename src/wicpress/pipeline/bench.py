"""Where the parts of a printed edition are laid: the shelf that keeps them, and hands for all cores."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from wicpress.binder.store import Store
from wicpress.fonts.cache import sum_of
from wicpress.pipeline.hands import Hands
from wicpress.pipeline.inputs import press
from wicpress.pipeline.keeping import shelf
from wicpress.writers.apart import ready
from wicpress.writers.bound import Bench


@contextmanager
def bench(hands: Hands | None, workers: int, cached: bool, scratch: Path) -> Iterator[Bench]:
    """A bench for ``hands``, or for ``workers`` of its own; nothing is kept beyond it unless it is ``cached``."""
    with ExitStack() as stack:
        if hands is None:
            hands = stack.enter_context(Hands(workers))
            hands.ready(ready)
        store = shelf() if cached else Store(Path(stack.enter_context(TemporaryDirectory(dir=scratch))))
        yield Bench(store, press(), hands, sum_of, hands.aside)
