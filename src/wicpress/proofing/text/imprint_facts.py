"""What a printed imprint says of its edition: its typefaces and its trim size."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fontTools.ttLib import TTFont, TTLibError

from wicpress import languages as lang
from wicpress.config import Config, Edition
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
        pairs = ["、".join(names[nth : nth + 2]) for nth in range(0, len(names), 2)]
        return "，".join(pairs)
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


_FIELDS = (
    "editor", "proofreader", "production", "address", "printer", "binder", "distributor", "format", "sheets", "words",
    "edition", "printing", "copies", "price",
)  # fmt: skip
"""The fields of the imprint that have a name before them, in their order behind the CIP data."""
_NAMES = {
    "zh-Hans": "责任编辑|责任校对|责任印制|地址|印刷|装订|经销|开本|印张|字数|版次|印次|印数|定价",
    "zh-Hant": "責任編輯|責任校對|責任印製|地址|印刷|裝訂|經銷|開本|印張|字數|版次|印次|印數|定價",
    "ja": "編集|校正|製作|住所|印刷|製本|発売|判型|印刷枚数|字数|版|刷|部数|定価",
    "en": "Editor|Proofreader|Production|Address|Printed by|Bound by|Distributed by|Format|Sheets|Words|Edition"
    "|Printing|Print run|Price",
}


def field_lines(config: Config, tag: str) -> Iterator[str]:
    """Yield the lines of the imprint with what ``[imprint]`` gives, in one language."""
    fields = {key: words.get(tag) for key, words in config.imprint_fields}
    kin = lang.primary(tag), lang.script(tag)
    alike = (each for each in _NAMES if (lang.primary(each), lang.script(each)) == kin)
    names = _NAMES[lang.match(tag, tuple(_NAMES)) or next(alike, "en")].split("|")
    colon = "：" if lang.is_chinese_or_japanese(tag) else ": "
    yield from fields.get("cip", "").splitlines()
    yield from (f"{name}{colon}{fields[key]}" for key, name in zip(_FIELDS, names, strict=True) if fields.get(key))
    yield fields.get("printing-line", "")
