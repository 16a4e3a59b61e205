"""An entry of a list of sources, whatever file it stands in."""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from wicpress.diagnostics import Span

_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|span)(?:\s[^<>]*)?>")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
EAST_ASIAN = frozenset({"zh", "ja", "ko"})
"""The languages whose entries have the family name first, without a space, and words in Chinese."""


@attrs.frozen
class Name:
    """A person, or in ``literal`` a name that is not divided, such as that of an institution.

    ``particle`` belongs to the family name (``van`` of van Gogh), ``dropping`` stands behind the given name.
    """

    family: str = ""
    given: str = ""
    suffix: str = ""
    particle: str = ""
    dropping: str = ""
    literal: str = ""

    @property
    def is_east_asian(self) -> bool:
        """Whether the family name stands first, without a space behind it."""
        return bool(_HAN.search(self.literal or self.family + self.given) or _HANGUL.search(self.family))


OTHERS = Name(literal="others")
"""Further names that a list of sources does not give."""


@attrs.frozen
class Date:
    """A date as year, month and day, as far as they are known; ``end`` is that of a range.

    ``literal`` is a date in words of its own: ``c1988``, ``1995印刷``.
    """

    year: str = ""
    month: int = 0
    day: int = 0
    end: Date | None = None
    literal: str = ""


@attrs.frozen
class Entry:
    """A source: its ``type`` and fields have the names of the Citation Style Language (CSL 1.0.2, appendix IV).

    Text may have ``<i>``, ``<b>``, ``<sub>`` and ``<sup>``, as in CSL-JSON; ``span`` is where the entry stands.
    """

    key: str
    type: str
    span: Span
    text: Mapping[str, str] = attrs.field(factory=dict)
    names: Mapping[str, tuple[Name, ...]] = attrs.field(factory=dict)
    dates: Mapping[str, Date] = attrs.field(factory=dict)

    def __getitem__(self, field: str) -> str:
        """Return the text of a field, empty where there is none."""
        return self.text.get(field, "")

    @property
    def language(self) -> str:
        """The primary language subtag of the entry (``zh``), or what the script of its words suggests."""
        if declared := self["language"]:
            return re.split(r"[-_]", declared, maxsplit=1)[0].lower()
        words = plain(self["title"]) + "".join(each.literal + each.family for each in self.names.get("author", ()))
        if _KANA.search(words):
            return "ja"
        if _HAN.search(words):
            return "zh"
        if _HANGUL.search(words):
            return "ko"
        return "ru" if _CYRILLIC.search(words) else "en"

    @property
    def is_east_asian(self) -> bool:
        """Whether words that the style adds are Chinese: 等, 译, 版."""
        return self.language in EAST_ASIAN


def plain(text: str) -> str:
    """Return the text of a field without its tags."""
    return _TAG.sub("", text)
