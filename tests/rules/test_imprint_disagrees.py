"""The description of a book in its CIP data, compared with the book."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.book_files import TOML
from wicpress import check
from wicpress.rules.imprint_disagrees import IMPRINT_DISAGREES

BOOK = {
    "publisher": '{ zh-Hans = "某社", en = "Some Press" }',
    "date": "2026-03-20",
}


@pytest.mark.parametrize(
    ("cip", "wrong"),
    [
        ("试书 / 某人著. — 北京：某社，2026.3", []),
        ("图书在版编目（CIP）数据\\n试 书／某人著．—北京：某\\n社，2026.3", []),
        ("A Trial / by Some Body. -- City: Some Press, 2026.", []),
        ("Names: Body, Some, author. Title: A trial. Description: City : Some Press, 2026.", []),
        ("A catalogue record for this book is available from the British Library.", []),
        ("别书 / 某人著. — 北京：某社，2026.3", ["title"]),
        ("试书 / 某人著. — 北京：别社，2026.3", ["publisher"]),
        ("试书 / 某人著. — 北京：某社，2026.4", ["2026-04"]),
        ("Title: Another. Description: City : Some Press, 2025.", ["title", "2025"]),
    ],
)
def test_description_in_cip_data(tmp_path: Path, cip: str, wrong: list[str]) -> None:
    """A title, publisher or month of another book is told; data that describe nothing are left alone."""
    keys = "".join(f"{key} = {value}\n" for key, value in BOOK.items())
    toml = TOML.replace("date = 2020-02-02\n", keys)
    (tmp_path / "book.toml").write_text(f'{toml}\n[imprint]\ncip = "{cip}"\n')
    (tmp_path / "01.md").write_text("# 甲\n\n# A\n\n字。\n\nWords.\n")
    reports = check(tmp_path, select=IMPRINT_DISAGREES.code).diagnostics
    assert len(reports) == len(wrong)
    assert all(any(part in each.message for each in reports) for part in wrong)
