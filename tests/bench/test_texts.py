"""Texts set as books on three pages measure clean; more of them where WICPRESS_TEXTS names a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MORE = os.environ.get("WICPRESS_TEXTS", "")
PLAIN = """\
附录甲

用 ``wicpress.build(edition='screen')`` 生成，参见 :ref:`标签 <targets>` 与 `网站 <https://example.org/a>`_。

>>> print("书")
书

*name* 与 [1] 都照原样，10 万字里有 77.5% 是汉字。
"""


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the trial."""
    command = (sys.executable, ROOT / "bench/texts.py", *arguments)
    inherited = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(command, capture_output=True, check=False, text=True, env=inherited)


@pytest.mark.prove
def test_the_seed_is_clean() -> None:
    """A text as an author sent it, on three pages."""
    done = run(ROOT / "tests/seed/wuzhen-report-2016-fragment.txt")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" 0 faults") == 3


def test_plain_text_keeps_its_signs(tmp_path: Path) -> None:
    """Code is code, a reference says its title, and no other sign of plain text means anything to Markdown."""
    text = tmp_path / "text.txt"
    text.write_text(PLAIN, encoding="utf-8")
    done = run(text, "--pages", "A5", "--keep", tmp_path / "kept")
    assert done.returncode == 0, done.stdout + done.stderr
    manuscript = (tmp_path / "kept/text-1/book/001.md").read_text(encoding="utf-8")
    assert "`` wicpress.build(edition='screen') ``" in manuscript
    assert "参见 标签 与 网站。" in manuscript
    assert '~~~~\n>>> print("书")\n书\n~~~~' in manuscript
    assert r"\*name\* 与 \[1\] 都照原样" in manuscript


def test_a_fault_is_told(tmp_path: Path) -> None:
    """Words that no column of 14 em can hold tear its lines, and the trial says which."""
    text = tmp_path / "text.md"
    text.write_text("# 题\n\n" + "".join(f"甲乙丙{'w' * 30}丁戊。" for _ in range(4)), encoding="utf-8")
    done = run(text, "--pages", "70mm 190mm")
    assert done.returncode == 1
    assert "loose" in done.stdout


if MORE:

    @pytest.mark.parametrize("text", sorted(Path(MORE).iterdir()))
    def test_more_texts_are_clean(text: Path) -> None:
        """Each file and each folder in it, which is one text."""
        done = run(text)
        assert done.returncode == 0, done.stdout + done.stderr
