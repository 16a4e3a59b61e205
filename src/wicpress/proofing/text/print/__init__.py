"""What pages show beside the words of their text: how they look, and their figures."""
