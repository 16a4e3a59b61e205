"""Which families set a text, first to last, by its language and its role."""

from __future__ import annotations

import functools
from collections.abc import Collection

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
    ``families`` are those of the book: one for this language only (``W Serif Han ja``) comes before the general one.
    Raise ``ValueError`` for another role.
    """
    if role not in {"serif", "sans", "mono"}:
        raise ValueError(f"no role {role!r}; there are serif, sans, mono")
    if role == "mono":
        return ("W Mono", *_han("sans", lang, families))
    name = f"W {role.capitalize()}"
    return (f"{name} Mix" if is_han(lang) else name, *_han(role, lang, families))


def han_family(role: str, lang: str = "") -> str:
    """Return the name of the Han family of a role (``serif`` or ``sans``), or of the one for ``lang`` only."""
    return f"W {role.capitalize()} Han {lang}".rstrip()


def _han(role: str, lang: str, families: Collection[str]) -> tuple[str, ...]:
    own = han_family(role, region(lang))
    return (own, han_family(role)) if region(lang) and own in families else (han_family(role),)
