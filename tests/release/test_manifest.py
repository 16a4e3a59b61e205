"""The manifest, SBOM and provenance of a release are true and valid."""

from __future__ import annotations

import hashlib
import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from google.protobuf import json_format
from in_toto_attestation.v1.statement import Statement
from referencing import Registry, Resource

from support.released_book import contents_of, has_valid_checksums
from wicpress.diagnostics import WicpressError
from wicpress.release import manifest, provenance, sbom


@pytest.fixture(scope="module")
def folder(released: Path) -> Path:
    """Return the folder of the release."""
    return released / "out" / "trial-1.0"


def table(folder: Path, name: str = manifest.FILE) -> Any:
    """Return the content of a JSON file of the release."""
    return json.loads((folder / name).read_bytes())


def test_release_is_complete(folder: Path) -> None:
    """``sha256sum -c`` accepts it, it has exactly these files, and no temporary files are left."""
    assert has_valid_checksums(folder)
    assert set(contents_of(folder)) == {
        "RELEASE-NOTES.md", "SHA256SUMS", "manifest.json", "provenance.intoto.json", "sbom.cdx.json",
        "trial-both.pdf", "trial-both.epub", "reports/build.json", "reports/check.json", "reports/fonts.json",
        "reports/verify.json", "licences/Noto-Sans-SC.txt", "licences/Noto-Serif-SC.txt",
        "licences/Source-Sans-3.txt", "licences/Source-Serif-4.txt",
    }  # fmt: skip
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    assert (folder / "RELEASE-NOTES.md").read_text(encoding="utf-8") == "- 第一版。\n"


def test_manifest_matches_its_schema(folder: Path) -> None:
    """The schema is valid, the manifest matches it, and a changed manifest does not."""
    schema = manifest.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(table(folder), schema, cls=jsonschema.Draft202012Validator)
    for change in ({"more": 1}, {"version": "../1"}, {"date": "today"}, {"artifacts": []}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(table(folder) | change, schema, cls=jsonschema.Draft202012Validator)


def test_manifest_is_true(folder: Path, released: Path) -> None:
    """Sizes, digests, counts, the commit and tag of the source and the date of the tag are right."""
    manifest = table(folder)
    for each in manifest["artifacts"]:
        data = (folder / each["path"]).read_bytes()
        assert (each["size"], each["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    listed = {each["path"] for each in manifest["artifacts"]}
    assert set(contents_of(folder)) - listed == {"SHA256SUMS", "manifest.json", "provenance.intoto.json"}
    source = manifest["source"]
    assert (source["tag"], source["modified"], manifest["date_from"]) == ("v1.0", [], "tag")
    assert manifest["date"] == "2023-11-14T22:13:20Z"
    chapter = (released / "book" / "01-opening.md").read_bytes()
    assert source["files"]["01-opening.md"] == hashlib.sha256(chapter).hexdigest()
    edition = manifest["editions"][0]["text"]
    assert edition["en"]["words"] == 13 and edition["zh-Hans"]["characters"] > 20
    tools = manifest["toolchain"]
    assert tools["packages"]["weasyprint"]["version"] == "70.0"
    assert all(each["sha256"] for each in (*tools["packages"].values(), *tools["libraries"].values()))


def test_no_path_of_this_machine(folder: Path, released: Path) -> None:
    """No file contains the folder in which it was built."""
    for name, data in contents_of(folder).items():
        assert str(released).encode() not in data, name


def test_sbom_matches_its_schema(folder: Path) -> None:
    """The SBOM matches the schema of CycloneDX, and names programs, libraries, fonts and files."""
    schemas = resources.files("cyclonedx.schema._res")
    parts = {each.name: json.loads(each.read_text(encoding="utf-8")) for each in schemas.iterdir()
             if each.name.endswith(".SNAPSHOT.schema.json")}  # fmt: skip
    registry: Registry[Any] = Registry().with_resources(
        (address, Resource.from_contents(part))
        for name, part in parts.items()
        for address in (part.get("$id", name), f"http://cyclonedx.org/schema/{name}")
    )
    schema = parts["bom-1.6.SNAPSHOT.schema.json"]
    bill = table(folder, sbom.FILE)
    jsonschema.Draft7Validator(schema, registry=registry).validate(bill)
    component_names = {each["name"] for each in bill["components"]}
    assert {"wicpress", "weasyprint", "pango", "Noto Serif SC", "trial-both.pdf"} <= component_names
    assert bill["metadata"]["timestamp"] == "2023-11-14T22:13:20+00:00"


def test_provenance_names_every_file(folder: Path) -> None:
    """The statement is valid for in-toto, its subjects are the files, its materials those of the book."""
    data = table(folder, provenance.FILE)
    statement = Statement([], "", {})
    json_format.ParseDict(data, statement.pb)
    statement.validate()
    assert data["predicateType"] == "https://slsa.dev/provenance/v1"
    for each in data["subject"]:
        assert hashlib.sha256((folder / each["name"]).read_bytes()).hexdigest() == each["digest"]["sha256"]
    assert len(data["subject"]) == len(table(folder)["artifacts"]) + 1
    materials = {each["name"] for each in data["predicate"]["buildDefinition"]["resolvedDependencies"]}
    assert {"commit", "book/01-opening.md", "package/weasyprint", "library/pango"} <= materials


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": "x"}', '{"format": "wicpress-release-manifest/1"}', "[" * 99999]
)
def test_other_files_are_not_manifests(tmp_path: Path, text: str) -> None:
    """A file that is not a manifest is refused with its name."""
    (tmp_path / "m.json").write_text(text, encoding="utf-8")
    with pytest.raises(WicpressError, match=r"m\.json"):
        manifest.read(tmp_path / "m.json")
