"""The style sheets of an e-book."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from wicpress.config import Config
from wicpress.edition.view import BookView
from wicpress.epub.container import Resource
from wicpress.html.book_sheets import read_sheet
from wicpress.html.templates import custom_styles, extension_sheets, is_within
from wicpress.pictures.prepare import prepare_style_picture
from wicpress.pictures.target import EPUB
from wicpress.resources import resource_dir

CSS = "text/css"
SHEETS = ("text", "apparatus", "matter")
FONTS = "styles/fonts.css"
CUSTOM_PREFIX = "style-own-"


def sheets(config: Config, shown: BookView, vertical: bool = False) -> tuple[Resource, ...]:
    """Return the style sheets in order: the built-in ones, or the book's own of the same name, then the edition's."""
    built_in, own = resource_dir("styles") / "epub", config.root / "styles" / "epub"
    paths = {name: built_in / f"{name}.css" for name in SHEETS} | extension_sheets(shown, "epub")
    if vertical:
        paths["vertical"] = built_in / "vertical.css"
    resources = []
    for name, path in paths.items():
        custom = own / f"{name}.css"
        is_custom = custom.is_file() and is_within(custom, config.root)
        resources.append(
            sheet(name, _read(config.root, f"styles/epub/{name}.css") if is_custom else path.read_bytes())
        )
    for number, name in enumerate(custom_styles(shown.edition, "epub"), 1):
        resources.append(sheet(f"own-{number}", _read(config.root, name)))
    return tuple(resources)


def _read(root: Path, name: str) -> bytes:
    """Return a style sheet of the book with the pictures that it shows, as reading systems show them."""
    return read_sheet(root, name, partial(prepare_style_picture, target=EPUB)).encode()


def sheet(name: str, data: bytes) -> Resource:
    """Return a style sheet as a file of the e-book."""
    return Resource(f"style-{name}", f"styles/{name}.css", CSS, data)


def links(sheets: tuple[Resource, ...], fonts: bool) -> tuple[str, ...]:
    """Return the paths of ``sheets`` in the order of links: embedded families before those of the edition."""
    general = [each.path for each in sheets if not each.id.startswith(CUSTOM_PREFIX)]
    own = [each.path for each in sheets if each.id.startswith(CUSTOM_PREFIX)]
    return (*general, *([FONTS] if fonts else []), *own)
