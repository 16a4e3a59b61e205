"""Where an address in an e-book leads, as reading systems read it: into the book, out of it, or to a script."""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

from wicpress.file_formats.addresses import is_readable_address

LINK_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
"""Where a link may lead that a reader follows; nothing is fetched by itself."""
SCRIPT_SCHEMES: Final = frozenset({"javascript", "vbscript", "livescript", "mocha"})
DATA_TYPES: Final = frozenset({
    "image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml", "font/woff", "font/woff2", "font/ttf",
    "font/otf", "application/font-woff", "application/font-sfnt", "application/vnd.ms-opentype", "text/css",
})  # fmt: skip
"""What may stand in an address itself: pictures, fonts and style sheets, which are looked into."""
_IGNORED: Final = re.compile(r"[\t\n\r]")
_STRIPPED: Final = "".join(map(chr, range(0x21)))
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_OUTWARD: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?[/\\]{2}")
_DATA: Final = re.compile(r"data:([^,;]*)((?:;[^,]*)?),(.*)", re.DOTALL | re.IGNORECASE)
_KNOWN_SCHEMES: Final = LINK_SCHEMES | SCRIPT_SCHEMES | {"data", "file", "ftp", "blob", "filesystem", "ws", "wss"}


def plain(address: str) -> str:
    """Return an address without what a browser drops of it (WHATWG URL, 4.4)."""
    return _IGNORED.sub("", address.strip(_STRIPPED))


def scheme_of(address: str) -> str:
    """Return the scheme of an address in lower case, empty where it has none."""
    match = _SCHEME.match(plain(address))
    return match[1].lower() if match else ""


def looks_outward(text: str) -> bool:
    """Return whether a value that need not be an address would be one that leads out of the book."""
    return bool(_OUTWARD.match(plain(text))) or scheme_of(text) in _KNOWN_SCHEMES


def problem(address: str, base: str, *, is_link: bool) -> str:
    """Return what is wrong with an address in the file ``base`` of the container, empty where nothing is.

    A link may lead to where ``LINK_SCHEMES`` lead; what is loaded has to be in the book, or in the address itself.
    """
    text, scheme = plain(address), scheme_of(address)
    if scheme in LINK_SCHEMES and is_link:
        return "" if is_readable_address(text) else "has a host or a port that programs cannot read"
    if scheme == "data":
        match = _DATA.match(text)
        kind = match[1].strip().lower() if match else ""
        return "" if kind in DATA_TYPES and not is_link else f"holds data of the type {kind or 'text/plain'!r}"
    if scheme in SCRIPT_SCHEMES:
        return "runs a script"
    if scheme in LINK_SCHEMES or (not scheme and _OUTWARD.match(text)):
        return "would be fetched from the network"
    return "leads out of the book" if scheme or _climbs_out(text, base) else ""


def _climbs_out(address: str, base: str) -> bool:
    """Return whether an address without a scheme leads above the top of the container."""
    path = unquote(re.split(r"[?#]", address, maxsplit=1)[0]).replace("\\", "/")
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
    return path.startswith("/") or joined.split("/")[0] == ".."


def data_of(address: str) -> tuple[str, bytes] | None:
    """Return media type and bytes that stand in an address, None where there are none that can be read."""
    match = _DATA.match(plain(address))
    if not match:
        return None
    data = unquote_to_bytes(match[3])
    if match[2].lower().replace(" ", "").endswith(";base64"):
        try:
            data = base64.b64decode(re.sub(rb"\s+", b"", data) + b"==", validate=False)
        except (binascii.Error, ValueError):
            return None
    return match[1].strip().lower(), data
