"""Signatures with a temporary key."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from support import book_files, pdf_sample, released_book, requirement_marks
from wicpress.diagnostics import WicpressError
from wicpress.proofing.standards import validate
from wicpress.release.release import ReleaseRequest, release
from wicpress.release.signatures import Key, sign
from wicpress.release.signed_pdf import sign_pdf
from wicpress.system.requirements import REQUIREMENTS

PASSPHRASE = "open, sesame"
PREFLIGHT = next(part for part in REQUIREMENTS if part.name == "PDFBox preflight")


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Key:
    """Return a new key with a self-signed certificate."""
    folder = tmp_path_factory.mktemp("key")
    secret = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test key")])
    day = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    certificate = (
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
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return Key(folder / "key.pem", folder / "cert.pem", PASSPHRASE)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")
def test_openssl_accepts_the_signature(key: Key, tmp_path: Path) -> None:
    """``openssl cms`` verifies it, and refuses it for other bytes."""
    (tmp_path / "s").write_bytes(sign(b"sums\r\n", key))
    verify = [
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
        command = [*verify, "-CAfile", str(key.certificate)]
        completed = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True)
        assert completed.returncode == code, completed.stderr


@pytest.mark.parametrize("variant", ["accessible", "accessible-2", "archive-1b", "screen"])
def test_signed_pdf_has_the_same_bytes(key: Key, variant: str, tmp_path: Path) -> None:
    """The unsigned bytes come first, the signature covers the whole file, and no standard is broken."""
    data = pdf_sample.built("bilingual", variant).data
    signed = sign_pdf(data, key)
    assert signed.startswith(data)
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    context = ValidationContext(trust_roots=[load_cert_from_pemder(str(key.certificate))])
    status = validate_pdf_signature(signature, context)
    assert status.bottom_line and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    before, after = (validate(each) for each in (data, signed))
    assert after.standards == before.standards and not after.failures  # type: ignore[union-attr]
    (tmp_path / "book.pdf").write_bytes(signed)
    if shutil.which("qpdf"):
        assert (
            subprocess.run(["qpdf", "--check", tmp_path / "book.pdf"], check=False, capture_output=True).returncode
            == 0
        )


@pytest.mark.judge
@requirement_marks.requires("Java")
@requirement_marks.requires(PREFLIGHT.name)
def test_preflight_accepts_a_signed_pdf(key: Key, tmp_path: Path) -> None:
    """Apache PDFBox accepts the signature field and its appearance in PDF/A-1b."""
    (tmp_path / "book.pdf").write_bytes(sign_pdf(pdf_sample.built("bilingual", "archive-1b").data, key))
    command = ["java", "-cp", ":".join(PREFLIGHT.files), "org.apache.pdfbox.preflight.Validator_A1b", "book.pdf"]
    answer = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "is a valid PDF/A-1b file" in answer.stdout, answer.stdout


def test_changed_page_breaks_the_signature(key: Key) -> None:
    """A changed byte breaks the signature."""
    signed = sign_pdf(pdf_sample.built("bilingual").data, key)
    place = signed.index(b"stream") + 40
    changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
    (signature,) = PdfFileReader(io.BytesIO(changed)).embedded_signatures
    assert not validate_pdf_signature(signature, ValidationContext(trust_roots=[])).intact


def test_release_with_signatures(key: Key, released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SHA256SUMS, manifest and provenance are signed, and copies of the PDFs; all else is as without a key."""
    monkeypatch.setenv("WICPRESS_PASSPHRASE", PASSPHRASE)
    common = ("release", released / "book", "--version", "1.0", "--no-judges", "--jobs", "1", "--output")
    keys = ("--key", key.key, "--certificate", key.certificate, "--sign-pdf")
    result = book_files.run(*common, tmp_path / "signed", *keys)
    assert result.code == 0, result.err
    plain, signed = (
        released_book.contents_of(each / "trial-1.0") for each in (released / "out", tmp_path / "signed")
    )
    assert {name: data for name, data in signed.items() if name in plain} == plain
    assert set(signed) - set(plain) == {
        "SHA256SUMS.p7s",
        "manifest.json.p7s",
        "provenance.intoto.json.p7s",
        "signed/trial-both.pdf",
    }
    assert signed["signed/trial-both.pdf"].startswith(plain["trial-both.pdf"])
    assert book_files.run(*common, tmp_path / "bare", "--sign-pdf").code == 2


def test_wrong_key_is_refused(key: Key, tmp_path: Path) -> None:
    """A wrong passphrase, a file that is not a key and a missing file give a diagnostic, not a traceback.

    A release says so before it builds anything.
    """
    (tmp_path / "no.pem").write_text("no key", encoding="utf-8")
    for wrong in (
        Key(key.key, key.certificate, "wrong"),
        Key(tmp_path / "no.pem", key.certificate),
        Key(tmp_path / "none.pem", key.certificate),
    ):
        with pytest.raises(WicpressError) as caught:
            sign(b"x", wrong)
        assert caught.value.diagnostics[0].code == "bad_key"
        seen: list[object] = []
        refused = release(tmp_path / "no-book", ReleaseRequest("1.0", tmp_path / "out", key=wrong), seen.append)
        assert [each.code for each in refused.diagnostics] == ["bad_key"] and not seen
    assert PASSPHRASE not in repr(key)
