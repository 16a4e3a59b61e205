"""Fonts: the bundled families and those of a book, what they cover, and the subsets that are embedded."""
