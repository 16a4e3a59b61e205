"""A book is never held at once: parts stay on the shelf until they are written, whatever happens to them there."""

from __future__ import annotations

import contextlib
import gc
import tracemalloc
import weakref
import zlib
from array import array
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import attrs
import pikepdf
import pydyf
import pytest

from support import feature_book
from support.feature_book import Typeset
from support.printed import bound
from wicpress import fragments
from wicpress.cache.disk_store import DiskStore
from wicpress.config import Config, Edition
from wicpress.diagnostics import WicpressError
from wicpress.fragments import (
    Bookmark,
    CorruptFragment,
    Fragment,
    FragmentPage,
    PdfObjects,
    SharedResources,
    Stream,
    pack,
    unpack,
)
from wicpress.pdf import assemble
from wicpress.pdf.assemble import DocumentFrame, DuplicateNames, pdf_writer, rows
from wicpress.pdf.cached_part import CachedPart, PartEvicted
from wicpress.pdf.incremental import LayoutContext
from wicpress.pdf.print_html import PrintDocument

PAGES = 20
"""Pages of a made-up part,"""
BULK = 20_000
"""bytes of each, and what else stands on it."""
NAMES, MARKS, ELEMENTS = 5, 2, 25


def made_up(name: str) -> Fragment:
    """A part with as much on every page as there is in books."""
    bodies, streams, cuts = [], [], array("I")
    for nth in range(PAGES):
        bodies += [b"<</Type/Page/Parent \0 0 R/MediaBox[0 0 9 9]/Resources<<>>/Nth %d>>" % nth, b"/A 1"]
        bodies += [b"<</S/P/Said(%d)>>" % each for each in range(ELEMENTS)]
        streams.append(Stream(nth * (ELEMENTS + 2) + 1, bytes([nth]) * BULK))
        cuts.append(PAGES * (ELEMENTS + 2))
    each = range(PAGES)
    return Fragment(
        name=name,
        objects=len(bodies),
        keys=0,
        text=zlib.compress(b"".join(body + b"\1" for body in [*bodies, b"[]"])),
        cuts=cuts.tobytes(),
        streams=tuple(streams),
        shared={},
        sheets=tuple(
            FragmentPage(n * (ELEMENTS + 2), "", False, "/MediaBox[0 0 9 9]", (), (f"{name}-{n}", "en", n))
            for n in each
        ),
        names={f"{name}-{n}.{m}": (n, 1.5, 2.0) for n in each for m in range(NAMES)},
        deferred_texts=(),
        ids=tuple((f"{name}.{n}", n) for n in each),
        marks=tuple(Bookmark(f"{name} {n}.{m}", n, 1.0, 2.0, True, element=2) for n in each for m in range(MARKS)),
        figures=(),
        lang="en",
        kinds=("P",),
        links=(),
        faces=(),
        titles={f"{name}-{n}": {"": "Words " * 9} for n in each},
    )


def shelved(store: DiskStore, count: int) -> list[CachedPart]:
    """Parts that a store keeps."""
    found = []
    for nth in range(count):
        name = f"c{nth:03}"
        data = pack(made_up(name), name)
        assert store.put(name, data)
        found.append(CachedPart(name, fragments.read_plan_info(data, name), store))
    return found


def frame(count: int) -> DocumentFrame:
    """The frame of a book without anything else."""
    pdf, root = pydyf.PDF(), pydyf.Dictionary()
    pdf.add_object(root)
    pdf.catalog["StructTreeRoot"] = root.reference
    numbers = range(1, count + 1)
    return DocumentFrame(pdf, root, "en", "1.7", b"id", numbers, lambda _, number: str(number), lambda *_: "")


def written(parts: list[CachedPart], path: Path) -> None:
    """Go the whole way, from the plan to the file."""
    plan = assemble.plan_pages(parts)
    assemble.collect_fonts(plan, range(plan.count), lambda _, number: str(number))
    with path.open("wb") as file:
        assemble.write_pdf(plan, frame(plan.count), {}, file)


def test_one_part_is_held_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is had of a part is let go before the next is asked for."""
    alive: list[weakref.ref[object]] = []

    def watched(read: Callable[[CachedPart], object]) -> Callable[[CachedPart], object]:
        def had(part: CachedPart) -> object:
            assert sum(each() is not None for each in alive) <= 1  # the one before, which is just being replaced
            found = read(part)
            alive.append(weakref.ref(found))
            return found

        return had

    monkeypatch.setattr(CachedPart, "body", watched(CachedPart.body))
    monkeypatch.setattr(CachedPart, "uses", watched(CachedPart.uses))
    parts = shelved(DiskStore(tmp_path / "shelf"), 8)
    gc.disable()
    try:
        written(parts, tmp_path / "book.pdf")
    finally:
        gc.enable()
    assert len(alive) == 16
    assert [type(each) for each in (parts[0].uses(), parts[0].body())] == [SharedResources, PdfObjects]


class AtOnce:
    """Packs in the thread that asks, so that what waits to be packed is the same each time."""

    def __init__(self, count: int) -> None:
        assert count

    def submit(self, work: Callable[..., bytes], *given: Any) -> Future[bytes]:
        """What was asked for, done."""
        done: Future[bytes] = Future()
        done.set_result(work(*given))
        return done

    def shutdown(self, **_: Any) -> None:
        """Nothing goes on."""


def test_memory_hardly_grows_with_the_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times the book takes less than two hundred bytes more for each page: a hundredth of what stands on it."""
    monkeypatch.setattr(rows, "_RUN", 1024)
    monkeypatch.setattr(rows, "_HELD", 4096)
    monkeypatch.setattr(pdf_writer, "ThreadPoolExecutor", AtOnce)
    store = DiskStore(tmp_path / "shelf")

    def peak(count: int) -> int:
        gc.freeze()  # what the tests before have left is not looked through for garbage, which comes seldom then
        gc.collect()
        tracemalloc.start(1)
        try:
            parts = [
                CachedPart(name, fragments.read_plan_info(store.get(name) or b"", name), store)
                for name in names[:count]
            ]
            written(parts, tmp_path / "book.pdf")
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            gc.unfreeze()

    names = [each.key for each in shelved(store, 80)]
    peak(2)  # what is made once
    few, many = peak(20), peak(80)
    assert (many - few) / (60 * PAGES) < 200


def test_trees_and_outline_of_many_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that were sorted by runs are in order and lead to their pages; bookmarks stand one after the other."""
    monkeypatch.setattr(rows, "_RUN", 64)
    monkeypatch.setattr(rows, "_HELD", 512)
    written(shelved(DiskStore(tmp_path / "shelf"), 12), tmp_path / "book.pdf")
    with pikepdf.open(tmp_path / "book.pdf") as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == 12 * PAGES
        names = [*keys(pdf.Root.Names.Dests)]
        assert names == sorted(names)
        assert len({*names}) == len(names) == 12 * PAGES * NAMES
        place = pikepdf.NameTree(pdf.Root.Names.Dests)["c007-3.1"]
        assert place[0].objgen == pdf.pages[7 * PAGES + 3].obj.objgen
        with pdf.open_outline() as outline:
            titles = [each.title for each in outline.root]
        assert titles == [f"c{n:03} {page}.{m}" for n in range(12) for page in range(PAGES) for m in range(MARKS)]
        assert int(pdf.Root.Outlines.Count) == len(titles)
        assert [*keys(pdf.Root.StructTreeRoot.IDTree)] == sorted(
            f"c{n:03}.{page}" for n in range(12) for page in range(PAGES)
        )


def keys(node: pikepdf.Object) -> Iterator[str]:
    """The names in a tree of names, in order."""
    for kid in node.get("/Kids", []):
        yield from map(str, list(kid.Names)[0::2])


def test_names_stand_once(tmp_path: Path) -> None:
    """Two places of one name are refused, wherever they stand."""
    store = DiskStore(tmp_path / "shelf")
    parts = shelved(store, 3)
    with pytest.raises(DuplicateNames, match=r"c001-0\.0, c001-0\.1"):
        written([*parts, parts[1]], tmp_path / "book.pdf")


# ------------------------------------------------------------------------------ what happens on the shelf


@pytest.fixture
def book(set_type: Typeset, tmp_path: Path) -> tuple[PrintDocument, Config, Edition]:
    """The book that parts are had of."""
    page, config, edition = set_type(feature_book.write(tmp_path / "book"), "bilingual")
    return page, config, edition


def evicted(_: int, path: Path) -> None:
    """Another build has taken it away."""
    path.unlink()


def spoilt(nth: int, path: Path) -> None:
    """It is cut short, or says something else."""
    data = path.read_bytes()
    path.write_bytes(data[:-1] if nth % 2 else data[:-9] + b"?" + data[-8:])


def test_no_content_of_a_page_is_shared(book: tuple[PrintDocument, Config, Edition], bench: LayoutContext) -> None:
    """The binder would remember each page of a book; pictures it has to remember."""
    bound(*book, bench)
    shared = []
    for path in filter(Path.is_file, bench.store.folder.rglob("*")):
        with contextlib.suppress(CorruptFragment):  # what is remembered is no fragment
            part = unpack(path.read_bytes(), path.name)
            bodies = part.filled([b"0"] * (part.objects + part.keys + len(part.deferred_texts) + 3))
            shared += [bodies[each.object] for each in part.streams if each.object in part.shared]
    assert shared
    assert all(b"/Subtype /Image" in each or b"/Subtype /Form" in each for each in shared)


@pytest.mark.parametrize("moment", ["gather", "link"])
@pytest.mark.parametrize(("harm", "said"), [(evicted, []), (spoilt, ["cache_damaged"])])
def test_parts_may_go_at_any_moment(
    book: tuple[PrintDocument, Config, Edition],
    bench: LayoutContext,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
    harm: Callable[[int, Path], None],
    said: list[str],
) -> None:
    """What is gone after the plan was made with it is laid again; the book is the same, and only damage is said."""
    cold = bound(*book, bench).data
    work = getattr(assemble, moment)
    times = []

    def harmed(*given: object) -> object:
        times.append(moment)
        for nth, path in enumerate(sorted(filter(Path.is_file, bench.store.folder.rglob("*")))):
            if nth % 3 == 0:
                harm(nth, path)
        return work(*given)

    monkeypatch.setattr(assemble, moment, harmed)
    again = bound(*book, bench)
    assert again.data == cold
    assert [each.code for each in again.warnings] == said
    assert len(times) == 2, "what was had after a loss is held, however often the shelf loses it"


def test_shelf_that_keeps_nothing_long(
    book: tuple[PrintDocument, Config, Edition], bench: LayoutContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A book larger than its shelf is bound all the same."""
    cold = bound(*book, bench).data
    get, asked = DiskStore.get, []

    def once(store: DiskStore, key: str) -> bytes | None:
        data = get(store, key)
        asked.append(key)
        store.delete(key)
        return data

    monkeypatch.setattr(DiskStore, "get", once)
    assert bound(*book, bench).data == cold
    assert asked


def test_failed_binding_leaves_nothing_of_the_first_try(
    book: tuple[PrintDocument, Config, Edition], bench: LayoutContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was begun in vain is begun again, be it longer."""
    cold = bound(*book, bench).data
    link, tries = assemble.write_pdf, []

    def failing(plan: object, frame: object, faces: object, file: object, spool: object) -> None:
        tries.append(1)
        if len(tries) == 1:
            file.write(b"x" * 2 * len(cold))  # type: ignore[attr-defined]
            raise PartEvicted("a part", damaged=False)
        link(plan, frame, faces, file, spool)  # type: ignore[arg-type]

    monkeypatch.setattr(assemble, "write_pdf", failing)
    assert bound(*book, bench).data == cold


def test_ids_that_stand_twice_are_a_fault_of_the_book(
    book: tuple[PrintDocument, Config, Edition], bench: LayoutContext
) -> None:
    """They are found when the book is bound, and named."""
    page, config, edition = book
    last = page.units[-1]
    twice = attrs.evolve(last, id="again")
    with pytest.raises(WicpressError) as caught:
        bound(attrs.evolve(page, units=(*page.units, twice)), config, edition, bench)
    assert [each.code for each in caught.value.diagnostics] == ["same_id"]
    assert last.id in caught.value.diagnostics[0].message
