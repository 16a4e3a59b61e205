"""People and their roles as title page and imprint name them: 某人　主编, Edited by Some Body."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from wicpress import languages as lang
from wicpress.config import Config, LocalizedText, Person
from wicpress.config.settings import ROLES
from wicpress.edition.strings import translate

ORCID = "https://orcid.org/"
_CREATORS = frozenset({"aut", "cre", "com"})
_PLAIN_ROLES = frozenset({"aut", "cre"})
"""The roles that are not named where nobody has another."""


@attrs.frozen
class Credit:
    """One person on the title page: the name with its role, and the affiliation, each by language."""

    names: tuple[tuple[str, str], ...]
    affiliations: tuple[tuple[str, str], ...]


def creators(config: Config) -> tuple[Person, ...]:
    """Return who made a book: its authors and compilers, or else those with the role of the first of its people.

    All others have contributed to it (EPUB 3.3, 5.5.3.2.2).
    """
    people = tuple(each for each in config.authors if each.role in _CREATORS)
    return people or tuple(each for each in config.authors if each.role == config.authors[0].role)


def credits_of(config: Config) -> tuple[Credit, ...]:
    """Return the people of a book as its title page names them, in their order."""
    return tuple(
        Credit(
            tuple((tag, with_role(text, each, tag, config)) for tag, text in each.name.by_lang if text),
            tuple((tag, text) for tag, text in each.affiliation.by_lang if text),
        )
        for each in config.authors
    )


def with_role(names: str, person: Person, tag: str, config: Config) -> str:
    """Return names with the words for the role of a person; a role that wicpress has no words for is not named."""
    if person.role not in ROLES or all(each.role in _PLAIN_ROLES for each in config.authors):
        return names
    return translate(f"role-{person.role}", tag).format(names).replace("）　", "）")


def people_lines(config: Config, tag: str) -> list[str]:
    """Return the lines of the imprint that name the people: one for each role, and one for each ORCID."""
    by_role: dict[str, list[Person]] = {}
    for each in config.authors:
        by_role.setdefault(each.role, []).append(each)
    lines = [with_role(joined(_named(people, tag), tag), people[0], tag, config) for people in by_role.values()]
    colon = "：" if lang.is_chinese_or_japanese(tag) else ": "
    return [*lines, *(f"{_name(each, tag)}{colon}{ORCID}{each.orcid}" for each in config.authors if each.orcid)]


def joined(names: Iterable[str], tag: str) -> str:
    """Return names in one line: ``甲、乙``, ``A, B and C``."""
    names = [each for each in names if each]
    if lang.is_chinese_or_japanese(tag):
        return "、".join(names)
    if lang.primary(tag) == "en" and len(names) > 1:
        return f"{', '.join(names[:-1])} and {names[-1]}"
    return ", ".join(names)


def _named(people: Iterable[Person], tag: str) -> list[str]:
    """Return names, each with its affiliation in brackets."""
    opening, closing = ("（", "）") if lang.is_chinese_or_japanese(tag) else (" (", ")")
    names = []
    for each in people:
        place = _in(each.affiliation, tag)
        names.append(f"{_name(each, tag)}{opening}{place}{closing}" if place else _name(each, tag))
    return names


def _name(person: Person, tag: str) -> str:
    return person.name.first_of(tag)


def _in(words: LocalizedText, tag: str) -> str:
    """Return a text in one language; one that is given in one language alone is the same in all."""
    return words.get(tag) or (words.first_of(tag) if len(words.by_lang) == 1 else "")
