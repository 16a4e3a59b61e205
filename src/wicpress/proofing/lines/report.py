"""What measuring a book's lines has found, as values, as JSON and as rows of a table."""

from __future__ import annotations

from typing import Any

import attrs

# What may be found, in the order a report shows it, with the words of the table's row.
KINDS = {
    "off_edge": "full lines off the edge",
    "forbidden": "forbidden line starts and ends",
    "parted": "numbers parted from their units",
    "lone_last": "last lines of one character",
    "widows": "pages that open with a last line",
    "autospace": "gaps between Han and Latin out of bounds",
    "squeeze": "neighbouring marks not squeezed",
    "edge_gaps": "gaps at line edges",
    "uneven": "lines spaced unevenly",
    "loose": "lines stretched too far",
    "tight": "lines set too tight",
    "dashes": "dashes or ellipses pulled apart or short",
    "tofu": "characters without a glyph",
    "forms": "glyphs of another locale",
    "unmapped": "glyphs without a character",
}


@attrs.frozen
class Thresholds:
    """Where a measure becomes a fault. Lengths in pt or em as each says; `allowed` faults of a kind pass."""

    flush: float = 0.25  # pt a full line may end off the edge (rule 6)
    even: float = 0.05  # pt that the gaps of one line may differ (rule 7)
    autospace_least: float = 0.125  # em (rules 8 and 9)
    autospace_most: float = 0.5  # em, over what every gap of the line has
    squeeze: float = 0.25  # em of white more than two squeezed marks leave (rule 4)
    han_gap_most: float = 0.5  # em between Han characters
    word_gap_most: float = 2.5  # times the usual word space, in justified Latin text
    short_word: int = 5  # letters: a last line of one word shorter than this stands alone
    hanging: bool = False  # whether 、，。 may hang in the margin (rule 13)
    trimmed: bool = True  # whether marks at the edges of a line give up their blank half (rule 5)
    may_start: str = ""  # characters that may start a line all the same (rule 1: laxer levels)
    may_end: str = ""  # characters that may end one
    allowed: dict[str, int] = attrs.field(factory=dict)  # faults of a kind that may be, 0 unless said


@attrs.frozen
class LineProblem:
    """One place that breaks a rule: the page, the line's text, and the measure that tells."""

    kind: str
    page: int  # 1-based
    text: str
    detail: str = ""
    value: float | None = None

    def to_json(self) -> dict[str, Any]:
        """The fault as a JSON object without its kind."""
        found: dict[str, Any] = {"page": self.page, "text": self.text}
        if self.detail:
            found["detail"] = self.detail
        if self.value is not None:
            found["value"] = round(self.value, 3)
        return found


@attrs.frozen
class Figures:
    """The figures of one language. Ratios are None where nothing was there to measure."""

    lines: int = 0
    paragraphs: int = 0
    full_lines: int = 0  # judged: lines of justified paragraphs but their last
    unjudged_lines: int = 0  # full lines of paragraphs that are not justified
    flush_share: float | None = None  # of the full lines, within the threshold
    flush_half_share: float | None = None  # within 0.5 pt
    worst_edge: float | None = None  # pt
    mixed_gaps: int = 0
    autospace: float | None = None  # em, median
    squeezes: int = 0
    squeezed_advance: float | None = None  # em, median from one mark to the next
    stretch: float | None = None  # em, the widest gap between Han characters on any line
    line_end_marks: int = 0


@attrs.frozen
class LanguageReport:
    """One language of a file: its figures and its faults by kind."""

    lang: str
    figures: Figures
    problems: dict[str, tuple[LineProblem, ...]]

    def to_json(self) -> dict[str, Any]:
        """Figures and, for every kind, the list of its faults, empty where there are none."""
        found: dict[str, Any] = attrs.asdict(self.figures)
        for key, value in found.items():
            if isinstance(value, float):
                found[key] = round(value, 4)
        for kind in KINDS:
            found[kind] = [fault.to_json() for fault in self.problems.get(kind, ())]
        return found


@attrs.frozen
class Report:
    """A measured file. `unjudged` says what could not be judged, and why."""

    pages: int
    typography: dict[str, LanguageReport]
    unjudged: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()  # content that could not be read

    def to_json(self, file: str = "") -> dict[str, Any]:
        """The report as a JSON object; `file` is the name to give."""
        return {
            "file": file,
            "pages": self.pages,
            "typography": {lang: found.to_json() for lang, found in self.typography.items()},
            "unjudged": list(self.unjudged),
            "problems": list(self.problems),
        }


def findings(report: Report, thresholds: Thresholds) -> tuple[tuple[str, LineProblem], ...]:
    """The faults beyond what the thresholds allow, each with its language, in the order of the report."""
    found: list[tuple[str, LineProblem]] = []
    for lang, language in report.typography.items():
        for kind in KINDS:
            faults = language.problems.get(kind, ())
            if len(faults) > thresholds.allowed.get(kind, 0):
                found += [(lang, fault) for fault in faults]
    return tuple(found)


def table(report: Report) -> list[list[str]]:
    """Rows for a terminal: a head with the languages, then figures, then faults by kind."""
    languages = list(report.typography.values())
    rows = [["", *(language.lang for language in languages)]]
    figures = [
        ("lines", "lines"), ("full lines judged", "full_lines"), ("of them on the edge", "flush_share"),
        ("of them within 0.5 pt", "flush_half_share"), ("farthest from the edge, pt", "worst_edge"),
        ("Han–Latin gap, em", "autospace"), ("mark to mark when squeezed, em", "squeezed_advance"),
        ("widest gap between Han, em", "stretch"),
    ]  # fmt: skip
    for words, name in figures:
        rows.append([words, *(_shown(name, getattr(language.figures, name)) for language in languages)])
    for kind, words in KINDS.items():
        rows.append([words, *(str(len(language.problems.get(kind, ()))) for language in languages)])
    return rows


def _shown(name: str, value: float | int | None) -> str:
    if value is None:
        return "–"
    if name.endswith("share"):
        return f"{100 * value:.1f} %"
    return str(value) if isinstance(value, int) else f"{value:.2f}"
