"""Run generated books and damaged files through wicpress in one process, and write down whatever goes wrong.

``python -m fuzz.run FOLDER --seed 2026-01-31 --checks 1000 --builds 30 --files 100`` (with `src` and `tests` in
PYTHONPATH) writes ``FOLDER/output/result.json``; ``--case check-17`` runs one case again and prints what it does.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import io
import json
import os
import resource
import shutil
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Final

import attrs

from fuzz.books import write_book
from fuzz.finished_files import damaged_epub, damaged_pdf
from fuzz.watch import NO_CASE, AuditHook, Places, mark
from wicpress import cli, limits
from wicpress.build import edition_job
from wicpress.build.check import DiagnosticFilter, check_book, load, read
from wicpress.build.edition_job import EditionJob, PickledBook
from wicpress.build.targets import targets
from wicpress.diagnostics import WicpressError, has_errors
from wicpress.proofing.verify_files import VerifyRequest, verify_files

CASE_SECONDS: Final = 30
"""The processor time that one case may take."""
STUCK_SECONDS: Final = 300
"""After so many seconds of the clock a case is given up, and the run with it."""
MEMORY: Final = 2 * 10**9
"""The bytes that the process may hold."""
FORMATS: Final = ("text", "json", "sarif", "github")
EXIT_CODES: Final = frozenset({0, 1, 2, 3})
"""What a command may end with; 70 says that it has a bug."""
BASES: Final = 6
"""How many finished files of each format are damaged."""


@attrs.define
class Run:
    """A run: its folders, its seed, what was done and what went wrong."""

    places: Places
    seed: str
    only: str = ""
    counts: dict[str, int] = attrs.field(factory=dict)
    seconds: dict[str, float] = attrs.field(factory=dict)
    problems: list[str] = attrs.field(factory=list)
    slowest: tuple[float, str] = (0.0, "")

    def case(self, name: str, work: Callable[[], object], hook: AuditHook) -> None:
        """Run one case, and note what escapes it, what it opens and how long it takes."""
        if self.only and name != self.only and not (self.only.startswith("verify") and name.startswith("build")):
            return
        (self.places.top / "scratch" / "current").write_text(name, encoding="utf-8")
        mark(name)
        faulthandler.dump_traceback_later(STUCK_SECONDS, exit=True)
        started, noted = time.process_time(), len(hook.problems)
        hook.is_active = True
        try:
            work()
        except Exception:
            self.problems.append(f"{name}: {traceback.format_exc()}")
        finally:
            hook.is_active = False
            faulthandler.cancel_dump_traceback_later()
            mark(NO_CASE)
        seconds = time.process_time() - started
        self.slowest = max(self.slowest, (round(seconds, 2), name))
        if seconds > CASE_SECONDS:
            self.problems.append(f"{name}: {seconds:.0f} s")
        self.problems += [f"{name}: {each}" for each in hook.problems[noted:]]
        kind = name.partition("-")[0]
        self.counts[kind] = self.counts.get(kind, 0) + 1
        self.seconds[kind] = self.seconds.get(kind, 0.0) + seconds

    def random(self, name: str) -> Random:
        """Return the source of chance of a case, the same for the same seed and name."""
        return Random(f"{self.seed} {name}")


def check_generated(run: Run, hook: AuditHook, count: int) -> None:
    """Check generated books by the command line."""
    for number in range(count):
        name = f"check-{number}"
        if run.only in {"", name}:
            root = write_book(run.random(name), run.places.top / "books" / name)
            form = FORMATS[number % len(FORMATS)]
            run.case(name, partial(check, root, form), hook)
            shutil.rmtree(root)


def check(root: Path, form: str) -> None:
    """Run ``wicpress check``. Raise ``AssertionError`` where it ends as no command may."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]
    with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
        code = cli.main(["check", f"--format={form}", str(root)])
    out, err = (each.seek(0) or each.read() for each in streams)
    assert code in EXIT_CODES, f"exit {code}: {err[-2000:]}"
    assert "SECRET-OUTSIDE" not in out + err, out + err
    if form in {"json", "sarif"} and code in {0, 1}:
        json.loads(out)


def build_generated(run: Run, hook: AuditHook, count: int) -> list[Path]:
    """Build and verify generated books in which `check` finds no error; return the finished files."""
    finished: list[Path] = []
    tried = 0
    while run.counts.get("build", 0) < count and tried < 20 * count:
        name, tried = f"build-{tried}", tried + 1
        if run.only.startswith("build") and run.only != name:
            continue
        random = run.random(name)
        root = write_book(random, run.places.top / "books" / name, mild=True)
        if not has_errors(check_book(root, DiagnosticFilter())):
            output = run.places.top / "output" / name
            output.mkdir(exist_ok=True)
            work = partial(build, root, output, random)
            run.case(name, lambda work=work: finished.extend(work()), hook)  # type: ignore[misc]
            shutil.copytree(root, run.places.top / "scratch" / name)  # to verify damaged files against
        shutil.rmtree(root)
    return finished


def build(root: Path, output: Path, random: Random) -> Iterator[Path]:
    """Build and verify an output of a book, in this process. Raise ``AssertionError`` for an error that is ours."""
    config = load(root).value
    assert config
    book = PickledBook(config, read(config).value.book)
    target = random.choice(targets(config))
    kind = "pages" if target.format == "pdf" else "epub"
    job = EditionJob(kind, book, target.edition.name, output / target.name, output)
    result = edition_job.run_job(job)
    if result.single_document_reason:
        result = edition_job.run_job(attrs.evolve(job, single_document=True))
    assert not result.bug, result.bug
    if result.file and not result.failed:
        assert b"SECRET-OUTSIDE" not in result.file.read_bytes()
        list(verify_files([result.file], VerifyRequest(book=root, run_validators=False)))
        yield result.file


def verify_damaged(run: Run, hook: AuditHook, count: int, finished: Sequence[Path]) -> None:
    """Damage finished files and verify them."""
    kinds = (("pdf", damaged_pdf), ("epub", damaged_epub))
    bases = {
        kind: sorted((each for each in finished if each.read_bytes().startswith(start)), key=_size)[:BASES]
        for (kind, _), start in zip(kinds, (b"%PDF", b"PK"), strict=True)
    }
    for number in range(count):
        name = f"verify-{number}"
        kind, damage = kinds[number % 2]
        if run.only in {"", name} and bases[kind]:
            random = run.random(name)
            path = run.places.top / "scratch" / f"random-one.{kind}"
            base = random.choice(bases[kind])
            path.write_bytes(damage(random, base.read_bytes()))
            book = run.places.top / "scratch" / base.parent.name if random.random() < 0.5 else None
            run.case(name, partial(verify, path, book), hook)
            path.unlink()


def _size(path: Path) -> int:
    return path.stat().st_size


def verify(path: Path, book: Path | None) -> None:
    """Verify a finished file, perhaps against its book; that it cannot be read is an answer."""
    with contextlib.suppress(WicpressError):
        for result in verify_files([path], VerifyRequest(book=book, run_validators=False)):
            json.dumps(result.table)
            assert result.diagnostics is not None


def main(arguments: Sequence[str]) -> None:
    """Run all cases and write the result."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.run")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", required=True)
    parser.add_argument("--checks", type=int, default=10_000)
    parser.add_argument("--builds", type=int, default=300)
    parser.add_argument("--files", type=int, default=1_000)
    parser.add_argument("--case", default="")
    options = parser.parse_args(arguments)
    places = Places(options.folder.resolve())
    places.make()
    os.chdir(places.top / "empty")
    limits.set_limits({"template-seconds": 1, "seconds": 20})
    run, hook = Run(places, options.seed, options.case), AuditHook(places)
    before = places.state()
    check_generated(run, hook, options.checks)
    verify_damaged(run, hook, options.files, build_generated(run, hook, options.builds))
    after = places.state()
    changed = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
    run.problems += [f"{path} has changed" for path in sorted(changed)]
    result = summary(run)
    (places.top / "output" / "result.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    print("\n".join([result["summary"], *run.problems[:20]]))


def summary(run: Run) -> dict[str, Any]:
    """Return the result of a run as values for JSON."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    seconds = sum(each.ru_utime + each.ru_stime for each in usages)
    memory = max(each.ru_maxrss for each in usages) * (1 if sys.platform == "darwin" else 1024)
    if memory > MEMORY:
        run.problems.append(f"{memory / 10**9:.1f} GB of memory")
    counts = ", ".join(f"{count:,} {kind} ({run.seconds[kind]:.0f} s)" for kind, count in run.counts.items())
    text = (
        f"fuzz: {counts} in {seconds:.0f} s of processor time and {memory / 10**6:.0f} MB, the slowest "
        f"{run.slowest[1]} in {run.slowest[0]} s (seed {run.seed})"
    )
    return {"summary": text, "counts": run.counts, "seconds": seconds, "problems": run.problems}


if __name__ == "__main__":
    main(sys.argv[1:])
