"""Chinese lines in WeasyPrint: paragraphs are measured, broken into lines, and painted."""
