"""Addresses outside a book: whether programs can read them, and agree on the host that they name."""

from __future__ import annotations

import re
from ipaddress import IPv6Address
from typing import Final
from urllib.parse import urlsplit

_WITH_HOST: Final = frozenset({"http", "https"})
"""Schemes whose addresses name a host."""
_NO_HOST: Final = re.compile(r"[\x00-\x20\x7f#%/:<>?@\[\\\]^|]")
"""Characters that no host has (WHATWG URL, 3.1)."""


def is_readable_address(address: str) -> bool:
    """Return whether the host and the port of an address with a scheme can be read (RFC 3986, 3.2)."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
        if "[" in parts.netloc:
            IPv6Address(host)
            host = "ipv6"
    except ValueError:
        return False
    return parts.scheme not in _WITH_HOST or (bool(host) and not _NO_HOST.search(host))
