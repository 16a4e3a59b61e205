"""What the script `spoken_text` prints of a tagged PDF: all that a screen reader says, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from scripts.spoken_text import main

from support.tagged_pdf import sample, sample_bytes

SPOKEN = """\

== page 1, labelled i ==
[contents]
zh-Hans: [link to 到“一页纸”] 目录一页纸
[end of contents]
zh-Hans: [heading 1] 一页纸
zh-Hans: 一本书先有一页 [link to 到注释 1] 1
en: A book begins with a page and a line.
zh-Hans: [note] 注释 [link to 回到正文] 回去
[end of note]

== page 2, labelled 1 ==
zh-Hans: [heading 2] 行
[table, 2 rows, 2 columns]
zh-Hans: [caption] 表
zh-Hans: [column header] 用处 [column header] 用处
zh-Hans: [用处] 正文 [用处] 正文
[end of table]
[list, 1 items]
zh-Hans: • 先看整页
[end of list]
zh-Hans: [picture] 一个方块
"""
PAGE_2 = SPOKEN[SPOKEN.index("\n== page 2") :]


@pytest.mark.parametrize(("pages", "spoken"), [([], SPOKEN), (["2"], PAGE_2), (["2-9"], PAGE_2), (["3"], "")])
def test_pages_are_said(pages: list[str], spoken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each page is said in the order of its structure, with types and languages; a folio is not said."""
    path = tmp_path / "book.pdf"
    path.write_bytes(sample_bytes())
    assert main([str(path), *pages]) == 0
    assert capsys.readouterr().out == spoken


def test_a_cell_without_header_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A cell has the headers that it names, else those above it; that it has none is said."""
    book = sample()
    first, second = book.by_role["TH"]
    first.ID, first.A = pikepdf.String("head"), pikepdf.Dictionary(O=pikepdf.Name.Table)
    del second["/A"]
    cells = book.by_role["TD"]
    cells[1].A = pikepdf.Dictionary(O=pikepdf.Name.Table, Headers=[pikepdf.String("head")])
    path = tmp_path / "book.pdf"
    path.write_bytes(book.to_bytes())
    main([str(path), "2"])
    assert "[any header] 用处 [any header] 用处\nzh-Hans: [no header] 正文 [用处] 正文" in capsys.readouterr().out


def test_a_file_without_tags_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a structure tree nothing can be said in order."""
    book = sample()
    del book.pdf.Root["/StructTreeRoot"]
    path = tmp_path / "book.pdf"
    path.write_bytes(book.to_bytes())
    with pytest.raises(SystemExit, match="2"):
        main([str(path)])
    assert "it has no tags" in capsys.readouterr().err
