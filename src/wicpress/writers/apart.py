"""Lays one part of a book, in whatever process it is asked to, and gives it back loose, ready to be bound."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from wicpress.binder.faces import Known
from wicpress.binder.store import Store
from wicpress.diagnostics import Diagnostic, PressError, fault
from wicpress.fragments import Fragment, Said, pack
from wicpress.typography.options import LineOptions
from wicpress.weasy import line_layer
from wicpress.weasy.fragment import fragment
from wicpress.weasy.late import NotApart, NotTabular
from wicpress.writers.destinations import Destinations, elements, titles
from wicpress.writers.pdf import BASE, Door, quiet_collector, remarks
from wicpress.writers.variants import PAINTED, VARIANTS

FIGURES_NOT_TABULAR = fault(
    "figures_not_tabular",
    "The figures of a page number are not all as wide as each other",
    "The parts of a book are laid apart, and the numbers of pages are written when it is bound: a number must not "
    "move its line. Numbers of pages take tabular figures without kerning; a book whose own style sheet says "
    "otherwise can be built with --whole.",
    example=".pageref::before { font-variant-numeric: lining-nums tabular-nums; font-kerning: none }",
)

_TARGET = re.compile(r"target-counter\(\s*attr\(\s*data-ref(?:\s+url)?\s*\)\s*,\s*page\s*\)")
_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"/>')
_REFERENCE = re.compile(r'<span class="pageref" data-ref="#([^"]+)"')
FOLIOS = "styles/folios.css"
_FOLIO = re.compile(r"counter\(\s*page\b")
_ACROSS = re.compile(
    r":blank|:nth|:first|:last|:only|:has|target-|counters?\(|counter-|string-set|leader\(|element\("
)
"""What in a style sheet may look beyond the part that it is applied to."""


@attrs.frozen
class Job:
    """A part to be laid: its document, the files it asks for, how, and where it is kept under which key.

    ``digits`` is how many figures the number of each page it refers to has. ``faces`` are the sums of the files that
    the binder will have at hand, ``known`` what glyphs say in the parts before, ``han`` the language
    of Han text that names none.
    """

    id: str
    html: str
    texts: Mapping[str, str]
    files: Mapping[str, Path]
    variant: str
    line: LineOptions
    key: str
    store: Store
    faces: frozenset[str]
    known: Known
    han: str = "zh"


@attrs.frozen
class Outcome:
    """What came of a job: the fragment, packed, where it could not be kept; why it could not be laid apart."""

    key: str
    data: bytes | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    apart: str = ""


def references(html: str) -> tuple[str, ...]:
    """The names of the places whose page numbers a part asks for."""
    return tuple(dict.fromkeys(_REFERENCE.findall(html)))


def with_digits(html: str, digits: Mapping[str, int]) -> str:
    """The HTML of a part with noughts in the place of the page numbers it asks for."""
    return _REFERENCE.sub(lambda found: f'{found[0]} data-page="{"0" * digits[found[1]]}"', html)


def late_bound(texts: Mapping[str, str]) -> dict[str, str]:
    """The style sheets with what they make of page numbers read from the noughts."""
    return {name: _TARGET.sub("attr(data-page)", text) for name, text in texts.items()}


def looks_across(texts: Mapping[str, str], house: Mapping[str, str]) -> bool:
    """Whether a line of a style sheet that the ``house`` has not may look beyond a part: the book is laid whole."""
    for name, text in late_bound(texts).items():
        known = set(late_bound(house).get(name, "").splitlines())
        fresh = "\n".join(line for line in text.splitlines() if line not in known)
        if _ACROSS.search(_FOLIO.sub("", fresh) if name == FOLIOS else fresh):
            return True
    return False


def lay_apart(job: Job) -> Outcome:
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
    data = pack(made)
    return Outcome(job.key, None if job.store.put(job.key, data) else data)


def _lay(job: Job) -> Fragment:
    variant = VARIANTS[job.variant]
    steps = [lambda pdf, step=step: step(pdf, None) for step in variant.steps if step in PAINTED]
    with quiet_collector(), line_layer(job.line), remarks() as said:
        door = Door(job.texts, job.files, variant.opaque)
        html = weasyprint.HTML(string=_SHEET.sub("", job.html), base_url=BASE, url_fetcher=door.fetch)
        styles = _styles(job, door)
        document = html.render(font_config=styles.fonts, stylesheets=styles.sheets, **variant.rendering)
        known = {name: titles(each) for name, each in elements(html.etree_element).items()}
        made = fragment(
            document,
            job.id,
            _describe(known),
            steps,
            _Keeper(job).keep,
            job.known,
            job.han,
            pdf_tags=True,
            pdf_version=variant.version,
            **variant.rendering,
        )
    return attrs.evolve(made, titles=known, remarks=tuple(each.message for each in (*styles.said, *said)))


def _describe(known: Mapping[str, Mapping[str, str]]) -> Any:
    """Says where a link to a note leads; which page any other leads to is not known yet."""
    places = Destinations(known.get, lambda _: None)
    return lambda target, tag: places.note(target, tag) or Said(target, tag)


@attrs.frozen(eq=False)
class _Styles:
    """The style sheets of a book, parsed, its faces, and what the engine said of them."""

    sheets: tuple[weasyprint.CSS, ...]
    fonts: FontConfiguration
    said: tuple[Diagnostic, ...]


_known_styles: dict[str, _Styles] = {}


def _styles(job: Job, door: Door) -> _Styles:
    """The style sheets that a part links to: read once in a process, since the parts of a book share them."""
    names = [name for name in _SHEET.findall(job.html) if name in job.texts]
    key = digest([(name, job.texts[name]) for name in names])
    if key not in _known_styles:
        fonts = FontConfiguration()
        with remarks() as said:
            sheets = tuple(
                weasyprint.CSS(
                    string=job.texts[name], base_url=BASE + name, url_fetcher=door.fetch, font_config=fonts
                )
                for name in names
            )
        _known_styles.clear()
        _known_styles[key] = _Styles(sheets, fonts, tuple(said))
    return _known_styles[key]


class _Keeper:
    """Keeps the files of faces that the binder would not have: those of the system."""

    _sums: dict[tuple[int, bytes], str] = {}  # noqa: RUF012, the process's: a face is summed once

    def __init__(self, job: Job) -> None:
        self.job = job

    def keep(self, data: bytes) -> str:
        """The sum of a face. Raises ``NotApart`` where it cannot be kept."""
        key = len(data), data[:4096]  # holds the sums of all its tables
        if key not in self._sums:
            self._sums[key] = hashlib.sha256(data).hexdigest()
        found = self._sums[key]
        name = face_key(found)
        if found not in self.job.faces and not self.job.store.has(name) and not self.job.store.put(name, data):
            raise NotApart("a face cannot be kept")
        return found


def face_key(sha256: str) -> str:
    """Under which key the file of a face is kept."""
    return f"{sha256}.face"


def digest(*values: object) -> str:
    """A digest of values whose ``repr`` says all of them."""
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()


def sums(files: Mapping[str, Path], names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The sums of files by name. Raises ``OSError``."""
    return tuple((name, hashlib.sha256(files[name].read_bytes()).hexdigest()) for name in names)
