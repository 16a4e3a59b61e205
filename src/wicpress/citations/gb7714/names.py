"""Sets names as GB/T 7714—2025 does: family name first, initials without stops, three names and 等 or et al."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wicpress.citations.entry import OTHERS, Entry, Name

MOST = 3
"""How many names are printed of more than that."""
_PARTS = re.compile(r"[\s.·]+")
_HYPHENS = re.compile(r"([-‐‑])")
_ROLES = ("composer", "author", "illustrator", "director", "host")
_EDITORS = ("editor", "editorial-director", "compiler", "collection-editor")


def responsible(entry: Entry) -> tuple[Name, ...]:
    """Return those who are responsible for a source: the editors where it has no author and is in no other."""
    roles = _ROLES if entry["container-title"] else (*_ROLES, *_EDITORS)
    return next((entry.names[role] for role in roles if entry.names.get(role)), ())


def responsible_for_container(entry: Entry) -> tuple[Name, ...]:
    """Return those who are responsible for the book that a source is in."""
    return next((entry.names[role] for role in ("container-author", *_EDITORS) if entry.names.get(role)), ())


def name_list(entry: Entry, names: Sequence[Name], label: str = "") -> str:
    """Return names with commas between them, as many as are printed, and the ``label`` of what they did."""
    if not names:
        return ""
    known = [each for each in names if each != OTHERS]
    parts = [full_name(each) for each in (known[:MOST] if len(known) > MOST else known)]
    if len(parts) < len(names):
        parts.append(others(entry))
    return "，".join((*parts, label) if label else parts)


def others(entry: Entry) -> str:
    """Return the words for further names in the language of an entry."""
    return "等" if entry.is_east_asian else "et al"


def full_name(name: Name) -> str:
    """Return a name with its initials: ``Peebles P Z Jr``, ``Veen P H van der``, ``于潇``."""
    if name.literal:
        return name.literal
    if name.is_east_asian and not re.search("[A-Za-z]", name.given):
        return f"{name.family}{name.given}"
    family = f"{name.particle} {name.family}" if name.particle else name.family
    parts = (family, initials(name.given), name.dropping, name.suffix.replace(".", ""))
    return " ".join(each for each in parts if each)


def family_name(name: Name) -> str:
    """Return what a citation by author and date has of a name: the whole of one in Chinese, else the family name."""
    if name.literal or name.is_east_asian:
        return full_name(name)
    return f"{name.particle} {name.family}" if name.particle else name.family or full_name(name)


def initials(given: str) -> str:
    """Return given names as initials: ``Jean-Luc P.`` as ``J-L P``; a particle in small letters stays."""
    return " ".join(_initial(part) for part in _PARTS.split(given) if part)


def _initial(part: str) -> str:
    if part[0].islower():
        return part
    return "".join(each if _HYPHENS.fullmatch(each) else each[:1].upper() for each in _HYPHENS.split(part))
