"""From a book to the bytes of its PDF editions."""
