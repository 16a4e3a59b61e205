"""Checks of an EPUB that need nothing but Python: container, manifest, navigation, ids, languages, metadata."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import attrgetter

import attrs

from wicpress.languages import primary, script_conflict
from wicpress.proofing.epub.content_checks import CLAUSES, content_problems
from wicpress.proofing.epub.package import XHTML, XML_LANG, Epub, read_epub, resolve
from wicpress.proofing.pdf.model import Unreadable
from wicpress.proofing.standards.document import LANGUAGE_TAG

Failures = Iterator[tuple[str, str]]  # path in the container ("" the whole book), message
_XML_NAME = re.compile(r"[^\W\d][\w.\-·]*$")
_MODIFIED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
_MEDIA = {
    ".xhtml": {"application/xhtml+xml"}, ".css": {"text/css"}, ".png": {"image/png"}, ".svg": {"image/svg+xml"},
    ".jpg": {"image/jpeg"}, ".jpeg": {"image/jpeg"}, ".gif": {"image/gif"}, ".webp": {"image/webp"},
    ".ttf": {"font/ttf", "application/font-sfnt"}, ".otf": {"font/otf", "application/vnd.ms-opentype"},
    ".woff": {"font/woff"}, ".woff2": {"font/woff2"}, ".ncx": {"application/x-dtbncx+xml"},
}  # fmt: skip
_SENTENCE = 12  # letters of a block: fewer are a name or a number


@attrs.frozen
class EpubFailure:
    """What breaks a rule: the check's name, the section it comes from, the file inside the book, its line, and why.

    ``line`` is 0 where the whole file breaks the rule.
    """

    check: str
    clause: str
    path: str
    message: str
    line: int = 0

    def to_json(self) -> dict[str, str | int]:
        """Return the failure as a JSON object."""
        return attrs.asdict(self)


@attrs.frozen
class EpubCheck:
    """One named check and the section of EPUB 3.3 or EPUB Accessibility 1.1 that it stands for."""

    name: str
    clause: str
    run: Callable[[Epub], Failures]


def check_epub(data: bytes) -> tuple[EpubFailure, ...] | Unreadable:
    """Run every check over an EPUB's bytes."""
    book = read_epub(data)
    if isinstance(book, Unreadable):
        return book
    content = [
        EpubFailure(each.check, CLAUSES.get(each.check, READABLE), path, each.message, each.line)
        for path, each in content_problems(data, book)
    ]
    with_line = {(each.check, each.path) for each in content if each.check == "readable"}
    general = [
        EpubFailure(check.name, check.clause, path, message)
        for check in CHECKS
        for path, message in check.run(book)
        if (check.name, path) not in with_line
    ]
    return (*general, *content)


def mimetype(book: Epub) -> Failures:
    """Check that the first file is `mimetype`, stored uncompressed, without an extra field."""
    first = book.infos[0]
    if first.filename != "mimetype":
        yield "mimetype", f"the first file is {first.filename}, not mimetype"
    elif first.compress_type != zipfile.ZIP_STORED or first.extra:
        yield "mimetype", "mimetype is compressed or has an extra field"
    if book.mimetype != b"application/epub+zip":
        yield "mimetype", "mimetype is not application/epub+zip"


def file_names(book: Epub) -> Failures:
    """Check that names are unique whatever the case, stay inside the container, and use no forbidden characters."""
    by_folded_name: dict[str, str] = {}
    for name in book.names:
        if name.startswith("/") or ".." in name.split("/") or re.search(r'[\\:*?"<>|\x00-\x1f\x7f]', name):
            yield name, "the name leaves the container or has a forbidden character"
        if by_folded_name.setdefault(name.casefold(), name) != name or book.names.count(name) > 1:
            yield name, "two files have this name"


def readable(book: Epub) -> Failures:
    """Check that every file that has to be XML is XML."""
    yield from book.problems


def package(book: Epub) -> Failures:
    """Check that the package has version 3.0 and a language."""
    if book.version != "3.0":
        yield book.opf, f"the package's version is {book.version or 'missing'}, not 3.0"
    if not book.lang:
        yield book.opf, "the package has no xml:lang"


def manifest(book: Epub) -> Failures:
    """Check that the manifest lists every file of the book once, and nothing else."""
    paths = Counter(item.path for item in book.items)
    idents = Counter(item.ident for item in book.items)
    for item in book.items:
        if "://" not in item.href and item.path not in book.names:
            yield book.opf, f"{item.href} is in the manifest and not in the book"
        if paths[item.path] > 1 or idents[item.ident] > 1:
            yield book.opf, f"{item.href} ({item.ident}) is in the manifest twice"
    # what the metadata link to (a licence, a record) is not part of the publication, and so not of its manifest
    linked = {resolve(book.opf, meta.text)[0] for meta in book.meta if meta.name.startswith("link:")}
    for name in book.names:
        if (
            name not in paths
            and name not in linked
            and name not in {"mimetype", book.opf}
            and not name.startswith("META-INF/")
            and name[-1] != "/"
        ):
            yield name, "the file is not in the manifest"


def media_types(book: Epub) -> Failures:
    """Check that media types are those of the files."""
    for item in book.items:
        suffix = "." + item.path.rpartition(".")[2].lower()
        if suffix in _MEDIA and item.media_type not in _MEDIA[suffix]:
            yield book.opf, f"{item.href} is called {item.media_type}"


def spine(book: Epub) -> Failures:
    """Check that the spine has content documents of the manifest, each once."""
    items = {item.ident: item for item in book.items}
    if not book.spine:
        yield book.opf, "the spine is empty"
    for ident, count in Counter(ident for ident, _ in book.spine).items():
        if ident not in items:
            yield book.opf, f"the spine names {ident!r}, which the manifest does not have"
        elif items[ident].media_type not in {"application/xhtml+xml", "image/svg+xml"}:
            yield book.opf, f"the spine has {items[ident].href}, which is not a content document"
        if count > 1:
            yield book.opf, f"the spine has {ident!r} {count} times"


def navigation(book: Epub) -> Failures:
    """Check that there is one navigation document with a table of contents, and every entry has a label."""
    count = sum("nav" in item.properties for item in book.items)
    if count != 1:
        yield book.opf, f"{count} items of the manifest have the property nav"
    elif not book.toc:
        yield book.nav, "the navigation document has no table of contents"
    for entry in (*book.toc, *book.landmarks, *book.page_list, *book.other_pages):
        if not entry.label:
            yield book.nav, f"an entry that leads to {entry.path} has no label"


def navigation_targets(book: Epub) -> Failures:
    """Check that the target of every entry of the navigation exists."""
    ids = _ids(book)
    for entry in (*book.toc, *book.landmarks, *book.page_list, *book.other_pages):
        if entry.path:
            yield from _target(book.nav, entry.label, entry.path, entry.fragment, ids)


def navigation_order(book: Epub) -> Failures:
    """Check that the table of contents and the page list follow the reading order."""
    place = {page.path: number for number, page in enumerate(book.pages)}
    within = {(page.path, ident): number for page in book.pages for number, ident in enumerate(page.ids)}
    for name, entries in (
        ("table of contents", book.toc),
        ("page list", book.page_list),
        ("other list of pages", book.other_pages),
    ):
        before = (-1, -1)
        for entry in entries:
            if entry.path not in place:
                continue
            here = place[entry.path], within.get((entry.path, entry.fragment), -1)
            if here < before:
                yield book.nav, f"in the {name}, {entry.label!r} stands after what follows it in the book"
            before = max(before, here)


def page_labels(book: Epub) -> Failures:
    """Check that page labels are unique, and that a book with a page list has the source of its pagination."""
    for label, count in Counter(entry.label for entry in book.page_list).items():
        if count > 1:
            yield book.nav, f"{count} pages are called {label!r}"
    source = [*book.values("pageBreakSource"), *book.values("dc:source")]
    if book.page_list and not source:
        yield book.opf, "there is a page list and no pageBreakSource"


def ids(book: Epub) -> Failures:
    """Check that ids are unique in their document and are XML names."""
    for page in book.pages:
        for ident, count in Counter(page.ids).items():
            if count > 1:
                yield page.path, f"the id {ident!r} is used {count} times"
            if not _XML_NAME.match(ident):
                yield page.path, f"the id {ident!r} is not an XML name"


def links(book: Epub) -> Failures:
    """Check that the target of every link inside the book exists."""
    ids = _ids(book)
    for page in book.pages:
        if page.path == book.nav:
            continue
        for path, fragment in page.links:
            if "://" not in path and not path.startswith(("mailto:", "tel:")):
                yield from _target(page.path, "a link", path, fragment, ids)


def resources(book: Epub) -> Failures:
    """Check that pictures and styles are files of the manifest; nothing is loaded from other places."""
    paths = {item.path for item in book.items}
    for page in book.pages:
        for path in page.resources:
            if "://" in path:
                yield page.path, f"{path} would be fetched from the network"
            elif not path.startswith("data:") and path not in paths:
                yield page.path, f"{path} is not in the manifest"


def document_languages(book: Epub) -> Failures:
    """Check that every document has its language, in both attributes, as a valid tag."""
    for page in book.pages:
        if not page.root.get("lang") or not page.root.get(XML_LANG):
            yield page.path, "html has not both lang and xml:lang"
        for element in page.root.iter():
            if not isinstance(element.tag, str) or not element.tag.startswith(XHTML):
                continue
            plain, xml = element.get("lang"), element.get(XML_LANG)
            if plain != xml:
                yield page.path, f"lang is {plain!r} and xml:lang is {xml!r} on one element"
            elif plain is not None and not LANGUAGE_TAG.match(str(plain)):
                yield page.path, f"{plain!r} is not a BCP 47 tag"


def book_languages(book: Epub) -> Failures:
    """Check that dc:language has the language of every block; words in other languages are not required."""
    declared = {primary(tag) for tag in book.values("dc:language")}
    for page in book.pages:
        for _, block in groupby(page.runs, attrgetter("block")):
            runs = tuple(block)
            tags = {primary(run.lang) for run in runs if run.prose.strip()}
            undeclared = tags - declared - {""}
            if len(tags) == 1 and undeclared and sum(map(str.isalpha, runs[0].prose)) >= _SENTENCE:
                yield page.path, f"text is in {undeclared.pop()!r}, which dc:language does not name"
                declared |= tags


def script_languages(book: Epub) -> Failures:
    """Check that the language of a text matches its script; code has no language."""
    for page in book.pages:
        for run in page.runs:
            if not run.lang:
                yield page.path, f"text has no language: {run.text[:20]!r}"
            elif script := script_conflict(run.prose, run.lang):
                yield page.path, f"{script} text is tagged as {run.lang}: {run.prose.strip()[:30]!r}"


def metadata(book: Epub) -> Failures:
    """Check that the metadata has title, language, identifier and the time of the last change, as EPUB requires."""
    for name in ("dc:title", "dc:language", "dc:identifier"):
        if not any(text.strip() for text in book.values(name)):
            yield book.opf, f"the metadata has no {name}"
    identifiers = {meta.ident: meta.text for meta in book.meta if meta.name == "dc:identifier"}
    if not identifiers.get(book.unique_id, "").strip():
        yield book.opf, f"unique-identifier {book.unique_id!r} names no dc:identifier"
    changed = [meta.text for meta in book.meta if meta.name == "dcterms:modified" and not meta.refines]
    if len(changed) != 1 or not _MODIFIED.match(changed[0]):
        yield book.opf, f"dcterms:modified is {', '.join(changed) or 'missing'}, not one UTC time"
    for tag in book.values("dc:language"):
        if not LANGUAGE_TAG.match(tag):
            yield book.opf, f"dc:language {tag!r} is not a BCP 47 tag"


def accessibility(book: Epub) -> Failures:
    """Check that the metadata describes the accessibility of the book."""
    for name in (
        "accessMode",
        "accessModeSufficient",
        "accessibilityFeature",
        "accessibilityHazard",
        "accessibilitySummary",
    ):
        if not any(text.strip() for text in book.values(f"schema:{name}")):
            yield book.opf, f"the metadata has no schema:{name}"
    features = " ".join(book.values("schema:accessibilityFeature"))
    for feature, present in (("pageNavigation", bool(book.page_list)), ("tableOfContents", bool(book.toc))):
        if feature in features and not present:
            yield book.opf, f"the metadata claims {feature}, which the book does not have"


def documents(book: Epub) -> Failures:
    """Check that every document has a title, and every picture an alternate text."""
    for page in book.pages:
        if not page.title:
            yield page.path, "the document has no title"
        for picture in page.root.iter(f"{XHTML}img"):
            if picture.get("alt") is None:
                yield page.path, f"the picture {picture.get('src')} has no alt"


def headings(book: Epub) -> Failures:
    """Check that headings never skip a level downward inside a document."""
    for page in book.pages:
        before = 0
        for element in page.root.iter(*(f"{XHTML}h{level}" for level in range(1, 7))):
            level = int(str(element.tag)[-1])
            if before and level > before + 1:
                yield page.path, f"h{level} follows h{before}"
            before = level


def _ids(book: Epub) -> dict[str, frozenset[str]]:
    return {page.path: frozenset(page.ids) for page in book.pages}


def _target(where: str, label: str, path: str, fragment: str, ids: dict[str, frozenset[str]]) -> Failures:
    if path not in ids:
        yield where, f"{label!r} leads to {path}, which is not in the reading order"
    elif fragment and fragment not in ids[path]:
        yield where, f"{label!r} leads to {path}#{fragment}, which does not exist"


READABLE = "EPUB 3.3, XML conformance"
_OCF = "EPUB 3.3, OCF ZIP container media type identification"
CHECKS = (
    EpubCheck("mimetype", _OCF, mimetype),
    EpubCheck("file_names", "EPUB 3.3, File paths and file names", file_names),
    EpubCheck("readable", READABLE, readable),
    EpubCheck("package", "EPUB 3.3, The package element", package),
    EpubCheck("manifest", "EPUB 3.3, The manifest element", manifest),
    EpubCheck("media_types", "EPUB 3.3, Core media types", media_types),
    EpubCheck("spine", "EPUB 3.3, The spine element", spine),
    EpubCheck("navigation", "EPUB 3.3, EPUB navigation document", navigation),
    EpubCheck("navigation_targets", "EPUB 3.3, The nav element: restrictions", navigation_targets),
    EpubCheck("navigation_order", "EPUB 3.3, The toc nav element", navigation_order),
    EpubCheck("page_labels", "EPUB Accessibility 1.1, Page navigation", page_labels),
    EpubCheck("ids", "XML 1.0, Validity constraint: ID", ids),
    EpubCheck("links", "EPUB 3.3, XHTML content documents", links),
    EpubCheck("resources", "EPUB 3.3, Publication resource locations", resources),
    EpubCheck("document_languages", "EPUB Accessibility 1.1; WCAG 2, 3.1.1", document_languages),
    EpubCheck("book_languages", "EPUB 3.3, The dc:language element", book_languages),
    EpubCheck("script_languages", "WCAG 2, 3.1.2", script_languages),
    EpubCheck("metadata", "EPUB 3.3, The metadata element", metadata),
    EpubCheck("accessibility", "EPUB Accessibility 1.1, Package metadata", accessibility),
    EpubCheck("documents", "WCAG 2, 1.1.1, 2.4.2", documents),
    EpubCheck("headings", "WCAG 2, 1.3.1", headings),
)
