"""Sound books of one to three pages: every construct in every place, layout, format and trim drawn by lot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import attrs

from support import random_citations, random_figures, random_terms
from support.random_citations import with_citations
from support.random_pages import with_pages
from support.random_terms import with_terms
from support.table_texts import ABOVE, LEFT, as_grid, as_simple, with_bars
from support.traditional_font import traditional_font
from wicpress.build import edition_job
from wicpress.build.check import DiagnosticFilter, check_book, load, read
from wicpress.build.edition_job import EditionJob, JobResult, PickledBook
from wicpress.build.targets import Target, targets
from wicpress.config.settings import default_scheme
from wicpress.edition import strings
from wicpress.proofing.verify_files import VerifyRequest, verify_files

T = TypeVar("T")
ZH, HANT, EN = "zh-Hans", "zh-Hant", "en"

CLAUSES = {
    ZH: (
        "渡口的石阶一共有三十六级",
        "涨水的时候只看得见上面的十二级",
        "一九九八年那次例外",
        "船家都记得很清楚",
        "运河长1,794公里",
        "约30%的货物从这里上岸",
        "镇上第一家书店在1926年开张",
        "《水经注》里没有这条河",
        "“往东走”，老人说",
        "北京—杭州的船要走三十天",
        "河水、雨水和井水各有各的用处",
        "这里的人叫它Grand Canal",
        "A4纸上画着一张图",
        "宽5 km的湖面结了冰",
    ),
    EN: (
        "the stairs at the ferry have thirty-six steps",
        "at high water only the upper twelve are seen",
        "the year 1998 was an exception",
        "every boatman remembers it well",
        "the canal is 1,794 km long",
        "about 30% of all goods are landed here",
        "the first bookshop of the town opened in 1926",
        "no old book mentions this river",
        "“go east,” said the old man",
        "a boat to Hangzhou needs thirty days – or more",
        "river, rain and well water each have their use",
        "people here call it the Grand Canal",
        "a map is drawn on a sheet of paper",
        "the lake was frozen in winter",
    ),
}
WORDS = {
    ZH: ("河流", "石阶", "水位", "渡口", "书店", "三十六级", "运河的水", "旧地图"),
    EN: ("river", "stairs", "water level", "ferry", "bookshop", "old map", "thirty-six steps"),
}
TITLES = {
    ZH: ("渡口", "水的用处", "从北京到杭州", "书店与码头", "1998年的大水"),
    EN: ("The ferry", "Uses of water", "From Beijing to Hangzhou", "Bookshop and quay", "The flood of 1998"),
}
MARKERS = (
    {ZH: "1、 2、 3、", EN: "1. 2. 3."},
    {ZH: "① ② ③", EN: "(1) (2) (3)"},
    {ZH: "i. ii. iii.", EN: "i. ii. iii."},
)
INLINES: dict[str, dict[str, str]] = {
    "emphasis": {ZH: "*{}*", EN: "*{}*"},
    "strong": {ZH: "**{}**", EN: "**{}**"},
    "code": {ZH: "`get_level()`", EN: "`get_level()`"},
    "link": {ZH: "[{}](https://example.org/a?b=c&d)", EN: "[{}](https://example.org/a?b=c&d)"},
    "ruby": {ZH: "{{渡口|dù kǒu}}", EN: "{}"},
    "interlinear": {ZH: "{}^[石阶，{}]{{.interlinear}}", EN: "{} ^[stairs, {}]{{.interlinear}}"},
    "foreign": {ZH: "[bon à tirer]{{lang=fr}}", EN: "[bon à tirer]{{lang=fr}}"},
    "picture": {ZH: "![短线](line.svg)", EN: "![a short line](line.svg)"},
    "brackets": {ZH: "（{}）", EN: "({})"},
    "quotation": {ZH: "“{}”", EN: "“{}”"},
    "lowered": {ZH: "H~2~O", EN: "H~2~O"},
    "raised": {ZH: "36 m^2^", EN: "36 m^2^"},
    "deleted": {ZH: "~~{}~~", EN: "~~{}~~"},
    "marked": {ZH: "=={}==", EN: "=={}=="},
    "key": {ZH: "<kbd>Ctrl</kbd>+<kbd>C</kbd>", EN: "<kbd>Ctrl</kbd>+<kbd>C</kbd>"},
    "underlined": {ZH: "<u>{}</u>", EN: "<u>{}</u>"},
    "nested": {ZH: "**{}*石阶*{}**", EN: "**{} *stairs* {}**"},
}
"""What may stand in a sentence, with the words of its language."""

PAGES = ("", "A5", "A4", "150mm 150mm", "170mm 240mm", "letter")
SMALL_PAGES = ("130mm 184mm", "105mm 148mm")
NARROW_PAGES = ("130mm 184mm", "128mm 188mm")
"""Trims of two columns: the Chinese duodecimo, and the narrowest that has room for them (`narrow_page`)."""
TYPOGRAPHY = ("", 'emphasis = "dots"', "hanging = true", 'strictness = "basic"', 'english = "justified"')
LAYOUTS = ("interleaved", "parallel", "zh", "en", "vertical")
"""A layout of two languages, or the language of an edition of one; vertical is an e-book in Chinese."""
SCRIPTS = (ZH, ZH, ZH, HANT)
TRADITIONAL = str.maketrans(
    "阶级涨时见记运长约货从这里镇书开张东说条个处经湖结画图纸码头与线叫旧宽没镇船还总",
    "階級漲時見記運長約貨從這裡鎮書開張東說條個處經湖結畫圖紙碼頭與線叫舊寬沒鎮船還總",
)
"""What differs in traditional characters, of all words above."""
EXPECTED = ("short_pages", "keep_too_high", "crowded_margin", "narrow_margin")  # figures and pages are of any size
STRINGS = Path(strings.__file__).with_name("strings.toml")
FONTS = {"ming": "Noto Serif SC", "hei": "Noto Sans SC"}
"""The fonts of a book in traditional Chinese, and the bundled ones that they are made from."""


@attrs.frozen
class RandomBook:
    """The files of a book, by path."""

    files: Mapping[str, str | bytes]

    def __repr__(self) -> str:
        return "\n".join(f"--- {name}\n{text}" for name, text in self.files.items() if isinstance(text, str))

    def write(self, folder: Path) -> Path:
        """Write the book to a folder."""
        folder.mkdir(parents=True)
        for name, text in self.files.items():
            (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
        return folder


class _Chapter:
    """Draws the blocks of one chapter, and collects its notes."""

    def __init__(self, random: Random, number: int, targets: tuple[str, ...]) -> None:
        self.random, self.number, self.targets = random, number, targets
        self.notes: list[str] = []
        self.has_section = False
        self.has_text = False
        self.depth = 1

    def pick(self, choices: Sequence[T]) -> T:
        return self.random.choice(choices)

    def several(self, most: int) -> range:
        """Return as many numbers as are drawn, ``most`` at most and one at least."""
        return range(self.random.randint(1, most))

    def one_in(self, count: int) -> bool:
        return self.random.randrange(count) == 0

    # -- words

    def text(self, lang: str, *, sentences: int = 3, calls: bool = True, names: tuple[str, ...] = ()) -> str:
        """Return running text; ``names`` are the notes that its sentences call, one each."""
        stop, comma, gap = ("。", "，", "") if lang == ZH else (".", ", ", " ")
        out = []
        for nth in self.several(sentences):
            clauses = [self.pick(CLAUSES[lang]) for _ in self.several(3)]
            if calls and self.one_in(2):
                clauses.insert(0, self.inline(lang))
            sentence = comma.join(clauses)
            sentence = sentence[0].upper() + sentence[1:] if lang == EN else sentence
            out.append(sentence + stop + (f"[^{names[nth]}]" if nth < len(names) else ""))
        return gap.join(out)

    def inline(self, lang: str) -> str:
        kind = self.pick([*INLINES, *(["reference"] if self.targets else [])])
        if kind == "reference":
            form = self.pick(("", "{.page}", "{.number}"))
            target = f"[](#{self.pick(self.targets)}){form}"
            return f"见{target}" if lang == ZH else f"see {target}"
        before, after = ("叫作", "的地方") if lang == ZH else ("called ", " here")
        word = self.pick(WORDS[lang])
        return before + INLINES[kind][lang].format(word, word) + after

    def words(self, lang: str) -> str:
        """Return a few words, perhaps marked, for a heading or a cell, in which a bar ends the cell."""
        if self.one_in(2):
            return str(self.pick(WORDS[lang]))
        kind = self.pick([each for each in INLINES if each not in ("picture", "code", "foreign", "ruby")])
        return INLINES[kind][lang].format(self.pick(WORDS[lang]), self.pick(WORDS[lang]))

    # -- blocks: each returns lines of Markdown in pairs

    def pair(self, make: Callable[[str], str]) -> list[str]:
        return [make(ZH), "", make(EN), ""]

    def paragraph(self) -> list[str]:
        if self.one_in(4):
            return self.paragraph_with_note()
        return self.pair(self.text)

    def paragraph_with_note(self) -> list[str]:
        name = f"n{self.number}-{len(self.notes)}"
        self.notes.append(name)
        return self.pair(lambda lang: self.text(lang, names=(name,)))

    def heading(self) -> list[str]:
        level = self.pick(("##", "###")) if self.has_section else "##"
        self.has_section = True
        lines = self.pair(lambda lang: f"{level} {self.words(lang)}")
        return [*lines, *self.paragraph()]

    def bullets(self) -> list[str]:
        lines: list[str] = []
        for _ in self.several(3):
            lines += self.pair(lambda lang: f"- {self.text(lang, sentences=1)}")
            lines += self.nested(2)
        return lines

    def nested(self, indent: int) -> list[str]:
        """Return what stands inside an item of a list, if anything; three lists are in one another at most."""
        if self.depth == 3 or not self.one_in(4):
            return []
        self.depth += 1
        lines = self.pick((self.bullets, self.numbers, self.quotation, self.code))()
        self.depth -= 1
        return [f"{' ' * indent}{each}" if each else "" for each in lines]

    def numbers(self) -> list[str]:
        nths = self.several(3)
        forms = self.pick(MARKERS) if len(nths) > 1 else MARKERS[0]
        lines: list[str] = []
        for nth in nths:
            for lang, form in forms.items():
                lines += [f"{form.split()[nth]} {self.text(lang, sentences=1)}", ""]
            lines += self.nested(3) if forms is MARKERS[0] else []
        return lines

    def quotation(self) -> list[str]:
        lines = self.paragraph()[:3]
        if self.depth < 3 and self.one_in(6):
            self.depth += 1
            lines += ["", *self.pick((self.bullets, self.numbers))()[:-1]]
            self.depth -= 1
        return [f"> {each}".rstrip() for each in lines] + [""]

    def notice(self) -> list[str]:
        kind = self.pick(("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"))
        if self.one_in(2):
            return [f"> [!{kind}]", *self.quotation()]
        name = kind.lower()
        title = self.pick(WORDS[ZH]), self.pick(WORDS[EN])
        zh, en = (f"::: {name} {words}" if self.one_in(2) else f"::: {name}" for words in title)
        if zh.endswith(name) != en.endswith(name):
            zh, en = f"::: {name}", f"::: {name}"
        return [zh, self.text(ZH), ":::", "", en, self.text(EN), ":::", ""]

    def together(self) -> list[str]:
        """Return blocks that stay on one page; no table, since it may ask for a page of its own."""
        kinds = (self.paragraph, self.verse, self.code, self.bullets, self.quotation, self.notice)
        inside = [line for _ in self.several(3) for line in self.pick(kinds)()]
        return ["::: keep", *inside, ":::", ""]

    def verse(self) -> list[str]:
        return ["{.verse}", "床前明月光，", "疑是地上霜。", "", "{.verse}", "Before my bed the moon is bright;",
                "I took it for a frost tonight.", ""]  # fmt: skip

    def code(self) -> list[str]:
        return ["```python", *("level = get_level(river)" for _ in self.several(4)), "```", ""]

    def table(self) -> list[str]:
        """Return a table with all that it may have: a caption in one of its forms, a form, joined cells, notes."""
        form = self.pick((as_grid, as_simple, with_bars, with_bars, with_bars))
        rows, columns = len(self.several(4)), 1 + len(self.several(3))
        shared = [[self.pick(("12", "3.5", "40%", "")) for _ in range(columns - 1)] for _ in range(rows)]
        if form is as_simple:
            shared = [[each or "7" for each in row] for row in shared]
        heads = self.pick((0, 1, 1, 1, 1 if form is as_simple else 2))
        joins = self.join(form, heads, rows, columns)
        more = self.pick(("\n12", "\n\n3.5")) if form is not as_simple and not joins and self.one_in(3) else ""

        def one(lang: str) -> str:
            head = [[str(self.pick(WORDS[lang])) for _ in range(columns)] for _ in range(heads)]
            body = [[self.words(lang), *cells] for cells in shared]
            body[0][0] = body[0][0] if heads else str(self.pick(WORDS[lang]))  # a table needs words of its language
            body[0][1] += more if body[0][1] else ""
            for row, column, mark in joins:
                (*head, *body)[row][column] = mark
            return form(head, body)

        attributes = "{.landscape}\n" if self.has_text and self.one_in(6) else ""
        tables = {lang: f"{attributes}{one(lang)}" for lang in (ZH, EN)}
        return [*self.captioned(tables), *(self.table_note() if self.one_in(3) else [])]

    def join(self, form: Any, heads: int, rows: int, columns: int) -> list[tuple[int, int, str]]:
        """Return which cells are joined to others: the row, the column, and the mark in their place."""
        if form is as_simple or columns < 3 or self.one_in(2):
            return []
        if heads == 2:
            return [(0, 2, LEFT), (1, 0, ABOVE)]
        return [(heads + rows - 1, 2, LEFT)] if rows < 2 or self.one_in(2) else [(heads + 1, 0, ABOVE)]

    def captioned(self, tables: Mapping[str, str]) -> list[str]:
        """Return tables, perhaps with captions in one of the forms that these have."""
        words = {lang: str(self.pick(WORDS[lang])) for lang in tables}
        marks = {ZH: "表：", EN: "Table: "}
        match self.pick(("", "", "braces", "mark", "colon", "colons")):
            case "braces":
                return [*self.pair(lambda lang: f"{{.caption}}\n{words[lang]}"), *self.pair(tables.__getitem__)]
            case "mark":
                return [*self.pair(lambda lang: marks[lang] + words[lang]), *self.pair(tables.__getitem__)]
            case "colon":
                return self.pair(lambda lang: f"{tables[lang]}\n\n: {words[lang]}")
            case "colons":
                return [*self.pair(tables.__getitem__), *self.pair(lambda lang: f": {words[lang]}")]
        return self.pair(tables.__getitem__)

    def table_note(self) -> list[str]:
        marks = self.pick(({ZH: "注：", EN: "Note: "}, {ZH: "资料来源：", EN: "Source: "}))
        return self.pair(lambda lang: marks[lang] + self.text(lang, sentences=1))

    def figure(self) -> list[str]:
        return random_figures.figure(self.random, lambda lang: str(self.pick(WORDS[lang])), self.has_text)

    def definitions(self) -> list[str]:
        if self.one_in(2):
            meanings = [f": {self.text(lang, sentences=1)}" for lang in (ZH, EN)]
            return [str(self.pick(WORDS[ZH])), str(self.pick(WORDS[EN])), *meanings, ""]
        return self.pair(lambda lang: f"{self.pick(WORDS[lang])}\n: {self.text(lang, sentences=1)}")

    def pause(self) -> list[str]:
        return [*self.paragraph(), "***", "", *self.paragraph()]

    def one_sided(self) -> list[str]:
        return ["{.solo}", self.text(self.pick((ZH, EN))), ""]

    def note_text(self, name: str) -> list[str]:
        lines = [f"[^{name}]: {self.text(ZH, sentences=2)}", "", f"    {self.text(EN, sentences=2)}", ""]
        if self.one_in(4):
            lines += [f"    {each}".rstrip() for each in self.pick((self.numbers, self.quotation, self.code))()]
        # all else stays as it is without them
        place = Random(f"{lines}").choice(("", "", "{.side}", "{.head}"))
        return [place, *lines] if place else lines

    def lines(self) -> list[str]:
        """Return the chapter."""
        title = self.random.randrange(len(TITLES[ZH]))
        lines = [f"# {TITLES[ZH][title]}", "", f"# {TITLES[EN][title]} {{#{self.targets[self.number - 1]}}}", ""]
        kinds = [
            self.paragraph, self.paragraph, self.heading, self.verse, self.code, self.table, self.figure,
            self.definitions, self.pause, self.one_sided, self.bullets, self.numbers, self.quotation, self.notice,
            self.together,
        ]  # fmt: skip
        if self.one_in(10):  # a chapter that is code and nothing else
            kinds = [self.code]
        for _ in self.several(6):
            lines += self.pick(kinds)()
            self.has_text = True
        for name in self.notes:  # which grows where a note calls another
            lines += self.note_text(name)
        return lines


NOTES = (
    "", "", 'place = "chapter"', 'place = "book"\nnumbers = "book"', 'place = "book"\nmarks = "symbols"',
    'numbers = "page"', 'numbers = "page"\nmarks = "circled"', 'numbers = "page"\nmarks = "symbols"',
    'sequence = "language"', 'sequence = "language"\nnumbers = "page"',
    'sequence = "language"\nplace = "chapter"\nnumbers = "book"',
)  # fmt: skip
"""Settings of notes: 1 ① * † ‡."""


def settings(
    layout: str, page: str, typography: str = "", numbering: str = "source", contents: int = 1, chinese: str = ZH
) -> str:
    """Return a ``book.toml`` with one edition in both formats, or in one of vertical text."""
    single = {"zh": chinese, "en": EN, "vertical": chinese}.get(layout)
    lines = [
        "[book]",
        'slug = "random"',
        f'languages = ["{chinese}", "{EN}"]',
        f'title = {{ {chinese} = "河", en = "The River" }}',
        'identifier = "urn:uuid:1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"',
        "date = 2020-02-02",
        f'numbering = "{numbering}"',
        f"contents = {contents}",
        "",
        "[typography]",
        typography,
        "",
        *(["[fonts]", 'serif-han = "ming.ttf"', 'sans-han = "hei.ttf"', ""] if chinese == HANT else []),
        "[[edition]]",
        'name = "one"',
        f'layout = "{"single" if single else layout}"',
        *([f'languages = ["{single}"]'] if single else []),
        *(['writing = "vertical"', 'formats = ["epub"]'] if layout == "vertical" else []),
        *([f'page = "{page}"'] if page else []),
    ]
    return "\n".join(lines) + "\n"


def random_book(seed: str, most_chapters: int = 2) -> RandomBook:
    """Return a sound book, the same for the same ``seed``."""
    random = Random(seed)
    layout, typography, chinese = random.choice(LAYOUTS), random.choice(TYPOGRAPHY), random.choice(SCRIPTS)
    page = random.choice(PAGES + (NARROW_PAGES if layout == "parallel" else SMALL_PAGES))
    toml = settings(layout, page, typography, random.choice(("source", "auto")), random.randint(1, 2), chinese)
    notes = Random(f"{seed}, notes").choice(NOTES)  # all else stays as it is without them
    toml = random_figures.with_settings(toml, seed, chinese, page).replace("[notes]", f"[notes]\n{notes}")
    count = random.randint(1, most_chapters)
    ids = tuple(f"part-{number}" for number in range(1, count + 1))
    files: dict[str, str | bytes] = {"book.toml": toml, **random_figures.DRAWINGS}
    for number in range(1, count + 1):
        text = marked("\n".join(_Chapter(random, number, ids).lines()) + "\n", seed)
        text = with_pages(text, seed, 100 * number)
        files[f"{number:02}.md"] = text.translate(TRADITIONAL).replace("公裡", "公里") if chinese == HANT else text
    if any("{.index" in text for text in files.values() if isinstance(text, str)):
        files["98.md"] = f"# 索引\n\n# Index\n\n{random.choice(INDEXES)}\n::: index\n:::\n"
    if chinese == HANT:
        letters = "".join(sorted({*_every_letter(), *_every_letter().translate(TRADITIONAL)}))
        files |= {f"{name}.ttf": traditional_font(source, f"Test {name}", letters) for name, source in FONTS.items()}
    return RandomBook(with_citations(with_terms(files, seed, chinese), seed))


INDEXES = ("", "{.strokes}", "{.words}", "{lang=en}", "{.subjects}")
"""What may stand above an index."""
MARKED = {
    "渡口的石阶": '渡口的[石阶]{.index translation="stairs"}',
    "tairs at the ferry": "tairs at the [ferry]{.index}",
    "第一家书店": "第一家[书店]{.index .main}",
    "first bookshop": 'first [bookshop]{.index entry="books > shops"}',
    "运河长": "[运河]{.index}长",
}
"""Words of sentences that are marked for the index in half of the books."""


def marked(text: str, seed: str) -> str:
    """Return the text of a chapter, perhaps with words that are marked for the index."""
    if Random(f"{seed}, index").randrange(2):
        return text
    for words, mark in MARKED.items():
        text = text.replace(words, mark)
    return text


def _every_letter() -> str:
    """Return a text with each character that may stand in a book, or that wicpress adds to it, such as ●."""
    modules = (random_figures, random_citations, random_terms, strings)
    files = (__file__, *(each.__file__ or "" for each in modules), STRINGS)
    words = "".join(Path(each).read_text(encoding="utf-8") for each in files)
    scheme = default_scheme(HANT)
    return words + "●" + "".join((*scheme.headings, scheme.part, scheme.appendix))


def findings(book: RandomBook, folder: Path) -> list[str]:
    """Return whatever `check`, `build` and `verify` find in a book; it is laid out in this process.

    Blocks that are to stand on one page may be higher than a small one.
    """
    root = book.write(folder / "book")
    diagnostics = [each for each in check_book(root, DiagnosticFilter()) if each.code not in EXPECTED]
    if diagnostics:
        return [f"check: {each}" for each in diagnostics]
    config = load(root).value
    assert config
    pickled = PickledBook(config, read(config).value.book)
    made: dict[str, JobResult] = {}
    lines: list[str] = []
    for target in targets(config):
        made[target.format] = result = _make(pickled, target, folder, made.get("pdf"))
        diagnostics = [each for each in result.diagnostics if each.code not in EXPECTED]
        if result.failed or diagnostics:
            return [f"build {target.format}: {each}" for each in (*diagnostics, result.bug)]
    pdf = next((folder / each.name for each in targets(config) if each.format == "pdf"), None)
    for target in targets(config):
        request = VerifyRequest(book=root, printed=pdf if target.format == "epub" else None, run_validators=False)
        (verified,) = verify_files([folder / target.name], request)
        lines += [f"verify {target.format}: {each}" for each in verified.failures]
        lines += [f"verify {target.format}: {each.message} [{each.code}]" for each in verified.line_diagnostics]
    return lines


def _make(book: PickledBook, target: Target, folder: Path, printed: JobResult | None) -> JobResult:
    kind = "pages" if target.format == "pdf" else "epub"
    pages = printed.pages if printed else None
    job = EditionJob(kind, book, target.edition.name, folder / target.name, folder, pages=pages, use_cache=False)
    return edition_job.run_job(job)
