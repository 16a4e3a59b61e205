"""The provenance of a release: its materials and tools, as an in-toto statement with the SLSA predicate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from google.protobuf import json_format
from in_toto_attestation.predicates.provenance.v1 import provenance_pb2
from in_toto_attestation.v1.resource_descriptor import ResourceDescriptor
from in_toto_attestation.v1.statement import Statement

FILE = "provenance.intoto.json"
PREDICATE = "https://slsa.dev/provenance/v1"
BUILD_TYPE = "urn:wicpress:release:1"
"""``wicpress release``: the external parameters name the book and the version, and decide the bytes."""


def provenance(manifest: Mapping[str, Any], subjects: Mapping[str, str]) -> bytes:
    """Return the statement about ``subjects`` (SHA-256 by name) of the release of ``manifest``.

    Raise ``ValueError`` without subjects. No person, machine or time is named: they are not reproducible, and the
    signer of the statement vouches for them.
    """
    predicate = provenance_pb2.Provenance()
    definition = predicate.build_definition
    definition.build_type = BUILD_TYPE
    definition.external_parameters.update({"book": manifest["book"]["slug"], "version": manifest["version"]})
    definition.internal_parameters.update({"date": manifest["date"], "date_from": manifest["date_from"]})
    definition.resolved_dependencies.extend(each.pb for each in _materials(manifest))
    predicate.run_details.builder.id = "urn:wicpress:builder"
    predicate.run_details.builder.version["wicpress"] = manifest["toolchain"]["wicpress"]["version"]
    descriptors = [
        ResourceDescriptor(name=name, digest={"sha256": digest}).pb for name, digest in sorted(subjects.items())
    ]
    statement = Statement(descriptors, PREDICATE, json_format.MessageToDict(predicate))
    statement.validate()
    text: str = json_format.MessageToJson(statement.pb, indent=1, sort_keys=True, ensure_ascii=False)
    return f"{text}\n".encode()


def _materials(manifest: Mapping[str, Any]) -> Iterator[ResourceDescriptor]:
    source, tools = manifest["source"], manifest["toolchain"]
    if source["commit"]:
        yield ResourceDescriptor(name="commit", digest={"gitCommit": source["commit"]})
    for name, digest in source["files"].items():
        yield ResourceDescriptor(name=f"book/{name}", digest={"sha256": digest})
    yield from _tools("wicpress", {"wicpress": tools["wicpress"]})
    yield from _tools("package", tools["packages"])
    yield from _tools("library", tools["libraries"])
    for each in manifest["fonts"]:
        yield ResourceDescriptor(name=f"font/{each['file']}", digest={"sha256": each["sha256"]})


def _tools(kind: str, tools: Mapping[str, Mapping[str, Any]]) -> Iterator[ResourceDescriptor]:
    for name, each in tools.items():
        if each["sha256"]:
            yield ResourceDescriptor(
                name=f"{kind}/{name}", digest={"sha256": each["sha256"]}, annotations={"version": each["version"]}
            )
