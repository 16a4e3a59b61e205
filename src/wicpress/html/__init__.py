"""Blocks and inlines to HTML, shared by PDF and EPUB."""
