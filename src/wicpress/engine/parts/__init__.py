"""Sections of a book, laid out and painted separately; references to other sections are left open."""
