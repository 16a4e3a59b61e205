"""What wicpress proposes for a book: words for its index."""
