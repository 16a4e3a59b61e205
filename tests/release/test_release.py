"""Releases have the same bytes everywhere, are refused with findings, and can be reproduced."""

from __future__ import annotations

import json
import os
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import wicpress
from support import book_files, released_book
from support.released_book import contents_of, has_valid_checksums
from wicpress.build.check import all_kinds
from wicpress.diagnostics import Allowance, Diagnostic, Severity, WicpressError
from wicpress.proofing import pdf_validators
from wicpress.proofing.lines.kinds import line_diagnostic
from wicpress.proofing.lines.report import LineProblem
from wicpress.proofing.pdf_validators import PAGE, VERAPDF
from wicpress.release import difference, manifest, replacement, verify_artifacts
from wicpress.release import release as releasing
from wicpress.release.release import ReleaseResult
from wicpress.release.release_files import write_files
from wicpress.release.verify_artifacts import VerifiedArtifact
from wicpress.system import verapdf

QUICK = ("--no-judges", "--jobs", "1")


def inodes(folder: Path) -> dict[str, int]:
    """Return the inodes of a release, which change when it is written again."""
    return {name: (folder / name).stat().st_ino for name in contents_of(folder)}


def test_same_bytes_everywhere(released: Path, tmp_path: Path) -> None:
    """The bytes are the same in another folder, with another environment and umask, and after another book."""
    away = tmp_path / "far" / "away"
    away.mkdir(parents=True)
    subprocess.run(["git", "clone", "-q", released / "book", away / "book"], check=True, capture_output=True)
    other = book_files.write_book(away / "other", {"book.toml": released_book.TOML.replace("trial", "other")})
    before = os.umask(0o077)
    try:
        process = book_files.start(
            "release", "--all", "--version", "1.0", "--no-judges", "--jobs", "2", cwd=away,
            PYTHONHASHSEED="77", TZ="America/New_York", LC_ALL="C", HOME=str(tmp_path), USER="somebody",
            LOGNAME="somebody",
        )  # fmt: skip
    finally:
        os.umask(before)
    result = book_files.wait_for(process)
    assert result.code == 0, result.err
    assert other.exists() and has_valid_checksums(away / "dist" / "release" / "other-1.0")
    again = away / "dist" / "release" / "trial-1.0"
    first = contents_of(released / "out" / "trial-1.0")
    message = {
        name: difference.first_difference(first.get(name, b""), data) for name, data in contents_of(again).items()
    }
    assert {name: where for name, where in message.items() if where} == {}
    assert set(contents_of(again)) == set(first)
    assert {oct(path.stat().st_mode & 0o777) for path in again.rglob("*") if path.is_file()} == {"0o644"}


def test_reproduce(copied: Path) -> None:
    """``--reproduce`` reports the same bytes, and changes nothing."""
    before = inodes(copied / "out" / "trial-1.0")
    manifest = copied / "out" / "trial-1.0" / "manifest.json"
    result = book_files.run("release", copied / "book", "--reproduce", manifest, "--output", copied / "out", *QUICK)
    assert (result.code, result.out) == (0, "the same bytes\n"), result.err
    assert inodes(copied / "out" / "trial-1.0") == before


def test_reproduce_with_other_inputs(copied: Path) -> None:
    """The inputs that differ are named first, tools included, then each artefact and where it differs."""
    place = copied / "out" / "trial-1.0" / "manifest.json"
    table = json.loads(place.read_bytes())
    table["toolchain"]["packages"]["weasyprint"]["version"] = "69.0"
    place.write_text(json.dumps(table), encoding="utf-8")
    chapter = copied / "book" / "01-opening.md"
    chapter.write_text(chapter.read_text(encoding="utf-8").replace("first", "next"), encoding="utf-8")
    result = book_files.run("release", copied / "book", "--reproduce", place, "--output", copied / "out", *QUICK)
    assert result.code == 1
    message = result.err.splitlines()
    (first,) = (nth for nth, line in enumerate(message) if line == "these inputs differ from those of the manifest:")
    inputs = "\n".join(message[first:])
    assert "toolchain.packages.weasyprint.version: 69.0 became 70.0" in inputs
    assert "source.files.01-opening.md: " in inputs
    assert "trial-both.epub differs inside, " in result.out and "`" in result.out
    assert "trial-both.pdf differs at byte " in result.out and "trial-both.epub differs" in result.out


def test_finding_refuses_a_release(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A finding in one file refuses the release, and the last good one stays."""
    before = inodes(copied / "out" / "trial-1.0")
    refused = VerifiedArtifact("trial-both.pdf", ("a line is lost",), (), (), {})
    monkeypatch.setattr(releasing, "verify_artifacts", lambda *_: (refused,))
    result = book_files.run("release", copied / "book", "--version", "1.0", "--output", copied / "out", *QUICK)
    assert result.code == 1 and "trial-both.pdf: a line is lost" in result.err and "release_refused" in result.err
    assert inodes(copied / "out" / "trial-1.0") == before and has_valid_checksums(copied / "out" / "trial-1.0")


def test_changed_file_is_found(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The built files are compared with the manuscript: missing text refuses the release."""
    verify = releasing.verify_artifacts

    def change_and_verify(folder: Path, *rest: object) -> tuple[VerifiedArtifact, ...]:
        chapter = copied / "book" / "01-opening.md"
        text = chapter.read_text(encoding="utf-8")
        chapter.write_text(text.replace("paragraph,", "paragraph with more,"), encoding="utf-8")
        return verify(folder, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(releasing, "verify_artifacts", change_and_verify)
    result = book_files.run("release", copied / "book", "--version", "1.0", "--output", copied / "out", *QUICK)
    assert result.code == 1 and result.err.count("is not in the file") == 2


JUDGE = """
import json, sys
for line in sys.stdin:
    findings = [{"code": "ISO 14289-1:2014, 7.1-3", "message": "no tag", "place": "page 2"}]
    verdicts = {each: findings if each == "FAILS" else [] for each in json.loads(line)["profiles"]}
    print(json.dumps({"version": "9.9", "profiles": verdicts}), flush=True)
"""


@pytest.mark.parametrize("fails", ["", "ua1"])
def test_release_stops_where_a_validator_disagrees(
    fails: str, copied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal names the clause; a release names each validator for each file, also one that is not installed."""
    script = tmp_path / "judge.py"
    script.write_text(JUDGE.replace("FAILS", fails), encoding="utf-8")
    monkeypatch.setattr(pdf_validators, "PROCESS", script)
    monkeypatch.setattr(verapdf, "problem", str)
    monkeypatch.setenv("PATH", "")
    result = wicpress.release(copied / "book", "2.0", output=copied / "out", jobs=1)
    target = copied / "out" / "trial-2.0"
    if fails:
        sentence = "PDF/UA-1 error: page 2: no tag [ISO 14289-1:2014, 7.1-3] [validator_error]"
        assert result.findings == tuple(f"trial-both.pdf: {name}, {sentence}" for name in (VERAPDF, PAGE))
        assert not result.ok and not target.exists()
        return
    assert result.folder == target, result.findings
    rows = json.loads((target / "manifest.json").read_bytes())["validators"]
    verdicts = {
        (each["artifact"][-3:], each["name"], each.get("standard"), each["version"]): each["result"] for each in rows
    }
    assert verdicts == {
        **{
            ("pdf", name, standard, "9.9"): "passed"
            for name in (VERAPDF, PAGE)
            for standard in ("PDF/UA-1", "PDF/A-2a")
        },
        **{("pub", name, None, ""): "not asked" for name in ("EPUBCheck", "Ace")},
        **{(suffix, "wicpress verify", None, wicpress.__version__): "passed" for suffix in ("pdf", "pub")},
    }


def test_validators_that_are_left_out(released: Path) -> None:
    """A release without validators says of each that it was not asked."""
    rows = json.loads((released / "out" / "trial-1.0" / "manifest.json").read_bytes())["validators"]
    asked = {
        (each["artifact"][-3:], each["name"]): each["result"] for each in rows if each["name"] != "wicpress verify"
    }
    names = (("pdf", VERAPDF), ("pdf", PAGE), ("pub", "EPUBCheck"), ("pub", "Ace"))
    assert asked == dict.fromkeys(names, "not asked")


def line_problem(page: int, kind: str = "loose") -> Diagnostic:
    """Return a problem of a line on a page of the printed edition."""
    return line_diagnostic("trial-both.pdf", "en", LineProblem(kind, page, "A line."))


def released_with(
    copied: Path, monkeypatch: pytest.MonkeyPatch, lines: tuple[Diagnostic, ...], **options: Any
) -> ReleaseResult:
    """Release the book as version 2.0, with these line problems in its printed edition."""
    artifact = VerifiedArtifact("trial-both.pdf", (), lines, (), {"judges": []})
    monkeypatch.setattr(releasing, "verify_artifacts", lambda *_: (artifact,))
    return wicpress.release(copied / "book", "2.0", output=copied / "out", jobs=1, validators=False, **options)


def test_warnings_of_pages(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A warning of a page stops a release before it is in place, unless allowed at most so often; an error always."""
    loose = (line_problem(3), line_problem(4))
    target = copied / "out" / "trial-2.0"
    for allow in ((), "loose=1", "tight"):
        refused = released_with(copied, monkeypatch, loose, allow=allow)
        assert not refused.ok and not target.exists()
        assert refused.diagnostics[-1].code == "release_refused" and "--allow loose=2" in refused.diagnostics[-1].help
    no_glyph = released_with(copied, monkeypatch, (line_problem(3, "tofu"),), allow="loose")
    assert not no_glyph.ok and [each.code for each in no_glyph.diagnostics] == ["tofu"]
    assert released_with(copied, monkeypatch, loose, allow={"loose": 2, "tight": None}).folder == target
    table = json.loads((target / "manifest.json").read_bytes())
    assert table["options"] == {"allow": ["loose=2", "tight"], "judges": False}
    assert table["allowed"] == [
        {"code": "loose", "most": 2, "places": [each.message for each in loose]},
        {"code": "tight", "most": None, "places": []},
    ]
    jsonschema.validate(table, manifest.schema(), cls=jsonschema.Draft202012Validator)


def test_warnings_of_the_manuscript(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A warning of the manuscript stops a release before a page is laid out; an allowed one is in the manifest."""
    book_files.write_book(
        copied / "book", {**released_book.FILES, "02-odd.md": "# 怪\n\n# Odd\n\n有\u200b字。\n\nA.\n"}
    )
    arguments = ("release", copied / "book", "--version", "2.0", "--output", copied / "out", *QUICK)
    with monkeypatch.context() as patch:
        patch.setattr(releasing, "build", None)
        refused = book_files.run(*arguments)
        assert book_files.run(*arguments, "--allow", "invisible_character=0").code == 1
        for wrong in ("dangling_note", "no_such_code", "invisible_character=x"):
            assert book_files.run(*arguments, "--allow", wrong).code == 2
    assert refused.code == 1 and "--allow invisible_character=1" in refused.err and "release_refused" in refused.err
    assert book_files.run(*arguments, "--allow", "invisible_character").code == 0
    place = copied / "out" / "trial-2.0" / "manifest.json"
    (allowed,) = json.loads(place.read_bytes())["allowed"]
    assert allowed["code"] == "invisible_character" and allowed["places"][0].startswith("02-odd.md:5: ")
    reproduce = ("release", copied / "book", "--reproduce", place, "--output", copied / "again", "--jobs", "1")
    again = book_files.run(*reproduce)
    assert (again.code, again.out) == (0, "the same bytes\n"), again.err
    for option in (("--allow", "loose"), ("--replace",)):
        assert book_files.run(*reproduce, *option).code == 2


def test_a_draft_is_released_only_where_it_is_allowed(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft stops before a page is laid out, at its line of book.toml."""
    toml = released_book.FILES["book.toml"].replace("[book]\n", "[book]\ndraft = true\n")
    book_files.write_book(copied / "book", {**released_book.FILES, "book.toml": toml})
    monkeypatch.setattr(releasing, "build", None)
    refused = wicpress.release(copied / "book", "2.0", output=copied / "out")
    draft, refusal = refused.diagnostics
    assert (draft.code, draft.span and draft.span.line) == ("draft", toml.splitlines().index("draft = true") + 1)
    assert "--allow draft=1" in refusal.help
    request = releasing.ReleaseRequest("2.0", allow=Allowance({"draft": None}), replace=True)
    with pytest.raises(TypeError):  # it goes on to build
        releasing.stage_release(copied / "book", request, copied / "scratch", print)


@pytest.mark.parametrize("code", ["cache_damaged", "no_release_notes", "single_document", "book_rules_not_run"])
def test_what_is_not_wrong_with_a_book_stops_nothing(code: str) -> None:
    """What is said of the machine or of the way of building is a notice, which stops no release."""
    kind = all_kinds()[code]
    assert kind.severity is Severity.NOTICE and Allowance().refused([kind("a message")]) == ()


def test_released_version_stays(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version is replaced by other bytes only with ``--replace``; with the same bytes its signatures stay."""
    folder = copied / "out" / "trial-1.0"
    (folder / "manifest.json.p7s").write_bytes(b"signature")
    before = inodes(folder)
    arguments = ("release", copied / "book", "--version", "1.0", "--output", copied / "out", *QUICK)
    assert book_files.run(*arguments).code == 0 and inodes(folder) == before
    chapter = copied / "book" / "01-opening.md"
    chapter.write_text(chapter.read_text(encoding="utf-8").replace("first", "next"), encoding="utf-8")
    with monkeypatch.context() as patch:  # that the manuscript is another one is known before anything is built
        patch.setattr(releasing, "build", None)
        refused = book_files.run(*arguments)
    assert refused.code == 1 and "already_released" in refused.err and "--replace" in refused.err
    assert "01-opening.md" in refused.err and inodes(folder) == before
    assert book_files.run(*arguments, "--replace").code == 0
    assert inodes(folder) != before and has_valid_checksums(folder)


def test_changed_bytes_are_not_put_in_place(tmp_path: Path) -> None:
    """Files that differ are named; with the same files, signatures are added, and none is dropped."""
    new, old = tmp_path / "new", tmp_path / "old"
    for folder in (new, old):
        write_files({"book.pdf": b"pages", "manifest.json": b"{}"}, folder)
    assert replacement.must_be_written(new, tmp_path / "none") and not replacement.must_be_written(new, old)
    write_files({"manifest.json.p7s": b"a"}, new)
    assert replacement.must_be_written(new, old)
    write_files({"manifest.json.p7s": b"b", "signed/book.pdf": b"signed"}, old)
    with pytest.raises(WicpressError, match=r"signed/book\.pdf"):
        replacement.must_be_written(new, old)
    write_files({"book.pdf": b"other"}, old)
    with pytest.raises(WicpressError, match=r"with other bytes: book\.pdf"):
        replacement.must_be_written(new, old)


def test_a_link_in_the_place_of_a_release_is_not_followed(tmp_path: Path) -> None:
    """Nothing of what it leads to is named."""
    write_files({"book.pdf": b"pages"}, tmp_path / "new")
    write_files({"secret.txt": b"x"}, tmp_path / "elsewhere")
    (tmp_path / "old").symlink_to("elsewhere")
    for check in (partial(replacement.must_be_written, tmp_path / "new"), replacement.check_removable):
        with pytest.raises(WicpressError, match="old is a link, which no release has made"):
            check(tmp_path / "old")


def test_broken_book_does_not_stop_the_others(tmp_path: Path) -> None:
    """With ``--all`` each book is released by itself; the summary and the exit code show the failure."""
    book_files.write_book(tmp_path / "content" / "good", released_book.FILES)
    refused = released_book.TOML.replace("trial", "bad")
    book_files.write_book(tmp_path / "content" / "bad", {"book.toml": refused, "01-opening.md": "# 头\n\n[^none]\n"})
    process = book_files.start("release", "--all", "--version", "1.0", *QUICK, cwd=tmp_path)
    result = book_files.wait_for(process)
    assert result.code == 1 and "content/bad: not released" in result.err and "1 of 2 books released" in result.err
    assert result.out.split() == ["dist/release/trial-1.0"]
    assert [path.name for path in (tmp_path / "dist" / "release").iterdir() if path.name[0] != "."] == ["trial-1.0"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "--version"),
        (("--version", "../1"), "bad_version"),
        (("--version", "1" * 101), "bad_version"),
        (("--version", "1.0", "--reproduce", "m.json"), "--version"),
        (("--version", "1.0", "--key", "k.pem"), "needs --certificate"),
    ],
)
def test_wrong_requests(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    """Invalid arguments are refused at once."""
    result = book_files.run("release", tmp_path, *arguments)
    assert result.code == 2 and message in result.err


def test_dates(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH takes precedence, an invalid one is refused, and a modified file is listed."""
    chapter = copied / "book" / "01-opening.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + "\n再一段。\n\nOne more.\n", encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    result = book_files.run("release", copied / "book", "--version", "0.9", "--output", copied / "out", *QUICK)
    assert result.code == 0, result.err
    table = json.loads((copied / "out" / "trial-0.9" / "manifest.json").read_bytes())
    assert (table["date"], table["date_from"]) == ("2001-09-09T01:46:40Z", "SOURCE_DATE_EPOCH")
    assert table["source"]["tag"] is None and table["source"]["modified"] == ["01-opening.md"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert book_files.run("release", copied / "book", "--version", "1").code == 2


def test_validator_that_does_not_finish() -> None:
    """A validator that is not installed passes; one that is installed and does not finish refuses a release."""
    absent = {"ran": False, "reason": "not asked: ace is not installed"}
    hung = {"ran": False, "reason": "did not finish within 2 seconds"}
    assert not verify_artifacts.did_not_finish(absent) and verify_artifacts.did_not_finish(hung)
