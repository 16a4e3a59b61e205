"""Checks a book's own templates and style sheets: they exist, lie inside the book, and are text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wicpress import limits
from wicpress.config import FILE, Config
from wicpress.config.toml_positions import TomlPositions
from wicpress.diagnostics import Diagnostic, Span, declare_kind
from wicpress.file_formats.css_addresses import LONG_NUMBER
from wicpress.system.folder import files_beneath, is_within

MISSING_STYLE = declare_kind(
    "missing_style",
    "An edition names templates or styles that are not there",
    "`styles` lists style sheets of the book that an edition adds to those of wicpress, and `templates` a "
    "folder of templates of its own. What is named has to be inside the book's folder; without it the edition would "
    "look otherwise than intended.",
    example='styles = ["styles/large-print.css"]',
)
UNREADABLE_STYLE = declare_kind(
    "unreadable_style",
    "A template or a style sheet of the book cannot be read",
    "Templates and style sheets are text in UTF-8, inside the book's folder.",
)


def check_custom_styles(config: Config) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the templates and style sheets that a book holds or names."""
    return (*_check_named_files(config), *_check_override_files(config))


def _check_named_files(config: Config) -> Iterator[Diagnostic]:
    positions = TomlPositions(tuple(_settings_lines(config)))
    for nth, edition in enumerate(config.editions):
        for name in (*edition.styles, *([edition.templates] if edition.templates else [])):
            is_there = (config.root / name).is_dir() if name == edition.templates else (config.root / name).is_file()
            if not is_there:
                problem, advice = "is not there", "write it, or take its name out of the edition"
            elif not is_within(config.root / name, config.root):
                problem, advice = "leads out of the book", "put it into the folder of the book"
            else:
                continue
            line, columns = _place_of_name(config, positions, nth, name)
            message = f"the edition `{edition.name}` names `{name}`, which {problem}"
            yield MISSING_STYLE(message, Span(FILE, line, line), hint=advice, columns=columns)


def _settings_lines(config: Config) -> list[str]:
    try:
        return (config.root / FILE).read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        return []


def _place_of_name(config: Config, positions: TomlPositions, nth: int, name: str) -> tuple[int, tuple[int, int]]:
    """Return the line and the columns of a text in the ``nth`` edition, else the line of the edition's name."""
    if place := positions.text_place(name, "edition", nth):
        line, column = place
        return line, (column, column + len(name) + 2)
    return config.editions[nth].line, (0, 0)


def _check_override_files(config: Config) -> Iterator[Diagnostic]:
    """Yield the files that replace or extend those of wicpress and cannot be read as text."""
    folders = ["templates", "styles", *(each.templates for each in config.editions if each.templates)]
    beneath = {path for folder in folders for path in files_beneath(config.root, folder)}
    files = {path for path in beneath if path.suffix in {".j2", ".css"}}
    files |= {config.root / name for edition in config.editions for name in edition.styles}
    for path in sorted(files):
        if not path.is_file():
            continue
        name = path.relative_to(config.root).as_posix()
        if not is_within(path, config.root):
            advice = "put the file itself into the book"
            yield UNREADABLE_STYLE(f"{name} leads out of the book's folder", Span(name, 1, 1), hint=advice)
            continue
        try:
            if path.stat().st_size > limits.most("source"):
                message = f"{name} has more than {limits.shown('source')}"
                yield UNREADABLE_STYLE(message, Span(name, 1, 1), hint=limits.way_out("source"))
                continue
            data = path.read_bytes()
            text = data.decode("utf-8")
        except OSError as error:
            yield UNREADABLE_STYLE(f"{name} cannot be read: {error.strerror}", Span(name, 1, 1))
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            message = f"byte {error.start + 1} (0x{data[error.start]:02x}) of {name} is not UTF-8"
            yield UNREADABLE_STYLE(message, Span(name, line, line), hint="save the file as UTF-8")
        else:
            if len(data) > limits.most("source"):
                message = f"{name} has {len(data):,} bytes, more than {limits.shown('source')}"
                yield UNREADABLE_STYLE(message, Span(name, 1, 1), hint=limits.way_out("source"))
            elif number := LONG_NUMBER.search(text):
                line = text.count("\n", 0, number.start()) + 1
                message = f"{name} has a number of {len(number[0]):,} digits, which no program reads"
                yield UNREADABLE_STYLE(message, Span(name, line, line), hint="write a shorter one")
            else:
                yield from _check_content(config.root, name, text)


def _check_content(root: Path, name: str, text: str) -> Iterator[Diagnostic]:
    # the CSS parser takes 7 to 40 ms
    from wicpress.html import book_sheets, renamed_classes  # noqa: PLC0415

    if name.endswith(".j2"):
        yield from renamed_classes.find_renamed_in_template(name, text)
        return
    problems = tuple(book_sheets.sheet_problems(root, name, text))
    yield from problems
    if not problems:  # one of them is that blocks nest deeper than Python's stack
        yield from renamed_classes.find_renamed_classes(name, text)
