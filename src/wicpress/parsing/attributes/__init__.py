"""The attributes in braces: which there are, where each may stand, and what is wrong with their values."""
