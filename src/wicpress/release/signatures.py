"""Sign the files of a release with the publisher's key, which is read from its file and never stored."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

from wicpress.diagnostics import WicpressError, declare_kind

FOLDER = "signed"
"""The folder of signed PDFs in a release; the manifest lists the unsigned ones, which are reproducible."""

SUFFIX = ".p7s"
"""The suffix that a detached signature (CMS, RFC 5652) adds to the name of the signed file."""

BAD_KEY = declare_kind(
    "bad_key",
    "A release cannot be signed with the given key",
    "`--key` and `--certificate` name files in PEM or DER. A passphrase comes from the environment variable "
    "WICPRESS_PASSPHRASE. Signing needs pyHanko, which the extra `sign` installs.",
    example="wicpress release --version 1.0 --key ~/.keys/publisher.pem --certificate ~/.keys/publisher.crt",
)


@attrs.frozen
class Key:
    """The files of a private key and its certificate, and the passphrase if there is one."""

    key: Path
    certificate: Path
    passphrase: str = attrs.field(default="", repr=False)


def is_signature(name: str) -> bool:
    """Return whether a file is a signature or signed: it is written after SHA256SUMS, and differs each time."""
    return name.endswith(SUFFIX) or name.startswith(f"{FOLDER}/")


def sign(data: bytes, key: Key) -> bytes:
    """Return a detached CMS signature of ``data`` in DER. Raise ``WicpressError`` if the key cannot be used.

    ``openssl cms -verify -binary -inform DER -in F.p7s -content F -CAfile CERTIFICATE`` verifies it.
    """
    with signer(key) as key_signer:
        signed = asyncio.run(key_signer.async_sign_general_data(data, "sha256", detached=True))
        return bytes(signed.dump())


@contextmanager
def signer(key: Key) -> Iterator[Any]:
    """Yield the pyHanko signer of ``key``. Raise ``WicpressError`` if it cannot be used or signing fails."""
    try:
        from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415 - an extra
        from pyhanko.sign.general import SigningError  # noqa: PLC0415
        from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415
    except ImportError as error:
        install = "python -m pip install pyHanko"
        raise WicpressError(BAD_KEY("signing needs pyHanko, which is not installed", hint=install)) from error
    try:
        passphrase = key.passphrase.encode() or None
        key_signer: Any = SimpleSigner.load(str(key.key), str(key.certificate), key_passphrase=passphrase)  # type: ignore[no-untyped-call]
        if key_signer is None:
            raise ValueError("the key, the certificate or the passphrase is wrong")
    except (OSError, ValueError, TypeError) as error:
        raise WicpressError(BAD_KEY(f"{key.key} and {key.certificate} cannot be used: {error}")) from error
    try:
        yield key_signer
    except (SigningError, PdfError) as error:
        raise WicpressError(BAD_KEY(f"signing with {key.key} fails: {error}")) from error
