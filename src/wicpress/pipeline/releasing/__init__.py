"""Releases: built, read back, proved, and laid down whole with all that goes with them."""
