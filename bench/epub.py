"""Measures the writing of an e-book against bare EbookLib on the same finished pages.

    python bench/epub.py [--pages 1000] [--rounds 7]

In one process, CPU as the system counts it, the cyclic collector as a program has it. Rounds are interleaved, so that
a slow minute of the machine falls on all alike, and the first row stands twice: what the two differ by (A/A) is what
the machine cannot tell apart. EbookLib gets the pages ready made; wicpress makes them from the manuscript's values,
with cover, contents and metadata.
"""

from __future__ import annotations

import argparse
import io
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import attrs
from ebooklib import epub

import book
from wicpress import config, parsing
from wicpress.epub import write_epub
from wicpress.fonts.house_fonts import prepare_faces


def bare(pages: list[bytes]) -> bytes:
    """The EPUB that EbookLib makes of ``pages`` as its manual shows it."""
    made = epub.EpubBook()
    made.set_identifier("bench")
    made.set_title("Bench")
    made.set_language("zh")
    items = []
    for number, page in enumerate(pages, 1):
        item = epub.EpubHtml(title=f"Chapter {number}", file_name=f"c{number}.xhtml", lang="zh")
        item.content = page
        made.add_item(item)
        items.append(item)
    made.toc = items
    made.add_item(epub.EpubNcx())
    made.add_item(epub.EpubNav())
    made.spine = ["nav", *items]
    out = io.BytesIO()
    epub.write_epub(out, made, {})
    return out.getvalue()


def cost(job: Callable[[], bytes]) -> tuple[float, int]:
    """CPU seconds and bytes of one run."""
    start = time.process_time()
    data = job()
    return time.process_time() - start, len(data)


def main() -> None:
    """Read the arguments, make the book, run the rounds, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        book.write(root, book.chapters(arguments.pages))
        settings = config.load(root).value
        assert settings is not None
        manuscript = parsing.read(settings).value
        edition = attrs.evolve(settings.editions[0], embed_fonts=False)
        faces = prepare_faces()

        def ours(fonts: bool = False) -> bytes:
            return write_epub(manuscript, settings, attrs.evolve(edition, embed_fonts=fonts), faces=faces)

        packed = zipfile.ZipFile(io.BytesIO(ours()))
        names = [each for each in packed.namelist() if each.endswith(".xhtml")]
        pages = [packed.read(name) for name in names]
        jobs: dict[str, Callable[[], bytes]] = {
            "EbookLib, finished pages": lambda: bare(pages),
            "EbookLib again (A/A)": lambda: bare(pages),
            "wicpress, without fonts": ours,
            "wicpress, fonts embedded": lambda: ours(True),
        }
        found: dict[str, list[tuple[float, int]]] = {name: [] for name in jobs}
        for _ in range(arguments.rounds):
            for name, job in jobs.items():
                found[name].append(cost(job))
    base = statistics.median(seconds for seconds, _ in next(iter(found.values())))
    print(f"{len(pages)} documents, {sum(map(len, pages)) / 1e6:.1f} MB of XHTML, {arguments.rounds} rounds\n")
    print(f"{'':26}{'CPU s':>8}{'ratio':>8}{'kB':>9}")
    for name, costs in found.items():
        seconds = statistics.median(each for each, _ in costs)
        print(f"{name:26}{seconds:8.3f}{seconds / base:8.2f}{costs[-1][1] / 1000:9.0f}")


if __name__ == "__main__":
    main()
