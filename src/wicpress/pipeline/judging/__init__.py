"""Finished files judged: read back against a fair copy, measured, and held to what the book declares."""
