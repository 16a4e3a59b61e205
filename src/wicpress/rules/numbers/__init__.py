"""Rules on the numbers that a book has beside its own: those of pages of its source edition."""
