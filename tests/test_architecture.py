"""Every module keeps to the architecture: what it may import, and whether it may print or read the clock."""

from __future__ import annotations

import ast
import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "wicpress"

GROUND = {
    "block_kinds",
    "class_names",
    "collation",
    "file_formats",
    "languages",
    "layout",
    "limits",
    "notation",
    "numerals",
    "plugins",
    "resources",
    "source_blocks",
    "template_access",
    "version",
}
"""What every package may import: values and names that all agree on, and what is registered under names."""

MAY_IMPORT: dict[str, set[str]] = {
    "": {"api", "build", "release"},
    "api": {"model", "diagnostics", "config", "build", "proofing", "release"},
    "version": set(),
    "class_names": set(),
    "file_formats": set(),
    "languages": set(),
    "block_kinds": {"model", "diagnostics"},
    "blocks": {"model", "diagnostics", "citations"},
    "layout": set(),
    "limits": set(),
    "notation": set(),
    "numerals": set(),
    "plugins": {"diagnostics"},
    "source_blocks": {"model", "diagnostics"},
    "resources": set(),
    "template_access": set(),
    "system": set(),
    "cache": {"system"},
    "collation": set(),
    "formulas": {"fonts"},
    "citations": {"diagnostics"},
    "readings": set(),
    "model": {"diagnostics", "citations"},
    "diagnostics": set(),
    "pictures": {"cache", "diagnostics"},
    "config": {"diagnostics", "system"},
    "fonts": {"diagnostics", "cache", "system"},
    "line_breaking": set(),
    "fragments": set(),
    "engine": {"line_breaking", "fragments", "system"},
    "pairing": {"model", "diagnostics"},
    "parsing": {
        "model",
        "diagnostics",
        "config",
        "citations",
        "formulas",
        "pairing",
        "pictures",
        "readings",
        "cache",
        "system",
    },
    "rules": {"model", "diagnostics", "config", "system"},
    "edition": {"model", "diagnostics", "config", "fragments"},
    "html": {"model", "diagnostics", "config", "formulas", "line_breaking", "edition", "system"},
    "pdf": {
        "model",
        "diagnostics",
        "config",
        "line_breaking",
        "fonts",
        "engine",
        "fragments",
        "edition",
        "html",
        "pictures",
        "cache",
        "system",
    },
    "epub": {"model", "cache", "config", "fonts", "formulas", "edition", "html", "pictures", "system"},
    "reports": {"diagnostics"},
    "build": {
        "model",
        "diagnostics",
        "config",
        "fonts",
        "parsing",
        "rules",
        "edition",
        "html",
        "pdf",
        "proofing",
        "epub",
        "pictures",
        "cache",
        "system",
    },
    "proofing": {"model", "diagnostics", "config", "parsing", "system"},
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
    "cli": {"build", "config", "proofing", "release", "reports", "diagnostics", "doctor", "system"},
    "__main__": {"cli"},
}
"""The table of packages in ``ARCHITECTURE.md``, which agrees with it (see the last test)."""

ENGINE_INSIDES = {"engine"}
ENGINE = {"engine", "pdf"}
"""Packages that may import WeasyPrint; only ``engine`` may use its private names."""

PUBLIC_ENGINE = {
    "weasyprint.text.fonts.FontConfiguration",
    "weasyprint.urls.URLFetcher",
    "weasyprint.urls.URLFetcherResponse",
}
"""The public names of WeasyPrint beside those of the package itself."""

SPEAKERS = {"cli": "it prints for every package", "__main__": "it is the command line"}
SPEAKING_MODULES = {
    "build.worker_process": "a process of its own ends when its work is done",
    "proofing.pdf_validators_process": "a process of its own ends when its work is done",
}
SPEECH = {
    "builtins": {"print", "input", "exit", "quit", "breakpoint"},
    "sys": {"exit", "stdout", "stderr", "stdin"},
    "os": {"_exit", "abort"},
    "click": None,
    "rich": None,
}
"""Calls and modules by which a program prints, asks or exits; None stands for the whole module."""

CLOCKS = {
    "time": {"time", "time_ns", "localtime", "gmtime", "strftime", "ctime", "asctime", "monotonic", "perf_counter"},
    "datetime.datetime": {"now", "utcnow", "today"},
    "datetime.date": {"today"},
    "uuid": {"uuid1", "uuid4"},
    "random": None,
    "secrets": None,
    "os": {"urandom", "getrandom"},
}
"""What gives another value at another time."""

NETWORK = {"socket": None, "http": None, "urllib.request": None, "ftplib": None, "requests": None, "httpx": None}

ASKERS = {"cli": "progress shows how long the work takes; it never reaches a file"}
"""Packages that may read the clock, and why."""


def modules() -> dict[str, Path]:
    """Return the file of every module of wicpress by its name below the package: ``engine.names``."""
    by_name = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        by_name[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return by_name


MODULES = modules()


def package(module: str) -> str:
    """Return the package of a module: its first name below ``wicpress``."""
    return module.split(".", maxsplit=1)[0]


def tree(module: str) -> ast.Module:
    """Return the syntax tree of a module."""
    return parsed(MODULES[module])


@functools.cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(module: str) -> Iterator[str]:
    """Yield every name that a module imports, absolute and dotted: ``wicpress.model.Span``, ``weasyprint``."""
    parents = ["wicpress", *module.split(".")] if module else ["wicpress"]
    if MODULES[module].name != "__init__.py":
        parents = parents[:-1]
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = parents[: len(parents) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def packages_imported(module: str) -> set[str]:
    """Return the packages that a module imports from; ``from wicpress import __version__`` is the empty one."""
    names = set()
    for name in imports(module):
        if name == "wicpress" or name.startswith("wicpress."):
            first = f"{name}.".split(".")[1]
            names.add(first if first in map(package, MODULES) else "")
    return names


def modules_imported(module: str) -> set[str]:
    """Return the modules of wicpress that a module imports, or imports names from."""
    names = set()
    for name in imports(module):
        short = name.removeprefix("wicpress.") if name.startswith("wicpress.") else ""
        names.add(short if short in MODULES else short.rpartition(".")[0])
    return (names & MODULES.keys()) - {""}


def meanings(module: str) -> dict[str, str]:
    """Return what the names bound by imports in a module mean: ``dt`` is ``datetime``, ``now`` is ``time.time``."""
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
    """Yield every dotted name that a module uses, spelt in full, with its line: ``datetime.date.today``."""
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
    """Return the places where a module uses or imports ``what``: ``time.time in line 12``."""
    uses_found = [f"{name} in line {line}" for name, line in sorted(uses(module)) if is_among(name, what)]
    return uses_found + [f"import of {name}" for name in imports(module) if is_among(name, what)]


def uses_forbidden(these: Iterable[str], what: dict[str, set[str] | None]) -> dict[str, list[str]]:
    """Return by module the places where ``these`` modules use or import ``what``."""
    return {module: names for module in these if (names := forbidden(module, what))}


def is_among(name: str, what: dict[str, set[str] | None]) -> bool:
    """Return whether ``name`` is one of the names of ``what``, or in a module of which all names are."""
    head, _, last = name.rpartition(".")
    complete = [each for each, names in what.items() if names is None]
    return last in (what.get(head) or ()) or any(name == each or name.startswith(f"{each}.") for each in complete)


def test_packages_are_known() -> None:
    """A new package is entered in the table first, because it is a decision."""
    assert {package(module) for module in MODULES} <= set(MAY_IMPORT)


def test_imports_only_from_packages_below() -> None:
    """A package imports only what the table allows it and what every package may import."""
    by_name = {}
    for module in MODULES:
        here = package(module)
        allowed = MAY_IMPORT.get(here, set()) | GROUND | {here}
        if beyond := packages_imported(module) - allowed:
            by_name[module] = sorted(beyond)
    assert by_name == {}


def test_only_the_command_line_prints_prompts_and_exits() -> None:
    """Every other package returns values and raises errors."""
    silent = [module for module in MODULES if package(module) not in SPEAKERS and module not in SPEAKING_MODULES]
    assert uses_forbidden(silent, SPEECH) == {}


def test_nothing_reads_the_clock_or_random_numbers() -> None:
    """The same book gives the same bytes, whatever the time."""
    assert uses_forbidden([module for module in MODULES if package(module) not in ASKERS], CLOCKS) == {}


def test_nothing_opens_the_network() -> None:
    """No package can reach beyond this machine, because a manuscript may come from a stranger."""
    assert uses_forbidden(MODULES, NETWORK) == {}


def test_only_the_engine_package_uses_private_names_of_weasyprint() -> None:
    """The packages that write PDF use WeasyPrint's public names; the others do not import it."""
    by_name = {}
    for module in MODULES:
        names = {name for name in imports(module) if name.split(".")[0] == "weasyprint"}
        private = {name for name in names if name.count(".") > 1} - PUBLIC_ENGINE
        bad = set() if package(module) in ENGINE else names
        bad |= set() if package(module) in ENGINE_INSIDES else private
        if bad:
            by_name[module] = sorted(bad)
    assert by_name == {}


def test_modules_open_with_a_sentence() -> None:
    """A module says first what it holds."""
    opened = {module: (ast.get_docstring(tree(module)) or "").split("\n\n")[0] for module in MODULES}
    assert [module for module, sentence in opened.items() if not sentence.endswith((".", "…", "?"))] == []


def test_exceptions_are_still_needed() -> None:
    """An exception to the rules goes when its reason does."""
    for module in SPEAKING_MODULES:
        assert forbidden(module, SPEECH), f"{module} no longer prints"


def test_each_way_to_write_a_forbidden_name_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports under another name, relative imports and dotted names are found, and reported by module."""
    (tmp_path / "bad.py").write_text(
        "import datetime as dt\nfrom time import time as now\nimport urllib.request\nfrom . import cli\n"
        "from weasyprint.layout import inline\nnow(); dt.date.today(); print(1)\n",
        encoding="utf-8",
    )
    monkeypatch.setitem(MODULES, "bad", tmp_path / "bad.py")
    assert forbidden("bad", CLOCKS) == ["datetime.date.today in line 6", "time.time in line 6", "import of time.time"]
    assert forbidden("bad", SPEECH) == ["builtins.print in line 6"]
    assert forbidden("bad", NETWORK) == ["import of urllib.request"]
    assert uses_forbidden(["bad", "version"], NETWORK) == {"bad": ["import of urllib.request"]}
    assert {"wicpress.cli", "weasyprint.layout.inline"} < set(imports("bad"))


def test_packages_have_no_circle() -> None:
    """Every package can be built after those that it imports."""
    built: set[str] = set()
    while ready := {name for name, below in MAY_IMPORT.items() if name not in built and below <= built}:
        built |= ready
    assert built == set(MAY_IMPORT)


def test_modules_have_no_circle() -> None:
    """No module imports itself through others, not even for types alone."""
    below = {module: modules_imported(module) - {module} for module in MODULES if module}
    circles = dict(below)
    while ends := {each for each in circles if not below[each] & circles.keys()}:
        circles = {module: below[module] for module in circles if module not in ends}
    while starts := circles.keys() - set().union(*circles.values()):
        circles = {module: below[module] for module in circles if module not in starts}
    assert circles == {}


def test_architecture_document_has_the_same_table() -> None:
    """The table of ARCHITECTURE.md is the one that the code is held to."""
    rows = re.findall(
        r"^\| (`.+?) \|.*\| (.+?) \|$", (SOURCE.parents[1] / "ARCHITECTURE.md").read_text(), re.MULTILINE
    )
    table = {
        name: set() if below.startswith("nothing") else set(re.findall(r"\w+", below)) - {"the"}
        for names, below in rows
        for name in re.findall(r"`(\w+)", names)
    }
    documented = {name: below - GROUND for name, below in table.items()}
    assert {name for name in map(package, MODULES) if name} - set(documented) - {"__main__"} == set(), (
        "packages that are missing in the document"
    )
    assert {name: below for name, below in documented.items() if below != MAY_IMPORT.get(name)} == {}


def test_folders_and_modules_stay_small() -> None:
    """A folder has at most 20 files side by side, a module at most 450 lines: more is a reason to divide it."""
    modules = [*SOURCE.rglob("*.py")]
    sizes = {str(path.relative_to(SOURCE)): len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    assert {name: size for name, size in sizes.items() if size > 450} == {}
    folders = Counter(path.parent for path in SOURCE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    assert {str(folder): count for folder, count in folders.items() if count > 20} == {}
