"""Editions of the books in ``content/`` as PDF 2.0: compared with their manuscript, and judged by veraPDF."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support import requirement_marks
from support.built_books import BOOKS, OUTPUTS
from support.sampling import sampled
from wicpress.build.builder import build
from wicpress.build.request import BuildRequest
from wicpress.proofing.pdf_validators import VERAPDF, PdfValidators
from wicpress.proofing.standards import PDF_A_4, PDF_A_4F, PDF_UA_2
from wicpress.proofing.verify_files import VerifyRequest, verify_files

SAMPLE = 3
PDFS = [name for name in OUTPUTS if name.endswith(".pdf")]


@pytest.mark.judge
@pytest.mark.prove
@requirement_marks.requires("JAXB")
@pytest.mark.parametrize("name", sampled(PDFS, SAMPLE))
def test_an_edition_conforms(name: str, tmp_path: Path) -> None:
    """Text, order, links and bookmarks are the manuscript's, and no rule of the standards fails."""
    book, target = OUTPUTS[name]
    root = shutil.copytree(BOOKS[book], tmp_path / book)
    settings = (root / "book.toml").read_text(encoding="utf-8")
    line = f'name = "{target.edition.name}"\n'
    assert line in settings
    changed = settings.replace(line, f'{line}pdf = "accessible-2"\n')
    (root / "book.toml").write_text(changed, encoding="utf-8")
    output = tmp_path / "dist"
    (finished,) = build([root], BuildRequest((target.edition.name,), ("pdf",), output=output))
    assert finished.ok
    (path,) = output.glob("*.pdf")
    (verified,) = verify_files([path], VerifyRequest(book=root, run_validators=False))
    has_formulas = any("\n$$\n" in each.read_text(encoding="utf-8") for each in root.glob("*.md"))
    standards = PDF_UA_2, PDF_A_4F if has_formulas else PDF_A_4
    assert (verified.standards, verified.claims, verified.failures) == (standards, standards, ())
    with PdfValidators(names=(VERAPDF,)) as validators:
        assert [each for each in validators.validate(path, standards) if not each.passed] == []
