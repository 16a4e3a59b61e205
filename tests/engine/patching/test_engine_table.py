"""The table lists exactly the names of WeasyPrint in use, and freezes no more of its source than is allowed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import wicpress
from engine.patching.used_names import canonical_name, private_attributes, used_names
from wicpress.engine.patching.engine_sources import changed_names, frozen_lines, installed_root, source_of
from wicpress.engine.patching.engine_table import ENGINE_NAMES, Use
from wicpress.engine.patching.line_layer import patches
from wicpress.engine.tags.tagger import Tagger
from wicpress.line_breaking.options import LineOptions

SOURCE = Path(wicpress.__file__).parent
FILES = sorted(SOURCE.rglob("*.py"))
ENGINE_FILES = [file for file in FILES if re.search(r"weasyprint|wicpress\.engine", file.read_text(encoding="utf-8"))]
INTERNALS = SOURCE / "engine/internals.py"
PARTS = ("weasyprint.pdf.build_fonts_dictionary", "weasyprint.pdf.fonts.get_hb_object_data")
"""The functions that are replaced while a section of a book is painted."""
MAX_NAMES = 40
MAX_LINES = 3_500


def is_listed(name: str) -> bool:
    """Return whether an entry covers a name: its own, that of a member, or of something in either."""
    for entry in ENGINE_NAMES:
        covered = [f"{entry.name}.{member}" for member in entry.members] or [entry.name]
        if name == entry.name or any(f"{name}.".startswith(f"{each}.") for each in covered):
            return True
    return False


@pytest.fixture(scope="module")
def used() -> dict[str, set[str]]:
    """Return the undocumented names of WeasyPrint that wicpress uses, with the files that use them."""
    return used_names(FILES, INTERNALS)


def test_every_name_in_use_is_listed(used: dict[str, set[str]]) -> None:
    """No module imports, uses, or replaces an undocumented name without an entry."""
    unlisted = {name: users for name, users in used.items() if not is_listed(name)}
    assert not unlisted


def test_every_private_attribute_is_listed() -> None:
    """Private attributes of WeasyPrint's objects are in the source that the table freezes."""
    frozen = "\n".join(source_of(installed_root(), entry) or "" for entry in ENGINE_NAMES)
    frozen += " ".join(entry.name for entry in ENGINE_NAMES)
    unlisted = {
        name: users
        for name, users in private_attributes(ENGINE_FILES).items()
        if not re.search(rf"\b{name}\b", frozen)
    }
    assert not unlisted


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("from weasyprint.layout.table import table_layout", "weasyprint.layout.table.table_layout"),
        ("from weasyprint import layout\nlayout.page.make_margin_boxes", "weasyprint.layout.page.make_margin_boxes"),
        ("import weasyprint.pdf as made\nmade.add_forms()", "weasyprint.pdf.anchors.add_forms"),
        (
            "from wicpress.engine.internals import inline\ninline.iter_line_boxes",
            "weasyprint.layout.inline.iter_line_boxes",
        ),
        ("PATCH = 'weasyprint.pdf.add_outlines'", "weasyprint.pdf.anchors.add_outlines"),
        ("import pydyf\npydyf.PDF.page_references", "pydyf.PDF.page_references"),
    ],
)
def test_another_name_is_detected(source: str, name: str, tmp_path: Path) -> None:
    """A use that the table does not cover is detected, however it is written."""
    file = tmp_path / "module.py"
    file.write_text(source, encoding="utf-8")
    assert set(used_names([file], INTERNALS)) == {name}
    assert not is_listed(name)


def test_another_private_attribute_is_detected(tmp_path: Path) -> None:
    """A private attribute of WeasyPrint's objects is detected; one that the module defines is not."""
    file = tmp_path / "module.py"
    file.write_text(
        "class A:\n    def f(self, page):\n        self._own = page._page_type\n        return self._own\n"
    )
    assert private_attributes([file]) == {"_page_type": {"module.py"}}


def test_every_entry_is_used(used: dict[str, set[str]]) -> None:
    """No listed name is unused; members are attributes of objects, and searched for as words."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in FILES if file.name != "engine_table.py")
    for entry in ENGINE_NAMES:
        if entry.members:
            assert all(re.search(rf"\b{member.split('.')[-1]}\b", text) for member in entry.members), entry.name
        else:
            assert entry.name in used, entry.name


def test_every_patch_is_listed_as_one() -> None:
    """Exactly the names that the line layer, the tags and the painting of sections replace are listed as replaced."""
    places = {*patches(LineOptions()), *Tagger().patches(), *PARTS}
    defined = {canonical_name(place) for place in places}
    replaced = {entry.name: entry.members for entry in ENGINE_NAMES if entry.use is Use.REPLACED}
    listed = {next((name for name in replaced if f"{each}.".startswith(f"{name}.")), each) for each in defined}
    assert listed == replaced.keys()


def test_the_installed_sources_are_the_expected_ones() -> None:
    """The installed WeasyPrint is, name by name, the one that the table freezes."""
    assert changed_names(installed_root()) == ()


def test_how_much_is_frozen() -> None:
    """The table stays small: every name in it is work at the next release of WeasyPrint."""
    assert len(ENGINE_NAMES) <= MAX_NAMES
    assert len({entry.name for entry in ENGINE_NAMES}) == len(ENGINE_NAMES)
    assert frozen_lines(installed_root()) <= MAX_LINES
