"""Read the files of an e-book's container, which are stored or deflated (EPUB 3.3, 4.3.2)."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
import zlib
from typing import Final

METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
READ_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    NotImplementedError,
    RuntimeError,  # an encrypted file
    EOFError,
    ValueError,
)
"""What reading a damaged container raises."""


class UnpackError(Exception):
    """A file of a container cannot be unpacked; the message says why."""


def unpacked(container: zipfile.ZipFile, name: str) -> bytes:
    """Return a file of a container. Raise ``KeyError`` where there is none, and ``UnpackError``."""
    if container.getinfo(name).compress_type not in METHODS:
        raise UnpackError("it is packed by another method than an e-book may have")
    try:
        return container.read(name)
    except READ_ERRORS as error:
        raise UnpackError(str(error)) from error


def unpacked_files(data: bytes) -> dict[str, bytes]:
    """Return the files of a container by name, but for those that cannot be unpacked."""
    files: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        for name in container.namelist():
            with contextlib.suppress(UnpackError):  # which is a finding of its own
                files[name] = unpacked(container, name)
    return files
