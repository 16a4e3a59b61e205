"""The report of a book's line measurements as values, as JSON and as rows of a table."""

from __future__ import annotations

from typing import Any

import attrs

from wicpress.proofing.lines.thresholds import Thresholds

# The kinds of line problems in the order of a report, with the label of the table's row.
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
    "interlinear": "interlinear notes that are not two even halves",
    "outside_area": "text, pictures and rules outside their area",
    "overprint": "lines with ink over them",
    "painting_order": "pages painted in another order than they read",
    "narrow_column": "columns too narrow for running text",
    "blank_page": "pages without text or picture",
    "stranded_heading": "headings without text below them",
    "tofu": "characters without a glyph",
    "forms": "glyphs of another locale",
    "unmapped": "glyphs without a character",
}


@attrs.frozen
class LineProblem:
    """One place that breaks a rule: the page, the line's text, and the measurement."""

    kind: str
    page: int  # 1-based
    text: str
    detail: str = ""
    value: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the problem as a JSON object without its kind."""
        fields: dict[str, Any] = {"page": self.page, "text": self.text}
        if self.detail:
            fields["detail"] = self.detail
        if self.value is not None:
            fields["value"] = round(self.value, 3)
        return fields


@attrs.frozen
class Figures:
    """The figures of one language. Ratios are None if there was nothing to measure."""

    lines: int = 0
    paragraphs: int = 0
    full_lines: int = 0  # all lines of justified paragraphs except the last and the ragged ones
    ragged_lines: int = 0  # of narrow columns, where the line would need wider gaps than allowed
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
    """The figures and problems of one language of a file."""

    lang: str
    figures: Figures
    problems: dict[str, tuple[LineProblem, ...]]

    def to_json(self) -> dict[str, Any]:
        """Return the figures and, for every kind, the list of its problems."""
        fields: dict[str, Any] = attrs.asdict(self.figures)
        for key, value in fields.items():
            if isinstance(value, float):
                fields[key] = round(value, 4)
        for kind in KINDS:
            fields[kind] = [problem.to_json() for problem in self.problems.get(kind, ())]
        return fields


@attrs.frozen
class ShortPages:
    """The short pages of a file by their numbers, from 1, and how many pages of the text there are."""

    pages: tuple[int, ...] = ()
    of: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return both as a JSON object."""
        return {"pages": list(self.pages), "of": self.of}


@attrs.frozen
class Report:
    """A measured file. `unjudged` has what could not be checked, and why."""

    pages: int
    typography: dict[str, LanguageReport]
    unjudged: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()  # content that could not be read
    short_pages: ShortPages = ShortPages()

    def to_json(self, file: str = "") -> dict[str, Any]:
        """Return the report as a JSON object; `file` is the name to use."""
        return {
            "file": file,
            "pages": self.pages,
            "short_pages": self.short_pages.to_json(),
            "typography": {lang: report.to_json() for lang, report in self.typography.items()},
            "unjudged": list(self.unjudged),
            "problems": list(self.problems),
        }


def findings(report: Report, thresholds: Thresholds) -> tuple[tuple[str, LineProblem], ...]:
    """Return the problems beyond what the thresholds allow, each with its language, in the order of the report."""
    collected: list[tuple[str, LineProblem]] = []
    for lang, language in report.typography.items():
        for kind in KINDS:
            problems = language.problems.get(kind, ())
            if len(problems) > thresholds.allowed.get(kind, 0):
                collected += [(lang, problem) for problem in problems]
    return tuple(collected)


def table(report: Report) -> list[list[str]]:
    """Return rows for a terminal: a head with the languages, then figures, then problems by kind."""
    languages = list(report.typography.values())
    rows = [["", *(language.lang for language in languages)]]
    figures = [
        ("lines", "lines"), ("left ragged in narrow columns", "ragged_lines"),
        ("full lines checked", "full_lines"), ("of them on the edge", "flush_share"),
        ("of them within 0.5 pt", "flush_half_share"), ("farthest from the edge, pt", "worst_edge"),
        ("Han–Latin gap, em", "autospace"), ("mark to mark when squeezed, em", "squeezed_advance"),
        ("widest gap between Han, em", "stretch"),
    ]  # fmt: skip
    for label, name in figures:
        rows.append([label, *(_shown(name, getattr(language.figures, name)) for language in languages)])
    for kind, label in KINDS.items():
        rows.append([label, *(str(len(language.problems.get(kind, ()))) for language in languages)])
    return rows


def _shown(name: str, value: float | int | None) -> str:
    if value is None:
        return "–"
    if name.endswith("share"):
        return f"{100 * value:.1f} %"
    return str(value) if isinstance(value, int) else f"{value:.2f}"
