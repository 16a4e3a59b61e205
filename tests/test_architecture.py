"""Holds the code to the rooms of the house: who may import whom, who may speak, and who may ask the clock."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "wicpress"

GROUND = {"", "languages", "resources", "spans"}
"""What every room stands on: the version, names of languages, where templates are, places in texts."""

MAY_IMPORT: dict[str, set[str]] = {
    "": set(),
    "languages": set(),
    "resources": set(),
    "spans": set(),
    "system": set(),
    "cache": set(),
    "model": set(),
    "slips": {"model"},
    "diagnostics": set(),
    "config": {"diagnostics"},
    "fonts": {"diagnostics"},
    "line_breaking": set(),
    "fragments": set(),
    "engine": {"line_breaking", "fragments", "system"},
    "pairing": {"model", "diagnostics"},
    "parsing": {"model", "slips", "diagnostics", "config", "pairing", "cache"},
    "rules": {"model", "diagnostics", "config"},
    "edition": {"model", "slips", "config", "fragments"},
    "html": {"model", "diagnostics", "config", "line_breaking", "edition"},
    "pdf": {
        "model",
        "slips",
        "diagnostics",
        "config",
        "line_breaking",
        "fonts",
        "engine",
        "fragments",
        "edition",
        "html",
        "cache",
        "system",
    },
    "epub": {"model", "cache", "config", "fonts", "edition", "html", "system"},
    "reports": {"diagnostics"},
    "build": {
        "model",
        "slips",
        "diagnostics",
        "config",
        "fonts",
        "parsing",
        "rules",
        "edition",
        "pdf",
        "epub",
        "cache",
        "system",
        "reports",
    },
    "proofing": {"model", "diagnostics", "config"},
    "release": {
        "model",
        "diagnostics",
        "config",
        "fonts",
        "edition",
        "build",
        "proofing",
        "system",
    },
    "doctor": {"cache", "engine", "fonts", "system"},
    "cli": {"build", "proofing", "release", "diagnostics", "doctor"},
    "__main__": {"cli"},
}
"""The table of rooms of ``ARCHITECTURE.md``, which agrees with it (see the last test)."""

DEBTS = {
    ("proofing.metadata", "build.missing_translations"),
    ("proofing.metadata", "edition.numbering"),
    ("proofing.metadata", "edition.view"),
    ("proofing.metadata", "epub.inline_svg"),
    ("proofing.text.compare_book", "build.book_fonts"),
    ("proofing.text.compare_book", "build.missing_translations"),
    ("proofing.text.compare_book", "edition.view"),
    ("proofing.text.compare_book", "html.blocks"),
    ("proofing.text.compare_book", "html.templates"),
    ("proofing.text.compare_book", "pdf.print_html"),
    ("proofing.text.compare_book", "pdf.svg_to_pdf"),
    ("proofing.text.expected_front_matter", "edition.numbering"),
    ("proofing.text.expected_front_matter", "edition.strings"),
    ("proofing.text.expected_front_matter", "edition.title_lettering"),
    ("proofing.text.expected_front_matter", "edition.view"),
    ("proofing.text.expected_front_matter", "epub.cover_image"),
    ("proofing.text.expected_front_matter", "epub.navigation"),
    ("proofing.text.expected_front_matter", "epub.stylesheets"),
    ("proofing.text.expected_front_matter", "pdf.print_html"),
    ("proofing.text.expected_text", "edition.numbering"),
    ("proofing.text.expected_text", "edition.punctuation"),
    ("proofing.text.expected_text", "edition.strings"),
    ("proofing.text.expected_text", "edition.view"),
    ("proofing.text.expected_text", "epub.links"),
    ("proofing.text.expected_text", "html.blocks"),
    ("proofing.verify_files", "build.check"),
    ("proofing.verify_files", "build.targets"),
    ("proofing.verify_files", "epub"),
    ("proofing.verify_files", "fonts.bundled_faces"),
    ("proofing.verify_files", "pdf.variants"),
}
"""Imports of ``proofing`` from what writes the files it judges: each is to go, and none may be added."""

ENGINE_INSIDES = {"engine"}
ENGINE = {"engine", "pdf"}
"""Rooms that may import WeasyPrint; what it keeps to itself only ``engine``."""

PUBLIC_ENGINE = {
    "weasyprint.text.fonts.FontConfiguration",
    "weasyprint.urls.URLFetcher",
    "weasyprint.urls.URLFetcherResponse",
}
"""What WeasyPrint's documentation offers beside the names of the package itself."""

SPEAKERS = {"cli": "it speaks for the press", "__main__": "it is the command line"}
SPEAKING_MODULES = {
    "build.workers": "a process of its own leaves when its work is done",
}
SPEECH = {
    "builtins": {"print", "input", "exit", "quit", "breakpoint"},
    "sys": {"exit", "stdout", "stderr", "stdin"},
    "os": {"_exit", "abort"},
    "click": None,
    "rich": None,
}
"""Calls and modules by which a program talks or leaves; None is all of the module."""

CLOCKS = {
    "time": {"time", "time_ns", "localtime", "gmtime", "strftime", "ctime", "asctime", "monotonic", "perf_counter"},
    "datetime.datetime": {"now", "utcnow", "today"},
    "datetime.date": {"today"},
    "uuid": {"uuid1", "uuid4"},
    "random": None,
    "secrets": None,
    "os": {"urandom", "getrandom"},
}
"""What gives another answer on another day."""

NETWORK = {"socket": None, "http": None, "urllib.request": None, "ftplib": None, "requests": None, "httpx": None}

ASKERS = {"cli": "progress shows how long the work takes; it never reaches a file"}
"""Rooms that may ask the clock, and why."""


def modules() -> dict[str, Path]:
    """Every module of wicpress by its name below the package: ``weasy.guard``."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def room(module: str) -> str:
    """The room of a module: its first name below the package."""
    return module.split(".", maxsplit=1)[0]


def tree(module: str) -> ast.Module:
    """The syntax tree of a module."""
    return parsed(MODULES[module])


@functools.cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(module: str) -> Iterator[str]:
    """Every name that a module imports, absolute and dotted: ``wicpress.model.Span``, ``weasyprint``."""
    package = ["wicpress", *module.split(".")] if module else ["wicpress"]
    if MODULES[module].name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def rooms_imported(module: str) -> set[str]:
    """The rooms that a module imports from; ``from wicpress import __version__`` is the ground."""
    found = set()
    for name in imports(module):
        if name == "wicpress" or name.startswith("wicpress."):
            first = f"{name}.".split(".")[1]
            found.add(first if first in map(room, MODULES) else "")
    return found


def modules_imported(module: str) -> set[str]:
    """The modules of wicpress that a module imports, or imports names from, below the package."""
    found = set()
    for name in imports(module):
        short = name.removeprefix("wicpress.") if name.startswith("wicpress.") else ""
        found.add(short if short in MODULES else short.rpartition(".")[0])
    return (found & MODULES.keys()) - {""}


def meanings(module: str) -> dict[str, str]:
    """What the names bound by imports in a module mean: ``dt`` is ``datetime``, ``now`` is ``time.time``."""
    bound = {}
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            bound |= {
                alias.asname or alias.name.split(".")[0]: alias.name if alias.asname else alias.name.split(".")[0]
                for alias in node.names
            }
        elif isinstance(node, ast.ImportFrom) and not node.level:
            bound |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return bound


def uses(module: str) -> Iterator[tuple[str, int]]:
    """Every dotted name that a module uses, spelt in full, with its line: ``datetime.date.today``."""
    bound = meanings(module)
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Name | ast.Attribute):
            names = []
            part: ast.expr = node
            while isinstance(part, ast.Attribute):
                names.append(part.attr)
                part = part.value
            if isinstance(part, ast.Name):
                first = bound.get(part.id, f"builtins.{part.id}")
                yield ".".join([first, *reversed(names)]), node.lineno


def forbidden(module: str, what: dict[str, set[str] | None]) -> list[str]:
    """The places where a module uses or imports ``what``: ``time.time in line 12``."""
    found = [f"{name} in line {line}" for name, line in sorted(uses(module)) if is_among(name, what)]
    return found + [f"import of {name}" for name in imports(module) if is_among(name, what)]


def is_among(name: str, what: dict[str, set[str] | None]) -> bool:
    """True where ``name`` is one of the names of ``what``, or is in a module that is forbidden whole."""
    head, _, last = name.rpartition(".")
    whole = [each for each, names in what.items() if names is None]
    return last in (what.get(head) or ()) or any(name == each or name.startswith(f"{each}.") for each in whole)


@pytest.mark.parametrize("module", MODULES)
def test_room_is_known(module: str) -> None:
    """A new room is a decision: it is entered in the table first."""
    assert room(module) in MAY_IMPORT


@pytest.mark.parametrize("module", MODULES)
def test_imports_only_from_the_rooms_it_may(module: str) -> None:
    """The stages stand in one direction, and what stands below knows nothing of what stands above."""
    here = room(module)
    beyond = (
        rooms_imported(module) - MAY_IMPORT[here] - GROUND - {here} - {room(to) for by, to in DEBTS if by == module}
    )
    assert not beyond, f"{module} imports from {', '.join(sorted(beyond))}"


def test_debts_are_all_and_still_there() -> None:
    """The judges import what writes only where the list of debts says so, and a debt that is paid leaves the list."""
    found = {
        (module, to)
        for module in MODULES
        if room(module) == "proofing"
        for to in modules_imported(module)
        if room(to) not in MAY_IMPORT["proofing"] | GROUND | {"proofing"}
    }
    assert found == DEBTS


@pytest.mark.parametrize("module", MODULES)
def test_only_the_command_line_speaks(module: str) -> None:
    """Every other room gives back values and raises errors; it neither prints, asks nor exits."""
    if room(module) not in SPEAKERS and module not in SPEAKING_MODULES:
        assert forbidden(module, SPEECH) == []


@pytest.mark.parametrize("module", MODULES)
def test_nothing_asks_the_clock(module: str) -> None:
    """The same book makes the same bytes: no time, no chance."""
    if room(module) not in ASKERS:
        assert forbidden(module, CLOCKS) == []


@pytest.mark.parametrize("module", MODULES)
def test_nothing_asks_the_network(module: str) -> None:
    """A manuscript may come from a stranger: no room can reach beyond the machine."""
    assert forbidden(module, NETWORK) == []


@pytest.mark.parametrize("module", MODULES)
def test_insides_of_the_engine_stay_in_their_room(module: str) -> None:
    """Only ``weasy`` touches WeasyPrint's insides; those who write pages use what it offers to all."""
    names = {name for name in imports(module) if name.split(".")[0] == "weasyprint"}
    inside = {name for name in names if name.count(".") > 1} - PUBLIC_ENGINE
    assert not names or room(module) in ENGINE, f"{module} imports {', '.join(sorted(names))}"
    assert not inside or room(module) in ENGINE_INSIDES, f"{module} imports {', '.join(sorted(inside))}"


@pytest.mark.parametrize("module", MODULES)
def test_module_opens_with_a_sentence(module: str) -> None:
    """A module says first what happens in it."""
    sentence = (ast.get_docstring(tree(module)) or "").split("\n\n")[0]
    assert sentence.endswith((".", "…", "?"))


def test_exceptions_are_still_needed() -> None:
    """An exception to the rules goes when its reason does."""
    for module in SPEAKING_MODULES:
        assert forbidden(module, SPEECH), f"{module} no longer speaks"


def test_the_test_sees_what_it_forbids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each way of writing a forbidden thing is seen."""
    (tmp_path / "bad.py").write_text(
        "import datetime as dt\nfrom time import time as now\nimport urllib.request\nfrom . import cli\n"
        "from weasyprint.layout import inline\nnow(); dt.date.today(); print(1)\n",
        encoding="utf-8",
    )
    monkeypatch.setitem(MODULES, "bad", tmp_path / "bad.py")
    assert forbidden("bad", CLOCKS) == ["datetime.date.today in line 6", "time.time in line 6", "import of time.time"]
    assert forbidden("bad", SPEECH) == ["builtins.print in line 6"]
    assert forbidden("bad", NETWORK) == ["import of urllib.request"]
    assert {"wicpress.cli", "weasyprint.layout.inline"} < set(imports("bad"))


def test_table_knows_no_room_above_itself() -> None:
    """The table itself has no circle: every room can be built after those that it imports."""
    built: set[str] = set()
    while rooms := {name for name, below in MAY_IMPORT.items() if name not in built and below <= built}:
        built |= rooms
    assert built == set(MAY_IMPORT)


def test_architecture_tells_the_same() -> None:
    """The table that a newcomer reads is the one that the code is held to."""
    rows = re.findall(
        r"^\| (`.+?) \|.*\| (.+?) \|$", (SOURCE.parents[1] / "ARCHITECTURE.md").read_text(), re.MULTILINE
    )
    table = {
        name: set() if below.startswith("nothing") else set(re.findall(r"\w+", below)) - {"the"}
        for names, below in rows
        for name in re.findall(r"`(\w+)", names)
    }
    told = {name: below - GROUND for name, below in table.items()}
    assert {name for name in map(room, MODULES) if name} - set(told) - {"__main__"} == set(), "rooms left untold"
    assert {name: below for name, below in told.items() if below != MAY_IMPORT.get(name)} == {}
