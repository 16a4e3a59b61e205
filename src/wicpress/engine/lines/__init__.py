"""Chinese lines set in WeasyPrint: paragraphs measured, broken, and painted."""
