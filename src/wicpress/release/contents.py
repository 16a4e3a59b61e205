"""What lies in a release beside the editions: manifest, reports, licences, notes, bill of materials, provenance."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from wicpress import model as m
from wicpress.build import book_fonts, glyph_coverage
from wicpress.build.build_records import to_json
from wicpress.build.request import BuildResult
from wicpress.build.targets import Target
from wicpress.config import Config
from wicpress.fonts.report import FontFile, FontReport, report
from wicpress.release import checksums, manifest, notes, provenance, sbom
from wicpress.release.source_info import SourceInfo
from wicpress.release.toolchain import toolchain
from wicpress.release.verify_artifacts import VerifiedArtifact, text_counts

NOTES = "RELEASE-NOTES.md"


@attrs.frozen
class ReleaseContents:
    """A book that is built and about to be shipped: ``built`` is the folder of its editions."""

    config: Config
    book: m.Book
    version: str
    origin: SourceInfo
    targets: tuple[Target, ...]
    built: Path
    finished: BuildResult
    proofs: tuple[VerifiedArtifact, ...] = ()

    @property
    def name(self) -> str:
        """The name of the release's folder."""
        return f"{self.config.slug}-{self.version}"

    @property
    def notes(self) -> str:
        """The release notes, "" where the book has none for this version."""
        path = self.config.root / notes.FILE
        inside = path.is_file() and path.resolve().is_relative_to(self.config.root.resolve())
        return notes.notes(path.read_text(encoding="utf-8-sig", errors="replace"), self.version) if inside else ""


def files(shipment: ReleaseContents, whole: Path) -> dict[str, bytes]:
    """Everything but the editions, which lie in ``whole``, by name; only the sums are made later."""
    seen = _fonts(shipment)
    plain = {**_reports(shipment, seen), **_licences(seen)}
    if shipment.notes:
        plain[NOTES] = shipment.notes.encode()
    table = _manifest(shipment, seen, [*_editions(shipment, whole), *_others(plain)])
    plain[sbom.FILE] = sbom.sbom(table)
    table["artifacts"] += _others({sbom.FILE: plain[sbom.FILE]})
    plain[manifest.FILE] = manifest.encode(table)
    subjects = {each["path"]: each["sha256"] for each in table["artifacts"]}
    subjects[manifest.FILE] = _digest(plain[manifest.FILE])
    return {**plain, provenance.FILE: provenance.provenance(table, subjects)}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# ----------------------------------------------------------------------------------------- manifest


def _manifest(shipment: ReleaseContents, seen: FontReport, artifacts: list[dict[str, Any]]) -> dict[str, Any]:
    config, origin = shipment.config, shipment.origin
    return {
        "format": manifest.FORMAT,
        "book": {
            "slug": config.slug,
            "title": dict(config.title.by_lang),
            "identifier": config.identifier,
            "languages": list(config.languages),
            "date": config.date.isoformat() if config.date else None,
        },
        "version": shipment.version,
        "date": origin.date.isoformat().replace("+00:00", "Z"),
        "date_from": origin.date_from,
        "source": origin.table(),
        "editions": [
            _edition(shipment, name) for name in dict.fromkeys(each.edition.name for each in shipment.targets)
        ],
        "artifacts": artifacts,
        "validators": [{"artifact": proof.name, **each} for proof in shipment.proofs for each in proof.validators],
        "fonts": [_font(each) for each in _used(seen)],
        "toolchain": toolchain(),
    }


def _edition(shipment: ReleaseContents, name: str) -> dict[str, Any]:
    edition = shipment.config.edition(name)
    assert edition is not None
    return {
        "name": name,
        "languages": list(edition.languages),
        "layout": edition.layout,
        "isbn": edition.isbn or None,
        "text": text_counts(shipment.book, edition),
        "artifacts": [each.name for each in shipment.targets if each.edition.name == name],
    }


def _editions(shipment: ReleaseContents, whole: Path) -> Iterator[dict[str, Any]]:
    reports = {output.path.name: output.report for output in shipment.finished.outputs}
    for each in shipment.targets:
        path = whole / each.name
        yield {
            **_artifact(each.name, path.stat().st_size, checksums.sha256(path)),
            "kind": "edition",
            "edition": each.edition.name,
            "pages": reports[each.name].get("pages"),
            "text": text_counts(shipment.book, each.edition),
        }


def _others(plain: dict[str, bytes]) -> list[dict[str, Any]]:
    return [
        {**_artifact(name, len(data), _digest(data)), "kind": _kind(name)} for name, data in sorted(plain.items())
    ]


def _kind(name: str) -> str:
    return {"reports": "report", "licences": "licence", NOTES: "notes"}.get(name.split("/", maxsplit=1)[0], "sbom")


def _artifact(name: str, size: int, digest: str) -> dict[str, Any]:
    return {"path": name, "media_type": manifest.media_type(name), "size": size, "sha256": digest}


# ------------------------------------------------------------------------------------------ reports


def _reports(shipment: ReleaseContents, seen: FontReport) -> dict[str, bytes]:
    finished = shipment.finished
    check = [to_json(each) for each in finished.diagnostics]
    built = [{**output.report, "diagnostics": [to_json(each) for each in output.diagnostics]}
             for output in finished.outputs]  # fmt: skip
    fonts = [{**_font(each), "sets": _used_for(each, seen)} for each in _used(seen)]
    return {
        "reports/check.json": manifest.encode(check),
        "reports/build.json": manifest.encode(built),
        "reports/fonts.json": manifest.encode(fonts),
        "reports/verify.json": manifest.encode([proof.table for proof in shipment.proofs]),
    }


# -------------------------------------------------------------------------------------------- fonts


def _fonts(shipment: ReleaseContents) -> FontReport:
    type_ = book_fonts.prepare(shipment.config)
    runs = tuple(glyph_coverage.text_runs(shipment.book, shipment.config, shipment.config.editions))
    return report(runs, type_.faces, type_.problems)


def _used(seen: FontReport) -> list[FontFile]:
    return [each for each in seen.files if each.used]


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


def _used_for(each: FontFile, seen: FontReport) -> list[dict[str, Any]]:
    return [
        {
            "role": use.role,
            "lang": use.lang,
            "weight": use.weight,
            "different": len(use.characters),
            "count": use.count,
        }
        for use in seen.uses
        if use.source == each.source
    ]


def _licence_name(each: FontFile) -> str | None:
    if each.source.licence_path is None:
        return None
    plain = re.sub(r"[^\w.+-]+", "-", each.source.name, flags=re.ASCII).strip("-.") or each.source.sha256[:12]
    return f"licences/{plain}.txt"


def _licences(seen: FontReport) -> dict[str, bytes]:
    """The licence of every face that the book uses, as its owners wrote it."""
    found = {}
    for each in _used(seen):
        path, name = each.source.licence_path, _licence_name(each)
        if path is not None and name is not None:
            found[name] = path.read_bytes()
    return found
