"""Terms and abbreviations in some of the random books, spelt out and printed in ways that are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

EXPANSIONS = ("no", "book", "chapter")
ORDERS = ("", "{.strokes}", "{.words}", "{.strokes .words}")
"""What may stand above a glossary."""
TERMS = """\
[bureau]
abbreviation = "WB"
ZH = "水务局"
en = "Water Bureau"

[congress]
abbreviation = {ZH = "镇人大", en = "TC"}
ZH = "镇人民代表大会"
en = "Town Congress"

[lock]
ZH = "船闸"
en = "lock"
forms = ["locks"]
meaning.ZH = "船过高低不同的水面时进出的地方，两头有门。"
meaning.en = "A chamber with gates at both ends, in which boats pass from one level of the water to another."

[weir]
ZH = "堰"
en = "weir"
"""
TEXTS = (
    "[WB]{.term}管着[船闸]{.term}和[堰]{.term}，[镇人大]{.term}管着[WB]{.term}。\n\n"
    "The [WB]{.term} keeps the [locks]{.term} and the [weir]{.term}, and the [TC]{.term} keeps the [WB]{.term}.",
    "到了夏天，[镇人民代表大会]{.term}又说了一遍，[镇人大]{.term}说得很清楚。\n\n"
    "In the summer the [Town Congress]{.term} said it again, and the [TC]{.term} was plain.",
    "- 镇上的[船闸]{.term}[^lock]\n\n- A [lock]{.term} of the town[^lock]\n\n"
    "[^lock]: 这条注说[WB]{.term}的事。\n\n    This note is about the [WB]{.term}.",
)
"""Paragraphs and an item that use terms in both languages; the first uses all."""
LISTS = (
    "# 术语 {{.unnumbered}}\n\n# Terms {{.unnumbered}}\n\n{0}\n::: glossary\n:::\n",
    "# 简称 {{.unnumbered}}\n\n# Short forms {{.unnumbered}}\n\n::: abbreviations\n:::\n",
    "# 术语 {{.unnumbered}}\n\n# Terms {{.unnumbered}}\n\n::: abbreviations\n:::\n\n{0}\n::: glossary\n:::\n",
)
ADDED = "（简称“”）簡稱「」"
"""What wicpress adds to an abbreviation; a test's font has the characters of this file."""


def with_terms(files: Mapping[str, str | bytes], seed: str, chinese: str) -> dict[str, str | bytes]:
    """Return the files of a book with terms and their lists, in one of two books; else as they are."""
    random = Random(f"{seed}, terms")
    used = dict(files)
    chapters = [(name, text) for name, text in files.items() if name[:1] == "0" and isinstance(text, str)]
    if random.randrange(2):
        return used
    used["terms.toml"] = f'expand = "{random.choice(EXPANSIONS)}"\n\n{TERMS.replace("ZH", chinese)}'
    for nth, (name, text) in enumerate(chapters):
        words = [*random.sample(TEXTS[1:], random.randint(0, len(TEXTS) - 1)), *(TEXTS[:1] if not nth else ())]
        used[name] = "\n\n".join((text, *words)) + "\n"
    used["97.md"] = random.choice(LISTS).format(random.choice(ORDERS))
    return used
