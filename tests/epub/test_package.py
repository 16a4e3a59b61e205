"""The package document has the metadata of the book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs
import pytest
from lxml import etree

from support import ebook
from support.ebook import EN, ZH, Unpacked
from wicpress import model as m
from wicpress.config import Config, LocalizedText, Person
from wicpress.edition.page_map import PageMap
from wicpress.epub import metadata

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def metas(package: etree._Element, name: str, refines: str = "") -> list[str]:
    """Return the values of a property."""
    of = [each for each in package.iter("{*}meta") if each.get("property") == name]
    return [each.text or "" for each in of if not refines or each.get("refines") == f"#{refines}"]


def test_names_are_in_both_languages(make: Callable[..., Unpacked]) -> None:
    """Title, subtitle, people, publisher and series: the leading language, and the other as its alternate script."""
    package = make("interleaved").tree("package.opf")
    for key, zh, en in (
        ("title", "两种文字一本书", "Two Scripts, One Book"),
        ("subtitle", "样书", "A sample"),
        ("person-1", "王小明", "Wang Xiaoming"),
        ("publisher", "世界互联网大会", "World Internet Conference"),
        ("series", "样书丛书", "Samples"),
    ):
        (named,) = package.xpath("//*[@id=$key]", key=key)
        assert (named.text, named.get(LANG)) == (zh, ZH)
        (other,) = package.xpath("//*[@property='alternate-script'][@refines=$key]", key=f"#{key}")
        assert (other.text, other.get(LANG)) == (en, EN)


def test_english_leads_in_an_english_edition(make: Callable[..., Unpacked]) -> None:
    """A single edition has its title in its own language, which it lists with that of fallback text only."""
    package = make("en").tree("package.opf")
    assert package.findtext(".//{*}title") == "Two Scripts, One Book"
    assert package.get(LANG) == EN
    assert [each.text for each in package.iter("{*}language")] == [EN, ZH]  # a paragraph stands in in Chinese


def test_roles(make: Callable[..., Unpacked]) -> None:
    """The author is a creator, the translator a contributor, each with the role by its MARC code."""
    package = make("interleaved").tree("package.opf")
    assert [each.text for each in package.iter("{*}creator")] == ["王小明"]
    assert [each.text for each in package.iter("{*}contributor")] == ["李华"]
    assert metas(package, "role", "person-1") == ["aut"] and metas(package, "role", "person-2") == ["trl"]


def test_affiliations_and_orcids_refine_their_person(config: Config) -> None:
    """They are properties of the vocabulary of schema.org; without an author the first role makes the book."""
    words = LocalizedText(((ZH, "某校"), (EN, "A School")))
    editor = Person(LocalizedText(((EN, "E"),)), "edt", words, "0000-0002-1825-0097")
    book = attrs.evolve(config, authors=(Person(LocalizedText(((EN, "T"),)), "trl"), editor))
    entries = [*metadata.entries(book, book.editions[0], (EN,), None, None)]
    refined = [(each.name, each.value) for each in entries if each.refines == "person-2"]
    assert ("schema:affiliation", "某校") in refined and ("schema:affiliation", "A School") in refined
    assert ("schema:identifier", "https://orcid.org/0000-0002-1825-0097") in refined
    assert [each.value for each in entries if each.name == "dc:creator"] == ["T"]
    assert [each.value for each in entries if each.name == "dc:contributor"] == ["E"]


def test_each_edition_has_its_own_fixed_urn(config: Config) -> None:
    """Identifiers are URNs, differ from edition to edition, and never change."""
    identifiers = [metadata.identifier(config, edition) for edition in config.editions]
    assert len(set(identifiers)) == len(identifiers) and all(each.startswith("urn:uuid:") for each in identifiers)
    assert identifiers[0] == "urn:uuid:4bb8dd50-65d5-5c61-99cf-36a47b1e93db"
    named = attrs.evolve(config, identifier="https://example.org/book")
    assert metadata.identifier(named, config.editions[0]).startswith("urn:uuid:")


@pytest.mark.parametrize(
    "given, urn",
    [
        ("978-7-5166-2993-2", "urn:isbn:9787516629932"),
        ("urn:isbn:9787516629932", "urn:isbn:9787516629932"),
        ("ISBN 7-302-00000-x", "urn:isbn:730200000X"),
        ("0b6ff2a2-8f5c-4d6c-9a61-6f2b74f7c3a1", "urn:uuid:0b6ff2a2-8f5c-4d6c-9a61-6f2b74f7c3a1"),
        ("urn:uuid:0b6ff2a2-8f5c-4d6c-9a61-6f2b74f7c3a1", "urn:uuid:0b6ff2a2-8f5c-4d6c-9a61-6f2b74f7c3a1"),
        ("https://example.org/1234567890", "https://example.org/1234567890"),
    ],
)
def test_urns(given: str, urn: str) -> None:
    """ISBN and UUID become URNs; a URN or an address stays."""
    assert metadata.urn(given) == urn


def test_times_are_utc(config: Config) -> None:
    """``dcterms:modified`` is the given time in UTC; without one the date of the book; without that a fixed one."""
    china = dt.datetime(2026, 1, 1, 7, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    assert metadata.timestamp(china) == "2025-12-31T23:00:00Z"
    assert metadata.timestamp(dt.datetime(2026, 1, 1)) == "2026-01-01T00:00:00Z"

    def modified(mine: Config, moment: dt.datetime | None) -> str:
        entries = metadata.entries(mine, config.editions[0], (ZH,), moment, None)
        return next(each.value for each in entries if each.name == "dcterms:modified")

    assert modified(config, None) == "2016-11-18T00:00:00Z"
    assert modified(attrs.evolve(config, date=None), None) == "1980-01-01T00:00:00Z"


def test_the_print_is_named(make: Callable[..., Unpacked], printed: PageMap) -> None:
    """With a page list the package names its source, without one it does not."""
    package = make("interleaved", pages=printed).tree("package.opf")
    assert package.findtext(".//{*}source") == "urn:isbn:9787516629932"
    assert metas(package, "pageBreakSource") == ["urn:isbn:9787516629932"]
    package = make("interleaved").tree("package.opf")
    assert package.find(".//{*}source") is None and metas(package, "pageBreakSource") == []


def test_access_is_what_the_book_holds(make: Callable[..., Unpacked], printed: PageMap) -> None:
    """Features are listed where they exist: page list, ruby, alternatives; the summary is in every language."""
    package = make("interleaved", pages=printed).tree("package.opf")
    features = set(metas(package, "schema:accessibilityFeature"))
    assert {"tableOfContents", "pageNavigation", "pageBreakMarkers", "rubyAnnotations", "alternativeText"} <= features
    assert metas(package, "schema:accessibilityHazard") == ["none"]
    assert len(metas(package, "schema:accessibilitySummary")) == 2
    assert metas(package, "dcterms:conformsTo") == []
    features = set(metas(make("en").tree("package.opf"), "schema:accessibilityFeature"))
    assert not features & {"pageNavigation", "pageBreakMarkers", "rubyAnnotations"}


def test_access_without_alternatives(make: Callable[..., Unpacked], book: m.Book) -> None:
    """A picture without a text alternative: the feature is not claimed, textual access is not sufficient."""
    bare = m.Figure("c2-f", (m.Picture("art/lines.svg", (), ebook.SPAN),), ())
    last = attrs.evolve(book.chapters[1], blocks=(*book.chapters[1].blocks, bare))
    package = make("en", mine=attrs.evolve(book, chapters=(book.chapters[0], last))).tree("package.opf")
    assert "alternativeText" not in metas(package, "schema:accessibilityFeature")
    assert metas(package, "schema:accessModeSufficient") == ["textual,visual"]
    assert "Some pictures have no text alternative." in metas(package, "schema:accessibilitySummary")[0]


def test_sparse_book_has_sparse_metadata(make: Callable[..., Unpacked]) -> None:
    """A book without people, publisher, series and dates leaves them out."""
    empty = LocalizedText()
    package = make(
        "en", authors=(), publisher=empty, series=empty, date=None, year="", subjects=(), rights=empty
    ).tree("package.opf")
    for name in ("creator", "publisher", "date", "rights", "subject"):
        assert package.find(f".//{{*}}{name}") is None
    assert metas(package, "belongs-to-collection") == []
