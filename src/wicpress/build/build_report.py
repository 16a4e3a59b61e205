"""The report of a finished output: replaced punctuation, omitted and untranslated blocks, pages, warnings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from wicpress import model as m
from wicpress.build import missing_translations
from wicpress.build.build_records import to_json
from wicpress.build.glyph_coverage import text_runs
from wicpress.cache.build_cache import NO_CACHE, BuildCache
from wicpress.config import Config, Edition
from wicpress.edition.page_map import PageMap
from wicpress.edition.punctuation import replacements
from wicpress.edition.view import BookView, view
from wicpress.epub.writer import picture_target
from wicpress.fonts import bundled_faces
from wicpress.fonts import report as font_report
from wicpress.fonts.prepared_faces import PreparedFace
from wicpress.html.shown_pictures import shown_pictures
from wicpress.pictures.prepare import plan
from wicpress.pictures.scaling import Size, scale_file, size_needed
from wicpress.pictures.target import SVG, PictureTarget

if TYPE_CHECKING:
    from wicpress.pdf.result import PdfResult


def edition_report(
    book: m.Book, config: Config, edition: Edition, pictures: PictureTarget, faces: Sequence[PreparedFace]
) -> dict[str, Any]:
    """Return the part of an edition's report that is about its text and its pictures.

    That is what print sets otherwise, what is left out, what stands in for another language, what is not translated,
    which pictures are shown otherwise, and, where ``[fonts]`` has a list or fonts by language, what is set from fonts
    of the book. ``pictures`` says what pictures the format can show. Raise ``OSError``.
    """
    shown = view(book, edition)
    return {
        "edition": edition.name,
        "layout": edition.layout,
        "languages": list(edition.languages),
        "replaced": _rows(replacements(missing_translations.sides_shown(shown), config)),
        "omitted": _rows(missing_translations.omitted(shown)),
        "stand_ins": _rows(missing_translations.fallback_blocks(shown)),
        "untranslated": _rows(missing_translations.untranslated(shown)),
        "pictures": _picture_rows(book, config, shown, pictures),
        "set_by": _set_by(book, config, edition, faces) if _names_several(config) else [],
        "missing_glyphs": [],  # a missing one is an error, and then there is no output
    }


def print_report(chapter_report: dict[str, Any], pdf: PdfResult, book: m.Book) -> dict[str, Any]:
    """Return the report of a printed edition, from that of its text."""
    pictures = _with_scaled(chapter_report["pictures"], pdf.scaled, book)
    remarks = [to_json(each) for each in pdf.warnings]
    short = {"pages": list(pdf.short), "of": pdf.numbered}
    return {**chapter_report, "pictures": pictures, "pages": pdf.count, "short_pages": short, "remarks": remarks}


def epub_report(
    book: m.Book,
    config: Config,
    edition: Edition,
    pages: PageMap | None,
    faces: Sequence[PreparedFace],
    cache: BuildCache = NO_CACHE,
) -> dict[str, Any]:
    """Return the report of an e-book; ``pages`` are those of the printed edition that it names. Raise ``OSError``.

    ``cache`` has the pictures that were scaled for it.
    """
    named = {"edition": pages.edition, "pages": len(pages.starts)} if pages else None
    target = picture_target(config, edition)
    report = edition_report(book, config, edition, target, faces)
    pictures = _with_scaled(report["pictures"], dict(_scaled(book, config, view(book, edition), target, cache)), book)
    return {**report, "pictures": pictures, "page_list": named, "remarks": []}


def _scaled(
    book: m.Book, config: Config, shown: BookView, target: PictureTarget, cache: BuildCache
) -> Iterator[tuple[str, tuple[Size, ...]]]:
    used = set(_picture_sources(shown))
    for asset in book.assets:
        size = asset.width, asset.height
        pixels = size_needed(size, target) if asset.src in used and asset.media_type != SVG else None
        if pixels and scale_file(asset.src, (config.root / asset.src).read_bytes(), size, (target,), cache=cache):
            yield asset.src, (pixels,)


def _with_scaled(
    rows: list[dict[str, Any]], scaled: Mapping[str, tuple[Size, ...]], book: m.Book
) -> list[dict[str, Any]]:
    """Return ``rows`` in the order of the book's pictures, with those that are shown with fewer pixels."""
    by_source = {row["source"]: row for row in rows}
    for asset in book.assets:
        if asset.src in scaled:
            row = {"source": asset.src, "sha256": asset.sha256, "left_out": [], "changes": []}
            row = by_source.get(asset.src, row)
            sizes = (f"scaled from {asset.width} × {asset.height} to {w} × {h} pixels" for w, h in scaled[asset.src])
            by_source[asset.src] = {**row, "changes": [*row["changes"], *sizes]}
    return [by_source[asset.src] for asset in book.assets if asset.src in by_source]


def _names_several(config: Config) -> bool:
    """Return whether ``[fonts]`` has a list or fonts by language."""
    return any(each.with_bundled or each.lang for each in config.fonts)


def _set_by(book: m.Book, config: Config, edition: Edition, faces: Sequence[PreparedFace]) -> list[dict[str, Any]]:
    """Return the characters that each font of the book sets; those of the bundled fonts are the others."""
    named = [each for each in faces if not each.source.path.is_relative_to(bundled_faces.BUNDLED)]
    names = {each.source.name for each in named}
    rows: dict[tuple[str, str, str], set[str]] = {}
    for use in font_report.report(text_runs(book, config, (edition,)), faces).uses:
        if use.source.name in names:
            rows.setdefault((use.source.name, use.role, use.lang), set()).update(use.characters)
    return [
        {"font": font, "role": role, "lang": tag, "characters": "".join(sorted(characters))}
        for (font, role, tag), characters in rows.items()
    ]


def _rows(values: Iterable[Any]) -> list[dict[str, Any]]:
    """Return attrs values as JSON gives them back: tables with lists for tuples."""
    return [
        {key: list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
         for key, value in attrs.asdict(each).items()}
        for each in values
    ]  # fmt: skip


def _picture_rows(book: m.Book, config: Config, shown: BookView, target: PictureTarget) -> list[dict[str, Any]]:
    """Return a row for each picture that an edition changes or takes something out of.

    ``source`` is the file of the book, which stays as it is, and ``sha256`` its digest. Raise ``OSError``.
    """
    used = set(_picture_sources(shown))
    rows = []
    for asset in book.assets:
        if asset.src not in used:
            continue
        planned = plan((config.root / asset.src).read_bytes(), target)
        if planned.left_out or planned.changes:
            details = {"left_out": list(planned.left_out), "changes": list(planned.changes)}
            rows.append({"source": asset.src, "sha256": asset.sha256, **details})
    return rows


def _picture_sources(shown: BookView) -> Iterator[str]:
    for node in missing_translations.shown_nodes(shown):
        if isinstance(node.piece, m.Figure):
            yield from (each.src for each in shown_pictures(node.piece, shown.languages))
    for _, side in missing_translations.sides_shown(shown):
        yield from _inline_pictures(side.inlines)


def _inline_pictures(inlines: Iterable[m.Inline]) -> Iterator[str]:
    for inline in inlines:
        if isinstance(inline, m.Image):
            yield inline.src
        yield from _inline_pictures(getattr(inline, "children", ()))
