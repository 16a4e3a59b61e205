"""Signatures by a publisher's own key over what a release ships; the key comes from outside and is kept nowhere."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

from wicpress.diagnostics import WicpressError, declare_kind

FOLDER = "signed"
"""Where signed copies of PDFs lie in a release; the manifest knows the others, which are the same each time."""

SUFFIX = ".p7s"
"""What a detached signature (CMS, RFC 5652) adds to the name of what is signed."""

BAD_KEY = declare_kind(
    "bad_key",
    "A release cannot be signed with the key that was given",
    "`--key` and `--certificate` name files in PEM or DER. A passphrase comes from the environment variable "
    "WICPRESS_PASSPHRASE. Signing needs pyHanko, which the extra `sign` brings.",
    example="wicpress release --version 1.0 --key ~/.keys/press.pem --certificate ~/.keys/press.crt",
)


@attrs.frozen
class Key:
    """Where a private key and its certificate are, and the passphrase if there is one."""

    key: Path
    certificate: Path
    passphrase: str = attrs.field(default="", repr=False)


def is_signature(name: str) -> bool:
    """True for a file that is made by signing, after the sums: another one each time."""
    return name.endswith(SUFFIX) or name.startswith(f"{FOLDER}/")


def sign(data: bytes, key: Key) -> bytes:
    """A detached CMS signature over ``data``, in DER. Raises ``PressError`` where the key cannot be used.

    ``openssl cms -verify -binary -inform DER -in F.p7s -content F -CAfile CERTIFICATE`` proves it.
    """
    with signer(key) as hand:
        signed = asyncio.run(hand.async_sign_general_data(data, "sha256", detached=True))
        return bytes(signed.dump())


@contextmanager
def signer(key: Key) -> Iterator[Any]:
    """Who signs with ``key``. Raises ``PressError`` where it cannot be used, and where signing with it goes wrong."""
    try:
        from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415 - an extra
        from pyhanko.sign.general import SigningError  # noqa: PLC0415
        from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415
    except ImportError as error:
        help = "python -m pip install pyHanko"
        raise WicpressError(BAD_KEY("pyHanko is not installed, which makes signatures", help=help)) from error
    try:
        passphrase = key.passphrase.encode() or None
        hand: Any = SimpleSigner.load(str(key.key), str(key.certificate), key_passphrase=passphrase)  # type: ignore[no-untyped-call]
        if hand is None:
            raise ValueError("the key, the certificate or the passphrase is not right")
    except (OSError, ValueError, TypeError) as error:
        raise WicpressError(BAD_KEY(f"{key.key} and {key.certificate} cannot be used: {error}")) from error
    try:
        yield hand
    except (SigningError, PdfError) as error:
        raise WicpressError(BAD_KEY(f"{key.key} does not sign: {error}")) from error
