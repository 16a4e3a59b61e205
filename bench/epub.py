"""Measures how long writing an e-book takes, beside EbookLib alone with the same finished pages.

    python bench/epub.py [--pages 1000] [--rounds 7]

All runs are in one process, in CPU seconds. Rounds are interleaved, so that a slow minute of the machine affects all
rows; the first row is measured twice, and smaller differences than between those two (A/A) mean nothing. EbookLib
gets finished pages; wicpress makes them from the parsed manuscript, with cover, contents and metadata. The last
row is one font of 3,850 Han characters, subset and packed.
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
from wicpress.cache.build_cache import NO_CACHE, BuildCache
from wicpress.cache.disk_store import DiskStore
from wicpress.epub import write_epub
from wicpress.fonts.prepared_faces import prepare_faces
from wicpress.fonts.subset import subset

COMMON = "".join(
    bytes([row, cell]).decode("gb2312", "ignore") for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)
)[:3850]
"""The first 3,850 Han characters of GB 2312."""


def bare(pages: list[bytes]) -> bytes:
    """Return the EPUB that EbookLib makes of ``pages``, as in its manual."""
    ebook = epub.EpubBook()
    ebook.set_identifier("bench")
    ebook.set_title("Bench")
    ebook.set_language("zh")
    items = []
    for number, page in enumerate(pages, 1):
        item = epub.EpubHtml(title=f"Chapter {number}", file_name=f"c{number}.xhtml", lang="zh")
        item.content = page
        ebook.add_item(item)
        items.append(item)
    ebook.toc = items
    ebook.add_item(epub.EpubNcx())
    ebook.add_item(epub.EpubNav())
    ebook.spine = ["nav", *items]
    out = io.BytesIO()
    epub.write_epub(out, ebook, {})
    return out.getvalue()


def cost(job: Callable[[], bytes]) -> tuple[float, int]:
    """Return the CPU seconds and the size in bytes of one run."""
    start = time.process_time()
    data = job()
    return time.process_time() - start, len(data)


def main() -> None:
    """Run the command line: generate the book, run the rounds, print the table."""
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

        cache = BuildCache(DiskStore(root / "cache"))

        def write_wicpress(fonts: bool = False, cache: BuildCache = NO_CACHE) -> bytes:
            chosen = attrs.evolve(edition, embed_fonts=fonts)
            return write_epub(manuscript, settings, chosen, faces=faces, cache=cache)

        han = next(face for face in faces if face.family == "W Serif Han")
        packed = zipfile.ZipFile(io.BytesIO(write_wicpress()))
        names = [each for each in packed.namelist() if each.endswith(".xhtml")]
        pages = [packed.read(name) for name in names]
        jobs: dict[str, Callable[[], bytes]] = {
            "EbookLib, finished pages": lambda: bare(pages),
            "EbookLib again (A/A)": lambda: bare(pages),
            "wicpress, without fonts": write_wicpress,
            "wicpress, fonts embedded": lambda: write_wicpress(True),
            "wicpress, fonts cached": lambda: write_wicpress(True, cache),
            "one font, 3,850 characters": lambda: subset(han, COMMON, lang="zh-Hans"),
        }
        costs_by_job: dict[str, list[tuple[float, int]]] = {name: [] for name in jobs}
        for _ in range(arguments.rounds):
            for name, job in jobs.items():
                costs_by_job[name].append(cost(job))
    base = statistics.median(seconds for seconds, _ in next(iter(costs_by_job.values())))
    print(f"{len(pages)} documents, {sum(map(len, pages)) / 1e6:.1f} MB of XHTML, {arguments.rounds} rounds\n")
    print(f"{'':26}{'CPU s':>8}{'ratio':>8}{'kB':>9}")
    for name, costs in costs_by_job.items():
        seconds = statistics.median(each for each, _ in costs)
        print(f"{name:26}{seconds:8.3f}{seconds / base:8.2f}{costs[-1][1] / 1000:9.0f}")


if __name__ == "__main__":
    main()
