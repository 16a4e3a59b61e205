"""Paints an SVG drawing on a page of its own, as WeasyPrint paints it in a book."""

from __future__ import annotations

import base64

import weasyprint
from weasyprint.urls import URLFetcher

PAGE = """\
<html lang="zxx"><title>drawing</title>
<style>@page {{ size: 2000pt; margin: 0 }} img {{ overflow: visible }}</style>
<img src="data:image/svg+xml;base64,{}" alt="drawing">
"""


def svg_to_pdf(svg: bytes) -> bytes:
    """Return a tagged PDF of one page whose only figure is the drawing ``svg``."""
    page = PAGE.format(base64.b64encode(svg).decode())
    html = weasyprint.HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=("data",)))
    return bytes(html.write_pdf(pdf_tags=True) or b"")
