"""Rules that a book brings: ``rules/*.py`` in its folder, run only where the caller asks for it.

Each file has a function ``check(book, config)``, as the rules of wicpress have.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from wicpress import rules
from wicpress.config import Config
from wicpress.diagnostics import KINDS, Diagnostic, Severity, Span, declare_kind
from wicpress.model import Book
from wicpress.system.folder import files_beneath, is_within

FOLDER = "rules"

BOOK_RULES_NOT_RUN = declare_kind(
    "book_rules_not_run",
    "The rules that a book brings were not run",
    "Each Python file in the `rules/` folder of a book is a rule of its own. It is a program that may do whatever "
    "you may do on this machine, so it runs only where it is asked for.",
    example="wicpress check --run-book-rules",
    severity=Severity.NOTICE,
)
BOOK_RULE_FAILED = declare_kind(
    "book_rule_failed",
    "A rule that a book brings cannot be run",
    "A file in the `rules/` folder of a book has a function `check(book, config)` that yields diagnostics. What the "
    "others find is reported all the same.",
    example="def check(book, config):\n    yield DOUBLED_WORD(message, side.span, help=hint)",
)

_LOCK = threading.Lock()


def check(book: Book, config: Config, *, run: bool) -> tuple[Diagnostic, ...]:
    """Return what the rules find that a book brings; without ``run``, a notice that they were not run."""
    folder = config.root / FOLDER
    files = [each for each in files_beneath(config.root, FOLDER) if each.parent == folder and each.suffix == ".py"]
    if not files:
        return ()
    if not run:
        count = "1 rule was" if len(files) == 1 else f"{len(files)} rules were"
        message = f"{count} not run: the Python files in {FOLDER}/ of the book"
        hint = "read them, and add --run-book-rules if you trust them"
        return (BOOK_RULES_NOT_RUN(message, _span(files[0], 1), hint=hint),)
    with _LOCK:
        codes_before = set(KINDS)
        diagnostics = tuple(each for path in files for each in _run(path, book, config))
        for code in KINDS.keys() - codes_before:  # the next book may declare them again
            del KINDS[code]
    return diagnostics


def _run(path: Path, book: Book, config: Config) -> Iterator[Diagnostic]:
    """Yield the diagnostics of the rule in a file. It is not imported, so that no compiled file is left behind."""
    module = ModuleType(f"book_rule_{path.stem}")
    try:
        if not is_within(path, config.root):
            raise PermissionError("the file is outside the book's folder")
        exec(compile(path.read_bytes(), path, "exec"), vars(module))
        yield from rules.results(module.check, book, config)
    except (Exception, SystemExit) as error:
        frames = [each for each in traceback.extract_tb(error.__traceback__) if each.filename == str(path)]
        line = (frames[-1].lineno if frames else getattr(error, "lineno", None)) or 1
        message = f"the rule {path.stem} fails: {type(error).__name__}: {error}"
        yield BOOK_RULE_FAILED(message, _span(path, line), hint="correct the rule, or move it out of the book")


def _span(path: Path, line: int) -> Span:
    return Span(f"{FOLDER}/{path.name}", line, line)
