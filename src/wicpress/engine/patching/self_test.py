"""Lays out and paints one Chinese line and compares it with the expected one.

A changed installation has the same version number; a line that is broken, reduced, expanded and painted uses most of
the functions that the line layer replaces.
"""

from __future__ import annotations

import re
from typing import Any, Final

import pydyf
import weasyprint

from wicpress.engine.patching.version_guard import EngineMismatch

FACE: Final = (
    "AAEAAAAKAIAAAwAgT1MvMkUYuWEAAAEoAAAAYGNtYXAIV8VfAAABpAAAAFxnbHlmXwp8xgAAAhQAAAC0aGVhZGL2Q7gAAACsAAAA"
    "NmhoZWEHYgOmAAAA5AAAACRobXR4DQABIAAAAYgAAAAcbG9jYQCZAM0AAAIAAAAAFG1heHAACwAGAAABCAAAACBuYW1lTxl/VQAA"
    "AsgAAABvcG9zdKuvqp8AAAM4AAAAZAABAAAAAQAAZxe7qF8PPPUAAwQAAAAAAAAAAAAAAAAAAAAAAAAgAAADwALAAAAAAwACAAAA"
    "AAAAAAEAAAOA/4AAAAQAACAAIAPAAAEAAAAAAAAAAAAAAAAAAAAFAAEAAAAJAAQAAQAAAAAAAgAAAAAAAAAAAAAAAAAAAAAAAwLk"
    "AZAABQAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABCAEAAAAAAAAAAAAAPz8/PwAAACBsOAOA/4AAAAOAAIAA"
    "AAAAAAAAAAAAAAAAAAAgAAACAAAAAQAAAAIAAEABAAAgBAAAQABAAEACwABAAAAAAgAAAAMAAAAUAAMAAQAAABQABABIAAAADgAI"
    "AAIABgAgAC0AbjACMA1sOP//AAAAIAAtAG4wATAMbDj////h/9b/lNAEz/uTzAABAAAAAAAAAAAAAAAAAAAAAAAAAAAADQAZACYA"
    "MwBAAE0AWgABAEAAAAHAAsAAAwAAMxEhEUABgALA/UAAAAEAIAAAAOACwAADAAAzETMRIMACwP1AAAEAQAAAA8ACwAADAAAzESER"
    "QAOAAsD9QAAAAQBAAAABQALAAAMAADMRIRFAAQACwP1AAAABAEAAAAFAAsAAAwAAMxEhEUABAALA/UAAAAECwAAAA8ACwAADAAAh"
    "ESERAsABAALA/UAAAQBAAAABQALAAAMAADMRIRFAAQACwP1AAAAAAAQANgABAAAAAAABAAwAAAABAAAAAAACAAcADAADAAEECQAB"
    "ABgAEwADAAEECQACAA4AK0VuZ2luZSBDaGVja1JlZ3VsYXIARQBuAGcAaQBuAGUAIABDAGgAZQBjAGsAUgBlAGcAdQBsAGEAcgAA"
    "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAJAAABAgEDAQQBBQEGAQcBCAEJBXUwMDIwBXUwMDZFBXUwMDJEBXU2QzM4"
    "BXUzMDAxBXUzMDAyBXUzMDBDBXUzMDBE"
)
"""A TrueType font in base64, with rectangles for space, n, hyphen, 永、。「 and 」: no font of the system is used."""

PAGE: Final = f"""\
<html lang="zh"><title>t</title><style>
@font-face {{ font-family: t; src: url(data:font/ttf;base64,{FACE}) }}
@page {{ size: 400px; margin: 0 }}
body, p {{ margin: 0 }}
p {{ font: 16px/24px t; width: 128px; text-align: justify }}
</style><p>永永、「永」nn永永n-n永永。永永</p>"""
"""A line that is reduced, expanded and divided, and the one after it."""

EXPECTED: Final = """\
1 0 0 -1 0 18 Tm
/face 16 Tf
[<0004>-18<0004>] TJ
[-18<0005>] TJ
[1000] TJ
207.2 Tz
[<0001>] TJ
100 Tz
[<0007>-17<0004>-18<0008>] TJ
[-18<0002>] TJ
357.2 Tz
[<0001>] TJ
100 Tz
[893<0002>-143<0001>] TJ
[<0004>] TJ
1 0 0 -1 0 42 Tm
500 Tz
[<0001>] TJ
100 Tz
[1250<0004>0<0001>] TJ
[<00020003>] TJ
300 Tz
[<0001>] TJ
100 Tz
[750<0002>0<0001>] TJ
[<00040004000600040004>] TJ
"""
"""The operators that position and show its text; all sizes are powers of two, so that no library rounds them."""

_TEXT: Final = re.compile(rb".* (?:Tm|Tf|Tz|TJ|Ts)")
_FACE_NAME: Final = re.compile(r"^/\w+")


def check_line() -> None:
    """Raise ``EngineMismatch`` if WeasyPrint, with the line layer in place, does not paint the expected line."""
    try:
        painted = painted_text()
    except Exception as error:  # anything that another WeasyPrint may raise
        raise EngineMismatch("weasyprint", f"it cannot set a line as a test ({error})") from error
    if painted != EXPECTED:
        raise EngineMismatch("weasyprint", "the line that it sets as a test is not the expected one")


def painted_text() -> str:
    """Return the operators that position and show the text of the test page, one per line."""
    content: list[bytes] = []

    def keep(_: object, pdf: Any) -> None:
        page = next(each for each in pdf.objects if isinstance(each, pydyf.Stream))
        content.extend(page.data.split(b"\n"))

    weasyprint.HTML(string=PAGE).render().write_pdf(finisher=keep, uncompressed_pdf=True)
    lines = (line.decode("ascii") for line in content if _TEXT.fullmatch(line))
    return "".join(f"{_FACE_NAME.sub('/face', line)}\n" for line in lines)
