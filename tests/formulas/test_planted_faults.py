"""What is wrong with a formula in a finished PDF is found: its text, its words, their language, its TeX."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest

from support.small_books import BILINGUAL, SmallBook, settings
from wicpress.proofing.formulas.signs import agrees
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.text.compare_book import compare_pdf

TEX = r"L = \frac{Q_s}{Q_b}"
TEXT = f"# 水\n\n# Water\n\n见${TEX}$。\n\nSee ${TEX}$.\n\n$${TEX}$$ {{#eq-a}}\n"
BOOK = SmallBook("planted-faults-of-formulas", {"book.toml": settings(BILINGUAL), "01.md": TEXT})
Formulas = list[pikepdf.Dictionary]


def _exchange_words(formulas: Formulas) -> None:
    formulas[0].Alt, formulas[1].Alt = formulas[1].Alt, formulas[0].Alt


def _no_words(formulas: Formulas) -> None:
    del formulas[0]["/Alt"]


def _exchange_letters(formulas: Formulas) -> None:
    formulas[0].ActualText = pikepdf.String("L = Q_b/Q_s")


def _other_tex(formulas: Formulas) -> None:
    attributes = formulas[0].A
    owners = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    (properties,) = (each for each in owners if "/P" in each)
    properties.P[0].V = pikepdf.String(TEX.replace("Q_s", "Q_t"))


def _no_tex(formulas: Formulas) -> None:
    del formulas[0]["/A"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda formulas: None, ""),
        (_exchange_words, "is read in another language than zh-Hans: `equals`"),
        (_exchange_words, "is read in another language than en: `等"),
        (_no_words, "has no words to be read aloud"),
        (_exchange_letters, "the text of a formula, `L = Q_b/Q_s`, has other signs than"),
        (_exchange_letters, "is copied as `L = Q_s/Q_b`"),
        (_other_tex, "is in the file and not in the book"),
        (_no_tex, "is not in the file"),
    ],
)
def test_faults_are_found(change: Callable[[Formulas], None], message: str) -> None:
    """Without a fault nothing is reported."""
    with pikepdf.open(io.BytesIO(BOOK.built("bilingual").data)) as pdf:
        objects = (each for each in pdf.objects if isinstance(each, pikepdf.Dictionary))
        change([each for each in objects if each.get("/S") == "/Formula"])
        buffer = io.BytesIO()
        pdf.save(buffer)
    document = open_pdf(buffer.getvalue())
    assert isinstance(document, Document)
    with document:
        found = compare_pdf(document, BOOK.config, BOOK.content, BOOK.edition("bilingual"), BOOK.file).mismatches
    assert any(message in each.message for each in found) if message else not found, found


@pytest.mark.parametrize(
    ("text", "tex", "agree"),
    [
        ("L = Q_s/Q_b", TEX, True),
        ("L = Q_b/Q_s", TEX, False),
        ("x_i^2", "x^2_i", True),
        ("x_i^2", "x_i^2", True),
        ("∛27", r"\sqrt[3]{27}", True),
        ("渗透率 = 网民数/总人口", r"\text{渗透率} = \frac{\text{网民数}}{\text{总人口}}", True),
        ("渗透率 = 总人口/网民数", r"\text{渗透率} = \frac{\text{网民数}}{\text{总人口}}", False),
    ],
)
def test_letters_in_their_order(text: str, tex: str, agree: bool) -> None:
    """A text has the letters of its TeX in their order, but where TeX writes them in another one."""
    assert agrees(text, tex) is agree
