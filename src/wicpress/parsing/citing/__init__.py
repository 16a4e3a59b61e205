"""Reads citations in a manuscript, and sets them with the references to their sources."""
