"""A book's own style sheets: former names of classes are found with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import book_files
from wicpress import class_names
from wicpress.build import check
from wicpress.diagnostics import Severity
from wicpress.html.renamed_classes import find_renamed_classes, find_renamed_in_template

SHEET = """\
@charset "utf-8";
/* .mk is the former name */
.mk, .pair .marker { color: #0.mk }
p:not(.void, .h2.ring)::before { content: ".two" }
@media (min-width: 40em) {
  @supports (display: grid) { li.num > .c2 { margin: .5em } }
  .quote { & .stand-in { margin: 0 } }
}
@page { margin: 0; @top-left { content: none } }
.item { /* no end
"""


def found(text: str) -> list[tuple[int, int, str]]:
    """Return the line, the column and the message of each warning for a style sheet."""
    return [(each.span.line, each.column, each.message) for each in find_renamed_classes("a.css", text) if each.span]


def test_former_names_are_found_where_they_stand() -> None:
    """In every selector, also nested ones, and neither in comments nor in values."""
    assert found(SHEET) == [
        (3, 2, "the class `mk` is called `marker` now"),
        (4, 8, "the class `void` is called `empty` now"),
        (4, 18, "the class `ring` is called `missing-mark` now"),
        (6, 34, "the class `num` is called `numbered-item` now"),
        (6, 41, "the class `c2` is called `column-2` now"),
        (7, 15, "the class `stand-in` is called `fallback` now"),
    ]


@pytest.mark.parametrize("former", class_names.RENAMED)
def test_each_former_name_is_found(former: str) -> None:
    """Each has one warning, whose help has the new name."""
    (warning,) = find_renamed_classes("a.css", f"p.{former} {{ color: red }}")
    assert warning.severity is Severity.WARNING and warning.code == "renamed_class"
    assert f"`.{class_names.RENAMED[former]}`" in warning.help


@pytest.mark.parametrize("text", ["", "\ufeff", "}}}", ".", ". mk { }", ".mk", "@import 'a.css';", "p { .5em .c1 }"])
def test_any_text_is_read(text: str) -> None:
    """Text without a rule for a former name, well-formed or not, has no warning."""
    assert found(text) == []


@pytest.mark.parametrize("name", ["styles/print/text.css", "styles/epub/own.css", "wide.css"])
def test_check_reads_the_book_s_own_sheets(tmp_path: Path, name: str) -> None:
    """Those that stand in for built-in sheets and those that an edition adds; the warning names the file."""
    toml = book_files.TOML + ('styles = ["wide.css"]\n' if name == "wide.css" else "")
    root = book_files.write_book(tmp_path, {"book.toml": toml, name: "p { color: red }\r\n.mk { color: red }\r\n"})
    (warning,) = (each for each in check.load(root).diagnostics if each.code == "renamed_class")
    assert warning.span is not None
    assert (warning.span.path, warning.span.line, warning.column, warning.end_column) == (name, 2, 2, 4)


def test_templates_are_not_read_as_style_sheets(tmp_path: Path) -> None:
    """A template of the book is no style sheet."""
    root = book_files.write_book(tmp_path, {"templates/print/page.css.j2": ".mk { color: red }"})
    assert check.load(root).diagnostics == ()


def test_check_shows_the_place(tmp_path: Path) -> None:
    """The report names file, line and column, the former name and the new one."""
    root = book_files.write_book(tmp_path, {"styles/print/text.css": ".mk { color: red }\n"})
    shown = book_files.run("check", root).out.replace(f"{root}/", "")
    assert shown == (
        "styles/print/text.css:1:2: warning: the class `mk` is called `marker` now [renamed_class]\n"
        "  1 | .mk { color: red }\n    |  ^^\n  help: write `.marker` for `.mk`\n\n1 warning\n"
    )


@pytest.mark.parametrize(
    ("sheet", "column"),
    [
        ("p[class~=mk] { color: red }", 10),
        ('p[class~="mk"] { color: red }', 11),
        ("p:not([class='a mk']) { color: red }", 17),
        ("p[title~=mk] { color: red }", 0),
        ("p[class] { color: red }", 0),
    ],
)
def test_former_names_in_attribute_selectors(sheet: str, column: int) -> None:
    """A former name in `[class~=…]` is found as one after a full stop is."""
    warnings = [(each.column, each.end_column) for each in find_renamed_classes("a.css", sheet)]
    assert warnings == ([(column, column + 2)] if column else [])


def test_former_names_in_templates() -> None:
    """A former name that a template of the book writes is found; expressions and other attributes are not read."""
    template = (
        "<p class=\"note mk {{ 'mk' if node }}\"\n   title='mk'><b class='{% if a %}\nmk{% endif %}'>mk</b></p>"
    )
    warnings = list(find_renamed_in_template("a.html.j2", template))
    assert [(each.span and each.span.line, each.column, each.end_column) for each in warnings] == [
        (1, 16, 18),
        (3, 1, 3),
    ]
    assert warnings[0].help == "write `marker` for `mk`"
