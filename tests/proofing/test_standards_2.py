"""Single errors planted in a file of PDF 2.0 are reported, each by its own check, and the file itself passes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, String

from support import requirement_marks
from support.tagged_pdf import Sample
from support.tagged_pdf_2 import PACKET, sample_2, to_bytes
from wicpress.proofing.pdf_validators import VERAPDF, PdfValidators
from wicpress.proofing.standards import (
    CHECKS,
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

ERRORS: dict[str, tuple[str, Callable[[Sample], object]]] = {}


def planted(check: str) -> Callable[[Callable[[Sample], object]], Callable[[Sample], object]]:
    """Register a function that plants an error, with the check that must report it."""

    def enter(plant: Callable[[Sample], object]) -> Callable[[Sample], object]:
        ERRORS[plant.__name__] = check, plant
        return plant

    return enter


def xmp(book: Sample, old: str, new: str) -> None:
    """Change the packet."""
    assert old in PACKET
    book.pdf.Root.Metadata = book.pdf.make_stream(
        PACKET.replace(old, new).encode(), Type=Name.Metadata, Subtype=Name.XML
    )


@planted("header_2")
def catalog_of_version_1(book: Sample) -> None:
    book.pdf.Root.Version = Name("/1.7")


@planted("ua_2_identifier")
def ua_part_1(book: Sample) -> None:
    xmp(book, "<pdfuaid:part>2<", "<pdfuaid:part>1<")


@planted("ua_2_identifier")
def ua_revision_missing(book: Sample) -> None:
    xmp(book, "<pdfuaid:rev>2024</pdfuaid:rev>", "")


@planted("a_4_identifier")
def a_revision_wrong(book: Sample) -> None:
    xmp(book, "<pdfaid:rev>2020<", "<pdfaid:rev>2021<")


@planted("a_4_identifier")
def a_conformance_of_part_2(book: Sample) -> None:
    xmp(book, "<pdfaid:rev>", "<pdfaid:conformance>A</pdfaid:conformance><pdfaid:rev>")


@planted("a_4_identifier")
def files_claimed_and_none_attached(book: Sample) -> None:
    xmp(book, "<pdfaid:rev>", "<pdfaid:conformance>F</pdfaid:conformance><pdfaid:rev>")


@planted("no_information")
def information(book: Sample) -> None:
    book.pdf.docinfo["/Title"] = "乌镇"


@planted("obsolete_entries")
def form_needs_appearances(book: Sample) -> None:
    book.pdf.Root.AcroForm = Dictionary(Fields=Array(), NeedAppearances=True)


@planted("embedded_files")
def attachment_without_claim(book: Sample) -> None:
    book.pdf.attachments["a.txt"] = b"text"


@planted("namespaces")
def document_in_the_old_namespace(book: Sample) -> None:
    book.by_role["Document"][0].NS = book.by_role["TOC"][0].NS


@planted("namespaces")
def contents_in_the_new_namespace(book: Sample) -> None:
    book.by_role["TOC"][0].NS = book.by_role["Document"][0].NS


@planted("namespaces")
def type_of_no_namespace(book: Sample) -> None:
    book.by_role["H2"][0].S = Name.Chapter


@planted("namespaces")
def namespaces_not_listed(book: Sample) -> None:
    del book.pdf.Root.StructTreeRoot["/Namespaces"]


@planted("obsolete_types")
def note_of_pdf_1_7(book: Sample) -> None:
    note = book.by_role["FENote"][0]
    note.S, note.NS = Name.Note, book.by_role["TOC"][0].NS


@planted("obsolete_types")
def heading_without_level(book: Sample) -> None:
    for each in (*book.by_role["H1"], *book.by_role["H2"]):
        each.S = Name.H


@planted("captions_2")
def caption_in_the_middle(book: Sample) -> None:
    table = book.by_role["Table"][0]
    table.K = Array([table.K[1], table.K[0], table.K[2]])


@planted("captions_2")
def caption_in_a_group(book: Sample) -> None:
    figure = book.by_role["Figure"][0]
    group = book.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Div, P=figure.P, NS=figure.NS, K=Array()))
    caption = book.by_role["Caption"][0]
    caption.P.K = Array(list(caption.P.K)[1:])
    caption.P = group
    group.K = Array([caption])
    figure.P.K.insert(2, group)


@planted("list_numbering")
def numbering_missing(book: Sample) -> None:
    del book.by_role["L"][0]["/A"]


@planted("ruby")
def base_without_reading(book: Sample) -> None:
    heading = book.by_role["H2"][0]
    ruby = book.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Ruby, P=heading, NS=heading.NS))
    base = book.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.RB, P=ruby, NS=heading.NS))
    ruby.K = Array([base])
    heading.K.append(ruby)


@planted("fields_without_size")
def tagged_field_without_size(book: Sample) -> None:
    page, document = book.pdf.pages[0].obj, book.by_role["Document"][0]
    field = book.pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("s"), Rect=[0, 0, 0, 0], F=4, StructParent=5,
    ))  # fmt: skip
    page.Annots.append(field)
    book.pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    form = book.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Form, P=document, NS=document.NS))
    form.K = Array([Dictionary(Type=Name.OBJR, Obj=field, Pg=page)])
    document.K.append(form)
    book.pdf.Root.StructTreeRoot.ParentTree.Nums.extend([5, form])


@planted("contents_references")
def entry_without_reference(book: Sample) -> None:
    del book.by_role["TOCI"][0]["/Ref"]


@planted("contents_references")
def entry_refers_to_nothing(book: Sample) -> None:
    book.by_role["TOCI"][0].Ref = Array([book.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.H1))])


@planted("note_references")
def call_without_reference(book: Sample) -> None:
    for each in book.by_role["Reference"]:
        if "/Ref" in each:
            del each["/Ref"]


@planted("note_references")
def note_without_reference(book: Sample) -> None:
    del book.by_role["FENote"][0]["/Ref"]


@planted("note_references")
def note_of_no_type(book: Sample) -> None:
    del book.by_role["FENote"][0]["/A"]


@planted("structure_destinations")
def link_to_a_page(book: Sample) -> None:
    del book.pdf.pages[0].obj.Annots[0].A["/SD"]


@planted("structure_destinations")
def bookmark_to_a_page(book: Sample) -> None:
    del book.pdf.Root.Outlines.First.A["/SD"]


@planted("structure_destinations")
def name_of_a_page(book: Sample) -> None:
    book.pdf.pages[0].obj.Annots[0].Dest = String("h2")
    del book.pdf.pages[0].obj.Annots[0]["/A"]
    del book.pdf.Root.Names.Dests.Names[1]["/SD"]


@planted("structure_destinations")
def link_to_an_element_of_another_page(book: Sample) -> None:
    book.pdf.pages[0].obj.Annots[0].A.SD[0] = book.by_role["H2"][0]


@planted("structure_destinations")
def link_to_the_heading_of_the_page(book: Sample) -> None:
    action = book.pdf.pages[0].obj.Annots[0].A
    action.D = Array([action.D[0], Name.XYZ, 0, 290, 0])


@planted("structure_destinations")
def link_to_an_element_outside_the_tree(book: Sample) -> None:
    book.pdf.pages[0].obj.Annots[0].A.SD[0] = book.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P))


def test_every_check_of_pdf_2_has_a_planted_error() -> None:
    """No check of these standards alone is without an error that it finds."""
    others = (PDF_UA_1, PDF_A_2A, PDF_A_3A, PDF_A_1B)
    own = {check.name for check in CHECKS if set(check.standards).isdisjoint(others)}
    assert own - {check for check, _ in ERRORS.values()} == {"file_descriptions"}  # test_files_may_be_attached


def checked(book: Sample) -> Validation:
    """Validate a book that must be readable."""
    validation = validate(to_bytes(book))
    assert isinstance(validation, Validation)
    return validation


def test_the_sample_passes() -> None:
    """The book keeps both standards: no check fails."""
    validation = checked(sample_2())
    assert (validation.failures, validation.standards) == ((), (PDF_UA_2, PDF_A_4))


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_planted_error(name: str) -> None:
    """A single error is reported by its own check."""
    check, plant = ERRORS[name]
    book = sample_2()
    plant(book)
    assert check in {failure.check for failure in checked(book).failures}


@pytest.mark.parametrize(("placed", "failures"), [(b"30 344 Td", 1), (b"0 -1 1 0 30 344 Tm", 0)])
def test_a_turned_letter_begins_at_its_origin(placed: bytes, failures: int) -> None:
    """Letters that run down the page begin where a link leads; upright ones on that line begin above it."""
    book = sample_2()
    book.rewrite(b"/F 10 Tf 0 g 30 344 Td", b"/F 24 Tf 0 g " + placed)
    action = book.pdf.pages[0].obj.Annots[0].A
    action.D = Array([action.D[0], Name.XYZ, 0, 344, 0])
    assert [each.check for each in checked(book).failures].count("structure_destinations") == failures


def test_files_may_be_attached() -> None:
    """A file that claims PDF/A-4f carries others; they are described."""
    book = sample_2()
    files_claimed_and_none_attached(book)
    book.pdf.attachments["a.txt"] = b"text"
    specification = book.pdf.attachments["a.txt"].obj
    specification.AFRelationship = Name.Source
    assert [each.check for each in checked(book).failures] == ["file_descriptions"]
    specification.Desc = String("the text")
    assert (checked(book).failures, checked(book).standards) == ((), (PDF_UA_2, PDF_A_4F))


def test_a_lost_claim_is_found() -> None:
    """A file of PDF 2.0 that claims nothing is checked against both standards."""
    book = sample_2()
    xmp(book, "pdfuaid:part", "pdfuaid:p")
    assert {each.check for each in checked(book).failures} == {"ua_2_identifier"}


OWN_ALONE = {"contents_references", "namespaces", "note_references", "structure_destinations"}
"""Checks that ask for more than veraPDF does: of their planted errors it does not report some."""


@pytest.mark.judge
@pytest.mark.prove
@requirement_marks.requires("JAXB")
def test_verapdf_agrees(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """Another validator passes the sample and finds each planted error that its standard lets a program find."""
    missed = []
    path = tmp_path / "book.pdf"
    with PdfValidators(names=(VERAPDF,)) as validators:
        for name in ("", *ERRORS):
            book = sample_2()
            if name:
                ERRORS[name][1](book)
            path.write_bytes(to_bytes(book))
            if all(each.ran and each.passed for each in validators.validate(path, (PDF_UA_2, PDF_A_4))):
                missed.append(name)
    assert missed[0] == ""
    agreed = len(ERRORS) - len(missed) + 1
    record_property("summary", f"veraPDF reports {agreed} of the {len(ERRORS)} errors planted in a file of PDF 2.0")
    assert {ERRORS[name][0] for name in missed[1:]} == OWN_ALONE, missed
