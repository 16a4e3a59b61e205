"""What reading a manuscript may have to report."""

from __future__ import annotations

from wicpress.diagnostics import Severity, declare_kind

# ------------------------------------------------------------------------------------- files

EMPTY_BOOK = declare_kind(
    "empty_book",
    "The book has no text",
    "A book is made of the Markdown files in its folder, or of those that `chapters` in book.toml names. "
    "README.md and CHANGELOG.md are not part of the manuscript.",
    example="my-book/\n  book.toml\n  01-opening.md",
)
MISSING_CHAPTER = declare_kind(
    "missing_chapter",
    "book.toml names a chapter that is not there",
    "`chapters` lists the files of the manuscript in their order. A name without a file would leave a hole in the "
    "book.",
    example='chapters = ["01-opening.md", "02-river.md"]',
)
NOT_UTF8 = declare_kind(
    "not_utf8",
    "A file is not UTF-8",
    "Manuscripts are read as UTF-8 only: guessing another encoding turns Chinese into other Chinese without a sign. "
    "The message names the first byte that is wrong.",
    example="iconv -f GB18030 -t UTF-8 old.md > new.md",
)
OUTSIDE_BOOK = declare_kind(
    "outside_book",
    "A file stands outside the book's folder",
    "A manuscript may come from a stranger, so nothing outside its own folder is opened: not through `..`, not "
    "through an absolute path, not through a link, and nothing from the network.",
    example="![A map](pictures/map.png)",
)
TOO_LARGE = declare_kind(
    "too_large",
    "A file or a picture is too large",
    "Text files are read up to 64 MB and pictures up to 64 MB and 200 million pixels, so that a broken or hostile "
    "file cannot exhaust the machine.",
)
UNREADABLE = declare_kind(
    "unreadable",
    "A file cannot be read",
    "The system refused to open a file of the book: its rights do not allow it, or it is no regular file.",
)
MIXED_SHAPES = declare_kind(
    "mixed_shapes",
    "A chapter comes both in one file and in a file per language",
    "A chapter's languages stand together in one file, or each in a file of its own that is named after it. Both at "
    "once would say everything twice.",
    example="01-opening.zh-Hans.md\n01-opening.en.md",
)
FRONT_MATTER = declare_kind(
    "front_matter",
    "A file begins with settings that wicpress does not read",
    "Site generators keep settings between `---` lines at the head of a file. What a book needs to know stands in "
    "book.toml; these lines are left out of the book.",
    severity=Severity.WARNING,
)

# -------------------------------------------------------------------------------- characters

CONTROL_CHARACTER = declare_kind(
    "control_character",
    "The text holds a control character",
    "Characters such as NUL or escape cannot stand in a PDF or an e-book, and no reader can see them in the source. "
    "They usually come from a broken conversion.",
    fixable=True,
)
INVISIBLE_CHARACTER = declare_kind(
    "invisible_character",
    "The text holds a character that nobody can see",
    "Zero-width spaces, byte order marks, soft hyphens and their kin come along when text is copied from web pages "
    "and PDFs. They break searching, copying and line breaking, and no proof-reader can find them.",
    example="网\u200b络  →  网络",
    severity=Severity.WARNING,
    fixable=True,
)
NOT_NFC = declare_kind(
    "not_nfc",
    "A character is written in pieces",
    "The same letter can be one character or a letter with an accent behind it (Unicode Annex 15). Fonts, searching "
    "and sorting expect the composed form, NFC.",
    example="e + ́  →  é",
    severity=Severity.WARNING,
    fixable=True,
)
REPLACEMENT_CHARACTER = declare_kind(
    "replacement_character",
    "The text holds the mark of a lost character",
    "U+FFFD stands where an earlier conversion could not read a character. What stood there is lost and has to be "
    "looked up in the original.",
    severity=Severity.WARNING,
)

# ---------------------------------------------------------------------------------- language

UNDECLARED_LANGUAGE = declare_kind(
    "undeclared_language",
    "A block is written in no language of the book",
    "Every block belongs to one of the languages in book.toml; an edition that does not know a block's language "
    "could neither set nor show it.",
    example="{lang=en}\nCafé Привет",
)
UNCERTAIN_LANGUAGE = declare_kind(
    "uncertain_language",
    "The script does not say for certain in which language a block is",
    "A block's language is told from its script. Where two languages share a script, or a line holds as much of one "
    "as of the other, say it on the line above the block.",
    example="{lang=zh-Hans}\nAPI 与 SDK",
    severity=Severity.WARNING,
)

MIXED_PARAGRAPH = declare_kind(
    "mixed_paragraph",
    "Two languages stand in one paragraph",
    "Lines without an empty line between them are one paragraph. Where a sentence of one language ends and the next "
    "line is in another, two paragraphs were meant, which could pair; so they are one, in one language.",
    example="子曰：有朋自远方来，不亦乐乎？\n\nThe Master said: Is it not delightful to have friends coming?",
    severity=Severity.WARNING,
)

# --------------------------------------------------------------------------------- structure

NO_CHAPTER_HEADING = declare_kind(
    "no_chapter_heading",
    "Text stands before the first heading of level 1",
    "A heading of level 1 opens a chapter; contents, running heads and links hang on it. Every file begins with one.",
    example="# 河流\n\n# The River",
)
DEEP_HEADING = declare_kind(
    "deep_heading",
    "A heading is deeper than level 3",
    "The house style has three levels; a text that needs a fourth is easier to follow when it is divided anew. The "
    "heading is set as one of level 3.",
    severity=Severity.WARNING,
)
EMPTY_BLOCK = declare_kind(
    "empty_block",
    "A heading or an item of a list has no words",
    "An empty heading stands in the contents as an empty line, and a screen reader calls it out; an empty item is a "
    "mark beside nothing.",
    example="## Title of the section",
    severity=Severity.WARNING,
)
RAW_HTML = declare_kind(
    "raw_html",
    "The manuscript holds HTML",
    "HTML means nothing to a printed page and may carry anything into an e-book. Everything a book needs has a "
    "plain form: `*emphasis*`, two spaces at the end of a line to break it, `![alt](picture.png)`, tables, notes.",
    example="<br>  →  two spaces at the line's end",
)
TOO_DEEP = declare_kind(
    "too_deep",
    "Blocks or emphasis are nested too deep",
    "Lists and quotations may stand in each other 15 times and emphasis 24 times; no page has room for more, and "
    "what lies deeper is not read.",
)
UNKNOWN_ATTRIBUTE = declare_kind(
    "unknown_attribute",
    "An attribute in braces means nothing",
    "What stands in braces tells wicpress something about the block below or the words before it. A misspelt name "
    "would be ignored in silence.",
    example="{.sollo}  →  {.solo}",
    severity=Severity.WARNING,
)
STRAY_BRACES = declare_kind(
    "stray_braces",
    "Attributes in braces stand where nothing can bear them",
    "Attributes are read on the line before a block, at the end of a heading's line, and right behind a picture or "
    "square brackets. Elsewhere braces are words like any others, and are printed.",
    example="Words. {.solo}  →  {.solo} on the line before",
    severity=Severity.WARNING,
)
BAD_ID = declare_kind(
    "bad_id",
    "An id is no XML name, or one of the press's own",
    "Ids become anchors in PDF and EPUB; there they begin with a letter and hold letters, digits, `-`, `_` and `.` "
    "only. `cover`, `title-page`, `imprint`, `contents` and `front` are taken by the pages that the press makes.",
    example="{#flood-2016}",
)
DUPLICATE_ID = declare_kind(
    "duplicate_id",
    "Two blocks have the same id",
    "Links, page lists and translations hang on ids, so each names one block of the whole book.",
)
STRAY_CAPTION = declare_kind(
    "stray_caption",
    "A caption stands beside nothing",
    "A paragraph that begins with `Table:` or `表：`, `Figure:` or `图：`, or that is marked {.caption}, belongs to "
    "the table or figure that stands directly below or above it.",
    example="表：历年数据\n\nTable: Figures by year\n\n| 年 Year | |\n| --- | --- |",
    severity=Severity.WARNING,
)

# ------------------------------------------------------------------------- notes and references

DANGLING_NOTE = declare_kind(
    "dangling_note",
    "A note is called that is not there",
    "`[^name]` calls the note that `[^name]: …` writes in the same chapter. Without it the reader would find a "
    "number and no note.",
    example="text[^fifth]\n\n[^fifth]: The note.",
)
UNUSED_NOTE = declare_kind(
    "unused_note",
    "A note is written but never called",
    "A note that no text calls has no place on any page, so it is left out of every edition.",
    severity=Severity.WARNING,
)
DUPLICATE_NOTE = declare_kind(
    "duplicate_note",
    "A note is written twice in one language",
    "A label names one note of a chapter; its languages stand in one note, or in one note of that label for each.",
)
DANGLING_REFERENCE = declare_kind(
    "dangling_reference",
    "A link leads to an id that is not in the book",
    "`#id` names a block of this book: an id that an author gave in braces, or one that `wicpress inspect` shows.",
    example="[the map](#map)  with  {#map} above the figure",
)
RELATIVE_LINK = declare_kind(
    "relative_link",
    "A link leads to a file that is not a chapter",
    "A book has no folder around it once it is printed or sold; a link can lead to a place in the book (`#id`, or a "
    "chapter's file) or to a full address.",
    example="[the data](https://example.org/data.csv)",
)
BAD_LINK = declare_kind(
    "bad_link",
    "A link has an address that a book cannot carry",
    "Links lead to http, https, mailto and tel addresses. Other schemes run programs or open files on the reader's "
    "machine.",
)

# ---------------------------------------------------------------------------------- pictures

MISSING_IMAGE = declare_kind(
    "missing_image",
    "A picture is not there",
    "The path is taken from the Markdown file that names the picture.",
    example="![地图](pictures/map.png)",
)
NOT_AN_IMAGE = declare_kind(
    "not_an_image",
    "A file is no picture that a book can carry",
    "PDF and EPUB carry PNG, JPEG, GIF, WebP and SVG. The file's own bytes decide, not its name; an SVG may hold no "
    "script and nothing from outside.",
)
