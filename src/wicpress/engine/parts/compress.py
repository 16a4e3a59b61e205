"""Packs the streams of a PDF in the making; needs the PDF's syntax, and no engine."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import pydyf

to_bytes: Callable[[Any], bytes] = pydyf._to_bytes


def compress_stream(stream: Any) -> None:
    """Compress what a stream holds as soon as it is complete, so that no book is held unpacked in memory."""
    if stream.compress:
        content = b"\n".join(map(to_bytes, stream.stream))
        stream.stream = [zlib.compress(content, 9)]
        stream.extra["Filter"] = "/FlateDecode"
        stream.compress = False
