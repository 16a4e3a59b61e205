"""Rules, kinds of block, layouts, importers and exporters by name: those of wicpress, then those of other packages.

Another package registers its own as entry points ("Entry points specification", Python Packaging User Guide) in the
groups ``wicpress.rules``, ``.blocks``, ``.layouts``, ``.importers`` and ``.exporters``. Those of wicpress are entry
points, too, but come from the table here, so that a checkout needs no installed metadata.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import importlib.util
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from wicpress.diagnostics import Diagnostic, MissingRequirement, declare_kind

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T")

BROKEN_PLUGIN = declare_kind(
    "broken_plugin",
    "An installed package that extends wicpress cannot be used",
    "Other packages add rules, kinds of block and layouts to wicpress through entry points. One that cannot be "
    "imported, or that takes a name that is taken, would change every book without a word, so nothing is done until "
    "it is repaired or uninstalled.",
    example='[project.entry-points."wicpress.rules"]\ndoubled_word = "my_package.doubled_word:check"',
)

BUILT_IN: Mapping[str, Mapping[str, str]] = {
    "rules": {
        "bracketed_pages": "wicpress.rules.numbers.bracketed_pages:check",
        "break_below_heading": "wicpress.rules.break_below_heading:check",
        "few_note_marks": "wicpress.rules.few_note_marks:check",
        "heading_jump": "wicpress.rules.heading_jump:check",
        "image_without_alt": "wicpress.rules.image_without_alt:check",
        "imprint_disagrees": "wicpress.rules.imprint_disagrees:check",
        "index_entries": "wicpress.rules.index_entries:check",
        "index_reading": "wicpress.rules.index_reading:check",
        "landscape_below_title": "wicpress.rules.landscape_below_title:check",
        "misplaced_figure": "wicpress.rules.misplaced_figure:check",
        "misplaced_keep": "wicpress.rules.misplaced_keep:check",
        "misplaced_matter": "wicpress.rules.misplaced_matter:check",
        "missing_caption": "wicpress.rules.missing_caption:check",
        "number_replaced": "wicpress.rules.number_replaced:check",
        "repeated_call": "wicpress.rules.repeated_call:check",
        "role_without_words": "wicpress.rules.role_without_words:check",
        "small_picture": "wicpress.rules.small_picture:check",
        "source_pages": "wicpress.rules.numbers.source_pages:check",
        "unknown_file": "wicpress.rules.unknown_file:check",
        "unusable_link": "wicpress.rules.unusable_link:check",
        "verse_numbers": "wicpress.rules.verse_numbers:check",
    },
    "blocks": {
        "heading": "wicpress.blocks.heading:KIND",
        "figure": "wicpress.blocks.figure:KIND",
        "paragraph": "wicpress.blocks.paragraph:KIND",
        "verse": "wicpress.blocks.verse:KIND",
        "list": "wicpress.blocks.list:KIND",
        "definitions": "wicpress.blocks.definitions:KIND",
        "quote": "wicpress.blocks.quote:KIND",
        "notice": "wicpress.blocks.notice:KIND",
        "keep": "wicpress.blocks.keep_together:KIND",
        "bibliography": "wicpress.blocks.bibliography:KIND",
        "table": "wicpress.blocks.table:KIND",
        "code": "wicpress.blocks.code:KIND",
        "equation": "wicpress.blocks.equation:KIND",
        "listing": "wicpress.blocks.listing:KIND",
        "break": "wicpress.blocks.thematic_break:KIND",
        "index": "wicpress.blocks.index:KIND",
        "glossary": "wicpress.blocks.glossary:KIND",
        "page-break": "wicpress.blocks.page_break:KIND",
    },
    "layouts": {
        "interleaved": "wicpress.edition.layouts.interleaved:LAYOUT",
        "parallel": "wicpress.edition.layouts.parallel:LAYOUT",
        "single": "wicpress.edition.layouts.single:LAYOUT",
    },
    "importers": {},
    "exporters": {},
}
"""What wicpress brings, by group and name; ``pyproject.toml`` registers the same."""


@functools.cache
def load(group: str, kind: type[T]) -> dict[str, T]:
    """Return what is registered in ``wicpress.<group>`` by name: that of wicpress first, the rest sorted by name.

    Raise ``MissingRequirement`` where a package registers something that is no ``kind``, that cannot be imported, or
    under a name that is taken.
    """
    loaded: dict[str, Any] = {name: _import(value) for name, value in BUILT_IN[group].items()}
    for entry in entries_of_others():
        if entry.group == f"wicpress.{group}":
            if entry.name in loaded:
                raise _broken(entry, "takes a name that is taken")
            loaded[entry.name] = _load_other(entry, kind)
    return loaded


@functools.cache
def entries_of_others() -> tuple[EntryPoint, ...]:
    """Return the entry points of other packages that are for wicpress, sorted by group and name."""
    if not _is_extended():
        return ()
    from importlib.metadata import entry_points  # noqa: PLC0415 - 40 ms, which few machines need

    entries = [each for group in BUILT_IN for each in entry_points(group=f"wicpress.{group}")]
    return tuple(sorted((each for each in entries if _package(each) != "wicpress"), key=_sort_key))


def source_digests() -> Iterator[tuple[str, ...]]:
    """Yield the entry points of other packages, and each file of these packages with its digest.

    The finished files depend on them as on wicpress itself.
    """
    modules = dict.fromkeys(each.module.partition(".")[0] for each in entries_of_others())
    yield from (_sort_key(each) for each in entries_of_others())
    for module in modules:
        for name, path in _files(module):
            yield module, name, hashlib.sha256(path.read_bytes()).hexdigest()


def _is_extended() -> bool:
    """Return whether an installed package other than wicpress may have entry points for it.

    Reading these files takes 5 ms; importing ``importlib.metadata`` alone takes 40.
    """
    places = [Path(each) for each in dict.fromkeys(sys.path)]
    infos = (info for place in places for kind in ("dist", "egg") for info in place.glob(f"*.{kind}-info"))
    files = (info / "entry_points.txt" for info in infos if not info.name.startswith("wicpress-"))
    return any(b"wicpress." in file.read_bytes() for file in files if file.is_file())


def _import(value: str) -> Any:
    module, _, name = value.partition(":")
    return getattr(importlib.import_module(module), name)


def _load_other(entry: EntryPoint, kind: type[T]) -> T:
    try:
        value = entry.load()
    except Exception as error:
        raise _broken(entry, f"cannot be imported: {type(error).__name__}: {error}") from error
    if not isinstance(value, kind):
        raise _broken(entry, f"is no {kind.__name__}")
    if getattr(value, "name", entry.name) != entry.name:
        raise _broken(entry, "is registered under another name than its own")
    return value


def examine(kinds: Mapping[str, type]) -> Iterator[tuple[EntryPoint, str, Diagnostic | None]]:
    """Yield each entry point of another package, the package with its version, and what is wrong with it.

    ``kinds`` has the type of what is registered, by group.
    """
    taken = {group: set(names) for group, names in BUILT_IN.items()}
    for entry in entries_of_others():
        group = entry.group.removeprefix("wicpress.")
        version = f" {entry.dist.version}" if entry.dist else ""
        problem = None
        try:
            if entry.name in taken[group]:
                raise _broken(entry, "takes a name that is taken")
            taken[group].add(entry.name)
            _load_other(entry, kinds.get(group, object))
        except MissingRequirement as error:
            problem = error.diagnostics[0]
        yield entry, f"{_package(entry)}{version}", problem


def failure(group: str, name: str, error: Exception) -> Diagnostic:
    """Return as a diagnostic that what another package registers under a name has raised ``error``."""
    entry = next(each for each in entries_of_others() if (each.group, each.name) == (f"wicpress.{group}", name))
    return _diagnostic(entry, f"fails: {type(error).__name__}: {error}")


def _broken(entry: EntryPoint, what: str) -> MissingRequirement:
    return MissingRequirement(_diagnostic(entry, what))


def _diagnostic(entry: EntryPoint, what: str) -> Diagnostic:
    package = _package(entry)
    message = f"`{entry.name}` ({entry.value}) in {entry.group} of the package {package} {what}"
    hint = f"repair or update {package}, or take it away: pip uninstall {package}"
    return BROKEN_PLUGIN(message, hint=hint)


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else "(unknown)"


def _sort_key(entry: EntryPoint) -> tuple[str, ...]:
    version = entry.dist.version if entry.dist else ""
    return entry.group, entry.name, entry.value, _package(entry), version


def _files(module: str) -> Iterator[tuple[str, Path]]:
    """Yield the files of a top-level package or module by their names in it, without importing it."""
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError):
        spec = None
    if spec is None:
        return
    folders = [Path(each) for each in spec.submodule_search_locations or ()]
    if not folders and spec.origin:
        yield Path(spec.origin).name, Path(spec.origin)
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(folder).as_posix(), path
