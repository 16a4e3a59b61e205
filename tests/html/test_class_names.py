"""Templates, style sheets and code know the class names that ``class_names`` lists, and no others."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import attrs
import pytest
import tinycss2
from lxml import etree, html

from support import ebook
from wicpress import class_names
from wicpress.config import settings
from wicpress.epub import write_epub
from wicpress.pdf.print_html import render_html
from wicpress.resources import resource_dir

SOURCE = Path(class_names.__file__).parent
FAMILIES = (class_names.COLUMN, class_names.LANGUAGES, class_names.HEADING_LEVEL, class_names.ENTRY_LEVEL)
"""Names before a number."""


@cache
def declared() -> frozenset[str]:
    """Every name in the list; of a family of names, what they begin or end with."""
    values = [value for name, value in vars(class_names).items() if name.isupper()]
    sets = [each for value in values if isinstance(value, frozenset) for each in value]
    return frozenset([*sets, *(value for value in values if isinstance(value, str))])


def is_declared(name: str) -> bool:
    """Return whether the list has ``name``, or the family to which it belongs."""
    stem = name.rstrip("0123456789")
    return (
        name in declared()
        or stem in FAMILIES
        or name.endswith(class_names.DOCUMENT)
        or name in {class_names.LED_BY + script for script in (class_names.HAN, class_names.LATIN)}
    )


def templates() -> dict[str, str]:
    """Return the text of every template by its path."""
    root = resource_dir("templates")
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.j2")}


def style_sheets() -> dict[str, str]:
    """Return the text of every style sheet by its path."""
    root = resource_dir("styles")
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.css")}


def selector_classes(text: str) -> Iterator[str]:
    """Yield the classes in the selectors of a style sheet, those inside ``@media`` and ``@supports`` too."""
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        yield from _rule_classes(rule)


def _rule_classes(rule: tinycss2.ast.Node) -> Iterator[str]:
    if rule.type == "qualified-rule":
        yield from re.findall(r"\.([A-Za-z][\w-]*)", tinycss2.serialize(rule.prelude))
    elif rule.type == "at-rule" and rule.content and rule.lower_at_keyword in {"media", "supports"}:
        for each in tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True):
            yield from _rule_classes(each)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """Return the classes of the sample book in every layout, in print and as an e-book, with all text options."""
    lines = settings.Typography(autospace=0, hanging=True, english="justified", emphasis="dots")
    config = attrs.evolve(ebook.make_config(tmp_path_factory.mktemp("book")), typography=lines, contents=2)
    book = ebook.make_book()
    names: set[str] = set()
    for edition in ebook.EDITIONS:
        bare = attrs.evolve(edition, embed_fonts=False, missing="show")
        names |= _classes(html.fromstring(render_html(book, config, bare).html.encode()))
        with zipfile.ZipFile(io.BytesIO(write_epub(book, config, bare, read=ebook.reader))) as archive:
            for name in archive.namelist():
                if name.endswith(".xhtml"):
                    names |= _classes(etree.fromstring(archive.read(name)))
    return frozenset(names)


def _classes(root: etree._Element) -> set[str]:
    return {name for each in root.iter(etree.Element) for name in (each.get("class") or "").split()}


def test_every_class_of_a_document_is_declared(rendered: frozenset[str]) -> None:
    """No template and no code writes a class that the list does not have."""
    assert len(rendered) > 60
    assert sorted(name for name in rendered if not is_declared(name)) == []


@pytest.mark.parametrize("sheet", style_sheets())
def test_every_class_of_a_style_sheet_is_declared(sheet: str) -> None:
    """No selector has a class that the list does not have."""
    assert sorted({name for name in selector_classes(style_sheets()[sheet]) if not is_declared(name)}) == []


def test_every_declared_class_is_used(rendered: frozenset[str]) -> None:
    """A name that neither a template nor code writes any more leaves the list."""
    texts = "\n".join(templates().values())
    code = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py") if path.name != "class_names.py")
    constants = {value: name for name, value in vars(class_names).items() if isinstance(value, str)}

    def is_used(name: str) -> bool:
        in_code = name in constants and f"class_names.{constants[name]}" in code
        return in_code or re.search(rf"[\" ]{re.escape(name)}[\" ]", texts) is not None

    assert sorted(name for name in declared() - rendered if name not in FAMILIES and not is_used(name)) == []


def test_no_code_writes_a_class_out() -> None:
    """Code takes names from the list: no string of it has a ``class`` attribute with a name."""
    names = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"class=.[a-z]", node.value)
    ]
    assert names == []


def test_former_names_are_gone(rendered: frozenset[str]) -> None:
    """A class with a new name has its former name nowhere, and the new one is in the list."""
    sheets = {name for text in style_sheets().values() for name in selector_classes(text)}
    assert set(class_names.RENAMED) & (sheets | rendered) == set()
    assert sorted(name for name in class_names.RENAMED.values() if not is_declared(name)) == []
