"""The signs of a formula: of its TeX, of its MathML, of its text in one line. No two of these are read alike."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Final

from lxml import etree

MATHML: Final = "{http://www.w3.org/1998/Math/MathML}"
_TOKEN: Final = re.compile(r"\\[A-Za-z]+\*?|\\.|.", re.DOTALL)
_WORDS: Final = re.compile(
    r"\\(?:text(?:bf|it|normal|rm|up)?|mbox|hbox|unit|operatorname\*?)\s*\{((?:[^{}]|\{[^{}]*\})*)\}"
)
_ENVIRONMENT: Final = re.compile(r"\\(begin|end)\s*\{([A-Za-z]+\*?)\}(?:\s*\{[lcr|\s\d]*\})?")
_SIGNS_OF_ENVIRONMENTS: Final = {
    "pmatrix": "()", "bmatrix": "[]", "Bmatrix": "{}", "vmatrix": "||", "Vmatrix": "‖‖", "cases": "{", "dcases": "{",
    "rcases": "}",
}  # fmt: skip
_FUNCTIONS: Final = re.compile(
    r"arccos|arcsin|arctan|arg|cosh|cos|coth|cot|csc|deg|dim|exp|hom|ker|lg|ln|log|sec|sinh|sin|tanh|tan|argmax|argmin|"
    r"det|gcd|inf|liminf|limsup|lim|max|min|Pr|sup|bmod"
)
_STRUCTURE: Final = {
    "frac": "/", "dfrac": "/", "tfrac": "/", "cfrac": "/", "sqrt": "√", "binom": "()", "dbinom": "()", "tbinom": "()",
    "overset": "^", "stackrel": "^", "underset": "_", "xrightarrow": "→^", "xleftarrow": "←^", "xRightarrow": "⇒^",
    "xleftrightarrow": "↔^", "xrightleftharpoons": "⇌^", "xlongequal": "=^", "pmod": "(mod)",
}  # fmt: skip
"""What commands with parts stand for: a bar, a root, something over or under a sign."""
_SILENT: Final = re.compile(
    r"(?:left|right|middle|big|Big|bigg|Bigg)[lrm]?|(?:no)?limits|math(?:bb|bf|cal|frak|it|normal|rm|scr|sf|tt)|bm|"
    r"boldsymbol|hat|widehat|bar|overline|underline|tilde|widetilde|d{1,3}ot|vec|over(?:right|left)arrow|acute|grave|"
    r"breve|check|mathring|overbrace|underbrace|[bx]?cancel|boxed|not|substack|displaystyle|nonumber|notag|relax|q?quad|"
    r"thinspace|enspace"
)
_NAMED: Final = {
    "lbrace": "{", "rbrace": "}", "lbrack": "[", "rbrack": "]", "lvert": "|", "rvert": "|", "lVert": "‖",
    "rVert": "‖", "vert": "|", "Vert": "‖", "celsius": "℃", "degree": "°", "textdegree": "°", "euro": "€", "yen": "¥",
    "permil": "‰", "lt": "<", "gt": ">", "implies": "⟹", "impliedby": "⟸", "iff": "⟺", "coloneqq": "≔",
    "dots": "…", "ldots": "…", "cdots": "⋯", "emptyset": "∅", "varnothing": "∅", "hbar": "ℏ", "oiint": "∯",
    "iint": "∬", "iiint": "∭", "setminus": "∖", "perp": "⟂", "cdot": "⋅", "ast": "∗", "mid": "∣", "bullet": "∙",
    "epsilon": "ϵ", "varepsilon": "ε", "phi": "ϕ", "varphi": "φ", "langle": "⟨", "rangle": "⟩", "diamond": "⋄",
    "star": "⋆", "omicron": "ο", "backslash": "\\", "sim": "∼", "bigodot": "⨀", "bigoplus": "⨁", "bigotimes": "⨂",
    "leadsto": "⇝", "models": "⊨", "vDash": "⊨", "preceq": "⪯", "succeq": "⪰", "leqslant": "⩽", "geqslant": "⩾",
    "Longrightarrow": "⟹", "Longleftrightarrow": "⟺", "longrightarrow": "⟶", "longleftarrow": "⟵",
    "longmapsto": "⟼", "square": "□", "triangle": "△", "checkmark": "✓", "complement": "∁", "amalg": "⨿",
    "copyright": "©", "S": "§", "pounds": "£", "surd": "√", "dagger": "†", "wp": "℘", "imath": "ı", "jmath": "ȷ",
    "neg": "¬", "lnot": "¬", "to": "→", "gets": "←", "ni": "∋", "prime": "′", "top": "⊤", "bot": "⊥",
    "angle": "∠", "nmid": "∤", "parallel": "∥", "triangleq": "≜", "doteq": "≐", "lesssim": "≲", "gtrsim": "≳",
    "hookrightarrow": "↪", "mapsto": "↦", "rightleftharpoons": "⇌", "therefore": "∴", "because": "∵",
    "eth": "ð", "Box": "□", "Diamond": "◇", "blacksquare": "■", "bigstar": "★", "clubsuit": "♣", "spadesuit": "♠",
    "ddagger": "‡", "P": "¶", "triangleright": "▷", "triangleleft": "◁", "nsim": "≁", "ncong": "≇", "owns": "∋",
    "ggg": "⋙", "lll": "⋘", "Re": "ℜ", "Im": "ℑ", "lor": "∨", "land": "∧", "ne": "≠",
}  # fmt: skip
"""Signs that pylatexenc has no character for, or another one."""
_IN_TEX: Final = str.maketrans({"-": "−", "*": "∗", "·": "⋅", "'": "′"})
_REORDERED: Final = re.compile(r"\\(?:overset|stackrel|underset|sqrt\s*\[|x[A-Za-z]+)")
_PLACE: Final = 0xF0000
"""Characters for private use, which stand for words while the signs around them are read."""
_ONE_LINE: Final = frozenset("()[]{}|‖⟨⟩⌈⌉⌊⌋/_^√¦,;. ∘°")
"""Signs that a formula in one line has more or fewer of than its TeX."""


def signs_of_tex(tex: str) -> str:
    """Return the signs of a formula in TeX, sorted."""
    return _sorted(_in_order(tex))


def _in_order(tex: str) -> str:
    """Return the signs of a formula in TeX, in their order."""
    words: list[str] = []

    def keep(text: str) -> str:
        words.append(text)
        return chr(_PLACE + len(words) - 1)

    rest = _WORDS.sub(lambda match: keep(re.sub(r"\\(.)", r"\1", match[1])), tex)
    rest = _ENVIRONMENT.sub(
        lambda match: keep(_SIGNS_OF_ENVIRONMENTS.get(match[2], "") if match[1] == "begin" else ""), rest
    )
    return "".join(words[ord(each) - _PLACE] if 0 <= ord(each) - _PLACE < len(words) else each
                   for each in "".join(_signs(rest)))  # fmt: skip


def _signs(tex: str) -> Iterator[str]:
    """Yield what the tokens of TeX stand for; brackets around what is optional are none."""
    before = ""
    for match in _TOKEN.finditer(tex):
        token = match[0]
        name = token[1:].rstrip("*") if token[0] == "\\" and token[1:2].isalpha() else ""
        if name:
            yield _command(name)
        elif token in (r"\{", r"\}", r"\%", r"\$", r"\#", r"\&", r"\_"):
            yield token[1]
        elif token == r"\|":
            yield "‖"
        elif (
            token[0] == "\\"
            or token in "{}&~"
            or token.isspace()
            or (token == "." and before in ("left", "right", "middle"))
        ):
            pass
        elif token in "<>" and before in ("left", "right", "middle"):
            yield "⟨" if token == "<" else "⟩"
        elif option := _option(tex, match.start()) if token in "[]" else "":
            yield "_" if token == "[" and option[0] == "x" else ""
        else:
            yield token.translate(_IN_TEX)
        before = name if name or not token.isspace() else before


def _option(tex: str, at: int) -> str:
    """Return the command behind which a bracket stands: around the degree of a root, or what is under an arrow."""
    opening = tex.rfind("[", 0, at + 1)
    command = re.search(r"\\(sqrt|x[A-Za-z]+)\s*\Z", tex[max(opening - 40, 0) : opening]) if opening >= 0 else None
    return command[1] if command and "]" not in tex[opening:at] else ""


@functools.cache
def _command(name: str) -> str:
    """Return the sign of a command, empty for one that has none of its own."""
    if name in _STRUCTURE:
        return _STRUCTURE[name]
    if _FUNCTIONS.fullmatch(name):
        return name.removeprefix("b") if name == "bmod" else name
    if name in _NAMED:
        return _NAMED[name]
    if _SILENT.fullmatch(name):
        return ""
    from pylatexenc.latex2text import get_default_latex_context_db  # noqa: PLC0415 - it is slow to load

    spec = get_default_latex_context_db().get_macro_spec(name)
    replacement = getattr(spec, "simplify_repl", None)
    return replacement if isinstance(replacement, str) else ""


def signs_of_mathml(math: etree._Element) -> str:
    """Return the signs of a formula in MathML, sorted."""
    return _sorted("".join(_in_mathml(math)))


_SIGN_OF_ELEMENT: Final = {
    "mfrac": "/", "msqrt": "√", "mroot": "√", "msub": "_", "msup": "^", "msubsup": "_^", "munder": "_", "mover": "^",
    "munderover": "_^",
}  # fmt: skip


def _in_mathml(element: etree._Element) -> Iterator[str]:
    """Yield the signs in an element; accents, braces and the bar of a fraction without one are none."""
    if not isinstance(element.tag, str):
        return
    name = element.tag.removeprefix(MATHML)
    if name == "annotation":
        return
    if name in ("mi", "mn", "mo", "mtext"):
        yield "".join(element.itertext())
        return
    kids = list(element)
    is_accent = "true" in (element.get("accent"), element.get("accentunder"))
    is_brace = name in ("mover", "munder") and "".join(kids[-1].itertext()) in "⏞⏟"
    primes = name in ("msup", "msubsup") and re.fullmatch("[′″‴⁗]+", "".join(kids[-1].itertext()))
    if is_accent or is_brace:
        kids = kids[:-1]
    elif name == "mfrac" and element.get("linethickness") == "0":
        pass
    else:
        sign = _SIGN_OF_ELEMENT.get(name, "")
        yield sign.replace("^", "") if primes else sign
    for kid in kids:
        yield from _in_mathml(kid)


def signs_of_line(text: str) -> str:
    """Return the signs of a formula in one line that its TeX has as well, sorted."""
    return "".join(each for each in _sorted(text.replace("∛", "3").replace("∜", "4")) if each not in _ONE_LINE)


def agrees(text: str, tex: str) -> bool:
    """Return whether a formula in one line has the signs of its TeX, its letters in their order."""
    if not _is_reordered(tex) and _letters(text) != _letters(_in_order(tex)):
        return False
    return signs_of_line(text) == "".join(each for each in signs_of_tex(tex) if each not in _ONE_LINE)


def _is_reordered(tex: str) -> bool:
    """Return whether letters change places in one line: what is over something, an exponent before an index."""
    if _REORDERED.search(tex):
        return True
    tokens = [match[0] for match in _TOKEN.finditer(tex) if not match[0].isspace()]
    for nth in (nth for nth, token in enumerate(tokens) if token == "^"):
        depth = 0
        for at in range(nth + 1, len(tokens)):
            depth += (tokens[at] == "{") - (tokens[at] == "}")
            if not depth:
                if tokens[at + 1 : at + 2] == ["_"]:
                    return True
                break
    return False


def _letters(text: str) -> str:
    """Return the letters and digits of a text, in their order and without style."""
    return "".join(each for each in unicodedata.normalize("NFKD", text) if each.isalnum())


def _sorted(text: str) -> str:
    """Return the signs of a text, sorted; letters in any style are letters, and marks over them are none."""
    plain = unicodedata.normalize("NFKD", text.replace("⋯", "…"))
    counts = Counter(each for each in plain if unicodedata.category(each) not in ("Mn", "Cf") and not each.isspace())
    return "".join(sign * count for sign, count in sorted(counts.items()))
