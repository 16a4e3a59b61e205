"""Proves that all of a manuscript is in the book: its files are read again, without the parser."""
