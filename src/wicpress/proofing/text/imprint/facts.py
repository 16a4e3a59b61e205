"""What a printed imprint says of its edition: its typefaces, its trim size, its sheets and characters."""

from __future__ import annotations

import re

from fontTools.ttLib import TTFont, TTLibError

from wicpress import languages as lang
from wicpress.config import Config, Edition
from wicpress.config.book_formats import leaves_to_sheet
from wicpress.proofing.text.generated_words import word
from wicpress.system.folder import is_within

_FACES = {
    "serif-han": "Noto Serif SC",
    "sans-han": "Noto Sans SC",
    "serif": "Source Serif 4",
    "sans": "Source Sans 3",
}
"""The families of a book that names none, by their role."""
_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "q": 0.25}
_NAMED = {
    "a3": (297, 420), "a4": (210, 297), "a5": (148, 210), "a6": (105, 148), "b4": (250, 353), "b5": (176, 250),
    "jis-b4": (257, 364), "jis-b5": (182, 257), "letter": (215.9, 279.4), "legal": (215.9, 355.6),
    "ledger": (279.4, 431.8),
}  # fmt: skip
"""The page sizes of CSS Paged Media 3, 7.1, in mm."""


def imprint_faces(config: Config, tag: str) -> str:
    """Return the line that names the typefaces of a book, in one language."""
    general = {each.role: each for each in config.fonts if not each.lang}
    families: list[str] = []
    for role, house in _FACES.items():
        own = general.get(role)
        families += [_family(config, name) for name in own.names] if own else []
        families += [house] if own is None or own.with_bundled else []
    names = list(dict.fromkeys(families))
    if lang.is_chinese_or_japanese(tag):
        label = "書体" if lang.primary(tag) == "ja" else "字體" if lang.script(tag) == "Hant" else "字体"
        return f"{label}：{'、'.join(names)}"
    return f"Set in {', '.join(names[:-1])} and {names[-1]}." if len(names) > 1 else f"Set in {names[0]}."


def _family(config: Config, value: str) -> str:
    """Return the family that a font of ``[fonts]`` names itself; the value itself where it is an installed family."""
    path = config.root / value.split(",", maxsplit=1)[0].strip()
    if not is_within(path, config.root):
        return value
    if path.is_dir():
        path = next(iter(sorted(each for each in path.iterdir() if each.suffix.lower() in {".ttf", ".otf"})), path)
    if not path.is_file():
        return value
    try:
        with TTFont(path, fontNumber=0, lazy=True) as font:
            names = font["name"]
            return str(names.getDebugName(16) or names.getDebugName(1) or value)
    except (OSError, TTLibError):
        return value


def trim_line(edition: Edition, tag: str) -> str:
    """Return the line that gives width and height of the page in whole mm."""
    width, height = (round(each) for each in page_size(edition.page))
    if lang.is_chinese_or_japanese(tag):
        return f"{word('trim', tag)}：{width} × {height} 毫米"
    return f"{width} × {height} mm"


def page_size(page: str) -> tuple[float, float]:
    """Return width and height of a page in mm, by a size of CSS."""
    words = page.lower().split()
    if words[0] in _NAMED:
        width, height = _NAMED[words[0]]
        return (height, width) if "landscape" in words else (width, height)
    lengths = [re.fullmatch(r"([\d.]+)([a-z]+)", each) for each in words]
    width, height = (float(each[1]) * _MM[each[2]] for each in lengths if each)
    return width, height


def counted_sheets(config: Config, edition: Edition, pages: int) -> str:
    """Return how many sheets an edition of so many pages is printed on, empty where the leaves to one are unclear."""
    leaves = leaves_to_sheet(config, edition)
    if not leaves:
        return ""
    whole, rest = divmod((2 * pages * 10**5 + leaves) // (2 * leaves), 10**5)
    return f"{whole}.{rest:05}".rstrip("0").rstrip(".")


def counted_characters(edition: Edition, tag: str, pages: int) -> str:
    """Return the characters of full pages in thousands: an em is 10 pt wide, a line 16 pt high."""
    width, height = (each * 72 / 25.4 for each in page_size(edition.page))
    line = min(40, max(12, round(width * 0.70556 / 10)))
    lines = max(8, round(height * 0.79963 / 16))
    thousands = max(1, int(line * lines * pages / 1000 + 0.5))
    return f"{thousands}千字" if lang.is_chinese_or_japanese(tag) else f"{thousands:,},000 characters"
