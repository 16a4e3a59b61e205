"""Reads the tables whose keys have one of a few values: ``[citations]`` and ``[pictures]``."""

from __future__ import annotations

from typing import Any

from wicpress.config.field_reader import FieldReader, ReadValue
from wicpress.config.settings import CITATION_CHOICES, PICTURE_METADATA, CitationSettings, PictureSettings


def read_citations(fields: FieldReader, table: dict[str, Any]) -> CitationSettings:
    """Return how sources are cited."""
    readers: dict[str, ReadValue] = {key: fields.one_of(values) for key, values in CITATION_CHOICES.items()}
    return CitationSettings(**fields.values(fields.corrected(table, readers), readers))


def read_pictures(fields: FieldReader, table: dict[str, Any]) -> PictureSettings:
    """Return how pictures are prepared."""
    readers: dict[str, ReadValue] = {"metadata": fields.one_of(PICTURE_METADATA)}
    return PictureSettings(**fields.values(fields.corrected(table, readers), readers))
