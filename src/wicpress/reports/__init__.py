"""Renders diagnostics in the formats that people and programs read, one file each."""

from __future__ import annotations

from wicpress.reports.formats import FORMATS, render

__all__ = ["FORMATS", "render"]
