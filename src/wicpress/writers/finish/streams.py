"""Pictures without interpolation, forms without transparency where it is forbidden, and everything packed once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

from wicpress.diagnostics import PressError, fault
from wicpress.weasy.packing import pack
from wicpress.writers.finish.facts import Facts

TRANSPARENCY = fault(
    "transparency",
    "An archive file cannot be transparent",
    "PDF/A-1 forbids transparency: no half-transparent box, colour or picture. (A picture's own transparent ground "
    "is put on white.) The other kinds of PDF may keep it.",
    example='pdf = "accessible"',
)


def plain_pictures(pdf: Any, facts: Facts) -> None:
    """Let no picture be smoothed when it is enlarged (ISO 19005-2, 6.2.8: Interpolate is false)."""
    for stream in _streams(pdf):
        stream.extra.pop("Interpolate", None)


def no_transparency(pdf: Any, facts: Facts) -> None:
    """Take the transparency groups off forms that have nothing transparent (ISO 19005-1, 6.4).

    Raises ``PressError`` where something is.
    """
    for each in pdf.objects:
        if isinstance(each, dict):
            _refuse(each)
    for stream in _streams(pdf):
        if "SMask" in stream.extra:
            raise PressError(TRANSPARENCY("a picture is half transparent", help="put it on white, or take a JPEG"))
        _refuse(stream.extra)
        stream.extra.pop("Group", None)


def _refuse(table: dict[str, Any]) -> None:
    states = table.get("ExtGState")
    for state in states.values() if isinstance(states, dict) else ():
        opaque = float(state.get("ca", 1)) == 1 and float(state.get("CA", 1)) == 1
        if not opaque or "SMask" in state or state.get("BM", "/Normal") != "/Normal":
            help = "take opacity, masks and half-transparent colours out of styles and pictures"
            raise PressError(TRANSPARENCY("something on a page is half transparent", help=help))


def packed(pdf: Any, facts: Facts) -> None:
    """Compress what is not yet compressed, once; the file is read twice while its ID is made."""
    for stream in _streams(pdf):
        pack(stream)


def _streams(pdf: Any) -> Iterator[Any]:
    return (each for each in pdf.objects if isinstance(each, pydyf.Stream))
