"""The steps that add metadata to a PDF, one by one on an empty file."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import attrs
import pikepdf
import pydyf
import pytest
from lxml import etree

from wicpress.config import LocalizedText
from wicpress.diagnostics import WicpressError
from wicpress.edition.page_labels import PageNumber
from wicpress.engine.tags.write import Tagged
from wicpress.pdf.metadata import Attachment, Conformance, DocumentInfo, run_steps
from wicpress.pdf.metadata.attachments import attachments
from wicpress.pdf.metadata.info import information, language, viewer
from wicpress.pdf.metadata.output_intent import output_intent
from wicpress.pdf.metadata.page_labels import page_labels
from wicpress.pdf.metadata.structure import element_ids, element_roles
from wicpress.pdf.metadata.xmp import NAMESPACES, metadata, packet
from wicpress.pdf.paint_profiles import compress_streams, disable_interpolation, no_transparency

FACTS = DocumentInfo(
    languages=("zh-Hans", "en"),
    title="样书\u2003A Sample",
    titles=LocalizedText((("zh-Hans", "样书"), ("en", "A Sample"))),
    identifier="urn:isbn:9780306406157",
    document="urn:uuid:1/bilingual",
    authors=("某甲 A. Author", "B & C"),
    publishers=LocalizedText((("zh-Hans", "某出版社"), ("en", "Some Press"))),
    rights=LocalizedText((("zh-Hans", "版权所有"), ("en", "All rights reserved"))),
    descriptions=LocalizedText((("en", "A <short> book"),)),
    subjects=("printing", "双语"),
    date=dt.date(2016, 11, 18),
    claim=Conformance(2, "A", 1),
)


def pdf_after(*steps: Any, facts: DocumentInfo = FACTS, pdf: Any = None, pack: bool = False) -> pikepdf.Pdf:
    """Return an empty PDF of one page after ``steps``, with compressed streams if ``pack`` is true."""
    pdf = pdf or pydyf.PDF()
    pdf.add_page(pydyf.Dictionary({"Type": "/Page", "Parent": pdf.pages.reference, "MediaBox": "[0 0 9 9]"}))
    run_steps(pdf, facts, steps)
    if pack:
        compress_streams(pdf)
    out = io.BytesIO()
    pdf.write(out)
    return pikepdf.open(out)


def xmp_texts(facts: DocumentInfo, path: str) -> list[str]:
    """Return the texts at an XPath of the XMP."""
    namespaces = {**NAMESPACES, "xml": "http://www.w3.org/XML/1998/namespace"}
    return [
        str(each.text if hasattr(each, "text") else each) for each in tree(facts).xpath(path, namespaces=namespaces)
    ]


def tree(facts: DocumentInfo) -> Any:
    """Return the XMP as a parsed tree."""
    return etree.fromstring(re.sub(rb"<\?xpacket[^>]*>", b"", packet(facts)).strip())


def test_information_is_complete() -> None:
    """The information dictionary has the book's metadata and its date, and nothing else."""
    with pdf_after(information) as pdf:
        assert {key: str(value) for key, value in pdf.docinfo.items()} == {
            "/Title": "样书\u2003A Sample",
            "/Author": "某甲 A. Author; B & C",
            "/Subject": "A <short> book",
            "/Keywords": "printing, 双语",
            "/Creator": "wicpress",
            "/Producer": "WeasyPrint",
            "/CreationDate": "D:20161118000000Z",
            "/ModDate": "D:20161118000000Z",
        }


def test_contributors_are_apart_from_authors() -> None:
    """Who translated or drew is a contributor of Dublin Core, and no author."""
    facts = attrs.evolve(FACTS, contributors=("译者 T",))
    assert xmp_texts(facts, "//dc:contributor//rdf:li") == ["译者 T"]
    assert xmp_texts(facts, "//dc:creator//rdf:li") == ["某甲 A. Author", "B & C"]


def test_information_of_weasyprint_is_removed() -> None:
    """The entries that WeasyPrint wrote are removed."""
    pdf = pydyf.PDF()
    pdf.info["Custom"] = pydyf.String("x")
    with pdf_after(information, pdf=pdf) as finished:
        assert "/Custom" not in finished.docinfo


def test_language_and_viewer() -> None:
    """The file has its language, and opens as a book with its title."""
    with pdf_after(language, viewer) as pdf:
        assert pdf.Root.Lang == "zh-Hans"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert pdf.Root.PageLayout == "/TwoPageRight"


def test_metadata_in_every_language() -> None:
    """Titles and rights are written by language, the default first."""
    for name, first in (("dc:title", FACTS.title), ("dc:rights", "版权所有"), ("xmpRights:UsageTerms", "版权所有")):
        assert xmp_texts(FACTS, f"//{name}/rdf:Alt/rdf:li/@xml:lang") == ["x-default", "zh-Hans", "en"]
        assert xmp_texts(FACTS, f"//{name}/rdf:Alt/rdf:li")[0] == first
    assert xmp_texts(FACTS, "//dc:title/rdf:Alt/rdf:li")[1:] == ["样书", "A Sample"]
    assert xmp_texts(FACTS, "//dc:description/rdf:Alt/rdf:li") == ["A <short> book", "A <short> book"]
    assert xmp_texts(FACTS, "//dc:language/rdf:Bag/rdf:li") == ["zh-Hans", "en"]


def test_metadata_agrees_with_information() -> None:
    """The XMP has the same texts and the same moment as the information dictionary."""
    assert xmp_texts(FACTS, "//dc:creator/rdf:Seq/rdf:li") == ["某甲 A. Author", "B & C"]
    assert xmp_texts(FACTS, "//dc:publisher/rdf:Bag/rdf:li") == ["某出版社", "Some Press"]
    assert xmp_texts(FACTS, "//dc:identifier") == ["urn:isbn:9780306406157"]
    assert xmp_texts(FACTS, "//dc:date/rdf:Seq/rdf:li") == ["2016-11-18T00:00:00Z"]
    assert xmp_texts(FACTS, "//xmp:CreateDate | //xmp:ModifyDate") == ["2016-11-18T00:00:00Z"] * 2
    assert xmp_texts(FACTS, "//pdf:Keywords") == ["printing, 双语"]
    assert xmp_texts(FACTS, "//pdf:Producer") == ["WeasyPrint"]


def test_claims_are_written_and_described() -> None:
    """PDF/A and PDF/UA are claimed, and the schema that is not part of XMP is described."""
    assert xmp_texts(FACTS, "//pdfaid:part | //pdfaid:conformance | //pdfuaid:part") == ["2", "A", "1"]
    assert xmp_texts(FACTS, "//pdfaSchema:prefix") == ["pdfuaid"]
    assert xmp_texts(FACTS, "//pdfaProperty:name") == ["part"]


@pytest.mark.parametrize(
    ("claim", "names"),
    [(Conformance(), 0), (Conformance(0, "", 1), 1), (Conformance(1, "B"), 2)],
    ids=["none", "ua", "a"],
)
def test_only_true_claims(claim: Conformance, names: int) -> None:
    """A standard that is not claimed is not in the XMP."""
    facts = DocumentInfo(("en",), "t", LocalizedText(), "id", "id/x", claim=claim, authors=("a", "b"))
    assert len(xmp_texts(facts, "//pdfaid:* | //pdfuaid:*")) == names
    assert not xmp_texts(facts, "//pdfaExtension:schemas")
    assert not xmp_texts(facts, "//dc:rights | //dc:date | //xmp:CreateDate | //xmpRights:Marked")
    assert xmp_texts(facts, "//dc:creator//rdf:li") == (["a; b"] if claim.pdfa == 1 else ["a", "b"])


def test_metadata_is_plain_text() -> None:
    """The XMP in the file is not compressed."""
    with pdf_after(metadata, pack=True) as pdf:
        assert "/Filter" not in pdf.Root.Metadata
        assert pdf.Root.Metadata.read_bytes().startswith(
            b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        )


def test_document_identifiers_differ() -> None:
    """Two editions of a book have different document identifiers, each always the same."""
    other = DocumentInfo(("en",), "t", LocalizedText(), FACTS.identifier, "urn:uuid:1/en")
    first, second = xmp_texts(FACTS, "//xmpMM:DocumentID"), xmp_texts(other, "//xmpMM:DocumentID")
    assert first != second
    assert first == xmp_texts(FACTS, "//xmpMM:DocumentID")


def test_intent_is_srgb() -> None:
    """The profile is a display profile of version 2 with three channels."""
    with pdf_after(output_intent) as pdf:
        intent = pdf.Root.OutputIntents[0]
        profile = intent.DestOutputProfile.read_bytes()
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.N == 3
        assert (profile[8], profile[12:20]) == (2, b"mntrRGB ")


def test_labels_are_the_page_numbers() -> None:
    """Consecutive page numbers become ranges of labels."""
    folios = (
        PageNumber("", 1, "Cover"),
        PageNumber("r", 1),
        PageNumber("r", 2),
        PageNumber("D", 1),
        PageNumber("D", 2),
        PageNumber("D", 7),
    )
    facts = DocumentInfo(("en",), "t", LocalizedText(), "id", "id/x", folios=folios)
    with pdf_after(page_labels, facts=facts) as pdf:
        labels = {int(key): value for key, value in pikepdf.NumberTree(pdf.Root.PageLabels).items()}
        assert sorted(labels) == [0, 1, 3, 5]
        assert labels[0].P == "Cover"
        assert (labels[1].S, labels[3].S, labels[5].St) == ("/r", "/D", 7)


def test_tables_of_the_tree() -> None:
    """The tree of IDs is in the order of bytes, and types that PDF 1.7 does not have are mapped."""
    pdf = pydyf.PDF()
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    pdf.catalog["StructTreeRoot"] = root.reference
    ids = {"注": root.reference, "b": root.reference, "a": root.reference}
    facts = DocumentInfo(
        ("en",), "t", LocalizedText(), "id", "id/x", tagged=Tagged(root, ids, frozenset({"P", "Em", "Aside"}))
    )
    with pdf_after(element_ids, element_roles, facts=facts, pdf=pdf) as finished:
        tree = finished.Root.StructTreeRoot
        assert [str(each) for each in list(tree.IDTree.Kids[0].Names)[::2]] == ["a", "b", "注"]
        assert dict(tree.RoleMap) == {"/Em": "/Span", "/Aside": "/Div"}


def test_attachments() -> None:
    """An attachment has its name, belongs to the document and has its relationship to it."""
    file = Attachment("一.md", "# 一".encode(), "text/markdown", "Source", "Manuscript of this book")
    facts = DocumentInfo(("en",), "t", LocalizedText(), "id", "id/x", attachments=(file,), date=dt.date(2020, 2, 2))
    with pdf_after(attachments, facts=facts, pack=True) as pdf:
        (name,) = pdf.attachments
        assert name == "一.md"
        assert pdf.attachments[name].get_file().read_bytes() == file.data
        specification = pdf.Root.AF[0]
        assert specification.AFRelationship == "/Source"
        assert (str(specification.F), str(specification.UF)) == ("_.md", "一.md")
        assert specification.EF.F.Params.ModDate == "D:20200202000000Z"


def stream(**extra: Any) -> Any:
    """Return a stream with some entries."""
    return pydyf.Stream([b"content " * 40], dict(extra), compress=True)


def test_pictures_are_not_smoothed() -> None:
    """No picture is interpolated."""
    picture = stream(Subtype="/Image", Interpolate="true")
    pdf = pydyf.PDF()
    pdf.add_object(picture)
    disable_interpolation(pdf)
    assert "Interpolate" not in picture.extra


def test_groups_without_transparency_are_removed() -> None:
    """A form without transparency loses its group; opaque states stay."""
    form = stream(Group=pydyf.Dictionary(), Resources=pydyf.Dictionary({"ExtGState": {"a1": {"ca": 1}}}))
    pdf = pydyf.PDF()
    pdf.add_object(form)
    no_transparency(pdf)
    assert "Group" not in form.extra


@pytest.mark.parametrize(
    "thing",
    [
        stream(SMask="1 0 R"),
        pydyf.Dictionary({"ExtGState": {"a": {"ca": 0.5}}}),
        pydyf.Dictionary({"ExtGState": {"a": {"CA": 0.5}}}),
        pydyf.Dictionary({"ExtGState": {"a": {"SMask": {}}}}),
        pydyf.Dictionary({"ExtGState": {"a": {"BM": "/Multiply"}}}),
    ],
)
def test_transparency_is_an_error(thing: Any) -> None:
    """Something transparent is an error in an archive file."""
    pdf = pydyf.PDF()
    pdf.add_object(thing)
    with pytest.raises(WicpressError, match="half transparent") as caught:
        no_transparency(pdf)
    assert caught.value.diagnostics[0].code == "transparency"


def test_streams_are_compressed_once() -> None:
    """Compressing twice changes nothing, and the content stays."""
    content = stream()
    pdf = pydyf.PDF()
    pdf.add_object(content)
    compress_streams(pdf)
    first = content.data
    compress_streams(pdf)
    assert content.data == first
    with pdf_after(pdf=pdf, pack=True) as finished:
        assert finished.get_object((content.number, 0)).read_bytes() == b"content " * 40
