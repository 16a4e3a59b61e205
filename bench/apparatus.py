"""Builds a long book with and without an index, a bibliography and references to its sections; processor time.

``python bench/apparatus.py`` makes the book in a temporary folder and builds its interleaved PDF from nothing: with
the words alone, with each of the three, and with all, in interleaved rounds. It prints what each takes beside the
words alone. For 1,000 pages there are 3,000 entries, 1,500 sources and 2,000 references in each language.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import attrs

import book

RATES = {"index": 3.0, "bibliography": 1.5, "references": 2.0}
"""How many of each there are for each page of the plain book."""
CHARACTERS = "山水石桥河船门茶布纸花木土火金玉田村市街灯书画印刀弓车马牛羊鱼鸟云雨风雪春夏秋冬"
SYLLABLES = tuple(first + last for first in "bdfghklmnprstvw" for last in ("a", "e", "i", "o", "u", "an"))
LISTS = {
    "index": "# 索引 {.unnumbered}\n\n# Index {.unnumbered}\n\n::: index\n:::\n",
    "bibliography": "# 文献 {.unnumbered}\n\n# Sources {.unnumbered}\n\n::: bibliography\n:::\n",
}
SOURCE = """\
@book{{s{0}, author = {{{1}}}, title = {{{2}}}, publisher = {{Press of {3}}}, address = {{{3}}}, year = {4}}}
"""


def words(rng: random.Random) -> tuple[str, str]:
    """Return words in both languages."""
    english = ("".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 3))) for _ in range(2))
    return "".join(rng.choice(CHARACTERS) for _ in range(rng.randint(3, 5))), " ".join(english)


def sentences(rng: random.Random, part: str, number: int, sections: int, *, marked: bool) -> tuple[str, str]:
    """Return a sentence in both languages, which a part marks, cites or refers with; else with the words alone."""
    chinese, english = words(rng)
    if part == "index" and marked:
        chinese, english = f'[{chinese}]{{.index translation="{english}"}}', f"[{english}]{{.index}}"
    key = f"[@s{number}]" if part == "bibliography" and marked else ""
    place = f"[](#s{number % sections})" if marked else "第3节"
    place_english = place if marked else "section 3"
    if part == "references":
        return f"{chinese}见{place}。", f" For the {english} see {place_english}."
    return f"也有{chinese}{key}。", f" So has the {english} {key}".rstrip() + "."


def write_book(folder: Path, pages: int, parts: tuple[str, ...]) -> None:
    """Write a book of about ``pages`` pages with some of the three; the words are the same without them."""
    rng = random.Random(0)
    chapters = list(book.chapters(pages))
    paragraphs = [each for chapter in chapters for each in chapter.blocks if isinstance(each, book.Paragraph)]
    sections = sum(isinstance(each, book.Heading) for chapter in chapters for each in chapter.blocks)
    added: list[list[tuple[str, str]]] = [[] for _ in paragraphs]
    for part, rate in RATES.items():
        for number in range(int(pages * rate)):
            nth = number * len(paragraphs) // int(pages * rate)
            added[nth].append(sentences(rng, part, number, sections, marked=part in parts))
    changed = iter(zip(paragraphs, added, strict=True))
    numbers = iter(range(sections))
    book.write(folder, [attrs.evolve(each, blocks=tuple(_blocks(each, changed, numbers))) for each in chapters])
    toml = folder / "book.toml"
    first, _, _ = toml.read_text(encoding="utf-8").partition('\n[[edition]]\nname = "parallel"')
    toml.write_text(first + 'formats = ["pdf"]\n', encoding="utf-8")
    for nth, part in enumerate(each for each in LISTS if each in parts):
        (folder / f"99{nth}.md").write_text(LISTS[part], encoding="utf-8")
    if "bibliography" in parts:
        (folder / "references.bib").write_text(
            "".join(_sources(int(pages * RATES["bibliography"]))), encoding="utf-8"
        )


def _blocks(
    chapter: book.Chapter, changed: Iterator[tuple[book.Paragraph, list[tuple[str, str]]]], numbers: Iterator[int]
) -> Iterator[book.Block]:
    """Yield the blocks of a chapter with what is added to its paragraphs, and an id for each of its headings."""
    for block in chapter.blocks:
        if isinstance(block, book.Heading):
            chinese, english = block.words
            yield attrs.evolve(block, words=(f"{chinese} {{#s{next(numbers)}}}", english))
        elif isinstance(block, book.Paragraph):
            _, more = next(changed)
            ends = ("".join(each[side] for each in more) for side in (0, 1))
            yield attrs.evolve(block, words=tuple(map("".join, zip(block.words, ends, strict=True))))
        else:
            yield block


def _sources(count: int) -> Iterator[str]:
    rng = random.Random(1)
    for number in range(count):
        chinese, english = words(rng)
        author = chinese[:2] if number % 2 else english.title().replace(" ", ", ")
        title = chinese if number % 2 else english.capitalize()
        yield SOURCE.format(number, author, title, english.split()[0].capitalize(), 1900 + number % 120)


def processor_time(folder: Path, output: Path) -> tuple[float, int]:
    """Return the processor seconds of a build from nothing, and the size of its file."""
    environment = {**os.environ, "WICPRESS_CACHE": str(output / "cache"), "PYTHONPATH": os.pathsep.join(sys.path)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "wicpress", "build", str(folder), "--output", str(output / "dist")]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    size = sum(path.stat().st_size for path in (output / "dist").glob("*.pdf"))
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, size


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000, help="pages of the plain book (default: 1000)")
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    contenders = {"words alone": (), **{each: (each,) for each in RATES}, "all": tuple(RATES)}
    times: dict[str, list[float]] = {name: [] for name in contenders}
    with tempfile.TemporaryDirectory() as name:
        for title, parts in contenders.items():
            write_book(Path(name) / title, options.pages, parts)
        for number in range(options.rounds):
            for title in contenders:
                seconds, size = processor_time(Path(name) / title, Path(name) / f"{title}-{number}")
                times[title].append(seconds)
                print(f"{title}: {seconds:.1f} s of processors, {size / 1e6:.2f} MB", flush=True)
    plain = min(times["words alone"])
    for title, seconds in times.items():
        print(f"{title}: {min(seconds) / plain:.2f}")


if __name__ == "__main__":
    main()
