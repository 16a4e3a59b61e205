"""Finds the names of WeasyPrint's packages in Python source: in imports, through ``internals``, in strings."""

from __future__ import annotations

import ast
import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

PACKAGES = frozenset({"weasyprint", "pydyf", "tinyhtml5"})
INTERNALS = "wicpress.engine.internals"
DOCUMENTED = frozenset({
    "weasyprint.CSS", "weasyprint.DEFAULT_OPTIONS", "weasyprint.HTML", "weasyprint.__version__",
    "weasyprint.document.Document", "weasyprint.document.Page", "weasyprint.text.fonts.FontConfiguration",
    "weasyprint.urls.URLFetcher", "weasyprint.urls.URLFetcherResponse",
    "pydyf.Array", "pydyf.Dictionary", "pydyf.Object", "pydyf.PDF", "pydyf.Stream", "pydyf.String",
    "tinyhtml5.parser.parse",
})  # fmt: skip
"""The names in the API references of WeasyPrint, pydyf and tinyhtml5."""


def used_names(files: Iterable[Path], internals: Path) -> dict[str, set[str]]:
    """Return the undocumented names that ``files`` use, where they are defined, with the names of these files."""
    exported = dict(_exported(internals))
    users: dict[str, set[str]] = {}
    for file in files:
        for name in _in_file(ast.parse(file.read_text(encoding="utf-8")), exported):
            canonical = canonical_name(name)
            if canonical is not None and canonical not in DOCUMENTED:
                users.setdefault(canonical, set()).add(file.name)
    return users


def private_attributes(files: Iterable[Path]) -> dict[str, set[str]]:
    """Return the private attributes that ``files`` read or set and none of them defines."""
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in files}
    own = {name for tree in trees.values() for name in _own_names(tree)}
    users: dict[str, set[str]] = {}
    for file, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and _is_private(node.attr) and node.attr not in own:
                users.setdefault(node.attr, set()).add(file.name)
    return users


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith(("__", "_wicpress_"))


def _own_names(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a module defines: functions, classes, variables, attributes of ``self``, parameters."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            if isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}:
                yield node.attr
        elif isinstance(node, ast.alias):
            yield node.asname or ""


def _exported(internals: Path) -> Iterator[tuple[str, str]]:
    """Yield each name of the ``internals`` module, with the dotted name in WeasyPrint."""
    tree = ast.parse(internals.read_text(encoding="utf-8"))
    imported = dict(_imported(tree, {}))
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            chain = _chain(node.value)
            if chain and chain[0] in imported:
                yield node.target.id, ".".join([imported[chain[0]], *chain[1:]])


def _imported(tree: ast.Module, exported: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the local name of everything that a module imports from WeasyPrint's packages, and its dotted name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                if each.name.split(".")[0] in PACKAGES:
                    yield (each.asname, each.name) if each.asname else (each.name.split(".")[0],) * 2
        elif isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                if node.module == INTERNALS:
                    yield each.asname or each.name, exported[each.name]
                elif node.module.split(".")[0] in PACKAGES:
                    yield each.asname or each.name, f"{node.module}.{each.name}"


def _in_file(tree: ast.Module, exported: dict[str, str]) -> Iterator[str]:
    imported = dict(_imported(tree, exported))
    yield from imported.values()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            chain = _chain(node)
            if chain and chain[0] in imported:
                yield ".".join([imported[chain[0]], *chain[1:]])
        elif isinstance(node, ast.Constant) and _is_dotted_name(node.value):
            yield str(node.value)


def _is_dotted_name(value: object) -> bool:
    if not isinstance(value, str):
        return False
    parts = value.split(".")
    return parts[0] in PACKAGES and all(map(str.isidentifier, parts))


def _chain(node: ast.AST) -> list[str]:
    """Return the names in ``a.b.c``, or nothing where it begins with something else than a name."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.insert(0, node.attr)
        node = node.value
    return [node.id, *names] if isinstance(node, ast.Name) else []


@cache
def canonical_name(name: str) -> str | None:
    """Return the dotted name where a name is defined; None for a module, and for a name that does not exist."""
    parts = name.split(".")
    value = _resolve(parts)
    if value is None or isinstance(value, ModuleType):
        return None
    for length in range(len(parts), 0, -1):
        each = _resolve(parts[:length])
        module, qualified = getattr(each, "__module__", None), getattr(each, "__qualname__", None)
        if module and qualified and module.split(".")[0] in PACKAGES:
            return ".".join([module, qualified, *parts[length:]])
    return name


def _resolve(parts: list[str]) -> Any:
    try:
        return pkgutil.resolve_name(".".join(parts))
    except (AttributeError, ImportError, ValueError):
        return None
