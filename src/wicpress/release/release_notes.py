"""The release notes: the section of a book's changelog for a version."""

from __future__ import annotations

import re

FILE = "CHANGELOG.md"


def release_notes(changelog: str, version: str) -> str:
    """Return the text below the heading of ``version`` up to the next heading of the same level, "" without one.

    A heading names a version as ``## 1.2``, ``## [1.2] - 2026-11-23``, ``## v1.2, unreleased`` or ``## 第1.2版``.
    """
    lines: list[str] = []
    level = 0
    fence = ""
    for line in changelog.splitlines():
        fence = _fence(line, fence)
        heading = None if fence else re.match(r"(#{1,6})\s+(.*)", line)
        if heading and level and len(heading[1]) <= level:
            break
        if heading and not level and _has_version(heading[2], version):
            level = len(heading[1])
        elif level:
            lines.append(line)
    text = "\n".join(lines).strip()
    return f"{text}\n" if text else ""


def _fence(line: str, fence: str) -> str:
    """Return the fence of the code block that the next line is in, "" outside of code."""
    mark = re.match(r"\s{0,3}(`{3,}|~{3,})", line)
    if mark is None:
        return fence
    if not fence:
        return mark[1]
    return "" if mark[1].startswith(fence) else fence


def _has_version(heading: str, version: str) -> bool:
    return re.search(rf"(?<![\w.])(?:\[?v?|第){re.escape(version)}(?![\w]|\.\w|-\w)|第{re.escape(version)}版",
                     heading) is not None  # fmt: skip
