"""Books found, read, checked, built when something changed, and reported."""
