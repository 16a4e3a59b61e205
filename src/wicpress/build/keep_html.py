"""Exports what the layout engine gets of a printed edition, for the bare ``weasyprint`` command."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePosixPath

from wicpress.build.output_folder import CANNOT_WRITE
from wicpress.diagnostics import WicpressError
from wicpress.pdf.paint_profiles import PAINTINGS, picture_target
from wicpress.pdf.print_html import PrintDocument
from wicpress.pictures.prepare import prepare
from wicpress.system.atomic_file import replacing_folder

HTML = "book.html"
"""The page that an exported folder opens with: ``cd FOLDER && weasyprint book.html out.pdf`` renders it."""


def export_html(page: PrintDocument, folder: Path) -> None:
    """Write the HTML of an edition to ``folder``, with every style sheet, face and picture that it names.

    An earlier export in ``folder`` is replaced; a folder that holds anything else is left alone. Raise ``OSError``
    and ``WicpressError``.
    """
    if folder.parent.exists() and not folder.parent.is_dir():
        message = f"{folder.parent} is a file, and no folder can be made in it"
        raise WicpressError(CANNOT_WRITE(message, hint="choose another folder for --keep-html"))
    if folder.exists() and not (folder / HTML).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} is in the way: it holds something that was not kept by a build"
        raise WicpressError(CANNOT_WRITE(message, hint="choose another folder for --keep-html"))
    with replacing_folder(folder) as temporary:
        _copy_files(page, temporary)


def _copy_files(page: PrintDocument, folder: Path) -> None:
    (folder / HTML).write_text(page.html, encoding="utf-8")
    for name, text in page.texts.items():
        _place(folder, name).write_text(text, encoding="utf-8")
    pictures = picture_target(PAINTINGS["screen"], page.keep_metadata)  # upright and in sRGB, for any renderer
    for name, path in page.files.items():
        if name.startswith("images/"):
            _place(folder, name).write_bytes(prepare(path.read_bytes(), pictures).data)
        else:
            shutil.copyfile(path, _place(folder, name))


def _place(folder: Path, name: str) -> Path:
    """Return the path of a file that the page names; its folders are made."""
    path = folder.joinpath(*PurePosixPath(name).parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
