"""Parts of a book laid out and painted alone, with every reference to other parts left open."""
