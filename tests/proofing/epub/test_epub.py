"""An EPUB is read into values, and single errors planted in a good one are reported."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.sample_epub import SampleEpub, sample
from wicpress.proofing.epub.checks import CHECKS, EpubFailure, check_epub
from wicpress.proofing.epub.package import Epub, TextRun, read_epub, resolve
from wicpress.proofing.pdf.model import Unreadable

NAV, ONE, TWO, OPF = "EPUB/nav.xhtml", "EPUB/text/one.xhtml", "EPUB/text/two.xhtml", "EPUB/book.opf"
BOX, SECOND = "META-INF/container.xml", '<rootfile full-path="x"/></rootfiles>'
SPINE, SPINE_TURNED = 'idref="one"/><itemref idref="two"', 'idref="two"/><itemref idref="one"'
REMOTE = '<img src="http://example.org/a.png" alt=""/>'
ERRORS: dict[str, tuple[str, str, Callable[[SampleEpub], object]]] = {
    "mimetype packed": ("mimetype", "mimetype", lambda b: setattr(b, "stored", frozenset())),
    "mimetype wrong": ("mimetype", "mimetype", lambda b: b.files.update({"mimetype": b"application/zip"})),
    "mimetype late": ("mimetype", "mimetype", lambda b: b.files.update({"mimetype": b.files.pop("mimetype")})),
    "name leaves": ("file_names", "EPUB/../x", lambda b: b.files.update({"EPUB/../x": b""})),
    "names clash": ("file_names", "EPUB/Book.css", lambda b: b.files.update({"EPUB/Book.css": b""})),
    "not XML": ("readable", ONE, lambda b: b.replace(ONE, "</h1>", "")),
    "second package": ("readable", BOX, lambda b: b.replace(BOX, "</rootfiles>", SECOND)),
    "old version": ("package", OPF, lambda b: b.replace(OPF, 'version="3.0"', 'version="2.0"')),
    "package language": ("package", OPF, lambda b: b.replace(OPF, ' xml:lang="zh-Hans">', ">")),
    "file missing": ("manifest", OPF, lambda b: b.files.pop("EPUB/book.css")),
    "file unlisted": ("manifest", "EPUB/a.txt", lambda b: b.files.update({"EPUB/a.txt": b"a"})),
    "id twice in the manifest": ("manifest", OPF, lambda b: b.replace(OPF, 'id="css"', 'id="two"')),
    "media type": ("media_types", OPF, lambda b: b.replace(OPF, "text/css", "text/plain")),
    "spine of nothing": ("spine", OPF, lambda b: b.replace(OPF, 'idref="two"', 'idref="three"')),
    "spine of a style": ("spine", OPF, lambda b: b.replace(OPF, 'idref="two"', 'idref="css"')),
    "no nav": ("navigation", OPF, lambda b: b.replace(OPF, ' properties="nav"', "")),
    "no contents": ("navigation", NAV, lambda b: b.replace(NAV, '"toc"', '"x"')),
    "empty label": ("navigation", NAV, lambda b: b.replace(NAV, "后记", "")),
    "nav to nothing": ("navigation_targets", NAV, lambda b: b.replace(NAV, "two.xhtml#p2", "two.xhtml#p9")),
    "nav to no file": ("navigation_targets", NAV, lambda b: b.replace(NAV, '"text/two.xhtml"', '"no.xhtml"')),
    "contents out of order": ("navigation_order", NAV, lambda b: b.replace(OPF, SPINE, SPINE_TURNED)),
    "pages alike": ("page_labels", NAV, lambda b: b.replace(NAV, ">2</a>", ">1</a>")),
    "page source": ("page_labels", OPF, lambda b: b.replace(OPF, "pageBreakSource", "dcterms:source")),
    "id twice": ("ids", ONE, lambda b: b.replace(ONE, 'id="s"', 'id="n1"')),
    "id of digits": ("ids", ONE, lambda b: b.replace(ONE, 'id="s"', 'id="1s"')),
    "dead link": ("links", ONE, lambda b: b.replace(ONE, "#n1", "#n2")),
    "picture missing": ("resources", TWO, lambda b: b.replace(TWO, "完", '<img src="a.png" alt=""/>')),
    "picture elsewhere": ("resources", TWO, lambda b: b.replace(TWO, "完", REMOTE)),
    "no language": ("document_languages", TWO, lambda b: b.replace(TWO, ' lang="zh-Hans" xml:lang="zh-Hans"', "")),
    "half a language": ("document_languages", ONE, lambda b: b.replace(ONE, '<span lang="en" xml', "<span xml")),
    "no tag": ("document_languages", ONE, lambda b: b.replace(ONE, '"en"', '"english language"')),
    "language not named": ("book_languages", ONE, lambda b: b.replace(OPF, "<dc:language>en</dc:language>", "")),
    "Han within English": ("script_languages", ONE, lambda b: b.replace(ONE, "a page with", "一页 with")),
    "English as Chinese": ("script_languages", ONE, lambda b: b.replace(ONE, '<p lang="en" xml:lang="en">', "<p>")),
    "Chinese as English": ("script_languages", TWO, lambda b: b.replace(TWO, "zh-Hans", "en")),
    "no title": ("metadata", OPF, lambda b: b.replace(OPF, "dc:title", "dc:creator")),
    "identifier": ("metadata", OPF, lambda b: b.replace(OPF, 'unique-identifier="uid"', 'unique-identifier="t"')),
    "local time": ("metadata", OPF, lambda b: b.replace(OPF, "T00:00:00Z", "T00:00:00+08:00")),
    "no hazard": ("accessibility", OPF, lambda b: b.replace(OPF, "accessibilityHazard", "other")),
    "false claim": ("accessibility", OPF, lambda b: b.replace(NAV, '"page-list"', '"x"')),
    "untitled": ("documents", TWO, lambda b: b.replace(TWO, "<title>后记</title>", "<title></title>")),
    "no alt": ("documents", TWO, lambda b: b.replace(TWO, "完", '<img src="../book.css"/>')),
    "heading skipped": ("headings", ONE, lambda b: b.replace(ONE, "h2", "h3")),
}  # fmt: skip


def failures(epub: SampleEpub) -> tuple[EpubFailure, ...]:
    """Check a book that must be readable."""
    report = check_epub(epub.to_bytes())
    assert not isinstance(report, Unreadable), report
    return report


def test_the_book_is_clean() -> None:
    """The unchanged book fails no check."""
    assert failures(sample()) == ()


@pytest.mark.parametrize("name", ERRORS)
def test_planted_error(name: str) -> None:
    """A single error is reported by its own check, in its own file."""
    check, path, plant = ERRORS[name]
    spoiled = sample()
    plant(spoiled)
    problems = failures(spoiled)
    assert (check, path) in {(failure.check, failure.path) for failure in problems}, problems


def test_every_check_has_an_error() -> None:
    """Every check has a planted error, a clause and a docstring."""
    assert {check.name for check in CHECKS} == {check for check, _, _ in ERRORS.values()}
    assert all(check.clause and check.run.__doc__ for check in CHECKS)


CODE = "<td><code>publisher rights</code> <code>to the end of the description</code></td>"
NO_FAULTS = {
    "code in a cell": CODE,
    "names in a cell": "<td>automq-for-rocketmq automq-for-kafka, Shengyu Zhao et al</td>",
    "a word of French": 'un <span lang="fr" xml:lang="fr">mot</span>',
    "a name of two": '<b><span lang="fr" xml:lang="fr">Le Monde</span></b>',
}


@pytest.mark.parametrize("words", NO_FAULTS.values(), ids=NO_FAULTS)
def test_text_without_a_language(words: str) -> None:
    """Code, names and terms are in no language, and a word of another one is not a language of the book."""
    spoiled = sample()
    spoiled.replace(
        TWO, "<p>完</p>", f"<table><tr><td>完</td>{words}</tr></table>" if "<td>" in words else f"<p>{words}</p>"
    )
    assert failures(spoiled) == ()


def test_quotation_in_its_language() -> None:
    """A whole paragraph in a language makes it a language of the book."""
    spoiled = sample()
    spoiled.replace(TWO, "<p>", '<p lang="fr" xml:lang="fr">Liberté, égalité, fraternité</p><p>')
    assert [(each.check, each.path) for each in failures(spoiled)] == [("book_languages", TWO)]


def test_values() -> None:
    """Metadata, reading order, navigation and text with its languages are read as they are written."""
    epub = read_epub(sample().to_bytes())
    assert isinstance(epub, Epub)
    assert (epub.opf, epub.nav, epub.lang) == (OPF, NAV, "zh-Hans")
    assert [(meta.text, meta.lang) for meta in epub.meta if meta.name == "dc:title"] == [
        ("乌镇", "zh-Hans"),
        ("Wuzhen", "en"),
    ]
    assert [page.path for page in epub.pages] == [NAV, ONE, TWO]
    assert [(entry.label, entry.level, entry.fragment) for entry in epub.toc] == [
        ("一页纸 The page", 1, ""), ("行", 2, "s"), ("后记", 1, ""),
    ]  # fmt: skip
    assert [(entry.label, entry.path) for entry in epub.page_list] == [("1", ONE), ("2", TWO)]
    assert [(entry.kind, entry.label) for entry in epub.landmarks] == [("bodymatter", "正文")]
    one = next(page for page in epub.pages if page.path == ONE)
    assert one.runs == (
        TextRun("h1", "zh-Hans", "一页纸"),
        TextRun("p", "zh-Hans", "一本书先有一页，一页先有一行注。"),
        TextRun("p", "en", "A book begins with a page, and a page with a line."),
        TextRun("h2", "zh-Hans", "行"),
        TextRun("li", "zh-Hans", "中文与"),
        TextRun("li", "en", "English"),
        TextRun("li", "zh-Hans", "相邻"),
        TextRun("p", "zh-Hans", "注释"),
        TextRun("pre", "en", "[book]\n  title"),
    )
    assert [run.text for run in epub.texts()][-2:] == ["后记", "完"]


@pytest.mark.parametrize(("base", "href", "expected"), [
    ("EPUB/nav.xhtml", "text/one.xhtml#s", ("EPUB/text/one.xhtml", "s")),
    ("EPUB/text/one.xhtml", "../a%20b.css", ("EPUB/a b.css", "")),
    ("EPUB/a.xhtml", "#x", ("EPUB/a.xhtml", "x")),
    ("EPUB/a.xhtml", "https://example.org/#x", ("https://example.org/#x", "")),
])  # fmt: skip
def test_resolve(base: str, href: str, expected: tuple[str, str]) -> None:
    """References are resolved against their document; addresses elsewhere stay."""
    assert resolve(base, href) == expected


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip"], ids=["empty", "head", "text"])
def test_bytes_that_are_not_an_epub(data: bytes) -> None:
    """Bytes that are not an EPUB give a reason and no exception."""
    assert isinstance(read_epub(data), Unreadable)


def test_container_without_package() -> None:
    """A container that names no package is none that can be read."""
    spoiled = sample()
    del spoiled.files[OPF]
    assert isinstance(read_epub(spoiled.to_bytes()), Unreadable)


def test_entities_are_not_expanded() -> None:
    """A document that asks for a file of this machine does not get it."""
    spoiled = sample()
    secret = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{Path(__file__).as_uri()}">]>'
    spoiled.replace(TWO, "<!DOCTYPE html>", secret)
    spoiled.replace(TWO, "完", "&x;")
    epub = read_epub(spoiled.to_bytes())
    assert isinstance(epub, Epub)
    assert not any("planted" in run.text for run in epub.texts())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_damaged_bytes(seed: int) -> None:
    """A book with bytes overwritten is read as far as it goes or refused, never with an exception."""
    chance = random.Random(seed)
    data = bytearray(_BASE)
    for _ in range(chance.randint(1, 30)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    check_epub(bytes(data))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_methods_of_packing(method: int) -> None:
    """What is neither stored nor deflated is not unpacked, damaged or not."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_BASE)) as base, zipfile.ZipFile(buffer, "w") as changed:
        for info in base.infolist():
            changed.writestr(info.filename, base.read(info), method if info.filename == TWO else info.compress_type)
        start = changed.getinfo(TWO).header_offset + 80
    data = bytearray(buffer.getvalue())
    for damaged in (False, True):
        if damaged:
            data[start : start + 40] = bytes(40)
        failed = check_epub(bytes(data))
        assert not isinstance(failed, Unreadable)
        assert any(each.path == TWO and "another method" in each.message for each in failed)


_BASE = sample().to_bytes()
