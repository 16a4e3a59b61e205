"""Lays out one section of a book, or subsets one font, in whatever process it is called; needs WeasyPrint."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Container, Mapping, Sequence
from functools import partial
from typing import Any

import attrs
import weasyprint

from wicpress import limits
from wicpress.cache.build_cache import BuildCache
from wicpress.cache.digests import digest
from wicpress.cache.disk_store import DiskStore
from wicpress.diagnostics import WicpressError
from wicpress.engine.margins.margin_notes import notes_at_foot, render_with_margin_notes
from wicpress.engine.notes.page_numbers import numbered_by_page
from wicpress.engine.parts.deferred_numbers import NotSeparable, NotTabularDigits
from wicpress.engine.parts.divided_blocks import divided_blocks
from wicpress.engine.parts.figure_places import lay_out_with_figures
from wicpress.engine.parts.font_objects import font_objects
from wicpress.engine.parts.fragment import fragment
from wicpress.engine.parts.page_starts import page_infos
from wicpress.engine.parts.turned_pages import exchange_sides, rotate_pages
from wicpress.engine.patching.font_links import LinkedFonts
from wicpress.engine.patching.line_layer import chinese_line_layout
from wicpress.engine.patching.version_guard import EngineMismatch
from wicpress.engine.tags.tagger import tags
from wicpress.fragments import DeferredLinkText, EngineMessage, Fragment
from wicpress.pdf import layout_jobs
from wicpress.pdf.engine_warnings import capture_warnings, with_sheets
from wicpress.pdf.layout_jobs import (
    FIGURES_NOT_TABULAR,
    FRAGMENTS,
    STYLESHEET_LINK,
    FontJob,
    LayoutJob,
    LayoutResult,
    layout_stopped,
)
from wicpress.pdf.link_descriptions import LinkDescriber, elements, titles
from wicpress.pdf.paint_profiles import PAINTINGS
from wicpress.pdf.url_fetcher import BASE, BookFetcher
from wicpress.pictures.prepare import large_pictures
from wicpress.system.bounds import OutOfTime, processor_time
from wicpress.system.gc_control import collect_and_trim, gc_paused


def layout_section(job: LayoutJob) -> LayoutResult:
    """Lay out, paint and tag a section, and cache its fragment. Errors are returned as values."""
    try:
        with processor_time(limits.allowed("seconds", job.size)):
            fragment = _layout(job)
    except (OutOfTime, MemoryError) as error:
        return LayoutResult(job.key, diagnostics=(layout_stopped(error, job.title, job.path, job.size),))
    except WicpressError as error:
        return LayoutResult(job.key, diagnostics=error.diagnostics)
    except NotTabularDigits as error:
        hint = "give them `font-variant-numeric: tabular-nums; font-kerning: none`, or build with --single-document"
        return LayoutResult(job.key, diagnostics=(FIGURES_NOT_TABULAR(f"{job.id}: {error}", hint=hint),))
    except NotSeparable as error:
        return LayoutResult(job.key, not_separable=str(error))
    except EngineMismatch as error:
        return LayoutResult(job.key, engine_error=str(error))
    return _store(job, fragment)


def subset_font(job: FontJob) -> LayoutResult:
    """Write the objects of a font, subset to its use, and cache them."""
    if _has_laid:  # a Chinese font takes 15 MB: give back what the last section has left behind
        collect_and_trim()
        _has_laid.clear()
    sha256 = job.face.sha256
    data = job.files[sha256].read_bytes() if sha256 in job.files else job.store.get(layout_jobs.face_key(sha256))
    if data is None:
        return LayoutResult(job.key, not_separable="the file of a font cannot be stored")
    return _store(job, font_objects(job.face, data, job.version))


_ON_VERSO = "html { break-before: left !important }"
"""The style sheet of a section that begins on a left-hand page."""
_has_laid: list[bool] = []
"""Holds an item where this process has laid out a section since it last gave memory back."""

_WARMUP_HTML = (
    '<p lang="en" style="hyphens: auto; width: 9em">Specimen of ordinary typesetting.</p><p lang="zh">试排一行。</p>'
)


def warm_up() -> None:
    """Lay out a line in each script, so that Pango and fontconfig are loaded before the first part."""
    # the first part reports what is wrong with the engine
    with contextlib.suppress(EngineMismatch), chinese_line_layout(), tags(), capture_warnings():
        weasyprint.HTML(string=_WARMUP_HTML, base_url=BASE, url_fetcher=BookFetcher({}, {})).render()


def _store(job: LayoutJob | FontJob, fragment: Fragment) -> LayoutResult:
    BuildCache(job.store).put(job.key, FRAGMENTS, fragment)
    return LayoutResult(job.key, fragment)


def _layout(job: LayoutJob) -> Fragment:
    painting = PAINTINGS[job.variant]
    cache = BuildCache(job.store, job.tool)
    _has_laid[:] = [True]
    with gc_paused(), large_pictures(), chinese_line_layout(job.line), capture_warnings() as warnings:
        fetcher = BookFetcher(job.texts, job.files, job.pictures, cache, job.other_pictures)
        html = weasyprint.HTML(string=STYLESHEET_LINK.sub("", job.html), base_url=BASE, url_fetcher=fetcher)
        styles = parsed_styles([name for name in STYLESHEET_LINK.findall(job.html) if name in job.texts], fetcher)
        sheets = (*styles.sheets, weasyprint.CSS(string=_ON_VERSO)) if job.is_verso else styles.sheets
        placed = lay_out_with_figures(
            html,
            lambda: numbered_by_page(
                html,
                lambda: render_with_margin_notes(
                    html,
                    lambda: html.render(
                        font_config=styles.fonts, stylesheets=sheets, cache=fetcher.placed_pictures()
                    ),
                ),
            ),
        )
        document = placed.document
        exchange_sides(document)
        fetcher.raise_broken()
        rotate = (partial(rotate_pages, pages=page_infos(document)),) if painting.rotates else ()
        titles_by_id = {name: titles(each) for name, each in elements(html.etree_element).items()}
        painted = fragment(
            document,
            job.id,
            _local_link_text(titles_by_id),
            (*painting.steps, *rotate),
            FontSaver(job.faces, job.store).save,
            job.han,
            pdf_tags=True,
            pdf_version=painting.version,
        )
    messages = (*styles.warnings, *with_sheets(warnings, job.texts))
    return attrs.evolve(
        painted,
        titles=titles_by_id,
        warnings=messages,
        scaled=fetcher.scaled_sizes(),
        moved=placed.moved,
        divided=divided_blocks(document),
        at_foot=notes_at_foot(html),
    )


def _local_link_text(titles_by_id: Mapping[str, Mapping[str, str]]) -> Any:
    """Return what describes a link to a note; on which page any other target stands is not known yet."""
    places = LinkDescriber(titles_by_id.get, lambda _: None)
    return lambda target, tag: places.note(target, tag) or DeferredLinkText(target, tag)


@attrs.frozen(eq=False)
class _Styles:
    """The style sheets of a book, parsed, its fonts, and what WeasyPrint reported of them."""

    sheets: tuple[weasyprint.CSS, ...] = ()
    fonts: LinkedFonts | None = None
    warnings: tuple[EngineMessage, ...] = ()


styles_by_key: dict[str, _Styles] = {}


def parsed_styles(names: Sequence[str], fetcher: BookFetcher) -> _Styles:
    """Return the style sheets that a section links to: parsed once in a process, since all sections share them."""
    key = digest([(name, fetcher.texts[name]) for name in names])
    if key not in styles_by_key:
        fonts = LinkedFonts()
        with capture_warnings() as warnings:
            sheets = tuple(
                weasyprint.CSS(
                    string=fetcher.texts[name], base_url=BASE + name, url_fetcher=fetcher, font_config=fonts
                )
                for name in names
            )
        forget_styles()
        reported = with_sheets(warnings, {name: fetcher.texts[name] for name in names})
        styles_by_key[key] = _Styles(sheets, fonts, reported)
    return styles_by_key[key]


def forget_styles() -> None:
    """Forget style sheets, and remove the copies of fonts that WeasyPrint has made for itself."""
    for each in styles_by_key.values():
        if each.fonts is not None:
            each.fonts.__del__()
    styles_by_key.clear()


@attrs.frozen
class FontSaver:
    """Keeps the files of system fonts in ``store``; ``book_digests`` are the digests of the book's own."""

    book_digests: Container[str]
    store: DiskStore

    def save(self, data: bytes) -> str:
        """Return the digest of a font file. Raise ``NotSeparable`` where the file cannot be stored."""
        start = len(data), data[:_FONT_DIRECTORY]
        if start not in _font_digests:
            _font_digests[start] = hashlib.sha256(data).hexdigest()
        digest = _font_digests[start]
        key = layout_jobs.face_key(digest)
        if digest not in self.book_digests and self.store.get(key) != data and not self.store.put(key, data):
            raise NotSeparable("the file of a font cannot be stored")
        return digest


_font_digests: dict[tuple[int, bytes], str] = {}
"""The digests of fonts seen in this process, by size and first bytes."""
_FONT_DIRECTORY = 4096
"""Bytes that identify a font file among those of its size: they hold the checksums of all its tables."""
