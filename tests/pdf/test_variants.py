"""Each kind of PDF from the sample book, read back: what it claims is true."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from support import pdf_sample, requirement_marks, shared
from wicpress.config import settings
from wicpress.pdf.metadata import Conformance
from wicpress.pdf.paint_profiles import PAINTINGS, flatten_alpha
from wicpress.pdf.variants import VARIANTS, conformance_with_attachments
from wicpress.proofing.standards import PDF_A_1B, PDF_A_2A, PDF_A_3A, PDF_UA_1, Validation, validate
from wicpress.system.requirements import REQUIREMENTS

PREFLIGHT = next(part for part in REQUIREMENTS if part.name == "PDFBox preflight")


def test_names_are_the_settings() -> None:
    """What a book may ask for is what there is."""
    assert tuple(VARIANTS) == tuple(PAINTINGS) == settings.PDF_VARIANTS


@pytest.mark.parametrize("name", pdf_sample.NAMES)
def test_accessible_keeps_both_standards(name: str) -> None:
    """The default PDF is PDF/UA-1 and PDF/A-2a at once, in every layout."""
    found = pdf_sample.built(name)
    assert found.warnings == ()
    assert [str(each) for each in validate(found.data, (PDF_UA_1, PDF_A_2A)).failures] == []  # type: ignore[union-attr]


def test_attachments_make_it_a_3() -> None:
    """With the manuscript inside, the file is PDF/A-3a, and the manuscript is there as it was written."""
    found = pdf_sample.built("bilingual", attach=True)
    assert [str(each) for each in validate(found.data, (PDF_UA_1, PDF_A_2A)).failures] == []  # type: ignore[union-attr]
    with pikepdf.open(io.BytesIO(found.data)) as pdf:
        assert set(pdf.attachments) == {"01-first.md", "LICENSE.txt"}
        assert pdf.attachments["01-first.md"].get_file().read_bytes() == pdf_sample.MANUSCRIPT.encode()
        assert b"<pdfaid:part>3<" in pdf.Root.Metadata.read_bytes()
        assert {str(each.AFRelationship) for each in pdf.Root.AF} == {"/Source", "/Supplement"}


def test_claims_with_files() -> None:
    """Only PDF/A-2 turns into PDF/A-3."""
    assert conformance_with_attachments(VARIANTS["accessible"], True) == Conformance(3, "A", 1)
    assert conformance_with_attachments(VARIANTS["accessible"], False) == Conformance(2, "A", 1)
    assert conformance_with_attachments(VARIANTS["screen"], True) == Conformance(0, "", 1)


def test_screen_is_tagged_and_smaller() -> None:
    """The screen's PDF keeps PDF/UA-1, claims no archive and weighs less."""
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
        ("screen", False, (PDF_UA_1,)),
        ("archive-1b", False, (PDF_A_1B,)),
    ],
)
def test_each_kind_keeps_what_it_claims(variant: str, attach: bool, standards: tuple[str, ...]) -> None:
    """A file is judged by the standards that it claims, and keeps them."""
    found = validate(pdf_sample.built("bilingual", variant, attach).data)
    assert isinstance(found, Validation)
    assert (found.standards, found.failures) == (standards, ())


@pytest.mark.parametrize("name", pdf_sample.NAMES)
def test_bookmarks_lead_to_their_headings(name: str) -> None:
    """Each bookmark names the heading it is made of: so its language is known, word by word."""
    with pikepdf.open(io.BytesIO(pdf_sample.built(name).data)) as pdf, pdf.open_outline() as outline:
        waiting, found = list(outline.root), []
        while waiting:
            entry = waiting.pop()
            waiting += entry.children
            found.append((entry.title, entry.obj.SE))
        assert len(found) == 5
        for title, heading in found:
            assert str(heading.S) in {"/H1", "/H2", "/H3"}, title
            assert heading.Type == "/StructElem"


def test_archive_carries_no_files() -> None:
    """PDF/A-1 takes no attachment: the book is made without, and a remark says so."""
    found = pdf_sample.built("en", "archive-1b", attach=True)
    assert [each.code for each in found.warnings] == ["nothing_attached"]
    with pikepdf.open(io.BytesIO(found.data)) as pdf:
        assert not pdf.attachments
        assert pdf.pdf_version == "1.4"


def test_archive_names_every_glyph() -> None:
    """Each font's set of glyphs names all that have outlines in it, and all that text uses."""
    with pikepdf.open(io.BytesIO(pdf_sample.built("bilingual", "archive-1b").data)) as pdf:
        fonts = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/CIDSet" in each]
        assert len(fonts) > 3
        for font in fonts:
            bits = font.CIDSet.read_bytes()
            told = {nth for nth in range(len(bits) * 8) if bits[nth // 8] & (0x80 >> nth % 8)}
            with TTFont(io.BytesIO(font.FontFile2.read_bytes())) as face:
                glyphs = face["glyf"]
                drawn = {n for n, name in enumerate(face.getGlyphOrder()) if glyphs[name].numberOfContours}
                assert drawn <= told
                assert max(told) < face["maxp"].numGlyphs


@requirement_marks.requires("Java")
@requirement_marks.requires(PREFLIGHT.name)
@pytest.mark.parametrize("name", ["bilingual", "en"])
def test_preflight_accepts_the_archive(name: str, tmp_path: Path) -> None:
    """The one independent judge of PDF/A that is at hand finds a valid PDF/A-1b."""
    path = tmp_path / "archive.pdf"
    path.write_bytes(pdf_sample.built(name, "archive-1b").data)
    command = ["java", "-cp", ":".join(PREFLIGHT.files), "org.apache.pdfbox.preflight.Validator_A1b", str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "is a valid PDF/A-1b file" in answer.stdout, answer.stdout


@requirement_marks.requires("qpdf")
@pytest.mark.parametrize("variant", VARIANTS)
def test_files_are_sound(variant: str, tmp_path: Path) -> None:
    """qpdf reads every object and stream."""
    path = tmp_path / "book.pdf"
    path.write_bytes(pdf_sample.built("bilingual", variant).data)
    answer = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize("variant", ["screen", "archive-1b"])
def test_variants_look_the_same(variant: str) -> None:
    """The kinds of PDF differ in what they promise, not in a pixel of the type."""
    one = pypdfium2.PdfDocument(pdf_sample.built("bilingual").data)
    other = pypdfium2.PdfDocument(pdf_sample.built("bilingual", variant).data)
    assert len(one) == len(other)
    for before, after in zip(one, other, strict=True):
        assert (before.render(scale=1).to_numpy() == after.render(scale=1).to_numpy()).all()


def test_transparent_pictures_get_white_ground() -> None:
    """A picture with alpha is put on white; one without, and what is none, stay as they are."""
    clear = io.BytesIO()
    Image.new("RGBA", (2, 1), (255, 0, 0, 0)).save(clear, "PNG")
    with Image.open(io.BytesIO(flatten_alpha(clear.getvalue()))) as found:
        assert (found.mode, found.getpixel((0, 0))) == ("RGB", (255, 255, 255))
    solid = io.BytesIO()
    Image.new("RGB", (2, 1)).save(solid, "PNG")
    assert flatten_alpha(solid.getvalue()) == solid.getvalue()
    assert flatten_alpha(b"<svg/>") == b"<svg/>"


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
