"""The diagnostics of pairing: where two languages do not fit, and where they fit in more than one way."""

from __future__ import annotations

from wicpress.diagnostics import Severity, declare_kind

UNPAIRED_HEADINGS = declare_kind(
    "unpaired_headings",
    "The headings of two language files do not pair",
    "With a file per language, blocks pair between equal headings. Where one file has a heading more, or one of "
    "another level, all blocks after it would pair wrongly, so none of them is paired.",
    example="01-river.zh-Hans.md: # 河  ## 源头\n01-river.en.md:      # The river",
)
UNEQUAL_SECTION = declare_kind(
    "unequal_section",
    "A section has other blocks in one language than in the other",
    "Blocks of language files pair in order between equal headings. Where their number or their kinds differ, "
    "wicpress does not guess which paragraph translates which: the section stays unpaired and is reported. "
    "Mark a block that has no counterpart with `{.solo}` on the line above it.",
    example="{.solo}\nThis paragraph is for readers of the translation.",
)
UNEQUAL_COLUMNS = declare_kind(
    "unequal_columns",
    "A table's rows or a table's two languages differ in their columns",
    "A row with more cells than the head would lose some, and one with fewer would leave columns empty. The "
    "two languages of a table pair cell by cell, so both need the same rows and columns.",
    example="| 年 | 国家 |\n| --- | --- |\n| 2016 | 中国 | 110 |",
)
AMBIGUOUS_PAIRING = declare_kind(
    "ambiguous_pairing",
    "A block could pair with the one before or the one after it",
    "Where languages stand in one file, a block pairs with its neighbour in the other language. Where it has "
    "two such neighbours, wicpress follows the order that the rest of the file uses. Here the file uses both "
    "orders, or several blocks of one language stand before several of the other, so the pairing may be wrong.",
    example="{.solo}\nThis paragraph has no counterpart.\n\n这一段有译文。\n\nThis paragraph is its translation.",
    severity=Severity.WARNING,
)
REPEATED_BLOCK = declare_kind(
    "repeated_block",
    "Neighbours have the same words and do not pair",
    "Two neighbours with the same words in Latin letters, such as the name of a product, are the two languages of "
    "one block where what stands around them is in pairs. Elsewhere, or where there are more of them, or they are "
    "verse or in Chinese, nothing says whether they are languages of one block or two blocks, and both are printed.",
    example="否\n\n否",
    severity=Severity.WARNING,
)
UNPAIRED_NOTES = declare_kind(
    "unpaired_notes",
    "A block has more notes in its lines in one language than in the other",
    "`^[words]` is a note that stands where it is called. The first of a block is the first of its translation, the "
    "second the second; where one language has more of them, nothing says which of them it is, so none are paired, "
    "and each has a number of its own.",
    example="渡口^[在东岸。]有台阶。\n\nThe ferry^[On the east bank.] has stairs.",
    severity=Severity.WARNING,
)
NUMBERS_DIFFER = declare_kind(
    "numbers_differ",
    "Headings or captions side by side have different numbers",
    "A heading and its translation have the same number, as do the captions of a table. Headings with different "
    "numbers are taken for two that each miss their translation; where nothing else can pair with them, their "
    "numbers are printed as words. In 第四章节约用水 nothing separates the mark from the words, so it is read as "
    "words; a space behind 第四章 makes it a number. Captions keep the number of each language.",
    example="## 三、湖泊\n\n## 3. Lakes",
    severity=Severity.WARNING,
)
