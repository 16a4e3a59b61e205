"""A release in earnest: the same bytes everywhere, refused with a finding, made again, several at a time."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from support import book_files, released_book
from support.released_book import is_whole, sums
from wicpress.release import difference, verify_artifacts
from wicpress.release import release as recipe
from wicpress.release.release import ReleaseRequest, release
from wicpress.release.verify_artifacts import VerifiedArtifact

QUICK = ("--no-judges", "--jobs", "1")


def stamp(folder: Path) -> dict[str, int]:
    """The inodes of a release: other ones, where it was made anew."""
    return {name: (folder / name).stat().st_ino for name in sums(folder)}


def test_same_bytes_everywhere(shipped: Path, tmp_path: Path) -> None:
    """Another folder, user, time zone, locale, umask, hash seed and number of processes, and after another book."""
    away = tmp_path / "far" / "away"
    away.mkdir(parents=True)
    subprocess.run(["git", "clone", "-q", shipped / "book", away / "book"], check=True, capture_output=True)
    other = book_files.lay_down(away / "other", {"book.toml": released_book.TOML.replace("trial", "other")})
    before = os.umask(0o077)
    try:
        process = book_files.start(
            "release", "--all", "--version", "1.0", "--no-judges", "--jobs", "2", "--ignore", "no_release_notes",
            cwd=away, PYTHONHASHSEED="77", TZ="America/New_York", LC_ALL="C", HOME=str(tmp_path), USER="somebody",
            LOGNAME="somebody",
        )  # fmt: skip
    finally:
        os.umask(before)
    done = book_files.ran(process)
    assert done.code == 0, done.err
    assert other.exists() and is_whole(away / "dist" / "release" / "other-1.0")
    again = away / "dist" / "release" / "trial-1.0"
    first = sums(shipped / "out" / "trial-1.0")
    told = {name: difference.first_difference(first.get(name, b""), data) for name, data in sums(again).items()}
    assert {name: where for name, where in told.items() if where} == {}
    assert set(sums(again)) == set(first)
    assert {oct(path.stat().st_mode & 0o777) for path in again.rglob("*") if path.is_file()} == {"0o644"}


def test_made_again(copied: Path) -> None:
    """``--reproduce`` says that the bytes are the same, and touches nothing."""
    before = stamp(copied / "out" / "trial-1.0")
    manifest = copied / "out" / "trial-1.0" / "manifest.json"
    done = book_files.run("release", copied / "book", "--reproduce", manifest, "--output", copied / "out", *QUICK)
    assert (done.code, done.out) == (0, "the same bytes\n"), done.err
    assert stamp(copied / "out" / "trial-1.0") == before


def test_made_again_from_something_else(copied: Path) -> None:
    """What differs of the inputs is named first, then each artefact and where; a tool of another version, too."""
    place = copied / "out" / "trial-1.0" / "manifest.json"
    table = json.loads(place.read_bytes())
    table["toolchain"]["packages"]["weasyprint"]["version"] = "69.0"
    place.write_text(json.dumps(table), encoding="utf-8")
    chapter = copied / "book" / "01-opening.md"
    chapter.write_text(chapter.read_text(encoding="utf-8").replace("first", "next"), encoding="utf-8")
    done = book_files.run("release", copied / "book", "--reproduce", place, "--output", copied / "out", *QUICK)
    assert done.code == 1
    told = done.err.splitlines()
    (begin,) = (nth for nth, line in enumerate(told) if line == "these inputs differ from those of the manifest:")
    named = "\n".join(told[begin:])
    assert "toolchain.packages.weasyprint.version: 69.0 became 70.0" in named
    assert "source.files.01-opening.md: " in named
    assert "trial-both.epub differs inside, " in done.out and "`" in done.out
    assert "trial-both.pdf differs at byte " in done.out and "trial-both.epub differs" in done.out


def test_a_finding_is_no_release(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in which something is found keeps the release away, and the last good one stays."""
    before = stamp(copied / "out" / "trial-1.0")
    bad = VerifiedArtifact("trial-both.pdf", ("a line is lost",), (), (), {})
    monkeypatch.setattr(recipe, "verify_artifacts", lambda *_: (bad,))
    done = book_files.run("release", copied / "book", "--version", "1.0", "--output", copied / "out", *QUICK)
    assert done.code == 1 and "trial-both.pdf: a line is lost" in done.err and "unsound_release" in done.err
    assert stamp(copied / "out" / "trial-1.0") == before and is_whole(copied / "out" / "trial-1.0")


def test_a_changed_file_is_found(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof reads what was built: a file that lost its words after the build is no release."""
    prove = recipe.verify_artifacts

    def spoilt(folder: Path, *rest: object) -> tuple[VerifiedArtifact, ...]:
        chapter = copied / "book" / "01-opening.md"
        text = chapter.read_text(encoding="utf-8")
        chapter.write_text(text.replace("paragraph,", "paragraph with more,"), encoding="utf-8")
        return prove(folder, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(recipe, "verify_artifacts", spoilt)
    done = book_files.run("release", copied / "book", "--version", "1.0", "--output", copied / "out", *QUICK)
    assert done.code == 1 and done.err.count("is not in the file") == 2


def test_measures_of_lines(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What measuring lines finds keeps a release back; where it is asked to be lenient, it is said."""
    odd = VerifiedArtifact("trial-both.pdf", (), ("page 1: zh-Hans parted",), (), {"judges": []})
    monkeypatch.setattr(recipe, "verify_artifacts", lambda *_: (odd,))
    ignore = frozenset({"no_release_notes"})
    order = ReleaseRequest("2.0", copied / "out", jobs=1, validators=False, ignore=ignore, strict=False)
    assert release(copied / "book", order).warnings == ("trial-both.pdf: page 1: zh-Hans parted",)
    strict = release(copied / "book", ReleaseRequest("2.1", copied / "out", jobs=1, validators=False))
    assert strict.findings and not strict.ok and not (copied / "out" / "trial-2.1").exists()


def test_a_faulty_book_does_not_stop_the_others(tmp_path: Path) -> None:
    """``--all``: each book for itself; the summary and the exit code tell."""
    book_files.lay_down(tmp_path / "content" / "good", released_book.FILES)
    bad = released_book.TOML.replace("trial", "bad")
    book_files.lay_down(tmp_path / "content" / "bad", {"book.toml": bad, "01-opening.md": "# 头\n\n[^none]\n"})
    process = book_files.start("release", "--all", "--version", "1.0", *QUICK, cwd=tmp_path)
    done = book_files.ran(process)
    assert done.code == 1 and "content/bad: not released" in done.err and "1 of 2 books released" in done.err
    assert done.out.split() == ["dist/release/trial-1.0"]
    assert [path.name for path in (tmp_path / "dist" / "release").iterdir() if path.name[0] != "."] == ["trial-1.0"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "--version"),
        (("--version", "../1"), "bad_version"),
        (("--version", "1.0", "--reproduce", "m.json"), "--version"),
        (("--version", "1.0", "--key", "k.pem"), "belong together"),
    ],
)
def test_wrong_requests(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    """What cannot be meant is said at once."""
    done = book_files.run("release", tmp_path, *arguments)
    assert done.code == 2 and told in done.err


def test_dates(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH comes first; nonsense in it is refused; and a modified file is called so."""
    chapter = copied / "book" / "01-opening.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + "\n再一段。\n\nOne more.\n", encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    done = book_files.run("release", copied / "book", "--version", "0.9", "--output", copied / "out", *QUICK)
    assert done.code == 0, done.err
    table = json.loads((copied / "out" / "trial-0.9" / "manifest.json").read_bytes())
    assert (table["date"], table["date_from"]) == ("2001-09-09T01:46:40Z", "SOURCE_DATE_EPOCH")
    assert table["source"]["tag"] is None and table["source"]["modified"] == ["01-opening.md"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert book_files.run("release", copied / "book", "--version", "1").code == 2


def test_broken_judges_are_findings() -> None:
    """A judge that is not installed is said; one that was there and did not come to an end refuses a release."""
    absent = {"ran": False, "reason": "not run: ace is not installed"}
    hung = {"ran": False, "reason": "did not finish within 2 seconds"}
    assert not verify_artifacts._crashed(absent) and verify_artifacts._crashed(hung)
