"""What the dictionaries leave open, and which words are names: the tables of ``words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import attrs


@attrs.frozen
class Tables:
    """The tables of ``words.toml``, in which each is described."""

    words: dict[str, str]
    doubtful: dict[str, str]
    measures: dict[str, str]
    no_places: frozenset[str]
    common_surnames: frozenset[str]
    surnames: frozenset[str]
    compound_surnames: frozenset[str]
    people: frozenset[str]
    names_of_one_word: frozenset[str]
    no_people: frozenset[str]
    features: frozenset[str]
    undivided_places: frozenset[str]


@cache
def tables() -> Tables:
    """Return the tables."""
    values = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    lists = {name: frozenset(value.split()) for name, value in values.items() if isinstance(value, str)}
    for name in ("common_surnames", "surnames"):
        lists[name] = frozenset("".join(lists[name]))
    return Tables(words=values["words"], doubtful=values["doubtful"], measures=values["measures"], **lists)
