"""The diagnostics of terms and abbreviations."""

from __future__ import annotations

from wicpress.diagnostics import Severity, declare_kind

BAD_TERMS = declare_kind(
    "bad_terms",
    "An entry of terms.toml cannot be as it is written",
    "terms.toml holds the terms and abbreviations of a book, each in a table of its own with its words in each "
    "language. An entry without words, or with a key that means nothing, would be missing in the glossary; of two "
    "entries with the same words nobody could say which is meant.",
    example='[cnnic]\nabbreviation = "CNNIC"\nzh-Hans = "中国互联网络信息中心"\n'
    'en = "China Internet Network Information Center"',
)
UNKNOWN_TERM = declare_kind(
    "unknown_term",
    "Words use a term that is not there",
    "`[words]{.term}` uses the entry of terms.toml that has these words, as its term, its abbreviation or one of its "
    "`forms`; `[words]{term=name}` names the entry. Without it there is no place in the glossary to lead to.",
    example="[wetlands]{term=wetland}",
)
UNUSED_TERM = declare_kind(
    "unused_term",
    "A term is never used",
    "A glossary names the pages on which its terms are used. An entry that no words use stands there without pages.",
    example="The [wetland]{.term} is flooded in June.",
    severity=Severity.WARNING,
)
EARLY_ABBREVIATION = declare_kind(
    "early_abbreviation",
    "An abbreviation stands before the place where it is spelt out",
    'With `expand = "book"` or `"chapter"` an abbreviation is spelt out where `[…]{.term}` uses it first. Where the '
    "text has it before that without braces, a reader meets it unexplained.",
    example="The [CNNIC]{.term} counts users. CNNIC began in 1997.",
    severity=Severity.WARNING,
)
MISPLACED_GLOSSARY = declare_kind(
    "misplaced_glossary",
    "A glossary stands where it cannot",
    "A book has one glossary and one list of abbreviations, which are made of terms.toml. A second one would have "
    "the same entries and the same targets of links; without entries there is nothing to print.",
    example="# Glossary {.unnumbered}\n\n::: glossary\n:::",
)
NO_GLOSSARY = declare_kind(
    "no_glossary",
    "Words use terms that nothing prints",
    "`::: glossary` prints the entries of terms.toml, `::: abbreviations` those with an abbreviation. Without either "
    "words that are marked as terms have no effect, unless abbreviations are spelt out.",
    example="# Glossary {.unnumbered}\n\n::: glossary\n:::",
    severity=Severity.WARNING,
)
