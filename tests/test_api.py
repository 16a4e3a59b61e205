"""The library: five names that work in any script, thread and notebook, and raise only what they say."""

from __future__ import annotations

import doctest
import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import wicpress
import wicpress.api
from support import book_files
from wicpress.build.request import Progress
from wicpress.cli.new import create_book
from wicpress.diagnostics import Cancelled, InvalidArguments, MissingRequirement, Severity, WicpressError

SLOW = {
    "weasyprint",
    "click",
    "jinja2",
    "markdown_it",
    "fontTools",
    "lxml",
    "PIL",
    "wicpress.config",
    "wicpress.model",
}
"""Modules that an import of the library leaves alone."""


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the starter book in the folder `book`, in the current folder."""
    monkeypatch.chdir(tmp_path)
    create_book(tmp_path / "book")
    return Path("book")


def run_python(*arguments: str, cwd: Path, script: str = "") -> subprocess.CompletedProcess[str]:
    """Run Python as a user does, with ``script`` as its standard input."""
    environment = {**os.environ, "PYTHONPATH": str(book_files.SOURCE)}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=cwd, env=environment, input=script, capture_output=True, text=True, timeout=300, check=False
    )


# ------------------------------------------------------------------------------------- the surface


def test_all_is_the_public_surface(tmp_path: Path) -> None:
    """Five names and no other, but for the packages and modules that Python puts there itself."""
    script = """
    import json, types, wicpress
    names = [name for name, value in vars(wicpress).items()
             if not name.startswith("_") and not isinstance(value, types.ModuleType)]
    print(json.dumps(sorted(names)))
    """
    completed = run_python("-c", textwrap.dedent(script), cwd=tmp_path)
    assert json.loads(completed.stdout) == sorted(wicpress.__all__) == ["Book", "build", "check", "release", "verify"]


def test_every_name_is_documented() -> None:
    """Each has a docstring with an example."""
    for name in wicpress.__all__:
        assert ">>> " in getattr(wicpress, name).__doc__, name


def test_import_loads_little(tmp_path: Path) -> None:
    """The library loads what does the work when it is called."""
    completed = run_python("-c", "import sys, wicpress; print(*sys.modules)", cwd=tmp_path)
    assert completed.returncode == 0 and not SLOW & {*completed.stdout.split()}


def test_submodules_do_not_hide_functions() -> None:
    """`wicpress.build` and `wicpress.release` are functions, whatever is imported of the packages of that name."""
    script = "import wicpress, wicpress.build.builder, wicpress.release.manifest\n"
    script += "from wicpress.build import builder; import wicpress.release.release\n"
    script += "assert callable(wicpress.build) and callable(wicpress.release)"
    completed = run_python("-c", script, cwd=Path.cwd())
    assert completed.returncode == 0, completed.stderr


def test_docstrings(book: Path) -> None:
    """Their examples work, with the book that `wicpress new` makes."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL)
    tests = [*finder.find(wicpress, globs={}), *finder.find(wicpress.api, globs={"wicpress": wicpress})]
    tests = [each for each in tests if each.examples]
    tests.sort(key=lambda each: each.name != "wicpress")  # it builds everything
    found: list[str] = []
    for each in tests:
        runner.run(each, out=found.append)
    assert len(tests) >= 6 and runner.summarize(verbose=False).failed == 0, "".join(found)


# ----------------------------------------------------------------------------------------- anywhere

REPORT = """
import json, signal, sys, threading
import wicpress
handlers = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
def build(output, **options):
    result = wicpress.build("book", output=output, **options)
    return [each.state for each in result.outputs]
def report(states):
    assert handlers == [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    assert threading.active_count() == 1, threading.enumerate()
    engine = [name for name in sys.modules if name.split(".")[0] == "weasyprint"]
    print(json.dumps({"states": states, "engine": engine}))
"""
ONE = 'report(build("dist", editions=["en"]))'
WAYS: dict[str, str] = {
    "parts": 'report(build("dist", editions=["en"], jobs=2))',
    "editions": 'report(build("dist", editions=["en"], jobs=1))',
    "single document": 'report(build("dist", editions=["en"], single_document=True))',
    "check": 'assert wicpress.check("book").ok; report(["built"] * 2)',
    "verify": """
states = build("dist", editions=["en"])
assert all(each.sound for each in wicpress.verify("dist/book-en.pdf", book="book", validators=False))
report(states)
""",
    "thread": """
states = []
thread = threading.Thread(target=lambda: states.extend(build("dist", editions=["en"])))
thread.start(); thread.join()
report(states)
""",
    "twice at once": """
states = []
threads = [threading.Thread(target=lambda name=name: states.extend(build(name, editions=["en"], formats="pdf")))
           for name in ("one", "two")]
for each in threads: each.start()
for each in threads: each.join()
report(states)
""",
    "twice at once into one folder": """
states = []
threads = [threading.Thread(target=lambda: states.extend(build("dist", editions=["en"], formats="pdf", force=True)))
           for _ in range(2)]
for each in threads: each.start()
for each in threads: each.join()
report(states)
""",
    "event loop": """
import asyncio
async def main():
    there = build("dist", editions=["en"], formats="pdf")
    return there + await asyncio.to_thread(build, "dist", editions=["en"], formats="epub")
states = asyncio.run(main())
report(states)
""",
}


@pytest.mark.parametrize("start_method", WAYS)
def test_script_without_a_guard(book: Path, tmp_path: Path, start_method: str) -> None:
    """A script is not imported again, the engine is not in its process, nothing is printed, no handler changed."""
    (tmp_path / "script.py").write_text(REPORT + WAYS[start_method], encoding="utf-8")
    completed = run_python("script.py", cwd=tmp_path)
    assert (completed.returncode, completed.stderr) == (0, ""), completed.stderr
    assert json.loads(completed.stdout) == {"states": ["built", "built"], "engine": []}
    assert not [path for path in tmp_path.rglob("*") if path.name.startswith(".")]


def test_standard_input(book: Path, tmp_path: Path) -> None:
    """`python - < script` has no file that could be imported again."""
    completed = run_python("-", cwd=tmp_path, script=REPORT + ONE)
    assert (completed.returncode, completed.stderr) == (0, "")
    assert json.loads(completed.stdout)["states"] == ["built", "built"]


def test_notebook(book: Path, tmp_path: Path) -> None:
    """Cells run by `exec` in a namespace called `__main__`, beside the threads of a kernel."""
    cells = [REPORT.replace("threading.active_count() == 1", "True"), ONE]
    kernel = f"""
import sys, threading
sys.modules["__main__"].__file__ = "no such file"
threading.Thread(target=threading.Event().wait, daemon=True).start()
space = {{"__name__": "__main__"}}
for cell in {cells!r}:
    exec(compile(cell, "<cell>", "exec"), space)
"""
    completed = run_python("-c", kernel, cwd=tmp_path)
    assert (completed.returncode, completed.stderr) == (0, "")
    assert json.loads(completed.stdout) == {"states": ["built", "built"], "engine": []}


def test_path_of_the_script_is_that_of_the_workers(book: Path, tmp_path: Path) -> None:
    """A script that finds wicpress through `sys.path` alone needs no installation."""
    script = f"import sys; sys.path.insert(0, {str(book_files.SOURCE)!r})\n{REPORT}{ONE}"
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    completed = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert json.loads(completed.stdout)["states"] == ["built", "built"], completed.stderr


def test_module_beside_the_script_hides_none_of_ours(book: Path, tmp_path: Path) -> None:
    """A ``weasyprint.py`` in the folder of the script, or in the current one, is not that of the workers."""
    (tmp_path / "weasyprint.py").write_text("raise SystemError('not this one')", encoding="utf-8")
    (tmp_path / "script.py").write_text(REPORT + ONE, encoding="utf-8")
    for arguments in (["script.py"], ["-m", "script"]):
        completed = run_python(*arguments, cwd=tmp_path)
        assert completed.returncode == 0, completed.stderr
        assert json.loads(completed.stdout)["states"][0] in {"built", "unchanged"}, completed.stderr


# ------------------------------------------------------------------------------------ results, errors


def test_diagnostics_are_returned(book: Path) -> None:
    """A book with an error raises nothing."""
    (book / "03-bad.md").write_text("# 坏\n\n# Bad\n\nSee [there](#nowhere).\n", encoding="utf-8")
    result = wicpress.build(book)
    assert not result.ok and result.outputs == ()
    assert [each.code for each in result.diagnostics] == ["dangling_reference"]
    assert re.fullmatch(r"03-bad\.md:5: error: .+ \[dangling_reference\]", str(result.diagnostics[0]))
    checked = wicpress.check(book)
    assert not checked.ok and checked.diagnostics == result.diagnostics
    assert wicpress.check(book, ignore="dangling_reference").diagnostics == checked.diagnostics
    (book / "03-bad.md").write_text("# 怪\n\n# Odd\n\n有\u200b字。\n\nA word.\n", encoding="utf-8")
    assert wicpress.check(book).ok and not wicpress.check(book, strict=True).ok
    assert wicpress.check(book, strict=True, ignore="invisible_character").ok
    (book / "book.toml").write_text("[book", encoding="utf-8")
    assert [each.severity for each in wicpress.build(book).diagnostics] == [Severity.ERROR]


def test_output_that_cannot_be_written_is_returned(book: Path) -> None:
    """A file in the place of the output folder is a diagnostic."""
    Path("dist").write_text("in the way", encoding="utf-8")
    assert [each.code for each in wicpress.build(book).diagnostics] == ["cannot_write"]


@pytest.mark.parametrize(
    "call",
    [
        lambda: wicpress.Book("nowhere"),
        lambda: wicpress.build("nowhere"),
        lambda: wicpress.check("nowhere"),
        lambda: wicpress.release("nowhere", "1.0"),
        lambda: wicpress.verify("book.pdf", book="nowhere"),
        lambda: wicpress.build("book", editions="none"),
        lambda: wicpress.build("book", formats=["docx"]),
        lambda: wicpress.release("book", "one/two"),
        lambda: wicpress.build("book", jobs=-1),
        lambda: wicpress.build("book", source_date_epoch=-1),
        lambda: wicpress.release("book", "1.0", source_date_epoch=10**18),
        lambda: wicpress.check("book", select="no_such_code"),
        lambda: wicpress.build("book", ignore=["no_such_code"]),
        lambda: wicpress.release("book", "1.0", allow=["no_such_code"]),
        lambda: wicpress.release("book", "1.0", allow={"dangling_note": 1}),
        lambda: wicpress.release("book", "1.0", allow="loose=many"),
        lambda: wicpress.verify("book.pdf", allow="no_such_code"),
        lambda: wicpress.verify("book.pdf", thresholds={"no_such_threshold": 1}),
    ],
    ids=[
        "book",
        "build",
        "check",
        "release",
        "verify",
        "edition",
        "format",
        "version",
        "jobs",
        "before 1970",
        "after 9999",
        "select",
        "ignore",
        "allow",
        "an error",
        "no number",
        "allow in verify",
        "thresholds",
    ],
)
def test_wrong_arguments_raise(book: Path, call: Callable[[], object]) -> None:
    """They are values that do not exist, and the exception says which."""
    with pytest.raises(InvalidArguments) as caught:
        call()
    assert isinstance(caught.value, ValueError) and isinstance(caught.value, WicpressError)
    assert str(caught.value) and caught.value.diagnostics


def test_machine_without_the_engine(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It raises, and the diagnostic names the library."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "weasyprint.py").write_text("raise OSError('no libpango')", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "broken")
    with pytest.raises(MissingRequirement, match="no libpango"):
        wicpress.build(book, editions=["en"], formats=["pdf"], use_cache=False)


def test_book_reads_on_access(book: Path) -> None:
    """A book knows its languages, editions, chapters and what is wrong with them."""
    opened_book = wicpress.Book(book / "book.toml")
    assert repr(opened_book) == "Book('book')"
    assert (opened_book.languages, opened_book.editions) == (("zh-Hans", "en"), ("bilingual", "parallel", "zh", "en"))
    (book / "01-opening.md").unlink()
    assert [each.id for each in opened_book.chapters] == ["c02-columns"]
    assert {each.code for each in opened_book.diagnostics} == {"relative_link"} and not opened_book.check().ok
    (book / "book.toml").write_text("[book", encoding="utf-8")
    broken = wicpress.Book(book)
    assert (broken.languages, broken.editions, broken.chapters) == ((), (), ())
    assert [each.code for each in broken.diagnostics] == ["broken_toml"]


def test_verify_returns_what_cannot_be_read(book: Path) -> None:
    """A file that is not there, or is no PDF, fails by itself; the others are judged."""
    Path("no.pdf").write_text("no PDF", encoding="utf-8")
    wicpress.build(book, editions=["en"], formats="epub", output="dist")
    missing, no_pdf, good = wicpress.verify("gone.pdf", "no.pdf", "dist/book-en.epub", book=book, validators=False)
    assert [each.sound for each in (missing, no_pdf, good)] == [False, False, True]
    assert "gone.pdf" in missing.failures[0] and "no.pdf" in no_pdf.failures[0]


# ---------------------------------------------------------------------------------------- cancelling


class StopError(Exception):
    """An exception of the user's own."""


@pytest.mark.parametrize("error", [Cancelled, StopError, KeyboardInterrupt])
@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_cancels(book: Path, error: type[BaseException], jobs: int) -> None:
    """The build ends soon, in the middle of its pages; no worker, scratch folder or new file is left."""
    began, others = 0.0, set(book_files.worker_ids(os.getpid()))  # a check keeps its worker

    def cancel(step: Progress) -> None:
        nonlocal began
        if set(book_files.worker_ids(os.getpid())) - others and step.total and not step.finished:
            began = time.monotonic()
            raise error

    with pytest.raises(error):
        wicpress.build(book, jobs=jobs, use_cache=False, on_progress=cancel)
    assert time.monotonic() - began < 5
    assert set(book_files.worker_ids(os.getpid())) <= others
    assert not book_files.scratch_folders(os.getpid())
    assert list(Path("dist").iterdir()) == []


def test_killed_worker_is_returned(book: Path) -> None:
    """A build in a thread one of whose workers is killed returns a diagnostic, and its other outputs."""
    results = []
    thread = threading.Thread(
        target=lambda: results.append(wicpress.build(book, formats="pdf", jobs=2, use_cache=False))
    )
    thread.start()
    while len(workers := book_files.build_worker_ids(os.getpid())) < 2 and thread.is_alive():
        time.sleep(0.01)
    os.kill(workers[0], signal.SIGKILL)
    thread.join()
    (result,) = results
    states = sorted(each.state for each in result.outputs)
    assert states == ["built", "built", "built", "failed"]
    (failed,) = (each for each in result.outputs if each.state == "failed")
    assert [each.code for each in failed.diagnostics] == ["worker_died"]
