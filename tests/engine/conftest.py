"""Fonts and pages for the tests of the line layer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

BUNDLED = Path(__file__).parents[2] / "src/wicpress/fonts/bundled"
LATIN = (
    "U+0020-0021, U+0023-0026, U+0028-007E, U+00A0-00B6, U+00B8-024F, U+2010-2012, U+2070-209F, "
    "U+20A0-20CF, U+2190-21FF"
)
FACES = (
    ("W Serif Han", "noto-serif-sc/NotoSerifSC_500Medium.ttf", 0.88, ""),
    ("W Sans Han", "noto-sans-sc/NotoSansSC_500Medium.ttf", 0.88, ""),
    ("W Serif Mix", "source-serif-4/SourceSerif4_400Regular.ttf", 0.88, LATIN),
    ("W Serif", "source-serif-4/SourceSerif4_400Regular.ttf", 0.909, ""),
    ("W Sans", "source-sans-3/SourceSans3_400Regular.ttf", 0.88, ""),
    ("W Sans Mix", "source-sans-3/SourceSans3_500Medium.ttf", 0.88, LATIN),
    ("W Mono", "source-code-pro/SourceCodePro_400Regular.ttf", 0.88, ""),
)
"""Family, bundled file, ascent in em, unicode-range: the metrics of the bundled style sheets."""

STYLE = """
@page { size: 340pt 3000pt; margin: 0 }
body, p { margin: 0 }
[lang|=zh] { font: 10pt/16pt "W Serif Mix", "W Serif Han"; text-align: justify }
[lang|=en] { font: 9.3pt/16pt "W Serif", "W Serif Han"; text-align: left }
[lang|=zh] em { font-family: "W Sans Mix", "W Sans Han"; font-style: normal }
code { font-family: "W Mono", "W Sans Han"; font-size: .88em }
sup { font-size: 6.2pt; vertical-align: 3.4pt; font-family: "W Sans" }
"""


def _normalised(folder: Path, source: str, ascent: float) -> Path:
    """Write a font with the metrics of the Han em box, once a session; return its path."""
    target = folder / f"{Path(source).stem}-{ascent}.ttf"
    if not target.exists():
        font = TTFont(BUNDLED / source)
        units = font["head"].unitsPerEm
        up, down = round(ascent * units), round((1 - ascent) * units)
        font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = up, -down, 0
        table = font["OS/2"]
        table.sTypoAscender, table.sTypoDescender, table.sTypoLineGap = up, -down, 0
        table.usWinAscent, table.usWinDescent = up, down
        font.save(target)
    return target


@pytest.fixture(scope="session")
def faces(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the @font-face rules of the tests."""
    folder = tmp_path_factory.mktemp("faces")
    rules = []
    for family, source, ascent, scope in FACES:
        path = _normalised(folder, source, ascent)
        limit = f"; unicode-range: {scope}" if scope else ""
        rules.append(f'@font-face {{ font-family: "{family}"; src: url({path.as_uri()}){limit} }}')
    return "\n".join(rules)


@pytest.fixture
def page(faces: str) -> Callable[..., HTML]:
    """Return a function from body HTML and extra CSS to a WeasyPrint document."""

    def make(body: str, css: str = "") -> HTML:
        return HTML(string=f"<!doctype html><html lang=zh><style>{faces}{STYLE}{css}</style><body>{body}")

    return make


@pytest.fixture
def render(page: Callable[..., HTML]) -> Callable[..., Any]:
    """Return a function from body HTML and extra CSS to a laid-out WeasyPrint document."""

    def make(body: str, css: str = "") -> Any:
        return page(body, css).render(font_config=FontConfiguration())

    return make
