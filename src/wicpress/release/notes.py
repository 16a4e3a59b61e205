"""The release notes: the part of a book's changelog that is headed by the version."""

from __future__ import annotations

import re

FILE = "CHANGELOG.md"


def notes(changelog: str, version: str) -> str:
    """What stands below the heading of ``version`` in Markdown, up to the next heading as high; "" where it has none.

    A heading names a version as ``## 1.2``, ``## [1.2] - 2026-11-23``, ``## v1.2, unreleased`` or ``## 第1.2版``.
    """
    found: list[str] = []
    level = 0
    fence = ""
    for line in changelog.splitlines():
        fence = _fence(line, fence)
        heading = None if fence else re.match(r"(#{1,6})\s+(.*)", line)
        if heading and level and len(heading[1]) <= level:
            break
        if heading and not level and _names(heading[2], version):
            level = len(heading[1])
        elif level:
            found.append(line)
    text = "\n".join(found).strip()
    return f"{text}\n" if text else ""


def _fence(line: str, fence: str) -> str:
    """The fence of the code block that the next line is in, "" outside of code."""
    mark = re.match(r"\s{0,3}(`{3,}|~{3,})", line)
    if mark is None:
        return fence
    if not fence:
        return mark[1]
    return "" if mark[1].startswith(fence) else fence


def _names(heading: str, version: str) -> bool:
    return re.search(rf"(?<![\w.])(?:\[?v?|第){re.escape(version)}(?![\w]|\.\w|-\w)|第{re.escape(version)}版",
                     heading) is not None  # fmt: skip
