"""The files of a release besides the editions: manifest, reports, licences, notes, SBOM, provenance."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs

from wicpress import model as m
from wicpress.build import book_fonts, glyph_coverage
from wicpress.build.build_records import to_json
from wicpress.build.check import as_values
from wicpress.build.request import BuildResult
from wicpress.build.targets import Target
from wicpress.config import Config
from wicpress.diagnostics import Allowance, Diagnostic
from wicpress.fonts.report import FontFile, FontReport, report
from wicpress.release import checksums, manifest, provenance, release_notes, sbom
from wicpress.release.source_info import SourceInfo
from wicpress.release.toolchain import toolchain
from wicpress.release.verify_artifacts import VerifiedArtifact, text_counts
from wicpress.system.folder import is_within

NOTES = "RELEASE-NOTES.md"


@attrs.frozen
class ReleaseContents:
    """A built book that is to be released: ``built`` is the folder of its editions."""

    config: Config
    book: m.Book
    version: str
    source: SourceInfo
    targets: tuple[Target, ...]
    built: Path
    finished: BuildResult
    allow: Allowance = attrs.field(factory=Allowance)
    validators: bool = True
    verified: tuple[VerifiedArtifact, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def name(self) -> str:
        """Return the name of the release's folder."""
        return f"{self.config.slug}-{self.version}"

    @property
    def notes(self) -> str:
        """Return the release notes, "" if the book has none for this version."""
        path = self.config.root / release_notes.FILE
        is_in_book = path.is_file() and is_within(path, self.config.root)
        if not is_in_book:
            return ""
        return release_notes.release_notes(path.read_text(encoding="utf-8-sig", errors="replace"), self.version)


def files(contents: ReleaseContents, folder: Path) -> dict[str, bytes]:
    """Return every file but the editions, which are in ``folder``, and SHA256SUMS, by name."""
    fonts = _fonts(contents)
    files_by_name = {**_reports(contents, fonts), **_licences(fonts)}
    if contents.notes:
        files_by_name[NOTES] = contents.notes.encode()
    table = _manifest(contents, fonts, [*_editions(contents, folder), *_artifacts(files_by_name)])
    files_by_name[sbom.FILE] = sbom.sbom(table)
    table["artifacts"] += _artifacts({sbom.FILE: files_by_name[sbom.FILE]})
    files_by_name[manifest.FILE] = manifest.encode(table)
    subjects = {each["path"]: each["sha256"] for each in table["artifacts"]}
    subjects[manifest.FILE] = _digest(files_by_name[manifest.FILE])
    return {**files_by_name, provenance.FILE: provenance.provenance(table, subjects)}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# ----------------------------------------------------------------------------------------- manifest


def _manifest(contents: ReleaseContents, fonts: FontReport, artifacts: list[dict[str, Any]]) -> dict[str, Any]:
    config, source = contents.config, contents.source
    return {
        "format": manifest.FORMAT,
        "book": {
            "slug": config.slug,
            "title": dict(config.title.by_lang),
            "identifier": config.identifier,
            "languages": list(config.languages),
            "date": config.date.isoformat() if config.date else None,
        },
        "version": contents.version,
        "date": source.date.isoformat().replace("+00:00", "Z"),
        "date_from": source.date_from,
        "source": source.table(),
        "editions": [
            _edition(contents, name) for name in dict.fromkeys(each.edition.name for each in contents.targets)
        ],
        "artifacts": artifacts,
        "validators": [
            {"artifact": artifact.name, **each} for artifact in contents.verified for each in artifact.validators
        ],
        "fonts": [_font(each) for each in _used_fonts(fonts)],
        "toolchain": toolchain(),
        "options": {"allow": as_values(contents.allow), "judges": contents.validators},
        "allowed": [_allowed(code, most, contents.diagnostics) for code, most in sorted(contents.allow.most.items())],
    }


def _allowed(code: str, most: int | None, diagnostics: Iterable[Diagnostic]) -> dict[str, Any]:
    """Return what is allowed of a code, and the places where it stands."""
    return {"code": code, "most": most, "places": [_place(each) for each in diagnostics if each.code == code]}


def _place(diagnostic: Diagnostic) -> str:
    """Return ``path:line: message``; the message of a page names its file and page."""
    span = diagnostic.span
    return f"{span.path}:{span.line}: {diagnostic.message}" if span and span.path else diagnostic.message


def _edition(contents: ReleaseContents, name: str) -> dict[str, Any]:
    edition = contents.config.edition(name)
    assert edition is not None
    return {
        "name": name,
        "languages": list(edition.languages),
        "layout": edition.layout,
        "isbn": edition.isbn or None,
        "text": text_counts(contents.book, edition),
        "artifacts": [each.name for each in contents.targets if each.edition.name == name],
    }


def _editions(contents: ReleaseContents, folder: Path) -> Iterator[dict[str, Any]]:
    reports = {output.path.name: output.report for output in contents.finished.outputs}
    for each in contents.targets:
        path = folder / each.name
        yield {
            **_artifact(each.name, path.stat().st_size, checksums.sha256(path)),
            "kind": "edition",
            "edition": each.edition.name,
            "pages": reports[each.name].get("pages"),
            "text": text_counts(contents.book, each.edition),
        }


def _artifacts(files_by_name: dict[str, bytes]) -> list[dict[str, Any]]:
    return [
        {**_artifact(name, len(data), _digest(data)), "kind": _kind(name)}
        for name, data in sorted(files_by_name.items())
    ]


def _kind(name: str) -> str:
    return {"reports": "report", "licences": "licence", NOTES: "notes"}.get(name.split("/", maxsplit=1)[0], "sbom")


def _artifact(name: str, size: int, digest: str) -> dict[str, Any]:
    return {"path": name, "media_type": manifest.media_type(name), "size": size, "sha256": digest}


# ------------------------------------------------------------------------------------------ reports


def _reports(contents: ReleaseContents, fonts: FontReport) -> dict[str, bytes]:
    finished = contents.finished
    check = [to_json(each) for each in finished.diagnostics]
    built = [{**output.report, "diagnostics": [to_json(each) for each in output.diagnostics]}
             for output in finished.outputs]  # fmt: skip
    font_table = [{**_font(each), "sets": _used_for(each, fonts)} for each in _used_fonts(fonts)]
    return {
        "reports/check.json": manifest.encode(check),
        "reports/build.json": manifest.encode(built),
        "reports/fonts.json": manifest.encode(font_table),
        "reports/verify.json": manifest.encode([_verified(each) for each in contents.verified]),
    }


def _verified(artifact: VerifiedArtifact) -> dict[str, Any]:
    """Return the table of a file that is released: line problems that are left are allowed ones."""
    return artifact.table | {"allowed": [each.message for each in artifact.listed], "sound": not artifact.findings}


# -------------------------------------------------------------------------------------------- fonts


def _fonts(contents: ReleaseContents) -> FontReport:
    book_type = book_fonts.prepare(contents.config)
    runs = tuple(glyph_coverage.text_runs(contents.book, contents.config, contents.config.editions))
    return report(runs, book_type.faces, book_type.problems)


def _used_fonts(fonts: FontReport) -> list[FontFile]:
    return [each for each in fonts.files if each.used]


def _font(each: FontFile) -> dict[str, Any]:
    source = each.source
    return {
        "name": source.name,
        "weight": source.weight,
        "style": source.style,
        "file": source.path.name,
        "version": source.version,
        "sha256": source.sha256,
        "licence": source.licence,
        "licence_file": _licence_name(each),
        "copyright": source.copyright,
        "bundled": each.bundled,
    }


def _used_for(each: FontFile, fonts: FontReport) -> list[dict[str, Any]]:
    return [
        {
            "role": use.role,
            "lang": use.lang,
            "weight": use.weight,
            "different": len(use.characters),
            "count": use.count,
        }
        for use in fonts.uses
        if use.source == each.source
    ]


def _licence_name(each: FontFile) -> str | None:
    if each.source.licence_path is None:
        return None
    stem = re.sub(r"[^\w.+-]+", "-", each.source.name, flags=re.ASCII).strip("-.") or each.source.sha256[:12]
    return f"licences/{stem}.txt"


def _licences(fonts: FontReport) -> dict[str, bytes]:
    """Return the licence text of every font that the book uses."""
    licences = {}
    for each in _used_fonts(fonts):
        path, name = each.source.licence_path, _licence_name(each)
        if path is not None and name is not None:
            licences[name] = path.read_bytes()
    return licences
