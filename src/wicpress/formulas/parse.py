"""Reads a formula: the commands of TeX that are known, and no others."""

from __future__ import annotations

import difflib
import functools
import unicodedata
from typing import Final

from wicpress.formulas import commands as c
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
from wicpress.formulas.tokens import COMMAND, NUMBER, SPACE, WORD, FormulaError, Token, tokenize

DEEPEST: Final = 24
"""How deep parts of a formula may stand in each other."""
MOST_CELLS: Final = 400
"""The cells that a matrix may have."""
_NOT: Final = "\u0338"
_AROUND_DOTS: Final = frozenset({*"+-=<>*", *c.OPERATORS, *c.RELATIONS})
r"""Signs before which ``\dots`` stand at half height."""
_ENDS: Final = frozenset({"}", r"\right", r"\end", "&", r"\\", "]"})


@functools.lru_cache(maxsize=4096)
def parse(tex: str) -> Node:
    """Return the parts of a formula. Raise ``FormulaError``, with the place, where it cannot be read."""
    parser = _Parser(tex)
    content = parser.row(frozenset({"&", r"\\"}))
    if parser.peek() and parser.peek().text in ("&", r"\\"):
        parser.fail_here(
            "lines are aligned in an environment", r"write `\begin{aligned} … \end{aligned}` around them"
        )
    if not content.children:
        parser.fail("a formula has nothing in it", 0, len(tex), "write it, or take the dollars away")
    return content


def is_known(command: str) -> bool:
    """Return whether a formula may have a command."""
    return command in _known()


@functools.cache
def _known() -> frozenset[str]:
    return c.known()


class _Parser:
    """Reads the tokens of one formula, one after the other."""

    def __init__(self, tex: str) -> None:
        self.tex = tex
        self.tokens = tokenize(tex)
        self.at = 0
        self.depth = 0

    # -- tokens

    def peek(self, spaces: bool = False) -> Token:
        """Return the next token, an empty one at the end; spaces are passed over."""
        while not spaces and self.at < len(self.tokens) and self.tokens[self.at].kind == SPACE:
            self.at += 1
        return self.tokens[self.at] if self.at < len(self.tokens) else Token("", "", len(self.tex))

    def next(self, spaces: bool = False) -> Token:
        """Return the next token and pass over it."""
        token = self.peek(spaces)
        self.at += 1
        return token

    def takes(self, text: str) -> bool:
        """Pass over the next token if it is ``text``; return whether it is."""
        if self.peek().text != text:
            return False
        self.at += 1
        return True

    def fail(self, message: str, start: int, end: int, hint: str) -> None:
        """Raise ``FormulaError``."""
        raise FormulaError(message, start, end, hint)

    def fail_here(self, message: str, hint: str) -> None:
        """Raise ``FormulaError`` at the next token."""
        token = self.peek()
        self.fail(message, token.start, max(token.end, token.start + 1), hint)

    # -- rows

    def row(self, ends: frozenset[str], style: str = "") -> Row:
        """Read parts up to one of ``ends``, or to what closes something."""
        self.deeper()
        parts: list[Node] = []
        while (token := self.peek()).text and token.text not in ends:
            if token.text in _ENDS and not (token.text == "]" and "]" not in ends):
                self.unexpected(token)
            part = self.scripted(parts, style)
            if part is not None:
                parts.append(part)
        self.depth -= 1
        return Row(tuple(parts))

    def deeper(self) -> None:
        """Count a part in another one. Raise ``FormulaError`` where they are too deep."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.fail_here(f"a formula is nested more than {DEEPEST} times", "divide it into several formulas")

    def unexpected(self, token: Token) -> None:
        """Raise ``FormulaError`` for what closes nothing."""
        opening = {"}": "{", r"\right": r"\left", r"\end": r"\begin"}.get(token.text)
        if opening:
            self.fail(f"`{token.text}` closes nothing", token.start, token.end, f"write `{opening}` before it")
        hint = r"it stands in an environment such as `\begin{aligned} … \end{aligned}`"
        self.fail(f"`{token.text}` means nothing here", token.start, token.end, hint)

    def scripted(self, before: list[Node], style: str) -> Node | None:
        """Read a part with its indices, exponents and primes."""
        first = self.peek()
        base: Node | None = None
        if first.text not in ("_", "^", "'"):
            base = self.part(style)
            if base is None:
                return None
        below: Node | None = None
        above: Node | None = None
        primes, placement = 0, ""
        while (token := self.peek()).text in ("_", "^", "'", r"\limits", r"\nolimits"):
            self.at += 1
            if token.text == "'":
                primes += 1
            elif token.text.startswith("\\"):
                placement = "limits" if token.text == r"\limits" else "scripts"
            elif (below if token.text == "_" else above) is not None:
                what = "indices" if token.text == "_" else "exponents"
                hint = "put the first one and its base in braces: `{x_1}_2`"
                self.fail(f"a part has two {what}", token.start, token.end, hint)
            elif token.text == "_":
                below = self.argument(token, style)
            else:
                above = self.argument(token, style)
        if below is None and above is None and not primes:
            return base
        if isinstance(base, Brace):
            return Brace(base.over, base.content, above if base.over else below)
        return Scripts(base or Row(), below, above, primes, placement)

    def argument(self, command: Token, style: str = "") -> Node:
        """Read what a command is about: a group in braces, or one part."""
        token = self.peek()
        if not token.text or (token.text in _ENDS and token.text != "]") or token.text in ("_", "^"):
            hint = f"write it in braces: `{command.text}{{…}}`"
            self.fail(f"`{command.text}` has nothing behind it", command.start, command.end, hint)
        self.deeper()
        part = self.part(style)
        self.depth -= 1
        return Row() if part is None else only(part)

    def group(self, style: str = "") -> Node:
        """Read a group behind its opening brace."""
        opening = self.tokens[self.at - 1]
        content = self.row(frozenset({"}"}), style)
        if not self.takes("}"):
            self.fail("a brace is not closed", opening.start, opening.end, "write `}` where the group ends")
        return content

    def part(self, style: str) -> Node | None:  # noqa: PLR0911 - one case a kind
        """Read one part; a command without effect is None."""
        token = self.next()
        if token.text == "{":
            return _grouped(self.group(style))
        if token.kind == NUMBER:
            return Atom(token.text, "number", style)
        if token.kind == WORD:
            return Atom(token.text, "text")
        if token.kind == COMMAND:
            return self.command(token, style)
        if token.text in c.CHARACTERS:
            text, kind = c.CHARACTERS[token.text]
            return Atom(text, kind)
        if token.text == "~":
            return Space(c.SPACES["~"])
        if unicodedata.category(token.text)[0] == "L" or token.text.isdecimal():
            return Atom(token.text, "letter", style)
        if unicodedata.category(token.text) in ("Sm", "So", "Sc", "Po", "Ps", "Pe", "Pd"):
            return Atom(token.text, "ordinary")
        self.fail(f"`{token.text}` means nothing in a formula", token.start, token.end, r"write words as `\text{…}`")
        return None

    # -- commands

    def command(self, token: Token, style: str) -> Node | None:  # noqa: PLR0911 - one case a kind
        """Read a command with what belongs to it."""
        name = token.text
        if name == r"\dots" and self.peek().text in _AROUND_DOTS:
            return Atom("⋯", "ordinary")
        for table, kind in _SIGNS:
            if name in table:
                return Atom(table[name], kind, style if kind == "letter" else "", name in c.LARGE)
        if name in c.CAPITALS:
            return Atom(c.CAPITALS[name], "letter", style or "normal")
        if name in c.FUNCTIONS or name in c.FUNCTIONS_WITH_LIMITS:
            return Atom(c.FUNCTIONS_WITH_LIMITS.get(name, name[1:]), "function", "", name in c.FUNCTIONS_WITH_LIMITS)
        if name in c.SPACES:
            return Space(c.SPACES[name])
        if name in c.IGNORED:
            return None
        if name in c.BRACKETS:
            bracket = c.BRACKETS[name]
            return Atom(
                bracket, "opening" if bracket in c.OPENING else "closing" if bracket in c.CLOSING else "ordinary"
            )
        for reader in (self.words, self.structure, self.bracketed):
            part = reader(token, style)
            if part is not None:
                return part
        self.unknown(token)
        return None

    def words(self, token: Token, style: str) -> Node | None:
        """Read words, letters in another style, and names of functions."""
        name = token.text
        if name in c.STYLES:
            content = only(self.argument(token, c.STYLES[name]))
            return _joined(content, c.STYLES[name])
        if name in c.TEXTS:
            return Atom(self.raw_group(token), "text", c.TEXTS[name])
        if name == r"\operatorname":
            limits = self.takes("*")
            return Atom(self.raw_group(token).strip(), "function", "", limits)
        return None

    def structure(self, token: Token, style: str) -> Node | None:  # noqa: PLR0911 - one case a kind
        """Read a fraction, a root, an accent and whatever else has parts."""
        name = token.text
        if name in c.FRACTIONS:
            return Fraction(self.argument(token, style), self.argument(token, style), c.FRACTIONS[name])
        if name in c.BINOMIALS:
            return Binomial(self.argument(token, style), self.argument(token, style))
        if name == r"\sqrt":
            index = self.option(style)
            return Root(self.argument(token, style), index)
        if name in c.ACCENTS:
            return Accent(name, self.argument(token, style))
        if name in c.BRACES:
            return Brace(c.BRACES[name], self.argument(token, style))
        if name in c.STACKS:
            small, base = self.argument(token, style), self.argument(token, style)
            return Stacked(base, small) if c.STACKS[name] else Stacked(base, None, small)
        if name in c.ARROWS:
            below = self.option(style)
            above = only(self.argument(token, style))
            return Stacked(Atom(c.ARROWS[name], "relation"), above, below, stretches=True)
        if name in c.STRIKES:
            return Struck(name[1:], self.argument(token, style))
        if name == r"\boxed":
            return Boxed(self.argument(token, style))
        if name == r"\not":
            return self.negated(token)
        if name == r"\pmod":
            words = (Space(0.5), Atom("(", "opening"), Atom("mod", "function"), Space(1 / 3))
            return Row((*words, self.argument(token, style), Atom(")", "closing")))
        return None

    def bracketed(self, token: Token, style: str) -> Node | None:
        """Read brackets that are as high as what they hold, brackets of a size, and environments."""
        name = token.text
        if name == r"\left":
            return self.fenced(token, style)
        if name == r"\middle":
            return Atom(self.bracket(token), "middle")
        if name in c.SIZES:
            size, kind = c.SIZES[name]
            text = self.bracket(token)
            by_form = "opening" if text in c.OPENING else "closing" if text in c.CLOSING else kind
            return Sized(text, size, by_form if kind == "ordinary" else kind)
        if name == r"\begin":
            return self.environment(token, style)
        if name == r"\substack":
            if not self.takes("{"):
                self.fail(r"`\substack` has no braces", token.start, token.end, r"write `\substack{a \\ b}`")
            rows = self.rows(frozenset({"}"}), style)
            if not self.takes("}"):
                self.fail(r"`\substack` is not closed", token.start, token.end, "write `}` behind its last line")
            return Grid("gathered", rows)
        return None

    def negated(self, token: Token) -> Node:
        r"""Read the sign behind ``\not``, struck out."""
        sign = self.argument(token)
        if isinstance(sign, Atom) and len(sign.text) == 1:
            return Atom(unicodedata.normalize("NFC", sign.text + _NOT), sign.kind)
        hint = r"write a sign behind it, as in `\not=`; a part is struck out by `\cancel{…}`"
        raise FormulaError(r"`\not` has no sign behind it", token.start, token.end, hint)

    def option(self, style: str) -> Node | None:
        """Read what stands in brackets behind a command, if anything does."""
        if not self.takes("["):
            return None
        opening = self.tokens[self.at - 1]
        content = self.row(frozenset({"]"}), style)
        if not self.takes("]"):
            self.fail("a bracket is not closed", opening.start, opening.end, "write `]` behind it")
        return content

    def raw_group(self, command: Token) -> str:
        """Return the characters of a group, with their spaces; a backslash before a sign is left out."""
        if not self.takes("{"):
            hint = f"write words in braces: `{command.text}{{…}}`"
            self.fail(f"`{command.text}` has no braces", command.start, command.end, hint)
        parts: list[str] = []
        depth = 1
        while (token := self.next(spaces=True)).text:
            depth += (token.text == "{") - (token.text == "}")
            if not depth:
                return "".join(parts)
            if token.kind == COMMAND and token.text[1:].isalpha():
                hint = f"end the words before it: `{command.text}{{…}} {token.text}`"
                self.fail(f"`{token.text}` stands in words", token.start, token.end, hint)
            if token.text not in "{}":
                text = " " if token.kind == SPACE or token.text == "~" else token.text
                parts.append(text[1:] if token.kind == COMMAND else text)
        raise FormulaError("a brace is not closed", command.start, command.end, "write `}` behind the words")

    def bracket(self, command: Token) -> str:
        r"""Return the bracket behind ``\left``, ``\right``, ``\middle`` or ``\big``."""
        token = self.peek()
        if token.text not in c.BRACKETS:
            hint = rf"write one of `( ) [ ] \{{ \}} |`, or `.` for none: `{command.text}(`"
            self.fail(f"`{command.text}` has no bracket behind it", command.start, command.end, hint)
        self.at += 1
        return c.BRACKETS[token.text]

    def fenced(self, token: Token, style: str) -> Node:
        r"""Read what stands between ``\left`` and ``\right``."""
        opening = self.bracket(token)
        content = self.row(frozenset({r"\right"}), style)
        closing = self.peek()
        if not self.takes(r"\right"):
            hint = r"write `\right` with a bracket behind it, or `\right.` for none"
            self.fail(r"`\left` is not closed", token.start, token.end, hint)
        return Fenced(opening, content, self.bracket(closing))

    # -- environments

    def environment(self, token: Token, style: str) -> Node:
        """Read an environment with its rows."""
        name = self.raw_group(token).strip()
        if name not in c.ENVIRONMENTS:
            near = difflib.get_close_matches(name, c.ENVIRONMENTS, 1)
            hint = f"write `{near[0]}`" if near else f"known are {', '.join(sorted(c.ENVIRONMENTS))}"
            self.fail(f"the environment `{name}` is not known", token.start, self.tokens[self.at - 1].end, hint)
        kind, opening, closing = c.ENVIRONMENTS[name]
        columns = self.raw_group(token) if name in ("array", "alignedat", "alignat", "alignat*") else ""
        rows = self.rows(frozenset({r"\end"}), style)
        end = self.peek()
        if not self.takes(r"\end"):
            hint = rf"write `\end{{{name}}}` behind its last line"
            self.fail(f"the environment `{name}` is not closed", token.start, token.end, hint)
        if (other := self.raw_group(end).strip()) != name:
            hint = rf"write `\end{{{name}}}`"
            self.fail(f"`{name}` ends as `{other}`", end.start, self.tokens[self.at - 1].end, hint)
        return Grid(kind, rows, opening, closing, "".join(each for each in columns if each in "lcr"))

    def rows(self, ends: frozenset[str], style: str) -> tuple[tuple[Node, ...], ...]:
        """Read the rows and columns of an environment; a last row without anything is none."""
        stops = ends | {"&", r"\\"}
        rows: list[list[Node]] = [[self.row(stops, style)]]
        count = 1
        while (token := self.peek()).text in ("&", r"\\"):
            self.at += 1
            count += 1
            if count > MOST_CELLS:
                self.fail(f"a matrix has more than {MOST_CELLS} cells", token.start, token.end, "write a table")
            cell = self.row(stops, style)
            if token.text == "&":
                rows[-1].append(cell)
            else:
                rows.append([cell])
        if len(rows) > 1 and rows[-1] == [Row()]:
            rows.pop()
        return tuple(map(tuple, rows))

    def unknown(self, token: Token) -> None:
        """Raise ``FormulaError`` for a command that is not known, with one that is like it."""
        near = difflib.get_close_matches(token.text, _known(), 1, 0.75)
        hint = f"write `{near[0]}`" if near else r"write the sign itself, or words as `\text{…}`"
        hint = c.INSTEAD.get(token.text, hint)
        self.fail(f"the command `{token.text}` is not known", token.start, token.end, hint)


_SIGNS: Final[tuple[tuple[dict[str, str], str], ...]] = (
    (c.LARGE, "large"), (c.INTEGRALS, "large"), (c.LETTERS, "letter"), (c.ORDINARY, "ordinary"),
    (c.OPERATORS, "operator"), (c.RELATIONS, "relation"),
)  # fmt: skip


def _grouped(content: Node) -> Node:
    """Return a group; a mark that stands alone in one is no punctuation: ``3{,}5``."""
    match only(content):
        case Atom(text, "punctuation" | "operator" | "relation"):
            return Atom(text, "ordinary")
    return only(content)


def _joined(content: Node, style: str) -> Node:
    r"""Return letters of one style that stand side by side as words, as ``\mathrm{NPV}`` has them."""
    if style not in ("normal", "sans-serif", "monospace", "bold", "italic") or not isinstance(content, Row):
        return content
    parts: list[Node] = []
    for part in content.children:
        last = parts[-1] if parts else None
        if isinstance(part, Atom) and isinstance(last, Atom) and part.kind == last.kind == "letter":
            parts[-1] = Atom(last.text + part.text, "letter", style)
        else:
            parts.append(part)
    return only(Row(tuple(parts)))
