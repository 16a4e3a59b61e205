"""What a book may cost is bounded: the template or section that is stopped is named with its file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support import book_files, endless_work

from wicpress import config as config_files
from wicpress import limits, parsing
from wicpress.build import check, worker_pool
from wicpress.build.edition_job import EditionJob, PickledBook, rendered_epub, rendered_pages
from wicpress.build.worker_pool import WorkerPool
from wicpress.diagnostics import Diagnostic, WicpressError

BLOCK = "templates/blocks/paragraph.html.j2"
LOOPS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
IMPORT = '{% import "blocks/macros.html.j2" as macros %}'


@pytest.fixture(autouse=True, scope="module")
def _limits() -> Iterator[None]:
    limits.set_limits({"template-seconds": 1, "memory": 600_000_000, "output": 200_000, "source": 20_000})
    yield
    limits.set_limits({})


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory, _limits: None) -> Iterator[WorkerPool]:
    with WorkerPool(1, tmp_path_factory.mktemp("pool")) as pool:
        yield pool


def rendered(root: Path, pool: WorkerPool, kind: str, files: dict[str, str]) -> tuple[Diagnostic, ...]:
    config = config_files.load(book_files.write_book(root, files)).value
    assert config
    job = EditionJob(kind, PickledBook(config, parsing.read(config).value), "bilingual", None, root)
    if kind == "epub":
        return pool.submit(rendered_epub, job).result()
    return pool.submit(rendered_pages, job).result().diagnostics


@pytest.mark.parametrize(
    ("source", "code", "line", "words"),
    [
        ("\n" + LOOPS, "template_stopped", 2, "1 s"),
        ("{% set a = range(99999)|list %}\n\n{{ a|map('string')|join * 9999 }}", "template_stopped", 3, "600 MB"),
        ("\n\n{{ ('a' * 3000000000)|length }}", "template_stopped", 3, "600 MB"),
        ("\n{{ '%2000000000d'|format(1)|length }}", "template_stopped", 2, "600 MB"),
        ("{{ 'a'|indent(3000000000) }}", "template_stopped", 1, "600 MB"),
        ("{{ 9 ** (9 ** 9) }}", "template_stopped", 1, "1 s"),
        ("{{ 'a' * 300000 }}", "template_stopped", 1, "200,000 characters"),
        ("\n{% for a in range(99999) %}abc{% endfor %}", "template_stopped", 2, "200,000 characters"),
        ("\n{% macro more(n) %}{{ more(n + 1) }}{% endmacro %}{{ more(1) }}", "template_error", 2, "without end"),
        ('\n{% include "blocks/paragraph.html.j2" %}', "template_error", 2, "without end"),
        ('{% extends "blocks/paragraph.html.j2" %}', "template_error", 1, "without end"),
        ("{{ " + "(" * 900 + "1" + ")" * 900 + " }}", "template_error", 1, "nested too deep"),
        ("{{ " + "9" * 5000 + " }}", "template_error", 1, "too many digits"),
        ("{% for a in [1] %}" * 30 + "{% endfor %}" * 30, "template_error", 1, "nested too deep"),
        ('{% include "../01-opening.md" %}', "template_error", 1, "no template"),
        ('{% include "/etc/passwd" %}', "template_error", 1, "no template"),
        ('{% include "../../x.j2" %}', "template_error", 1, "x.j2"),
        ("\n{% import '" + "x" * 5000 + "' as x %}", "template_error", 2, "…"),
        ("{# " + "x" * 20_000 + " #}", "template_error", 1, "20 kB"),
        ("\n{{ macros.pair(namespace()) }}", "template_error", 2, "undefined"),
        (IMPORT + "\n{{ macros.pair(1) }}", "template_error", 2, ""),
        ("\n{{ block('x') }}", "template_error", 2, "kind"),
        ("{{ config.root }}", "template_error", 1, "`root` of Config is not for templates"),
    ],
)  # fmt: skip
def test_a_template_that_is_stopped_is_named_with_its_line(
    tmp_path: Path, pool: WorkerPool, source: str, code: str, line: int, words: str
) -> None:
    (diagnostic,) = rendered(tmp_path, pool, "pages", {BLOCK: source})
    assert (diagnostic.code, diagnostic.span and diagnostic.span.path) == (code, BLOCK), diagnostic
    assert diagnostic.span and diagnostic.span.line == line, diagnostic
    assert words in diagnostic.message and len(diagnostic.message) < 500
    assert ("--limits" in diagnostic.help) == (code == "template_stopped")


def test_so_is_one_of_an_e_book(tmp_path: Path, pool: WorkerPool) -> None:
    source = f"<p>\n{LOOPS}</p>"
    (diagnostic,) = rendered(tmp_path, pool, "epub", {"templates/epub/title.xhtml.j2": source})
    assert str(diagnostic).startswith("templates/epub/title.xhtml.j2:2: error: ")
    assert diagnostic.code == "template_stopped"


def test_time_is_counted_for_each_piece_of_work(pool: WorkerPool) -> None:
    """What was stopped leaves the worker as it was."""
    assert pool.submit(endless_work.in_python, 1).result() == "OutOfTime"
    assert pool.submit(endless_work.in_python, 1).result() == "OutOfTime"
    assert len(pool.process_ids()) == 1


def test_a_piece_of_work_inside_another_has_its_own_time(pool: WorkerPool) -> None:
    inner, both = pool.submit(endless_work.one_in_another, 1).result()
    assert 0.7 < inner < both - 0.7


def test_the_system_ends_what_no_exception_ends(tmp_path: Path) -> None:
    with WorkerPool(1, tmp_path) as pool:
        with pytest.raises(WicpressError, match="had no time left") as caught:
            pool.submit(endless_work.in_compiled_code, 1).result()
        assert [each.code for each in caught.value.diagnostics] == ["worker_died"]
        assert pool.submit(abs, -1).result() == 1


def test_books_are_checked_in_one_worker_that_ends_with_the_process(tmp_path: Path) -> None:
    """A process that checks books with templates starts one worker, and leaves none and no folder."""
    root = book_files.write_book(tmp_path, {BLOCK: "{{ config.root }}"})
    source = (
        "import os, pathlib\n"
        "from wicpress.build import check, worker_pool\n"
        "wanted = check.DiagnosticFilter()\n"
        f"root = pathlib.Path({str(root)!r})\n"
        "results = [check.check_book(root, wanted) for _ in range(2)]\n"
        "(pool,) = worker_pool._kept.values()\n"
        "os.chdir(root)\n"
        "assert check.check_book(pathlib.Path(), wanted) == results[0]\n"
        "assert not pool.folder.exists()\n"
        "(elsewhere,) = worker_pool._kept.values()\n"
        "print(len(results[0]), results[0] == results[1], len(pool.process_ids()), *pool.process_ids())\n"
        "print(elsewhere.folder)\n"
    )
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    counts, folder = done.stdout.splitlines()
    *numbers, pid = counts.split()
    assert numbers[1:] == ["True", "1"] and int(numbers[0])
    assert not Path(folder).exists() and not Path(f"/proc/{pid}").exists()


def test_a_check_without_memory_names_the_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run_apart(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(worker_pool, "run_apart", run_apart)
    root = book_files.write_book(tmp_path, {BLOCK: "x"})
    (first, *_) = check.check_book(root, check.DiagnosticFilter(frozenset({"out_of_memory"})))
    assert "`bilingual`" in first.message and "--limits memory=" in first.help
