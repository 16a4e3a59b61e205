"""Reports roles of people that title page and imprint cannot name."""

from __future__ import annotations

from collections.abc import Iterator

from wicpress.config import Config
from wicpress.config.settings import ROLES
from wicpress.config.toml_positions import key_place
from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.model import Book

ROLE_WITHOUT_WORDS = declare_kind(
    "role_without_words",
    "The role of a person is not printed",
    "Title page and imprint name roles in words, such as 译 or Translated by. A role that wicpress has no words for "
    "is in the metadata alone, and the name stands as if it were the author's.",
    example='authors = [{ zh-Hans = "某人", en = "Some Body", role = "edt" }]',
    severity=Severity.WARNING,
)


def check(book: Book, config: Config) -> Iterator[Diagnostic]:
    """Report each role without words once."""
    for role in dict.fromkeys(each.role for each in config.authors if each.role not in ROLES):
        hint = f"write one of {', '.join(ROLES)}, or a name with its role as the text of `imprint`"
        message = f"there are no words for the role `{role}`"
        yield ROLE_WITHOUT_WORDS(message, key_place(config.root, "book", "authors"), hint=hint)
