"""What wicpress replaces in WeasyPrint, for how long, and the check that it is the supported version."""
