"""Signatures by a publisher's own key over what a release ships; the key comes from outside and is kept nowhere."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import attrs

from wicpress.diagnostics import PressError, fault

SUFFIX = ".p7s"
"""What a detached signature (CMS, RFC 5652) adds to the name of what is signed."""

BAD_KEY = fault(
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


def sign(data: bytes, key: Key) -> bytes:
    """A detached CMS signature over ``data``, in DER. Raises ``PressError`` where the key cannot be used.

    ``openssl cms -verify -binary -inform DER -in F.p7s -content F -CAfile CERTIFICATE`` proves it.
    """
    try:
        from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415 - an extra
    except ImportError as error:
        help = "python -m pip install pyHanko"
        raise PressError(BAD_KEY("pyHanko is not installed, which makes signatures", help=help)) from error
    try:
        passphrase = key.passphrase.encode() or None
        signer: Any = SimpleSigner.load(str(key.key), str(key.certificate), key_passphrase=passphrase)  # type: ignore[no-untyped-call]
        if signer is None:
            raise ValueError("the key, the certificate or the passphrase is not right")
        signed = asyncio.run(signer.async_sign_general_data(data, "sha256", detached=True))
        return bytes(signed.dump())
    except (OSError, ValueError, TypeError) as error:
        raise PressError(BAD_KEY(f"{key.key} and {key.certificate} cannot be used: {error}")) from error
