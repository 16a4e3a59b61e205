"""What ``wicpress fonts`` shows: which font sets which text, the characters it has not, its licence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wicpress.build import book_fonts, glyph_coverage
from wicpress.build.check import load, read
from wicpress.diagnostics import WithDiagnostics, has_errors, sorted_unique
from wicpress.fonts.report import FontFile, FontReport, FontUse, report
from wicpress.system.folder import real_path


def font_report(root: Path) -> WithDiagnostics[dict[str, Any] | None]:
    """Return the fonts of the book in ``root`` as a table; None where the book cannot be read."""
    loaded = load(root)
    if loaded.value is None or not loaded.ok:
        return WithDiagnostics(None, loaded.diagnostics)
    parsed = read(loaded.value)
    config, book = loaded.value, parsed.value.book
    if has_errors(parsed.diagnostics):
        return WithDiagnostics(None, sorted_unique((*loaded.diagnostics, *parsed.diagnostics)))
    fonts = book_fonts.prepare(config)
    runs = tuple(glyph_coverage.text_runs(book, config, config.editions))
    missing = glyph_coverage.missing_glyphs(book, config, config.editions, fonts.faces)
    diagnostics = sorted_unique((*fonts.diagnostics, *missing))
    return WithDiagnostics(_table(report(runs, fonts.faces, fonts.problems), root), diagnostics)


def _table(fonts_used: FontReport, root: Path) -> dict[str, Any]:
    return {
        "uses": [_use(each) for each in fonts_used.uses],
        "files": [_file(each, root) for each in fonts_used.files],
        "licences": [
            {"name": name, "version": version, "licence": licence} for name, version, licence in fonts_used.licences
        ],
    }


def _use(use: FontUse) -> dict[str, Any]:
    return {
        "font": use.source.name,
        "family": use.family,
        "role": use.role,
        "weight": use.weight,
        "style": use.style,
        "lang": use.lang,
        "different": len(use.characters),
        "count": use.count,
        "characters": use.characters,
    }


def _file(file: FontFile, root: Path) -> dict[str, Any]:
    source = file.source
    within = real_path(root)
    path = real_path(source.path)
    origin = "wicpress" if file.bundled else "the book" if path.is_relative_to(within) else "this machine"
    return {
        "name": source.name,
        "weight": source.weight,
        "style": source.style,
        "file": path.relative_to(within).as_posix() if origin == "the book" else path.name,
        "from": origin,
        "version": source.version,
        "sha256": source.sha256,
        "copyright": source.copyright,
        "used": file.used,
        "stands_in_for": [
            f"{name} {weight} {style}".removesuffix(" normal") for name, weight, style in file.substitutes
        ],
    }
