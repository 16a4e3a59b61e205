"""The kinds of line problems as diagnostics, so that `check`, `verify` and `release` share one list of codes."""

from __future__ import annotations

from wicpress.diagnostics import Diagnostic, Severity, declare_kind
from wicpress.proofing.lines.report import KINDS, LineProblem

_ERRORS = frozenset({"tofu", "unmapped"})
"""What loses a character for a reader, or for whoever copies the text: never allowed."""

_RATIONALES = {
    "off_edge": "A full line of justified text ends on the edge of its column; one that does not looks ragged.",
    "forbidden": "Some marks may not start a line and others may not end one (clreq, line start and line end).",
    "parted": "A number on one line and its unit on the next are read as two things.",
    "lone_last": "A last line of a single character looks like a mistake, and wastes a line.",
    "widows": "The last line of a paragraph alone at the head of a page is read without its beginning.",
    "autospace": "Between Han and Latin stands a gap of about a quarter of an em, neither none nor a hole.",
    "squeeze": "Two neighbouring full-width marks give up a blank half; else they leave a hole in the line.",
    "edge_gaps": "Text begins and ends on the edge of its column, without a space before or after it.",
    "uneven": "The gaps of one justified line have the same width.",
    "loose": "A line that is stretched too far has holes in it.",
    "tight": "A line that is set too tight is hard to read.",
    "dashes": "A Chinese dash or ellipsis is one unbroken mark of two em.",
    "interlinear": "An interlinear note is two lines of half the size, as equal as the rules of line ends allow.",
    "outside_area": "What reaches beyond the page is cut off; what leaves the type area runs into the margin.",
    "overprint": "Text under other ink cannot be read.",
    "painting_order": "Programs that copy, search or reflow text read a page in the order in which it is painted.",
    "narrow_column": "A column of running text has room for 8 em of Han or 24 letters, or its lines fall apart.",
    "blank_page": "A page without text or picture has a place before an opening on a right-hand page only.",
    "stranded_heading": "A heading at the foot of a page stands apart from what it names.",
    "tofu": "A character without a glyph is an empty box: the reader cannot know what stood there.",
    "forms": "Han characters drawn in the forms of another region look misprinted to their readers.",
    "unmapped": "A glyph that maps to no character cannot be searched, copied or read aloud.",
}

LINE_KINDS = {
    code: declare_kind(
        code,
        f"{label[0].upper()}{label[1:]}",
        _RATIONALES[code],
        severity=Severity.ERROR if code in _ERRORS else Severity.WARNING,
    )
    for code, label in KINDS.items()
}
"""The kind of diagnostic of each kind of line problem."""


def line_diagnostic(file: str, lang: str, problem: LineProblem) -> Diagnostic:
    """Return the diagnostic of a line problem in a finished file of the name ``file``."""
    detail = f" ({problem.detail})" if problem.detail else ""
    text = f": {problem.text[:60]}" if problem.text else ""
    message = f"{file}, page {problem.page}: {KINDS[problem.kind]}, {lang}{text}{detail}"
    return LINE_KINDS[problem.kind](message, lang=lang)
