"""The editions of the sample book as PDFs of any variant, each built once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import attrs

from support import sample_book
from support.printed import Printed, whole
from wicpress.config import Config, Edition
from wicpress.fonts.house_fonts import font_face_css, prepare_faces
from wicpress.pdf.print_html import PrintDocument, render_html

NAMES = ("bilingual", "parallel", "zh", "en")


@cache
def root() -> Path:
    """Return the folder of the sample book."""
    return Path(mkdtemp(prefix="wicpress-sample-"))


def config(extra: str = "") -> Config:
    """Return the settings of the sample book."""
    return sample_book.config(root(), extra)


def edition(name: str, variant: str = "accessible", attach: bool = False) -> Edition:
    """Return an edition of the sample book in a variant."""
    found = config().edition(name)
    assert found is not None
    return attrs.evolve(found, pdf=variant, attach=attach)


def page(chosen: Edition, config: Config) -> PrintDocument:
    """Return the HTML document of an edition."""
    faces = prepare_faces()
    css = font_face_css(faces, lambda face: f"../fonts/{face.path.name}")
    return render_html(
        sample_book.book(), config, chosen, css, {f"fonts/{face.path.name}": face.path for face in faces}
    )


@cache
def printed(name: str, variant: str = "accessible", attach: bool = False) -> Printed:
    """Return the PDF of an edition."""
    chosen = edition(name, variant, attach)
    return whole(page(chosen, config()), config(), chosen)
