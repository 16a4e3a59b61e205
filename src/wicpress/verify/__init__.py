"""Judges the finished file, knowing only the file."""
