"""The source of WeasyPrint's names, read from its files without importing them, so that releases can be compared."""

from __future__ import annotations

import ast
import difflib
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import attrs

from wicpress.engine.patching.engine_table import ENGINE_NAMES, EngineName

DIGITS = 16
"""Hexadecimal digits of a SHA-256 that the table holds."""


@attrs.frozen
class NameComparison:
    """One name of the table in two releases of WeasyPrint; a source is None where the name is missing."""

    entry: EngineName
    before: str | None
    after: str | None

    @property
    def state(self) -> str:
        """Return ``same``, ``changed`` or ``missing``."""
        if self.after is None:
            return "missing"
        return "same" if self.before == self.after else "changed"

    def diff(self) -> Iterator[str]:
        """Yield the lines of a unified diff from one release to the other."""
        before, after = ((each or "").splitlines() for each in (self.before, self.after))
        yield from difflib.unified_diff(before, after, f"a/{self.entry.name}", f"b/{self.entry.name}", lineterm="")


def installed_root() -> Path:
    """Return the folder of the installed package ``weasyprint``. Raise ``ImportError`` where it is not installed."""
    spec = find_spec("weasyprint")
    if spec is None or spec.origin is None:
        raise ImportError("weasyprint is not installed", name="weasyprint")
    return Path(spec.origin).parents[1]


def source_of(root: Path, entry: EngineName) -> str | None:
    """Return the frozen source of a name in the packages under ``root``: its members', or all of it.

    None where the file, the name or one of the members is missing.
    """
    parts = [_definition(root, f"{entry.name}.{member}") for member in entry.members] or [
        _definition(root, entry.name)
    ]
    sources = [part for part in parts if part is not None]
    return "\n".join(sources) if len(sources) == len(parts) else None


def digest(source: str) -> str:
    """Return the digest of a source that the table holds."""
    return hashlib.sha256(source.encode()).hexdigest()[:DIGITS]


def frozen_lines(root: Path, entries: Iterable[EngineName] = ENGINE_NAMES) -> int:
    """Return how many lines of WeasyPrint under ``root`` the table freezes."""
    return sum(len((source_of(root, each) or "").splitlines()) for each in entries)


def changed_names(root: Path, entries: Iterable[EngineName] = ENGINE_NAMES) -> tuple[EngineName, ...]:
    """Return the names whose source under ``root`` is missing or not the one that the table expects."""
    return tuple(each for each in entries if _differs(source_of(root, each), each))


def compare(before: Path, after: Path, entries: Iterable[EngineName] = ENGINE_NAMES) -> tuple[NameComparison, ...]:
    """Return the comparison of each name of the table in the packages under two folders."""
    return tuple(NameComparison(each, source_of(before, each), source_of(after, each)) for each in entries)


def _differs(source: str | None, entry: EngineName) -> bool:
    return source is None or digest(source) != entry.digest


def _definition(root: Path, name: str) -> str | None:
    """Return the source of a function, a class, a method or a value by its dotted name; None where it is missing."""
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        module = root.joinpath(*parts[:length])
        for path in (module / "__init__.py", module.with_suffix(".py")):
            if path.is_file():
                return _inside(path, parts[length:])
    return None


def _inside(path: Path, names: list[str]) -> str | None:
    lines, tree = _parsed(path)
    node: ast.AST = tree
    for name in names:
        statement = next((each for each in _statements(node) if name in _defined(each)), None)
        if statement is None:
            return None
        node = statement
    if not isinstance(node, ast.stmt):
        return None
    first = min(each.lineno for each in (node, *getattr(node, "decorator_list", ())))
    return "\n".join(lines[first - 1 : node.end_lineno])


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    """Yield the statements of a module or class, then those in the methods of a class."""
    body: list[ast.stmt] = getattr(node, "body", [])
    yield from body
    if isinstance(node, ast.ClassDef):
        yield from (each for each in ast.walk(node) if isinstance(each, ast.Assign))


def _defined(node: ast.stmt) -> set[str]:
    """Return the names and the attributes of ``self`` that a statement defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if not isinstance(node, ast.Assign):
        return set()
    parts = [part for each in node.targets for part in ast.walk(each)]
    names = {part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
    return names | {part.attr for part in parts if isinstance(part, ast.Attribute)}


@cache
def _parsed(path: Path) -> tuple[list[str], ast.Module]:
    text = path.read_text(encoding="utf-8")
    return text.splitlines(), ast.parse(text)
