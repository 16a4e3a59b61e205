"""PDF 2.0 has each formula as MathML, attached to its element, and the TeX beside it; a PDF before that has none."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from lxml import etree

from support import formula_book, requirement_marks
from support.small_books import BILINGUAL, SmallBook, settings
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.pdf_validators import VERAPDF, PdfValidators
from wicpress.proofing.standards import PDF_A_4F, PDF_UA_2
from wicpress.proofing.text.compare_book import compare_pdf
from wicpress.proofing.verify_files import VerifyRequest, verify_files

MATH = "{http://www.w3.org/1998/Math/MathML}"
TEX = r"a < \frac{b}{c}"
TEXT = f"# 水\n\n# Water\n\n见${TEX}$。\n\nSee ${TEX}$.\n\n$${TEX}$$ {{#eq-a}}\n"
BOOK = SmallBook("mathml-in-pdf", {"book.toml": settings(BILINGUAL), "01.md": TEXT})
Change = Callable[[pikepdf.Dictionary], None]


def _formulas(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    objects = (each for each in pdf.objects if isinstance(each, pikepdf.Dictionary))
    return [each for each in objects if each.get("/S") == "/Formula"]


def test_each_formula_has_one_file() -> None:
    """The file has the parts of the formula, in its style, and its TeX character for character."""
    with pikepdf.open(io.BytesIO(BOOK.built("bilingual", "accessible-2").data)) as pdf:
        formulas = _formulas(pdf)
        assert len(formulas) == 3
        displays = []
        for each in formulas:
            (file,) = each.AF  # type: ignore[misc]
            assert (file.AFRelationship, file.F == file.UF, str(file.Desc) != "") == ("/Supplement", True, True)
            math = etree.fromstring(file.EF.F.read_bytes())
            assert math.tag == f"{MATH}math" and math.find(f".//{MATH}mfrac") is not None
            (note,) = math.iter(f"{MATH}annotation")
            assert (note.get("encoding"), note.text) == ("application/x-tex", TEX)
            displays.append(math.get("display"))
        assert sorted(displays) == ["block", "inline", "inline"]


def test_other_kinds_of_pdf_have_no_files() -> None:
    """A file attached to a formula is not allowed in PDF/A-2a."""
    with pikepdf.open(io.BytesIO(BOOK.built("bilingual").data)) as pdf:
        assert len(_formulas(pdf)) == 3 and not any("/AF" in each for each in _formulas(pdf))


def _remove(formula: pikepdf.Dictionary) -> None:
    del formula["/AF"]


def _replaced(old: bytes, new: bytes) -> Change:
    def change(formula: pikepdf.Dictionary) -> None:
        stream = formula.AF[0].EF.F  # type: ignore[index]
        data = stream.read_bytes()
        assert old in data
        stream.write(data.replace(old, new))

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_remove, "has no MathML that can be read"),
        (_replaced(b"<mi>b</mi>", b"<mi>d</mi>"), "has other signs than"),
        (_replaced(b"{b}{c}</annotation>", b"{b}{d}</annotation>"), "is not annotated with"),
        (_replaced(b"</math>", b""), "has no MathML that can be read"),
    ],
)
def test_wrong_mathml_is_found(change: Change, message: str) -> None:
    """MathML that is lost, has another sign or other TeX is reported."""
    with pikepdf.open(io.BytesIO(BOOK.built("bilingual", "accessible-2").data)) as pdf:
        change(_formulas(pdf)[0])
        buffer = io.BytesIO()
        pdf.save(buffer)
    document = open_pdf(buffer.getvalue())
    assert isinstance(document, Document)
    with document:
        found = compare_pdf(document, BOOK.config, BOOK.content, BOOK.edition("bilingual"), BOOK.file).mismatches
    assert found and all(message in each.message for each in found), found


@pytest.mark.judge
@requirement_marks.requires("JAXB")
def test_verapdf() -> None:
    """A book whose files are those of its formulas is PDF/UA-2 and PDF/A-4f, also in its own words."""
    folder = formula_book.folder()
    path = folder / "dist" / "small-pdf-2.pdf"
    (result,) = verify_files([path], VerifyRequest(book=folder / "book", run_validators=False))
    standards = PDF_UA_2, PDF_A_4F
    assert (result.standards, result.claims, result.failures) == (standards, standards, ())
    with PdfValidators(names=(VERAPDF,)) as validators:
        assert [each for each in validators.validate(path, standards) if not each.passed] == []
