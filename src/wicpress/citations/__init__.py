"""Reads lists of sources, and sets citations and bibliographies in the styles of libraries."""
