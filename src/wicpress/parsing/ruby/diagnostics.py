"""The diagnostics of readings above Chinese words."""

from __future__ import annotations

from wicpress.diagnostics import Severity, declare_kind

BAD_READINGS = declare_kind(
    "bad_readings",
    "A reading of readings.toml cannot be used",
    "readings.toml has a line for each word that is read otherwise than a dictionary has it: its characters, and "
    "their pinyin with a syllable for each. A capital makes it a name, a space divides it into words of pinyin. What "
    "cannot be read as that would leave the word with a reading that its author did not mean.",
    example='"重庆" = "Chóngqìng"\n"单雄信" = "Shàn Xióngxìn"\n"他得去" = "tā děi qù"',
)
UNSURE_READING = declare_kind(
    "unsure_reading",
    "A word has several readings, and a dictionary cannot tell which is meant",
    "长 is cháng or zhǎng, 东西 is dōngxi or dōngxī, and what looks like a name may be none. The machine takes the "
    "most frequent reading. A line in readings.toml settles a word in the whole book, one of several characters "
    "(他得去) a passage; `{长|zhǎng}` in the text settles a single place.",
    example='"长" = "cháng"\n"他得去" = "tā děi qù"',
    severity=Severity.NOTICE,
)
UNUSED_READING = declare_kind(
    "unused_reading",
    "A reading of readings.toml stands above no word",
    "No text with readings has the word as a word of its own: it is misspelt, or its characters belong to other "
    "words around them.",
    example='"重庆" = "Chóngqìng"',
    severity=Severity.NOTICE,
)
