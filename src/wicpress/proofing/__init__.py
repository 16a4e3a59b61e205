"""Finished files judged: their text read back, their lines measured, their standards checked."""
