"""Fragments in the cache, their order, and the file that is assembled from them."""

from __future__ import annotations

import io
import zlib
from array import array
from collections.abc import Iterator
from pathlib import Path

import attrs
import page
import pikepdf
import pydyf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support import feature_book
from support.feature_book import Typeset
from support.pdf_builds import build_incrementally
from wicpress.cache.build_cache import BuildCache
from wicpress.cache.disk_store import DiskStore
from wicpress.diagnostics import WicpressError
from wicpress.fragments import (
    Bookmark,
    DigitGlyphs,
    DigitSlot,
    EngineMessage,
    FontUse,
    Fragment,
    FragmentPage,
    PageNumberSlot,
    Stream,
)
from wicpress.pdf import assemble
from wicpress.pdf.assemble import DocumentFrame, DuplicateNames, plan_pages
from wicpress.pdf.assemble.pdf_writer import PdfWriter
from wicpress.pdf.incremental import LayoutContext
from wicpress.pdf.layout_jobs import FRAGMENTS, LayoutJob, LayoutResult, run_layout

FACE = FontUse(
    "AB", "0" * 64, {"name": "/AB", "tables": ("glyf",), "variations": {}}, {3: 500}, {3: "0"}, {9: 0x3400}
)
FRAGMENT = Fragment(
    name="c1",
    objects=2,
    parent_rows=1,
    text=zlib.compress(b"<</A \x00 0 R>>\x01/B 1\x01[\x00]\x01[]\x01"),
    placeholders=array("I", [1, 2]).tobytes(),
    streams=(Stream(1, b"0000", (DigitSlot(0, "c2", 0, 1, False, 0),)),),
    shared={1: "d"},
    pages=(
        FragmentPage(
            0, "opening", False, "/MediaBox[0 0 9 9]", (PageNumberSlot(("a", "b", "c"), 1.5, 1.0, "1", "D", 0),)
        ),
    ),
    lang="zh-Hans",
    structure_types=("P",),
    names={"c1": (0, 1.0, 2.0)},
    links=("c2",),
    deferred_texts=(("c2", "en"),),
    ids=(("n", 0),),
    bookmarks=(Bookmark("一", 0, 1.0, 2.0, True, (Bookmark("甲", 0, 1.0, 2.0, False),)),),
    faces=(FACE,),
    digit_glyphs=(DigitGlyphs("AB", {"0": (3, 500, 5.0)}),),
    titles={"c1": {"": "一"}},
    warnings=(EngineMessage("a warning", "styles/own/a.css", 3),),
)
PAGES, NAMES, MARKS, ELEMENTS = 20, 5, 2, 25
"""Pages of a generated fragment; destinations, bookmarks and structure elements on each page."""


def generated(name: str) -> Fragment:
    """Return a fragment with as many objects on every page as in a book."""
    bodies, streams, placeholders = [], [], array("I")
    for nth in range(PAGES):
        bodies += [b"<</Type/Page/Parent \0 0 R/MediaBox[0 0 9 9]/Resources<<>>/Nth %d>>" % nth, b"/A 1"]
        bodies += [b"<</S/P/Number(%d)>>" % each for each in range(ELEMENTS)]
        streams.append(Stream(nth * (ELEMENTS + 2) + 1, bytes([nth]) * 100))
        placeholders.append(PAGES * (ELEMENTS + 2))
    pages = range(PAGES)
    return Fragment(
        name=name,
        objects=len(bodies),
        text=zlib.compress(b"".join(body + b"\1" for body in [*bodies, b"[]"])),
        placeholders=placeholders.tobytes(),
        streams=tuple(streams),
        pages=tuple(FragmentPage(n * (ELEMENTS + 2), "", False, "/MediaBox[0 0 9 9]") for n in pages),
        names={f"{name}-{n}.{m}": (n, 1.5, 2.0) for n in pages for m in range(NAMES)},
        ids=tuple((f"{name}.{n}", n) for n in pages),
        bookmarks=tuple(
            Bookmark(f"{name} {n}.{m}", n, 1.0, 2.0, True, element=2) for n in pages for m in range(MARKS)
        ),
        lang="en",
        structure_types=("P",),
    )


def write(fragments: list[Fragment], path: Path) -> None:
    """Plan and write a book of ``fragments`` without anything else."""
    plan = plan_pages(fragments)
    pdf, root = pydyf.PDF(), pydyf.Dictionary()
    pdf.add_object(root)
    pdf.catalog["StructTreeRoot"] = root.reference
    numbers = range(1, plan.count + 1)
    frame = DocumentFrame(pdf, root, "en", "1.7", b"id", numbers, lambda _, number: str(number), lambda *_: "")
    with path.open("wb") as file:
        assemble.write_pdf(plan, frame, {}, file)


# ------------------------------------------------------------------------------------ the cache


def test_decoded_fragment_is_equal() -> None:
    """A decoded fragment equals the encoded one, and its values have the same types."""
    decoded = FRAGMENTS.decode(FRAGMENTS.encode(FRAGMENT))
    assert decoded == FRAGMENT
    assert repr(decoded) == repr(FRAGMENT)


@settings(deadline=None)  # it writes files, which takes what the disk takes
@given(st.data())
def test_damage_is_always_detected(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Truncated, changed or extended bytes, or those of another key, are never decoded to a fragment."""
    store = DiskStore(tmp_path_factory.getbasetemp() / "damaged")
    BuildCache(store).put("key", FRAGMENTS, FRAGMENT)
    good = store.get("key") or b""
    place = data.draw(st.integers(0, len(good) - 1))
    changed = good[:place] + bytes([good[place] ^ data.draw(st.integers(1, 255))]) + good[place + 1 :]
    for key, bad in [("key", good[:place]), ("key", changed), ("key", good + b"x"), ("other", good)]:
        cache = BuildCache(store)
        store.put(key, bad)
        assert cache.get(key, FRAGMENTS) is None
        assert cache.corrupt_count == 1
        assert not store.has(key)


# ------------------------------------------------------------------------------------- the plan


def test_placeholders_are_filled() -> None:
    """Each placeholder is replaced by its value."""
    assert FRAGMENT.filled([b"7", b"8", b"9"]) == [b"<</A 8 0 R>>", b"/B 1", b"[9]", b"[]"]


def test_every_fragment_opens_on_a_recto() -> None:
    """A blank verso follows where a fragment ends on a recto."""
    second = attrs.evolve(FRAGMENT, name="c2", names={"c2": (0, 0.0, 0.0)})
    plan = plan_pages([FRAGMENT, second])
    assert (plan.starts, plan.count) == ((0, 2), 3)
    assert [each.blank for each in plan.pages()] == [False, True, False]
    assert plan.places == {"c1": 0, "c2": 2}
    assert plan.unresolved == ()


def test_broken_links_are_detected() -> None:
    """The target of a link or page reference that does not exist is reported by name."""
    assert plan_pages([FRAGMENT]).unresolved == ("c2",)
    assert plan_pages([attrs.evolve(FRAGMENT, links=())]).unresolved == ("c2",)


# ------------------------------------------------------------------------------------- the file


@pytest.mark.parametrize("version", ["1.4", "1.7"])
def test_file_can_be_read(version: str) -> None:
    """Objects, streams and the cross-reference can be read; unused object numbers are allowed."""
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


def test_data_that_ends_in_cr() -> None:
    """CR LF parts a CR of the data from ``endstream``, so that no reader takes it for the end of the line."""
    file = io.BytesIO()
    with PdfWriter(file, "1.4", 4) as output:
        output.stream(3, b"", b"data\r")
        output.objects([(1, b"<</Type/Catalog/Pages 2 0 R/S 3 0 R>>"), (2, b"<</Type/Pages/Kids[]/Count 0>>")])
        output.end(1, 1, b"id")
    assert b"/Length 5>>\nstream\ndata\r\r\nendstream" in file.getvalue()
    with pikepdf.open(file) as pdf:
        assert bytes(pdf.Root.S.read_raw_bytes()) == b"data\r"
    rules = {each.rule_id for each in page.validate_pdf_bytes(file.getvalue(), profile="2b").failures}
    assert rules and "PDFA2B-STREAM-LENGTH-001" not in rules


def test_trees_and_outline_of_many_fragments(tmp_path: Path) -> None:
    """Names are in order and lead to their pages; bookmarks are in the order of the fragments."""
    write([generated(f"c{nth:03}") for nth in reversed(range(12))], tmp_path / "book.pdf")
    with pikepdf.open(tmp_path / "book.pdf") as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == 12 * PAGES
        names = [*keys(pdf.Root.Names.Dests)]
        assert names == sorted(names)
        assert len({*names}) == len(names) == 12 * PAGES * NAMES
        place = pikepdf.NameTree(pdf.Root.Names.Dests)["c007-3.1"]
        assert place[0].objgen == pdf.pages[4 * PAGES + 3].obj.objgen
        with pdf.open_outline() as outline:
            titles = [each.title for each in outline.root]
        order = reversed(range(12))
        assert titles == [f"c{n:03} {page}.{m}" for n in order for page in range(PAGES) for m in range(MARKS)]
        assert int(pdf.Root.Outlines.Count) == len(titles)
        assert [*keys(pdf.Root.StructTreeRoot.IDTree)] == sorted(
            f"c{n:03}.{page}" for n in range(12) for page in range(PAGES)
        )


def keys(node: pikepdf.Object) -> Iterator[str]:
    """Yield the names in a name tree, in order."""
    for kid in node.get("/Kids", []):
        yield from map(str, list(kid.Names)[0::2])


def test_names_are_unique(tmp_path: Path) -> None:
    """Two destinations of one name are an error."""
    fragments = [generated(f"c{nth:03}") for nth in range(3)]
    with pytest.raises(DuplicateNames, match=r"c001-0\.0, c001-0\.1"):
        write([*fragments, fragments[1]], tmp_path / "book.pdf")


def test_duplicate_ids_are_reported(set_type: Typeset, context: LayoutContext, tmp_path: Path) -> None:
    """Duplicate ids are reported by name when the book is assembled."""
    page, config, edition = set_type(feature_book.write(tmp_path / "book", chapters=3), "bilingual")
    last = page.units[-1]
    with pytest.raises(WicpressError) as caught:
        build_incrementally(
            attrs.evolve(page, units=(*page.units, attrs.evolve(last, id="again"))), config, edition, context
        )
    assert [each.code for each in caught.value.diagnostics] == ["same_id"]
    assert last.id in caught.value.diagnostics[0].message


def test_no_content_of_a_page_is_shared(set_type: Typeset, context: LayoutContext, tmp_path: Path) -> None:
    """Only pictures and forms are shared by fragments, not the content of equal pages."""
    fragments: list[Fragment] = []

    def collect(work: object, jobs: list[LayoutJob]) -> Iterator[LayoutResult]:
        for job in jobs:
            result = work(job)  # type: ignore[operator]
            fragments.extend([result.fragment] if work is run_layout else [])
            yield result

    page, config, edition = set_type(feature_book.write(tmp_path / "book", chapters=3), "bilingual")
    build_incrementally(page, config, edition, attrs.evolve(context, run=collect))  # type: ignore[arg-type]
    shared = []
    for fragment in fragments:
        count = fragment.objects + fragment.parent_rows + len(fragment.deferred_texts) + 3
        bodies = fragment.filled([b"0"] * count)
        shared += [bodies[each.object] for each in fragment.streams if each.object in fragment.shared]
    assert shared
    assert all(b"/Subtype /Image" in each or b"/Subtype /Form" in each for each in shared)
