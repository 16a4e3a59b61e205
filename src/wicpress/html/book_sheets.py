"""A book's own style sheets: what they load is in the book, and becomes part of them, for PDF and EPUB alike."""

from __future__ import annotations

import base64
import itertools
import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, unquote_to_bytes

import attrs
import tinycss2

from wicpress import limits
from wicpress.diagnostics import Diagnostic, Span, WicpressError, declare_kind
from wicpress.file_formats.css_addresses import IMPORT, LONG_NUMBER, URL, CssAddress, addresses_in, css_addresses
from wicpress.file_formats.css_selectors import MAX_PARTS, long_selectors
from wicpress.system.folder import LeadsOutError, open_beneath

STYLE_ADDRESS = declare_kind(
    "style_address",
    "A style sheet loads what is not in the book",
    "`url()` and `@import` of a book's own style sheets name pictures and style sheets in its folder, by a path from "
    "the sheet; they become part of the sheet in PDFs and e-books alike. Nothing is loaded from the network or from "
    "elsewhere on the machine. Fonts are named in `[fonts]` of book.toml.",
    example='@import "tables.css";\n.notice { background: url(../pictures/paper.png) }',
)
STYLE_SELECTOR = declare_kind(
    "style_selector",
    "A selector of a style sheet is too long",
    f"A selector has at most {MAX_PARTS} parts: spaces and signs between names, `:is()` and `:not()`, and what "
    "stands in these. A rule in a rule has the parts of both. A longer one could not be read when "
    "the pages are laid out.",
    example=".chapter .note p { color: #555 }",
)
PrepareFile = Callable[[str, bytes], tuple[str, bytes]]
"""Returns media type and bytes of a picture as an output shows it, by its path in the book; raises WicpressError."""
_DATA: Final = re.compile(r"data:image/[a-z+.-]+((?:;[^,;]*)*),(.*)", re.DOTALL | re.IGNORECASE)
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]")
_PICTURES: Final = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"<",
    b"\xef\xbb\xbf<",
    b"\x1f\x8b",
    b"II*\0",
    b"MM\0*",
)
MAX_SHEETS: Final = 20
"""So many style sheets may be imported by one."""
_HINT: Final = "name a file in the folder of the book, by its path from this sheet"


def read_sheet(root: Path, name: str, prepare: PrepareFile) -> str:
    """Return the style sheet ``name`` of a book with what it loads in it.

    Raise ``WicpressError`` where it leads out of the book, a selector is too long or a picture is damaged, and
    ``OSError``.
    """
    return "".join(each.text for each in _pieces(root, name, prepare))


def place_in_sheet(root: Path, name: str, line: int) -> Span:
    """Return where a line that ``read_sheet`` returns is from: in ``name``, or in a sheet that it imports."""
    at, place = 1, Span(name, line, line)
    for piece in _pieces(root, name, lambda *_: ("image/png", b"")):
        if at > line:
            break
        if piece.text.strip():
            own = piece.line + line - at
            place = Span(piece.file, own, own)
        at += piece.text.count("\n")
    return place


@attrs.frozen
class _Piece:
    """A piece of a style sheet, and where it begins: the file, and the line in it."""

    text: str
    file: str
    line: int


def _pieces(root: Path, name: str, prepare: PrepareFile, *, is_import: bool = False) -> Iterator[_Piece]:
    """Yield a style sheet with what it loads in it. Raise as ``read_sheet``."""
    text = _text(root, name).removeprefix("\ufeff" if is_import else "")
    tokens = tinycss2.parse_component_value_list(text)
    addresses = tuple(addresses_in(tokens))
    if problems := tuple(sheet_problems(root, name, text)):
        raise WicpressError(*problems)
    if not addresses:
        yield _Piece(text, name, 1)
        return
    size = 0
    for each in addresses:
        if each.use == URL and not each.text.strip().startswith("#"):
            size += _put_picture(root, name, each, prepare)
            if size > limits.most("picture"):
                message = f"the pictures of the style sheet have more than {limits.shown('picture')}"
                raise WicpressError(STYLE_ADDRESS(message, _span(name, each), hint=limits.way_out("picture")))
    yield from _with_imports(root, name, iter(tokens), prepare)


def sheet_problems(root: Path, name: str, text: str) -> Iterator[Diagnostic]:
    """Yield what is wrong with what a style sheet loads, and with the sheets that it imports."""
    waiting, read = [(name, text)], {name}
    while waiting:
        here, content = waiting.pop()
        for line in long_selectors(content):
            hint = "name the element by a class"
            yield STYLE_SELECTOR(f"a selector has more than {MAX_PARTS} parts", Span(here, line, line), hint=hint)
        for each in css_addresses(content):
            if each.use not in {IMPORT, URL}:
                message = f"an address cannot be read: {each.text}"
                yield STYLE_ADDRESS(message, _span(here, each), hint="write url() with one address")
            elif problem := _problem(root, here, each, read):
                yield STYLE_ADDRESS(f"`{each.text[:80]}` {problem}", _span(here, each), hint=_HINT)
            elif each.use == IMPORT and len(read) <= MAX_SHEETS:
                path = _path(here, each.text)
                read.add(path)
                waiting.append((path, _text(root, path)))


def _span(name: str, address: CssAddress) -> Span:
    return Span(name, address.line, address.line)


def _problem(root: Path, name: str, address: CssAddress, read: set[str]) -> str:
    """Return what is wrong with an address, empty where nothing is."""
    text, is_import = address.text.strip(), address.use == IMPORT
    if not is_import and (text.startswith("#") or _DATA.fullmatch(text)):
        return ""
    path = _path(name, text)
    if _ABSOLUTE.match(text) or not text.partition("#")[0]:
        problem = "leads out of the book"
    elif is_import and (address.nested or path in read):
        problem = "is imported inside a block" if address.nested else "is imported a second time"
    elif is_import and len(read) > MAX_SHEETS:
        problem = f"is one of more than {MAX_SHEETS} style sheets"
    else:
        problem = _file_problem(root, path, is_import=is_import)
    return problem


def _file_problem(root: Path, path: str, *, is_import: bool) -> str:
    """Return what is wrong with a file that a style sheet names, empty where nothing is."""
    limit: limits.Name = "source" if is_import else "picture"
    try:
        with open_beneath(root, path) as file:
            data = file.read(limits.most(limit) + 1)
        if len(data) > limits.most(limit):
            return f"has more than {limits.shown(limit)}"
        if is_import and LONG_NUMBER.search(data.decode("utf-8")):
            return "has a number that no program reads"
    except LeadsOutError:
        return "leads out of the book"
    except (OSError, ValueError) as error:
        return f"cannot be read: {getattr(error, 'strerror', '') or 'it is not UTF-8'}"
    return "" if is_import or data.lstrip().startswith(_PICTURES) else "is no picture that a book shows"


def _path(name: str, address: str) -> str:
    """Return the path in the book of what a style sheet names; it may lead above the book."""
    path = unquote(re.split(r"[?#]", address.strip(), maxsplit=1)[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def _text(root: Path, name: str) -> str:
    with open_beneath(root, name) as file:
        return file.read().decode("utf-8")


def _with_imports(root: Path, name: str, tokens: Iterator[Any], prepare: PrepareFile) -> Iterator[_Piece]:
    """Yield a style sheet with the sheets that it imports in their places."""
    for token in tokens:
        if token.type != "at-keyword" or token.lower_value != "import":
            yield _Piece(token.serialize(), name, token.source_line)
            continue
        prelude = list(itertools.takewhile(lambda each: each.type != "literal" or each.value != ";", tokens))
        address = next(addresses_in([token, *prelude]), None)
        if address is None:
            continue  # CSS drops it as well
        at = next(number for number, each in enumerate(prelude) if each.type not in {"whitespace", "comment"})
        media = str(tinycss2.serialize(prelude[at + 1 :])).strip()
        if re.search(r"\b(layer|supports)\b", media):
            message = f"`@import` with `{media[:40]}` is not understood"
            raise WicpressError(STYLE_ADDRESS(message, _span(name, address), hint="import the sheet without it"))
        yield _Piece(f"@media {media} {{\n" if media else "", name, token.source_line)
        yield from _pieces(root, _path(name, address.text), prepare, is_import=True)
        yield _Piece("\n", name, token.source_line)
        yield _Piece("}\n" if media else "", name, token.source_line)


def _put_picture(root: Path, name: str, address: CssAddress, prepare: PrepareFile) -> int:
    """Put the picture that an address names into the address itself; return its size in bytes."""
    if inside := _DATA.fullmatch(address.text.strip()):
        data = unquote_to_bytes(inside[2])
        data = base64.b64decode(data + b"==") if ";base64" in inside[1].lower() else data
        source = name
    else:
        source = _path(name, address.text)
        with open_beneath(root, source) as file:
            data = file.read()
    media_type, shown = prepare(source, data)
    value = f'"data:{media_type};base64,{base64.b64encode(shown).decode()}"'
    address.token.representation = f"url({value})" if address.token.type == "url" else value
    return len(value)
