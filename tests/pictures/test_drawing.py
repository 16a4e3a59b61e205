"""SVG drawings as outputs show them: in the namespace, with a size, in UTF-8, with nothing but what draws."""

from __future__ import annotations

import base64
import gzip
import re
from xml.sax.saxutils import escape, quoteattr

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from support import sample_pictures as samples
from wicpress import limits
from wicpress.pictures import drawing_names as names
from wicpress.pictures.drawing import Drawing, TooLargeError, is_drawing
from wicpress.pictures.drawn_elements import RefersToItselfError
from wicpress.pictures.prepare import clean_drawing, plan, prepare
from wicpress.pictures.target import EPUB, PRINT, SVG

SVG_NAMESPACE = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100" height="50"'
RECT = '<rect width="100" height="50" fill="#9bc"/>'


def clean(inside: str, attributes: str = "") -> Drawing:
    """Return a drawing with that inside it."""
    return clean_drawing(f"{HEAD} {attributes}>{inside}</svg>".encode(), EPUB)


def parsed(drawing: Drawing) -> etree._Element:
    """Return the root of a clean drawing."""
    return etree.fromstring(drawing.data)


# ------------------------------------------------------------------------------------ what is a drawing


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("gb18030", "GB18030"), ("big5", "Big5")],
)
def test_any_encoding(encoding: str, declared: str) -> None:
    """What the file declares is what it is read in; outputs get UTF-8."""
    text = f'<?xml version="1.0" encoding="{declared}"?>{HEAD}><text>運河</text></svg>'
    data = text.encode(encoding)
    assert is_drawing(data)
    drawing = clean_drawing(data, EPUB)
    assert "運河" in drawing.data.decode("utf-8")
    assert drawing.left_out == ()


def test_latin_1_and_compressed_drawings() -> None:
    """Old encodings and ``.svgz`` are drawings, too."""
    old = f'<?xml version="1.0" encoding="ISO-8859-1"?>{HEAD}><text>café</text></svg>'.encode("latin-1")
    assert "café" in clean_drawing(old, EPUB).data.decode()
    packed = gzip.compress(f"{HEAD}>{RECT}</svg>".encode())
    assert is_drawing(packed)
    assert clean_drawing(packed, EPUB).data == clean(RECT).data


def test_drawings_without_namespace() -> None:
    """A drawing that was cut out of an HTML page is given the namespaces that it needs."""
    root = etree.fromstring(
        clean_drawing(b'<svg width="9" height="9"><g id="a"/><use xlink:href="#a"/></svg>', EPUB).data
    )
    assert [each.tag for each in root.iter()] == [SVG_NAMESPACE + name for name in ("svg", "g", "use")]
    assert root[1].get(XLINK) == "#a"


def test_document_types_and_short_entities() -> None:
    """Illustrator writes its namespaces as entities; the result has neither them nor a document type."""
    text = (
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" '
        '[<!ENTITY ns "http://www.w3.org/2000/svg"><!ENTITY blue "#9bc">]>'
        '<svg xmlns="&ns;" width="9" height="9"><rect width="9" height="9" fill="&blue;"/></svg>'
    )
    data = clean_drawing(text.encode(), EPUB).data
    assert b"DOCTYPE" not in data and b"&" not in data and b'fill="#9bc"' in data


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + HEAD + ">&x;</svg>",
        '<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY x "&a;&a;">]>' + HEAD + ">&x;</svg>",
        HEAD + ">&nbsp;</svg>",
        HEAD + ' viewBox="0 0 0 5"/>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{"9" * 400}" height="9"/>',
        '<svg xmlns="http://www.w3.org/2000/svg" width="9000000" height="9"/>',
        '<svg xmlns="http://example.org/other"/>',
        "<html/>",
        "<svg",
    ],
)
def test_what_is_no_drawing(text: str) -> None:
    """Entities from outside or in entities, sizes that cannot be shown, other XML and no XML."""
    with pytest.raises(ValueError, match=r"^(is|has|uses|defines) "):
        clean_drawing(text.encode(), EPUB)


@pytest.mark.parametrize(
    ("attributes", "size", "box"),
    [
        ('width="10" height="20"', (10, 20), "0 0 10 20"),
        ('width="72pt" height="1in"', (96, 96), "0 0 96 96"),
        ('width="20" viewBox="0 0 10 5"', (20, 10), "0 0 10 5"),
        ('height="20" viewBox="0 0 10 5"', (40, 20), "0 0 10 5"),
        ('viewBox="0 0 10 5"', (10, 5), "0 0 10 5"),
        ('viewBox="-1.5,2 1e1 5"', (10, 5), "-1.5 2 10 5"),
        ('width="100%" height="100%" viewBox="0 0 10 5"', (10, 5), "0 0 10 5"),
        ("", (300, 150), "0 0 300 150"),
    ],
)
def test_size_and_view_box(attributes: str, size: tuple[int, int], box: str) -> None:
    """Each comes from the others, so that both formats show a drawing in the same size, and scale all of it."""
    drawing = clean_drawing(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{RECT}</svg>'.encode(), EPUB)
    root = parsed(drawing)
    assert (drawing.width, drawing.height) == size
    assert (root.get("width"), root.get("height")) == tuple(map(str, size))
    assert root.get("viewBox") == box


# --------------------------------------------------------------------------------------------- ids


def test_ids_are_names_and_unique() -> None:
    """Ids that XML does not allow, and second ones, change; references go with them; ids without one go."""
    drawing = clean(
        '<defs><linearGradient id="1 g"><stop offset="0"/></linearGradient>'
        '<clipPath id="图"><rect/></clipPath></defs>'
        '<style>#a\\ b .c { fill: url("#1 g") }</style>'
        '<rect id="a b" fill="url(#1 g)" style="clip-path: url(\'#图\')"/><rect id="a b"/><rect id="alone"/>'
        '<use xlink:href="#a%20b"/>'
    )
    root = parsed(drawing)
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids)) == 3
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", each) for each in ids)
    gradient, clip, shape = ids
    rect = root.find(f"{SVG_NAMESPACE}rect")
    assert rect is not None
    assert (rect.get("fill"), rect.get("style")) == (f"url(#{gradient})", f"clip-path: url(#{clip})")
    assert root.find(f"{SVG_NAMESPACE}use").get(XLINK) == f"#{shape}"  # type: ignore[union-attr]
    assert f"#{shape} .c {{ fill: url(#{gradient}) }}" in drawing.data.decode()
    assert drawing.left_out == ()


# ------------------------------------------------------------------------------------ what is left out


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<script>alert(1)</script>", "a script"),
        ('<rect onclick="x()"/>', "a script"),
        ('<rect style="fill:url(http://e.org/x)"/>', "something from outside"),
        ('<rect fill="u\\72l(http://e.org/x)"/>', "something from outside"),
        ("<rect filter=\"image-set('x.png' 1x)\"/>", "something from outside"),
        ("<style>@import 'x.css';</style>", "a style sheet from outside"),
        ("<style>@\\69mport 'x.css';</style>", "a style sheet from outside"),
        ("<style>rect { fill: url(http://e.org/x) }</style>", "something from outside"),
        ("<style>@media all { rect { fill: u\\72l(http://e.org/x) } }</style>", "something from outside"),
        ("<style>@font-face { font-family: x; src: url(data:font/ttf;base64,AA==) }</style>", "a font of its own"),
        ("<font><font-face/></font>", "a font of its own"),
        ('<a href="https://e.org"><rect/></a>', "a link"),
        ('<a xlink:href="javascript:x()"><rect/></a>', "a link"),
        ('<a><set attributeName="xlink:href" to="javascript:x()"/></a>', "an animated link"),
        ("<video/>", "a film"),
        ("<blink/>", "<blink>"),
    ],
)
def test_what_a_book_does_not_show_is_left_out_and_named(inside: str, what: str) -> None:
    """The rest of the drawing stays, with nothing that runs or leads out."""
    drawing = clean(inside + RECT)
    assert drawing.left_out == (what,)
    text = drawing.data.decode()
    assert not re.search(r"script|http://e|https:|x\.png|x\.css|javascript|onclick|base64|other\.svg", text)
    assert "#9bc" in text


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        (
            "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
            "text in HTML (<foreignObject>)",
        ),
        ('<image href="http://e.org/x.png"/>', "a picture from outside, http://e.org/x.png"),
        ('<image xlink:href="../x.png"/>', "a picture from outside, ../x.png"),
        ('<use href="other.svg#a"/>', "a part from outside, other.svg#a"),
    ],
)
def test_what_would_be_an_empty_place_is_named(inside: str, what: str) -> None:
    drawing = clean(inside + RECT)
    assert (drawing.gaps, drawing.left_out) == ((what,), ())
    assert not re.search(rb"http://e|x\.png|other\.svg|xhtml", drawing.data)


def test_what_nobody_sees_goes_without_a_word() -> None:
    """Data of programs, unknown attributes and comments draw nothing."""
    drawing = clean(
        '<!-- x --><?x y?><metadata/><n:view xmlns:n="urn:n"/><rect data-x="1" foo="bar" n:label="y" xmlns:n="urn:n" '
        'style="-inkscape-font: x; behavior: y; fill: red"/>'
    )
    assert drawing.left_out == ()
    assert re.sub(r"^<svg[^>]*>", "", drawing.data.decode()) == '<rect style="fill: red"/></svg>'


def test_a_switch_shows_what_every_reader_can() -> None:
    """Programs write HTML first and text of SVG for all others; that one stays, and nothing is lost."""
    drawing = clean("<switch><foreignObject/><text>words</text><text>more</text></switch>")
    assert [each.tag.rpartition("}")[2] for each in parsed(drawing).iter()] == ["svg", "text"]
    assert drawing.left_out == ()
    assert clean("<switch><foreignObject/></switch>").gaps != ()


def test_references_to_nothing() -> None:
    """A colour that does not exist is none, as in browsers, and not black."""
    assert 'fill="none"' in clean('<rect fill="url(#gone)"/>').data.decode()
    assert b"href" not in clean('<use href="#gone"/>').data


def test_what_paper_does_not_show() -> None:
    """Effects and animations stay in e-books; the plan for a PDF names them."""
    blur = '<filter id="f"><feGaussianBlur stdDeviation="2"/></filter>'
    data = f'{HEAD}>{blur}<rect filter="url(#f)"><animate/></rect></svg>'
    drawing = clean_drawing(data.encode(), EPUB)
    assert drawing.moves
    assert drawing.not_printed == ("a filter", names.ANIMATION)
    assert b"feGaussianBlur" in drawing.data
    assert plan(data.encode(), PRINT).changes == ("shown without a filter", "shown without an animation")
    assert plan(data.encode(), EPUB).changes == ()


# ------------------------------------------------------------------------------------------ pictures inside


def test_pictures_inside_are_prepared() -> None:
    """A photo in a drawing loses its metadata, a drawing in it its scripts, at any depth that makes sense."""
    photo = base64.b64encode(samples.photo()).decode()
    drawing = clean(f'<image width="9" height="9" href="data:image/jpeg;base64,{photo}"/>')
    address = parsed(drawing)[0].get(XLINK) or ""
    inside = base64.b64decode(address.partition(",")[2])
    assert address.startswith("data:image/jpeg") and b"SN-1234567" not in inside
    assert samples.difference(samples.opened(inside), samples.motif()) < 4
    nested = f"{HEAD}><script/>{RECT}</svg>"
    for _ in range(3):
        nested = in_address(nested)
    assert b"script" not in clean_drawing(nested.encode(), EPUB).data
    with pytest.raises(ValueError, match=r"^holds a picture that cannot be shown: drawings stand too deep"):
        clean_drawing(in_address(nested).encode(), EPUB)


def in_address(drawing: str) -> str:
    """Return a drawing that shows another one."""
    address = f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"
    return f'{HEAD}><image href="{address}"/></svg>'


@pytest.mark.parametrize("data", [b"\0\0\0", samples.photo()[:-900]])
def test_damaged_pictures_inside(data: bytes) -> None:
    """A picture that cannot be decoded would leave an empty place: the drawing is refused."""
    address = f"data:image/png;base64,{base64.b64encode(data).decode()}"
    with pytest.raises(ValueError, match="holds a picture that cannot be shown"):
        clean(f'<image width="9" height="9" href="{address}"/>')


ANY = st.recursive(
    st.sampled_from(
        ["x", "<rect/>", "<script/>", '<use href="#a"/>', "<?p?>", '<g id="a"/>', "<!--c-->", '<b:c xmlns:b="d"/>']
    ),
    lambda inside: st.builds(
        "<{0} {1}>{2}</{0}>".format,
        st.sampled_from(["g", "a", "switch", "style", "text", "defs", "foreignObject", "image"]),
        st.sampled_from(
            ["", 'fill="url(#a)"', 'style="fill: url(x)"', 'href="javascript:x"', 'id="a"', 'onload="x"']
        ),
        st.lists(inside, max_size=3).map("".join),
    ),
)


@settings(deadline=None)
@given(ANY)
def test_any_drawing(inside: str) -> None:
    """Whatever it holds, the result has allowed names alone, and cleaning it again changes nothing."""
    try:
        drawing = clean(inside)
    except RefersToItselfError:
        return
    for each in parsed(drawing).iter():
        assert isinstance(each.tag, str) and each.tag.removeprefix(SVG_NAMESPACE) in names.ELEMENTS
        assert all(key in names.ATTRIBUTES | {XLINK} for key in each.attrib)
        assert (each.get(XLINK) or "#").startswith("#")
    again = clean_drawing(drawing.data, EPUB)
    assert again.data == drawing.data
    assert prepare(drawing.data, EPUB).media_type == SVG


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes(data: bytes) -> None:
    """What is no drawing raises ``ValueError`` and nothing else."""
    for start in (b"", b"<svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>", b"\x1f\x8b"):
        try:
            clean_drawing(start + data, EPUB)
        except ValueError:
            continue


# ------------------------------------------------------------------------------- sizes, numbers, cost


@pytest.mark.parametrize("name", ["width", "height"])
@pytest.mark.parametrize(
    "value", ["9" * 400, "NaN", "inf", "0", "0px", "-5", "1e300", "1e999", "9px;", "x", "-1e-400", "0%"]
)
def test_sizes_that_are_none(name: str, value: str) -> None:
    """A width or height that is no length above 0, or that no page can show, is named."""
    other = {"width": "height", "height": "width"}[name]
    for box in ("", 'viewBox="0 0 9 9"'):
        text = f'<svg xmlns="http://www.w3.org/2000/svg" {name}="{value}" {other}="9" {box}>{RECT}</svg>'
        with pytest.raises(ValueError, match=r"^has a (size|width|height) that"):
            clean_drawing(text.encode(), EPUB)


@pytest.mark.parametrize("box", ["0 0 0 5", "0 0 -1 5", "0 0 1e300 5", "1e300 0 9 9", "0 0 1e-300 5", "0 0 5 1e999"])
def test_view_boxes_that_are_none(box: str) -> None:
    """A view box through which nothing can be seen is named."""
    with pytest.raises(ValueError, match=r"^has (an empty|a) view box"):
        clean_drawing(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"/>'.encode(), EPUB)


@pytest.mark.parametrize(
    "inside",
    [
        f'<rect width="{"9" * 400}" height="1"/>',
        '<path d="M0 0L1e300 5"/>',
        '<g transform="scale(1e99)"><rect/></g>',
        '<rect style="stroke-width: 1e99" width="1" height="1"/>',
        "<style>rect { stroke-width: 1e99px }</style>",
    ],
)
def test_numbers_that_outputs_cannot_write(inside: str) -> None:
    """A PDF would have a number that no reader can read."""
    with pytest.raises(ValueError, match="has a number that no page can show"):
        clean(inside)


def chain(body: str, link: str, times: int, levels: int) -> str:
    """Return parts that each use the one before them ``times`` over, and the last of them in use."""
    parts = "".join(f"<g id='a{n}'>{link.format(n - 1) * times}</g>" for n in range(1, levels + 1))
    return f"<defs><g id='a0'>{body}</g>{parts}</defs>{link.format(levels)}"


USE = "<use href='#a{0}'/>"
PATTERN = "<pattern id='p{0}' width='1' height='1'>{1}</pattern>"
HATCH = f"<pattern id='h' width='1' height='1' patternUnits='userSpaceOnUse'>{RECT}</pattern>"
COSTLY = {
    "use": chain(RECT, USE, 10, 8),
    "use with style": chain("<rect style='fill: red'/>", USE, 10, 6),
    "patterns": "".join(PATTERN.format(n, f"<rect fill='url(#p{n - 1})'/>" * 10) for n in range(1, 8))
    + PATTERN.format(0, RECT) + "<rect fill='url(#p7)'/>",
    "patterns by classes": "<style>.a { fill: url(#p0) } .b { fill: url(#p1) }</style>"
    + PATTERN.format(0, RECT * 500) + PATTERN.format(1, "<rect class='a'/>" * 500) + "<rect class='b'/>",
    "a pattern for a group": PATTERN.format(0, RECT * 400) + f"<g fill='url(#p0)'>{RECT * 400}</g>",
    "markers": f"<marker id='m'>{RECT * 400}</marker><path style='marker: url(#m)' d='M0 0{'L1 1' * 400}'/>",
    "markers of a group": f"<marker id='m'>{RECT * 400}</marker><g marker-mid='url(#m)'>"
    f"<polyline points='{'1,1 ' * 400}'/></g>",
    "masks": "".join(f"<mask id='m{n}'>{RECT * 10}<g mask='url(#m{n - 1})'>{RECT}</g></mask>" for n in range(1, 3))
    + "<mask id='m0'>" + RECT * 100_001 + "</mask><rect mask='url(#m2)'/>",
    "small tiles": "<pattern id='p' width='.001' height='.001' patternUnits='userSpaceOnUse'>" + RECT
    + "</pattern><rect fill='url(#p)' width='9' height='9'/>",
    "tiles in tiles": "".join(
        f"<pattern id='p{n}' width='1%' height='.01'><rect fill='url(#p{n - 1})'/></pattern>" for n in range(1, 5)
    ) + PATTERN.format(0, RECT) + "<rect fill='url(#p4)'/>",
    "tiles that are made small": "<pattern id='o' width='1' height='1' patternUnits='userSpaceOnUse' "
    "patternTransform='rotate(5) scale(1e-5, .1)'>" + RECT
    + "</pattern><pattern id='p' href='#o'/><rect fill='url(#p)' width='9' height='9'/>",
    "tiles that a group makes small": HATCH + "<g transform='scale(1e-3)'>"
    "<rect fill='url(#h)' width='1e6' height='1e6'/></g>",
    "tiles that several groups make small": HATCH + "<g transform='scale(.1)'><g style='transform: scale(.01)'>"
    "<path fill='url(#h)' d='M0 0H1e6V1e6H0z'/></g></g>",
    "tiles that a rule makes small": HATCH + "<style>.a { transform: scale(.001) } .b { fill: url(#h) }</style>"
    "<g class='a'><circle class='b' r='1e6'/></g>",
    "tiles that a view box makes small": HATCH + "<svg width='9' height='9' viewBox='0 0 100000 100000'>"
    "<rect fill='url(#h)' width='100%' height='100%'/></svg>",
    "tiles that a matrix makes small": HATCH + "<g id='a' fill='url(#h)'><rect width='1e5' height='1e5'/></g>"
    "<use href='#a' transform='matrix(.001 0 0 .001 0 0)'/>",
    "tiles that become small": HATCH + "<g><animateTransform attributeName='transform' type='scale' from='1' to='0'/>"
    "<rect fill='url(#h)' width='1e5' height='1e5'/></g>",
    "tiles of a pattern that becomes small": "<pattern id='h' width='9' height='9' patternUnits='userSpaceOnUse'>"
    + RECT + "<animate attributeName='width' values='9; 1e-9'/></pattern><rect fill='url(#h)' width='9' height='9'/>",
    "tiles of a broad line": HATCH + "<g transform='scale(1e-4)'>"
    "<path stroke='url(#h)' stroke-width='1e6' d='M0 0h9'/></g>",
    "tiles of a shape that grows": HATCH + "<g transform='scale(1e-3)'><rect fill='url(#h)' width='1' height='1'>"
    "<animate attributeName='width' to='1e6'/><animate attributeName='height' by='1e6'/></rect></g>",
    "a pattern for a used group": PATTERN.format(0, RECT * 400)
    + f"<defs><g id='g'>{RECT * 400}</g></defs><use href='#g' fill='url(#p0)'/>",
    "dashes that move": "<path d='M0 0H9000' stroke-dasharray='9'><animate attributeName='stroke-dasharray' "
    "values='9; 1e-5; 9'/></path>",
    "dashes that are set": "<path id='a' d='M0 0H9000'/><set href='#a' attributeName='stroke-dasharray' to='1e-5'/>",
    "dashes of a rule that move": "<style>@keyframes x { to { stroke-dasharray: 1e-5 } } path { animation: x 1s }"
    "</style><path d='M0 0H9000'/>",
    "dashes of a line that grows": "<line x2='1' stroke-dasharray='.01'>"
    "<animate attributeName='x2' values='1;1e8'/></line>",
    "dashes": "<path d='M0 0H1000' stroke-dasharray='1e-6 1e-6'/>",
    "dashes of a long line": "<g style='stroke-dasharray: 1'><path d='M0 0h9l1e8 0'/></g>",
    "dashes by a rule": "<style>line { stroke-dasharray: 1e-4 }</style><line x1='0' x2='5000'/>",
    "dashes of a length that is told": "<circle r='1' pathLength='1e9' stroke-dasharray='1 2'/>",
    "long paths": chain("<path d='M0 0" + "L1 1" * 40_000 + "'/>", USE, 10, 3),
    "drawings in addresses": chain("<image width='1' href='data:image/svg+xml;base64,{}'/>", USE, 10, 3).replace(
        "{}", base64.b64encode(f"{HEAD}>{RECT * 200}</svg>".encode()).decode()
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", COSTLY)
def test_drawn_elements_are_counted(name: str) -> None:
    """Each use of a part counts, whatever refers to it."""
    with pytest.raises(TooLargeError, match=r"^draws more than 100,000 elements$") as error:
        clean(COSTLY[name])
    assert error.value.limit == "elements"


def test_limit_of_drawn_elements() -> None:
    """The limit that is told is the limit that is meant."""
    limits.set_limits({"elements": 12})
    try:
        inside = chain(RECT, USE, 2, 2)
        assert clean(inside).elements == 11
        with pytest.raises(TooLargeError, match=r"^draws more than 12 elements$"):
            clean(inside + RECT + RECT)
    finally:
        limits.set_limits({})


def test_ordinary_drawings_are_cheap() -> None:
    """Gradients cost little, and what is defined and not used nothing."""
    gradient = "<linearGradient id='a'>" + "<stop offset='0'/>" * 9 + "</linearGradient>"
    drawing = clean(f"<defs>{gradient}<g>{RECT * 50}</g></defs><g fill='url(#a)'>{RECT * 100}</g>")
    assert drawing.elements <= 201
    hatch = "<pattern id='a' width='2' height='2' patternUnits='userSpaceOnUse'><path d='M0 0L2 2'/></pattern>"
    path = "<path d='M0 0" + "L90 40L10 10" * 50 + "' fill='url(#a)' stroke-dasharray='0 .5'/>"
    assert clean(hatch + path).elements <= 300
    small = "<g transform='scale(.01)'><path d='M0 0h90v90'/></g><text stroke-dasharray='1'>words</text>"
    assert clean(hatch + path + small).elements <= 20_000
    moving = "<animate attributeName='stroke-dasharray' from='0 300' to='300 0'/>"
    assert clean(f"<path d='M0 0h300'>{moving}</path><text>words</text>").elements <= 30
    assert clean(HATCH + "<rect fill='url(#h)' width='20' height='20'/><g transform='scale(1e-4)'/>").elements <= 200
    assert clean("<path d='M0 0h9' stroke-dasharray='none'/><path d='M0 0h9' stroke-dasharray='0 0'/>").elements == 2


@pytest.mark.parametrize(
    "inside",
    [
        "<g id='a'><use href='#a'/></g>",
        "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>",
        "<pattern id='a'><rect fill='url(#a)'/></pattern><rect fill='url(#a)'/>",
        "<mask id='a'><rect style='mask: url(#a)'/></mask><rect mask='url(#a)'/>",
        "<linearGradient id='a' href='#b'/><linearGradient id='b' href='#a'/><rect fill='url(#a)'/>",
    ],
)
def test_parts_that_contain_themselves(inside: str) -> None:
    """Circles are errors (SVG 2, 5.6)."""
    with pytest.raises(RefersToItselfError, match="contains itself"):
        clean(inside)


@pytest.mark.parametrize("inside", [chain(RECT, USE, 1, 120), "<g>" * 120 + RECT + "</g>" * 120])
def test_parts_that_nest_too_deeply(inside: str) -> None:
    """WeasyPrint draws each level with a level of Python's stack."""
    with pytest.raises(ValueError, match="nests deeper than"):
        clean(inside)


DEEP = "(" * 20_000
"""Brackets that a parser with recursion could not read."""


@pytest.mark.parametrize(
    ("inside", "left_out"),
    [
        (f"<rect stroke='{DEEP}'/>", "something from outside"),
        (f"<rect style='fill: {DEEP}'/>", "a style that nests too deeply"),
        (f"<rect style='fill: url(#a) {DEEP}'/>", "a style that nests too deeply"),
        (f"<style>rect {{ fill: url(#a) {DEEP} }}</style>", "a style sheet that nests too deeply"),
        (f"<style>{'a ' * 99}{{ fill: red }}</style>", "a selector that is too long"),
    ],
)
def test_styles_that_nest_too_deeply(inside: str, left_out: str) -> None:
    """They are left out, and told."""
    drawing = clean(RECT + inside)
    assert drawing.left_out == (left_out,)
    assert len(drawing.data) < 1_000


# ------------------------------------------------------------------------------------- nothing leads out

VALUES = st.sampled_from([
    "url(http://a.b/c)", "u\\72 l(http://a.b/c)", "src('//a.b/c')", "image-set('http://a.b/c' 1x)", "url(#a)", "red",
    "#a", "javascript:x", "java\nscript:x", "http://a.b/c", "//a.b/c", "file:///c", "data:text/html,x",
    "{url(http://a.b/c)}",
    "(url(http://a.b/c))", "var(--x)", "attr(x url)", "expression(x)", "1;http://a.b/c", "a\\28 url(http://a.b/c)",
    "rgb(url(http://a.b/c))", "url('#a", "M0 0", "0 0 9 9", "@import 'http://a.b/c';",
])  # fmt: skip
ATTRIBUTES = st.sampled_from([
    *sorted(names.ATTRIBUTES), "xlink:href", "onload", "onClick", "xml:base", "src", "data", "poster", "begin", "to",
    "values", "style", "attributeName", "href", "fill",
])  # fmt: skip
TAGS = st.sampled_from(
    [*sorted(names.ELEMENTS), "script", "foreignObject", "iframe", "audio", "handler", "font", "meta"]
)
SHEETS = st.lists(
    st.sampled_from([
        "@import 'http://a.b/c';", "@\\69mport url(//a.b/c);", "@font-face { src: url(http://a.b/c) }",
        "rect { fill: ",
        "url(http://a.b/c)", "u\\72l(http://a.b/c)", "} ", "@media x { ", "@supports (fill: url(http://a.b/c)) { ",
        "[a=url(http://a.b/c)] { fill: red }", "--a: url(http://a.b/c);", "a { behavior: url(//a.b/c) }", "*/", "/*",
        "@namespace url(http://a.b/c);", "; fill: src('http://a.b/c')", "@keyframes a { from { fill: ",
    ]),
    max_size=6,
).map("".join)  # fmt: skip
LEADS_OUT = re.compile(
    r"(?i)a\.b/c|file:|javascript|script:|text/html|<script|foreignobject|iframe|\son\w+=|expression|@import|\\\\|src\("
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(TAGS, ATTRIBUTES, VALUES, ATTRIBUTES, VALUES), max_size=4), SHEETS)
def test_nothing_that_leads_out_is_in_an_output(shapes: list[tuple[str, str, str, str, str]], sheet: str) -> None:
    """Whatever a drawing holds, no byte of the cleaned one leads out of it or runs, as a plain search sees it."""
    inside = "".join(
        f"<{tag} {one}={quoteattr(first)} {'' if one == other else f'{other}={quoteattr(second)}'}/>"
        for tag, one, first, other, second in shapes
    )
    try:
        data = clean(f"<g id='a'/><style>{escape(sheet)}</style>{inside}").data.decode()
    except ValueError:
        return
    shown = re.sub(r"(class|lang|aria-label)=\"[^\"]*\"", "", data)
    assert LEADS_OUT.search(shown) is None, data


# --------------------------------------------------------------------------------------------- fonts


@pytest.mark.parametrize(
    ("family", "role"),
    [
        ("Arial, sans-serif", "sans"),
        ("'Times New Roman', serif", "serif"),
        ("Georgia", "serif"),
        ("宋体", "serif"),
        ("SimSun, sans serif", "sans"),
        ("Microsoft YaHei", "sans"),
        ("Courier New", "mono"),
        ("ui-monospace", "mono"),
    ],
)
def test_text_is_set_in_the_fonts_of_the_book(family: str, role: str) -> None:
    """Pages are the same on every machine: what a drawing names is a role; an e-book keeps the name."""
    families = {each: f"W {each.title()},W Sans Han" for each in ("serif", "sans", "mono")}
    target = attrs.evolve(PRINT, families=tuple(families.items()))
    style = f"font-family: {family}"
    text = f'<style>.a {{ {style} }}</style><text font-family="{family}" style="{style}">a</text>'
    root = etree.fromstring(clean_drawing(f"{HEAD}>{text}</svg>".encode(), target).data)
    assert root.get("font-family") == families["sans"]
    assert root[1].get("font-family") == families[role]
    assert root[1].get("style") == f"font-family: {families[role]}"
    assert f"font-family: {families[role]} }}" in (root[0].text or "")
    assert parsed(clean(text))[1].get("font-family") == family
