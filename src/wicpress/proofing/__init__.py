"""Checks of finished files: their text is read back, their lines are measured, their standards checked."""
