"""Measures how the cost of a manuscript grows with its length: from one size to twice the size at most 2.3 times.

    python bench/growth.py [CASE ...] [--kilobytes 100] [--seconds 60] [--build | --verify]

Each case repeats one notation, whole or left open, as far as the size; most make no sense. A book of each size
is checked (with ``--build``: built) by the functions of wicpress in a process of its own, after a small book, so that
nothing that is loaded once is counted. With ``--verify`` finished files are verified in the place of books. CPU time
of that process and its workers in seconds, the least of two runs. A case that takes longer than ``--seconds`` is
stopped.
"""

from __future__ import annotations

import argparse
import contextlib
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from growth_files import FINISHED
from wicpress.build.builder import build
from wicpress.build.check import DiagnosticFilter, check_book
from wicpress.build.request import BuildRequest
from wicpress.diagnostics import WicpressError
from wicpress.proofing.verify_files import VerifyRequest, verify_files

MOST = 2.3
TOML = """\
[book]
languages = ["zh-Hans", "en"]
title = { zh-Hans = "试书", en = "Trial Book" }
identifier = "urn:uuid:11111111-2222-4333-8444-555555555555"
date = 2025-01-01
"""
EDITION = '[[edition]]\nname = "{}"\nlayout = "interleaved"\n'
HEAD = "# 第一章\n\n# Chapter One\n\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'

Files = Mapping[str, str]
"""The texts of a book's files, by name."""


def _repeat(unit: str, size: int) -> str:
    """Return ``unit`` as often as ``size`` bytes hold it."""
    return unit * max(1, size // len(unit.encode()))


def _number(unit: str, size: int) -> str:
    """Return ``unit`` as often as ``size`` bytes hold it, with the numbers from 0 in the place of ``@``."""
    return "".join(unit.replace("@", str(nth)) for nth in range(max(1, size // (len(unit.encode()) + 3))))


def _book(text: str, toml: str = "") -> Files:
    return {"book.toml": toml or TOML + EDITION.format("b"), "01-a.md": HEAD + text + "\n"}


def _repeated(unit: str, before: str = "", behind: str = "") -> Callable[[int], Files]:
    return lambda size: _book(f"{before}{_repeat(unit, size)}{behind}")


def _numbered(unit: str, before: str = "", behind: str = "") -> Callable[[int], Files]:
    return lambda size: _book(f"{before}{_number(unit, size)}{behind}")


def _nested(opening: str, closing: str) -> Callable[[int], Files]:
    return lambda size: _book(_repeat(opening, size // 2) + "a" + _repeat(closing, size // 2))


def _calls_and_notes(size: int) -> Files:
    return _book(_number("字[^@]。", size // 2) + "\n\n" + _number("[^@]: 注。\n\n", size // 2))


def _table(size: int) -> Files:
    return _book("| a | b |\n|---|---|\n" + _repeat("| 1 | 2 |\n", size))


def _notes_in_table(size: int) -> Files:
    rows = _number("| 字[^@] | b |\n", size // 2)
    return _book("| a | b |\n|---|---|\n" + rows + "\n" + _number("[^@]: 注。\n\n", size // 2))


def _columns(size: int) -> Files:
    line = "|" + _repeat(" a |", size // 3)
    return _book(f"{line}\n|{_repeat('---|', size // 3)}\n{line}\n")


def _editions(size: int) -> Files:
    return _book("字。", TOML + _number(EDITION.format("e@"), size))


def _keys(size: int) -> Files:
    return _book("字。", TOML + _number("key@ = 1\n", size) + EDITION.format("b"))


def _long_value(size: int) -> Files:
    return _book("字。", TOML + f'rights = "{"权" * (size // 3)}"\n' + EDITION.format("b"))


def _long_list(size: int) -> Files:
    values = _number('"@",', size)
    return _book("字。", TOML + f"subjects = [{values}]\n" + EDITION.format("b"))


def _chapters(size: int) -> Files:
    names = [f"c{nth}.md" for nth in range(size // 50)]
    texts = {name: f"# 章{nth}\n\n# Chapter {nth}\n" for nth, name in enumerate(names)}
    return {"book.toml": TOML + EDITION.format("b"), **texts}


def _listed_chapters(size: int) -> Files:
    files = _chapters(size)
    names = ",".join(f'"{name}"' for name in files if name.endswith(".md"))
    return {**files, "book.toml": TOML + f"chapters = [{names}]\n" + EDITION.format("b")}


def _missing_chapters(size: int) -> Files:
    names = _number('"c@.md",', size)
    return _book("字。", TOML + f"chapters = [{names}]\n" + EDITION.format("b"))


def _pictures(size: int) -> Files:
    return {**_book(_repeat("![图](p.svg)\n\n", size)), "p.svg": PICTURE}


CASES: Mapping[str, Callable[[int], Files]] = {
    "text": _repeated("这是一段话。\n\nThis is a paragraph.\n\n"),
    "long Chinese line": _repeated("这是一段话，"),
    "long English line": _repeated("This is a line. "),
    "long word": _repeated("a"),
    "lines of a paragraph": _repeated("a line\n"),
    "short paragraphs": _repeated("a\n\n"),
    "spaces": _repeated(" ", "a", "b"),
    "blank lines": _repeated("\n"),
    "headings": _numbered("## 节@\n\n## Section @\n\n"),
    "headings of the same words": _repeated("## 节\n\n## Section\n\n"),
    "headings in one language": _repeated("## 节\n\n"),
    "number signs": _repeated("#"),
    "ids": _numbered("## 节 {#n@}\n\n## Section {#n@}\n\n"),
    "one id": _repeated("## 节 {#n}\n\n"),
    "brackets opened": _repeated("["),
    "brackets closed": _repeated("]"),
    "brackets nested": _nested("[", "]"),
    "brackets in pairs": _repeated("[a]"),
    "links nested": _nested("[", "](a)"),
    "links begun": _repeated("[a]("),
    "links begun with <": _repeated("[a](<b"),
    "links begun with a title": _repeated('[a](b "'),
    "links behind brackets": _repeated("]("),
    "pictures begun": _repeated("!["),
    "pictures nested": _nested("![", "](a.png)"),
    "pictures": _pictures,
    "missing pictures": _numbered("![图](p@.png)\n\n"),
    "references to a heading": _repeated("[章](#c01-a) ", "## 节 {#n}\n\n"),
    "references to nothing": _numbered("[章](#n@) "),
    "addresses": _numbered("<https://example.org/@> "),
    "angle brackets": _repeated("<"),
    "bare addresses": _repeated("https://example.org/ "),
    "one asterisk": _repeated("*a "),
    "one and two asterisks": _repeated("*a **b "),
    "asterisks": _repeated("*"),
    "asterisks closed": _repeated("a*"),
    "asterisks on both sides": _repeated("a*b"),
    "asterisks of three lengths": _repeated("*a**b***c"),
    "asterisks and underscores": _repeated("*_a "),
    "asterisks and underscores closed": _nested("*a_b", "c*d_"),
    "strong emphasis nested": _nested("**a ", " b**"),
    "emphasis": _repeated("*字* "),
    "underscores": _repeated("_a "),
    "tildes": _repeated("~~a "),
    "backticks": _repeated("`"),
    "backticks parted": _repeated("` "),
    "backticks of growing runs": lambda size: _book(" ".join("`" * nth for nth in range(1, int((2 * size) ** 0.5)))),
    "code": _repeated("`a` "),
    "fences": _repeated("```\n"),
    "entities": _repeated("&amp;"),
    "ampersands": _repeated("&"),
    "escapes": _repeated("\\*"),
    "backslashes": _repeated("\\"),
    "note calls opened": _repeated("[^a"),
    "note calls": _repeated("[^1]"),
    "note calls numbered": _numbered("[^@]"),
    "notes": _calls_and_notes,
    "notes without calls": _numbered("[^@]: 注。\n\n"),
    "one note": _repeated("[^1]: 注。\n\n"),
    "notes in lines": _numbered("[^@]: 注。\n"),
    "notes in notes": lambda size: _book("字[^0]\n\n" + _number("[^@]: 注[^1@]。\n\n", size)),
    "definitions": _repeated("term\n: words\n\n"),
    "definitions of one term": _repeated(": words\n", "term\n"),
    "terms": _repeated("term\n\n", "", ": words\n"),
    "link definitions": _numbered("[n@]: https://example.org/\n"),
    "link definitions of one name": _repeated("[n]: a\n"),
    "link definitions begun": _repeated("[n]:\n"),
    "links with definitions": _numbered("[n@] ", "", "\n\n[n1]: https://example.org/\n"),
    "table": _table,
    "columns of a table": _columns,
    "table begun": _repeated("| a |\n"),
    "bars": _repeated("|"),
    "tables": _repeated("| a |\n|---|\n| 1 |\n\n"),
    "notes in a table": _notes_in_table,
    "quotations": _repeated("> a\n\n"),
    "comments opened": _repeated("字 <!-- "),
    "notices opened": lambda size: _book(_repeat("::: note\n", size)),
    "lines behind bars": lambda size: _book(_repeat("| a\n", size) + "| b |\n"),
    "quotations nested": lambda size: _book(">" * size + "a"),
    "quotations nested in lines": lambda size: _book((">" * 30 + " a\n") * (size // 33)),
    "items": _repeated("- a\n"),
    "numbered items": _numbered("@. a\n"),
    "lists nested": lambda size: _book("- " * (size // 2) + "a"),
    "lists in steps": lambda size: _book("".join("  " * nth + "- a\n" for nth in range(int(size**0.5)))),
    "breaks": _repeated("***\n\n"),
    "hard breaks": _repeated("a\\\n"),
    "html": _repeated("<b>a"),
    "html comments": _repeated("<!-- "),
    "html blocks": _repeated("<div>\n\n"),
    "braces": _repeated("{"),
    "braces of attributes": _repeated("{.a}"),
    "attributes begun": _repeated("[a]{.b "),
    "attributes in one pair of braces": lambda size: _book("[a]{" + _repeat(".b ", size) + "}"),
    "attribute lines": _repeated("{.a}\n"),
    "attribute lines numbered": _numbered("{#a@}\n"),
    "languages": _repeated("[a]{lang=fr} "),
    "rubies": _repeated("{汉|hàn}"),
    "rubies begun": _repeated("{汉"),
    "ruby with a bar": _repeated("{汉|"),
    "formulas": _repeated("$a$ "),
    "formulas begun": _repeated("\\\\("),
    "dollars": _repeated("$"),
    "colons": _repeated(":"),
    "divisions": _repeated("::: a\n"),
    "divisions in pairs": _repeated("::: notice\na\n:::\n\n"),
    "quotation marks": _repeated("“"),
    "straight quotation marks": _repeated('"a '),
    "names in both scripts": _repeated("张三（Zhang San）"),
    "full-width brackets": _repeated("［"),
    "pluses": _repeated("+a "),
    "equals signs": _repeated("==a "),
    "carets": _repeated("^a "),
    "digits": _repeated("1"),
    "numbers": _repeated("1 "),
    "control characters": _repeated("\x01"),
    "combining marks": _repeated("\u0301"),
    "Hangul": _repeated("한"),
    "other languages": _repeated("Это абзац.\n\n"),
    "editions": _editions,
    "keys of book.toml": _keys,
    "long value of book.toml": _long_value,
    "long list of book.toml": _long_list,
    "chapters": _chapters,
    "listed chapters": _listed_chapters,
    "missing chapters": _missing_chapters,
}
"""What makes the files of a book of about so many bytes, by the name of the case."""


def _write(folder: Path, files: Files) -> Path:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return folder


def _cpu() -> float:
    own, below = (resource.getrusage(each) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime


def _run(root: Path, whole: bool) -> float:
    """Return the CPU time in seconds of a check, or of a build, of the book in ``root``."""
    before = _cpu()
    if whole:
        build([root], BuildRequest(output=root / "dist", use_cache=False))
    else:
        check_book(root, DiagnosticFilter())
    return _cpu() - before


def measure_file(case: str, size: int) -> None:
    """Print the CPU time in seconds in which a finished file of a case is verified, in this process."""
    with tempfile.TemporaryDirectory(prefix="wicpress-growth-") as work:
        times = []
        for length in (1000, size, size):
            path = Path(work, "finished")
            path.write_bytes(FINISHED[case](length))
            before = _cpu()
            with contextlib.suppress(WicpressError):  # that it is refused is an answer as well
                list(verify_files([path], VerifyRequest(run_validators=False)))
            times.append(_cpu() - before)
        print(min(times[1:]))


def measure(case: str, size: int, whole: bool) -> None:
    """Print the CPU time in seconds of a case of ``size`` bytes, in this process."""
    with tempfile.TemporaryDirectory(prefix="wicpress-growth-") as work:
        _run(_write(Path(work, "small"), CASES["text"](1000)), whole)
        root = _write(Path(work, "book"), CASES[case](size))
        print(min(_run(root, whole) for _ in range(2)))


def _measured(case: str, size: int, options: argparse.Namespace) -> float | None:
    """Return the CPU time in seconds of a case in a process of its own; None where it is stopped."""
    command = [sys.executable, __file__, case, "--measure", str(size), "--seconds", str(options.seconds)]
    command += [name for name in ("--build", "--verify") if vars(options)[name[2:]]]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode == -signal.SIGXCPU:
        return None
    done.check_returncode()
    return float(done.stdout.split()[-1])


def compare(case: str, options: argparse.Namespace) -> bool:
    """Print the row of a case; return whether its cost grows as a line does."""
    size = options.kilobytes * 1000
    once, twice = _measured(case, size, options), _measured(case, 2 * size, options)
    if once is None or twice is None:
        first = f"{once:.2f}" if once is not None else "stopped"
        print(f"| {case} | {first} | stopped | | no |", flush=True)
        return False
    ratio = twice / once
    # what takes less than a tenth of a second is not told apart from the noise of the machine
    linear = ratio <= MOST or twice < 0.1
    print(f"| {case} | {once:.2f} | {twice:.2f} | {ratio:.2f} | {'yes' if linear else 'no'} |", flush=True)
    return linear


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 1 where a case grows faster than a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="names of cases; all by default")
    parser.add_argument("--kilobytes", type=int, default=100, help="the smaller of the two sizes")
    parser.add_argument("--seconds", type=int, default=60, help="CPU time after which a case is stopped")
    parser.add_argument("--build", action="store_true", help="build the books instead of checking them")
    parser.add_argument("--verify", action="store_true", help="verify finished files instead of checking books")
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    cases = options.cases or [*(FINISHED if options.verify else CASES)]
    if options.measure:
        resource.setrlimit(resource.RLIMIT_CPU, (options.seconds, options.seconds + 1))
        if options.verify:
            measure_file(cases[0], options.measure)
        else:
            measure(cases[0], options.measure, options.build)
        return 0
    start = time.monotonic()
    size = options.kilobytes
    what = "verify" if options.verify else "build" if options.build else "check"
    print(f"| {what} | {size} kB | {2 * size} kB | times | at most {MOST} |")
    print("|---|--:|--:|--:|---|")
    results = [compare(case, options) for case in cases]
    print(f"\n{results.count(True)} of {len(results)} cases grow as a line does ({time.monotonic() - start:.0f} s).")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
