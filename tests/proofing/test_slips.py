"""Slips in finished files that their words do not show: what elements and metadata say, looks, and pictures."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import attrs
import pikepdf
import pytest

from support import mutant_book
from support.mutant_book import Output
from wicpress.edition.punctuation import punctuation_fixer
from wicpress.pdf.incremental import write_in_sections
from wicpress.pdf.print_html import render_html
from wicpress.pdf.sections import make_section
from wicpress.proofing.pdf import drawings
from wicpress.proofing.verify_files import VerifyRequest, verify_files

BOOK = Output("source", "interleaved", "epub")
CHAPTERS, PACKAGE, NAV = r"EPUB/(c01|sec-end)\.xhtml", r"EPUB/package\.opf", r"EPUB/nav\.xhtml"
SLIPS = {
    "a column of numbers is ranged left": (CHAPTERS, '(<td [^>]*class=")right', r"\1"),
    "the head of a column is a cell": (CHAPTERS, r'<th (scope="col".*?)</th>', r"<td \1</td>"),
    "the head of a row is a cell": (CHAPTERS, r'<th (scope="row".*?)</th>', r"<td \1</td>"),
    "an item has another number": (CHAPTERS, '<li value="2">', '<li value="3">'),
    "a numbered list has bullets": (CHAPTERS, r'<ol class="list([^>]*)>(.*?)</ol>', r'<ul class="list\1>\2</ul>'),
    "a quotation is none": (CHAPTERS, "<blockquote(.*?)</blockquote>", r"<div\1</div>"),
    "a quotation has a source": (CHAPTERS, r'(<blockquote[^>]*><div class="pair)', r"\1 attribution"),
    "a signature is other text": (CHAPTERS, 'class="pair signature', 'class="pair'),
    "a notice is none": (CHAPTERS, '<aside class="notice"(.*?)</aside>', r'<div class="notice"\1</div>'),
    "a term is a meaning": (CHAPTERS, "<dt (.*?)</dt>", r"<dd \1</dd>"),
    "a caption is a paragraph": (CHAPTERS, "<figcaption (.*?)</figcaption>", r"<p \1</p>"),
    "a table has no name": (CHAPTERS, ' aria-labelledby="[^"]*.caption"', ""),
    "verse is prose": (CHAPTERS, 'class="pair verse short"', 'class="pair short"'),
    "two pictures are exchanged": (CHAPTERS, "river.png(.*?)stairs.png", r"stairs.png\1river.png"),
    "a picture in a line is another": (CHAPTERS, '(class="inline" src="images/)boat', r"\1river"),
    "a picture is narrower": (CHAPTERS, "<img src", '<img style="width: 5%" src'),
    "a link has a title": (CHAPTERS, '<a href="https', '<a title="x" href="https'),
    "words are hidden": (CHAPTERS, '(<p) ([^>]*>Both)', r'\1 hidden="hidden" \2'),
    "words are hidden from readers": (CHAPTERS, '(<p) ([^>]*>Both)', r'\1 aria-hidden="true" \2'),
    "words are not displayed": (CHAPTERS, '(<p) ([^>]*>Both)', r'\1 style="display: none" \2'),
    "a style sheet hides words": ("EPUB/styles/.*text.css", r"\A", "p { font-size: 0 !important }"),
    "the ring is beside the other language": (CHAPTERS, "missing-follow", "missing-lead"),
    "a call is none": (CHAPTERS, 'epub:type="noteref" role="doc-noteref" ', ""),
    "a chapter is none": (CHAPTERS, ' epub:type="chapter" role="doc-chapter"', ""),
    "a page is in another language": (CHAPTERS, ' lang="zh-Hans" xml:lang="zh-Hans" class="h', ' lang="en" class="h'),
    "a page has no style": (CHAPTERS, '<link rel="stylesheet"[^>]*text.css"/>', ""),
    "a landmark has another kind": (NAV, 'epub:type="copyright-page"', 'epub:type="titlepage"'),
    "a landmark leads elsewhere": (NAV, '(epub:type="bodymatter" href=")c01-part', r"\1sec-end"),
    "a section is beside its chapter": (
        NAV, r'</a><ol>\n(<li class="section-line">.*?</li>)\n</ol>\n</li>', r"</a></li>\n\1",
    ),
    "the cover has no picture": (PACKAGE, ' properties="cover-image"', ""),
    "titles are in another order": (PACKAGE, r'(display-seq" refines="#title">)1', r"\g<1>2"),
    "there is another author": (PACKAGE, "(<dc:creator)", r"<dc:creator>某丙</dc:creator>\1"),
    "an author has another role": (PACKAGE, ">aut<", ">trl<"),
    "the identifier is another": (PACKAGE, '(id="pub-id">urn:uuid:[0-9a-f]{7})[0-9a-f]', r"\1x"),
    "the work is another": (PACKAGE, "1b9d6bcd-bbfd", "1b9d6bcd-bbfe"),
    "the printed book is another": (PACKAGE, '(id="print">urn:uuid:)1b', r"\g<1>2b"),
    "languages are in another order": (
        PACKAGE, r"(<dc:language>zh-Hans</dc:language>)\s*(<dc:language>en</dc:language>)", r"\2\1",
    ),
    "the package is in another language": (PACKAGE, '(unique-identifier="pub-id" xml:lang=")zh-Hans', r"\1en"),
    "a chapter is outside the reading order": (PACKAGE, '(idref="page-sec-end")', r'\1 linear="no"'),
    "pages progress to the left": (PACKAGE, "<spine>", '<spine page-progression-direction="rtl">'),
}  # fmt: skip
"""What goes wrong: in which file, the pattern that stands there, and what takes its place."""


def changed(file: str, pattern: str, new: str) -> bytes:
    """Return the e-book with the first match of a pattern in its files replaced."""
    out, count = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(mutant_book.clean(BOOK).data)) as book, zipfile.ZipFile(out, "w") as copy:
        for info in book.infolist():
            data = book.read(info)
            if re.fullmatch(file, info.filename) and not count:
                text, count = re.subn(pattern, new, data.decode(), count=1, flags=re.DOTALL)
                data = text.encode()
            copy.writestr(info, data)
    assert count
    return out.getvalue()


@pytest.mark.engine
@pytest.mark.parametrize("slip", SLIPS)
def test_slips_are_reported(slip: str, tmp_path: Path) -> None:
    """Each slip is reported."""
    path = tmp_path / "trial-interleaved.epub"
    path.write_bytes(changed(*SLIPS[slip]))
    (result,) = verify_files([path], VerifyRequest(book=BOOK.root, run_validators=False))
    assert result.failures


PAGE_SLIPS = {
    "is not bold, in the book it is strong": (
        "(<strong)(>上面)", r'\1 style="font-family: W Serif Han; font-weight: 400"\2',
    ),
    "is set as the words around it": ("(<em)(>high)", r'\1 style="font-style: normal"\2'),
    "is not ranged right, in the book it is signature": (
        "(<p)( [^>]*>The boatman<)", r'\1 style="text-align: left"\2',
    ),
    "`make book` is not set as code": (
        "(<code)(>make book</code>(?:<ruby>)?造)",
        r'\1 style="font-family: W Serif"\2',
    ),
    "`Both languages again.` is too pale": ("(<p)( [^>]*>Both lang)", r'\1 style="color: #eee"\2'),
    "`Both of them, to the end.` is too pale or small": ("(<p)( [^>]*>Both of)", r'\1 style="font-size: 2pt"\2'),
    "the picture of fig-stairs is 6.0 pt wide": (
        '(id="fig-stairs".*?<img)( src="images/stairs)', r'\1 style="width: 6pt"\2',
    ),
    "`又是两种文字。` is in quotation": (
        '(<div class="pair[^"]*" id="[^"]*"><p[^>]*>又是.*?</div>)', r"<blockquote>\1</blockquote>",
    ),
    "Annals of...4` is neither the folio nor": ("(head verso.*?>)Annals of a Ferry", r"\1Annals of..."),
    "the link described as `水位` does not say": ("", ""),
}  # fmt: skip
"""What is reported of a slip in the pages of the printed edition: the pattern there, and what takes its place."""


def changed_pages() -> bytes:
    """Return the printed edition with every slip of its pages."""
    config = mutant_book.settings("source")
    parsed, _ = mutant_book.read_clean("source")
    edition = config.edition("interleaved")
    assert edition
    faces = mutant_book.fonts("source")
    names = faces.credited_families()
    page = render_html(parsed.book, config, edition, faces.css(), faces.files(), punctuation_fixer(config), names)
    units = []
    for unit in page.units:
        html = unit.html
        for pattern, new in filter(None, (pair for pair in PAGE_SLIPS.values() if pair[0])):
            html = re.sub(pattern, new, html, count=1, flags=re.DOTALL)
        units.append(make_section(unit.id, html, page.geometry))
    out = io.BytesIO()
    write_in_sections(attrs.evolve(page, units=tuple(units)), config, edition, mutant_book.layout_context(), out)
    with pikepdf.open(out) as pdf:
        links = (each for sheet in pdf.pages for each in sheet.get("/Annots", []))
        link = next(each for each in links if str(each.get("/Contents", "")).startswith("水位，"))
        link.Contents = pikepdf.String("水位")
        data = io.BytesIO()
        pdf.save(data)
    return data.getvalue()


@pytest.mark.engine
def test_slips_of_pages_are_reported(tmp_path: Path) -> None:
    """Each slip is reported: what looks otherwise than in the book, and figures of another size."""
    path = tmp_path / "trial-interleaved.pdf"
    path.write_bytes(changed_pages())
    (result,) = verify_files([path], VerifyRequest(book=BOOK.root, run_validators=False, run_pdf_validators=False))
    failures = re.sub(r" \([a-z0-9-]+\)", "", "\n".join(result.failures))
    assert [each for each in PAGE_SLIPS if each not in failures] == [], failures


@pytest.mark.parametrize(
    ("svg", "steps", "is_it"),
    [
        ('<rect width="9" height="9" fill="#c00"/>', "q|0.8 0 0 rg|0 0 9 9 re|f|Q", True),
        ('<rect width="9" height="9" fill="#c00"/>', "0.8 0 0 rg|q|0 0 1 rg|Q|0 0 9 9 re|f", True),
        ('<rect width="9" height="9" fill="#c00"/>', "0.8 0 0 rg|q|0 0 1 rg|0 0 9 9 re|f|Q", False),
        ('<g stroke="blue"><rect width="9" height="9" fill="none"/></g>', "0 0 1 RG|0 0 9 9 re|S", True),
        ('<g stroke="blue"><rect width="9" height="9" fill="none"/></g>', "0 0 1 RG|0 0 9 9 re|B", False),
        ('<rect width="9" height="9" fill="url(#a)"/>', "0 1 1 0 k|0 0 9 9 re|f", True),
    ],
)
def test_colours_of_drawings(svg: str, steps: str, is_it: bool) -> None:
    """The shapes of a drawing are painted in its colours, where these are known."""
    paints = drawings.paints_in_svg(f'<svg xmlns="http://www.w3.org/2000/svg">{svg}</svg>'.encode())
    assert drawings.has_paints(drawings.painted_colours(steps.split("|")), paints) is is_it
