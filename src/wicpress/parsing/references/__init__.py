"""References and links within a book: how they are written, where they lead, and what is wrong with them."""
