"""Single errors planted in a conforming file are reported, each by its own check, and the file itself passes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from support import requirement_marks
from support.tagged_pdf import XMP, Sample, sample, sample_bytes
from wicpress.proofing.pdf.document import Document, open_pdf
from wicpress.proofing.pdf.model import Unreadable
from wicpress.proofing.pdf.structure import reading_runs
from wicpress.proofing.pdf_validators import PAGE, VERAPDF, PdfValidators
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

STANDARDS = (PDF_UA_1, PDF_A_2A, PDF_A_3A, PDF_A_1B)
"""The standards of PDF 1; errors in files of PDF 2.0 are planted in ``test_standards_2``."""
ERRORS: dict[str, tuple[str, int | None, Callable[[Sample], object]]] = {}
OLD_ERRORS: dict[str, tuple[str, int | None, Callable[[Sample], object]]] = {}
"""Those planted in a book that claims PDF/A-1b."""


def planted(
    check: str, page: int | None, table: dict[str, Any] = ERRORS
) -> Callable[[Callable[[Sample], object]], Callable[[Sample], object]]:
    """Register a function that plants an error: the check that must report it, and the page."""

    def enter(plant: Callable[[Sample], object]) -> Callable[[Sample], object]:
        table[plant.__name__] = check, page, plant
        return plant

    return enter


def xmp(book: Sample, old: str, new: str) -> None:
    """Change the packet."""
    assert old in XMP
    book.pdf.Root.Metadata = book.pdf.make_stream(XMP.replace(old, new).encode())


@planted("heading_order", 2)
def heading_skipped(book: Sample) -> None:
    book.by_role["H2"][0].S = Name.H3
    book.rewrite(b"/H2 ", b"/H3 ", 1)


@planted("heading_order", 1)
def first_heading_is_second(book: Sample) -> None:
    book.by_role["H1"][0].S = Name.H2


@planted("heading_order", 2)
def headings_mixed(book: Sample) -> None:
    book.by_role["H2"][0].S = Name.H


@planted("alternates", 2)
def alt_removed(book: Sample) -> None:
    del book.by_role["Figure"][0]["/Alt"]


@planted("figure_boxes", 2)
def box_removed(book: Sample) -> None:
    del book.by_role["Figure"][0]["/A"]


@planted("language_of_script", 1)
def language_dropped(book: Sample) -> None:
    del next(p for p in book.by_role["P"] if "/Lang" in p)["/Lang"]


@planted("language_of_script", 1)
def chinese_tagged_as_english(book: Sample) -> None:
    book.by_role["H1"][0].Lang = String("en")


@planted("languages", 1)
def language_is_no_tag(book: Sample) -> None:
    book.by_role["H1"][0].Lang = String("中文")


@planted("document_language", None)
def document_language_removed(book: Sample) -> None:
    book.by_role["Document"][0].Lang = String("zh")
    del book.pdf.Root["/Lang"]


@planted("orphan_content", 1)
def orphan_mcid(book: Sample) -> None:
    book.by_role["H1"][0].K = Array()
    book.by_role["H1"][0].ActualText = String("一页纸")


@planted("missing_content", 1)
def mcid_of_nothing(book: Sample) -> None:
    book.by_role["H1"][0].K.append(99)


@planted("parent_tree", 1)
def parent_tree_row_wrong(book: Sample) -> None:
    rows = book.pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    rows[0], rows[1] = rows[1], rows[0]


@planted("parents_linked", 1)
def parent_wrong(book: Sample) -> None:
    book.by_role["H1"][0].P = book.by_role["Note"][0]


@planted("unmarked_content", 1)
def text_without_a_mark(book: Sample) -> None:
    book.rewrite(b"/Artifact <</Type /Pagination>> BDC", b"/Span BMC")


@planted("unmarked_content", 2)
def path_without_a_mark(book: Sample) -> None:
    book.pdf.pages[1].obj.Contents = book.pdf.make_stream(book.content(1) + b"\n0 0 10 10 re f")


@planted("crossed_marks", 1)
def artifact_inside_tagged(book: Sample) -> None:
    book.rewrite(b"/H1 <</MCID 1>> BDC", b"/H1 <</MCID 1>> BDC /Artifact <</Type /Layout>> BDC EMC")


@planted("crossed_marks", 1)
def tagged_inside_artifact(book: Sample) -> None:
    content = book.content().replace(b"/H1 <</MCID 1>> BDC", b"/Artifact <</Type /Layout>> BDC /H1 <</MCID 1>> BDC")
    head, _, rest = content.partition(b"/H1 <</MCID 1>> BDC")
    book.pdf.pages[0].obj.Contents = book.pdf.make_stream(
        head + b"/H1 <</MCID 1>> BDC" + rest.replace(b"EMC", b"EMC EMC", 1)
    )


@planted("artifact_types", 2)
def artifact_without_type(book: Sample) -> None:
    book.rewrite(b"/Artifact <</Type /Pagination>> BDC", b"/Artifact BMC", 1)


@planted("balanced_marks", 1)
def mark_without_end(book: Sample) -> None:
    book.pdf.pages[0].obj.Contents = book.pdf.make_stream(book.content() + b" /Span BMC")


@planted("embedded", 1)
def font_unembedded(book: Sample) -> None:
    font: Any = book.pdf.pages[0].obj.Resources.Font.F
    del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


@planted("unicode_map", 1)
def to_unicode_removed(book: Sample) -> None:
    del book.pdf.pages[0].obj.Resources.Font.F["/ToUnicode"]


@planted("unicode_map", 1)
def to_unicode_without_a_glyph(book: Sample) -> None:
    font: Any = book.pdf.pages[0].obj.Resources.Font.F
    char = "注".encode("utf-16-be").hex().encode()
    font.ToUnicode = book.pdf.make_stream(
        re.sub(rb"<[0-9a-f]{4}> <" + char + rb">\n", b"", font.ToUnicode.read_bytes())
    )


@planted("gid_map", 1)
def gid_map_removed(book: Sample) -> None:
    del book.pdf.pages[0].obj.Resources.Font.F.DescendantFonts[0]["/CIDToGIDMap"]


@planted("notdef", 1)
def glyph_missing(book: Sample) -> None:
    content = book.content()
    glyph = re.search(rb"/H1 .*? <([0-9a-f]{4})", content)
    assert glyph is not None
    head, middle, rest = content.partition(glyph[0])
    book.pdf.pages[0].obj.Contents = book.pdf.make_stream(head + middle[:-4] + b"0000" + rest)


@planted("widths", 1)
def widths_wrong(book: Sample) -> None:
    inner: Any = book.pdf.pages[0].obj.Resources.Font.F.DescendantFonts[0]
    inner.W = Array()
    inner.DW = 900


@planted("table_scopes", 2)
def scope_removed(book: Sample) -> None:
    del book.by_role["TH"][1]["/A"]


@planted("table_regular", 2)
def cell_too_wide(book: Sample) -> None:
    book.by_role["TD"][0].A = Dictionary(O=Name.Table, ColSpan=2)


@planted("table_headers", 2)
def header_unknown(book: Sample) -> None:
    book.by_role["TD"][0].A = Dictionary(O=Name.Table, Headers=["nobody"])


@planted("nesting", 2)
def row_outside_table(book: Sample) -> None:
    book.by_role["Table"][0].S = Name.Div


@planted("captions", 2)
def caption_in_the_middle(book: Sample) -> None:
    kids: Any = book.by_role["Table"][0].K
    book.by_role["Table"][0].K = Array([kids[1], kids[0], kids[2]])


@planted("list_items", 2)
def list_item_without_body(book: Sample) -> None:
    book.by_role["LBody"][0].S = Name.Lbl


@planted("note_ids", 1)
def note_without_id(book: Sample) -> None:
    del book.by_role["Note"][0]["/ID"]


@planted("id_tree", 1)
def id_tree_removed(book: Sample) -> None:
    del book.pdf.Root.StructTreeRoot["/IDTree"]


@planted("role_map", 1)
def type_not_standard(book: Sample) -> None:
    book.by_role["H1"][0].S = Name("/Überschrift")


@planted("role_map", None)
def standard_type_mapped(book: Sample) -> None:
    book.pdf.Root.StructTreeRoot.RoleMap = Dictionary(P=Name.Div)


@planted("document_element", None)
def no_document_element(book: Sample) -> None:
    book.by_role["Document"][0].S = Name.Part


@planted("contents_linked", 1)
def contents_without_reference(book: Sample) -> None:
    item: Any = book.by_role["TOCI"][0]
    book.by_role["Reference"][0].S = Name.Span
    book.by_role["Link"][0].S = Name.Span
    assert item.S == "/TOCI"


@planted("links_tagged", 1)
def link_outside_the_tree(book: Sample) -> None:
    book.by_role["Link"][0].K = Array([book.by_role["Link"][0].K[0]])


@planted("empty_links", 1)
def link_with_nothing_to_read(book: Sample) -> None:
    link = book.by_role["Link"][2]
    mcid = int(link.K[0])
    link.K = Array([link.K[1]])
    book.by_role["Note"][0].K.append(mcid)
    book.by_role["Note"][0].Pg = link.Pg
    book.pdf.Root.StructTreeRoot.ParentTree.Nums[1][mcid] = book.by_role["Note"][0]


@planted("link_contents", 1)
def link_without_contents(book: Sample) -> None:
    del book.pdf.pages[0].obj.Annots[0]["/Contents"]


@planted("link_contents", 1)
def link_contents_is_an_anchor(book: Sample) -> None:
    book.pdf.pages[0].obj.Annots[0].Contents = String("#c1")


@planted("link_targets", 1)
def link_to_nowhere(book: Sample) -> None:
    book.pdf.pages[0].obj.Annots[0].Dest = String("nowhere")


@planted("annotation_flags", 1)
def link_not_printed(book: Sample) -> None:
    book.pdf.pages[0].obj.Annots[0].F = 0


@planted("annotation_parents", 1)
def annotation_without_parent(book: Sample) -> None:
    del book.pdf.pages[0].obj.Annots[0]["/StructParent"]


@planted("tab_order", 1)
def tabs_removed(book: Sample) -> None:
    del book.pdf.pages[0].obj["/Tabs"]


@planted("marked", None)
def not_marked(book: Sample) -> None:
    del book.pdf.Root["/MarkInfo"]


@planted("display_title", None)
def title_not_displayed(book: Sample) -> None:
    del book.pdf.Root["/ViewerPreferences"]


@planted("title", None)
def title_missing(book: Sample) -> None:
    del book.pdf.docinfo["/Title"]
    xmp(book, XMP[XMP.index("<dc:title>") : XMP.index("<dc:creator>")], "")


@planted("info_agrees", None)
def info_differs(book: Sample) -> None:
    book.pdf.docinfo["/Title"] = "别的"


@planted("info_agrees", None)
def dates_differ(book: Sample) -> None:
    book.pdf.docinfo["/CreationDate"] = "D:20161118080000Z"


@planted("xmp_present", None)
def xmp_is_no_xml(book: Sample) -> None:
    book.pdf.Root.Metadata = book.pdf.make_stream(b"<x:xmpmeta")


@planted("ua_identifier", None)
def ua_part_missing(book: Sample) -> None:
    xmp(book, "<pdfuaid:part>1</pdfuaid:part>", "")


@planted("a_identifier", None)
def a_conformance_wrong(book: Sample) -> None:
    xmp(book, "<pdfaid:conformance>A", "<pdfaid:conformance>B")


@planted("extension_schemas", None)
def schema_not_described(book: Sample) -> None:
    xmp(
        book,
        "pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/",
        "pdfaSchema:namespaceURI>http://example.org/",
    )


@planted("output_intent", None)
def intent_removed(book: Sample) -> None:
    del book.pdf.Root["/OutputIntents"]


@planted("output_intent", 2)
def colour_outside_the_output_intent(book: Sample) -> None:
    book.rewrite(b"0.9 g", b"0 0 0 1 k", 1)


@planted("interpolate", 2)
def image_interpolated(book: Sample) -> None:
    book.pdf.pages[1].obj.Resources.XObject.I.Interpolate = True


@planted("transparency", 2)
def blend_mode_unknown(book: Sample) -> None:
    book.pdf.pages[1].obj.Resources.ExtGState = Dictionary(G=Dictionary(BM=Name.Fancy))
    book.rewrite(b"0.9 g", b"/G gs 0.9 g", 1)


@planted("page_labels", None)
def labels_removed(book: Sample) -> None:
    del book.pdf.Root["/PageLabels"]


@planted("page_labels", 2)
def label_of_no_style(book: Sample) -> None:
    book.pdf.Root.PageLabels.Nums[3].S = Name.Z


@planted("outline_targets", None)
def bookmark_to_nowhere(book: Sample) -> None:
    book.pdf.Root.Outlines.First.Dest = String("nowhere")


@planted("actions", None)
def script(book: Sample) -> None:
    book.pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("1"))


@planted("outline_elements", None)
def bookmark_of_no_element(book: Sample) -> None:
    book.pdf.Root.Outlines.First.SE = book.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.H1))


@planted("embedded_files", None)
def attachment(book: Sample) -> None:
    book.pdf.attachments["a.txt"] = b"text"


@planted("empty_headings", 2)
def heading_empty(book: Sample) -> None:
    book.rewrite(re.search(rb"/H2 .*?EMC", book.content(1))[0], b"/H2 <</MCID 0>> BDC EMC", 1)  # type: ignore[index]


def claim_pdf_a_1b(book: Sample) -> None:
    """Make the book one that claims PDF/A-1b, and list the glyphs of its fonts."""
    parts = ("pdfaid:part>2<", "pdfaid:part>1<"), ("pdfaid:conformance>A<", "pdfaid:conformance>B<")
    packet = XMP
    for old, new in parts:
        packet = packet.replace(old, new)
    book.pdf.Root.Metadata = book.pdf.make_stream(packet.encode())
    for font in fonts(book):
        font.FontDescriptor.CIDSet = book.pdf.make_stream(b"\xff" * 8192)


def fonts(book: Sample) -> list[Any]:
    """Return the fonts whose characters are CIDs."""
    return [
        each
        for each in book.pdf.objects
        if isinstance(each, Dictionary) and "/CIDSystemInfo" in each and "/W" in each
    ]


@planted("a1_identifier", None, OLD_ERRORS)
def claims_nothing(book: Sample) -> None:
    book.pdf.Root.Metadata = book.pdf.make_stream(XMP.replace("pdfaid:part", "pdfaid:p").encode())


@planted("no_files", None, OLD_ERRORS)
def files_in_pdf_a_1b(book: Sample) -> None:
    book.pdf.attachments["a.txt"] = b"text"


@planted("no_transparency", 1, OLD_ERRORS)
def half_transparent(book: Sample) -> None:
    book.pdf.pages[0].obj.Resources.ExtGState = Dictionary(G=Dictionary(ca=0.5))
    book.pdf.pages[0].obj.Contents = book.pdf.make_stream(b"/G gs " + book.content())


@planted("no_transparency", 2, OLD_ERRORS)
def transparency_group(book: Sample) -> None:
    book.pdf.pages[1].obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)


@planted("glyph_sets", 1, OLD_ERRORS)
def glyph_missing_in_its_set(book: Sample) -> None:
    fonts(book)[0].FontDescriptor.CIDSet = book.pdf.make_stream(b"\x80")


@planted("glyph_sets", None, OLD_ERRORS)
def set_of_glyphs_missing(book: Sample) -> None:
    del fonts(book)[0].FontDescriptor["/CIDSet"]


def checked(data: bytes) -> Validation:
    """Validate bytes that must be readable."""
    validation = validate(data)
    assert isinstance(validation, Validation)
    return validation


def test_the_sample_passes() -> None:
    """The book keeps both standards: no check fails."""
    validation = checked(sample_bytes())
    assert validation.failures == ()
    assert validation.passed and validation.cannot_check


def test_the_words_of_a_drawing_may_be_in_another_language() -> None:
    """The description of a figure stands for the words in it, and only a description does."""
    for description, is_reported in ((String("A sheet"), False), (String(""), True)):
        book = sample()
        drawing = book.by_role["P"][0]
        drawing.S, drawing.Lang, drawing.Alt = Name.Figure, String("en"), description
        codes = {failure.check for failure in checked(book.to_bytes()).failures}
        assert ("language_of_script" in codes) is is_reported


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_planted_error(name: str) -> None:
    """A single error is reported by its own check, with its page."""
    check, page, plant = ERRORS[name]
    book = sample()
    plant(book)
    validation = checked(book.to_bytes())
    hits = [failure for failure in validation.failures if failure.check == check]
    assert hits, [failure.to_json() for failure in validation.failures]
    assert page in {failure.page for failure in hits}


@pytest.mark.parametrize("name", sorted(OLD_ERRORS))
def test_planted_error_in_pdf_a_1b(name: str) -> None:
    """A PDF/A-1b file passes; what only this standard forbids is reported."""
    check, page, plant = OLD_ERRORS[name]
    book = sample()
    claim_pdf_a_1b(book)
    assert checked(book.to_bytes()) == Validation((), checked(book.to_bytes()).checks, (PDF_A_1B,))
    plant(book)
    validation = validate(book.to_bytes(), (PDF_A_1B,))
    assert isinstance(validation, Validation)
    assert (check, page) in {(failure.check, failure.page) for failure in validation.failures}


OWN_ALONE = {
    "artifact_types", "balanced_marks", "document_element", "empty_headings", "empty_links",
    "figure_boxes", "id_tree", "info_agrees", "language_of_script", "link_contents", "link_targets", "links_tagged",
    "list_items", "missing_content", "orphan_content", "outline_elements", "outline_targets", "page_labels",
    "parent_tree", "parents_linked", "table_headers",
}  # fmt: skip
"""Checks that ask for more than a standard lets others ask: of their planted errors nobody else reports some."""
JUDGES = [
    PAGE,
    pytest.param(VERAPDF, marks=[pytest.mark.judge, pytest.mark.prove, requirement_marks.requires("JAXB")]),
]


@pytest.mark.parametrize("judge", JUDGES)
def test_outside_validators_agree(judge: str, tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """A validator by others passes the sample and finds each planted error that its standard lets a program find."""
    missed = []
    path = tmp_path / "book.pdf"
    with PdfValidators(names=(judge,)) as validators:
        for name in ("", *ERRORS):
            book = sample()
            if name:
                ERRORS[name][2](book)
            path.write_bytes(book.to_bytes())
            results = validators.validate(path, (PDF_UA_1, PDF_A_2A))
            assert all(each.ran for each in results), results
            if all(each.passed for each in results):
                missed.append(name)
    assert missed[0] == ""
    agreed = len(ERRORS) - len(missed) + 1
    record_property(
        "summary",
        f"{judge} reports {agreed} of the {len(ERRORS)} planted errors that wicpress reports, and none without",
    )
    assert agreed >= 40
    assert {ERRORS[name][0] for name in missed[1:]} == OWN_ALONE


def test_object_streams_are_not_in_pdf_a_1b() -> None:
    """PDF 1.4 has no streams of objects."""
    book, buffer = sample(), io.BytesIO()
    claim_pdf_a_1b(book)
    book.pdf.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert {failure.check for failure in checked(buffer.getvalue()).failures} == {"cross_references"}


def test_claimed_standards() -> None:
    """A file that claims only PDF/UA is not checked as PDF/A; one that lost its PDF/A claim still is."""
    assert checked(sample_bytes()).standards == (PDF_UA_1, PDF_A_2A)
    book = sample()
    xmp(book, "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>", "")
    validation = checked(book.to_bytes())
    assert validation.standards == (PDF_UA_1, PDF_A_2A)
    assert {failure.check for failure in validation.failures} == {"a_identifier"}
    intent_removed(book)
    assert checked(book.to_bytes()).standards == (PDF_UA_1,)
    assert checked(book.to_bytes()).passed
    book = sample()
    xmp(book, "<pdfaid:part>2<", "<pdfaid:part>3<")
    assert checked(book.to_bytes()).standards == (PDF_UA_1, PDF_A_3A)


def test_header_and_trailer() -> None:
    """What the library always writes rightly is checked too: the header's binary comment and the trailer's ID."""
    data = sample_bytes()
    second = data.index(b"\n") + 1
    spoiled = data[:second] + b"%abcd" + data[second + 5 :]
    assert [failure.check for failure in checked(spoiled).failures] == ["header"]
    assert "trailer_id" in {
        f.check for f in checked(re.sub(rb"/ID \[[^]]*\]", lambda m: b" " * len(m[0]), data)).failures
    }


def test_encrypted_file() -> None:
    """A file that opens without a password and is encrypted all the same is no archive's."""
    buffer = io.BytesIO()
    sample().pdf.save(buffer, encryption=pikepdf.Encryption(owner="o", user=""))
    assert "encrypted" in {failure.check for failure in checked(buffer.getvalue()).failures}


def test_every_check_has_an_error() -> None:
    """There are at least thirty planted errors, and every check that the library allows has one."""
    assert len(ERRORS) >= 30
    planted = {check for check, _, _ in (*ERRORS.values(), *OLD_ERRORS.values())}
    elsewhere = {"cross_references", "header", "trailer_id", "encrypted", "tree_readable", "annotation_appearances"}
    before_pdf_2 = {check.name for check in CHECKS if set(check.standards) & set(STANDARDS)}
    assert before_pdf_2 - planted == elsewhere


def test_names_and_clauses() -> None:
    """Names are unique, every check has a clause and a docstring."""
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    assert all(
        check.clause and check.run.__doc__ and set(check.standards) <= {*STANDARDS, PDF_UA_2, PDF_A_4, PDF_A_4F}
        for check in CHECKS
    )


def test_one_standard_alone() -> None:
    """A validation against one standard leaves out the checks that only the other has."""
    book = sample()
    alt_removed(book)
    intent_removed(book)
    validation = validate(book.to_bytes(), (PDF_UA_1,))
    assert isinstance(validation, Validation)
    assert {failure.check for failure in validation.failures} == {"alternates"}


def test_tree_that_contains_itself() -> None:
    """A structure tree that runs in a circle is named as such and read once."""
    book = sample()
    book.by_role["Note"][0].K.append(book.by_role["Document"][0])
    assert "tree_readable" in {failure.check for failure in checked(book.to_bytes()).failures}


def test_annotation_without_appearance() -> None:
    """A note annotation without an appearance is reported."""
    book = sample()
    page: Any = book.pdf.pages[1].obj
    page.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], F=4, Contents=String("x"))]
    )
    assert {"annotation_appearances", "links_tagged"} <= {
        failure.check for failure in checked(book.to_bytes()).failures
    }
    claim_pdf_a_1b(book)
    assert {failure.check for failure in checked(book.to_bytes()).failures} == {"annotation_appearances"}


def test_unreadable_file() -> None:
    """A file that is not a PDF is unreadable."""
    assert isinstance(validate(b"nothing"), Unreadable)


def test_reading_order() -> None:
    """The tree read aloud: the author's order, each run in its language, the figure by its alternate text."""
    document = open_pdf(sample_bytes())
    assert isinstance(document, Document)
    with document:
        runs = list(reading_runs(document))
    assert [(run.path[-1], run.lang, run.text) for run in runs] == [
        ("Link", "zh-Hans", "目录一页纸"), ("H1", "zh-Hans", "一页纸"), ("P", "zh-Hans", "一本书先有一页"),
        ("Link", "zh-Hans", "1"), ("P", "en", "A book begins with a page and a line."), ("P", "zh-Hans", "注释"),
        ("Link", "zh-Hans", "回去"), ("H2", "zh-Hans", "行"), ("Caption", "zh-Hans", "表"), ("TH", "zh-Hans", "用处"),
        ("TH", "zh-Hans", "用处"), ("TD", "zh-Hans", "正文"), ("TD", "zh-Hans", "正文"), ("Lbl", "zh-Hans", "•"),
        ("LBody", "zh-Hans", "先看整页"), ("Figure", "zh-Hans", "一个方块"),
    ]  # fmt: skip
    assert [run.page for run in runs] == [1] * 7 + [2] * 9
    assert runs[0].path == ("Document", "TOC", "TOCI", "Reference", "Link")
