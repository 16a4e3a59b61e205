"""The software bill of materials (SBOM) of a release: programs, libraries, fonts and files, as CycloneDX."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

FILE = "sbom.cdx.json"


def sbom(manifest: Mapping[str, Any]) -> bytes:
    """Return a CycloneDX 1.6 document for the release of ``manifest``; the same manifest gives the same bytes."""
    book, tools = manifest["book"], manifest["toolchain"]
    release = Component(
        name=book["slug"], version=manifest["version"], type=ComponentType.DATA, bom_ref=f"book:{book['slug']}"
    )
    bom = Bom(
        # derived from the release: a random one would differ each time
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"{book['identifier']}#{manifest['version']}"),
        metadata=BomMetaData(component=release, timestamp=datetime.fromisoformat(manifest["date"])),
        components=[
            _program("wicpress", tools["wicpress"]),
            *(_program(name, each) for name, each in tools["packages"].items() if each["version"]),
            *(_library(name, each) for name, each in tools["libraries"].items() if each["version"]),
            *_faces(manifest["fonts"]),
            *(_artefact(each) for each in manifest["artifacts"]),
        ],
    )
    bom.register_dependency(release, [each for each in bom.components if each.type is not ComponentType.FILE])
    return (str(JsonV1Dot6(bom).output_as_string(indent=1)) + "\n").encode()


def _program(name: str, each: Mapping[str, Any]) -> Component:
    purl = PackageURL("pypi", name=name.lower().replace("_", "-"), version=each["version"])
    return Component(
        name=name,
        version=each["version"],
        type=ComponentType.APPLICATION if name == "wicpress" else ComponentType.LIBRARY,
        bom_ref=str(purl),
        purl=purl,
        licenses=_licences(each.get("licence", "")),
        hashes=_hashes(each),
    )


def _library(name: str, each: Mapping[str, Any]) -> Component:
    return Component(
        name=name,
        version=each["version"],
        type=ComponentType.LIBRARY,
        bom_ref=f"library:{name}@{each['version']}",
        hashes=_hashes(each),
    )


def _faces(fonts: list[Mapping[str, Any]]) -> Iterator[Component]:
    for each in fonts:
        yield Component(
            name=each["name"],
            version=each["version"] or None,
            type=ComponentType.DATA,
            bom_ref=f"font:{each['file']}:{each['sha256'][:12]}",
            copyright=each["copyright"] or None,
            licenses=_licences(each["licence"]),
            hashes=_hashes(each),
        )


def _artefact(each: Mapping[str, Any]) -> Component:
    return Component(
        name=each["path"],
        type=ComponentType.FILE,
        bom_ref=f"file:{each['path']}",
        hashes=_hashes(each),
    )


def _hashes(each: Mapping[str, Any]) -> list[HashType]:
    return [HashType(alg=HashAlgorithm.SHA_256, content=each["sha256"])] if each.get("sha256") else []


def _licences(text: str) -> list[DisjunctiveLicense | LicenseExpression]:
    """Return a licence as an SPDX expression if it is one, else by its name."""
    return [LicenseFactory().make_from_string(text[:200])] if text else []
