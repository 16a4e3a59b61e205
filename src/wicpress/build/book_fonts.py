"""The fonts of one book: its faces, and what is wrong with those that it names."""

from __future__ import annotations

import re
from pathlib import Path

import attrs

from wicpress.config import FILE, Config
from wicpress.diagnostics import Diagnostic, Severity, Span, declare_kind
from wicpress.fonts import prepared_faces
from wicpress.fonts.custom_fonts import FontChoice, FontProblem, Selection, resolve_choices
from wicpress.fonts.sfnt import BrokenFontError

FONT_UNREADABLE = declare_kind(
    "font_unreadable",
    "A font cannot be read",
    "The file is damaged, too large, or no TrueType or OpenType font with outlines.",
)
FONT_KINDS = {
    kind.code: kind
    for kind in (
        declare_kind(
            "font_not_found",
            "A font that the book names is not there",
            "`[fonts]` names a file or folder inside the book's own folder, or the exact name of an installed "
            "family. A font that is not there is never replaced silently.",
            example='[fonts]\nserif-han = "fonts/MyHan-Medium.ttf"',
        ),
        declare_kind(
            "font_outside_book",
            "A font file lies outside the book's folder",
            "A book is complete in its folder, and reads no file outside it, nor through a link.",
        ),
        FONT_UNREADABLE,
        declare_kind(
            "unknown_font_family",
            "No family of that name is installed",
            "A family is named exactly as the system lists it; nothing like it is taken in its place.",
            example="fc-list : family",
        ),
        declare_kind(
            "font_not_embeddable",
            "A font may not be embedded",
            "Every font travels inside the book. The licensing bits of this one (`OS/2.fsType`) forbid it.",
        ),
        declare_kind(
            "no_fontconfig",
            "Installed fonts cannot be listed",
            "Installed families are found by fontconfig's `fc-list`, which is not installed on this machine.",
        ),
        declare_kind(
            "cff_outlines",
            "A font has PostScript outlines",
            "Some readers show text in embedded CFF fonts as blanks; TrueType outlines are shown by all.",
            severity=Severity.WARNING,
        ),
        declare_kind(
            "preview_and_print_font",
            "A font may be embedded for viewing and printing only",
            "Its licensing bits allow a document that is read and printed, and may forbid one that is sold or "
            "edited.",
            severity=Severity.WARNING,
        ),
    )
}
"""The kinds of diagnostics for a font that the book names, by the code of its ``FontProblem``."""


@attrs.frozen
class BookFonts:
    """The faces of a book, ready for its pages, and what is wrong with those that it names."""

    faces: tuple[prepared_faces.PreparedFace, ...]
    diagnostics: tuple[Diagnostic, ...]
    problems: tuple[FontProblem, ...] = ()

    def css(self) -> str:
        """Return the ``@font-face`` rules, for a style sheet beside the folder ``fonts``."""
        return prepared_faces.font_face_css(self.faces, lambda face: f"../fonts/{face.path.name}")

    def files(self) -> dict[str, Path]:
        """Return the files of the faces by the names that pages use."""
        return {f"fonts/{face.path.name}": face.path for face in self.faces}

    def credited_families(self) -> tuple[str, ...]:
        """Return the families for the imprint: serif and sans of each script, not the face of listings."""
        roles = ("serif-han", "sans-han", "serif", "sans")
        by_role = {face.role: face.source.name for face in reversed(self.faces)}
        return tuple(dict.fromkeys(by_role[role] for role in roles if role in by_role))


def resolve_fonts(config: Config) -> Selection:
    """Return the fonts that the book's ``[fonts]`` name."""
    return resolve_choices((FontChoice(role, value) for role, value in config.fonts), config.root)


def prepare(config: Config) -> BookFonts:
    """Return the faces of a book. Raise ``OSError``, or ``BrokenFontError`` where a bundled font is damaged."""
    chosen = resolve_fonts(config)
    diagnostics = [_diagnostic(each, config) for each in chosen.problems]
    try:
        prepared = prepared_faces.prepare_faces(chosen=chosen.chosen)
    except BrokenFontError as error:
        if not config.fonts:
            raise
        message = f"a font that the book names cannot be cut to measure: {error}"
        place = _place(config, config.fonts[0][0])
        diagnostics.append(FONT_UNREADABLE(message, place, hint="use another copy of the font"))
        prepared = prepared_faces.prepare_faces()
    return BookFonts(prepared, tuple(diagnostics), chosen.problems)


def _diagnostic(each: FontProblem, config: Config) -> Diagnostic:
    kind = FONT_KINDS[each.code]
    return kind(each.message, _place(config, each.choice.role), hint=each.help, lang=each.choice.lang)


def _place(config: Config, role: str) -> Span:
    """Return the line of ``book.toml`` that names the font of a role."""
    try:
        lines = (config.root / FILE).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    pattern = re.compile(rf"\s*[\"']?{re.escape(role)}[\"']?\s*[.=]")
    line = next((number for number, text in enumerate(lines, 1) if pattern.match(text)), 1)
    return Span(FILE, line, line)
