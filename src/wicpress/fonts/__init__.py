"""The type: the families of the house, what they cover, and the pieces of them that travel in a book."""
