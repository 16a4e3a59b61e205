"""The fonts of one book: its faces, and what is wrong with those that it names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from wicpress.config import FILE, Config
from wicpress.diagnostics import Diagnostic, Severity, Span, declare_kind
from wicpress.fonts import bundled_faces, prepared_faces
from wicpress.fonts.custom_fonts import FontChoice, FontProblem, Selection, resolve_choices
from wicpress.fonts.font_file import characters
from wicpress.fonts.sfnt import BrokenFontError
from wicpress.fonts.stacks import is_han, region, stack
from wicpress.languages import COMMON_SCRIPTS

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


EMOJI = frozenset((*range(0x231A, 0x2C00), *range(0x1F000, 0x1FC00)))
"""The blocks that hold emoji, among other symbols."""


@attrs.frozen
class BookFonts:
    """The faces of a book, ready for its pages, and what is wrong with those that it names."""

    faces: tuple[prepared_faces.PreparedFace, ...]
    diagnostics: tuple[Diagnostic, ...]
    problems: tuple[FontProblem, ...] = ()
    languages: tuple[str, ...] = ()

    def css(self) -> str:
        """Return the ``@font-face`` rules, for a style sheet beside the folder ``fonts``, and those by language."""
        faces = (*self.faces, *emoji_face(self.faces))
        rules = prepared_faces.font_face_css(faces, lambda face: f"../fonts/{face.path.name}")
        return rules + language_families_css(self.faces, self.languages)

    def files(self) -> dict[str, Path]:
        """Return the files of the faces by the names that pages use."""
        return {f"fonts/{face.path.name}": face.path for face in self.faces}

    def credited_families(self) -> tuple[str, ...]:
        """Return the families for the imprint: serif and sans of each script, not the face of listings."""
        roles = ("serif-han", "sans-han", "serif", "sans")
        general = {(face.role, face.rank): face.source.name for face in reversed(self.faces) if not face.lang}
        ordered = sorted((key for key in general if key[0] in roles), key=lambda key: (roles.index(key[0]), key[1]))
        return tuple(dict.fromkeys(general[key] for key in ordered))


def resolve_fonts(config: Config) -> Selection:
    """Return the fonts that the book's ``[fonts]`` name, a list followed by the bundled family of its role."""
    return resolve_choices(_choices(config), config.root)


def _choices(config: Config) -> Iterator[FontChoice]:
    for setting in config.fonts:
        bundled = prepared_faces.BUNDLED_BY_ROLE[setting.role]
        more = (bundled,) if setting.with_bundled and bundled not in setting.names else ()
        tag = (region(setting.lang) or setting.lang) if setting.role.endswith("-han") else setting.lang
        for rank, name in enumerate((*setting.names, *more)):
            yield FontChoice(setting.role, name, tag, rank)


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
        place = _place(config, config.fonts[0].role)
        diagnostics.append(FONT_UNREADABLE(message, place, hint="use another copy of the font"))
        prepared = prepared_faces.prepare_faces()
    return BookFonts(prepared, tuple(diagnostics), chosen.problems, config.languages)


def emoji_face(faces: Iterable[prepared_faces.PreparedFace]) -> tuple[prepared_faces.PreparedFace, ...]:
    """Return the face with the most emoji, of the book's own fonts where they have any, under the name ``emoji``.

    Pango sets emoji from a family of that name before those of the style sheet, and fontconfig takes for it whatever
    the machine has. Two files of one family, weight and style would be one font in a PDF, so there is one.
    """

    def rank(face: prepared_faces.PreparedFace) -> tuple[bool, int]:
        return not face.source.path.is_relative_to(bundled_faces.BUNDLED), len(
            EMOJI.intersection(characters(face.path))
        )

    upright = [face for face in faces if face.style == "normal" and rank(face)[1]]
    best = max(upright, key=rank, default=None)
    return (attrs.evolve(best, family="emoji", weight=400, unicode_range=()),) if best else ()


def language_families_css(faces: Sequence[prepared_faces.PreparedFace], languages: Iterable[str]) -> str:
    """Return rules that give text the families of lists and of its language; empty where the book names neither.

    They set the custom properties of ``tokens.css``. ``languages`` are those of the book.
    """
    families = {face.family: face.lang for face in faces}
    own = set(filter(None, families.values()))
    if not own and not any(face.rank for face in faces):
        return ""
    tags = dict.fromkeys((*languages, *COMMON_SCRIPTS, *sorted(own)))
    general = {family for family, tag in families.items() if not tag}
    defaults = f"{_custom_properties('zh-Hans', general)} {_custom_properties('en', general)}"
    rules = [f":root, [lang] {{ {defaults} }}\n"]
    rules += [
        f'[lang="{tag}"] {{ {_custom_properties(tag, families)} }}\n' for tag in tags if {tag, region(tag)} & own
    ]
    return "".join(rules)


def _custom_properties(tag: str, families: Collection[str]) -> str:
    """Return the families of text in a language as the custom properties of ``tokens.css``."""
    script = "han" if is_han(tag) else "latin"
    names = {f"--serif-{script}": "serif", f"--sans-{script}": "sans", "--mono": "mono"}
    quoted = {name: (f'"{family}"' for family in stack(tag, role, families)) for name, role in names.items()}
    return " ".join(f"{name}: {', '.join(values)};" for name, values in quoted.items())


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
