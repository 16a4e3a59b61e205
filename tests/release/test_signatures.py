"""Signatures by a key that is thrown away."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from wicpress.diagnostics import PressError
from wicpress.release.signatures import Key, sign

PASSPHRASE = "open, sesame"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Key:
    """A new key with a certificate that it has signed itself."""
    folder = tmp_path_factory.mktemp("key")
    secret = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Throw-away press")])
    day = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(secret.public_key())
        .serial_number(1).not_valid_before(day).not_valid_after(day.replace(year=2120))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(secret, hashes.SHA256())
    )  # fmt: skip
    (folder / "key.pem").write_bytes(
        secret.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(PASSPHRASE.encode()),
        )
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return Key(folder / "key.pem", folder / "cert.pem", PASSPHRASE)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")
def test_another_program_accepts_the_signature(key: Key, tmp_path: Path) -> None:
    """``openssl cms`` proves it, and refuses it for other bytes."""
    (tmp_path / "s").write_bytes(sign(b"sums\r\n", key))
    proves = [
        "openssl",
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "s",
        "-content",
        "c",
        "-purpose",
        "any",
    ]
    for data, code in ((b"sums\r\n", 0), (b"other\n", 4)):
        (tmp_path / "c").write_bytes(data)
        command = [*proves, "-CAfile", str(key.certificate)]
        done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True)
        assert done.returncode == code, done.stderr


def test_a_wrong_key_is_refused(key: Key, tmp_path: Path) -> None:
    """A wrong passphrase, a file that is no key and one that is not there end in a diagnostic, not in a trace."""
    (tmp_path / "no.pem").write_text("no key", encoding="utf-8")
    for wrong in (
        Key(key.key, key.certificate, "wrong"),
        Key(tmp_path / "no.pem", key.certificate),
        Key(tmp_path / "none.pem", key.certificate),
    ):
        with pytest.raises(PressError) as caught:
            sign(b"x", wrong)
        assert caught.value.diagnostics[0].code == "bad_key"
    assert PASSPHRASE not in repr(key)
