"""The fields of the imprint page, as ``[imprint]`` in ``book.toml`` gives them: CIP data, people, printing, price."""

from __future__ import annotations

from wicpress import languages as lang
from wicpress.config import Config
from wicpress.edition.strings import translate

UNLABELLED = ("cip", "printing-line")
"""Fields that stand as they are; others have their name before them."""


def cip_data(config: Config, tag: str) -> list[str]:
    """Return the lines of the CIP data in one language."""
    return dict(config.imprint_fields)["cip"].get(tag).splitlines() if _has(config, "cip") else []


def field_lines(config: Config, tag: str) -> list[str]:
    """Return a line for each other field that has a value in one language: ``责任编辑：某人``."""
    colon = "：" if lang.is_chinese_or_japanese(tag) else ": "
    lines = []
    for key, words in config.imprint_fields:
        text = words.get(tag) if key != "cip" else ""
        if text:
            lines.append(text if key in UNLABELLED else f"{translate(f'imprint-{key}', tag)}{colon}{text}")
    return lines


def has_format(config: Config) -> bool:
    """Return whether the book says its format itself."""
    return _has(config, "format")


def _has(config: Config, key: str) -> bool:
    return key in dict(config.imprint_fields)
