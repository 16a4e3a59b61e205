"""What an e-book has beside its words: what its elements say, and its pictures."""
