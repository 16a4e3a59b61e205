"""What is replaced in WeasyPrint, for how long, and the check that it is the version we know."""
