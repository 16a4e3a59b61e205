"""Numbers of captions in appendices, compared with those that are printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.book_files import TOML
from wicpress import check

TEXT = """\
# 附录甲 数 {.appendix}

# Appendix A. Numbers {.appendix}

ZH 数

EN Numbers

| 一 |
|---|
| 甲 |

| One |
|---|
| A |
"""


@pytest.mark.parametrize(
    ("zh", "en", "replaced"),
    [
        ("表A-1", "Table A.1", 0),
        ("表甲-1", "Table A.1", 0),
        ("表A1", "Table A1", 0),
        ("表乙-1", "Table B.1", 1),
        ("表甲-2", "Table A.2", 1),
    ],
)
def test_captions_of_appendices(tmp_path: Path, zh: str, en: str, replaced: int) -> None:
    """The letter of an appendix, or its stem, and the number behind it are those that are printed."""
    toml = TOML.replace("[[edition]]", 'numbering = "auto"\n\n[numbers]\ncaptions = "chapter"\n\n[[edition]]', 1)
    (tmp_path / "book.toml").write_text(toml)
    (tmp_path / "01.md").write_text(TEXT.replace("ZH", zh).replace("EN", en))
    codes = [each.code for each in check(tmp_path).diagnostics]
    assert codes == ["number_replaced"] * replaced
