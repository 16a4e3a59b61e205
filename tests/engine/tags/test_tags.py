"""The structure tree of painted PDFs: types, order and languages of its elements."""

from __future__ import annotations

import io
from textwrap import dedent

import pikepdf
import pypdfium2
import pytest
from weasyprint import HTML
from weasyprint.document import Page
from weasyprint.pdf.stream import Stream

import wicpress.engine.tags.tagger as subject
from support import structure_tree
from support.structure_tree import elements, outline, tagged
from wicpress.engine.patching.line_layer import chinese_line_layout


def tree(body: str, css: str = "", **more: object) -> str:
    """Return the outline of a body, without the Document."""
    lines = outline(tagged(body, css, **more)).split("\n")  # type: ignore[arg-type]
    assert lines[0] == "Document en"
    return dedent("\n".join(lines[1:]))


def test_headings_skip_no_level() -> None:
    """The first heading is an H1, no heading is more than one level below the one before, and siblings are on one."""
    assert tree("<h2>a</h2><h4>b</h4><h1>c</h1><h2>d</h2><h6>e</h6><h2>f</h2>") == (
        "H1 'a'\nH2 'b'\nH1 'c'\nH2 'd'\nH3 'e'\nH2 'f'"
    )
    assert tree("<h1>a</h1><h3>b</h3><h3>c</h3><h2>d</h2><h3>e</h3>") == "H1 'a'\nH2 'b'\nH2 'c'\nH2 'd'\nH3 'e'"


def test_language_where_it_changes() -> None:
    """An element has a language only where it differs from that around it, down to a word in a line."""
    body = '<p>a <span lang="fr">mot</span> <span lang="en">b</span></p><p lang="zh-Hans">汉<em lang="en">c</em></p>'
    assert tree(body) == "P\n 'a '\n Span fr 'mot '\n 'b'\nP zh-Hans\n '汉'\n Em en 'c'"


def test_han_text_has_its_language() -> None:
    """Han text for all languages is tagged as Chinese; a line of mixed text is not."""
    assert tree("<p>汉字</p><p>a 汉</p><p lang='ja'>漢</p>") == "P\n Span zh '汉字'\nP 'a 汉'\nP ja '漢'"


def test_two_languages_of_one_heading() -> None:
    """A heading in two languages is one heading, with a space between the languages."""
    body = '<h1><span class="languages"><span lang="zh">目录</span><span lang="en">Contents</span></span></h1>'
    assert tree(body, ".languages { display: flex }") == "H1\n Span zh '目录 '\n 'Contents'"


@pytest.mark.parametrize(
    "body",
    [
        "<p>a <strong>b <em>one</em></strong><br>two</p>",
        "<p>a <strong>b <em>one</em></strong><br><em>two</em></p>",
        '<p class="verse"><span>a b <strong><em>one</em></strong></span><br><span>two</span></p>',
        '<p class="verse"><span>a b one</span><br><span>two</span></p>',
        "<p style='width: 4em'>a <strong>bbb <em>one</em></strong> two</p>",
    ],
)
def test_lines_end_with_a_space(body: str) -> None:
    """Between two lines is a space, whatever ends with the first one, also where a line is a block of its own."""
    css = ".verse span { display: block } .verse br { display: none }"
    text = tree(body, css)
    assert "one |" in text or "one '" in text


def test_lists_have_labels_and_bodies() -> None:
    """Markers are labels although they are hidden and absolutely positioned; inner lists are in bodies."""
    body = (
        '<ul><li><div class="pair"><p lang="zh"><span class="marker" aria-hidden="true">●</span>甲</p>'
        '<p><span class="marker" aria-hidden="true">●</span>a</p></div>'
        '<div class="nested"><ol><li>n</li></ol></div></li></ul>'
    )
    css = ".marker { position: absolute; left: -8pt } p { position: relative } ul { list-style: none }"
    assert tree(body, css) == dedent("""\
        L
         LI
          Lbl zh '● '
          LBody
           P zh '甲'
          Lbl '● '
          LBody
           P 'a'
           L
            LI
             Lbl '1. '
             LBody 'n'""")


def test_lists_have_their_numbering() -> None:
    """A list has an attribute for the numbering of its items."""
    data = tagged("<ul><li>a</ul><ol><li>b</ol><dl><dt>c<dd>d</dl>")
    assert [str(each.attributes["ListNumbering"]) for each in elements(data, "L")] == ["/Disc", "/Decimal", "/None"]


def test_terms_and_their_definitions() -> None:
    """A term is the label of its item, its definition the body."""
    assert tree("<dl><dt>T<dd>D<dt>U<dd>E</dl>") == ("L\n LI\n  Lbl 'T'\n  LBody 'D'\n LI\n  Lbl 'U'\n  LBody 'E'")


def test_terms_of_one_definition() -> None:
    """Terms above one definition are labels of one item; one whose definition is left out has an empty body."""
    assert tree("<dl><dt>T<dt>U<dd>E<dt>V<dd></dd><dt>W<dd>F</dl>") == (
        "L\n LI\n  Lbl 'T'\n  Lbl 'U'\n  LBody 'E'\n LI\n  Lbl 'V'\n  LBody\n LI\n  Lbl 'W'\n  LBody 'F'"
    )


def test_pairs_are_read_pair_by_pair() -> None:
    """Pairs that the style lays out as a table are no table: they are read pair by pair, not column by column."""
    pair = '<div class="pair"><div class="cell"><p lang="zh">{}</p></div><div class="cell"><p>{}</p></div></div>'
    css = ".pair { display: table; width: 100% } .cell { display: table-cell }"
    assert tree(pair.format("甲", "a") + pair.format("乙", "b"), css) == (
        "Div\n P zh '甲'\n P 'a'\nDiv\n P zh '乙'\n P 'b'"
    )


def test_a_pair_of_one_is_no_group() -> None:
    """A block without counterpart has no group around it."""
    body = '<div class="pair"><div class="cell empty"></div><div class="cell"><p>a</p></div></div>'
    assert tree(body) == "P 'a'"


def test_note_after_the_block_that_calls_it() -> None:
    """The call links to the note and the note back; the note is after the pair and has an ID."""
    body = (
        '<div class="pair"><p lang="zh">甲<span class="note" id="n1" role="doc-footnote"><span lang="zh">注</span> '
        '<span lang="en">note</span></span>。</p><p>a</p></div><p>b</p>'
    )
    outlined = tree(body, describe=lambda target, lang: f"{target} in {lang}")
    assert outlined == dedent("""\
        Div
         P zh
          '甲'
          Reference
           Link
            -> n1 (n1 in zh)
            '1'
          '。'
         P 'a'
        Note zh #n1
         Lbl
          Link
           -> n1.call (n1.call in zh)
           '1. '
         P '注 '
         P en 'note'
        P 'b'""")


def test_notes_in_lists_and_tables_stay_there() -> None:
    """A note called in a list item or a cell is at its end."""
    note = '<span class="note" id="{}" role="doc-footnote">n</span>'
    lines = tree(f"<ul><li>a{note.format('x')} b</ul><table><tr><td>c{note.format('y')}<td>d</table>").split("\n")
    assert lines[lines.index("   Note #x") - 1] == "   ' b'"
    assert lines[lines.index("    Note #y") - 1] == "      '2'"
    assert lines[-1] == "   TD 'd'"


def test_note_of_an_item_after_its_pair() -> None:
    """A note called in one language of a list item is after the text in the other, before the nested blocks."""
    note = '<span class="note" id="{}" role="doc-footnote">n</span>'
    pair = f'<div class="pair"><p lang="zh">甲{note.format("x")}</p><p>a{note.format("y")}</p></div>'
    outlined = tree(f'<ul><li>{pair}<div class="nested"><p>b</p></div></li></ul>')
    places = [outlined.index(each) for each in ("甲", "'a'", "#x", "#y", "'b'")]
    assert places == sorted(places)


def test_link_back_leads_to_the_call() -> None:
    """The destination of the link back is the place of the call, not that of the note."""
    body = '<p>a</p><p style="break-before: page">b<span class="note" id="n" role="doc-footnote">c</span></p>'
    with pikepdf.open(io.BytesIO(tagged(body))) as pdf:
        names = dict(pikepdf.NameTree(pdf.Root.Names.Dests).items())
        assert set(names) >= {"n", "n.call"}
        assert all(names[each][0].objgen == pdf.pages[1].objgen for each in ("n", "n.call"))
        assert float(names["n.call"][3]) > float(names["n"][3]) + 50


def test_contents() -> None:
    """The contents are a TOC of rows; a row's link is a Reference, the page number is outside the link."""
    body = (
        '<nav role="doc-toc"><h1>Contents</h1><ol><li><span class="number">1</span>'
        '<span class="title"><span lang="en">'
        '<a href="#c">One</a><span class="page-reference">7</span></span></span></ol></nav><h2 id="c">One</h2>'
    )
    assert tree(body, "ol { list-style: none }") == dedent("""\
        Sect
         H1 'Contents'
         TOC
          TOCI
           Lbl '1'
           Reference
            Link
             -> c (c)
             'One'
            '7'
        H2 'One'""")


def test_one_annotation_for_each_link_and_line() -> None:
    """A link with markup inside has one annotation on each of its lines, with a description."""
    body = '<p><a href="https://x.org/">one <b>two <i>three<br>four</i></b> five</a></p>'
    data = tagged(body)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        annotations = list(pdf.pages[0].Annots)
        assert len(annotations) == 2
        for each in annotations:
            assert str(each.Contents) == "https://x.org/"
            assert each.F == 4
            left, bottom, right, top = map(float, each.Rect)
            assert 20 <= left < right < 280
            assert bottom < top
        tops = [float(each.Rect[3]) for each in annotations]
        assert tops[0] - tops[1] == pytest.approx(12, abs=0.1)
        assert pdf.pages[0].Tabs == "/S"
    assert tree(body).count("->") == 2


def test_title_of_a_link_is_its_description() -> None:
    """The title of a link is preferred to the generated description."""
    assert "(Tee)" in tree('<p><a href="#t" title="Tee">x</a> <span id="t">y</span></p>', describe=lambda *_: "z")


def test_table_heads() -> None:
    """Heads have a scope and an ID, cells refer to their heads, spans and empty cells are counted."""
    body = (
        '<table><caption>Cap</caption><thead><tr><th colspan="2">A</th><th>B</th></tr></thead><tbody>'
        '<tr><th rowspan="2" scope="row">r</th><td>1</td><td>2</td></tr><tr><td>3</td><td></td></tr></table>'
    )
    assert tree(body) == dedent("""\
        Table
         Caption 'Cap'
         THead
          TR
           TH #t1-1 'A'
           TH #t1-2 'B'
         TBody
          TR
           TH #t1-3 'r'
           TD '1'
           TD '2'
          TR
           TD '3'
           TD""")
    data = tagged(body)
    assert [str(each.attributes["Scope"]) for each in elements(data, "TH")] == ["/Column", "/Column", "/Row"]
    assert [[str(head) for head in each.attributes["Headers"]] for each in elements(data, "TD")] == [
        ["t1-1", "t1-3"],
        ["t1-2", "t1-3"],
        ["t1-1", "t1-3"],
        ["t1-2", "t1-3"],
    ]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert list(pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree.Kids[0])) == ["t1-1", "t1-2", "t1-3"]


def test_table_over_pages_is_one_table() -> None:
    """A table over several pages is one Table; its head is in the tree once, and an artifact where it is repeated."""
    rows = "".join(f"<tr><td>{n}</td></tr>" for n in range(30))
    data = tagged(f"<table><thead><tr><th>Head</th></tr></thead><tbody>{rows}</tbody></table>")
    outlined = outline(data)
    assert outlined.count("Table") == outlined.count("THead") == outlined.count("TBody") == 1
    assert outlined.count("TH #") == 1
    assert [line.strip() for line in outlined.split("\n") if "TD" in line] == [f"TD '{n}'" for n in range(30)]
    pages = pypdfium2.PdfDocument(data)
    assert all("Head" in page.get_textpage().get_text_bounded() for page in pages)


def test_paragraph_over_pages_is_one_paragraph() -> None:
    """A paragraph over several pages is one P, with text on all of them."""
    data = tagged("<p>" + "word " * 400 + "</p>")
    paragraphs = elements(data, "P")
    assert len(paragraphs) == 1
    assert len({child.page for child in paragraphs[0].children}) > 2  # type: ignore[union-attr]
    text = "".join(structure_tree.texts(data).values())
    assert " ".join(text.split()) == ("word " * 400).strip()
    assert "wordword" not in text


PICTURE = (
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'>"
    "<rect width='40' height='20'/></svg>"
)


def test_figures_have_an_alternative_and_a_box() -> None:
    """A picture has its alternative, in its language, and its box in pt from the page's lower left corner."""
    body = (
        f'<figure style="margin: 0"><img src="{PICTURE}" alt="黑框" lang="zh"><figcaption>Cap</figcaption></figure>'
    )
    data = tagged(body)
    assert outline(data) == "Document en\n Div\n  Figure zh alt=黑框 '~'\n  Caption 'Cap'"
    (figure,) = elements(data, "Figure")
    box = [float(value) for value in figure.attributes["BBox"]]
    assert box[0] == 20
    assert box[2] - box[0] == pytest.approx(30)
    assert box[3] - box[1] == pytest.approx(15)
    image = pypdfium2.PdfDocument(data)[0].render(scale=4).to_numpy()
    dark = image[int((200 - box[3]) * 4) + 1 : int((200 - box[1]) * 4) - 1, int(box[0] * 4) + 1 : int(box[2] * 4) - 1]
    assert dark.max() == 0


def test_picture_without_alternative() -> None:
    """A picture with an empty alternative is an artifact; in a captioned figure the caption is its alternative."""
    assert tree(f'<p>a <img src="{PICTURE}" alt=""> b</p>') == "P 'a | b'"
    body = f'<figure><img src="{PICTURE}" alt=""><figcaption>A black box</figcaption></figure>'
    assert tree(body).startswith("Div\n Figure alt=A black box '~'\n Caption")


def test_quotes_code_and_ruby() -> None:
    """Quotations, code and ruby have types of their own; a reading follows its base."""
    body = (
        "<blockquote>q</blockquote><p>see <code>c</code></p><p lang=zh><ruby>汉<rt>hàn</rt>字<rt>zì</rt></ruby></p>"
    )
    assert tree(body) == dedent("""\
        BlockQuote
         P 'q'
        P
         'see '
         Code 'c'
        P zh
         Ruby
          RB '汉'
          RT 'hàn'
          RB '字'
          RT 'zì'""")


def test_loose_text_is_a_paragraph() -> None:
    """Text directly inside a block is a paragraph."""
    assert tree("<section>a<p>b</p>c</section><div>d</div>") == "Sect\n P 'a'\n P 'b'\n P 'c'\nP 'd'"
    assert tree("<div><em>a</em> b</div><em>c</em>") == "P\n Em 'a'\n ' b'\nP\n Em 'c'"


def test_role_map() -> None:
    """Types that PDF 1.7 does not have are mapped to standard ones."""
    data = tagged("<aside><p><em>a</em></p></aside>")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert dict(pdf.Root.StructTreeRoot.RoleMap) == {"/Aside": "/Div", "/Em": "/Span"}


def test_text_in_forms_is_reached() -> None:
    """A half-transparent paragraph is painted in a form of its own, and is in the tree."""
    data = tagged('<p>a</p><p style="opacity: .5">b c</p>')
    assert outline(data) == "Document en\n P 'a'\n P 'b c'"
    with pikepdf.open(io.BytesIO(data)) as pdf:
        numbers = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        (form,) = (each for each in pdf.pages[0].Resources.XObject.values() if "/StructParents" in each)
        assert numbers[int(form.StructParents)][0].S == "/P"


def test_every_sequence_has_its_parent() -> None:
    """The parent tree connects each sequence and annotation with its element."""
    note = '<span class="note" id="n" role="doc-footnote">note</span>'
    data = tagged(f'<h1 id="h">a</h1><p>b<a href="#h">c</a>{note}</p><p>{"long " * 300}</p>')
    with pikepdf.open(io.BytesIO(data)) as pdf:
        numbers = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        for number, page in enumerate(pdf.pages):
            assert page.StructParents == number
            owners = numbers[number]
            mcids = [
                int(each.operands[1]["/MCID"])
                for each in pikepdf.parse_content_stream(page)
                if str(each.operator) == "BDC" and "/MCID" in each.operands[1]
            ]
            assert sorted(mcids) == list(range(len(owners)))
            for annotation in page.get("/Annots", []):
                owner = numbers[int(annotation.StructParent)]
                assert owner.S == "/Link"
                assert any(kid.get("/Obj") == annotation for kid in owner.K if isinstance(kid, pikepdf.Dictionary))
        assert pdf.Root.StructTreeRoot.ParentTreeNextKey == len(list(numbers))


@pytest.mark.parametrize("layered", [False, True])
def test_pages_look_the_same(layered: bool) -> None:
    """No pixel of a page changes when it is tagged."""
    body = (
        '<h1>Head</h1><p style="text-align: justify; hyphens: auto">'
        + "internationalisation of things " * 60
        + "</p>"
        f'<p style="background: #eee; opacity: .7">a <a href="#x">b</a> <img src="{PICTURE}" alt="x"></p>'
        "<ul><li>c</ul>"
    )
    layer = chinese_line_layout() if layered else None
    after = pypdfium2.PdfDocument(tagged(body, layer=layer))
    html = f'<!doctype html><html lang="en"><title>t</title><style>{structure_tree.STYLE}</style><body>{body}'
    if layered:
        with chinese_line_layout():
            before = pypdfium2.PdfDocument(HTML(string=html).write_pdf())
    else:
        before = pypdfium2.PdfDocument(HTML(string=html).write_pdf())
    assert len(before) == len(after) > 1
    for one, other in zip(before, after, strict=True):
        assert (one.render(scale=2).to_numpy() == other.render(scale=2).to_numpy()).all()


def test_same_bytes_twice() -> None:
    """The same page gives the same bytes."""
    body = '<h1 id="h">a</h1><p>b<a href="#h">c</a></p>'
    assert tagged(body, pdf_identifier=b"x") == tagged(body, pdf_identifier=b"x")


def test_weasyprint_is_restored() -> None:
    """``tags`` replaces functions inside its context only, even when the code inside fails."""
    before = Page.paint, Stream.marked, Stream.artifact
    with pytest.raises(ZeroDivisionError), subject.tags():
        assert Page.paint is not before[0]
        _ = 1 / 0
    assert (Page.paint, Stream.marked, Stream.artifact) == before


def test_one_document_at_a_time() -> None:
    """``tags`` inside ``tags`` raises and changes nothing."""
    before = Page.paint
    with subject.tags(), pytest.raises(subject.TagsActive), subject.tags():
        pass
    assert Page.paint is before
