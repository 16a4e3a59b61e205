"""Language tags (BCP 47): which are known, which script they are written in, how a side's language is told."""

from __future__ import annotations

import re
from functools import cache

import langcodes

HAN = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
KANA = re.compile("[\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff9f]")


def is_known(tag: str) -> bool:
    """True where ``tag`` is a well-formed tag whose every part is in the IANA registry."""
    return bool(re.fullmatch(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*", tag)) and langcodes.tag_is_valid(tag)


@cache
def canonical(tag: str) -> str:
    """``tag`` in its registered spelling: ``ZH_hans`` becomes ``zh-Hans``. Raises ``ValueError`` if it is no tag."""
    return langcodes.standardize_tag(tag)


@cache
def script(tag: str) -> str:
    """The script of a language, as ISO 15924 names it: ``Hans`` of ``zh-CN``, ``Latn`` of ``en``."""
    return langcodes.Language.get(tag).maximize().script or "Zyyy"


def primary(tag: str) -> str:
    """The language itself: ``zh`` of ``zh-Hans``."""
    return tag.split("-", maxsplit=1)[0].lower()


def is_han(tag: str) -> bool:
    """True where the language is set solid in Han characters: Chinese and Japanese."""
    return primary(tag) in {"zh", "ja", "yue", "lzh", "wuu", "hak", "nan", "cmn"}


def match(tag: str, languages: tuple[str, ...]) -> str | None:
    """The one of ``languages`` that ``tag`` names: itself, or the only one of its kin (``zh`` for ``zh-Hans``)."""
    tag = canonical(tag)
    if tag in languages:
        return tag
    kin = [each for each in languages if primary(each) == primary(tag)]
    return kin[0] if len(kin) == 1 and (tag == primary(tag) or script(tag) == script(kin[0])) else None


_NAMES = {
    "zh": "Chinese",
    "en": "English",
    "ja": "Japanese",
    "ko": "Korean",
    "fr": "French",
    "de": "German",
    "es": "Spanish",
    "ru": "Russian",
    "ar": "Arabic",
    "pt": "Portuguese",
    "it": "Italian",
}


def name(tag: str) -> str:
    """The language's name in English, for messages: ``Chinese`` of ``zh-Hans``; the tag itself of the rarer ones."""
    return _NAMES.get(primary(tag), tag)
