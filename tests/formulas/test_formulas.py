"""Formulas in TeX: read, written in one line, as MathML, in words, drawn, and divided where a line may end."""

from __future__ import annotations

import pytest
from lxml import etree
from markdown_it import MarkdownIt

from support.formulas import SAMPLES
from wicpress.formulas import commands
from wicpress.formulas.drawing import draw
from wicpress.formulas.mathml import NAMESPACE, mathml
from wicpress.formulas.nodes import Atom, Row
from wicpress.formulas.one_line import one_line
from wicpress.formulas.parse import parse
from wicpress.formulas.pieces import pieces
from wicpress.formulas.tokens import FormulaError
from wicpress.formulas.words import words
from wicpress.parsing.formulas.notation import FORMULA, formulas_plugin
from wicpress.proofing.formulas.signs import agrees, signs_of_mathml, signs_of_tex

SIGNS = (
    commands.LETTERS, commands.CAPITALS, commands.ORDINARY, commands.OPERATORS, commands.RELATIONS, commands.LARGE,
    commands.INTEGRALS,
)  # fmt: skip


@pytest.mark.parametrize(("tex", "text"), SAMPLES.items())
def test_one_line(tex: str, text: str) -> None:
    """A formula in one line is read as a person would write it, and has the signs of its TeX."""
    assert one_line(parse(tex)) == text
    assert agrees(text, tex)


@pytest.mark.parametrize("tex", SAMPLES)
def test_mathml_has_the_signs_of_the_formula(tex: str) -> None:
    """MathML is well-formed, and has each sign, fraction, root, index and exponent of the TeX."""
    math = etree.fromstring(f'<math xmlns="{NAMESPACE}">{mathml(parse(tex))}</math>')
    assert signs_of_mathml(math) == signs_of_tex(tex)


@pytest.mark.parametrize("tex", SAMPLES)
def test_drawing_stands_on_its_baseline(tex: str) -> None:
    """A formula is drawn in both styles with outlines alone, its parts above and below its baseline."""
    for display in (True, False):
        drawing = draw(parse(tex), display=display)
        assert drawing.width > 0.3 and 0 <= drawing.depth < drawing.height
        assert drawing.paths.startswith("<path ") and "<use" not in drawing.paths and "#f" not in drawing.paths


def test_baseline_is_that_of_letters() -> None:
    """A letter without a tail stands on the baseline, with a margin of .02 em."""
    assert draw(parse("x"), display=False).depth == pytest.approx(0.02, abs=0.015)
    assert draw(parse("y"), display=False).depth > 0.15


@pytest.mark.parametrize("table", SIGNS)
def test_each_sign_is_that_of_its_command(table: dict[str, str]) -> None:
    """Every command for a sign is drawn, and stands for the same sign in what proofs it."""
    missing = draw(Atom("\U000f1234", "ordinary"), display=False).paths
    for command in table:
        tex = f"a {command} b"
        assert agrees(one_line(parse(tex)), tex), command
        assert draw(parse(command), display=False).paths not in ("", missing), command


@pytest.mark.parametrize("text", ["$5 and $10", "from $5 to $10, or US$20", "$ 5$ and $5 $", r"\$a\$ b$", "5$", "$"])
def test_money_is_no_formula(text: str) -> None:
    """A dollar before a figure, behind a space or with a backslash opens no formula."""
    md = MarkdownIt("commonmark").use(formulas_plugin)
    (inline,) = md.parseInline(text)
    assert not any(token.type == FORMULA for token in inline.children or ())


def test_words() -> None:
    """A formula is read aloud in the words of each language, and nothing in it is TeX."""
    tex = r"L = \frac{Q_s - Q_b}{Q_s}"
    english = "L equals the fraction Q sub s minus Q sub b over Q sub s, end of fraction"
    assert words(parse(tex), "en") == english
    assert words(parse(tex), "zh-Hans") == "L 等于 分式，分子 Q 下标 s 减 Q 下标 b，分母 Q 下标 s，分式结束"
    assert words(parse(tex), "fr") == one_line(parse(tex))
    for sample in SAMPLES:
        assert "\\" not in words(parse(sample), "en") + words(parse(sample), "zh-Hans")


@pytest.mark.parametrize(
    ("tex", "start", "hint"),
    [
        (r"a + \foo b", 4, r"write the sign itself"),
        (r"\fra{1}{2}", 0, r"write `\frac`"),
        ("x_1_2", 3, "braces"),
        (r"\frac{1}", 0, "braces"),
        ("{x", 0, "`}`"),
        ("x}", 1, "`{`"),
        (r"\left( x", 0, r"`\right`"),
        (r"\begin{case} x \end{case}", 0, "`cases`"),
        ("a & b", 2, "aligned"),
        (r"\sqrt[3", 5, "`]`"),
        (r"\text{a", 0, "`}`"),
        ("{" * 40 + "x" + "}" * 40, 24, "several"),
        (r"\frac" * 40, 120, "several"),
        ("x" * 5000, 0, "several"),
        (r"a \tag{1}", 2, "{#eq-x}"),
        (r"a + \ce{H2O}", 4, r"\mathrm"),
        (r"1 \over 2", 2, r"\frac"),
        (r"\abs{x}", 0, r"\left|"),
        (r"\phantom{x}", 0, r"\text"),
    ],
)
def test_mistakes_have_a_place_and_a_way_out(tex: str, start: int, hint: str) -> None:
    """What cannot be read is named at its characters."""
    with pytest.raises(FormulaError) as told:
        parse(tex)
    assert (told.value.start, hint in told.value.hint) == (start, True), told.value.hint


def test_a_line_ends_behind_signs_outside_of_brackets() -> None:
    """A formula is divided behind relations, operators and commas, and not inside brackets or behind a sign."""
    parts = [one_line(each) for each in pieces(parse(r"f(x, y) = -a + b \times (c + d), e"))]
    assert parts == ["f(x, y) =", "−a +", "b ×", "(c + d),", "e"]
    assert pieces(Row((parse("x"),))) == (Row((parse("x"),)),)
