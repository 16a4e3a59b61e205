"""Fragments as bytes, their order, and the file that the binder writes of them."""

from __future__ import annotations

import io
import zlib
from array import array
from pathlib import Path

import attrs
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wicpress import fragments
from wicpress.cache.disk_store import DiskStore
from wicpress.fragments import (
    Bookmark,
    CorruptFragment,
    DigitGlyphs,
    DigitSlot,
    FontUse,
    Fragment,
    FragmentPage,
    PageInfo,
    PageNumberSlot,
    PdfObjects,
    Stream,
    pack,
    unpack,
)
from wicpress.pdf.assemble import page_plan
from wicpress.pdf.assemble.pdf_writer import PdfWriter
from wicpress.pdf.cached_part import CachedPart

FACE = FontUse("AB", "0" * 64, {"name": "/AB", "tables": ["glyf"], "variations": {}}, {3: 500}, {3: "0"}, {9: 0x3400})
PART = Fragment(
    name="c1",
    objects=2,
    keys=1,
    text=zlib.compress(b"<</A \x00 0 R>>\x01/B 1\x01[\x00]\x01[]\x01"),
    cuts=array("I", [1, 2]).tobytes(),
    streams=(Stream(1, b"0000", (DigitSlot(0, "c2", 0, 1, False, 0),)),),
    shared={1: "d"},
    sheets=(
        FragmentPage(
            0, "opening", False, "/MediaBox[0 0 9 9]", (PageNumberSlot(("a", "b", "c"), 1.5, 1.0, "1", "D", 0),)
        ),
    ),
    lang="zh-Hans",
    kinds=("P",),
    names={"c1": (0, 1.0, 2.0)},
    links=("c2",),
    deferred_texts=(("c2", "en"),),
    ids=(("n", 0),),
    marks=(Bookmark("一", 0, 1.0, 2.0, True, (Bookmark("甲", 0, 1.0, 2.0, False),)),),
    faces=(FACE,),
    figures=(DigitGlyphs("AB", {"0": (3, 500, 5.0)}),),
    titles={"c1": {"": "一"}},
    warnings=("said",),
)


def held(part: Fragment) -> CachedPart:
    """A part that no shelf keeps."""
    data = pack(part)
    return CachedPart("", fragments.read_plan_info(data), DiskStore(Path()), data)


def test_comes_back_as_it_was() -> None:
    """Packed and unpacked, a part is the same part."""
    assert unpack(pack(PART, "key"), "key") == PART


def test_sections_say_what_the_whole_says() -> None:
    """Each section alone is what is asked of it."""
    part = held(PART)
    assert (part.sketch.pages, part.sketch.links) == ((PageInfo("opening", False),), ("c2",))
    assert (part.sketch.described_links, part.sketch.warnings) == (("c2",), ("said",))
    assert part.sketch.places() == {"c1": 0}
    assert list(part.sketch.starts()) == [None]
    uses = part.uses()
    assert (uses.lang, uses.kinds, uses.faces, uses.titles) == (PART.lang, PART.kinds, PART.faces, PART.titles)
    assert (uses.figures, uses.folios, uses.references) == (PART.figures, ((0, "D", 0),), (("c2", 0),))
    body = part.body()
    assert {name: getattr(PART, name) for name in attrs.fields_dict(PdfObjects)} == attrs.asdict(body, recurse=False)


def test_cuts_are_filled() -> None:
    """What was cut out is put in."""
    assert PART.filled([b"7", b"8", b"9"]) == [b"<</A 8 0 R>>", b"/B 1", b"[9]", b"[]"]


READS = (unpack, fragments.read_plan_info, fragments.read_shared, fragments.read_objects)


@given(st.data())
def test_damage_is_always_found(data: st.DataObject) -> None:
    """Cut short, changed or anything at all: no bytes but the right ones are a part."""
    good = pack(PART, "key")
    place = data.draw(st.integers(0, len(good) - 1))
    changed = good[:place] + bytes([good[place] ^ data.draw(st.integers(1, 255))]) + good[place + 1 :]
    for bad in (good[:place], changed, good + b"x", data.draw(st.binary())):
        for read in READS:
            with pytest.raises(CorruptFragment):
                read(bad, "key")
    for read in READS:
        with pytest.raises(CorruptFragment):
            read(good, "another key")


def test_every_part_opens_on_a_recto() -> None:
    """Where a part ends on a recto, a blank verso follows."""
    second = attrs.evolve(PART, name="c2", names={"c2": (0, 0.0, 0.0)})
    order = page_plan([held(PART), held(second)], ("c1", "nowhere"))
    assert (order.starts, order.count) == ((0, 2), 3)
    assert [each.blank for each in order.pages()] == [False, True, False]
    assert order.places == {"c1": 0, "c2": 2}


def test_broken_links_are_found() -> None:
    """A link or page reference to nowhere is known by name."""
    assert page_plan([held(PART)]).unresolved == ("c2",)


@pytest.mark.parametrize("version", ["1.4", "1.7"])
def test_file_can_be_read(version: str) -> None:
    """Objects, streams and the cross-reference stand where they should; numbers that are not used do no harm."""
    file = io.BytesIO()
    with PdfWriter(file, version, 301) as output:
        output.stream(3, b"/A/B", b"data")
        output.objects(
            [(1, b"<</Type/Catalog/Pages 2 0 R/S 3 0 R/Last 300 0 R>>"), (2, b"<</Type/Pages/Kids[]/Count 0>>")]
        )
        output.objects([(number, b"<</N %d>>" % number) for number in range(100, 301)])
        output.end(1, 100, b"id")
    with pikepdf.open(file) as pdf:
        assert pdf.pdf_version == version
        assert bytes(pdf.Root.S.read_bytes()) == b"data"
        assert int(pdf.Root.Last.N) == 300
        assert bytes(pdf.trailer.ID[0]) == b"id"
