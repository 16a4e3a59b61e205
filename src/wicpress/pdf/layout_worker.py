"""Lays one part of a book, in whatever process it is asked to, and gives it back loose, ready to be bound."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import weasyprint

from wicpress.diagnostics import Diagnostic, PressError
from wicpress.engine.parts.deferred_numbers import NotApart, NotTabular
from wicpress.engine.parts.font_objects import embedded
from wicpress.engine.parts.fragment import fragment
from wicpress.engine.patching.font_links import LinkedFonts
from wicpress.engine.patching.line_layer import line_layer
from wicpress.engine.patching.version_guard import EngineMismatch
from wicpress.engine.tags.tagger import tags
from wicpress.fragments import Fragment, Said, pack
from wicpress.pdf import layout_jobs
from wicpress.pdf.engine_warnings import remarks
from wicpress.pdf.layout_jobs import FIGURES_NOT_TABULAR, SHEET, FaceJob, Job, Outcome
from wicpress.pdf.link_descriptions import Destinations, elements, titles
from wicpress.pdf.paint_profiles import PAINTINGS
from wicpress.pdf.url_fetcher import BASE, Door
from wicpress.pdf.worker_warmup import Sheets
from wicpress.system.gc_control import quiet_collector, tidy


def lay(job: Job) -> Outcome:
    """Lay, paint and tag a part of a book, and keep it. Faults of the book come back as values."""
    try:
        made = _lay(job)
    except PressError as error:
        return Outcome(job.key, diagnostics=error.diagnostics)
    except NotTabular as error:
        help = "give them `font-variant-numeric: tabular-nums; font-kerning: none`, or build with --whole"
        return Outcome(job.key, diagnostics=(FIGURES_NOT_TABULAR(f"{job.id}: {error}", help=help),))
    except NotApart as error:
        return Outcome(job.key, apart=str(error))
    except EngineMismatch as error:
        return Outcome(job.key, lacks=str(error))
    return _kept(job, made)


def cut(job: FaceJob) -> Outcome:
    """Write the objects of a face, cut to its use, and keep them."""
    tidy()  # a Chinese face takes room, and what the last part has left behind makes some
    sha256, name = job.face.sha256, layout_jobs.face_key(job.face.sha256)
    data = job.files[sha256].read_bytes() if sha256 in job.files else job.store.get(name)
    if data is None or (sha256 not in job.files and hashlib.sha256(data).hexdigest() != sha256):
        job.store.drop(name)
        return Outcome(job.key, lost=sha256)
    return _kept(job, embedded(job.face, data, job.version))


_SPECIMEN = (
    '<p lang="en" style="hyphens: auto; width: 9em">Specimen of ordinary typesetting.</p><p lang="zh">试排一行。</p>'
)


def warm(sheets: Sheets | None) -> None:
    """Ready this process for its first part: a line in each script is laid, and forgotten.

    ``sheets`` are those that parts will most likely ask for; the lines are laid with them.
    """
    # what is wrong with the engine the first part says
    with contextlib.suppress(EngineMismatch), line_layer(), tags(), remarks():
        styles = _styles([*sheets.texts], Door(sheets.texts, sheets.faces())) if sheets else _Styles()
        html = weasyprint.HTML(string=_SPECIMEN, base_url=BASE, url_fetcher=Door({}, {}))
        html.render(font_config=styles.fonts, stylesheets=styles.sheets)
        if styles.said:  # a face that was not there may be by now
            _forget_styles()
    gc.freeze()  # what is loaded stays: the collector need not look at it again before every part


def _kept(job: Job | FaceJob, made: Fragment) -> Outcome:
    data = pack(made, job.key)
    return Outcome(job.key, None if job.store.put(job.key, data) else data)


def _lay(job: Job) -> Fragment:
    painting = PAINTINGS[job.variant]
    with quiet_collector(), line_layer(job.line), remarks() as said:
        door = Door(job.texts, job.files, painting.opaque)
        html = weasyprint.HTML(string=SHEET.sub("", job.html), base_url=BASE, url_fetcher=door)
        styles = _styles([name for name in SHEET.findall(job.html) if name in job.texts], door)
        document = html.render(font_config=styles.fonts, stylesheets=styles.sheets, **painting.rendering)
        known = {name: titles(each) for name, each in elements(html.etree_element).items()}
        made = fragment(
            document,
            job.id,
            _describe(known),
            painting.steps,
            _Keeper(job).keep,
            job.han,
            pdf_tags=True,
            pdf_version=painting.version,
            **painting.rendering,
        )
    return attrs.evolve(made, titles=known, remarks=tuple(each.message for each in (*styles.said, *said)))


def _describe(known: Mapping[str, Mapping[str, str]]) -> Any:
    """Says where a link to a note leads; which page any other leads to is not known yet."""
    places = Destinations(known.get, lambda _: None)
    return lambda target, tag: places.note(target, tag) or Said(target, tag)


@attrs.frozen(eq=False)
class _Styles:
    """The style sheets of a book, parsed, its faces, and what the engine said of them."""

    sheets: tuple[weasyprint.CSS, ...] = ()
    fonts: LinkedFonts | None = None
    said: tuple[Diagnostic, ...] = ()


_known_styles: dict[str, _Styles] = {}


def _styles(names: Sequence[str], door: Door) -> _Styles:
    """The style sheets that a part links to: read once in a process, since the parts of a book share them."""
    key = layout_jobs.digest([(name, door.texts[name]) for name in names])
    if key not in _known_styles:
        fonts = LinkedFonts()
        with remarks() as said:
            sheets = tuple(
                weasyprint.CSS(string=door.texts[name], base_url=BASE + name, url_fetcher=door, font_config=fonts)
                for name in names
            )
        _forget_styles()
        _known_styles[key] = _Styles(sheets, fonts, tuple(said))
    return _known_styles[key]


def _forget_styles() -> None:
    """Forget style sheets, and take away the copies of faces that the engine has made for itself."""
    for each in _known_styles.values():
        if each.fonts is not None:
            each.fonts.__del__()
    _known_styles.clear()


class _Keeper:
    """Keeps the files of faces that the binder would not have: those of the system."""

    _sums: dict[tuple[int, bytes], str] = {}  # noqa: RUF012, the process's: a face is summed once
    _HEAD = 4096
    """Bytes of a face that tell it from any other of its size: they hold the sums of all its tables."""

    def __init__(self, job: Job) -> None:
        self.job = job
        for known in job.faces.keys() - {*self._sums.values()}:
            with contextlib.suppress(OSError), job.faces[known].open("rb") as file:
                head = file.read(self._HEAD)
                self._sums[file.seek(0, os.SEEK_END), head] = known

    def keep(self, data: bytes) -> str:
        """The sum of a face. Raises ``NotApart`` where it cannot be kept."""
        key = len(data), data[: self._HEAD]
        if key not in self._sums:
            self._sums[key] = hashlib.sha256(data).hexdigest()
        found = self._sums[key]
        name = layout_jobs.face_key(found)
        if found not in self.job.faces and not self.job.store.has(name) and not self.job.store.put(name, data):
            raise NotApart("a face cannot be kept")
        return found
