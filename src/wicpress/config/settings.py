"""The values of ``book.toml``: the book, its editions and its typography, all frozen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs

from wicpress import languages as lang
from wicpress.template_access import for_templates

FILE = "book.toml"
FORMATS = ("pdf", "epub")
MISSING = ("show", "omit", "refuse")
MISSING_REFERENCES = ("error", "text", "omit")
NUMBERING = ("source", "auto")
RUBY = ("none", "pinyin", "zhuyin")
"""What the readings are written in that stand above Chinese words."""
RUBY_TONES = ("dictionary", "spoken")
LISTS = ("figures", "tables", "listings")
"""Of what the front matter may have a list, behind the contents."""
PUNCTUATION = ("source", "fullwidth")
SPOT_COLOURS = ("dian", "song", "zhu", "mo")
STRICTNESS = ("strict", "gb", "basic")
BREAKING = ("optimal", "greedy")
ENGLISH = ("ragged", "justified")
EMPHASIS = ("sans", "dots")
PDF_VARIANTS = ("accessible", "accessible-2", "screen", "archive-1b")
CODE_COLOURS = ("all", "ebook", "none")
WRITING = ("horizontal", "vertical")
PICTURE_METADATA = ("needed", "keep")
OPENINGS = ("recto", "page", "run-on")
CHAPTER_CLASSES = ("part", "front", "chapter", "unnumbered", "appendix", "back")
PICTURES = ("scaled", "original")
NOTE_PLACES = ("foot", "chapter", "book")
NOTE_NUMBERS = ("chapter", "book", "page")
NOTE_SEQUENCES = ("shared", "language")
NOTE_MARKS = ("digits", "circled", "symbols")
CITATION_CHOICES = {
    "style": ("gb7714", "gb7714-author-date", "gb7714-notes", "apa", "chicago-author-date", "chicago-notes"),
    "entries": ("cited", "all"),
    "order": ("citation", "author", "pinyin"),
    "bibliography": ("book", "chapter"),
}
"""The keys of [citations], and their values."""
FIGURES = ("here", "near")
BRACKETED_PAGES = ("margin", "words")
RUNNING_HEADS = ("chapters", "sections")
IMPRINT_FIELDS = (
    "cip",
    "editor",
    "proofreader",
    "production",
    "address",
    "printer",
    "binder",
    "distributor",
    "format",
    "sheets",
    "words",
    "edition",
    "printing",
    "copies",
    "price",
    "printing-line",
)
"""The keys of [imprint]."""
COUNTED_FIELDS = ("sheets", "words")
"""Those that may be ``auto``: counted in the pages of each printed edition."""
AUTO = "auto"
ROLES = (
    "aut", "cre", "com", "edt", "trl", "rev", "ill", "pht", "ann", "aui", "aft", "ctb", "pfr", "bkd", "cov", "csl",
    "res",
)  # fmt: skip
"""The roles (MARC relators) that are printed in words."""
SOURCE = "source"
"""The value of ``page-list`` for an e-book whose page list has the pages of the source edition."""
FONT_ROLES = ("serif-han", "sans-han", "serif", "sans", "mono")


@attrs.frozen
class LocalizedText:
    """The same text in several languages: pairs of tag and text, in the order of the file."""

    by_lang: tuple[tuple[str, str], ...] = ()

    @for_templates
    def get(self, tag: str) -> str:
        """Return the text in ``tag``, or an empty string."""
        return dict(self.by_lang).get(tag, "")

    @for_templates
    def get_for(self, tag: str, languages: tuple[str, ...]) -> str:
        """Return the text in ``tag`` for an edition in ``languages``.

        Where the text is in none of them, the first has that of another language, so that every edition shows it.
        """
        if tag == languages[0] and not any(self.get(each) for each in languages):
            return self.first_of(tag)
        return self.get(tag)

    @for_templates
    def first_of(self, *tags: str) -> str:
        """Return the text in the first of ``tags`` that has any, else in any language, else an empty string."""
        texts = dict(self.by_lang)
        return next((texts[tag] for tag in (*tags, *texts) if texts.get(tag)), "")

    def __bool__(self) -> bool:
        return any(text for _, text in self.by_lang)


@attrs.frozen
class Person:
    """A contributor to the book: ``role`` is a MARC relator code (``aut``, ``trl``, ``edt``, ``ill`` …).

    ``affiliation`` is where the person works, ``orcid`` the 16 digits of an ORCID with hyphens.
    """

    name: LocalizedText
    role: str = "aut"
    affiliation: LocalizedText = LocalizedText()
    orcid: str = ""


@attrs.frozen
class Typography:
    """How lines are set; the handbook explains the defaults."""

    autospace: float = 0.25
    strictness: str = "strict"
    line_end_trim: bool = True
    hanging: bool = False
    breaking: str = "optimal"
    english: str = "ragged"
    emphasis: str = "sans"
    hyphenation: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """Words in lower case, each with the letters, counted from 0, before which alone it may be divided."""


@attrs.frozen
class OpeningSettings:
    """Where each class of chapter opens: on a right-hand page (``recto``), any ``page``, or below text (``run-on``).

    ``part`` is for the page with the title of a part, which always has one of its own; ``front`` and ``back`` are the
    classes of front and back matter.
    """

    part: str = "recto"
    chapter: str = "recto"
    unnumbered: str = "recto"
    appendix: str = "recto"
    front: str = "recto"
    back: str = "recto"


@attrs.frozen
class NumberScheme:
    """How wicpress writes numbers in one language, each as the first of its kind; an empty one is not written.

    ``headings`` are those of chapters, sections and lower levels.
    """

    headings: tuple[str, ...] = ("1", "1.1", "1.1.1")
    part: str = "I"
    appendix: str = "A"

    def of_level(self, level: int) -> str:
        """Return the number of the first heading of a level."""
        return self.headings[level - 1] if level <= len(self.headings) else ""


_CHINESE = NumberScheme(("第一章", "第一节", "一、", "（一）"), "第一部分", "附录A")
NUMBER_SCHEMES = {
    "Hans": _CHINESE,
    "Hant": NumberScheme(("第一章", "第一節", "一、", "（一）"), "第一部分", "附錄A"),
    "ja": NumberScheme(("第一章", "第一節", "一、", "（一）"), "第一部", "付録A"),
    "en": NumberScheme(("Chapter 1", "1.1", "1.1.1"), "Part I", "Appendix A"),
}
"""The schemes of languages and scripts that have one of their own."""


@attrs.frozen
class NumberSettings:
    """How headings are numbered, by language, and whether captions count through the ``book`` or each ``chapter``."""

    schemes: tuple[tuple[str, NumberScheme], ...] = ()
    captions: str = "book"

    def scheme(self, language: str) -> NumberScheme:
        """Return the scheme of a language: that of the book, or the usual one."""
        own = dict(self.schemes).get(language)
        return own or default_scheme(language)


def default_scheme(language: str) -> NumberScheme:
    """Return the usual scheme of a language."""
    key = lang.script(language) if lang.primary(language) == "zh" else lang.primary(language)
    return NUMBER_SCHEMES.get(key, NumberScheme())


@attrs.frozen
class NoteSettings:
    """Where notes stand in print, what they count through, and what marks them.

    ``place`` is the ``foot`` of the page, the end of the ``chapter`` or of the ``book``; ``numbers`` is ``chapter``,
    ``book`` or ``page``; ``marks`` are ``digits``, ``circled`` ones, or ``symbols``. ``sequence`` is ``shared``, or
    ``language`` where each language of an edition counts its own notes: ``own_marks`` are those of some of them.
    """

    place: str = "foot"
    numbers: str = "chapter"
    marks: str = ""
    sequence: str = "shared"
    own_marks: tuple[tuple[str, str], ...] = ()

    def marks_of(self, language: str) -> str:
        """Return the marks of the notes that count with those of a language, or of all where it is empty.

        Where the book does not say, Chinese and Japanese notes of their own have circled digits.
        """
        own = dict(self.own_marks).get(language) or self.marks
        return own or ("circled" if lang.is_chinese_or_japanese(language) else "digits")


@attrs.frozen
class CitationSettings:
    """How sources are cited: in which ``style``, and which ``entries`` have references, ``cited`` ones or ``all``.

    References stand in the ``order`` of ``citation``, by ``author`` in each script, or by ``pinyin`` in one alphabet;
    empty, in that of the style. A ``bibliography`` is that of the ``book`` or of each ``chapter``.
    """

    style: str = "gb7714"
    entries: str = "cited"
    order: str = ""
    bibliography: str = "book"


@attrs.frozen
class PictureSettings:
    """How pictures are prepared: ``metadata`` is ``needed`` (what the picture is shown with), or ``keep`` (all)."""

    metadata: str = "needed"

    @property
    def keep_metadata(self) -> bool:
        """True where pictures keep what they say of their making."""
        return self.metadata == "keep"


@attrs.frozen
class FontSetting:
    """The fonts of a role, in text of the language ``lang``, or in all text where that is empty.

    ``names`` are tried in order: files, folders, families. Behind a list of them stands the bundled family of the
    role (``with_bundled``); a single name stands alone.
    """

    role: str
    names: tuple[str, ...]
    lang: str = ""
    with_bundled: bool = False


@attrs.frozen
class Edition:
    """One edition of the book.

    ``page_list`` names the printed edition whose page numbers the e-book has (``none``: no page list); with
    ``source`` its page list has the pages of the source edition;
    ``writing`` is ``vertical`` for an e-book whose lines run downwards. ``code_colours`` says where code has colours:
    everywhere, in e-books alone, nowhere. ``pictures`` are ``scaled`` to what their
    purpose needs, or ``original``. ``missing_references`` says what stands for references to what the edition leaves
    out: their ``text``, nothing (``omit``), or an ``error``.
    ``verse_range``: running heads have the range of the verses on their page.
    ``line`` is the edition's line in the file.
    """

    name: str
    languages: tuple[str, ...]
    layout: str
    page: str = "170mm 240mm"
    formats: tuple[str, ...] = FORMATS
    pdf: str = "accessible"
    missing: str = "show"
    missing_references: str = "error"
    isbn: str = ""
    templates: str = ""
    styles: tuple[str, ...] = ()
    embed_fonts: bool = True
    attach: bool = False
    verse_range: bool = False
    page_list: str = ""
    writing: str = "horizontal"
    code_colours: str = "all"
    pictures: str = "scaled"
    line: int = 0


@attrs.frozen
class Config:
    """A whole ``book.toml``. ``root`` is the book's folder; every path in the file is relative to that folder.

    ``source_edition`` is that whose pages stand in the margin (``[]{page=123}``);
    ``bracketed_pages`` says whether ``[p. 123]`` and ``[第123页]`` are such, in the ``margin``, or ``words``.
    ``figures`` stand ``here``, where they are written, or ``near``, where they fit.
    ``ruby`` is one of ``RUBY`` for the readings above Chinese words, in ``ruby_tones``.
    ``running_heads`` says what versos and rectos have: the titles of book and chapter, or of chapter and section.
    """

    root: Path = attrs.field(repr=False)  # templates see values, no paths
    slug: str
    languages: tuple[str, ...]
    title: LocalizedText
    identifier: str
    editions: tuple[Edition, ...]
    subtitle: LocalizedText = LocalizedText()
    authors: tuple[Person, ...] = ()
    publisher: LocalizedText = LocalizedText()
    date: dt.date | None = None
    year: str = ""
    isbn: str = ""
    rights: LocalizedText = LocalizedText()
    description: LocalizedText = LocalizedText()
    imprint: LocalizedText = LocalizedText()
    imprint_fields: tuple[tuple[str, LocalizedText], ...] = ()
    series: LocalizedText = LocalizedText()
    half_title: LocalizedText = LocalizedText()
    series_page: LocalizedText = LocalizedText()
    volume: str = ""
    source_edition: str = ""
    bracketed_pages: str = ""
    draft: bool = False
    subjects: tuple[str, ...] = ()
    spot: str = "mo"
    numbering: str = "source"
    contents: int = 1
    lists: tuple[str, ...] = ()
    numbers: NumberSettings = NumberSettings()
    openings: OpeningSettings = OpeningSettings()
    running_heads: str = "chapters"
    punctuation: str = "source"
    ruby: str = "none"
    ruby_tones: str = "dictionary"
    figures: str = "here"
    chapters: tuple[str, ...] = ()
    short_titles: tuple[tuple[str, LocalizedText], ...] = ()
    fonts: tuple[FontSetting, ...] = ()
    typography: Typography = Typography()
    pictures: PictureSettings = PictureSettings()
    notes: NoteSettings = NoteSettings()
    citations: CitationSettings = CitationSettings()

    @for_templates
    def short_title(self, chapter: str) -> LocalizedText:
        """Return the running head that the book gives to the chapter of that id or file stem, or an empty text."""
        return dict(self.short_titles).get(chapter, LocalizedText())

    @for_templates
    def edition(self, name: str) -> Edition | None:
        """Return the edition of that name, or None."""
        return next((each for each in self.editions if each.name == name), None)
