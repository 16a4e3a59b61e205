"""The exact HTML, styles, faces and pictures of a printed edition, laid down for the bare ``weasyprint`` command."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path, PurePosixPath

from wicpress.build.atomic_output import CANNOT_WRITE
from wicpress.diagnostics import WicpressError
from wicpress.pdf.print_html import PrintDocument

HTML = "book.html"
"""The page that a kept folder opens with: ``cd FOLDER && weasyprint book.html out.pdf`` renders it."""


def export_html(page: PrintDocument, folder: Path) -> None:
    """Lay ``page`` down in ``folder`` with every file it names. Raises ``OSError`` and ``PressError``.

    What an earlier build kept there is replaced as a whole; a folder with anything else in it is left alone.
    """
    if folder.exists() and not (folder / HTML).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{folder} is in the way: it holds something that was not kept by a build"
        raise WicpressError(CANNOT_WRITE(message, help="choose another folder for --keep-html"))
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        _copy_files(page, beside)
        beside.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        beside.replace(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def _copy_files(page: PrintDocument, folder: Path) -> None:
    (folder / HTML).write_text(page.html, encoding="utf-8")
    for name, text in page.texts.items():
        _place(folder, name).write_text(text, encoding="utf-8")
    for name, path in page.files.items():
        shutil.copyfile(path, _place(folder, name))


def _place(folder: Path, name: str) -> Path:
    """Where a file that the page names stands, its folders made."""
    path = folder.joinpath(*PurePosixPath(name).parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
