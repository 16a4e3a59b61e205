"""Books built from texts in three page sizes have no line problems; more texts with WICPRESS_TEXTS."""

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
    """Run the script."""
    command = (sys.executable, ROOT / "bench/texts.py", *arguments)
    inherited = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(command, capture_output=True, check=False, text=True, env=inherited)


@pytest.mark.prove
def test_the_seed_is_clean() -> None:
    """An author's text has no line problems in three page sizes."""
    completed = run(ROOT / "tests/seed/wuzhen-report-2016-fragment.txt")
    assert completed.returncode == 0, completed.stdout + completed.stderr
    assert completed.stdout.count(" 0 problems") == 3


def test_plain_text_keeps_its_signs(tmp_path: Path) -> None:
    """Code is code, a reference becomes its title, and no other sign of plain text is markup."""
    text = tmp_path / "text.txt"
    text.write_text(PLAIN, encoding="utf-8")
    completed = run(text, "--pages", "A5", "--keep", tmp_path / "kept")
    assert completed.returncode == 0, completed.stdout + completed.stderr
    manuscript = (tmp_path / "kept/text-1/book/001.md").read_text(encoding="utf-8")
    assert "`` wicpress.build(edition='screen') ``" in manuscript
    assert "参见 标签 与 网站。" in manuscript
    assert '~~~~\n>>> print("书")\n书\n~~~~' in manuscript
    assert r"\*name\* 与 \[1\] 都照原样" in manuscript


def test_a_problem_is_reported(tmp_path: Path) -> None:
    """Words that leave too little on the lines of a column of 24 em make loose lines, which are reported."""
    text = tmp_path / "text.md"
    text.write_text("# 题\n\n" + "".join(f"甲乙丙{'w' * 27}丁戊。" for _ in range(4)), encoding="utf-8")
    completed = run(text, "--pages", "120mm 190mm")
    assert completed.returncode == 1
    assert "loose" in completed.stdout


if MORE:

    @pytest.mark.parametrize("text", sorted(Path(MORE).iterdir()))
    def test_more_texts_are_clean(text: Path) -> None:
        """Each file and each folder in it is one text without line problems."""
        completed = run(text)
        assert completed.returncode == 0, completed.stdout + completed.stderr
