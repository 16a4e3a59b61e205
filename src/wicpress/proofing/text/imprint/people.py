"""How title page and imprint name people, their roles and where they work."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress import languages as lang
from wicpress.config import Config, Person

_CODES = (
    "aut", "cre", "com", "edt", "trl", "rev", "ill", "pht", "ann", "aui", "aft", "ctb", "pfr", "bkd", "cov", "csl",
    "res",
)  # fmt: skip
_WORDS = {
    "zh-Hans": "著|著|编著|主编|译|审校|插图|摄影|注释|作序|作跋|参编|校对|装帧设计|封面设计|顾问|研究",
    "zh-Hant": "著|著|編著|主編|譯|審校|插圖|攝影|註釋|作序|作跋|參編|校對|裝幀設計|封面設計|顧問|研究",
    "ja": "著|著|編著|編|訳|監修|絵|写真|注|序文|跋文|協力|校正|装丁|表紙デザイン|顧問|調査",
    "en": "||Compiled|Edited|Translated|Reviewed|Illustrated|Photographs|Annotated|Introduction|Afterword"
    "|With contributions|Proofread|Designed|Cover|Advised|Research",
}


def credited(names: str, role: str, tag: str, config: Config) -> str:
    """Return names with the words for a role: behind them in Chinese and Japanese, before them elsewhere."""
    is_plain = {each.role for each in config.authors} <= {"aut", "cre"}
    if role not in _CODES or is_plain:
        return names
    kin = next((each for each in _WORDS if _script(each) == _script(tag)), "en")
    words = _WORDS[kin].split("|")[_CODES.index(role)]
    if lang.is_chinese_or_japanese(kin):
        return f"{names} {words}"
    return f"{words} by {names}" if words else names


def _script(tag: str) -> tuple[str, str]:
    return lang.primary(tag), lang.script(tag)


def people_lines(config: Config, tag: str) -> Iterator[str]:
    """Yield the lines of the imprint with the people of each role, in the order of the first, and with each ORCID."""
    for role in dict.fromkeys(each.role for each in config.authors):
        names = [_with_place(each, tag) for each in config.authors if each.role == role]
        yield credited(_list([each for each in names if each], tag), role, tag, config)
    colon = "：" if lang.is_chinese_or_japanese(tag) else ": "
    for each in config.authors:
        if each.orcid:
            yield f"{each.name.first_of(tag)}{colon}https://orcid.org/{each.orcid}"


def _with_place(person: Person, tag: str) -> str:
    of_all = [text for _, text in person.affiliation.by_lang]
    place = person.affiliation.get(tag) or (of_all[0] if len(of_all) == 1 else "")
    brackets = "（{}）" if lang.is_chinese_or_japanese(tag) else " ({})"
    return person.name.first_of(tag) + (brackets.format(place) if place else "")


def _list(names: list[str], tag: str) -> str:
    if lang.is_chinese_or_japanese(tag):
        return "、".join(names)
    if lang.primary(tag) != "en" or len(names) < 2:
        return ", ".join(names)
    *before, last = names
    return ", ".join(before) + " and " + last
