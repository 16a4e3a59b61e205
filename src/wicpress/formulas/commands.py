"""The commands of TeX that formulas may have, and the signs that they stand for."""

from __future__ import annotations

from typing import Final

STYLES: Final = {
    r"\boldsymbol": "bold-italic",
    r"\bm": "bold-italic",
    r"\mathbb": "double-struck",
    r"\mathbf": "bold",
    r"\mathcal": "script",
    r"\mathfrak": "fraktur",
    r"\mathit": "italic",
    r"\mathnormal": "",
    r"\mathrm": "normal",
    r"\mathscr": "script",
    r"\mathsf": "sans-serif",
    r"\mathtt": "monospace",
}
"""The commands that set letters in another style, which has its name in MathML."""

TEXTS: Final = {
    r"\text": "",
    r"\textbf": "bold",
    r"\textit": "italic",
    r"\textnormal": "",
    r"\textrm": "",
    r"\textup": "",
    r"\mbox": "",
    r"\hbox": "",
    r"\unit": "",
}
"""The commands with words, which keep their spaces."""

FUNCTIONS: Final = frozenset({
    r"\arccos", r"\arcsin", r"\arctan", r"\arg", r"\cos", r"\cosh", r"\cot", r"\coth", r"\csc", r"\deg", r"\dim",
    r"\exp", r"\hom", r"\ker", r"\lg", r"\ln", r"\log", r"\sec", r"\sin", r"\sinh", r"\tan", r"\tanh",
})  # fmt: skip
FUNCTIONS_WITH_LIMITS: Final = {
    r"\argmax": "arg max", r"\argmin": "arg min", r"\det": "det", r"\gcd": "gcd", r"\inf": "inf", r"\lim": "lim",
    r"\liminf": "lim inf", r"\limsup": "lim sup", r"\max": "max", r"\min": "min", r"\Pr": "Pr", r"\sup": "sup",
}  # fmt: skip
"""Names of functions; what those of the second table range over stands below them in a display."""

LARGE: Final = {
    r"\sum": "∑", r"\prod": "∏", r"\coprod": "∐", r"\bigcup": "⋃", r"\bigcap": "⋂", r"\bigvee": "⋁",
    r"\bigwedge": "⋀", r"\bigoplus": "⨁", r"\bigotimes": "⨂", r"\bigodot": "⨀",
}  # fmt: skip
INTEGRALS: Final = {r"\int": "∫", r"\iint": "∬", r"\iiint": "∭", r"\oint": "∮", r"\oiint": "∯"}

LETTERS: Final = {
    r"\alpha": "α", r"\beta": "β", r"\gamma": "γ", r"\delta": "δ", r"\epsilon": "ϵ", r"\varepsilon": "ε",
    r"\zeta": "ζ", r"\eta": "η", r"\theta": "θ", r"\vartheta": "ϑ", r"\iota": "ι", r"\kappa": "κ", r"\lambda": "λ",
    r"\mu": "μ", r"\nu": "ν", r"\xi": "ξ", r"\omicron": "ο", r"\pi": "π", r"\varpi": "ϖ", r"\rho": "ρ",
    r"\varrho": "ϱ", r"\sigma": "σ", r"\varsigma": "ς", r"\tau": "τ", r"\upsilon": "υ", r"\phi": "ϕ",
    r"\varphi": "φ", r"\chi": "χ", r"\psi": "ψ", r"\omega": "ω", r"\ell": "ℓ", r"\imath": "ı", r"\jmath": "ȷ",
}  # fmt: skip
CAPITALS: Final = {
    r"\Gamma": "Γ", r"\Delta": "Δ", r"\Theta": "Θ", r"\Lambda": "Λ", r"\Xi": "Ξ", r"\Pi": "Π", r"\Sigma": "Σ",
    r"\Upsilon": "Υ", r"\Phi": "Φ", r"\Psi": "Ψ", r"\Omega": "Ω",
}  # fmt: skip
"""Greek letters; TeX sets the capitals upright."""

ORDINARY: Final = {
    r"\infty": "∞", r"\partial": "∂", r"\nabla": "∇", r"\hbar": "ℏ", r"\Re": "ℜ", r"\Im": "ℑ", r"\aleph": "ℵ",
    r"\emptyset": "∅", r"\varnothing": "∅", r"\forall": "∀", r"\exists": "∃", r"\nexists": "∄", r"\neg": "¬",
    r"\lnot": "¬", r"\angle": "∠", r"\triangle": "△", r"\square": "□", r"\degree": "°", r"\prime": "′",
    r"\bot": "⊥", r"\top": "⊤", r"\complement": "∁", r"\dots": "…", r"\ldots": "…", r"\cdots": "⋯", r"\vdots": "⋮",
    r"\ddots": "⋱", r"\%": "%", r"\$": "$", r"\#": "#", r"\&": "&", r"\_": "_", r"\checkmark": "✓", r"\star": "⋆",
    r"\wp": "℘", r"\dagger": "†", r"\pounds": "£", r"\yen": "¥", r"\euro": "€", r"\|": "‖", r"\vert": "|",
    r"\Vert": "‖", r"\celsius": "℃", r"\permil": "‰", r"\copyright": "©", r"\S": "§", r"\surd": "√",
    r"\textdegree": "°", r"\beth": "ℶ", r"\eth": "ð", r"\mho": "℧", r"\Box": "□", r"\Diamond": "◇",
    r"\lozenge": "◊", r"\blacksquare": "■", r"\bigstar": "★", r"\measuredangle": "∡", r"\sphericalangle": "∢",
    r"\flat": "♭", r"\natural": "♮", r"\sharp": "♯", r"\clubsuit": "♣", r"\spadesuit": "♠", r"\ddagger": "‡",
    r"\P": "¶", r"\dotsb": "⋯", r"\dotsm": "⋯", r"\dotsi": "⋯", r"\dotsc": "…", r"\dotso": "…",
}  # fmt: skip

OPERATORS: Final = {
    r"\pm": "±", r"\mp": "∓", r"\times": "×", r"\div": "÷", r"\cdot": "⋅", r"\ast": "∗", r"\circ": "∘",
    r"\bullet": "∙", r"\cup": "∪", r"\cap": "∩", r"\setminus": "∖", r"\vee": "∨", r"\lor": "∨", r"\wedge": "∧",
    r"\land": "∧", r"\oplus": "⊕", r"\ominus": "⊖", r"\otimes": "⊗", r"\oslash": "⊘", r"\odot": "⊙",
    r"\triangleright": "▷", r"\triangleleft": "◁", r"\ltimes": "⋉", r"\rtimes": "⋊", r"\wr": "≀",
    r"\sqcup": "⊔", r"\sqcap": "⊓", r"\uplus": "⊎", r"\amalg": "⨿", r"\diamond": "⋄", r"\bmod": "mod",
}  # fmt: skip

RELATIONS: Final = {
    r"\le": "≤", r"\leq": "≤", r"\leqslant": "⩽", r"\ge": "≥", r"\geq": "≥", r"\geqslant": "⩾", r"\ne": "≠",
    r"\neq": "≠", r"\lt": "<", r"\gt": ">", r"\ll": "≪", r"\gg": "≫", r"\equiv": "≡", r"\approx": "≈",
    r"\sim": "∼", r"\simeq": "≃", r"\cong": "≅", r"\propto": "∝", r"\prec": "≺", r"\succ": "≻", r"\preceq": "⪯",
    r"\succeq": "⪰", r"\in": "∈", r"\ni": "∋", r"\notin": "∉", r"\subset": "⊂", r"\supset": "⊃",
    r"\subseteq": "⊆", r"\supseteq": "⊇", r"\subsetneq": "⊊", r"\supsetneq": "⊋", r"\nsubseteq": "⊈",
    r"\mid": "∣", r"\nmid": "∤", r"\parallel": "∥", r"\perp": "⟂", r"\models": "⊨", r"\vdash": "⊢",
    r"\to": "→", r"\rightarrow": "→", r"\gets": "←", r"\leftarrow": "←", r"\leftrightarrow": "↔",
    r"\Rightarrow": "⇒", r"\Leftarrow": "⇐", r"\Leftrightarrow": "⇔", r"\iff": "⟺", r"\implies": "⟹",
    r"\impliedby": "⟸", r"\longrightarrow": "⟶", r"\longleftarrow": "⟵", r"\Longrightarrow": "⟹",
    r"\Longleftrightarrow": "⟺", r"\mapsto": "↦", r"\longmapsto": "⟼", r"\hookrightarrow": "↪",
    r"\uparrow": "↑", r"\downarrow": "↓", r"\updownarrow": "↕", r"\nearrow": "↗", r"\searrow": "↘",
    r"\rightleftharpoons": "⇌", r"\leadsto": "⇝", r"\coloneqq": "≔", r"\doteq": "≐", r"\triangleq": "≜",
    r"\therefore": "∴", r"\because": "∵", r"\lesssim": "≲", r"\gtrsim": "≳", r"\asymp": "≍", r"\vDash": "⊨",
    r"\nless": "≮", r"\ngtr": "≯", r"\nleq": "≰", r"\ngeq": "≱", r"\nsim": "≁", r"\ncong": "≇", r"\owns": "∋",
    r"\sqsubseteq": "⊑", r"\sqsupseteq": "⊒", r"\leqq": "≦", r"\geqq": "≧", r"\approxeq": "≊", r"\ggg": "⋙",
    r"\lll": "⋘", r"\bowtie": "⋈", r"\dashv": "⊣", r"\nvdash": "⊬", r"\Vdash": "⊩", r"\smile": "⌣",
    r"\frown": "⌢", r"\preccurlyeq": "≼", r"\succcurlyeq": "≽", r"\circeq": "≗", r"\swarrow": "↙",
    r"\nwarrow": "↖", r"\Uparrow": "⇑", r"\Downarrow": "⇓", r"\Updownarrow": "⇕", r"\longleftrightarrow": "⟷",
    r"\rightharpoonup": "⇀", r"\leftharpoonup": "↼", r"\twoheadrightarrow": "↠", r"\rightrightarrows": "⇉",
    r"\nrightarrow": "↛", r"\trianglelefteq": "⊴",
}  # fmt: skip

BRACKETS: Final = {
    "(": "(", ")": ")", "[": "[", "]": "]", "|": "|", "/": "/", r"\{": "{", r"\}": "}", r"\lbrace": "{",
    r"\rbrace": "}", r"\langle": "⟨", r"\rangle": "⟩", r"\lceil": "⌈", r"\rceil": "⌉", r"\lfloor": "⌊",
    r"\rfloor": "⌋", r"\|": "‖", r"\lvert": "|", r"\rvert": "|", r"\lVert": "‖", r"\rVert": "‖", r"\vert": "|",
    r"\Vert": "‖", r"\lbrack": "[", r"\rbrack": "]", "<": "⟨", ">": "⟩", r"\backslash": "\\", ".": "",
}  # fmt: skip
"""What may stand behind ``\\left`` and ``\\right``; a full stop is no bracket."""
OPENING: Final = frozenset("([{⟨⌈⌊")
CLOSING: Final = frozenset(")]}⟩⌉⌋")
SIZES: Final = {
    command + side: (size, kind)
    for command, size in ((r"\big", 1.2), (r"\Big", 1.8), (r"\bigg", 2.4), (r"\Bigg", 3.0))
    for side, kind in (("", "ordinary"), ("l", "opening"), ("r", "closing"), ("m", "relation"))
}

SPACES: Final = {
    r"\,": 1 / 6, r"\thinspace": 1 / 6, r"\:": 2 / 9, r"\>": 2 / 9, r"\;": 5 / 18, r"\!": -1 / 6, r"\ ": 1 / 4,
    "~": 1 / 4, r"\quad": 1.0, r"\qquad": 2.0, r"\enspace": 0.5,
    r"\medspace": 2 / 9, r"\thickspace": 5 / 18, r"\negthinspace": -1 / 6,
}  # fmt: skip
"""Spaces, in em."""

ACCENTS: Final = {
    r"\hat": "\u0302", r"\widehat": "\u0302", r"\bar": "\u0304", r"\overline": "\u0305", r"\underline": "\u0332",
    r"\tilde": "\u0303", r"\widetilde": "\u0303", r"\dot": "\u0307", r"\ddot": "\u0308", r"\dddot": "\u20db",
    r"\vec": "\u20d7", r"\overrightarrow": "\u20d7", r"\overleftarrow": "\u20d6", r"\acute": "\u0301",
    r"\grave": "\u0300", r"\breve": "\u0306", r"\check": "\u030c", r"\mathring": "\u030a",
}  # fmt: skip
"""Accents, as the combining characters of Unicode."""

BRACES: Final = {r"\overbrace": True, r"\underbrace": False}
ARROWS: Final = {
    r"\xrightarrow": "→", r"\xleftarrow": "←", r"\xleftrightarrow": "↔", r"\xrightleftharpoons": "⇌",
    r"\xRightarrow": "⇒", r"\xlongequal": "=",
}  # fmt: skip
"""Arrows with words over and under them."""

FRACTIONS: Final = {r"\frac": "", r"\dfrac": "display", r"\tfrac": "inline", r"\cfrac": "display"}
BINOMIALS: Final = frozenset({r"\binom", r"\dbinom", r"\tbinom"})
STACKS: Final = {r"\overset": True, r"\stackrel": True, r"\underset": False}
"""Whether the small part, which comes first, stands over the other."""
STRIKES: Final = frozenset({r"\cancel", r"\bcancel", r"\xcancel"})
IGNORED: Final = frozenset({r"\displaystyle", r"\nonumber", r"\notag", r"\relax"})
"""Commands that have no effect here: a display has its style, and equations are numbered by their ids."""

ENVIRONMENTS: Final = {
    "matrix": ("matrix", "", ""), "pmatrix": ("matrix", "(", ")"), "bmatrix": ("matrix", "[", "]"),
    "Bmatrix": ("matrix", "{", "}"), "vmatrix": ("matrix", "|", "|"), "Vmatrix": ("matrix", "‖", "‖"),
    "smallmatrix": ("matrix", "", ""), "array": ("matrix", "", ""), "cases": ("cases", "{", ""),
    "rcases": ("cases", "", "}"), "dcases": ("cases", "{", ""), "aligned": ("aligned", "", ""),
    "align": ("aligned", "", ""), "align*": ("aligned", "", ""), "split": ("aligned", "", ""),
    "alignedat": ("aligned", "", ""), "eqnarray": ("aligned", "", ""), "eqnarray*": ("aligned", "", ""),
    "gathered": ("gathered", "", ""), "gather": ("gathered", "", ""), "gather*": ("gathered", "", ""),
    "multline": ("gathered", "", ""), "multline*": ("gathered", "", ""), "flalign": ("aligned", "", ""),
    "flalign*": ("aligned", "", ""), "alignat": ("aligned", "", ""), "alignat*": ("aligned", "", ""),
    "equation": ("gathered", "", ""), "equation*": ("gathered", "", ""),
}  # fmt: skip
"""Environments: what each is, and its brackets."""

CHARACTERS: Final = {
    "+": ("+", "operator"), "-": ("−", "operator"), "−": ("−", "operator"), "*": ("∗", "operator"),
    "=": ("=", "relation"), "<": ("<", "relation"), ">": (">", "relation"), ":": (":", "relation"),
    ",": (",", "punctuation"), ";": (";", "punctuation"), "(": ("(", "opening"), "[": ("[", "opening"),
    ")": (")", "closing"), "]": ("]", "closing"), "!": ("!", "closing"), "?": ("?", "closing"),
    "|": ("|", "ordinary"), "/": ("/", "ordinary"), ".": (".", "ordinary"), "@": ("@", "ordinary"),
    '"': ('"', "ordinary"), "×": ("×", "operator"), "÷": ("÷", "operator"), "±": ("±", "operator"),
    "·": ("⋅", "operator"), "⋅": ("⋅", "operator"), "≤": ("≤", "relation"), "≥": ("≥", "relation"),
    "≠": ("≠", "relation"), "≈": ("≈", "relation"), "→": ("→", "relation"), "∈": ("∈", "relation"),
    "∞": ("∞", "ordinary"), "°": ("°", "ordinary"), "…": ("…", "ordinary"), "%": ("%", "ordinary"),
    "，": ("，", "punctuation"), "；": ("；", "punctuation"), "（": ("（", "opening"), "）": ("）", "closing"),
    "。": ("。", "punctuation"), "、": ("、", "punctuation"), "：": ("：", "punctuation"), "√": ("√", "ordinary"),
    "∑": ("∑", "large"), "∏": ("∏", "large"), "∫": ("∫", "large"), "¥": ("¥", "ordinary"), "€": ("€", "ordinary"),
    "£": ("£", "ordinary"), "℃": ("℃", "ordinary"), "‰": ("‰", "ordinary"), "∂": ("∂", "ordinary"),
    "′": ("′", "ordinary"), "¬": ("¬", "ordinary"), "∼": ("∼", "relation"), "≡": ("≡", "relation"),
}  # fmt: skip
"""Signs that are written as they are; letters and digits are not listed."""

OTHERS: Final = frozenset({
    r"\begin", r"\end", r"\left", r"\right", r"\middle", r"\sqrt", r"\limits", r"\nolimits", r"\operatorname",
    r"\boxed", r"\not", r"\pmod", r"\substack", r"\\",
})  # fmt: skip


_NUMBERED: Final = "give it an id, which numbers it: `$$ … $$ {#eq-x}`"
_REFERENCE: Final = "refer to it from the text: `[](#eq-x)`"
_WRITTEN_OUT: Final = "write out what it stands for"
_UNIT: Final = r"write `25\,\mathrm{m/s}`"
INSTEAD: Final = {
    r"\tag": _NUMBERED, r"\label": _NUMBERED, r"\ref": _REFERENCE, r"\eqref": _REFERENCE,
    r"\newcommand": _WRITTEN_OUT, r"\renewcommand": _WRITTEN_OUT, r"\def": _WRITTEN_OUT,
    r"\DeclareMathOperator": r"write `\operatorname{…}` where it stands", r"\over": r"write `\frac{…}{…}`",
    r"\choose": r"write `\binom{…}{…}`", r"\atop": r"write `\substack{… \\ …}`", r"\mod": r"write `\bmod`",
    r"\rm": r"write `\mathrm{…}`", r"\bf": r"write `\mathbf{…}`", r"\it": r"write `\mathit{…}`",
    r"\SI": _UNIT, r"\si": _UNIT, r"\qty": _UNIT, r"\num": "write the number itself",
    r"\ce": r"write `\mathrm{H_2O}`", r"\cancelto": r"write `\cancel{…}` and what is left",
    r"\intertext": "end the formula, write the words as a paragraph, and begin another one",
    r"\abs": r"write `\left| … \right|`", r"\norm": r"write `\left\| … \right\|`",
    r"\hspace": r"write `\quad`, `\;` or `\,`", r"\mathop": r"write `\operatorname{…}`",
}  # fmt: skip
"""What to write in the place of commands that formulas do not have."""


def known() -> frozenset[str]:
    """Return every command that a formula may have."""
    tables = (
        STYLES, TEXTS, FUNCTIONS, FUNCTIONS_WITH_LIMITS, LARGE, INTEGRALS, LETTERS, CAPITALS, ORDINARY, OPERATORS,
        RELATIONS, BRACKETS, SIZES, SPACES, ACCENTS, BRACES, ARROWS, FRACTIONS, BINOMIALS, STACKS, STRIKES, IGNORED,
        OTHERS,
    )  # fmt: skip
    return frozenset(name for table in tables for name in table if name.startswith("\\"))
