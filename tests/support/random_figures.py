"""Figures of random books, in each form that they may have, and the fields of their imprint pages."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}"><path d="M0 0L{} {}" stroke="#000"/></svg>\n'
SIZES = {"line.svg": (40, 20), "chart.svg": (400, 300), "tower.svg": (300, 700), "plan.svg": (640, 400)}
DRAWINGS = {name: SVG.format(*size, *size) for name, size in SIZES.items()}
CAPTIONS = {
    "zh-Hans": ("一条线。", "渡口的水位，单位米。", "石阶"),
    "en": ("A line.", "Water levels, in metres.", "The stairs"),
}
LONG = {
    "zh-Hans": "水位从三月起上升，七月最高，到五米二，十一月又回到一米八。",
    "en": "The level rises from March, is highest in July, at 5.2 m, and is back at 1.8 m in November.",
}
FIELDS = (
    'cip = { zh-Hans = "河／某甲著. — 某地：某出版社，2020.2", en = "Some Body.\\nThe River / Some Body." }',
    'editor = { zh-Hans = "某丙", en = "C. Editor" }',
    'proofreader = { zh-Hans = "某丁" }',
    'production = { en = "D. Maker" }',
    'address = { zh-Hans = "某街1号", en = "1 Some Street" }',
    'printer = { zh-Hans = "某印刷厂", en = "Some Printers" }',
    'binder = { zh-Hans = "某装订厂" }',
    'distributor = { zh-Hans = "各地书店", en = "All Good Bookshops" }',
    'sheets = "auto"',
    'words = "auto"',
    'edition = { zh-Hans = "2020年2月第1版", en = "First published in February 2020" }',
    'printing = { zh-Hans = "2020年2月第1次印刷", en = "First printing, February 2020" }',
    'copies = { zh-Hans = "1—500册" }',
    'price = { zh-Hans = "48.00元", en = "£12.99" }',
    'printing-line = { en = "1 2 3" }',
)
"""Lines of ``[imprint]`` that agree with a book of 2020."""
USUAL_PAGES = ("", "A4", "A5", "170mm 240mm")
Words = Callable[[str], str]


def with_settings(toml: str, seed: str, chinese: str, page: str) -> str:
    """Return a ``book.toml`` with the place of figures, a table of notes, and some fields of the imprint page.

    Sheets are counted of pages of usual formats alone.
    """
    random = Random(f"{seed}, imprint")
    lines = random.sample(FIELDS, random.choice((0, 0, 3, len(FIELDS))))
    lines = [line for line in lines if page in USUAL_PAGES or not line.startswith("sheets")]
    fields = "\n".join(["[imprint]", *lines, "", ""]).replace("zh-Hans", chinese) if lines else ""
    figures = Random(f"{seed}, figures").choice(("here", "here", "near"))
    toml = toml.replace("[typography]", f'figures = "{figures}"\n\n[typography]', 1)
    return toml.replace("[[edition]]", f"[notes]\n\n{fields}[[edition]]", 1)


def figure(random: Random, words: Words, has_text: bool) -> list[str]:
    """Return a figure, several of them, or one of several pictures, in both languages; ``words`` describe pictures.

    One with a page of its own, or that is turned, stands behind text.
    """
    alone = ("full-page", "landscape") if has_text else ()
    form = random.choice(("one", "one", "own", "row", "rows", "beside", *alone))
    caption = random.randrange(3)
    classes = {"full-page": "{.full-page}", "landscape": "{.landscape}"}.get(form, "")
    width = random.choice(("", "", "width=40mm", "width=100%")) if form in {"one", "own"} else ""
    has_long = random.randrange(4) == 0

    def pictures(lang: str) -> str:
        names = {"row": 2 + random.randrange(2), "rows": 4}.get(form, 1)
        own = {"zh-Hans": "tower.svg", "en": "plan.svg"}[lang] if form == "own" else name
        long = f'long="{LONG[lang]}"' if has_long else ""
        more = f"{{{' '.join(filter(None, (width, long)))}}}" if width or long else ""
        shown = [f"![{words(lang)}]({own}){more}"] * (names - 1)
        return " ".join((*shown, f'![{words(lang)}]({own} "{CAPTIONS[lang][caption]}"){more}'))

    name = random.choice(tuple(SIZES))
    lines: list[str] = []
    state = random.getstate()
    for nth in range(1 + random.randrange(1, 3) if form == "beside" else 1):
        first = "{.beside}" if nth else classes
        for lang in ("zh-Hans", "en"):
            random.setstate(state)  # as many pictures in both languages
            lines += [*([first] if first else []), pictures(lang), ""]
    return lines
