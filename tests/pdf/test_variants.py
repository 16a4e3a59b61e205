"""Each variant of PDF from the sample book conforms to the standards that it claims."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, String

from support import pdf_sample, requirement_marks, shared
from wicpress.config import settings
from wicpress.pdf.metadata import Conformance
from wicpress.pdf.paint_profiles import PAINTINGS
from wicpress.pdf.variants import VARIANTS, conformance_with_attachments
from wicpress.proofing import verify_files
from wicpress.proofing.pdf.xmp import read_xmp
from wicpress.proofing.pdf_validators import PAGE, VERAPDF, PdfValidators
from wicpress.proofing.standards import (
    PDF_A_1B,
    PDF_A_2A,
    PDF_A_3A,
    PDF_A_4,
    PDF_A_4F,
    PDF_UA_1,
    PDF_UA_2,
    Validation,
    validate,
)
from wicpress.system.requirements import REQUIREMENTS

PREFLIGHT = next(part for part in REQUIREMENTS if part.name == "PDFBox preflight")


def test_variants_are_the_settings() -> None:
    """The variants in settings are the implemented ones."""
    assert tuple(VARIANTS) == tuple(PAINTINGS) == settings.PDF_VARIANTS


@pytest.mark.parametrize("name", pdf_sample.NAMES)
def test_accessible_conforms_to_both_standards(name: str) -> None:
    """The default PDF is both PDF/UA-1 and PDF/A-2a, in every layout."""
    built = pdf_sample.built(name)
    assert built.warnings == ()
    assert [str(each) for each in validate(built.data, (PDF_UA_1, PDF_A_2A)).failures] == []  # type: ignore[union-attr]


def test_attachments_make_it_a_3() -> None:
    """With the manuscript attached, the file is PDF/A-3a, and the attachment equals the manuscript."""
    built = pdf_sample.built("bilingual", attach=True)
    assert [str(each) for each in validate(built.data, (PDF_UA_1, PDF_A_2A)).failures] == []  # type: ignore[union-attr]
    with pikepdf.open(io.BytesIO(built.data)) as pdf:
        assert set(pdf.attachments) == {"01-first.md", "LICENSE.txt"}
        assert pdf.attachments["01-first.md"].get_file().read_bytes() == pdf_sample.MANUSCRIPT.encode()
        assert b"<pdfaid:part>3<" in pdf.Root.Metadata.read_bytes()
        assert {str(each.AFRelationship) for each in pdf.Root.AF} == {"/Source", "/Supplement"}


def test_claims_with_attachments() -> None:
    """With attachments PDF/A-2 becomes PDF/A-3, and PDF/A-4 PDF/A-4f."""
    assert conformance_with_attachments(VARIANTS["accessible"], True) == Conformance(3, "A", 1)
    assert conformance_with_attachments(VARIANTS["accessible"], False) == Conformance(2, "A", 1)
    assert conformance_with_attachments(VARIANTS["accessible-2"], True) == Conformance(4, "F", 2)
    assert conformance_with_attachments(VARIANTS["accessible-2"], False) == Conformance(4, "", 2)
    assert conformance_with_attachments(VARIANTS["screen"], True) == Conformance(0, "", 1)


def test_screen_is_tagged_and_smaller() -> None:
    """The screen PDF conforms to PDF/UA-1, claims no PDF/A and is smaller."""
    screen = pdf_sample.built("bilingual", "screen").data
    assert [str(each) for each in validate(screen, (PDF_UA_1,)).failures] == []  # type: ignore[union-attr]
    assert len(screen) < len(pdf_sample.built("bilingual").data)
    with pikepdf.open(io.BytesIO(screen)) as pdf:
        assert b"pdfaid" not in pdf.Root.Metadata.read_bytes()


@pytest.mark.parametrize(
    ("variant", "attach", "standards"),
    [
        ("accessible", False, (PDF_UA_1, PDF_A_2A)),
        ("accessible", True, (PDF_UA_1, PDF_A_3A)),
        ("accessible-2", False, (PDF_UA_2, PDF_A_4)),
        ("accessible-2", True, (PDF_UA_2, PDF_A_4F)),
        ("screen", False, (PDF_UA_1,)),
        ("archive-1b", False, (PDF_A_1B,)),
    ],
)
def test_each_variant_conforms_to_its_claims(variant: str, attach: bool, standards: tuple[str, ...]) -> None:
    """A file is validated against the standards that it claims, without failures."""
    validation = validate(pdf_sample.built("bilingual", variant, attach).data)
    assert isinstance(validation, Validation)
    assert (validation.standards, validation.failures) == (standards, ())


EVERY_VARIANT = [(name, each, attach) for name in pdf_sample.NAMES for each in VARIANTS for attach in (False, True)]
SOME_VARIANTS = [
    case
    for case in EVERY_VARIANT
    if (case[0] == "bilingual" and case[1] != "accessible-2") or case[1:] == ("accessible", False)
]
"""Those that page-validation can judge, which knows no standard of PDF 2.0."""
PROOF = [pytest.mark.judge, pytest.mark.prove, requirement_marks.requires("JAXB")]


@pytest.mark.parametrize(
    ("judge", "cases"),
    [(PAGE, SOME_VARIANTS), pytest.param(VERAPDF, EVERY_VARIANT, marks=PROOF)],
    ids=(PAGE, VERAPDF),
)
def test_others_accept_each_variant(judge: str, cases: list[tuple[str, str, bool]], tmp_path: Path) -> None:
    """A validator by others finds nothing in any edition of any variant, and each claims what its variant must."""
    path = tmp_path / "book.pdf"
    with PdfValidators(names=(judge,)) as validators:
        for name, variant, attach in cases:
            built = pdf_sample.built(name, variant, attach)
            path.write_bytes(built.data)
            with pikepdf.open(path) as pdf:
                claims = read_xmp(pdf.Root.Metadata.read_bytes()).standards
            assert set(claims) == set(verify_files.standards_of(pdf_sample.edition(name, variant, attach)))
            results = validators.validate(path, claims)
            assert results and [each for each in results if not each.passed] == [], (name, variant, attach)


def descriptors(pdf: pikepdf.Pdf) -> list[Any]:
    """Return the descriptors of the fonts."""
    return [each for each in pdf.objects if isinstance(each, Dictionary) and each.get("/Type") == "/FontDescriptor"]


def half_transparent(pdf: pikepdf.Pdf) -> None:
    """Draw a page with half of its ink."""
    pdf.pages[2].obj.Resources.ExtGState = Dictionary(Half=Dictionary(ca=0.5))
    pdf.pages[2].contents_add(b"/Half gs", prepend=True)


def attach(pdf: pikepdf.Pdf) -> None:
    """Attach a file."""
    pdf.attachments["a.txt"] = b"text"


def claim_nothing(pdf: pikepdf.Pdf) -> None:
    """Leave the standard out of the metadata."""
    pdf.Root.Metadata = pdf.make_stream(pdf.Root.Metadata.read_bytes().replace(b"pdfaid:part", b"pdfaid:p"))


def empty_glyph_set(pdf: pikepdf.Pdf) -> None:
    """Leave all glyphs out of the list of a font."""
    descriptors(pdf)[0].CIDSet = pdf.make_stream(b"\x80")


def lose_a_font(pdf: pikepdf.Pdf) -> None:
    """Take a font out of the file."""
    del descriptors(pdf)[0]["/FontFile2"]


def lose_the_output_intent(pdf: pikepdf.Pdf) -> None:
    """Say no longer what colours mean."""
    del pdf.Root["/OutputIntents"]


def blend(pdf: pikepdf.Pdf) -> None:
    """Make a page a transparency group."""
    pdf.pages[2].obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)


def run_a_script(pdf: pikepdf.Pdf) -> None:
    """Run a script when the file is opened."""
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("1"))


ARCHIVE_ERRORS = (
    half_transparent, attach, claim_nothing, empty_glyph_set, lose_a_font, lose_the_output_intent, blend, run_a_script
)  # fmt: skip


@pytest.mark.parametrize("judge", [PAGE, pytest.param(VERAPDF, marks=PROOF)])
def test_others_find_what_no_archive_may_have(
    judge: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Each error planted in a PDF/A-1b is reported by wicpress and by a validator by others, and nothing else is."""
    path = tmp_path / "book.pdf"
    with PdfValidators(names=(judge,)) as validators:
        for plant in (lambda _: None, *ARCHIVE_ERRORS):
            with pikepdf.open(io.BytesIO(pdf_sample.built("bilingual", "archive-1b").data)) as pdf:
                plant(pdf)
                pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable, fix_metadata_version=False)
            is_right = plant not in ARCHIVE_ERRORS
            (result,) = validators.validate(path, (PDF_A_1B,))
            assert result.ran and result.passed is is_right, (plant, result)
            own = validate(path.read_bytes(), (PDF_A_1B,))
            assert isinstance(own, Validation) and own.passed is is_right, (plant, own)
    record_property("summary", f"{judge} and wicpress agree on {len(ARCHIVE_ERRORS)} errors planted in a PDF/A-1b")


@pytest.mark.parametrize("name", pdf_sample.NAMES)
def test_bookmarks_lead_to_their_headings(name: str) -> None:
    """Each bookmark refers to the element of its heading, which has the languages of its words."""
    with pikepdf.open(io.BytesIO(pdf_sample.built(name).data)) as pdf, pdf.open_outline() as outline:
        waiting, entries = list(outline.root), []
        while waiting:
            entry = waiting.pop()
            waiting += entry.children
            entries.append((entry.title, entry.obj.SE))
        assert len(entries) == 5
        for title, heading in entries:
            assert str(heading.S) in {"/H1", "/H2", "/H3"}, title
            assert heading.Type == "/StructElem"


def test_archive_has_no_attachments() -> None:
    """PDF/A-1 allows no attachment: the book is built without, with a diagnostic."""
    built = pdf_sample.built("en", "archive-1b", attach=True)
    assert [each.code for each in built.warnings] == ["nothing_attached"]
    with pikepdf.open(io.BytesIO(built.data)) as pdf:
        assert not pdf.attachments
        assert pdf.pdf_version == "1.4"


def test_archive_lists_every_glyph() -> None:
    """Each font's ``CIDSet`` lists all glyphs with outlines."""
    with pikepdf.open(io.BytesIO(pdf_sample.built("bilingual", "archive-1b").data)) as pdf:
        fonts = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/CIDSet" in each]
        assert len(fonts) > 3
        for font in fonts:
            bits = font.CIDSet.read_bytes()
            cid_set = {nth for nth in range(len(bits) * 8) if bits[nth // 8] & (0x80 >> nth % 8)}
            with TTFont(io.BytesIO(font.FontFile2.read_bytes())) as face:
                glyphs = face["glyf"]
                drawn = {n for n, name in enumerate(face.getGlyphOrder()) if glyphs[name].numberOfContours}
                assert drawn <= cid_set
                assert max(cid_set) < face["maxp"].numGlyphs


@requirement_marks.requires("Java")
@requirement_marks.requires(PREFLIGHT.name)
@pytest.mark.parametrize("name", ["bilingual", "en"])
def test_preflight_accepts_the_archive(name: str, tmp_path: Path) -> None:
    """PDFBox preflight reports a valid PDF/A-1b."""
    path = tmp_path / "archive.pdf"
    path.write_bytes(pdf_sample.built(name, "archive-1b").data)
    command = ["java", "-cp", ":".join(PREFLIGHT.files), "org.apache.pdfbox.preflight.Validator_A1b", str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "is a valid PDF/A-1b file" in answer.stdout, answer.stdout


@requirement_marks.requires("qpdf")
@pytest.mark.parametrize("variant", VARIANTS)
def test_files_are_sound(variant: str, tmp_path: Path) -> None:
    """Every object and stream can be read by qpdf."""
    path = tmp_path / "book.pdf"
    path.write_bytes(pdf_sample.built("bilingual", variant).data)
    answer = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_pdf_2_has_nothing_obsolete() -> None:
    """PDF 2.0 has its metadata in XMP alone, and the attached files in EmbeddedFiles and AF."""
    with pikepdf.open(io.BytesIO(pdf_sample.built("bilingual", "accessible-2", attach=True).data)) as pdf:
        assert pdf.pdf_version == "2.0" and "/Info" not in pdf.trailer
        assert set(pdf.attachments) == {"01-first.md", "LICENSE.txt"} and len(pdf.Root.AF) == 2
        packet = pdf.Root.Metadata.read_bytes()
        for name in ("pdfuaid:part>2<", "pdfuaid:rev>2024<", "pdfaid:part>4<", "pdfaid:rev>2020<", "conformance>F<"):
            assert name.encode() in packet
        assert b"pdfaExtension" not in packet


@pytest.mark.parametrize("variant", ["accessible-2", "screen", "archive-1b"])
def test_variants_look_the_same(variant: str) -> None:
    """The variants of PDF do not differ in a pixel of the pages."""
    one = pypdfium2.PdfDocument(pdf_sample.built("bilingual").data)
    other = pypdfium2.PdfDocument(pdf_sample.built("bilingual", variant).data)
    assert len(one) == len(other)
    for before, after in zip(one, other, strict=True):
        assert (before.render(scale=1).to_numpy() == after.render(scale=1).to_numpy()).all()


SCRIPT = """
import sys
sys.path[:0] = sys.argv[1:]
import hashlib
from support import pdf_sample
print(hashlib.sha256(pdf_sample.built("en").data).hexdigest())
"""


def test_same_bytes_anywhere(tmp_path: Path) -> None:
    """Another process, hash seed, time zone and folder give the same bytes."""
    paths = [str(Path(pdf_sample.__file__).parents[1]), str(Path(pdf_sample.__file__).parents[2] / "src")]
    elsewhere = {"PYTHONHASHSEED": "77", "TZ": "Pacific/Kiritimati", shared.VARIABLE: str(tmp_path)}
    command = [sys.executable, "-c", SCRIPT, *paths]
    answer = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, **elsewhere}, cwd=tmp_path
    )
    assert answer.stdout.strip() == hashlib.sha256(pdf_sample.built("en").data).hexdigest()
    assert (tmp_path / "sample-en-accessible-False").exists()
