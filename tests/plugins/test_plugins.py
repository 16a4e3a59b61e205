"""What wicpress and other packages register, and what is reported of a package that cannot be used."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from wicpress import doctor, plugins
from wicpress.block_kinds import block_kinds, kinds_of_token
from wicpress.layout import layouts
from wicpress.resources import resource_dir

CHECKOUT = Path(__file__).resolve().parents[2]


def test_the_package_registers_what_the_table_has() -> None:
    """The entry points of ``pyproject.toml`` are those of the table, which a checkout reads."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    registered = {name.removeprefix("wicpress."): group for name, group in project["entry-points"].items()}
    assert registered == {group: dict(names) for group, names in plugins.BUILT_IN.items() if names}


def test_every_module_of_a_layout_or_kind_is_registered() -> None:
    """Each file in the folder of layouts and in that of kinds of block is in the table."""
    for group, folder in (("layouts", "edition/layouts"), ("blocks", "blocks")):
        files = {path.stem for path in (CHECKOUT / "src" / "wicpress" / folder).glob("*.py")} - {"__init__"}
        assert {value.rpartition(":")[0].rpartition(".")[2] for value in plugins.BUILT_IN[group].values()} == files


def test_names_and_templates() -> None:
    """Each is registered under its own name, and its template and style sheets exist."""
    templates = resource_dir("templates")
    for name, kind in block_kinds().items():
        assert kind.name == name and (templates / "blocks" / f"{name}.html.j2").is_file()
    for name, layout in layouts().items():
        sheets = [each for each in (layout.print_sheet, layout.epub_sheet) if each]
        assert layout.name == name and all(each.is_file() for each in (templates / layout.template, *sheets))


def test_particular_kinds_come_first() -> None:
    """A paragraph is a figure or verse before it is a paragraph, a quotation a notice before it is a quotation."""
    assert [kind.name for kind in kinds_of_token("paragraph")] == ["figure", "verse", "paragraph"]
    assert [kind.name for kind in kinds_of_token("blockquote")] == ["notice", "quote"]


# ------------------------------------------------------------------------------- packages that cannot be used


def install(site: Path, name: str, entries: str, modules: dict[str, str]) -> None:
    """Write a package as pip installs it: its modules, and its metadata with ``entries``."""
    info = site / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(entries)
    for path, text in modules.items():
        (site / path).write_text(text)


def explain(site: Path) -> subprocess.CompletedProcess[str]:
    """Run ``wicpress explain`` with the packages in ``site``."""
    code = (
        f"import sys; sys.path.append({str(site)!r}); from wicpress.cli.command_group import main; sys.exit(main())"
    )
    return subprocess.run([sys.executable, "-c", code, "explain"], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("entries", "module", "message"),
    [
        ("[wicpress.rules]\nnew = sample_rules:check", "import missing_module", "cannot be imported: ModuleNotFound"),
        ("[wicpress.rules]\nnew = sample_rules:check", "raise SystemError('no')", "imported: SystemError: no"),
        ("[wicpress.rules]\nnew = sample_rules:check", "check = 1", "is no function"),
        ("[wicpress.rules]\nheading_jump = sample_rules:check", "def check(*_): ...", "takes a name that is taken"),
        ("[wicpress.layouts]\nnew = sample_rules:LAYOUT", "LAYOUT = None", "is no Layout"),
    ],
)  # fmt: skip
def test_a_package_that_cannot_be_used_is_named(tmp_path: Path, entries: str, module: str, message: str) -> None:
    """The command ends with a diagnostic that names the package and a way out, and without a traceback."""
    install(tmp_path, "sample-rules", entries, {"sample_rules.py": module})
    result = explain(tmp_path) if "rules]" in entries else check_starter(tmp_path)
    assert result.returncode == 1
    assert message in result.stderr and "sample-rules" in result.stderr and "pip uninstall" in result.stderr
    assert "Traceback" not in result.stderr


def check_starter(site: Path) -> subprocess.CompletedProcess[str]:
    """Check the starter book with the packages in ``site``."""
    code = (
        f"import sys; sys.path.append({str(site)!r}); from wicpress.cli.command_group import main; sys.exit(main())"
    )
    book = str(resource_dir("starter"))
    return subprocess.run([sys.executable, "-c", code, "check", book], capture_output=True, text=True, check=False)


def test_two_packages_take_one_name(tmp_path: Path) -> None:
    """The second of two packages with a rule of one name is named."""
    for name in ("one", "two"):
        entries = f"[wicpress.rules]\nnew = sample_{name}:check"
        install(tmp_path, f"sample-{name}", entries, {f"sample_{name}.py": "def check(book, config): return ()"})
    result = explain(tmp_path)
    assert result.returncode == 1 and "the package sample-two takes a name that is taken" in result.stderr


def test_metadata_of_wicpress_itself_are_not_read(tmp_path: Path) -> None:
    """Metadata of another wicpress, such as those of an editable installation elsewhere, change nothing."""
    install(tmp_path, "wicpress", "[wicpress.rules]\nheading_jump = gone:check\nolder = gone:check", {})
    assert explain(tmp_path).returncode == 0


KIND = """
import attrs
from wicpress.block_kinds import BlockKind
def parse(parser, node, span, default):
    {parse}
    return attrs.evolve(parser.paragraph(node, span, default), kind="new")
def build(builder, pair):
    {build}
def matches(node):
    return {matches}
KIND = BlockKind("new", parse, build, ("paragraph",), matches=matches)
"""


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ({"parse": "1 / 0"}, "01-opening.md:"),
        ({"build": "return 1 / 0"}, ""),
        ({"matches": "1 / 0"}, ""),
    ],
)
def test_a_kind_of_block_that_fails_is_named(tmp_path: Path, code: dict[str, str], place: str) -> None:
    """An error in a function of a kind of block names the package, and the place where there is one."""
    module = KIND.format(**({"parse": "pass", "build": "return None", "matches": "True"} | code))
    install(tmp_path, "sample-kind", "[wicpress.blocks]\nnew = sample_kind:KIND", {"sample_kind.py": module})
    result = check_starter(tmp_path)
    assert result.returncode == 1 and "Traceback" not in result.stderr and "bug in wicpress" not in result.stderr
    assert f"{place}" in result.stderr and "the package sample-kind fails: ZeroDivisionError" in result.stderr


def test_the_doctor_examines_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What other packages register is in the report; what cannot be used has the problem and a way out."""
    entries = (
        "[wicpress.rules]\nfine = sample_rules:check\nheading_jump = sample_rules:check\ngone = sample_rules:no\n"
    )
    install(tmp_path, "sample-rules", entries, {"sample_rules.py": "def check(book, config): return ()"})
    monkeypatch.syspath_prepend(tmp_path)
    plugins.entries_of_others.cache_clear()
    try:
        findings = {each.name: each for each in doctor.examine() if each.name.startswith("wicpress.")}
    finally:
        plugins.entries_of_others.cache_clear()
    assert findings["wicpress.rules: fine"].found and "sample-rules 1.0" in findings["wicpress.rules: fine"].detail
    for name, problem in (("heading_jump", "takes a name that is taken"), ("gone", "cannot be imported")):
        broken = findings[f"wicpress.rules: {name}"]
        assert not broken.found and broken.required and problem in broken.detail and "pip uninstall" in broken.fix


def test_a_rule_that_fails_is_named(tmp_path: Path) -> None:
    """An installed rule that raises an error is reported as a diagnostic."""
    module = {"sample_rules.py": "def check(book, config): return 1 / 0"}
    install(tmp_path, "sample-rules", "[wicpress.rules]\nnew = sample_rules:check", module)
    result = check_starter(tmp_path)
    assert result.returncode == 1 and "Traceback" not in result.stderr
    assert "the package sample-rules fails: ZeroDivisionError" in result.stdout
