"""The diagnostics of ``book.toml``."""

from __future__ import annotations

from wicpress.diagnostics import declare_kind

NO_BOOK = declare_kind(
    "no_book",
    "There is no book.toml",
    "A book is a folder with a `book.toml` beside its Markdown files. Without it wicpress does not know the "
    "languages, the title or the editions.",
    example="wicpress new my-book",
)
BROKEN_TOML = declare_kind(
    "broken_toml",
    "book.toml is not TOML",
    "The file could not be read as TOML 1.0; the message names the line and the column where reading stopped.",
    example='title = { zh-Hans = "书名", en = "Title" }',
    fixable=True,
)
UNKNOWN_KEY = declare_kind(
    "unknown_key",
    "book.toml has an unknown key",
    "A misspelt key would be ignored, and the book would be built without what it asks for. So every key has to "
    "be known; the message names the nearest known one.",
    example='pubisher = "…"   →   publisher = "…"',
    fixable=True,
)
BAD_VALUE = declare_kind(
    "bad_value",
    "book.toml has a value that does not fit its key",
    "Every key takes one kind of value; the message says which, and the help shows how to write it.",
    example='formats = ["pdf", "epub"]',
    fixable=True,
)
UNKNOWN_LANGUAGE = declare_kind(
    "unknown_language",
    "A language tag is not in the registry, or not among the book's languages",
    "Languages are named by BCP 47 tags (RFC 5646): `zh-Hans` for Chinese in simplified characters, `en` for "
    "English. The font, the line breaking, the hyphenation and the voice that reads aloud depend on the language, "
    "so wicpress does not guess it.",
    example='languages = ["zh-Hans", "en"]',
)
MISSING_KEY = declare_kind(
    "missing_key",
    "A required value is missing in book.toml",
    "A book needs its languages, a title in each of them, a fixed identifier and at least one edition.",
    example='identifier = "urn:uuid:…"',
)
DUPLICATE_EDITION = declare_kind(
    "duplicate_edition",
    "Two editions have the same name",
    "Output files are named after the edition; those of two editions with one name would overwrite each other.",
)


def encoding_hint(path: str, data: bytes) -> str:
    """Return how to make UTF-8 of a file that is in another encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "it looks like UTF-16: save the file as UTF-8"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "save the file as UTF-8"
    return f"it may be GB 18030: `iconv -f GB18030 -t UTF-8 {path}`, and look at the result"
