"""Mutants: one function of the code returns something else for one kind of block or inline.

They are the product of the places where something is decided or written, the kinds that pass there, the ways to go
wrong, and the outputs of a book. None is chosen.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import attrs
import jinja2
from markupsafe import Markup

from support.mutant_book import Output
from wicpress import model as m
from wicpress.block_kinds import block_kinds
from wicpress.edition import cover_text, numbering, page_labels, punctuation, strings, view
from wicpress.edition.index import page_numbers
from wicpress.engine.margins import margin_notes
from wicpress.epub import cover_image, documents, links, navigation, writer
from wicpress.formulas import words as formula_words
from wicpress.html import blocks, formulas, inlines, shown_tables
from wicpress.line_breaking import two_lines
from wicpress.parsing import chapter_builder, chapters
from wicpress.parsing import inlines as parsed_inlines
from wicpress.parsing.formulas import make_formula
from wicpress.parsing.ruby import reading_pass
from wicpress.parsing.terms import term_pass
from wicpress.pdf import incremental, print_html, print_notes
from wicpress.pdf.assemble import write_page_numbers

OPERATIONS = ("drop", "double", "swap", "move", "truncate", "re-letter")
OUTPUTS = tuple(
    Output(("source", "auto")[(nth + (file_format == "pdf")) % 2], edition, file_format)
    for nth, edition in enumerate(("interleaved", "parallel", "single"))
    for file_format in ("pdf", "epub")
)
"""Each layout in each format, numbered by the book itself or counted."""
_TEXT_NODE = re.compile(r"(?<=>)[^<>]*\w[^<>]*(?=<)|^[^<>]+$")
_ELEMENT = re.compile(r"^(<\w[^>]*>)([^<>&]+)(.*</\w+>)$", re.DOTALL)
_WORDS = re.compile(r"&[^;]*;|\w")

VIEWER = vars(view)["_Viewer"]
"""The class that decides what an edition shows."""

Change = Callable[[Any, str, tuple[Any, ...]], Any]


@attrs.frozen
class Site:
    """A function that a kind passes: ``function`` of ``owner``, and ``change`` of what it returns by an operation.

    ``concerns`` says of its arguments and its result whether they are of the kind. ``decides``: it decides what
    stands, and how; other sites write it. ``reads``: it takes part in reading the manuscript, ``lays_out``: in laying
    out pages, which are taken from no cache then.
    """

    kind: str
    owner: Any
    function: str
    change: Change
    concerns: Callable[[tuple[Any, ...], Any], bool] = lambda arguments, result: True
    decides: bool = True
    reads: bool = False
    lays_out: bool = False
    formats: tuple[str, ...] = ("pdf", "epub")

    @property
    def name(self) -> str:
        """The name of the function with that of its module or class."""
        return f"{getattr(self.owner, '__name__', type(self.owner).__name__)}.{self.function}"


@attrs.frozen
class Mutant:
    """A site that goes wrong in one way, seen in one output."""

    site: Site
    operation: str
    output: Output

    @property
    def name(self) -> str:
        """What goes wrong, and where."""
        output = self.output
        what = f"{self.operation} {self.site.kind} in {self.site.name}"
        return f"{what} ({output.edition}, {output.format}, numbering {output.numbering})"

    @contextlib.contextmanager
    def active(self) -> Iterator[None]:
        """Replace the function while the context lasts."""
        owner, name = self.site.owner, self.site.function
        original = getattr(owner, name) if not isinstance(owner, type) else owner.__dict__[name]
        is_property = isinstance(original, property)
        call: Callable[..., Any] = original.fget if is_property else original  # type: ignore[assignment]

        def changed(*arguments: Any, **named: Any) -> Any:
            result = call(*arguments, **named)
            if isinstance(result, Iterator):
                result = list(result)
            if not self.site.concerns(arguments, result):
                return result
            return self.site.change(result, self.operation, arguments)

        _set(owner, name, property(changed) if is_property else changed)
        try:
            yield
        finally:
            _set(owner, name, original)


def _set(owner: Any, name: str, value: Any) -> None:
    if hasattr(type(owner), "__attrs_attrs__") and not isinstance(owner, type):
        object.__setattr__(owner, name, value)  # a frozen value
    else:
        setattr(owner, name, value)


def mutants() -> list[Mutant]:
    """Return all mutants."""
    return [
        Mutant(site, operation, output)
        for site in sites()
        for operation in OPERATIONS
        for output in OUTPUTS
        if output.format in site.formats
    ]


# ---------------------------------------------------------------------------------- what goes wrong


def text(value: Any, operation: str, _: tuple[Any, ...] = ()) -> Any:
    """Change a text, or the longest text in a piece of markup, that of it which is drawn or doubled as a whole."""
    if isinstance(value, Markup | str) and operation in {"drop", "double"}:
        return type(value)("" if operation == "drop" else value + value)
    nodes = list(_TEXT_NODE.finditer(str(value)))
    if not nodes:
        return value
    node = max(nodes, key=lambda match: len(match[0]))
    return type(value)(str(value)[: node.start()] + _letters(node[0], operation) + str(value)[node.end() :])


def _letters(value: str, operation: str) -> str:
    places = [match.start() for match in _WORDS.finditer(value) if len(match[0]) == 1]
    if not places:
        return value
    middle = places[len(places) // 2]
    if operation == "truncate":
        return value[:middle]
    if operation == "move":
        return value[middle:] + value[:middle]
    if operation == "re-letter":
        return value[:middle] + _other(value[middle]) + value[middle + 1 :]
    for one, other in pairwise(places):  # swap
        if value[one] != value[other]:
            return value[:one] + value[other] + value[one + 1 : other] + value[one] + value[other + 1 :]
    return value


def _other(letter: str) -> str:
    """Return another letter or digit of the same script."""
    if letter.isdigit():
        return str((int(letter) + 1) % 10) if letter.isascii() else letter
    return {"z": "a", "Z": "A"}.get(letter, chr(ord(letter) + 1))


def element(value: Markup, operation: str, _: tuple[Any, ...] = ()) -> Markup:
    """Change the element around words and leave the words as they are; nothing is to be seen of it twice."""
    match = _ELEMENT.match(value)
    if not match:
        return value
    start, words, end = match.groups()
    if operation == "swap":
        other = "strong" if start.startswith("<em") else "em"
        start, end = f"<{other}>", f"</{other}>"
    elif operation == "re-letter":
        start, end = "<code>" if start != "<code>" else "<strong>", "</code>" if start != "<code>" else "</strong>"
    elif operation == "drop":
        start, end = "", ""
    elif operation == "move":
        start, words = words[0] + start, words[1:]
    elif operation == "truncate":
        words, end = words[:-1], end + words[-1]
    return Markup(start + words + end)


def number(value: int, operation: str, _: tuple[Any, ...] = ()) -> int:
    """Change a number."""
    return {"drop": 0, "double": value * 2, "swap": value + 10, "move": value + 2, "truncate": value - 1}.get(
        operation, value + 1
    )


def sequence(is_it: Callable[[Any], bool] = lambda each: True, inside: Change | None = None) -> Change:
    """Return a change of the first element of a sequence that ``is_it``, ``inside`` it for another letter."""

    def change(value: Sequence[Any], operation: str, arguments: tuple[Any, ...]) -> Any:
        items = list(value)
        at = next((nth for nth, each in enumerate(items) if is_it(each)), None)
        if at is None:
            return value
        if operation == "drop":
            del items[at]
        elif operation == "double":
            items.insert(at, items[at])
        elif operation == "swap" and len(items) > 1:
            other = at + 1 if at + 1 < len(items) else at - 1
            items[at], items[other] = items[other], items[at]
        elif operation == "move":
            items.append(items.pop(at))
        elif operation == "truncate":
            del items[at + 1 :]
        elif operation == "re-letter" and inside:
            items[at] = inside(items[at], operation, arguments)
        return tuple(items) if isinstance(value, tuple) else items

    return change


def words(value: Any, operation: str, arguments: tuple[Any, ...] = ()) -> Any:
    """Change the words of a value: the longest text in it; of sides and children one is dropped, doubled or moved."""
    if value is None:
        return None
    if isinstance(value, str):
        return text(value, operation)
    if isinstance(value, tuple):
        return _words_of_one(value, operation, arguments)
    for name in ("text", "base", "alt", "lang_text"):
        if isinstance(getattr(value, name, None), str) and getattr(value, name):
            return attrs.evolve(value, **{name: text(getattr(value, name), operation)})
    for name in ("inlines", "sides", "members", "side", "children", "items", "rows", "cells", "captions", "target"):
        part = getattr(value, name, None)
        if part and name in {each.name for each in attrs.fields(type(value))}:
            return attrs.evolve(value, **{name: words(part, operation, arguments)})
    return value


def _words_of_one(value: tuple[Any, ...], operation: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Change the first element of a tuple that has words to change."""
    for nth, each in enumerate(value):
        changed = words(each, operation, arguments)
        if changed != each:
            return (*value[:nth], changed, *value[nth + 1 :])
    return value


def _descriptions(value: Any, operation: str, arguments: tuple[Any, ...]) -> Any:
    """Change the long descriptions of the first picture that has some."""
    at = next((nth for nth, each in enumerate(value) if each.descriptions), None)
    if at is None:
        return value
    change = field("descriptions", sequence(inside=_pair))
    return (*value[:at], change(value[at], operation, arguments), *value[at + 1 :])


def _entries(value: Any, operation: str, arguments: tuple[Any, ...]) -> Any:
    """Change the entries of a group of an index."""
    return attrs.evolve(value, entries=sequence(inside=field("heads", sequence(inside=_pair)))(
        value.entries, operation, arguments
    ))  # fmt: skip


def _in_first(inside: Change) -> Change:
    """Return the change ``inside`` the first element of a sequence."""
    return lambda value, operation, arguments: (inside(value[0], operation, arguments), *value[1:])


def _places_of_terms(value: Any, operation: str, arguments: tuple[Any, ...]) -> Any:
    """Change the places of each term; another order of them is none of their pages."""
    operation = "drop" if operation in ("swap", "move", "double", "re-letter") else operation
    return {name: sequence()(places, operation, arguments) for name, places in value.items()}


def _rows(value: Any, operation: str, arguments: tuple[Any, ...]) -> Any:
    """Change the first row of several figures; whole rows are in the order of blocks."""
    at = next((nth for nth, row in enumerate(value) if len(row) > 1), None)
    if at is None:
        return value
    row = sequence(inside=words)(value[at], operation, arguments)
    return [*value[:at], *([row] if row else []), *value[at + 1 :]]


def members(value: Any, operation: str, arguments: tuple[Any, ...]) -> Any:
    """Change the sides that an edition shows of a node."""
    return attrs.evolve(value, members=sequence(inside=words)(value.members, operation, arguments))


def field(name: str, change: Change) -> Change:
    """Return the change of one field of a value."""
    return lambda value, operation, arguments: attrs.evolve(
        value, **{name: change(getattr(value, name), operation, arguments)}
    )


# ------------------------------------------------------------------------------------------- where


def sites() -> Iterator[Site]:
    """Yield every site of every kind."""
    yield from _reading()
    yield from _deciding()
    yield from _writing_text()
    yield from _writing_pdf()
    yield from _writing_epub()


def _reading() -> Iterator[Site]:
    for name, kind in block_kinds().items():
        yield Site(name, kind, "parse", words, reads=True)
        yield Site(name, kind, "build", words, reads=True)
        order = sequence(lambda each, name=name: each.type_name == name, words)
        yield Site(f"order of {name}", chapter_builder.ChapterBuilder, "blocks", order, reads=True)
    yield Site("TeX of a formula", parsed_inlines, "make_formula", field("tex", _signs), reads=True)
    yield Site("text of a formula", make_formula, "one_line", _signs, reads=True)
    for name in ("line_break", "link", "span", "text", "code", "ruby", "note", "image"):
        builder = next(
            each for each in vars(parsed_inlines).values() if hasattr(each, name) and hasattr(each, "build")
        )
        yield Site(f"inline {name}", builder, name, words, reads=True)
    yield Site("entries of a glossary", term_pass, "entries_of", sequence(inside=words), reads=True)
    yield Site("use of a term", vars(term_pass)["_Pass"], "use", words, reads=True)
    is_set = sequence(lambda each: isinstance(each, m.Ruby), words)
    yield Site("readings", reading_pass.ReadingPass, "with_readings", is_set, reads=True)
    yield Site("order of notes", chapters, "called_footnotes", _order_of_notes, reads=True)
    for what in ("next_number", "next_heading"):
        yield Site(what, chapter_builder.ChapterBuilder, what, number, reads=True)


def _signs(value: str, operation: str, arguments: tuple[Any, ...]) -> Any:
    """Change a sign of a formula: signs in another order may be the same formula."""
    return text(value, operation if operation in {"drop", "double", "truncate"} else "re-letter", arguments)


def _in_other_words(value: str, operation: str, arguments: tuple[Any, ...]) -> str:
    """Read a formula in no words, or in those of the other language."""
    node, language = arguments
    return "" if operation == "drop" else formula_words.words(node, "en" if language.startswith("zh") else "zh-Hans")


def _in_file(name: str) -> Change:
    """Return the change of what a drawing hands to the file in an attribute."""

    def change(value: Markup, operation: str, arguments: tuple[Any, ...]) -> Markup:
        pattern = re.compile(rf'(?<= {name}=")[^"]*(?=")')
        return Markup(pattern.sub(lambda match: str(_signs(match[0], operation, arguments)), str(value), count=1))

    return change


def _order_of_notes(value: Any, operation: str, arguments: tuple[Any, ...]) -> Any:
    """Change the order of notes; a label that stands there twice changes nothing but ids."""
    return sequence()(value, "swap" if operation == "double" else operation, arguments)


def _deciding() -> Iterator[Site]:
    for name in (*block_kinds(), "item", "definition", "note", "glossary-entry"):

        def is_it(each: Any, name: str = name) -> bool:
            return each is not None and each.kind == name

        yield Site(f"order of {name}", VIEWER, "nodes", sequence(is_it, words))
        yield Site(f"mark of {name}", VIEWER, "node", _mark, lambda _, node, is_it=is_it: is_it(node))
        yield Site(
            f"sides of {name}",
            VIEWER,
            "node",
            members,
            lambda _, node, is_it=is_it: is_it(node) and node.members,
        )
    yield Site("order of a glossary", view, "in_order", sequence(inside=words))
    yield Site("sides of cells", shown_tables, "cell_members", sequence(inside=words), lambda _, sides: bool(sides))
    yield Site("chapters", VIEWER, "chapter", lambda value, *_: None, lambda arguments, _: "01" in arguments[1].id)
    for function in ("numeral", "section_mark", "caption_number", "_number", "_title"):
        yield Site(f"number by {function}", numbering, function, text)
    for key in ("figure", "table", "contents", "note", "trim", "missing-mark", "missing-mark-single"):
        yield Site(f"word {key}", strings, "translate", text, lambda arguments, _, key=key: arguments[0] == key)
        yield Site(f"word {key}", numbering, "translate", text, lambda arguments, _, key=key: arguments[0] == key)
    for function in ("lettering", "title_page"):
        for name, inside in (("horizontal", field("text", text)), ("subtitles", _pair), ("publishers", _pair)):
            yield Site(
                f"{name} of the {function}",
                cover_text,
                function,
                field(name, sequence(inside=inside)),
                formats=("pdf",),
            )
        yield Site(f"number of the {function}", cover_text, function, field("number", text), formats=("pdf",))
    yield Site("full-width marks", punctuation, "fullwidth", words)
    yield Site("folios", incremental, "page_numbers", _folios, formats=("pdf",))
    yield Site("folio text", page_labels.PageNumber, "text", text, formats=("pdf",))
    yield Site(
        "headings of an e-book",
        writer,
        "fix_heading_levels",
        field("blocks", sequence(inside=words)),
        formats=("epub",),
    )


def _mark(value: Any, operation: str, arguments: tuple[Any, ...]) -> Any:
    """Give a block the mark of missing text, or take it."""
    return attrs.evolve(value, missing_mark=operation == "double" or (operation != "drop" and not value.missing_mark))


def _pair(value: tuple[str, str], operation: str, _: tuple[Any, ...]) -> tuple[str, str]:
    """Change the text of a pair of language and text."""
    return value[0], text(value[1], operation)


def _folios(value: Any, operation: str, _: tuple[Any, ...]) -> Any:
    """Change where the numbers of pages begin, or their styles."""
    starts, styles = value.starts, value.styles
    if operation == "drop":
        return attrs.evolve(value, starts=starts[:-1], styles=styles[:-1])
    if operation == "swap":
        return attrs.evolve(value, styles=styles[::-1])
    shift = {"double": 2, "move": 1, "truncate": -1, "re-letter": -2}[operation]
    return attrs.evolve(value, starts=(*starts[:-1], starts[-1] + shift))


INLINES = (
    m.Text, m.Emphasis, m.Strong, m.CodeSpan, m.Link, m.CrossRef, m.Image, m.FootnoteRef, m.Ruby, m.ForeignText,
    m.LineBreak, m.Formula, m.StyledText, m.IndexMark, m.TermUse, m.InterlinearNote,
)  # fmt: skip
ELEMENTS = (m.Emphasis, m.Strong, m.CodeSpan, m.Link, m.ForeignText, m.Ruby, m.StyledText)
"""Inlines that are an element around their words."""
TEMPLATES = {
    "pdf": ("cover", "title", "imprint", "contents", "chapter"),
    "epub": ("cover", "title", "imprint", "nav", "chapter", "part"),
}


def _writing_text() -> Iterator[Site]:
    for name in (*block_kinds(), "item", "definition", "glossary-entry"):
        yield Site(
            name, blocks.BlockWriter, "block", text, lambda arguments, _, name=name: arguments[1].kind == name, False
        )
    for inline in INLINES:

        def is_it(arguments: tuple[Any, ...], _: Any, inline: type = inline) -> bool:
            return isinstance(arguments[1], inline)

        yield Site(inline.__name__, inlines.InlineWriter, "_one", text, is_it, False)
        if inline in ELEMENTS:
            yield Site(f"element of {inline.__name__}", inlines.InlineWriter, "_one", element, is_it, False)
    yield Site("words of a formula", formulas, "words", _in_other_words, decides=False)
    yield Site("number of a formula", numbering, "equation_number", text, decides=False)
    yield Site("groups of an index", blocks, "index_groups", sequence(inside=_entries), decides=False)
    yield Site("entries of an index", blocks, "index_groups", _in_first(_entries), decides=False)
    yield Site("pages of an entry", page_numbers, "page_ranges", sequence(), decides=False)
    yield Site("places of terms", blocks, "term_places", _places_of_terms, decides=False)
    yield Site("pictures", blocks, "shown_pictures", sequence(inside=words), decides=False)
    yield Site("long descriptions", blocks, "shown_pictures", _descriptions, decides=False)
    yield Site(
        "pictures in a row", blocks, "rows_of_pictures", sequence(inside=sequence(inside=words)), decides=False
    )
    yield Site("figures in a row", blocks, "rows_of_figures", _rows, decides=False)
    yield Site("table", shown_tables.TableGrids, "table_grid", field("rows", sequence()), decides=False)
    yield Site("head of a table", shown_tables.TableGrids, "table_grid", field("head", sequence()), decides=False)
    for file_format, names in TEMPLATES.items():
        folder, suffix = ("print", ".html.j2") if file_format == "pdf" else ("epub", ".xhtml.j2")
        for name in names:
            path = f"{folder}/{name}{suffix}"
            yield Site(
                f"template {path}", jinja2.Template, "render", text,
                lambda arguments, _, path=path: arguments[0].name == path, False, formats=(file_format,),
            )  # fmt: skip


def _writing_pdf() -> Iterator[Site]:
    pdf: Any = {"decides": False, "formats": ("pdf",)}
    yield Site(
        "contents", print_html, "contents_rows", sequence(inside=field("titles", sequence(inside=_pair))), **pdf
    )
    yield Site("note", print_html, "note_html", text, **pdf)
    yield Site("text of a drawing", formulas, "one_line", _signs, **pdf)
    yield Site("TeX in the file", print_notes, "print_formula", _in_file("data-tex"), **pdf)
    yield Site("ActualText of a formula", print_notes, "print_formula", _in_file("data-text"), **pdf)
    yield Site("running head", print_html, "_head", field("titles", sequence(inside=_pair)), **pdf)
    yield Site("imprint", print_html, "imprint", sequence(inside=sequence(inside=text)), **pdf)
    yield Site("lines of a note", print_notes, "_in_order", sequence(inside=field("words", text)), **pdf)
    yield Site("bookmark", blocks.BlockWriter, "bookmark_label", text, **pdf)
    yield Site("halves of a note", two_lines, "middle", _middle, lays_out=True, **pdf)
    yield Site("places of notes in margins", margin_notes, "tops", _tops, lays_out=True, **pdf)
    yield Site("margin of a note", margin_notes, "margin_of", _margin, lays_out=True, **pdf)
    page_writer = write_page_numbers.PageNumberWriter
    yield Site("printed folio", page_writer, "_folio", lambda value, *_: b"", **pdf)
    yield Site("folio", incremental, "format_page_number", text, **pdf)


def _middle(value: int, operation: str, arguments: tuple[Any, ...]) -> int:
    """Halve words elsewhere, where they have another place to."""
    _, a, b = arguments
    return max(min(a + 1, b), min(b, number(value, operation)))


def _tops(value: list[float], operation: str, _: tuple[Any, ...]) -> list[float]:
    """Place notes of a margin lower or higher, in another order, or over each other."""
    if len(value) > 1 and operation in {"swap", "double"}:
        return value[::-1] if operation == "swap" else value[:1] * len(value)
    return [each - 24 if operation in {"truncate", "re-letter"} else each + 24 for each in value]


def _margin(value: str, operation: str, _: tuple[Any, ...]) -> str:
    """Let a note stand in the other margin, or at the foot."""
    names = {"side-note": "head-note", "head-note": "side-note"}
    return names.get(value, value) if operation in {"swap", "move"} else ""


def _writing_epub() -> Iterator[Site]:
    epub: Any = {"decides": False, "formats": ("epub",)}
    entry = field("labels", sequence(inside=field("text", text)))
    yield Site("contents", navigation.NavBuilder, "entries", sequence(inside=entry), **epub)
    yield Site(
        "sections of contents", navigation.NavBuilder, "_chapter", field("inside", sequence(inside=entry)), **epub
    )
    yield Site("landmarks", documents, "landmarks", sequence(inside=field("word", lambda *_: "imprint")), **epub)
    yield Site("back links", documents.DocumentWriter, "_backlinks", sequence(inside=text), **epub)
    yield Site("imprint", writer, "imprint", sequence(inside=sequence(inside=text)), **epub)
    yield Site("cover", cover_image, "alternative", text, **epub)
    yield Site("documents", documents.DocumentWriter, "documents", sequence(lambda each: "c0" in each.path), **epub)
    label = field("label", text)
    yield Site(
        "page list", writer, "find_breaks", field("links", sequence(lambda each: each.label == "2", label)), **epub
    )
    yield Site("address", links.IdMap, "href", text, **epub)
    yield Site("MathML", formulas, "mathml", _signs, **epub)
