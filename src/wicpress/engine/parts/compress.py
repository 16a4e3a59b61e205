"""Compresses the streams of a PDF; imports pydyf, but not WeasyPrint."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import pydyf

to_bytes: Callable[[Any], bytes] = pydyf._to_bytes


def compress_stream(stream: Any) -> None:
    """Compress a complete stream at once, so that no more than one is uncompressed in memory."""
    if stream.compress:
        content = b"\n".join(map(to_bytes, stream.stream))
        stream.stream = [zlib.compress(content, 9)]
        stream.extra["Filter"] = "/FlateDecode"
        stream.compress = False
