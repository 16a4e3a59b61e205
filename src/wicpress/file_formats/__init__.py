"""Formats of files that are read strictly, by what makes outputs and by what proves them: CSS and pictures."""
