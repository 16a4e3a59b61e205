"""Reads the terms and abbreviations of a book, and sets their uses and its glossaries."""
