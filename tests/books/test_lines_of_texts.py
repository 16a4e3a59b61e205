"""Lines that wicpress sets pass its own checks of lines: texts in two languages at three widths of column."""

from __future__ import annotations

from pathlib import Path

import pytest
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from wicpress.engine.patching.line_layer import chinese_line_layout
from wicpress.engine.tags.tagger import tags
from wicpress.proofing.lines.measure import measure
from wicpress.proofing.lines.report import Report, Thresholds, findings

BUNDLED = Path(__file__).resolve().parents[2] / "src/wicpress/fonts/bundled"
LATIN = "U+0020-007E, U+00A0-00B6, U+00B8-024F"
FACES = (
    ("Serif", "source-serif-4/SourceSerif4_400Regular.ttf", LATIN),
    ("Han", "noto-serif-sc/NotoSerifSC_400Regular.ttf", "U+0-10FFFF"),
    ("Mono", "source-code-pro/SourceCodePro_400Regular.ttf", "U+0-10FFFF"),
)
STYLE = """
@page { margin: 40pt }
p { margin: 0; orphans: 2; widows: 2 }
[lang|=zh] { font: 10pt/16pt Serif, Han; text-align: justify; text-indent: 2em }
[lang|=en] { font: 9.3pt/16pt Serif, Han; text-align: left; hyphens: auto }
code { font: 8.75pt Mono, Han }
"""
TEXT = (
    ("zh-Hans", "渡口在镇子的东头，从前每天有三班船，最早的一班天不亮就开。船票两角，学生半价；到2003年桥通了车，"
     "坐船的人只剩下77.5%，再过两年，连船也停了。船夫姓陈，大家都叫他“老陈”，真名倒没有几个人知道。"),
    ("en", "The ferry stood at the east end of the town. There were three boats a day, the first before daylight, "
     "and a ticket was twenty cents. When the bridge opened in 2003 the boats lost a quarter of their people, and "
     "two years later the last of them stayed at its mooring."),
    ("zh-Hans", "他把账记在一本蓝皮的册子里：《渡船日志》（第1册到第46册，缺第9册），每天一行，写天气、水位、人数。"
     "“今天没有人。”这样的一行，最后一年里有131处——他还是照写……"),
    ("en", "His log fills forty-six blue notebooks, one line a day: the weather, the water, the number of people. "
     "“Nobody today” stands there a hundred and thirty-one times in the last year alone."),
    ("zh-Hans", "后来有人用Python把它们抄进了电脑，一行一条，用<code>date=\"2004-01-31\"</code>这样的写法，"
     "共1.7万条。抄的人说：“数字最难认。”可是水位的曲线画出来，和县里水文站的只差1.5 cm，谁都没有想到。"),
    ("zh-Hans", "日志里还有别的东西，比如鱼、云、灯火、争吵、婚礼；有一页只画了一条船，下面写着：甲～乙·丙，"
     "1998年10月。这些都不在表格里。看过的人多半先笑，随后就不说话了。"),
)  # fmt: skip


TECHNICAL = (
    ("zh-Hans", "配置写在 ~/projects/new_book/book.toml 里，先运行 <code>wicpress.build(edition='screen')</code>，"
     "再看 https://example.org/handbook/typography.html#line-ends 这一页；2017年以后的版本里，"
     "<code>--keep-html</code>把排好的网页留在 dist/ 下面，约占3万个字节。"),
    ("zh-Hans", "命令行里的 :ref:`line-options` 与 .NET 的名字不同：<code>LineOptions(autospace=0.25)</code>、"
     "<code>strictness='strict'</code>、<code>ModuleNotFoundError</code>都照原样排，拆开时不加连字符，"
     "屏幕以27\"的为准，行长在8到45 em之间。"),
)  # fmt: skip


TIMES = {14: 1, 22: 2, 34: 4}
"""How often the texts stand in a column of so many em."""


def set_text(width: int, texts: tuple[tuple[str, str], ...] = TEXT) -> Report:
    """Return what a tagged file measures that has the texts in a column of ``width`` em, on two pages or more."""
    rules = "".join(
        f"@font-face {{ font-family: {family}; src: url({(BUNDLED / source).as_uri()}); unicode-range: {scope} }}"
        for family, source, scope in FACES
    )
    body = "".join(f"<p lang={lang}>{text}</p>" for _ in range(TIMES[width]) for lang, text in texts)
    size = f"@page {{ size: {10 * width + 80}pt 420pt }}"
    page = f"<!doctype html><html lang=zh-Hans><title>T</title><style>{rules}{STYLE}{size}</style>{body}"
    with chinese_line_layout(), tags():
        data = HTML(string=page).write_pdf(font_config=FontConfiguration(), pdf_tags=True)
    report = measure(data)
    assert isinstance(report, Report)
    return report


@pytest.mark.parametrize("width", TIMES)
def test_texts_measure_clean(width: int) -> None:
    """Two languages in narrow, middle and wide columns, over several pages: every full line flush, and no problem."""
    report = set_text(width)
    assert findings(report, Thresholds()) == ()
    figures = report.typography["zh-Hans"].figures
    assert report.pages > 1 and figures.full_lines > 20 and figures.flush_share == 1.0


@pytest.mark.parametrize("width", TIMES)
def test_technical_text_measures_clean(width: int) -> None:
    """Addresses, paths and code among Chinese leave no line off its edge, torn open or with a number parted."""
    assert findings(set_text(width, TECHNICAL), Thresholds()) == ()
