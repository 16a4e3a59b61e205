"""Formulas in a manuscript: how they are written, and what is made of them."""
