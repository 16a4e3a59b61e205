"""The handbook names every command, option, key, code, kind of block and class, in both languages."""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import attrs
import click
import pytest
from lxml import etree

from support import book_files
from wicpress import cli
from wicpress import model as m
from wicpress.block_kinds import block_kinds
from wicpress.build import check, inspect_book
from wicpress.cli import verify
from wicpress.config import Config, settings
from wicpress.config.validation import TABLES
from wicpress.diagnostics import KINDS, DiagnosticKind, Severity
from wicpress.epub import write_epub
from wicpress.layout import layouts
from wicpress.notation import STYLES, UNBROKEN
from wicpress.parsing import blocks, inlines
from wicpress.proofing import verify_files
from wicpress.proofing.text import expected_text
from wicpress.resources import resource_dir

HANDBOOK = Path(__file__).resolve().parents[2] / "content" / "handbook"
LANGUAGES = ("zh-Hans", "en")
WIDEST = 62
"""Columns of a line of code that a page holds, a Han character counting two."""


@cache
def manuscript() -> check.ParsedBook:
    """Return the handbook, parsed."""
    loaded = check.load(HANDBOOK)
    assert loaded.value is not None and loaded.ok, loaded.diagnostics
    read = check.read(loaded.value)
    assert read.ok, read.diagnostics
    return read.value


def nodes(chapter: str = "") -> Iterator[m.Node]:
    """Yield every node of the handbook, or of the chapter with that id."""
    for each in manuscript().book.chapters:
        if not chapter or each.id == chapter:
            yield from m.iter_nodes(each)


def sides(node: m.Node, tag: str) -> tuple[m.Translation, ...]:
    """Return the translations of a node for readers of ``tag``: in their language, or shared by all languages."""
    return tuple(each for each in m.translations_of(node) if each.lang in {tag, m.SHARED})


def deep(inlines: Iterable[m.Inline]) -> Iterator[m.Inline]:
    """Yield every inline of ``inlines`` and those inside them."""
    for each in inlines:
        yield each
        yield from deep(getattr(each, "children", ()))


def codes(blocks: Iterable[m.Node], tag: str) -> list[str]:
    """Return the inline code that readers of ``tag`` see."""
    every = (each for node in blocks for side in sides(node, tag) for each in deep(side.inlines))
    return [each.text for each in every if isinstance(each, m.CodeSpan)]


def unnamed(words: Iterable[str], documented: list[str]) -> list[str]:
    """Return those of ``words`` that are a word of none of the codes."""
    text = "\n".join(documented)
    return [each for each in words if not re.search(rf"(?<![\w-]){re.escape(each)}(?![\w-])", text)]


def section(chapter: str, word: str, tag: str) -> list[m.Node]:
    """Return the nodes of the section whose title begins with ``word``, up to the next section."""
    inside, found = False, []
    for node in nodes(chapter):
        if isinstance(node, m.Heading) and node.level == 2:
            inside = any(re.match(rf"{word}\b", each.text, re.ASCII) for each in sides(node, tag))
        elif inside:
            found.append(node)
    assert found, f"{chapter} has no section {word}"
    return found


def rows(blocks: Iterable[m.Node], tag: str) -> dict[str, str]:
    """Return the text of table rows for readers of ``tag``, by each code in the first cell."""
    table: dict[str, str] = {}
    for node in blocks:
        if isinstance(node, m.Row):
            first = [each for side in node.cells[0].sides if side.lang in {tag, m.SHARED} for each in side.inlines]
            text = " ".join(each.text for each in sides(node, tag))
            table |= {each.text: text for each in first if isinstance(each, m.CodeSpan)}
    return table


def listings(chapter: str, info: str) -> list[str]:
    """Return the listings of a chapter whose info string is ``info``."""
    return [node.sides[0].text for node in nodes(chapter) if isinstance(node, m.CodeBlock) and node.info == info]


# ------------------------------------------------------------------------------------ what wicpress has


@cache
def commands() -> dict[str, click.Command]:
    """Return every command by name."""
    context = click.Context(cli.cli)
    by_name = {name: cli.cli.get_command(context, name) for name in cli.COMMANDS}
    return {name: command for name, command in by_name.items() if command is not None}


def options(command: click.Command) -> list[str]:
    """Return the long options of a command, both names of a switch."""
    names = (name for each in command.params if isinstance(each, click.Option) for name in _names(each))
    return [name for name in names if name.startswith("--")]


def _names(option: click.Option) -> list[str]:
    return [*option.opts, *option.secondary_opts]


def keys(kind: type[attrs.AttrsInstance], *but: str) -> list[str]:
    """Return the keys of ``book.toml`` that set the fields of ``kind``."""
    return [each.name.replace("_", "-") for each in attrs.fields(kind) if each.name not in but]


@cache
def diagnostic_kinds() -> dict[str, DiagnosticKind]:
    """Return every kind of diagnostic: those that ``explain`` lists, and those that commands declare."""
    assert commands()
    return {**check.all_kinds(), **KINDS}


def kinds() -> list[str]:
    """Return the kinds of block, as ``inspect`` names them."""
    classes = [each for each in vars(m).values() if isinstance(each, type) and issubclass(each, m.Node)]
    return [each.type_name for each in classes if each not in (m.Node, m.Block)]


@cache
def classes() -> frozenset[str]:
    """Return every class that e-books of the handbook use, in any edition."""
    config = manuscript().config
    without_fonts = [attrs.evolve(each, embed_fonts=False) for each in config.editions]
    single = next(each for each in without_fonts if each.languages == ("zh-Hans",))
    vertical = attrs.evolve(single, name="vertical", formats=("epub",), writing="vertical")
    stand_in = attrs.evolve(single, name="stand-in", missing="show")
    lines = settings.Typography(autospace=0, hanging=True, english="justified", emphasis="dots")
    other = attrs.evolve(config, typography=lines, contents=1)
    written = [(config, each) for each in (*without_fonts, vertical, stand_in)] + [(other, single)]
    return frozenset(name for config, edition in written for name in _classes(config, edition))


def _classes(config: Config, edition: settings.Edition) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(write_epub(manuscript().book, config, edition))) as book:
        pages = [etree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xhtml")]
    yield from (word for page in pages for each in page.iter() for word in str(each.get("class") or "").split())


# ------------------------------------------------------------------------------ what the handbook says


def test_no_diagnostic() -> None:
    """The handbook has no diagnostic."""
    assert check.check_book(HANDBOOK, check.DiagnosticFilter()) == ()


def test_complete_in_both_languages() -> None:
    """Every block has both languages, except the two paragraphs that show a missing one."""
    gaps = [
        (node.id, missing_tags)
        for node in nodes()
        for groups in [[cell.sides for cell in node.cells] if isinstance(node, m.Row) else [m.translations_of(node)]]
        for each in groups
        if each and (missing_tags := [tag for tag in LANGUAGES if m.translation_in(each, tag) is None])
    ]
    assert [missing_tags for _, missing_tags in gaps] == [["en"], ["zh-Hans"]], gaps


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("name", cli.COMMANDS)
def test_commands_and_options(name: str, tag: str) -> None:
    """Each command has a section that names all its options."""
    documented = codes(section("c12-commands", name, tag), tag)
    assert unnamed([f"wicpress {name}", *options(commands()[name])], documented) == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_options_of_all_commands(tag: str) -> None:
    """The reference names help and version, the exit codes, and the environment variables."""
    documented = codes(nodes("c12-commands"), tag)
    ends = (cli.CLEAN, cli.EXIT_PROBLEMS, cli.USAGE, cli.EXIT_MISSING_REQUIREMENT, cli.BUG, cli.EXIT_INTERRUPTED)
    source = "".join(path.read_text("utf-8") for path in (HANDBOOK.parents[1] / "src").rglob("*.py"))
    names = sorted(set(re.findall(r"\bWICPRESS_[A-Z]+\b", source)))
    assert names and unnamed(["--help", "-h", "--version", *map(str, ends), *names], documented) == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_choices_of_options(tag: str) -> None:
    """The reference names every choice of an option."""
    for name, command in commands().items():
        for option in command.params:
            if isinstance(option, click.Option) and isinstance(option.type, click.Choice):
                documented = codes(section("c12-commands", name, tag), tag)
                assert unnamed(option.type.choices, documented) == [], (name, option.name)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_thresholds(tag: str) -> None:
    """The default of each threshold of ``verify`` stands in its row."""
    table = rows(section("c12-commands", "verify", tag), tag)
    for name in verify.THRESHOLDS:
        row = next(text for code, text in table.items() if code.startswith(f"--{name} "))
        assert str(getattr(verify_files.Thresholds(), name.replace("-", "_"))) in row, name


@pytest.mark.parametrize("tag", LANGUAGES)
def test_keys_of_the_settings(tag: str) -> None:
    """Every table and every key of ``book.toml`` is documented."""
    book = codes(nodes("c04-book-toml"), tag)
    others = ("root", "editions", "short_titles", "fonts", "typography", "imprint_fields")
    assert unnamed(keys(settings.Config, *others), book) == []
    assert unnamed(keys(settings.Typography), book) == []
    assert unnamed(settings.IMPRINT_FIELDS, book) == []
    assert unnamed(keys(settings.Edition, "line"), codes(nodes("c05-editions"), tag)) == []
    assert unnamed(settings.FONT_ROLES, codes(nodes("c08-fonts"), tag)) == []
    everything = "\n".join((*codes(nodes(), tag), *listings("c04-book-toml", "toml")))
    assert [each for each in sorted(TABLES) if f"[{each}]" not in everything] == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_values_of_the_settings(tag: str) -> None:
    """Every word that a key may take is documented."""
    documented = codes((*nodes("c04-book-toml"), *nodes("c05-editions")), tag)
    for name in (
        "FORMATS", "MISSING", "NUMBERING", "PUNCTUATION", "SPOT_COLOURS", "STRICTNESS", "BREAKING",
        "ENGLISH", "EMPHASIS", "PDF_VARIANTS", "WRITING",
    ):  # fmt: skip
        assert unnamed(getattr(settings, name), documented) == [], name
    assert unnamed(layouts(), documented) == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_codes_of_diagnostics(tag: str) -> None:
    """The tables have every code and no other, with its severity and whether it can be fixed."""
    table = rows(nodes("c10-checks"), tag)
    written = {code: text for code, text in table.items() if set(text.split()) & set(Severity)}
    assert set(written) == set(diagnostic_kinds())
    fixable = {"zh-Hans": "可改", "en": "fixable"}[tag]
    for code, kind in diagnostic_kinds().items():
        assert kind.severity.value in written[code].split(), code
        assert (fixable in written[code]) == kind.fixable, code


def test_codes_that_explain_knows(tmp_path: Path) -> None:
    """``explain`` in a new process lists every code that the handbook has."""
    listed = book_files.wait_for(book_files.start("explain", cwd=tmp_path)).out
    assert {line.split()[0] for line in listed.splitlines()} == set(diagnostic_kinds())


@pytest.mark.parametrize("tag", LANGUAGES)
def test_severities_and_formats_of_a_check(tag: str) -> None:
    """The chapter on checks names every severity, every format of report, and every line problem."""
    documented = codes(nodes("c10-checks"), tag)
    assert unnamed([*Severity, *verify_files.KINDS, *expected_text.KINDS], documented) == []
    assert unnamed(["text", "json", "sarif", "github"], documented) == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_notations(tag: str) -> None:
    """Every kind of block, every attribute and every kind of notice is documented."""
    documented = codes(nodes("c03-markup"), tag)
    assert unnamed(kinds(), documented) == []
    braces = " ".join(each for each in documented if each.startswith("{"))
    named = {"id": "{#", "lang": "{lang=", "ruby": "{ruby=", "width": "{width="}
    assert set(named) == {*blocks.KEYS, "width"}
    classes = ("solo", "part", "caption", *(name for kind in block_kinds().values() for name in kind.classes))
    notations = [*named.values(), *(f"{{.{each}}}" for each in (*classes, *inlines.REFERENCE_FORMS))]
    assert [each for each in notations if each not in braces] == []
    assert unnamed(["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"], documented) == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_classes_of_the_e_book(tag: str) -> None:
    """The tables name every class that an e-book uses, and none that is in neither pages nor style sheets.

    The handbook itself is in two languages, and has no picture in a table.
    """
    named = set(" ".join(rows(nodes("c09-ebooks"), tag)).split())
    assert classes() - named == set()
    sheets = "".join(path.read_text("utf-8") for path in (resource_dir("styles") / "epub").glob("*.css"))
    assert named - classes() - set(re.findall(r"\.([a-z][\w-]*)", sheets)) <= {"languages-1", "with-pictures"}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_contracts_in_json(tag: str) -> None:
    """Every key that ``inspect`` and ``check`` write is explained."""
    book = inspect_book.inspect(manuscript().book)
    chapter = {key for each in book["chapters"] for key in each}
    block = {key for each in book["chapters"] for inside in each["blocks"] for key in inside}
    place = {"path", "line", "end_line"}
    documented = codes(section("c12-commands", "inspect", tag), tag)
    assert unnamed([*book, *chapter, *block, *place], documented) == []
    documented = codes(section("c12-commands", "check", tag), tag)
    assert unnamed(_entries(listings("c12-commands", "json")[1]), documented) == []


def _entries(text: str) -> list[str]:
    return [key for each in json.loads(text) for key in each]


# --------------------------------------------------------------------------------- whether its examples are true


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write the example of the chapter on checks, and make its folder the current one."""
    book = {"book.toml": book_files.TOML, "01-opening.md": None, "line.svg": None}
    monkeypatch.chdir(book_files.write_book(tmp_path, {**book, "01.md": listings("c10-checks", "markdown")[0]}))
    return tmp_path


def test_example_of_a_diagnostic(example: Path) -> None:
    """The handbook shows what ``check`` prints."""
    result = book_files.run("check")
    assert result.code == cli.EXIT_PROBLEMS and result.out.strip() == listings("c10-checks", "text")[0].strip()


def test_example_of_json(example: Path) -> None:
    """The entry that the reference shows is the one that ``check --format json`` writes."""
    table = json.loads(book_files.run("check", "--format", "json").out)
    assert table == json.loads(listings("c12-commands", "json")[1])


def test_json_of_inspect_is_json() -> None:
    """The JSON of ``inspect`` in the reference has the keys of the real one."""
    shown: dict[str, Any] = json.loads(listings("c12-commands", "json")[0])
    real = inspect_book.inspect(manuscript().book)
    assert set(shown) == set(real)
    assert set(shown["chapters"][0]) == set(real["chapters"][0])


# ----------------------------------------------------------------------------- whether it uses what it explains


def test_uses_every_notation() -> None:
    """Every kind of block, of markup and of notice stands somewhere in the handbook."""
    every = list(nodes())
    assert {m.node_type(each) for each in every} == set(kinds())
    marked = [each for node in every for side in m.translations_of(node) for each in deep(side.inlines)]
    made = {m.SourceLink}  # the links in citations, which nobody writes
    assert {type(each) for each in marked} == {*get_args(m.Inline)} | made
    assert {each.style for each in marked if isinstance(each, m.StyledText)} == STYLES | {UNBROKEN}
    assert {each.form for each in marked if isinstance(each, m.CrossRef)} == set(inlines.REFERENCE_FORMS)
    assert {each.kind for each in every if isinstance(each, m.Admonition)} == {
        "note", "tip", "important", "warning", "caution",
    }  # fmt: skip


def test_uses_every_feature_of_the_model() -> None:
    """Parts, both shapes of chapter, a figure with a picture for each language, notes of several paragraphs."""
    book = manuscript().book
    assert sum(each.part is not None for each in book.chapters) >= 2
    assert {len(each.source_files) for each in book.chapters} == {1, 2}
    figures = [each for each in nodes() if isinstance(each, m.Figure)]
    assert {len(each.pictures) for each in figures} == {1, 2}
    assert any(len(each.children) > 1 for each in nodes() if isinstance(each, m.Footnote))
    assert any("right" in each.align for each in nodes() if isinstance(each, m.Table))
    assert any(len(each.sides) > 1 for each in nodes() if isinstance(each, m.CodeBlock))
    config = manuscript().config
    assert config.short_titles and {each.layout for each in config.editions} == set(layouts())


def test_code_fits_the_page() -> None:
    """No line of code is so long that a page has to turn it over."""
    for node in nodes():
        if isinstance(node, m.CodeBlock):
            for line in (line for side in node.sides for line in side.text.split("\n")):
                width = sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in line)
                assert width <= WIDEST, line


@pytest.mark.parametrize("path", sorted((HANDBOOK / "images").glob("*.svg")), ids=lambda path: path.stem)
def test_drawings_have_one_style(path: Path) -> None:
    """Line art has thin black lines, one grey, and no words."""
    root = etree.parse(path).getroot()
    assert {etree.QName(each).localname for each in root.iter()} <= {"svg", "path", "rect", "circle"}
    assert {each.get("fill") for each in root.iter()} <= {None, "none", "#ebebeb"}
    assert {each.get("stroke") for each in root.iter()} <= {None, "none", "#000"}
    assert {each.get("stroke-width") for each in root.iter()} <= {None, ".3", ".4"}
