"""The output intent: the device colours of the pages are sRGB, and its profile is in the file."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pydyf

from wicpress.pdf.metadata.facts import DocumentInfo

PROFILE = "sRGB2014.icc"
"""The profile of the International Color Consortium in WeasyPrint; version 2, as PDF/A-1 requires."""


def output_intent(pdf: Any, facts: DocumentInfo) -> None:
    """Embed the sRGB profile as the output intent of the file (ISO 19005-2, 6.2.3)."""
    place = distribution("weasyprint").locate_file(f"weasyprint/pdf/{PROFILE}")  # without importing WeasyPrint
    content = Path(str(place)).read_bytes()
    profile = pydyf.Stream([content], pydyf.Dictionary({"N": 3}), compress=True)
    pdf.add_object(profile)
    intent = pydyf.Dictionary({
        "Type": "/OutputIntent",
        "S": "/GTS_PDFA1",
        "OutputConditionIdentifier": pydyf.String("sRGB"),
        "RegistryName": pydyf.String("http://www.color.org"),
        "Info": pydyf.String("sRGB IEC61966-2.1"),
        "DestOutputProfile": profile.reference,
    })  # fmt: skip
    pdf.catalog["OutputIntents"] = pydyf.Array([intent])
