"""A folder of Markdown to the book that it means."""

from wicpress.parsing.read_book import read

__all__ = ["read"]
