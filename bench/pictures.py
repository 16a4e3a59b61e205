"""Builds a report with 144 charts of 9.7 million pixels, with and without them; time, memory and size of the files.

``python bench/pictures.py`` makes the book in a temporary folder, builds its three PDFs and two e-books from nothing,
with and without the pictures, and prints what both cost. ``--charts`` and ``--pages`` make it smaller.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs
from PIL import Image, ImageDraw

import book

SIZE = (3600, 2700)
"""The pixels of a chart: 9.72 million."""
COLOURS = ((31, 78, 121), (192, 80, 40), (90, 140, 70), (120, 90, 150), (200, 160, 50))
EDITIONS = """
[[edition]]
name = "english"
layout = "single"
languages = ["en"]
formats = ["pdf"]
"""


@attrs.frozen
class Cost:
    """What a build has cost: seconds, processor seconds, the largest process, and the bytes of its files."""

    wall: float
    cpu: float
    memory: int
    sizes: dict[str, int]


def chart(seed: int) -> Image.Image:
    """Return a chart of bars and lines with its axes, labels and legend."""
    rng = random.Random(seed)
    picture = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(picture)
    for nth in range(9):
        y = 300 + 250 * nth
        pen.line((400, y, 3500, y), fill=(217, 217, 217), width=4)
        pen.text((200, y - 30), f"{80 - 10 * nth}", fill=(64, 64, 64), font_size=60)
    for nth in range(12):
        for part in range(3):
            left, top = 440 + 256 * nth + 66 * part, rng.randint(500, 2200)
            pen.rectangle((left, top, left + 58, 2300), fill=COLOURS[part])
        pen.text((480 + 256 * nth, 2340), f"{2005 + nth}", fill=(64, 64, 64), font_size=60)
    for nth in range(2):
        points = [(530 + 256 * each, rng.randint(400, 1500)) for each in range(12)]
        pen.line(points, fill=COLOURS[3 + nth], width=12, joint="curve")
    for nth, colour in enumerate(COLOURS):
        pen.rectangle((440 + 620 * nth, 2520, 500 + 620 * nth, 2580), fill=colour)
        pen.text((520 + 620 * nth, 2515), f"Series {nth + 1}", fill=(64, 64, 64), font_size=60)
    return picture


def write_book(folder: Path, charts: int, pages: int) -> None:
    """Write a report of about ``pages`` pages with so many charts among its text."""
    chapters = book.chapters(pages)
    book.write(folder, chapters)
    with (folder / "book.toml").open("a", encoding="utf-8") as file:
        file.write(EDITIONS)
    (folder / "images").mkdir()
    for nth in range(charts):
        chart(nth).save(folder / f"images/{nth:03}.png")
    places = [divmod(nth * len(chapters), charts)[0] for nth in range(charts)]
    for chapter in chapters:
        own = [nth for nth in range(charts) if places[nth] == chapter.number - 1]
        path = book.path_of(folder, chapter.number)
        paragraphs = path.read_text(encoding="utf-8").split("\n## ")
        path.write_text("\n## ".join(_with_charts(paragraphs, own)), encoding="utf-8")


def _with_charts(sections: Sequence[str], charts: Sequence[int]) -> Iterator[str]:
    """Yield the sections of a chapter, with its charts divided among their ends."""
    count = len(sections) // 2
    yield sections[0]
    for nth in range(count):
        figures = [_figure(each) for each in charts[nth * len(charts) // count : (nth + 1) * len(charts) // count]]
        yield sections[2 * nth + 1]
        yield sections[2 * nth + 2] + "".join(figures)


def _figure(nth: int) -> str:
    sides = ((f"图{nth}", f"逐年的数目，第{nth}组。"), (f"Chart {nth}", f"Numbers by year, group {nth}."))
    return "".join(f'\n![{alt}](images/{nth:03}.png "{caption}")\n' for alt, caption in sides)


def without_charts(folder: Path) -> None:
    """Take the charts out of a book."""
    for path in folder.glob("*.md"):
        lines = path.read_text(encoding="utf-8").split("\n")
        path.write_text("\n".join(line for line in lines if not line.startswith("![")), encoding="utf-8")


def measure(folder: Path, output: Path) -> Cost:
    """Build a book from nothing."""
    environment = {**os.environ, "WICPRESS_CACHE": str(output / "cache"), "PYTHONPATH": os.pathsep.join(sys.path)}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "wicpress", "build", str(folder), "--output", str(output / "dist")]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    sizes = {path.name: path.stat().st_size for path in sorted((output / "dist").iterdir()) if path.is_file()}
    return Cost(wall, cpu, after.ru_maxrss, sizes)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--charts", type=int, default=144)
    parser.add_argument("--pages", type=int, default=300, help="pages of text in an edition")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_book(folder / "book", options.charts, options.pages)
        drawn = sum(path.stat().st_size for path in (folder / "book/images").iterdir())
        print(f"{options.charts} charts of {SIZE[0]} × {SIZE[1]} pixels, {drawn / 1e6:.0f} MB")
        with_pictures = measure(folder / "book", folder / "with")
        without_charts(folder / "book")
        text = measure(folder / "book", folder / "without")
        for title, cost in (("with charts", with_pictures), ("text alone", text)):
            sizes = ", ".join(f"{name} {size / 1e6:.1f} MB" for name, size in cost.sizes.items())
            print(f"{title}: {cost.wall:.1f} s, {cost.cpu:.1f} s of processors; {sizes}")
        ratio = with_pictures.wall / text.wall - 1, with_pictures.cpu / text.cpu - 1
        print(f"pictures take {ratio[0]:.2f} of the time of the text, {ratio[1]:.2f} of the processors'")


if __name__ == "__main__":
    main()
