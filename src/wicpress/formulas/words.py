"""Writes a formula in the words of a language, as it is read aloud."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping
from typing import Final

import attrs

from wicpress.formulas.nodes import (
    Accent,
    Atom,
    Binomial,
    Boxed,
    Brace,
    Fenced,
    Fraction,
    Grid,
    Node,
    Root,
    Row,
    Scripts,
    Sized,
    Space,
    Stacked,
    Struck,
    only,
)
from wicpress.formulas.one_line import one_line

_ENGLISH: Final = {
    "+": "plus", "−": "minus", "±": "plus or minus", "∓": "minus or plus", "×": "times", "÷": "divided by",
    "⋅": "times", "∗": "asterisk", "=": "equals", "≠": "is not equal to", "<": "is less than",
    ">": "is greater than", "≤": "is less than or equal to", "⩽": "is less than or equal to",
    "≥": "is greater than or equal to", "⩾": "is greater than or equal to", "≈": "is approximately equal to",
    "≡": "is equivalent to", "∼": "is similar to", "∝": "is proportional to", "∈": "is in", "∉": "is not in",
    "⊂": "is a subset of", "⊆": "is a subset of or equal to", "∪": "union", "∩": "intersection", "∨": "or",
    "∧": "and", "¬": "not", "→": "to", "←": "from", "⇒": "implies", "⟹": "implies", "⇔": "if and only if",
    "⟺": "if and only if", "∞": "infinity", "∂": "partial", "∇": "nabla", "∀": "for all", "∃": "there exists",
    "∅": "the empty set", "∣": "given", "∥": "is parallel to", "⟂": "is perpendicular to", "∠": "angle",
    "%": "percent", "‰": "per mille", "°": "degrees", "∘": "composed with", "!": "factorial", "/": "over",
    "|": "bar", "‖": "double bar", "(": "open parenthesis", ")": "close parenthesis", "[": "open bracket",
    "]": "close bracket", "{": "open brace", "}": "close brace", ",": "comma", ";": "semicolon", ":": "colon",
    "…": "and so on", "⋯": "and so on", "∑": "the sum", "∏": "the product", "∫": "the integral",
    "∮": "the contour integral", "′": "prime", "$": "dollar", "⇌": "is in equilibrium with", ".": "point",
}  # fmt: skip
_CHINESE: Final = {
    "+": "加", "−": "减", "±": "加减", "∓": "减加", "×": "乘以", "÷": "除以", "⋅": "点乘", "∗": "星号",
    "=": "等于", "≠": "不等于", "<": "小于", ">": "大于", "≤": "小于等于", "⩽": "小于等于", "≥": "大于等于",
    "⩾": "大于等于", "≈": "约等于", "≡": "恒等于", "∼": "相似于", "∝": "正比于", "∈": "属于", "∉": "不属于",
    "⊂": "真包含于", "⊆": "包含于", "∪": "并", "∩": "交", "∨": "或", "∧": "与", "¬": "非", "→": "趋于",
    "←": "左箭头", "⇒": "推出", "⟹": "推出", "⇔": "等价于", "⟺": "等价于", "∞": "无穷大", "∂": "偏", "∇": "那勃勒",
    "∀": "对任意", "∃": "存在", "∅": "空集", "∣": "竖线", "∥": "平行于", "⟂": "垂直于", "∠": "角", "%": "百分号",
    "‰": "千分号", "°": "度", "∘": "复合", "!": "的阶乘", "/": "除以", "|": "竖线", "‖": "双竖线",
    "(": "左括号", ")": "右括号", "[": "左方括号", "]": "右方括号", "{": "左花括号", "}": "右花括号", ",": "逗号",
    ";": "分号", ":": "冒号", "…": "省略号", "⋯": "省略号", "∑": "求和", "∏": "求积", "∫": "积分",
    "∮": "环路积分", "′": "撇", "$": "美元", "⇌": "可逆反应为", ".": "点",
}  # fmt: skip


@attrs.frozen
class _Language:
    """The words of one language: of signs, and of parts, each with the places of what is in it."""

    signs: Mapping[str, str]
    parts: Mapping[str, str]


_ACCENTS: Final = {
    r"\hat": ("hat", "帽"), r"\widehat": ("hat", "帽"), r"\bar": ("bar", "拔"), r"\overline": ("bar", "上划线"),
    r"\underline": ("underlined", "下划线"), r"\tilde": ("tilde", "波浪线"), r"\widetilde": ("tilde", "波浪线"),
    r"\dot": ("dot", "点"), r"\ddot": ("double dot", "双点"), r"\dddot": ("triple dot", "三点"),
    r"\vec": ("vector", "向量"), r"\overrightarrow": ("vector", "向量"),
    r"\overleftarrow": ("with a left arrow", "左箭头"), r"\acute": ("acute", "锐音符"),
    r"\grave": ("grave", "钝音符"), r"\breve": ("breve", "短音符"),
    r"\check": ("check", "倒帽"), r"\mathring": ("ring", "圈"),
}  # fmt: skip

_LANGUAGES: Final = {
    "en": _Language(
        _ENGLISH,
        {
            "fraction": "{0} over {1}",
            "long fraction": "the fraction {0} over {1}, end of fraction,",
            "binomial": "{0} choose {1}",
            "root": "the square root of {0}",
            "long root": "the square root of {0}, end of root,",
            "nth root": "the root of degree {1} of {0}, end of root,",
            "below": "{0} sub {1}",
            "long below": "{0} sub {1}, end of subscript,",
            "squared": "{0} squared",
            "cubed": "{0} cubed",
            "degrees": "{0} degrees",
            "above": "{0} to the power of {1}",
            "long above": "{0} to the power of {1}, end of power,",
            "from": "{0} over {1} of",
            "from to": "{0} from {1} to {2} of",
            "limit": "{0} as {1} of",
            "brace": "{0}, braced as {1},",
            "over": "{0} with {1} over it",
            "under": "{0} with {1} under it",
            "struck": "{0}, struck out,",
            "boxed": "{0}, boxed,",
            "row": "row {0}: {1}",
            "matrix": "a matrix of {0} by {1}, {2}, end of matrix",
            "cases": "{0} cases, {2}, end of cases",
            "lines": "{2}",
            "case": "case {0}: {1}",
            "line": "line {0}: {1}",
            "capital": "capital {0}",
        },
    ),
    "zh": _Language(
        _CHINESE,
        {
            "fraction": "{1} 分之 {0}",
            "long fraction": "分式，分子 {0}，分母 {1}，分式结束，",
            "binomial": "{0} 选 {1}",
            "root": "根号 {0}",
            "long root": "根号下 {0}，根号结束，",
            "nth root": "{0} 的 {1} 次方根",
            "below": "{0} 下标 {1}",
            "long below": "{0} 下标 {1}，下标结束，",
            "squared": "{0} 的平方",
            "cubed": "{0} 的立方",
            "degrees": "{0} 度",
            "above": "{0} 的 {1} 次方",
            "long above": "{0} 的 {1}，次方结束，",
            "from": "对 {1} {0}",
            "from to": "从 {1} 到 {2} {0}",
            "limit": "{1} 时的 {0}",
            "brace": "{0}，花括号标注 {1}，",
            "over": "{0} 上标注 {1}",
            "under": "{0} 下标注 {1}",
            "struck": "{0}（划去）",
            "boxed": "{0}（加框）",
            "row": "第 {0} 行：{1}",
            "matrix": "{0} 行 {1} 列的矩阵，{2}，矩阵结束",
            "cases": "分 {0} 种情况，{2}，分段结束",
            "lines": "{2}",
            "case": "情况 {0}：{1}",
            "line": "第 {0} 行：{1}",
            "capital": "大写 {0}",
        },
    ),
}


@functools.lru_cache(maxsize=4096)
def words(node: Node, tag: str) -> str:
    """Return a formula in the words of a language; in one that has none here, in one line of signs."""
    language = _LANGUAGES.get(tag.partition("-")[0])
    if language is None:
        return one_line(node)
    text = " ".join(_Speaker(language).say(node).split())
    for before, behind in ((",,", ","), ("，，", "，"), (" ,", ","), (" ，", "，"), ("， ", "，")):
        text = text.replace(before, behind)
    return text.rstrip(",， ")


class _Speaker:
    """Says the parts of a formula in one language."""

    def __init__(self, language: _Language) -> None:
        self.language = language

    def part(self, name: str, *inside: str) -> str:
        """Return the words for a part, with those of what is in it."""
        return self.language.parts[name].format(*inside)

    def say(self, node: Node | None) -> str:  # noqa: C901, PLR0911, PLR0912 - one case a kind
        """Return the words for a part."""
        match node:
            case None | Space():
                return ""
            case Atom() | Sized():
                return self.sign(node)
            case Row(parts):
                return " ".join(filter(None, map(self.say, parts)))
            case Scripts():
                return self.scripts(node)
            case Fraction(above, below):
                return self.part(f"{_long(above, below)}fraction", self.say(above), self.say(below))
            case Binomial(above, below):
                return self.part("binomial", self.say(above), self.say(below))
            case Root(content, None):
                return self.part(f"{_long(content)}root", self.say(content))
            case Root(content, index):
                return self.part("nth root", self.say(content), self.say(index))
            case Accent(name, content):
                return f"{self.say(content)} {_ACCENTS[name][self.language.signs is _CHINESE]}"
            case Brace(_, content, label):
                return self.part("brace", self.say(content), self.say(label)) if label else self.say(content)
            case Stacked(base, above, below):
                text = self.say(base)
                text = self.part("over", text, self.say(above)) if above not in (None, Row()) else text
                return self.part("under", text, self.say(below)) if below not in (None, Row()) else text
            case Fenced(opening, content, closing):
                sides = (self.language.signs.get(each, each) for each in (opening, closing))
                return f" {self.say(content)} ".join(sides)
            case Grid():
                return self.grid(node)
            case Struck(content=content):
                return self.part("struck", self.say(content))
            case Boxed(content):
                return self.part("boxed", self.say(content))

    def sign(self, atom: Atom | Sized) -> str:
        """Return the words for a sign; Greek letters have their names, and words stay."""
        if atom.kind in ("text", "number", "function"):
            return atom.text
        if atom.kind == "letter":
            return self.letter(atom.text)
        is_chinese = self.language.signs is _CHINESE
        return self.language.signs.get(atom.text) or (atom.text if is_chinese else _name(atom.text))

    def letter(self, text: str) -> str:
        """Return the name of a Greek letter, or the letters as they are."""
        name = unicodedata.name(text, "").replace("LAMDA", "LAMBDA") if len(text) == 1 else ""
        if not name.startswith("GREEK"):
            return text
        kind, _, letter = name.removesuffix(" SYMBOL").rpartition(" ")
        return self.part("capital", letter.lower()) if "CAPITAL" in kind else letter.lower()

    def scripts(self, node: Scripts) -> str:
        """Return the words for a base with its scripts."""
        base = only(node.base)
        text = self.say(base)
        if isinstance(base, Atom) and (base.kind == "large" or base.limits):
            return self.range(node, text)
        text += f" {self.language.signs['′']}" * node.primes
        if node.below is not None:
            text = self.part(f"{_long(node.below)}below", text, self.say(node.below))
        if node.above is None:
            return text
        above = only(node.above)
        known = {"2": "squared", "3": "cubed", "∘": "degrees"}.get(above.text if isinstance(above, Atom) else "")
        return self.part(known or f"{_long(above)}above", text, self.say(above))

    def range(self, node: Scripts, text: str) -> str:
        """Return the words for a sum, an integral or a limit over something."""
        if node.below is not None and node.above is not None:
            return self.part("from to", text, self.say(node.below), self.say(node.above))
        if node.below is None:
            return self.part("above", text, self.say(node.above))
        is_limit = isinstance(only(node.base), Atom) and only(node.base) == Atom("lim", "function", "", True)
        return self.part("limit" if is_limit else "from", text, self.say(node.below))

    def grid(self, grid: Grid) -> str:
        """Return the words for rows and columns."""
        name, row = {"matrix": ("matrix", "row"), "cases": ("cases", "case")}.get(grid.name, ("lines", "line"))
        comma = "，" if self.language.signs is _CHINESE else ", "
        between = " " if name == "lines" else comma
        lines = (
            self.part(row, str(nth), between.join(filter(None, map(self.say, cells))))
            for nth, cells in enumerate(grid.rows, 1)
        )
        columns = max(map(len, grid.rows), default=0)
        return self.part(name, str(len(grid.rows)), str(columns), comma.join(lines))


def _long(*parts: Node) -> str:
    """Return what the name of a part begins with whose end has to be said: one with several signs."""
    return "" if all(isinstance(only(each), Atom) for each in parts) else "long "


def _name(sign: str) -> str:
    """Return the name of a sign in Unicode."""
    return unicodedata.name(sign, sign).lower() if len(sign) == 1 else sign
