"""What a package outside wicpress adds to it; a test builds a book with all of it."""
