"""The diagnostics of reading a manuscript."""

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
    "Manuscripts are read as UTF-8 only: guessing another encoding silently turns Chinese into other Chinese. "
    "The message names the first byte that is wrong.",
    example="iconv -f GB18030 -t UTF-8 old.md > new.md",
)
OUTSIDE_BOOK = declare_kind(
    "outside_book",
    "A file stands outside the book's folder",
    "A manuscript may come from a stranger, so wicpress opens no file outside its folder, whether through `..`, "
    "an absolute path or a link, and nothing from the network.",
    example="![A map](pictures/map.png)",
)
TOO_LARGE = declare_kind(
    "too_large",
    "A file or a picture is too large",
    "Text files, pictures and what drawings draw have limits, so that a broken or hostile file cannot exhaust the "
    "machine; a picture has at most 200 million pixels. The message names the limit, and whoever builds the book can "
    "raise it with `--limits`.",
)
UNREADABLE = declare_kind(
    "unreadable",
    "A file cannot be read",
    "The system did not open a file of the book: its permissions forbid it, or it is no regular file.",
)
MIXED_SHAPES = declare_kind(
    "mixed_shapes",
    "A chapter comes both in one file and in a file per language",
    "A chapter's languages stand together in one file, or each in a file of its own that is named after it. With "
    "both, everything would be in the book twice.",
    example="01-opening.zh-Hans.md\n01-opening.en.md",
)
FRONT_MATTER = declare_kind(
    "front_matter",
    "A file begins with settings that wicpress does not read",
    "Site generators keep settings between `---` lines at the head of a file. The settings of a book stand in "
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
    "The text holds an invisible character",
    "Zero-width spaces, byte order marks, soft hyphens and the like come with text that is copied from web pages "
    "and PDFs. They break searching, copying and line breaking, and no proof-reader can see them.",
    example="网\u200b络  →  网络",
    severity=Severity.WARNING,
    fixable=True,
)
NOT_NFC = declare_kind(
    "not_nfc",
    "A character is not in its composed form",
    "A letter with an accent can be one character, or a letter and a combining accent (Unicode Annex 15). Fonts, "
    "searching and sorting expect the one composed character, NFC. A compatibility ideograph, such as U+F900, is a "
    "second code of a Han character, which NFC replaces as well.",
    example="e + ́  →  é",
    severity=Severity.WARNING,
    fixable=True,
)
KANGXI_RADICAL = declare_kind(
    "kangxi_radical",
    "A radical stands in the place of a character",
    "Text that is copied from a PDF often has Kangxi radicals (U+2F00 to U+2FD5) in the place of the characters that "
    "look the same. Searching, sorting, spell checking and many fonts do not know them in a text.",
    example="⽤⼾  →  用户",
    severity=Severity.WARNING,
    fixable=True,
)
REPLACEMENT_CHARACTER = declare_kind(
    "replacement_character",
    "The text holds the mark of a lost character",
    "U+FFFD stands where an earlier conversion could not read a character. The character is lost; look it up "
    "in the original.",
    severity=Severity.WARNING,
)

# ---------------------------------------------------------------------------------- language

UNDECLARED_LANGUAGE = declare_kind(
    "undeclared_language",
    "A block is written in no language of the book",
    "Every block belongs to one of the languages in book.toml; an edition could neither "
    "place nor set a block in any other language.",
    example="{lang=en}\nCafé Привет",
)
UNCERTAIN_LANGUAGE = declare_kind(
    "uncertain_language",
    "The language of a block is uncertain",
    "wicpress detects a block's language by its script. Where two languages share a script, or a line holds as "
    "much of one as of the other, name the language on the line above the block.",
    example="{lang=zh-Hans}\nAPI 与 SDK",
    severity=Severity.WARNING,
)

MIXED_PARAGRAPH = declare_kind(
    "mixed_paragraph",
    "Two languages stand in one paragraph",
    "Lines without an empty line between them are one paragraph. Where a sentence of one language ends and the next "
    "sentence or line is in another, two paragraphs were meant: put an empty line between them, and they pair. "
    "Sentences in brackets or quotation marks are quoted, and belong to the paragraph.",
    example="子曰：有朋自远方来，不亦乐乎？\n\nThe Master said: Is it not delightful to have friends coming?",
    severity=Severity.WARNING,
)

# --------------------------------------------------------------------------------- structure

NO_CHAPTER_HEADING = declare_kind(
    "no_chapter_heading",
    "Text stands before the first heading of level 1",
    "A heading of level 1 opens a chapter; contents, running heads and links refer to it. Every file begins with "
    "one.",
    example="# 河流\n\n# The River",
)
DEEP_HEADING = declare_kind(
    "deep_heading",
    "A heading is deeper than level 6",
    "Markdown, PDF and EPUB have six levels of headings. What has more than six `#` before it is a paragraph, and is "
    "printed with these signs.",
    example="###### Title of a section",
    severity=Severity.WARNING,
)
EMPTY_BLOCK = declare_kind(
    "empty_block",
    "A heading, an item of a list or a note has no words",
    "An empty heading is an empty line in the contents, and a screen reader announces it; an empty item is a mark "
    "without text.",
    example="## Title of the section",
    severity=Severity.WARNING,
)
RAW_HTML = declare_kind(
    "raw_html",
    "The manuscript holds HTML that is not read, or a tag that is not closed",
    "Of HTML a book has `<br>`, `<sub>`, `<sup>`, `<kbd>` and `<u>` without attributes, each closed within the same "
    "marks, and comments. Anything else means nothing on a printed page and could put anything into an e-book; it "
    "can be written in Markdown: `*emphasis*`, `~~struck out~~`, `![alt](picture.png)`, tables, notes.",
    example="<b>words</b>  →  **words**",
)
TOO_DEEP = declare_kind(
    "too_deep",
    "Blocks or emphasis are nested too deep",
    "Lists and quotations may be nested 15 deep and emphasis 24 deep; no page has room for more. What is nested "
    "deeper is not read.",
)
UNKNOWN_ATTRIBUTE = declare_kind(
    "unknown_attribute",
    "An attribute in braces is unknown",
    "Braces hold attributes of the block below or the words before them. A misspelt attribute would have no "
    "effect, and nobody would notice.",
    example="{.sollo}  →  {.solo}",
    severity=Severity.WARNING,
)
STRAY_BRACES = declare_kind(
    "stray_braces",
    "Attributes in braces stand where they have no effect",
    "Attributes are read on the line before a block, at the end of a heading's line, and right behind a picture or "
    "square brackets. Elsewhere braces are text and are printed.",
    example="Words. {.solo}  →  {.solo} on the line before",
    severity=Severity.WARNING,
)
STRAY_MARKUP = declare_kind(
    "stray_markup",
    "Notation that wicpress does not read is printed as it stands, or left out",
    "Markdown has many dialects. What wicpress does not read is text and would be printed with its signs: "
    "`~~struck out ~~`, `\\\\(formulas\\\\)`, `#A heading` without a space, asterisks that cannot open or close "
    "emphasis. "
    "The help says how to write it; a backslash before a sign (`\\~`) makes it plain text.",
    example="#Title  →  # Title\n**注意：**\\*  →  **注意**：",
    severity=Severity.WARNING,
)
UNREADABLE_FORMULA = declare_kind(
    "unreadable_formula",
    "A formula cannot be read",
    "Formulas are written in TeX, of which wicpress knows the commands that reports and textbooks use. A command "
    "that it does not know, or a part that is not closed, would be printed wrong. The message names the place. A "
    "dollar that is one has a backslash before it: `\\$`.",
    example=r"$\frac{1}{2$  →  $\frac{1}{2}$",
)
INDENTED_PROSE = declare_kind(
    "indented_prose",
    "Prose is a listing because it is indented",
    "Lines that are indented by four spaces or more are a listing: set in mono, and the same in every language. "
    "Prose is indented by mistake, or in the way of a typescript; in a book the style sheet indents it.",
    example="    两岸是山。  →  两岸是山。",
    severity=Severity.WARNING,
)
BAD_ID = declare_kind(
    "bad_id",
    "An id is no XML name, or is reserved",
    "Ids become anchors in PDF and EPUB; there they begin with a letter and hold letters, digits, `-`, `_` and `.` "
    "only. `cover`, `title-page`, `imprint`, `contents` and `front` are the ids of pages that wicpress makes.",
    example="{#flood-2016}",
)
DUPLICATE_ID = declare_kind(
    "duplicate_id",
    "Two blocks have the same id",
    "Links, page lists and translations refer to ids, so each id names one block of the whole book.",
)
STRAY_CAPTION = declare_kind(
    "stray_caption",
    "A caption has no table, figure or code",
    "A paragraph that begins with `Table:` or `表：`, `Figure:` or `图：`, `Listing:` or `清单：`, or that is marked "
    "{.caption}, belongs to the table, figure or code that stands directly below or above it.",
    example="表：历年数据\n\nTable: Figures by year\n\n| 年 Year | |\n| --- | --- |",
    severity=Severity.WARNING,
)

# ------------------------------------------------------------------------- notes and references

DANGLING_NOTE = declare_kind(
    "dangling_note",
    "A note is called but not written",
    "`[^name]` calls the note that `[^name]: …` writes in the same chapter. Without it readers would see a number "
    "and no note.",
    example="text[^fifth]\n\n[^fifth]: The note.",
    fixable=True,
)
FULL_WIDTH_COLON = declare_kind(
    "full_width_colon",
    "A full-width colon stands behind the name of a note",
    "Markdown writes a note as `[^name]: …`, with a half-width colon. Chinese input methods write a full-width one; "
    "wicpress reads it as well, other programs do not.",
    example="[^1]：注文  →  [^1]: 注文",
    severity=Severity.WARNING,
    fixable=True,
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
MIXED_REFERENCES = declare_kind(
    "mixed_references",
    "A reference names places of two kinds",
    "Figures 4.1–4.3 are named together, and so are chapters, or pages; a figure and a table have each a word of "
    "their own, and are two references. So have a chapter and an appendix.",
    example="[](#fig-a #fig-b) and [](#tab-a)",
)
BACKWARD_RANGE = declare_kind(
    "backward_range",
    "A range of references goes backwards",
    "A range leads from a place to one behind it in the book: Figures 4.1–4.3, pp. 45–47.",
    example="[](#fig-first–#fig-last)",
)
REFERENCE_WITHOUT_NUMBER = declare_kind(
    "reference_without_number",
    "A reference in words leads to something without number",
    "A paragraph, a quotation or a list has no number and no title by which a text could name it. Its page has one.",
    example="[](#paragraph){.page .words}, or [words of your own](#paragraph)",
)
RELATIVE_LINK = declare_kind(
    "relative_link",
    "A link leads to a file that is not a chapter",
    "A printed or sold book has no folder around it; a link can lead to a place in the book (`#id`, or a chapter's "
    "file) or to a full address.",
    example="[the data](https://example.org/data.csv)",
)
BAD_LINK = declare_kind(
    "bad_link",
    "A link has an address that a book cannot have",
    "Links lead to http, https, mailto and tel addresses. Other schemes run programs or open files on the reader's "
    "machine. An address whose host or port programs cannot read leads nowhere.",
)

BAD_INTERLINEAR_NOTE = declare_kind(
    "bad_interlinear_note",
    "An interlinear note has more than words",
    "An interlinear note stands within a line, in two lines of half the size. They have room for words, those of "
    "another language as well: not for emphasis, links, pictures, line breaks, readings or calls of other notes.",
    example="临安^[今杭州]{.interlinear}建都",
)

# ---------------------------------------------------------------------------------- pictures

MISSING_IMAGE = declare_kind(
    "missing_image",
    "A picture is missing",
    "The path is taken from the Markdown file that names the picture.",
    example="![地图](pictures/map.png)",
)
NOT_AN_IMAGE = declare_kind(
    "not_an_image",
    "A file is no picture that a book can show",
    "A book can show PNG, JPEG, GIF, WebP, TIFF, BMP, JPEG 2000, AVIF, PNM and SVG. The file's content decides, not "
    "its name.",
)
DRAWING_CONTENT = declare_kind(
    "drawing_content",
    "Something in a drawing is not shown",
    "A book shows the shapes, text and pictures that are in an SVG drawing itself. Scripts never run, nothing is "
    "fetched from outside, links inside a picture do not work in reading systems; all that is left out. "
    "Effects such as blurring are shown in e-books, and not on printed pages.",
    severity=Severity.WARNING,
)
INCOMPLETE_DRAWING = declare_kind(
    "incomplete_drawing",
    "A drawing has a part that no book can show",
    "A browser puts pictures and parts of other files into an SVG drawing, and text in HTML. Nothing is fetched from "
    "outside, and neither paper nor reading systems set HTML in a picture: its place would be empty.",
    example='<image href="data:image/png;base64,…"/>',
)
MOVING_PICTURE = declare_kind(
    "moving_picture",
    "A picture moves, and paper does not",
    "E-books show the animation; PDFs show its first frame, which should say enough by itself.",
    severity=Severity.NOTICE,
)
