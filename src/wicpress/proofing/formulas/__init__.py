"""Formulas of a finished file, compared with those of the manuscript."""
