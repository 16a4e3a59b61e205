"""Which families set a text, first to last, by its language and its role."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator
from itertools import count, takewhile

from wicpress import languages

ROLES = ("serif-han", "sans-han", "serif", "sans", "mono")
"""The five faces of a book, as ``[fonts]`` in ``book.toml`` names them."""

HAN_SCRIPTS = frozenset({"Hans", "Hant", "Hani", "Jpan", "Kore", "Hira", "Kana", "Hrkt", "Bopo"})


@functools.cache
def script(lang: str) -> str:
    """Return the script of a language, as ISO 15924 names it; ``Zyyy`` for a tag that is none."""
    try:
        return languages.script(lang)
    except ValueError:
        return "Zyyy"


def is_han(lang: str) -> bool:
    """Return whether a language is set from a Han face: Chinese, Japanese, Korean, unless written in Latin."""
    return script(lang) in HAN_SCRIPTS


@functools.cache
def region(lang: str) -> str:
    """Return whose Han forms a language has: ``zh-Hans``, ``zh-Hant``, ``zh-HK``, ``ja``, ``ko``, or empty."""
    if not is_han(lang):
        return ""
    if script(lang) == "Hant":
        return "zh-HK" if languages.region(lang) in {"HK", "MO"} else "zh-Hant"
    return {"Jpan": "ja", "Hira": "ja", "Kana": "ja", "Hrkt": "ja", "Kore": "ko"}.get(script(lang), "zh-Hans")


def stack(lang: str, role: str, families: Collection[str] = ()) -> tuple[str, ...]:
    """Return the families that set text of ``lang``, first to last; ``role`` is ``serif``, ``sans`` or ``mono``.

    In a Han text the Latin letters come from the Mix family, whose unicode-range leaves quotes, dashes and ellipses
    to the Han face; in a Latin text they come from the Latin face, and the Han face stands last for quoted words.
    ``families`` are those of the book: one for this language only (``W Serif Han ja``) comes before the general one,
    the further fonts of a list (``W Serif Han 2``) behind its first.
    Raise ``ValueError`` for another role.
    """
    if role not in {"serif", "sans", "mono"}:
        raise ValueError(f"no role {role!r}; there are serif, sans, mono")
    han_role = "sans" if role == "mono" else role
    latin, han = latin_family(role, lang), han_family(han_role)
    own_latin, own_han = latin_family(role, lang, only=True), han_family(han_role, region(lang))
    own = {own_latin} | ({own_han} if region(lang) else set())
    listed = (
        name for name in (own_latin, latin, own_han, han) if name in (latin, han) or name in own & set(families)
    )
    return tuple(dict.fromkeys(family for name in listed for family in (name, *_further(name, families))))


def _further(family: str, families: Collection[str]) -> Iterator[str]:
    """Yield the families of the further fonts in the list of a family."""
    ranked = (ranked_family(family, rank) for rank in count(1))
    return takewhile(lambda name: name in families, ranked)


def ranked_family(family: str, rank: int) -> str:
    """Return the name of the family of one font of a list: ``W Serif Han 2`` where ``rank``, from 0, is 1."""
    return f"{family} {rank + 1}" if rank else family


def base_family(family: str) -> str:
    """Return the name of a family without the place in a list: ``W Serif Han`` of ``W Serif Han 2``."""
    return re.sub(r" \d+$", "", family)


def han_family(role: str, lang: str = "") -> str:
    """Return the name of the Han family of a role (``serif`` or ``sans``), or of the one for ``lang`` only."""
    return f"W {role.capitalize()} Han {lang}".rstrip()


def latin_family(role: str, lang: str, *, only: bool = False) -> str:
    """Return the name of the family that sets Latin letters in text of ``lang``; with ``only``, in no other text."""
    mix = " Mix" if is_han(lang) and role != "mono" else ""
    return f"W {role.capitalize()}{mix}{f' {lang}' if only else ''}"
