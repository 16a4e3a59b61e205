"""Exports what the layout engine gets of a printed edition, for the bare ``weasyprint`` command."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path, PurePosixPath

import attrs

from wicpress.build.output_folder import CANNOT_WRITE, remember, remember_contents, remembered_contents
from wicpress.diagnostics import WicpressError
from wicpress.pdf.print_html import PrintDocument
from wicpress.pictures.prepare import prepare
from wicpress.system.folder import tree_digests
from wicpress.system.placing import put_folder

HTML = "book.html"
"""The page that an exported folder opens with: ``cd FOLDER && weasyprint book.html out.pdf`` renders it."""


def export_html(page: PrintDocument, folder: Path, scratch: Path) -> None:
    """Write the HTML of an edition to ``folder``, with every style sheet, face and picture that it names.

    An earlier export in ``folder`` is replaced, and other files beside it stay; a folder that no build has made is
    left alone. Raise ``OSError`` and ``WicpressError``.
    """
    if folder.parent.exists() and not folder.parent.is_dir():
        message = f"{folder.parent} is a file, and no folder can be made in it"
        raise WicpressError(CANNOT_WRITE(message, hint="choose another folder for --keep-html"))
    others = _others(folder)
    new = Path(tempfile.mkdtemp(prefix="html-", dir=scratch))
    _copy_files(page.counted_in(page.estimated_pages), new)
    for name in others:
        if not (new / name).exists():
            shutil.copy2(folder / name, _place(new, name), follow_symlinks=False)
    new.chmod(0o755)
    put_folder(new, folder.parent, folder.name, scratch)
    remember(folder)
    remember_contents(folder)


def _others(folder: Path) -> list[str]:
    """Return the files beside an export in ``folder``. Raise ``WicpressError`` if it may not be replaced."""
    if not os.path.lexists(folder):
        return []
    now = tree_digests(folder) if folder.is_dir() and not folder.is_symlink() else {"": ""}
    before = remembered_contents(folder) if now else {}
    if before is None:
        reason = "it holds something that was not kept by a build"
    elif changed := [name for name, digest in now.items() if not digest or before.get(name, digest) != digest]:
        reason = f"{changed[0]} is not as a build has left it"
    else:
        return [name for name in now if name not in before]
    advice = "choose another folder for --keep-html, or move it away"
    raise WicpressError(CANNOT_WRITE(f"{folder} is in the way: {reason}", hint=advice))


def _copy_files(page: PrintDocument, folder: Path) -> None:
    (folder / HTML).write_text(page.html, encoding="utf-8")
    for name, text in page.texts.items():
        _place(folder, name).write_text(text, encoding="utf-8")
    pictures = attrs.evolve(page.pictures, turns=False, profile_version=0)  # upright and in sRGB, for any renderer
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
