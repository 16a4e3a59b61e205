"""Whole books: settings, manuscripts, drawings, templates, style sheets, and what a stranger leaves in a folder."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random
from typing import Final

from fuzz.drawings import SHEETS, Drawing
from fuzz.manuscripts import CODE, LANGUAGES, WILD, manuscript
from fuzz.settings import damaged, settings
from fuzz.tables import FORMS
from fuzz.templates import template
from support.random_books import random_book

MILD: Final = 0.02
NUMBERS: Final = ("12.5", "3", "1,794", "50%", "2016", "")
LINKS: Final = (
    "loop", "../../victim/secret.txt", "../../victim", "../..", "/etc/passwd", "line.svg", "nosuch", ".", "01-a.md",
    "../../home/.netrc", "../../home",
)  # fmt: skip
PLACES: Final = (
    "link.png", "loop", "dist", "images", "02-b.md", "templates", "styles", "rules", ".git", ".wicpress", "fonts",
    "title.md", "dist/.wicpress", "book.toml", "line.svg",
)  # fmt: skip
GIT: Final = {
    "config": "[core]\n\tfsmonitor = ./.git/program\n\tpager = ./.git/program\n"
    "[include]\n\tpath = ../../../home/.gitconfig\n",
    "HEAD": "ref: refs/heads/../../../../victim/secret.txt\n",
    "objects/info/alternates": "../../../../victim\n",
    "refs/heads/main": "0" * 40 + "\n",
    "packed-refs": "x" * 99,
}  # fmt: skip
STYLE: Final = (
    "p{color:red}", "p{background:url(../../victim/secret.txt)}", "@page{size:0 0}", "p{content:attr(x url)}",
    "p{font:1e9pt x}",
)  # fmt: skip


def write_book(random: Random, root: Path, *, mild: bool = False) -> Path:
    """Write a book to the folder ``root``; a ``mild`` one is such that `check` may find no error in it."""
    root.mkdir(parents=True)
    files = _mild_files(random) if mild else _wild_files(random)
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    if not mild and random.random() < 0.2:
        _leave_things(random, root)
    return root


def _mild_files(random: Random) -> dict[str, bytes]:
    """Return the files of a sound book, with a wild character here and there."""
    book = random_book(str(random.random()), most_chapters=1)
    files = {}
    for name, text in book.files.items():
        if isinstance(text, bytes):
            files[name] = text
            continue
        letters = [*text]
        for _ in range(random.choice((0, 1, 1, 3)) if name.endswith(".md") else 0):
            place = random.randrange(len(letters))
            if letters[place].isalpha():
                letters[place] += random.choice(WILD)
        more = _shared_blocks(random) if name.endswith(".md") else ""
        files[name] = ("".join(letters) + more).encode()
    if random.random() < 0.5:
        files["line.svg"] = Drawing(random, 0.1).data()
    return files


def _shared_blocks(random: Random) -> str:
    """Return tables and code without words, which need no translation."""
    blocks = []
    for _ in range(random.randint(0, 3)):
        lines = random.choice(FORMS)(random, lambda: random.choice(NUMBERS), wild=random.random() < 0.1)
        if random.random() < 0.3:
            lines = [f"```{random.choice(LANGUAGES[:12])}", *random.choices(CODE, k=3), "```"]
        blocks.append("\n".join(["", *lines, ""]))
    return "\n".join(blocks)


def _wild_files(random: Random) -> dict[str, bytes]:
    wildness = random.choice((MILD, 0.1, 0.3, 0.6))
    files: dict[str, bytes] = {"book.toml": settings(random, random.choice((0, 0.3, 0.7)))}
    files["01-a.md"] = manuscript(random, wildness)
    files["line.svg"] = Drawing(random, random.choice((0, 0, 0.3, 0.8))).data()
    if random.random() < 0.3:
        name = random.choice(("02-b.md", "02-b.zh-Hans.md", "02-b.en.md", "title.md", "part/03.md"))
        files[name] = manuscript(random, wildness)
    return files | _additions(random)


def _additions(random: Random) -> dict[str, bytes]:
    """Return files that only some books have."""
    files: dict[str, bytes] = {}
    if random.random() < 0.1:
        path, text = template(random)
        files[f"templates/{path}"] = text
    if random.random() < 0.1:
        files["styles/x.css"] = random.choice(SHEETS + STYLE).encode()
    if random.random() < 0.05:
        files["link.png"] = random.choice(
            (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0" + b"\x00" * 99, b"GIF89a", b"", b"<svg/>")
        )
    if random.random() < 0.05:
        files |= {f".git/{name}": text.encode() for name, text in GIT.items()}
    if random.random() < 0.03:
        files[random.choice(("rules/x.py", "conftest.py", "sitecustomize.py", "wicpress.py", "__init__.py"))] = (
            b"import pathlib\npathlib.Path(__file__, '../../../../victim/ran').resolve().write_text('x')\n"
        )
    if random.random() < 0.02:
        files = {name: damaged(random, data or b" ") for name, data in files.items()}
    return files


def _leave_things(random: Random, root: Path) -> None:
    """Put links, pipes, names of odd bytes, and a file of a terabyte into a book."""
    place = root / random.choice(PLACES)
    kind = random.choice(("link", "link", "link", "pipe", "folder", "large", "name"))
    if kind == "name":
        place = Path(
            os.fsdecode(
                os.fsencode(root)
                + b"/"
                + random.choice((b"\xff\xfe.md", b"a\nb.md", b"-x.md", b"\x1b[31m.md", b"02\xe2\x80\xae.md"))
            )
        )
        place.write_bytes(b"# x\n")
        return
    if place.is_symlink() or place.is_file():
        place.unlink()
    elif place.exists() or not place.parent.is_dir():
        return
    if kind == "link":
        place.symlink_to(random.choice(LINKS))
    elif kind == "pipe":
        os.mkfifo(place)
    elif kind == "folder":
        place.mkdir()
    else:
        with place.open("wb") as file:
            file.truncate(1 << 40)
